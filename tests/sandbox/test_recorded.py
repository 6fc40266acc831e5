"""A list of requests, and what real servers answered: the sandbox answers alike.

The requests were put to graphql-ruby 1.13.15 and 2.6.13, with the schema beside them.
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
from conviso_client.sandbox.execution import DocumentExecutor
from conviso_client.sandbox.state import SandboxState

RECORDED = Path(__file__).parent / "recorded"
REQUESTS = json.loads((RECORDED / "graphql-ruby.json").read_text(encoding="utf-8"))
"""`answer` is what came from 1.13.15 for what was refused, and null for what ran; `answer_2` from 2.6.13 where that is
another. `WIDE` stands for 399 fields."""
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


@pytest.mark.parametrize(
    ("state", "key"), [("graphql-ruby-1", "answer"), ("graphql-ruby-2", "answer_2")], indirect=["state"]
)
def test_it_answers_as_graphql_ruby_does(state: SandboxState, key: str) -> None:
    different = []
    for recorded in REQUESTS:
        request = {name: value for name, value in recorded.items() if not name.startswith("answer")}
        expected = recorded.get(key, recorded["answer"])
        found = answer(state, **request)
        alike = "data" in found if expected is None else refused_alike(found, expected)
        if not alike and (key, request["query"]) not in DIFFERENT:
            different.append((request, expected, found))
    assert not different


def refused_alike(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    return found.keys() == {"errors"} and in_any_order(found["errors"]) == in_any_order(expected["errors"])


DIFFERENT = {
    ("answer_2", "{ x { } }"),
    ("answer_2", "{ book(id: 1) { genre { x ...F ... on Book { id } } } } fragment F on Book { id }"),
}
"""graphql-ruby 2 parses an empty selection, and what is selected on an enum it does not look at."""


@pytest.mark.parametrize("state", ["graphql-ruby-2"], indirect=True)
def test_a_document_with_too_many_tokens_is_refused_at_the_last_that_may_be(state: SandboxState) -> None:
    where = [{"line": 1, "column": 54981}]
    found = answer(state, query=f"{{ {'__typename ' * 5001}}}")
    assert found == {"errors": [{"message": "This query is too large to execute.", "locations": where}]}


@pytest.mark.parametrize("state", ["graphql-ruby-1"], indirect=True)
def test_a_document_with_many_equal_fields_is_looked_at(state: SandboxState) -> None:
    found = answer(state, query=f"{{ {'a ' * 2400}}}")
    assert found["errors"][0]["extensions"]["code"] == "undefinedField"


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
    outcome = DocumentExecutor(NULLS, server).run(context, {"query": query})
    assert outcome.executed
    assert outcome.body == {"data": data, "errors": [entry]}
