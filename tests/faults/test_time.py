"""Bounds on time: attempts, deadlines, and what the server asks for."""

from __future__ import annotations

import itertools
from email.utils import formatdate
from typing import Any

import httpx
import httpx2
import pytest

from conviso_client.call.runtime import Runtime
from conviso_client.errors import DeadlineExceeded, OutcomeUnknown, RateLimited, RequestTimeout, ServerError

from .conftest import Caller, Thing, Turnstile
from .server import Server, answer, drip, raw_answer, silence
from .test_cancel import until

KINDS = ("query", "mutation", "acting")
NOW = 1_700_000_000.0


class Clock:
    """Time that passes only when somebody sleeps, or waits for the quota."""

    def __init__(self, caller: Caller) -> None:
        self.now = 1000.0
        self.caller = caller
        caller.quota = WaitingTurnstile(self)

    def sleep(self, seconds: float) -> None:
        self.caller.sleeps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    def runtime(self, random: float = 0.5) -> Runtime:
        return Runtime(lambda: self.now, lambda: NOW, self.sleep, self.sleep_async, lambda: random)


class WaitingTurnstile(Turnstile):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def acquire(self, wait: float | None, again: Any = None, on_hold: Any = None) -> Any:
        permit = super().acquire(wait, again, on_hold)
        self.clock.now += permit.waited
        return permit


@pytest.fixture
def clock(caller: Caller) -> Clock:
    return Clock(caller)


def limited(headers: dict[str, str]) -> Any:
    return answer(b"slow down", status=429, headers=headers)


HINTS = {
    "2": 2.0,
    "0.25": 0.25,
    "0": 0.0,
    formatdate(NOW + 30, usegmt=True): 30.0,
    formatdate(NOW - 30, usegmt=True): 0.0,
}
GARBAGE = ("", "soon", "-1", "1_0", "nan", "inf", "1e999", "٣", "Thu, 99 Foo 2023 00:00:00 GMT", "2023-11-14", "\x7f")


@pytest.mark.parametrize("kind", KINDS)
class TestRetryAfter:
    @pytest.mark.parametrize("hint", HINTS)
    def test_is_told_to_the_quota(self, caller: Caller, server: Server, clock: Clock, kind: str, hint: str):
        server.script = [limited({"Retry-After": hint})]
        assert caller(kind, runtime=clock.runtime()) == Thing(id="1")
        assert caller.quota.settled[0][1].retry_after == HINTS[hint]
        assert clock.now == 1000.0 + HINTS[hint]

    def test_beyond_the_deadline(self, caller: Caller, server: Server, clock: Clock, kind: str):
        server.otherwise = limited({"Retry-After": "3600"})
        error = caller.error(kind, runtime=clock.runtime())
        assert type(error) is RateLimited
        assert error.retry_after == 3600.0
        assert clock.now == 1000.0
        assert len(server.received) == 1
        assert caller.quota.settled[0][1].retry_after == 3600.0  # the others are told

    def test_without_a_deadline(self, caller: Caller, server: Server, clock: Clock, kind: str):
        server.script = [limited({"Retry-After": "3600"})]
        assert caller(kind, runtime=clock.runtime(), deadline=None) == Thing(id="1")
        assert clock.now == 4600.0


@pytest.mark.parametrize("hint", [each for each in GARBAGE if each.isascii()])
def test_garbage_is_no_hint(caller: Caller, server: Server, clock: Clock, hint: str):
    server.script = [limited({"Retry-After": hint})]
    assert caller(runtime=clock.runtime()) == Thing(id="1")
    assert caller.quota.settled[0][1].retry_after is None


@pytest.mark.parametrize(
    ("header", "value", "seconds"),
    [
        ("RateLimit-Reset", "7", 7.0),
        ("X-RateLimit-Reset", "7", 7.0),
        ("X-RateLimit-Reset", str(int(NOW) + 12), 12.0),
        ("X-RateLimit-Reset", str(int(NOW) - 12), 0.0),
        ("X-RateLimit-Reset", "soon", None),
    ],
)
def test_other_headers(caller: Caller, server: Server, clock: Clock, header: str, value: str, seconds: float | None):
    server.script = [limited({header: value})]
    assert caller(runtime=clock.runtime()) == Thing(id="1")
    assert caller.quota.settled[0][1].retry_after == seconds


def test_a_503_may_say_when_to_come_again(caller: Caller, server: Server, clock: Clock):
    server.script = [answer(b"", status=503, headers={"retry-after": "5"})]
    assert caller(runtime=clock.runtime()) == Thing(id="1")
    assert caller.sleeps == [5.0]


def test_a_503_that_says_to_come_too_late(caller: Caller, server: Server, clock: Clock):
    server.otherwise = answer(b"", status=503, headers={"retry-after": "500"})
    error = caller.error(runtime=clock.runtime())
    assert type(error) is ServerError
    assert error.retry_after == 500.0
    assert len(server.received) == 1


