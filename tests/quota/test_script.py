"""The script in Redis does what the Python ledger does: the same visits give the same answers."""

from __future__ import annotations

import json
import uuid
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.quota.redis_server import RedisServer
from conviso_client.quota.exchange import BATCH, Ask, State, serve
from conviso_client.quota.ledger import Ledger, Limits, Settled
from conviso_client.quota.redis import RedisStore, _reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Visit = tuple[int, int, float, list[tuple[float, str, float, "float | None"]]]

VISITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which process
        st.integers(0, 3),  # arrivals
        st.floats(0, 4).map(lambda pause: round(pause, 3)),
        st.lists(
            st.tuples(
                st.floats(0, 1),  # which permit
                st.sampled_from(["answered", "answered", "rejected", "unsent"]),
                st.floats(0, 1).map(lambda ago: round(ago, 3)),
                st.one_of(st.none(), st.integers(0, 5).map(float)),
            ),
            max_size=3,
        ),
    ),
    min_size=1,
    max_size=25,
)


@pytest.fixture(scope="module")
def ask_script(redis_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Run the script on a clock of ours."""
    import redis

    server = RedisServer(redis_program, tmp_path_factory.mktemp("redis"))
    client = redis.Redis.from_url(server.url, decode_responses=True)
    text = resources.files("conviso_client.quota").joinpath("ledger.lua").read_text("utf-8")
    ours = text.replace("redis.call('TIME')", "ask.clock")
    assert ours != text
    script = client.register_script(ours)

    def run(store: RedisStore, keys: list[str], name: str, now: float, ask: Ask) -> Any:
        question = {
            **store._rules,
            **ask._asdict(),
            "settled": [settled._asdict() for settled in ask.settled],
            "name": name,
            "fresh": 7,
            "clock": [str(int(now)), str(round((now - int(now)) * 1e6))],
        }
        return _reply(script(keys=keys, args=[json.dumps(question)]))

    yield run
    client.close()
    server.stop()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 6), VISITS)
def test_the_script_and_the_ledger_agree(ask_script: Callable[..., Any], permits: int, visits: list[Visit]) -> None:
    agree(ask_script, permits, visits)


@pytest.mark.parametrize("hint", [None, 0.0, 3.0])
def test_they_agree_on_a_long_outage(ask_script: Callable[..., Any], hint: float | None) -> None:
    """Each permit is rejected as soon as it is given, a dozen times; then the server takes requests again."""
    rejected: list[Visit] = [(0, 1, 0.5, [(0.0, "rejected", 0.1, hint)]) for _ in range(100)]
    answered: list[Visit] = [(0, 1, 0.3, [(0.0, "answered", 0.1, None)]) for _ in range(100)]
    begin: list[Visit] = [(0, 1, 0.0, []), (0, 0, 0.1, [(0.0, "answered", 0.0, None)]), (0, 1, 7.0, [])]
    agree(ask_script, 50, [*begin, *rejected, *answered, *rejected[:20]])


def test_they_agree_on_what_is_settled_twice(ask_script: Callable[..., Any]) -> None:
    again: list[Visit] = [(0, 0, 0.1, [(0.0, what, 0.0, None)] * 3) for what in ("answered", "rejected", "unsent")]
    agree(ask_script, 3, [(0, 3, 0.0, []), *again, (0, 3, 0.5, [])], forget=False)


def agree(ask_script: Callable[..., Any], permits: int, visits: list[Visit], *, forget: bool = True) -> None:
    """Let both answer the same visits; unless `forget`, a process settles the same permit again and again."""
    limits = Limits(permits, 10.0, 2.0)
    store = RedisStore(limits, "unused", "redis://127.0.0.1:1")
    run = uuid.uuid4().hex
    keys = [f"{{{run}}}:{part}" for part in ("ends", "state", "line", "peers")]
    book = State(Ledger(limits), epoch=7)
    lines: list[list[int]] = [[], [], []]
    owned: list[list[tuple[float, float]]] = [[], [], []]  # the time of a permit by the one clock and by the other
    now = 1000.0
    for index, arrivals, pause, settles in visits:
        now = round(now + pause, 3)
        ours: list[Settled] = []
        theirs: list[Settled] = []
        for where, outcome, ago, hint in settles:
            if owned[index]:
                place = int(where * (len(owned[index]) - 1))
                here, there = owned[index].pop(place) if forget else owned[index][place]
                ours.append(Settled(here, outcome, ago, hint, 0.25))  # type: ignore[arg-type]
                theirs.append(Settled(there, outcome, ago, hint, 0.25))  # type: ignore[arg-type]
        line = lines[index]
        ask = Ask(ours, arrivals, line[:BATCH], len(line) + arrivals)
        mine = serve(book, now, str(index), ask)  # type: ignore[arg-type]
        his = ask_script(store, keys, str(index), now, ask._replace(settled=theirs))
        assert his.ticket == mine.ticket
        assert list(his.permits) == pytest.approx(list(mine.permits), abs=1e-5)
        for field in ("now", "ask_in", "first_in", "last_in"):
            assert getattr(his, field) == pytest.approx(getattr(mine, field), abs=1e-4), field
        assert list(his.pace) == pytest.approx(list(mine.pace), abs=1e-4)
        line += range(mine.ticket, mine.ticket + arrivals)
        owned[index] += zip(mine.permits, his.permits, strict=True)
        del line[: len(mine.permits)]


@pytest.mark.parametrize("jump", [-3600.0, -2.0])
def test_a_clock_that_is_set_back_stops_nobody(ask_script: Callable[..., Any], jump: float) -> None:
    store = RedisStore(Limits(1, 10.0, 2.0), "unused", "redis://127.0.0.1:1")
    keys = [f"{{{uuid.uuid4().hex}}}:{part}" for part in ("ends", "state", "line", "peers")]
    ask = Ask(arrivals=1, waiting=1)
    before = ask_script(store, keys, "a", 5000.0, ask)
    after = ask_script(store, keys, "a", 5000.0 + jump, ask)
    assert (len(before.permits), len(after.permits)) == (1, 0)
    assert after.now == pytest.approx(before.now)
    assert list(ask_script(store, keys, "a", 5011.9 + jump, Ask(tickets=(2,), waiting=1)).permits) == []
    assert len(ask_script(store, keys, "a", 5012.1 + jump, Ask(tickets=(2,), waiting=1)).permits) == 1
