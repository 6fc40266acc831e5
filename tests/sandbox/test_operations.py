"""All operations of the package run against the sandbox, sync and async, and their results decode."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLNonNull, OperationDefinitionNode, parse, type_from_ast

from conviso_client import AsyncConviso, Conviso, Quota, Upload
from conviso_client.call.operation import Operation
from conviso_client.generated import operations
from conviso_client.sandbox import Sandbox

OPERATIONS = [value for value in vars(operations).values() if isinstance(value, Operation)]


@pytest.fixture
def conviso(sandbox: Sandbox) -> Iterator[Conviso]:
    with Conviso(sandbox.api_key, url=sandbox.url, company_id=443, quota=Quota.off()) as client:
        yield client


def variables_of(operation: Any, arguments: Any) -> dict[str, Any]:
    """The required variables, the heavy parts, and what the sandbox wants beyond them."""
    definition = next(
        each for each in parse(operation.document).definitions if isinstance(each, OperationDefinitionNode)
    )
    schema = arguments.shape.schema
    root = (schema.query_type if operation.kind == "query" else schema.mutation_type).fields[operation.name]
    subject = arguments.subject(operation.name, root)
    given: dict[str, Any] = {}
    for each in definition.variable_definitions:
        name, kind = each.variable.name.value, type_from_ast(schema, each.type)
        if isinstance(kind, GraphQLNonNull) and each.default_value is None:
            company = operation.company is not None and operation.company.path == (name,)
            given[name] = 443 if company else arguments.value(name, kind, subject)
        elif name.startswith("with"):
            given[name] = True
    known = {each.variable.name.value for each in definition.variable_definitions}
    filled = arguments.filled(operation.name, given)
    flat = {**filled, **(filled.get("input") or {})} if "input" not in known else filled
    return {name: with_uploads(value) for name, value in flat.items() if name in known}


def with_uploads(value: Any) -> Any:
    """The value, with the package's files instead of the tests'."""
    if type(value).__name__ == "File":
        return Upload.from_bytes(value.content, filename=value.name)
    if isinstance(value, dict):
        return {key: with_uploads(item) for key, item in value.items()}
    return [with_uploads(item) for item in value] if isinstance(value, list) else value


def test_the_readme_counts_the_operations() -> None:
    assert f"each of the {len(OPERATIONS)} operations" in (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.method)
def test_operation_runs_and_decodes(conviso: Conviso, arguments: Any, operation: Any) -> None:
    result = conviso._call(operation, variables_of(operation, arguments))
    assert result is not None


@pytest.mark.anyio
async def test_all_operations_run_async(sandbox: Sandbox, arguments: Any) -> None:
    async with AsyncConviso(sandbox.api_key, url=sandbox.url, company_id=443, quota=Quota.off()) as client:
        for operation in OPERATIONS:
            sandbox.reset()
            assert await client._call(operation, variables_of(operation, arguments)) is not None