def test_the_deadline_ends_refusals_by_the_quota(caller: Caller, server: Server, clock: Clock):
    server.otherwise = limited({})
    error = caller.error(runtime=clock.runtime(), max_attempts=1)
    assert type(error) is DeadlineExceeded
    assert type(error.cause) is RateLimited
    assert len(server.received) == 120  # a hold of one second each
    assert error.elapsed is not None
    assert error.elapsed <= 120.0


def test_the_deadline_ends_retries_before_a_wait_that_would_cross_it(caller: Caller, server: Server, clock: Clock):
    server.otherwise = answer(b"", status=502)
    error = caller.error(runtime=clock.runtime(random=1.0), deadline=1.0, max_attempts=100)
    assert type(error) is DeadlineExceeded
    assert type(error.cause) is ServerError
    assert caller.sleeps == [0.1, 0.2, 0.4]
    assert clock.now == pytest.approx(1000.7)


def test_backoff_grows_to_its_cap(caller: Caller, server: Server, clock: Clock):
    server.otherwise = answer(b"", status=502)
    caller.error(runtime=clock.runtime(random=1.0), max_attempts=11)
    assert caller.sleeps == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0, 8.0]


def test_the_deadline_begins_with_the_first_permit(caller: Caller, server: Server, clock: Clock):
    caller.quota.hold = 1000.0
    assert caller(runtime=clock.runtime(), deadline=1.0) == Thing(id="1")
    assert clock.now == 2000.0


def test_the_first_permit_is_bounded_by_max_queue(caller: Caller, server: Server, clock: Clock):
    caller.quota.hold = 10.0
    error = caller.error(runtime=clock.runtime(), max_queue=9.0)
    assert type(error) is DeadlineExceeded
    assert error.cause is None
    assert error.attempts == 0
    assert "max_queue=9.0" in str(error)
    assert server.received == []
    assert caller.quota.given == []


def test_later_permits_are_bounded_by_the_deadline(caller: Caller, server: Server, clock: Clock):
    server.script = [limited({"Retry-After": "20"})] * 2
    assert caller(runtime=clock.runtime(), max_queue=1.0) == Thing(id="1")
    assert caller.quota.waits == [1.0, 120.0, 100.0]


def test_a_permit_that_comes_at_the_deadline_is_given_back(caller: Caller, server: Server, clock: Clock):
    server.script = [limited({"Retry-After": "20"})]
    original = caller.quota.acquire

    def acquire_late(wait: float | None, again: Any = None, on_hold: Any = None) -> Any:
        permit = original(wait, again, on_hold)
        if again is not None:
            clock.now = 1120.0
        return permit

    caller.quota.acquire = acquire_late  # type: ignore[method-assign]
    error = caller.error("mutation", runtime=clock.runtime())
    assert type(error) is DeadlineExceeded
    assert len(server.received) == 1
    assert caller.quota.outcomes == ["rejected", "unsent"]


class TestAttempts:
    def test_the_deadline_shortens_the_last_attempt(self, caller: Caller, server: Server):
        server.otherwise = silence
        error = caller.error(timeout=30.0, deadline=0.5)
        assert type(error) is DeadlineExceeded
        assert type(error.cause) is RequestTimeout
        until(lambda: len(server.received) == 1)

    @pytest.mark.parametrize("library", [httpx, httpx2])
    def test_phases(self, caller: Caller, server: Server, library: Any):
        server.otherwise = silence
        error = caller.error(timeout=library.Timeout(60.0, read=0.1), max_attempts=1)
        assert type(error) is RequestTimeout

    def test_phases_do_not_bound_the_whole_but_the_deadline_does(self, caller: Caller, server: Server):
        whole = raw_answer(200, b'{"data": {"thing": {"id": "1"}}}')
        server.otherwise = drip(whole)  # about 90 bytes, 20 ms apart
        error = caller.error("mutation", timeout=httpx.Timeout(0.5), deadline=0.4)
        assert type(error) is OutcomeUnknown
        assert type(error.cause) is RequestTimeout

    def test_no_bound_at_all(self, caller: Caller, server: Server):
        assert caller(timeout=None, deadline=None) == Thing(id="1")

    def test_a_drip_is_cut_off_on_a_client_of_the_caller(self, caller: Caller, server: Server):
        server.otherwise = drip(raw_answer(200, b"{}"))
        client = httpx.Client if caller.mode == "sync" else httpx.AsyncClient
        error = caller.timed_out(max_attempts=1, client=client)
        assert type(error) is RequestTimeout

    def test_a_server_that_does_not_read(self, caller: Caller, server: Server):
        server.reads = False
        error = caller.timed_out("mutation", {"blob": "x" * 20_000_000})
        assert type(error) is OutcomeUnknown
        assert type(error.cause) is RequestTimeout


def test_jitter_is_uniform(caller: Caller, server: Server, clock: Clock):
    dice = itertools.cycle([0.0, 0.25, 0.999])
    server.otherwise = answer(b"", status=500)
    runtime = clock.runtime()._replace(random=lambda: next(dice))
    caller.error(runtime=runtime, max_attempts=4)
    assert caller.sleeps == pytest.approx([0.0, 0.05, 0.3996])
