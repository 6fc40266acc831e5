"""The table of what happens when: each row, for queries and writes, for threads and tasks."""

from __future__ import annotations

import gzip
import json
import pickle
from typing import Any

import pytest

from conviso_client.errors import (
    AuthenticationError,
    ConnectionLost,
    DeadlineExceeded,
    GraphQLError,
    InvalidResponse,
    NotAuthorized,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    QueryTooComplex,
    RateLimited,
    RecordNotFound,
    RecordNotUnique,
    RequestTimeout,
    ResponseError,
    ServerError,
    WrongEndpoint,
)

from .conftest import Caller, Thing
from .server import (
    Action,
    Server,
    answer,
    drip,
    hang_up,
    raw,
    raw_answer,
    raw_then_silence,
    reset,
    silence,
)
from .test_cancel import until

KINDS = ("query", "mutation", "acting")
WRITES = ("mutation", "acting")
GOOD = {"data": {"thing": {"id": "1"}}}
THING = Thing(id="1")
BODY = json.dumps(GOOD).encode()
WHOLE = raw_answer(200, BODY, {"content-type": "application/json"})
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
GZIPPED = {"content-encoding": "gzip"}
PAGE = b"<!DOCTYPE html><html><head><title>Log in</title></head></html>"


REFUSED = answer({"errors": [{"message": "Unauthorized"}]}, status=401)


def graphql(message: str | None = None, code: str | None = None, **more: Any) -> dict[str, Any]:
    error: dict[str, Any] = {} if message is None else {"message": message}
    if code is not None:
        error["extensions"] = {"code": code}
    return {"errors": [error | more]}


