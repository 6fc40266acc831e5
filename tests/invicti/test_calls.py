"""Calls of the REST API walk the same way as those of GraphQL: the rows of its table that can happen here."""

from __future__ import annotations

import json
import pickle
import uuid
from typing import Any

import pytest

from conviso_client.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    InvalidResponse,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    RequestTimeout,
    ResponseError,
    ServerError,
    WrongEndpoint,
)
from conviso_client.invicti import DEFINITIONS, Answer, Asset, Invicti
from tests.faults.canary import CANARY, assert_error_is_clean
from tests.faults.server import Server, answer, hang_up, raw, reset, silence
from tests.faults.test_rows import PAGE

from .conftest import ASSET, InvictiCaller

BODY = json.dumps(ASSET).encode()
FOUND = Asset.model_validate(ASSET)
BROKEN: dict[str, tuple[Any, type[Exception]]] = {
    "reset": (reset, ConnectionLost),
    "closed without an answer": (hang_up, ConnectionLost),
    "half a body": (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n" + BODY[:9]), ConnectionLost),
    "JSON that ends early": (answer(BODY[:-1]), ConnectionLost),
    "HTTP 503": (answer({"title": "not now"}, status=503), ServerError),
    "a page for a 502": (answer(PAGE, status=502), ServerError),
    "silence": (silence, RequestTimeout),
}
FINAL: dict[str, tuple[Any, type[Exception], bool | None]] = {
    "HTTP 400": (answer({"message": "no"}, status=400), ResponseError, False),
    "HTTP 401": (answer({"message": "missing bearer token"}, status=401), AuthenticationError, False),
    "HTTP 403": (answer(b"", status=403), PermissionDenied, False),
    "HTTP 404": (answer(PAGE, status=404), NotFound, False),
    "HTTP 422": (answer({"errors": {"name": ["is taken"]}}, status=422), ResponseError, False),
    "a redirect": (answer(b"", status=302, headers={"location": "/login"}), WrongEndpoint, False),
    "a web page": (answer(PAGE, headers={"content-type": "text/html"}), WrongEndpoint, None),
    "10 MB of a web page": (answer(b"<html>" + b"x" * 10_000_000), WrongEndpoint, None),
    "words": (answer(b"Everything is fine"), InvalidResponse, None),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_is_read_again_and_never_written_again(caller: InvictiCaller, server: Server, case: str) -> None:
    action, expected = BROKEN[case]
    server.script = [action]
    assert caller.ask(timeout=0.4) == FOUND
    assert caller.quota.outcomes == ["answered"] * 2
    server.script = [action]
    error = caller.refusal("mutation", timeout=0.4)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is expected
    assert (error.ran, error.attempts) == (None, 1)
    assert error.operation == "POST /api/inventory/v1/applications"


@pytest.mark.parametrize("case", FINAL)
def test_what_is_final_is_an_error_at_once(caller: InvictiCaller, server: Server, case: str) -> None:
    server.otherwise, expected, ran = FINAL[case]
    error = caller.refusal()
    assert type(error) is expected
    assert (error.ran, error.attempts) == (ran, 1)
    assert "CONVISO" not in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    error = caller.refusal("mutation")
    assert type(error) is (OutcomeUnknown if ran is None else expected)


def test_what_is_not_reached_did_not_run(caller: InvictiCaller) -> None:
    caller.url = "http://127.0.0.1:1"
    for kind in ("query", "mutation"):
        error = caller.refusal(kind, max_attempts=2)
        assert type(error) is ConnectionFailed
        assert (error.ran, error.attempts) == (False, 2)


@pytest.mark.parametrize("kind", ["query", "mutation"])
@pytest.mark.parametrize(
    ("body", "headers", "wait"),
    [({"retryAfter": 7}, {"retry-after": "99"}, 7.0), ({"retryAfter": "2"}, {}, 2.0), ({}, {"retry-after": "3"}, 3.0)],
    ids=["body", "text", "header"],
)
def test_a_429_is_waited_out(
    caller: InvictiCaller, server: Server, kind: str, body: Any, headers: dict[str, str], wait: float
) -> None:
    server.script = [answer({"message": "slow", **body}, status=429, headers=headers)]
    caller.ask(kind)
    assert caller.quota.outcomes == ["rejected", "answered"]
    assert caller.quota.settled[0][1].retry_after == wait
    for nonsense in ("NaN", "Infinity", "soon", -1, 10**400, True, [1]):
        server.script = [answer({"retryAfter": nonsense}, status=429)]
        caller.ask(kind)
        assert caller.quota.settled[-2][1].retry_after is None
    server.script = [answer({"retryAfter": 500}, status=429)]
    error = caller.refusal(kind)
    assert type(error) is RateLimited
    assert (error.retry_after, error.ran) == (500.0, False)


def test_a_refused_key_is_asked_for_once_more(caller: InvictiCaller, server: Server) -> None:
    keys = iter(["old", CANARY])
    caller.keys = lambda: next(keys)
    server.script = [answer({"message": "expired"}, status=401)]
    assert caller.ask("mutation").status == 200
    assert [request.headers["x-auth"] for request in server.received] == ["old", CANARY]


def test_what_is_sent(caller: InvictiCaller, server: Server) -> None:
    caller.run({"organization_id": "org", "user_id": "me"}, "request", "Inventory", "GET", "/assets",
               params={"name": "a&b", "assetType": ["target", "project"], "x": None, "demo": True})  # fmt: skip
    caller.run({}, "request", "Identity Management", "DELETE", "/api/identity/v1/users/7")
    caller.run({}, "request", "DAST", "POST", "/scans", json={"target_id": "t"})
    get, delete, post = server.received
    assert get.head.splitlines()[0] == (
        "GET /api/inventory/v1/assets?name=a%26b&assetType=target&assetType=project&demo=true HTTP/1.1"
    )
    assert get.headers["x-auth"] == CANARY
    assert (get.headers["x-invicti-organizationid"], get.headers["x-invicti-userid"]) == ("org", "me")
    assert uuid.UUID(get.headers["x-correlation-id"])
    assert not {"content-type", "content-length", "transfer-encoding", "x-api-key"} & get.headers.keys()
    assert delete.head.startswith("DELETE /api/identity/v1/users/7 ")
    assert (post.headers["content-type"], post.json) == ("application/json", {"target_id": "t"})


def test_a_key_in_what_the_server_says_is_hidden(caller: InvictiCaller, server: Server) -> None:
    said = f"the token {CANARY} is no bearer token"
    server.otherwise = answer({"errors": [{"field": "auth", "message": said}], "echo": {"x-auth": CANARY}}, status=401)
    error = caller.refusal()
    assert error.messages == ("auth: the token *** is no bearer token",)
    assert "X-Auth" in error.advice


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"error": "a"}, ("a",)),
        ({"message": "a", "errors": [{"message": "b"}, "c"]}, ("a", "b", "c")),
        ({"title": "t", "errors": {"name": ["too long", "taken"]}}, ("name: too long", "name: taken", "t")),
        (["a"], ("a",)),
        ({"errors": [{"message": str(number)} for number in range(30)]}, tuple(map(str, range(20)))),
        ("a", ("a",)),
        ({"unheard": "of"}, ()),
        (None, ()),
    ],
    ids=["error", "several", "fields", "list", "many", "text", "unknown", "null"],
)  # fmt: skip
def test_reasons_in_whatever_form(caller: InvictiCaller, server: Server, body: Any, told: tuple[str, ...]) -> None:
    server.otherwise = answer(json.dumps(body).encode(), status=400)
    assert caller.refusal().messages == told


