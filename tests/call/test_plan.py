"""The plan, driven through a world without a network."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.call.options import BACKOFF_CAP
from conviso_client.call.plan import Acquire, Settle, plan
from conviso_client.errors import (
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    ConvisoError,
    DeadlineExceeded,
    GraphQLError,
    OutcomeUnknown,
    RequestTimeout,
)
from conviso_client.http.request import Failure, Outcome, Reply, Send
from conviso_client.http.secret import Secret
from conviso_client.quota.limiter import Settlement

from .support import Turn, World

GOOD = Reply(200, {}, b'{"data": {"thing": 1}}')
REPLIES = [
    GOOD,
    *(Reply(status, {}, b"") for status in (200, 302, 400, 401, 403, 404, 408, 425, 429, 500, 503)),
    Reply(429, {"retry-after": "3"}, b""),
    Reply(429, {"retry-after": "900"}, b""),
    Reply(503, {"retry-after": "2"}, b""),
    Reply(200, {}, b"<html>"),
    Reply(200, {}, b'{"data": {"thi'),
    Reply(200, {}, b'{"errors": [{"message": "no"}]}'),
    Reply(200, {}, b'{"errors": [{"extensions": {"code": "RATE_LIMITED"}}]}'),
]


def outcomes() -> st.SearchStrategy[Any]:
    lost = st.sampled_from(
        [(Outcome.BROKEN, ConnectionLost), (Outcome.BROKEN, RequestTimeout), (Outcome.UNSENT, ConnectionFailed)]
    )
    return st.sampled_from(REPLIES) | lost.map(lambda each: Failure(each[0], each[1]("gone")))


turns = st.lists(
    st.builds(Turn, outcomes(), st.floats(0, 50), st.floats(0, 30)),
    min_size=1,
    max_size=12,
)


@given(
    script=turns,
    repeatable=st.booleans(),
    deadline=st.floats(0.01, 200),
    max_attempts=st.integers(1, 8),
    seed=st.integers(0, 99),
)
def test_whatever_happens(script: list[Turn], repeatable: bool, deadline: float, max_attempts: int, seed: int):
    world = World(itertools.cycle([*script, Turn(GOOD)]), Random(seed).random)
    call = world.call(repeatable, deadline=deadline, max_attempts=max_attempts, timeout=60.0)
    error: ConvisoError | None = None
    try:
        assert world.run(call) == {"thing": 1}
    except ConvisoError as raised:
        error = raised
    if error is not None:
        assert (error.operation, error.correlation_id, error.attempts) == ("thing", "id", len(world.sent))
        assert not isinstance(error, DeadlineExceeded) or error.cause is not None
        assert not isinstance(error, OutcomeUnknown) or not repeatable
    assert world.began is not None
    assert world.now - world.began <= deadline + 1e-6  # the total never crosses the deadline
    assert all(0 <= seconds <= max(BACKOFF_CAP, 2.0) for seconds in world.sleeps)
    settlements = [effect for effect in world.effects if isinstance(effect, Settle)]
    assert len(settlements) >= len(world.sent)  # every permit is settled
    failed = [turn for turn in used(script, world) if isinstance(turn.result, Failure) or may_pass(turn.result)]
    assert len(failed) <= max_attempts
    if not repeatable:
        assert sum(may_have_run(turn) for turn in used(script, world)) <= 1


def used(script: list[Turn], world: World) -> list[Turn]:
    return list(itertools.islice(itertools.cycle([*script, Turn(GOOD)]), len(world.sent)))


def may_pass(reply: Reply) -> bool:
    return reply.status in (408, 425, 500, 503) or (reply.status == 200 and reply.body.endswith(b"thi"))


def may_have_run(turn: Turn) -> bool:
    if isinstance(turn.result, Failure):
        return turn.result.outcome is not Outcome.UNSENT
    return turn.result.status not in (429, 401) and b"RATE_LIMITED" not in turn.result.body


def test_a_rejection_that_nobody_hears_of():
    world = World(iter([Turn(Reply(429, {}, b""), hold=1.0), Turn(Reply(503, {}, b"")), Turn(GOOD)]))
    assert world.run(world.call(repeatable=True)._replace(record=None)) == {"thing": 1}
    assert len(world.sent) == 3


def test_no_deadline():
    turns = [Turn(Reply(429, {"retry-after": "86400"}, b""), hold=86400.0)] * 50 + [Turn(GOOD)]
    world = World(iter(turns))
    assert world.run(world.call(repeatable=False, deadline=None)) == {"thing": 1}
    assert world.now == 50 * 86400.0
    assert {send.left for send in world.sent} == {None}


def test_what_is_left_shrinks():
    world = World(iter([Turn(Failure(Outcome.BROKEN, ConnectionLost("gone")), 10.0)] * 2 + [Turn(GOOD)]))
    world.run(world.call(repeatable=True, deadline=60.0))
    assert [send.left for send in world.sent] == pytest.approx([60.0, 49.95, 39.85])


class TestInterruption:
    def advance(self, to: type) -> Any:
        world = World(iter([]))
        steps = plan(world.call(repeatable=True), Secret("key"))
        effect = next(steps)
        while not isinstance(effect, to):
            effect = steps.send(world.act(effect))
        return steps

    @pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, RuntimeError])
    def test_while_sending_the_permit_is_settled_first(self, interruption: Any):
        steps = self.advance(Send)
        raised = interruption()
        effect = steps.throw(raised)
        assert isinstance(effect, Settle)
        assert effect.settlement == Settlement("answered")
        with pytest.raises(interruption) as caught:
            next(steps)
        assert caught.value is raised

    def test_a_plan_that_is_dropped_asks_for_nothing(self):
        self.advance(Send).close()


def test_what_cannot_be_sent_was_not_sent():
    world = World(iter([Turn(Failure(Outcome.UNSENDABLE, ConfigurationError("no")))]))
    with pytest.raises(ConfigurationError):
        world.run(world.call(repeatable=False))
    [settle] = [effect for effect in world.effects if isinstance(effect, Settle)]
    assert settle.settlement.outcome == "unsent"


def test_a_permit_that_comes_as_the_deadline_ends_is_given_back():
    lost = Failure(Outcome.UNSENT, ConnectionFailed("gone"))
    world = World(iter([Turn(lost, hold=10.0)]), random=lambda: 0.0)
    with pytest.raises(DeadlineExceeded, match="permission to send again came too late"):
        world.run(world.call(repeatable=False, deadline=10.0))
    settled = [effect.settlement.outcome for effect in world.effects if isinstance(effect, Settle)]
    assert (len(world.sent), settled) == (1, ["unsent", "unsent"])


def test_the_status_is_that_of_the_last_attempt():
    answered = Reply(503, {"x-request-id": "a"}, b"")
    world = World(iter([Turn(answered), Turn(Failure(Outcome.BROKEN, ConnectionLost("gone")))]))
    with pytest.raises(ConnectionLost) as caught:
        world.run(world.call(repeatable=True, max_attempts=2))
    assert (caught.value.status, caught.value.request_id) == (None, None)


def test_refusals_by_the_quota_are_no_failed_attempts():
    lost = Turn(Failure(Outcome.BROKEN, ConnectionLost("gone")))
    world = World(iter([*[Turn(Reply(429, {}, b""))] * 3, lost, Turn(GOOD)]), random=lambda: 0.0)
    assert world.run(world.call(repeatable=True, max_attempts=2)) == {"thing": 1}
    assert len(world.sent) == 5


def test_an_attempt_in_doubt_leaves_the_call_in_doubt():
    refused = Turn(Reply(200, {}, b'{"errors": [{"message": "no"}]}'))
    for turns, ran in [([refused], False), ([Turn(Reply(503, {}, b"")), refused], None)]:
        world = World(iter(turns))
        with pytest.raises(GraphQLError) as caught:
            world.run(world.call(repeatable=True))
        assert caught.value.ran is ran


def test_a_new_key_waits_for_a_permit_of_its_own():
    world = World(iter([Turn(Reply(401, {}, b"")), Turn(GOOD)]))
    assert world.run(world.call(repeatable=True)) == {"thing": 1}
    first, second = (effect for effect in world.effects if isinstance(effect, Acquire))
    assert first.again is second.again is None  # the permit of the other key's quota is no place in this one's queue


@pytest.mark.parametrize(("queued", "left"), [(0.0, 5.0), (2.0, 3.0), (9.0, 0.0)])
def test_what_a_call_waited_before_counts_for_max_queue(queued: float, left: float):
    world = World(iter([Turn(GOOD)]))
    first = next(plan(world.call(repeatable=True, max_queue=5.0), Secret("key"), queued))
    assert isinstance(first, Acquire)
    assert first.wait == left