BROKEN: dict[str, tuple[Action, type[Exception]]] = {
    "reset": (reset, ConnectionLost),
    "closed without an answer": (hang_up, ConnectionLost),
    "half a head": (raw(WHOLE[:20]), ConnectionLost),
    "half a body": (raw(WHOLE[:-5]), ConnectionLost),
    "a missing chunk": (raw(CHUNKED + b"5\r\n" + BODY[:5] + b"\r\n"), ConnectionLost),
    "a chunk that is none": (raw(CHUNKED + b"what\r\n"), ConnectionLost),
    "not HTTP": (raw(b"220 mail.example ESMTP\r\n"), ConnectionLost),
    "broken gzip": (answer(gzip.compress(BODY)[:10] + b"\xff" * 30, headers=GZIPPED), ConnectionLost),
    "the beginning of gzip": (answer(gzip.compress(BODY)[:10], headers=GZIPPED), ConnectionLost),
    "gzip that ends early": (answer(gzip.compress(BODY)[:-12], headers=GZIPPED), ConnectionLost),
    "JSON that ends early": (answer(BODY[:-1]), ConnectionLost),
    **{f"HTTP {s}": (answer({"error": "not now"}, status=s), ServerError) for s in (408, 425, 499, 500, 503, 524)},
    "a 503 with a page": (answer(PAGE, status=503), ServerError),
    "a 500 with GraphQL errors": (answer(graphql("boom"), status=500), ServerError),
}
SLOW: dict[str, Action] = {
    "silence": silence,
    "half a head, then silence": raw_then_silence(WHOLE[:20]),
    "half a body, then silence": raw_then_silence(WHOLE[:-5]),
    "a head byte by byte": drip(WHOLE),
    "a body byte by byte": drip(WHOLE[: -len(BODY)]),
}
LIMITED: dict[str, Action] = {
    "429 as text": answer(b"Retry later\n", status=429, headers={"content-type": "text/plain"}),
    "429 as JSON": answer(graphql("slow down"), status=429),
    "429 as a page": answer(PAGE, status=429),
    "a code in a 200": answer(graphql("no", "RATE_LIMITED")),
    "a message in a 200": answer(graphql("Rate limit exceeded")),
    "a code in a 400": answer(graphql("no", "THROTTLED"), status=400),
}
LIMITED_PERHAPS: dict[str, Action] = {
    **{
        f"a code in a {status}": answer(graphql("no", "THROTTLED"), status=status)
        for status in (408, 425, 499, 500, 503)
    },
    "words in a 503": answer(graphql("Too many requests"), status=503),
    "a code with null data": answer(graphql("no", "rate-limit-exceeded", path=["thing"]) | {"data": {"thing": None}}),
    "a code with no data": answer(graphql("no", "rate-limit-exceeded") | {"data": None}),
}
"""Throttling that may come from inside of what ran, or from a proxy after it ran."""
WRONG: dict[str, tuple[Action, type[Exception]]] = {
    "a web page": (answer(PAGE, headers={"content-type": "text/html"}), WrongEndpoint),
    "a web page with a byte order mark": (answer(b"\xef\xbb\xbf  " + PAGE), WrongEndpoint),
    "10 MB of a web page": (answer(b"<html>" + b"x" * 10_000_000), WrongEndpoint),
    "nothing": (answer(b""), InvalidResponse),
    "no content": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), InvalidResponse),
    "a byte order mark": (answer(b"\xef\xbb\xbf" + BODY), InvalidResponse),
    "invalid UTF-8": (answer(b'{"data": {"thing": {"id": "\xff"}}}'), InvalidResponse),
    "two answers": (answer(BODY + BODY), InvalidResponse),
    "words": (answer(b"Everything is fine"), InvalidResponse),
    "a list": (answer([GOOD]), InvalidResponse),
    "null": (answer(b"null"), InvalidResponse),
    "a number": (answer(b"42"), InvalidResponse),
    "errors that are no list": (answer({"errors": "no"}), InvalidResponse),
    "errors that are an object": (answer({"errors": {}, "data": GOOD["data"]}), InvalidResponse),
    "null data": (answer({"data": None}), InvalidResponse),
    "no data": (answer({}), InvalidResponse),
    "data that is a list": (answer({"data": []}), InvalidResponse),
    "no value": (answer({"data": {"other": 1}}), InvalidResponse),
    "an unknown encoding": (answer(b"\x28\xb5\x2f\xfd", headers={"content-encoding": "unheard"}), InvalidResponse),
    "a redirect to the answer": (answer(b"", status=303, headers={"location": "/elsewhere"}), WrongEndpoint),
}
RAN: dict[str, tuple[Action, type[Exception]]] = {
    "a null value": (answer({"data": {"thing": None}}), InvalidResponse),
    "a value that does not fit": (answer({"data": {"thing": {"name": "no id"}}}), InvalidResponse),
    "null in its payload": (answer(graphql("Cannot return null for non-nullable field Thing.id") | GOOD), GraphQLError),
    "a limit inside of it": (
        answer(graphql("no", "RATE_LIMITED", path=["thing", "name"]) | {"data": {"thing": {"id": "1", "name": None}}}),
        GraphQLError,
    ),
    "an error of its resolver": (answer(graphql("not authorized", path=["thing"]) | {"data": None}), NotAuthorized),
    "an error with a 400": (answer(graphql("no", path=["thing"]) | {"data": None}, status=400), GraphQLError),
    "an error with a 401": (answer(graphql("no", path=["thing"]) | {"data": None}, status=401), AuthenticationError),
}
"""Answers that prove that a write was executed."""
FINAL: dict[str, tuple[Action, type[Exception]]] = {
    **{f"HTTP {s}": (answer(b"no", status=s), ResponseError) for s in (400, 405, 409, 413, 415, 422)},
    "HTTP 403": (answer({"error": "no"}, status=403), PermissionDenied),
    "HTTP 403 with GraphQL errors": (answer(graphql("no", "X"), status=403), PermissionDenied),
    "HTTP 404": (answer(PAGE, status=404), NotFound),
    "HTTP 404 with GraphQL errors": (answer(graphql("gone"), status=404), NotFound),
    "HTTP 422 with GraphQL errors": (answer(graphql("bad", "argumentNotAccepted"), status=422), GraphQLError),
    **{
        f"a redirect, {status}": (answer(b"", status=status, headers={"location": "/elsewhere"}), WrongEndpoint)
        for status in (301, 302, 307, 308)
    },
    "a redirect nowhere": (answer(b"", status=302), WrongEndpoint),
    "a validation error": (answer(graphql("Field 'x' doesn't exist on type 'Query'", "undefinedField")), GraphQLError),
    "an error without a message": (answer({"errors": [{}]}), GraphQLError),
    "an error that is text": (answer({"errors": ["no"]}), GraphQLError),
    "depth": (answer(graphql("Query has depth of 16, which exceeds max depth of 15")), QueryTooComplex),
    "complexity": (
        answer(graphql("Query has complexity of 401, which exceeds max complexity of 400")),
        QueryTooComplex,
    ),
    "the limit first": (answer(graphql("The maximum depth is 15")), QueryTooComplex),
    "RECORD_NOT_FOUND": (answer(graphql("?", "RECORD_NOT_FOUND")), RecordNotFound),
    "Record not found": (answer(graphql("Record not found")), RecordNotFound),
    "RECORD_NOT_UNIQUE": (answer(graphql("?", "RECORD_NOT_UNIQUE")), RecordNotUnique),
    "already been taken": (answer(graphql("Label has already been taken")), RecordNotUnique),
    "not authorized": (answer(graphql("not authorized")), NotAuthorized),
    "another scope": (answer(graphql("Scope - Resource not accessible for id: 3")), NotAuthorized),
}


