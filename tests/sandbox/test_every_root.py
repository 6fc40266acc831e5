"""Every root field of the schema answers valid data."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import build_schema

from conviso_client.sandbox import schema_text

SCHEMA = build_schema(schema_text())
QUERIES = sorted(SCHEMA.query_type.fields)
MUTATIONS = sorted(SCHEMA.mutation_type.fields)


@pytest.mark.parametrize("name", QUERIES)
def test_query_answers(client: Any, arguments: Any, write_document: Any, name: str) -> None:
    f = SCHEMA.query_type.fields[name]
    given = arguments.of(name, f)
    answer = client.post(write_document("query", name, f, list(given), depth=4), **given)
    assert "errors" not in answer, answer["errors"][:3]
    assert answer["data"][name] is not None


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_answers(client: Any, arguments: Any, write_document: Any, name: str) -> None:
    f = SCHEMA.mutation_type.fields[name]
    given = arguments.of(name, f)
    answer = client.post(write_document("mutation", name, f, list(given), depth=4), **given)
    assert "errors" not in answer, answer["errors"][:3]
    assert answer["data"][name] is not None
