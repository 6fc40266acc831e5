"""Whatever bytes come: a result, or one error of ours."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conviso_client.call.operation import Operation
from conviso_client.call.reply import Context, Success, read
from conviso_client.errors import ConnectionLost, ConvisoError, WrongEndpoint
from conviso_client.generated import operations
from conviso_client.http.request import Failure, Outcome, Reply
from conviso_client.http.secret import Secret

from .support import operation

RAW = operation(repeatable=True)
TYPED = operation(repeatable=False, result="dict[str, list[int]]", models="builtins", payload=("errors", "success"))
ISSUES: Operation[Any] = operations.issues
GOOD = {
    "data": {
        "thing": {"numbers": [1, 2, 3], "é😀": []},
        "issues": {"collection": [{"__typename": "SastFinding", "id": "1", "title": "x"}, {"__typename": "New"}]},
    },
    "errors": [],
    "extensions": {"cost": 1.5},
}
BODY = json.dumps(GOOD, ensure_ascii=False).encode()
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
error_values = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "message": json_values,
            "path": json_values,
            "locations": json_values,
            "extensions": st.fixed_dictionaries({}, optional={"code": json_values}) | json_values,
        },
    )
    | json_values,
    max_size=3,
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "data": st.fixed_dictionaries({}, optional={"thing": json_values, "issues": json_values}) | json_values,
        "errors": error_values | json_values,
        "extensions": json_values,
    },
)


CONTEXT = Context(RAW, "https://api.test/graphql", Secret("the-key"), Secret(()), 0.0)


def judge(body: bytes, status: int = 200, op: Operation[Any] = RAW, **changes: Any) -> Success | Failure:
    context = CONTEXT._replace(operation=op, **changes)
    outcome = read(Reply(status, {}, body), context)
    if isinstance(outcome, Failure):
        assert isinstance(outcome.error, ConvisoError)
        assert len(str(outcome.error)) < 20_000
    else:
        assert outcome.value is not None
    return outcome


@given(st.binary(), st.integers(100, 699), st.sampled_from([RAW, TYPED, ISSUES]))
def test_any_bytes(body: bytes, status: int, op: Operation[Any]):
    judge(body, status, op)


@given(answers, st.sampled_from([200, 200, 400, 401, 500]), st.sampled_from([RAW, TYPED, ISSUES]))
def test_any_answer(answer: Any, status: int, op: Operation[Any]):
    judge(json.dumps(answer).encode(), status, op)


@pytest.mark.parametrize("op", [RAW, TYPED, ISSUES], ids=["raw", "typed", "issues"])
def test_thousands_of_mutated_answers(op: Operation[Any]):
    dice = Random(20)
    for _ in range(60 * settings().max_examples):
        body = bytearray(BODY)
        for _ in range(dice.randint(1, 4)):
            start, size = dice.randrange(len(body)), dice.randint(0, 5)
            match dice.randrange(4):
                case 0:
                    body[start] = dice.randrange(256)
                case 1:
                    del body[start : start + size]
                case 2:
                    body[start:start] = dice.randbytes(size)
                case _:
                    body[start:start] = body[start : start + size]
        judge(bytes(body), op=op)


def test_every_beginning_of_an_answer_is_cut_off():
    for length in range(1, len(BODY)):
        outcome = judge(BODY[:length])
        assert isinstance(outcome, Failure)
        assert type(outcome.error) is ConnectionLost
        assert outcome.outcome is Outcome.BROKEN


@pytest.mark.parametrize("status", [100, 101, 199, 600, 699])
def test_a_status_that_is_none(status: int):
    outcome = judge(BODY, status)
    assert isinstance(outcome, Failure)
    assert outcome.outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://login.test/sso?token=secret", " to login.test/sso"),
        ("//user:password@login.test/x#secret", " to login.test/x"),
        ("/spa/", " to /spa/"),
        ("", ""),
        ("http://[broken", " to [broken"),
    ],
)
def test_where_a_redirect_points(location: str, shown: str):
    outcome = read(Reply(302, {"location": location}, b""), CONTEXT)
    assert isinstance(outcome, Failure)
    assert type(outcome.error) is WrongEndpoint
    assert outcome.error.message == f"the server points elsewhere{shown}, at https://api.test/graphql"


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ({"errors": [{"message": "one"}, {"message": "two"}]}, ("one", "two")),
        ({"error": "one"}, ("one",)),
        ({"message": "one", "error": 3}, ("one",)),
        ({"errors": {}}, ()),
        ([], ()),
    ],
)
def test_messages_of_a_refusal(body: Any, messages: tuple[str, ...]):
    outcome = judge(json.dumps(body).encode(), 403)
    assert isinstance(outcome, Failure)
    assert outcome.error.messages == messages  # type: ignore[attr-defined]


def test_excerpts_are_short_and_on_one_line():
    outcome = judge(b"one\n\n  two\t" + b"x" * 1000, 500)
    assert isinstance(outcome, Failure)
    excerpt = outcome.error.excerpt  # type: ignore[attr-defined]
    assert excerpt == "one two " + "x" * 192 + "..."


@pytest.mark.parametrize(
    ("collection", "words"),
    [
        ("x", "data.requirements.collection in the answer does not fit: it should be a list"),
        ([5], "data.requirements.collection.0 in the answer does not fit: it should be an object"),
        ([{"id": 1}], "data.requirements.collection.0.label in the answer does not fit: it is missing"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place_and_what_would(collection: Any, words: str):
    body = json.dumps({"data": {"requirements": {"collection": collection}}}).encode()
    outcome = read(Reply(200, {}, body), CONTEXT._replace(operation=operations.requirements))
    assert isinstance(outcome, Failure)
    assert words in str(outcome.error)


@pytest.mark.parametrize(("value", "place"), [(5, "data.issues"), ({"collection": ["x"]}, "data.issues.collection.0")])
def test_what_fits_no_alternative_is_said_without_naming_one(value: Any, place: str):
    outcome = judge(json.dumps({"data": {"issues": value}}).encode(), op=ISSUES)
    assert isinstance(outcome, Failure)
    assert f"{place} in the answer does not fit: it should be an object" in str(outcome.error)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, {"errors": [{"message": "no\n::error::fake", "path": ["a\n::error::fake"]}]}),
        (400, {"errors": ["no\n::error::fake"]}),
        (500, {"error": "no\n::error::fake"}),
        (200, {"data": {"createAsset": {"errors": ["no\n::error::fake"], "asset": None}}}),
    ],
)
def test_a_servers_text_begins_no_line(status: int, answer: Any):
    outcome = judge(json.dumps(answer).encode(), status, operations.create_asset)
    assert isinstance(outcome, Failure)
    assert "no ::error::fake" in str(outcome.error)
    assert "\n" not in str(outcome.error)