def cases(table: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", list(table))


@cases(BROKEN)
def test_broken_query_is_sent_again(caller: Caller, server: Server, case: str):
    server.script = [BROKEN[case][0]]
    assert caller() == THING
    assert len(server.received) == 2
    assert caller.sleeps == [0.05]
    assert caller.quota.outcomes == ["answered"] * 2


@cases(BROKEN)
def test_broken_query_ends_in_the_last_error(caller: Caller, server: Server, case: str):
    server.otherwise, expected = BROKEN[case]
    error = caller.error(max_attempts=3)
    assert type(error) is expected
    assert error.attempts == len(server.received) == 3
    assert caller.sleeps == [0.05, 0.1]


@pytest.mark.parametrize("kind", WRITES)
@cases(BROKEN)
def test_broken_write_is_never_sent_again(caller: Caller, server: Server, kind: str, case: str):
    action, expected = BROKEN[case]
    server.script = [action]
    error = caller.error(kind)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is expected
    assert error.attempts == len(server.received) == 1
    assert caller.sleeps == []
    assert caller.quota.outcomes == ["answered"]


@cases(SLOW)
def test_slow_query_is_sent_again(caller: Caller, server: Server, case: str):
    server.script = [SLOW[case]]
    assert caller(timeout=0.3, max_attempts=100) == THING  # a busy machine may need a third
    until(lambda: len(server.received) >= 2)


@cases(SLOW)
def test_slow_query_ends_in_a_timeout(caller: Caller, server: Server, case: str):
    server.otherwise = SLOW[case]
    error = caller.timed_out(max_attempts=1)
    assert type(error) is RequestTimeout
    assert len(caller.quota.given) == 1
    until(lambda: len(server.received) == 1)


@pytest.mark.parametrize("kind", WRITES)
@cases(SLOW)
def test_slow_write_is_never_sent_again(caller: Caller, server: Server, kind: str, case: str):
    server.script = [SLOW[case]]
    error = caller.timed_out(kind)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is RequestTimeout
    assert len(caller.quota.given) == 1
    until(lambda: len(server.received) == 1)


@pytest.mark.parametrize("kind", KINDS)
@cases(LIMITED)
def test_what_the_quota_refused_is_sent_again(caller: Caller, server: Server, kind: str, case: str):
    server.script = [LIMITED[case]] * 3
    assert caller(kind, max_attempts=1) == THING
    assert len(server.received) == 4
    assert caller.sleeps == []  # the quota owns the wait
    assert caller.quota.outcomes == ["rejected"] * 3 + ["answered"]
    assert {permit.ticket for permit in caller.quota.given} == {0}


@pytest.mark.parametrize("kind", KINDS)
@cases(LIMITED)
def test_the_deadline_ends_what_the_quota_refuses(caller: Caller, server: Server, kind: str, case: str):
    server.otherwise = LIMITED[case]
    caller.quota.longer = 1000.0
    error = caller.error(kind, deadline=60.0)
    assert type(error) is DeadlineExceeded
    assert type(error.cause) is RateLimited
    assert len(server.received) == 1


@cases(WRONG)
def test_wrong_answer_to_a_query_is_an_error_at_once(caller: Caller, server: Server, case: str):
    server.otherwise, expected = WRONG[case]
    error = caller.error()
    assert type(error) is expected
    assert len(server.received) == 1
    assert len(str(error)) < 1000


@pytest.mark.parametrize("kind", WRITES)
@cases(WRONG)
def test_wrong_answer_to_a_write_leaves_the_outcome_unknown(caller: Caller, server: Server, kind: str, case: str):
    server.otherwise, expected = WRONG[case]
    error = caller.error(kind)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is expected
    assert len(server.received) == 1


@pytest.mark.parametrize("kind", WRITES)
@cases(LIMITED_PERHAPS)
def test_a_write_is_not_sent_again_after_throttling_that_proves_nothing(
    caller: Caller, server: Server, kind: str, case: str
):
    server.otherwise = LIMITED_PERHAPS[case]
    error = caller.error(kind)
    assert type(error) is OutcomeUnknown
    assert error.ran is None
    assert not isinstance(error.cause, RateLimited)
    assert len(server.received) == 1


@cases(LIMITED_PERHAPS)
def test_a_throttled_query_is_sent_again_wherever_it_met_the_limit(caller: Caller, server: Server, case: str):
    server.script = [LIMITED_PERHAPS[case]]
    assert caller() == THING
    assert caller.quota.outcomes == ["rejected", "answered"]


@pytest.mark.parametrize("kind", WRITES)
@cases(RAN)
def test_a_write_that_ran_says_so(caller: Caller, server: Server, kind: str, case: str):
    server.otherwise, expected = RAN[case]
    error = caller.error(kind)
    assert type(error) is expected
    assert error.ran is True
    assert len(server.received) == 1
    payload_came = getattr(error, "data", None) is not None or type(error) is InvalidResponse
    assert ("It ran: look" in str(error)) is payload_came
    again = pickle.loads(pickle.dumps(error))
    assert (again.ran, str(again)) == (True, str(error))


@pytest.mark.parametrize("kind", KINDS)
@cases(FINAL)
def test_refusal_is_an_error_at_once(caller: Caller, server: Server, kind: str, case: str):
    server.otherwise, expected = FINAL[case]
    error = caller.error(kind)
    assert type(error) is expected
    assert error.ran is False
    assert len(server.received) == 1
    assert caller.quota.outcomes == ["answered"]


@pytest.mark.parametrize("kind", KINDS)
class TestRefusedKey:
    def keys(self, caller: Caller, *keys: str) -> list[str]:
        """Give the caller these keys, the last of them for ever; return the list of those that were asked for."""
        left, asked = list(keys), []

        def ask() -> str:
            asked.append(left.pop(0) if len(left) > 1 else left[0])
            return asked[-1]

        caller.keys = ask
        return asked

    def test_a_fixed_key(self, caller: Caller, server: Server, kind: str):
        server.otherwise = REFUSED
        error = caller.error(kind)
        assert type(error) is AuthenticationError
        assert error.messages == ("Unauthorized",)
        assert len(server.received) == 1

    def test_a_new_key(self, caller: Caller, server: Server, kind: str):
        asked = self.keys(caller, "old-key", "new-key")
        server.script = [REFUSED]
        assert caller(kind) == THING
        assert [each.headers["x-api-key"] for each in server.received] == ["old-key", "new-key"] == asked
        assert caller.quota.keys == ["old-key", "new-key"]

    def test_the_same_key_again(self, caller: Caller, server: Server, kind: str):
        asked = self.keys(caller, "old-key")
        server.otherwise = REFUSED
        assert type(caller.error(kind)) is AuthenticationError
        assert len(server.received) == 1
        assert len(asked) == 2

    def test_a_new_key_that_is_refused_too(self, caller: Caller, server: Server, kind: str):
        asked = self.keys(caller, "one", "two", "three")
        server.otherwise = REFUSED
        assert type(caller.error(kind)) is AuthenticationError
        assert len(server.received) == 2
        assert asked == ["one", "two"]


def test_quota_error_from_inside_a_query(caller: Caller, server: Server):
    inside = graphql("no", "RATE_LIMITED", path=["thing", "name"])
    server.script = [answer(inside | {"data": {"thing": {"id": "1", "name": None}}})]
    assert caller() == THING
    assert len(server.received) == 2


def test_another_error_beside_the_quota_error(caller: Caller, server: Server):
    server.otherwise = answer({"errors": [*graphql("no", "RATE_LIMITED")["errors"], {"message": "and worse"}]})
    assert type(caller.error("mutation")) is GraphQLError
    assert len(server.received) == 1
