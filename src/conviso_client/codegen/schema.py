"""Schemas as text: from an introspection answer to canonical SDL, the same to the byte, and from SDL to a schema.

Whatever reads a schema reads it here: the generator, `schema check`, `schema diff` and the sandbox refuse the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from graphql import (
    DefinitionNode,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    KnownTypeNamesRule,
    LoneSchemaDefinitionRule,
    Source,
    UniqueArgumentDefinitionNamesRule,
    UniqueDirectiveNamesRule,
    UniqueEnumValueNamesRule,
    UniqueFieldDefinitionNamesRule,
    UniqueOperationTypesRule,
    UniqueTypeNamesRule,
    build_ast_schema,
    build_client_schema,
    parse,
    validate_schema,
)
from graphql.validation.validate import validate_sdl

from conviso_client.errors import ConfigurationError

from .compat import print_sorted
from .problems import GenerationError, Problem

__all__ = [
    "SchemaText",
    "canonical_sdl",
    "parse_schema",
    "read_introspection",
    "read_schema",
    "read_schema_text",
    "saved_schema",
]

_RULES = (
    *(KnownTypeNamesRule, LoneSchemaDefinitionRule, UniqueArgumentDefinitionNamesRule, UniqueDirectiveNamesRule),
    *(UniqueEnumValueNamesRule, UniqueFieldDefinitionNamesRule, UniqueOperationTypesRule, UniqueTypeNamesRule),
)
"""What is checked of SDL before it is built: graphql-core takes the last of two definitions without a word."""


class SchemaText(NamedTuple):
    """A schema as text, and where it came from."""

    sdl: str
    source: str


def canonical_sdl(introspection: Mapping[str, Any], source: str) -> str:
    """Print the schema of an introspection answer: sorted, and valid by GraphQL's own rules.

    `source` names where it came from, for the errors. Raises `ConfigurationError` for an answer without a valid schema.
    """
    if not isinstance(introspection.get("__schema"), Mapping):
        raise ConfigurationError(f"{source} holds no schema: there is no `__schema` in the answer")
    try:
        schema = build_client_schema(cast(Any, _without_repetitions(introspection)))
    except (TypeError, KeyError, AttributeError, ValueError, GraphQLError) as error:
        raise ConfigurationError(f"{source} holds no usable schema: {error}") from None
    if errors := validate_schema(schema):
        reasons = "; ".join(error.message for error in errors[:5])
        raise ConfigurationError(f"{source} holds an invalid schema: {reasons}")
    return print_sorted(schema) + "\n"


def read_introspection(path: Path) -> Mapping[str, Any]:
    """Read a saved introspection answer: `{"data": {"__schema": ...}}`, or without the envelope.

    Raises `ConfigurationError` for a file that cannot be read or is not such an answer.
    """
    try:
        answer = json.loads(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path} is not JSON (is it complete?): {error}") from None
    if not isinstance(answer, dict):
        raise ConfigurationError(
            f"{path} is no introspection answer: it holds a {type(answer).__name__}, not an object"
        )
    if errors := answer.get("errors"):
        raise ConfigurationError(f"{path} holds errors instead of a schema: {json.dumps(errors)[:300]}")
    data = answer.get("data", answer)
    if not isinstance(data, dict) or not data:
        raise ConfigurationError(f"{path} is no introspection answer: its `data` is empty")
    return data


def read_schema_text(path: Path) -> SchemaText:
    """Read SDL, or a saved introspection answer in JSON. Raises `ConfigurationError` for a file that is neither."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"cannot read the schema {path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"cannot read the schema {path}: not UTF-8 ({error.reason} at byte {error.start})"
        ) from None
    if text.lstrip()[:1] in {"{", "["}:  # no SDL begins so
        return saved_schema(path)
    return SchemaText(text, path.as_posix())


def saved_schema(path: Path) -> SchemaText:
    """Read a saved introspection answer. Raises `ConfigurationError` for a file that holds none."""
    return SchemaText(canonical_sdl(read_introspection(path), path.as_posix()), path.as_posix())


def read_schema(path: Path) -> GraphQLSchema:
    """Read a schema file, SDL or JSON. Raises `ConfigurationError` for a file that holds no valid schema."""
    return parse_schema(read_schema_text(path))


def parse_schema(text: SchemaText) -> GraphQLSchema:
    """Build a schema from SDL. Raises `GenerationError` with all that is wrong with it, and the lines.

    Directives that it does not declare are forgiven, and interfaces that a type names twice: some tools write them.
    """
    try:
        document = _with_interfaces_once(parse(Source(text.sdl, text.source)))
        if errors := validate_sdl(document, None, _RULES):
            raise GenerationError(_problem(text, error) for error in errors)
        schema = build_ast_schema(document, assume_valid_sdl=True)
    except GraphQLSyntaxError as error:
        raise GenerationError([_problem(text, error)]) from None
    except RecursionError:
        raise GenerationError([Problem(text.source, 0, "nested too deeply")]) from None
    except (TypeError, ValueError, KeyError) as error:
        raise GenerationError([Problem(text.source, 0, f"no usable schema: {error}")]) from None
    if invalid := validate_schema(schema):
        raise GenerationError(_problem(text, error) for error in invalid)
    return schema


def _problem(text: SchemaText, error: GraphQLError) -> Problem:
    """Point to the last of the lines that an error names: of two definitions, the second."""
    return Problem(text.source, max((location.line for location in error.locations or ()), default=0), error.message)


def _with_interfaces_once(document: DocumentNode) -> DocumentNode:
    return DocumentNode(definitions=tuple(map(_interfaces_once, document.definitions)), loc=document.loc)


def _interfaces_once(node: DefinitionNode) -> DefinitionNode:
    interfaces = getattr(node, "interfaces", None) or ()
    unique = {interface.name.value: interface for interface in interfaces}
    if len(unique) == len(interfaces):
        return node
    parts = {key: getattr(node, key) for key in node.keys}
    return type(node)(**{**parts, "interfaces": tuple(unique.values())})


def _without_repetitions(introspection: Mapping[str, Any]) -> Mapping[str, Any]:
    """Drop interfaces that a type names twice: some tools take them, the specification does not."""
    schema = introspection["__schema"]
    types = [
        {**kind, "interfaces": _unique(kind["interfaces"])} if kind.get("interfaces") else kind
        for kind in schema.get("types") or ()
    ]
    return {**introspection, "__schema": {**schema, "types": types}}


def _unique(interfaces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({interface["name"]: interface for interface in interfaces}.values())
