"""A list of requests, and what real servers answered: the sandbox answers alike.

The requests were put to graphql-ruby 1.13.15, with the schema beside them; what 2.6.9 answers otherwise is told below.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema
from pydantic_core import to_json

from conviso_client.sandbox import Settings
from conviso_client.sandbox.build import build_state
from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.execution import Executor
from conviso_client.sandbox.state import SandboxState

RECORDED = Path(__file__).parent / "recorded"
REQUESTS = json.loads((RECORDED / "graphql-ruby-1.13.15.json").read_text(encoding="utf-8"))
"""`answer` is what came for what was refused, and null for what ran. `WIDE` stands for 399 fields."""
WIDE = " ".join(f"a{n}: id" for n in range(399))


@pytest.fixture(scope="module", params=["graphql-ruby-1", "graphql-ruby-2"])
def state(request: pytest.FixtureRequest) -> Iterator[SandboxState]:
    made = build_state(Settings(schema=RECORDED / "library.graphql", server=request.param))
    yield made
    made.world.store.close()


def answer(state: SandboxState, **request: Any) -> dict[str, Any]:
    """What is answered, as it is read from JSON; keys keep their order."""
    context = RequestContext(state.world, None, "key")
    outcome = state.executor.run(context, {**request, "query": request["query"].replace("WIDE", WIDE)})
    assert not outcome.crash
    assert outcome.executed == ("data" in outcome.body)
    return json.loads(to_json(outcome.body))


def in_any_order(errors: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(error, sort_keys=True) for error in errors)


@pytest.mark.parametrize("nth", range(len(REQUESTS)))
@pytest.mark.parametrize("state", ["graphql-ruby-1"], indirect=True)
def test_it_answers_as_graphql_ruby_1(state: SandboxState, nth: int) -> None:
    request = dict(REQUESTS[nth])
    expected = request.pop("answer")
    found = answer(state, **request)
    if expected is None:
        assert "data" in found
    else:
        assert found.keys() == {"errors"}
        assert in_any_order(found["errors"]) == in_any_order(expected["errors"])


@pytest.mark.parametrize("nth", range(len(REQUESTS)))
@pytest.mark.parametrize("state", ["graphql-ruby-2"], indirect=True)
def test_graphql_ruby_2_refuses_the_same_but_for_what_is_known_to_differ(state: SandboxState, nth: int) -> None:
    request = dict(REQUESTS[nth])
    expected = request.pop("answer")
    found = answer(state, **request)
    if ("data" in found) != (expected is None):
        assert any(sign in json.dumps(request) for sign in DIFFERENT)
    elif expected is not None and "Parse error" not in str(expected):
        plain = [{**one, "message": one["message"].partition(" (Did you mean `")[0]} for one in found["errors"]]
        assert in_any_order(plain) == in_any_order(expected["errors"])


DIFFERENT = ("20260102", "specifiedByURL", "... @skip(if: true) { a: book", "... on Film { x: title }")
"""A date without dashes, fields of introspection, a fragment that is left out, fields of different types."""


@pytest.mark.parametrize("state", ["graphql-ruby-2"], indirect=True)
@pytest.mark.parametrize(
    ("query", "entry"),
    [
        (
            "query Books { book(id: 1) { titel } }",
            {
                "message": "Field 'titel' doesn't exist on type 'Book' (Did you mean `title`?)",
                "locations": [{"line": 1, "column": 29}],
                "path": ["query Books", "book", "titel"],
                "extensions": {"code": "undefinedField", "typeName": "Book", "fieldName": "titel"},
            },
        ),
        (
            "query { book(id: 1) ? }",
            {
                "message": 'Expected NAME, actual: UNKNOWN_CHAR ("?") at [1, 21]',
                "locations": [{"line": 1, "column": 21}],
            },
        ),
        ("", {"message": "Unexpected end of document", "locations": []}),
        ("{ a " * 2000 + "}" * 2000, {"message": "This query is too large to execute."}),
        (
            f"{{ {' '.join(f'a{n}: __typename' for n in range(2000))} }}",
            {"message": "This query is too large to execute."},
        ),
    ],
)
def test_what_graphql_ruby_2_says_otherwise(state: SandboxState, query: str, entry: dict[str, Any]) -> None:
    assert answer(state, query=query) == {"errors": [entry]}


@pytest.mark.parametrize(
    ("state", "order"),
    [("graphql-ruby-1", ["data", "errors"]), ("graphql-ruby-2", ["errors", "data"])],
    indirect=["state"],
)
def test_the_order_of_data_and_errors(state: SandboxState, order: list[str]) -> None:
    found = answer(state, query="{ book(id: 1) { title } authors { id } }")
    assert list(found) == order
    assert found["data"]["book"] is None
    assert found["data"]["authors"]
    assert found["errors"] == [
        {
            "message": "Record not found",
            "locations": [{"line": 1, "column": 3}],
            "path": ["book"],
            "extensions": {"code": "RECORD_NOT_FOUND"},
        }
    ]


NULLS = build_schema("type Query { books: [Book] all: [Book!]! } type Book { id: ID! title: String! }")
BOOKS = [{"id": "1", "title": "a"}, {"id": "2"}, {"id": "3", "title": "c"}]


@pytest.mark.parametrize(
    ("server", "query", "data", "entry"),
    [
        (
            "graphql-ruby-1",
            "{ books { id title } }",
            {"books": [BOOKS[0], None, BOOKS[2]]},
            {"message": "Cannot return null for non-nullable field Book.title"},
        ),
        (
            "graphql-ruby-2",
            "{ books { id title } }",
            {"books": [BOOKS[0], None, BOOKS[2]]},
            {
                "message": "Cannot return null for non-nullable field Book.title",
                "locations": [{"line": 1, "column": 14}],
                "path": ["books", 1, "title"],
            },
        ),
        ("graphql-ruby-1", "{ all { id } }", None, {"message": "Cannot return null for non-nullable field Query.all"}),
        (
            "graphql-ruby-2",
            "{ all { id } }",
            None,
            {
                "message": "Cannot return null for non-nullable element of type 'Book' for Query.all",
                "locations": [{"line": 1, "column": 3}],
                "path": ["all", 1],
            },
        ),
    ],
)
def test_a_null_in_a_non_null_field_of_what_ran(server: Any, query: str, data: Any, entry: dict[str, Any]) -> None:
    fields: Any = NULLS.query_type
    fields.fields["books"].resolve = lambda *_: BOOKS
    fields.fields["all"].resolve = lambda *_: [{"id": "1"}, None]
    context: Any = None
    outcome = Executor(NULLS, server).run(context, {"query": query})
    assert outcome.executed
    assert outcome.body == {"data": data, "errors": [entry]}
