"""Answers in the shapes that graphql-ruby gives, from 1.13 to 2.6, and what a program must learn from each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conviso_client.call.reply import Success
from conviso_client.errors import GraphQLError, NotAuthorized, QueryTooComplex, RecordNotFound
from conviso_client.http.request import Failure, Outcome

from .support import operation
from .test_reply import judge

WRITE = operation(repeatable=False, name="addAsset")
PAYLOAD = operation(repeatable=False, name="addAsset", result="dict[str, dict[str, str]]", models="builtins")


def entry(message: str, *path: str | int, **extensions: Any) -> dict[str, Any]:
    """Make an entry of `errors`; like graphql-ruby, without what is empty."""
    parts = {"locations": [{"line": 1, "column": 5}], "path": list(path), "extensions": extensions}
    return {"message": message} | {name: part for name, part in parts.items() if part}


def error_of(answer: dict[str, Any], op: Any = WRITE) -> tuple[Failure, Any]:
    outcome = judge(json.dumps(answer).encode(), op=op)
    assert isinstance(outcome, Failure)
    return outcome, outcome.error


REFUSALS = {
    "an unknown field, with a path": (
        [
            entry(
                "Field 'nme' doesn't exist on type 'Asset'",
                "mutation M",
                "addAsset",
                "asset",
                "nme",
                code="undefinedField",
            )
        ],
        ("undefinedField",),
    ),
    "an unknown argument": (
        [
            entry(
                "Field 'addAsset' doesn't accept argument 'team'",
                "mutation M",
                "addAsset",
                "team",
                code="argumentNotAccepted",
            )
        ],
        ("argumentNotAccepted",),
    ),
    "an unknown key of an input": (
        [
            entry(
                "InputObject 'AssetInput' doesn't accept argument 'x'",
                "mutation",
                "addAsset",
                code="argumentNotAccepted",
            )
        ],
        ("argumentNotAccepted",),
    ),
    "a missing key of an input": (
        [entry("Argument 'id' on InputObject 'I' is required", "mutation", code="missingRequiredInputObjectAttribute")],
        ("missingRequiredInputObjectAttribute",),
    ),
    "null for a variable": (
        [
            entry(
                "Variable $id of type ID! was provided invalid value", problems=[{"path": [], "explanation": "no null"}]
            )
        ],
        (),
    ),
    "a parse error": ([entry('Parse error on "?" (error) at [1, 9]')], ()),
    "a parse error, from 2.2 on": ([entry('Expected NAME, actual: UNKNOWN_CHAR ("?") at [1, 9]')], ()),
    "an empty document": ([{"message": "Unexpected end of document", "locations": []}], ()),
    "no name among several": ([entry("An operation name is required")], ()),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_was_refused_did_not_run_whatever_its_path(case: str):
    errors, codes = REFUSALS[case]
    problem, error = error_of({"errors": errors})
    assert type(error) is GraphQLError
    assert error.codes == codes
    assert problem.outcome is Outcome.REFUSED
    assert error.errors[0].path == tuple(errors[0].get("path", ()))
    assert error.data is None


def test_two_problems_of_one_variable_are_kept():
    problems = [
        {"path": ["levels", 1], "explanation": "not one of: LOW"},
        {"path": ["team"], "explanation": "no field"},
    ]
    message = "Variable $f of type F was provided invalid value for levels.1 (not one of: LOW), team (no field)"
    _, error = error_of({"errors": [entry(message, value={"levels": ["LOW", "X"]}, problems=problems)]})
    assert error.errors[0].extensions["problems"] == problems
    assert error.errors[0].path == ()


@pytest.mark.parametrize(
    "message", ["Query has depth of 16, which exceeds max depth of 15", "This query is too large to execute."]
)
def test_what_is_too_large(message: str):
    second = "Query has complexity of 436, which exceeds max complexity of 400"
    problem, error = error_of({"errors": [{"message": message}, {"message": second}]})
    assert type(error) is QueryTooComplex
    assert len(error.errors) == 2
    assert problem.outcome is Outcome.REFUSED


@pytest.mark.parametrize("path", [(), ("addAsset", "asset", "name")], ids=["up to 2.3", "from 2.4 on"])
@pytest.mark.parametrize("errors_first", [False, True])
def test_null_where_none_may_be_is_reported_by_a_write_that_ran(path: tuple[str, ...], errors_first: bool):
    errors = {"errors": [entry("Cannot return null for non-nullable field Asset.name", *path)]}
    data = {"data": {"addAsset": {"asset": {"id": "1"}}}}
    problem, error = error_of(errors | data if errors_first else data | errors, PAYLOAD)
    assert problem.outcome is Outcome.EXECUTED
    assert error.data == {"asset": {"id": "1"}}
    assert "It ran: look at what it did before you repeat it." in str(error)


def test_null_that_reached_the_top_is_reported_by_a_write_that_ran():
    problem, _ = error_of({"data": None, "errors": [entry("Cannot return null for non-nullable field Asset.name")]})
    assert problem.outcome is Outcome.EXECUTED


def test_a_resolver_that_refuses_was_executed():
    problem, error = error_of({"data": None, "errors": [entry("not authorized", "addAsset")]})
    assert type(error) is NotAuthorized
    assert problem.outcome is Outcome.EXECUTED
    assert "It ran" not in str(error)


@pytest.mark.parametrize("errors_first", [False, True])
def test_a_record_that_is_not_there_beside_one_that_is(errors_first: bool):
    errors = {"errors": [entry("Record not found", "issue", code="RECORD_NOT_FOUND")]}
    data = {"data": {"issue": None, "ok": {"title": "t"}}}
    query = operation(repeatable=True)
    _, error = error_of(errors | data if errors_first else data | errors, query)
    assert type(error) is RecordNotFound
    assert error.errors[0].path == ("issue",)
    assert error.data == {"issue": None, "ok": {"title": "t"}}
    assert "It ran" not in str(error)


def test_several_errors_of_one_field_and_one_of_an_item():
    errors = [entry("bad item", "list", 1, code="ITEM"), entry("one", "field"), entry("two", "field")]
    errors.append(entry("more", "other", code="X", n=1) | {"extra": 1})
    data = {"list": ["a", None, "c"], "field": None, "other": None}
    _, error = error_of({"data": data, "errors": errors}, operation(repeatable=True))
    assert [each.path for each in error.errors] == [("list", 1), ("field",), ("field",), ("other",)]
    assert error.codes == ("ITEM", "X")
    assert error.data == data


def test_what_nobody_may_see_is_null_and_no_error():
    outcome = judge(b'{"data": {"unauthorized": null}}')
    assert outcome == Success({"unauthorized": None})


@pytest.mark.parametrize("entry", [None, "", {}, [], {"message": None}, {"message": ""}])
def test_an_error_without_words(entry: Any):
    _, error = error_of({"errors": [entry]})
    assert error.message == "the server gave no message"


@pytest.mark.parametrize(("entry", "words"), [("no", "no"), (7, "7"), ({"message": {"a": True}}, '{"a":true}')])
def test_an_error_that_is_no_object_or_has_other_words(entry: Any, words: str):
    _, error = error_of({"errors": [entry]})
    assert error.message == words
