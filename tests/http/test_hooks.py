"""What a caller's hook, transport or mock raises is theirs; an answer that it raises for is an answer."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from conviso_client.errors import AuthenticationError, NotFound, OutcomeUnknown, ServerError
from tests.faults.conftest import Caller, Thing
from tests.faults.server import Server, answer

Hook = Callable[[Any], None]


def client_with(caller: Caller, moment: str, hook: Hook, *, reads: bool = False) -> Any:
    """Make a caller's own client with a hook, of their mode; `reads`: it reads the body first, as some do."""

    def sync(subject: Any) -> None:
        if reads:
            subject.read()
        hook(subject)

    async def tasks(subject: Any) -> None:
        if reads:
            await subject.aread()
        hook(subject)

    if caller.mode == "sync":
        return httpx.Client(event_hooks={moment: [sync]})
    return httpx.AsyncClient(event_hooks={moment: [tasks]})


@pytest.mark.parametrize("reads", [False, True])
class TestHookThatRaisesForTheStatus:
    def client(self, caller: Caller, reads: bool) -> Any:
        return client_with(caller, "response", httpx.Response.raise_for_status, reads=reads)

    @pytest.mark.parametrize(("status", "error"), [(401, AuthenticationError), (404, NotFound), (500, ServerError)])
    def test_a_query_ends_as_without_it(
        self, caller: Caller, server: Server, reads: bool, status: int, error: type[Exception]
    ):
        server.otherwise = answer({"errors": [{"message": "no"}]}, status=status)
        assert type(caller.error(http_client=self.client(caller, reads), max_attempts=1)) is error

    def test_a_write_that_the_quota_refused_is_sent_again(self, caller: Caller, server: Server, reads: bool):
        server.script = [answer(b"", status=429, headers={"retry-after": "3"})]
        assert caller("mutation", http_client=self.client(caller, reads)) == Thing(id="1")
        assert caller.quota.outcomes == ["rejected", "answered"]
        assert caller.quota.settled[0][1].retry_after == 3.0

    def test_a_write_that_may_have_run_is_not(self, caller: Caller, server: Server, reads: bool):
        server.otherwise = answer(b"", status=502)
        error = caller.error("mutation", http_client=self.client(caller, reads))
        assert type(error) is OutcomeUnknown
        assert len(server.received) == 1


class FrozenError(PermissionError):
    """A change freeze: no writes."""


FOREIGN = [
    FrozenError("no writes today"),
    AssertionError("not mocked"),
    TimeoutError("too long"),
    KeyError("x"),
    OSError("disk"),
]


@pytest.mark.parametrize("failure", FOREIGN, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("moment", ["request", "response"])
def test_an_exception_of_a_hook_comes_out_as_it_is(
    caller: Caller, server: Server, failure: Exception, moment: str
) -> None:
    caller.keys = "the-canary-of-hooks"

    def deny(_: Any) -> None:
        raise failure

    with pytest.raises(type(failure)) as caught:
        caller("query", http_client=client_with(caller, moment, deny))
    assert caught.value is failure
    assert len(caller.quota.given) == len(caller.quota.settled) == 1
    assert len(server.received) == (moment == "response")
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert not [frame for frame in frames if "/httpx/" in frame.f_code.co_filename]
    ours = [frame for frame in frames if "conviso_client" in frame.f_code.co_filename]
    assert not [value for frame in ours for value in frame.f_locals.values() if "the-canary" in repr(value)]


def test_what_is_behind_it_holds_no_headers_either(caller: Caller, server: Server) -> None:
    server.otherwise = answer(b"", status=500)

    def deny(response: httpx.Response) -> None:
        try:
            response.raise_for_status()
        except httpx.HTTPStatusError as error:
            reason = ValueError("the reason")
            reason.__cause__ = reason.__context__ = error
            raise FrozenError("for a reason") from reason

    with pytest.raises(FrozenError) as caught:
        caller(http_client=client_with(caller, "response", deny))
    reason = caught.value.__cause__
    assert isinstance(reason, ValueError)
    assert reason.__cause__ is reason.__context__ is reason.__traceback__ is None