def test_created(caller: InvictiCaller, server: Server) -> None:
    server.script = [
        raw(b"HTTP/1.1 201 Created\r\nlocation: /api/inventory/v1/applications/7\r\ncontent-length: 0\r\n\r\n")
    ]
    created = caller.ask("mutation")
    assert created == Answer(201, None, "/api/inventory/v1/applications/7")
    assert created.id == "7"


def test_what_does_not_fit(caller: InvictiCaller, server: Server) -> None:
    server.otherwise = answer({"id": 7, "name": None})
    error = caller.refusal()
    assert type(error) is InvalidResponse
    assert (error.path, error.ran) == ("name", True)
    server.otherwise = answer({"id": " ", "name": "x"})
    assert caller.refusal().path == "id"
    server.otherwise = answer({"id": 7, "name": "x", "isDemo": "perhaps", "assetDetail": [], "new": {"a": 1}})
    asset = caller.ask()
    assert (asset.id, asset.is_demo, asset.asset_detail, asset.model_extra) == ("7", None, None, {"new": {"a": 1}})


def test_a_write_without_a_body_may_have_run_once_it_was_connected(caller: InvictiCaller, server: Server) -> None:
    server.script = [reset]
    with pytest.raises(OutcomeUnknown):
        caller.run({}, "request", "Inventory", "DELETE", "/assets/7")


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({"params": {"a": {"b": 1}}}, "params: a is a text"),
        ({"params": ["a"]}, "params is a mapping"),
        ({"json": {"a": object()}}, "json= cannot be sent"),
        ({"json": float("nan")}, "json= cannot be sent"),
    ],
    ids=["nested", "list", "object", "nan"],
)
def test_what_cannot_be_sent(keywords: Any, said: str) -> None:
    with Invicti("key") as invicti, pytest.raises(ConfigurationError, match=said):
        invicti.request("Inventory", "POST", "/assets", **keywords)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Assets", "GET", "/assets"), "there is no definition 'Assets'"),
        (("Inventory", "get", "/assets"), "method is one of"),
        (("Inventory", "GET", "assets"), "path is like"),
        (("Inventory", "GET", "/assets/../../x"), "path is like"),
        (("Inventory", "GET", "//elsewhere.example/x"), "path is like"),
        (("Inventory", "GET", "/assets?x=1"), "path is like"),
        (("SCIM v2", "GET", "/Users"), "the prefix of SCIM v2 is not known"),
    ],
    ids=["definition", "method", "relative", "dots", "host", "query", "prefix"],
)
def test_requests_that_cannot_be(arguments: Any, said: str) -> None:
    with Invicti("key") as invicti, pytest.raises(ConfigurationError, match=said):
        invicti.request(*arguments)


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INVICTI_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="INVICTI_API_KEY"):
        Invicti()
    for wrong in (
        {"heders": {"x": CANARY}},
        {"company_id": 443},
        {"url": "http://platform.invicti.com"},
        {"organization_id": "a b"},
        {"headers": {"X-Auth": CANARY}},
    ):
        with pytest.raises(ConfigurationError) as caught:
            Invicti("key", **wrong)  # type: ignore[arg-type]
        assert_error_is_clean(caught.value)
    monkeypatch.setenv("INVICTI_API_KEY", CANARY)
    monkeypatch.setenv("INVICTI_API_URL", "https://eu.example/")
    with Invicti() as invicti:
        assert invicti.url == "https://eu.example"
        assert CANARY not in repr(invicti) + repr(vars(invicti))
        with pytest.raises(ConfigurationError, match="company_id cannot be changed"):
            invicti.with_options(company_id=1)  # type: ignore[call-arg]
        with pytest.raises(ConfigurationError, match="pickled"):
            pickle.dumps(invicti)
    assert next(iter(DEFINITIONS)) == "Inventory"
    assert len(DEFINITIONS) == 8
