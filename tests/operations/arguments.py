"""Arguments for every operation: what the API requires, made from the schema."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_required_input_field,
    parse,
    type_from_ast,
)
from graphql.execution.values import get_variable_values

from conviso_client import types
from conviso_client.call.operation import Operation
from conviso_client.codegen.naming import argument_name
from conviso_client.generated import operations as generated
from conviso_client.upload import Upload
from tests.project_schema import project_schema

SCHEMA: GraphQLSchema = project_schema()
OPERATIONS: dict[str, Operation[Any]] = {
    name: value for name, value in vars(generated).items() if isinstance(value, Operation)
}

_LEAVES: dict[str, Any] = {
    "Int": 7,
    "ID": "7",
    "Float": 1.5,
    "Boolean": True,
    "ISO8601DateTime": "2026-01-31T10:00:00Z",
    "ISO8601Date": "2026-01-31",
    "JSON": {"any": [1]},
    "String": "text",
}


def definition(operation: Operation[Any]) -> OperationDefinitionNode:
    document: DocumentNode = parse(operation.document)
    return next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))


def arguments(operation: Operation[Any]) -> dict[str, Any]:
    """What a method cannot do without, but for the company."""
    return {
        argument_name(variable.variable.name.value): _value(
            _type(variable), operation.company and operation.company.path
        )
        for variable in definition(operation).variable_definitions
        if variable.type.kind == "non_null_type"
        and variable.default_value is None
        and (variable.variable.name.value,) != (operation.company and operation.company.path)
    }


def _type(variable: VariableDefinitionNode) -> GraphQLInputType:
    found = type_from_ast(SCHEMA, variable.type)
    assert found is not None
    return found  # type: ignore[return-value]


def _value(kind: GraphQLInputType, company: tuple[str, ...] | None) -> Any:
    named, bare = get_named_type(kind), get_nullable_type(kind)
    if isinstance(bare, GraphQLList):
        return [_value(bare.of_type, company)]
    if isinstance(named, GraphQLInputObjectType):
        fields = {
            name: _value(field.type, None)
            for name, field in named.fields.items()
            if is_required_input_field(field) and name != (company or ("",))[-1]
        }
        return getattr(types, named.name).model_validate(fields)
    if isinstance(named, GraphQLEnumType):
        return next(iter(named.values))
    if named.name == "Upload":
        return Upload.from_bytes(b"{}", "report.json")
    return _LEAVES[named.name]


def refusals(operation: Operation[Any], variables: dict[str, Any]) -> list[str]:
    """What a server of this schema would say against these variables."""
    result = get_variable_values(SCHEMA, definition(operation).variable_definitions, _with_files(variables, operation))
    return [error.message for error in result] if isinstance(result, list) else []


def _with_files(variables: Any, operation: Operation[Any]) -> Any:
    """Put something where the files are: they travel beside the variables, which have null there."""
    for path in operation.uploads:
        variables = _filled(variables, path)
    return variables


def _filled(value: Any, path: tuple[str, ...]) -> Any:
    if not path:
        return "a file" if value is None else value
    if path[0] == "*":
        return [_filled(item, path[1:]) for item in value] if isinstance(value, list) else value
    if isinstance(value, dict) and path[0] in value:
        return {**value, path[0]: _filled(value[path[0]], path[1:])}
    return value
