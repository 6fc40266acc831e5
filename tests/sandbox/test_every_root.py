"""Every root field of the schema answers valid data."""

from __future__ import annotations

from typing import Any

import pytest

from tests.project_schema import project_schema

SCHEMA = project_schema()
QUERIES = sorted(SCHEMA.query_type.fields)
MUTATIONS = sorted(SCHEMA.mutation_type.fields)


def ask(kind: str, name: str, f: Any, client: Any, arguments: Any, write_document: Any) -> Any:
    given = arguments.filled(name, arguments.of(name, f))
    answer = client.post(write_document(kind, name, f, list(given), depth=4), **given)
    assert "errors" not in answer, answer["errors"][:3]
    return answer["data"][name]


@pytest.mark.parametrize("name", QUERIES)
def test_query_answers(client: Any, arguments: Any, write_document: Any, name: str) -> None:
    assert ask("query", name, SCHEMA.query_type.fields[name], client, arguments, write_document) is not None


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_answers(client: Any, arguments: Any, write_document: Any, name: str) -> None:
    assert ask("mutation", name, SCHEMA.mutation_type.fields[name], client, arguments, write_document) is not None
