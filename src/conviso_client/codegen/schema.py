"""The schema as a file: from an introspection answer to canonical SDL, the same to the byte wherever it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from graphql import (
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    Source,
    build_client_schema,
    build_schema,
    lexicographic_sort_schema,
    print_schema,
    validate_schema,
)

from conviso_client.errors import ConfigurationError

from .problems import GenerationError, Problem

__all__ = ["canonical_sdl", "read_introspection", "read_schema"]


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
    return print_schema(lexicographic_sort_schema(schema)) + "\n"


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


def read_schema(path: Path) -> GraphQLSchema:
    """Read a schema file. Raises `GenerationError` for a file that is not there, or holds no valid schema."""
    name = path.as_posix()
    try:
        schema = build_schema(Source(path.read_text(encoding="utf-8"), name), assume_valid_sdl=True)
    except OSError as error:
        raise GenerationError([Problem(name, 0, f"cannot be read: {error.strerror}")]) from None
    except GraphQLSyntaxError as error:
        line = error.locations[0].line if error.locations else 0
        raise GenerationError([Problem(name, line, error.message)]) from None
    except (TypeError, UnicodeDecodeError) as error:
        raise GenerationError([Problem(name, 0, str(error))]) from None
    if errors := validate_schema(schema):
        raise GenerationError(Problem(name, 0, error.message) for error in errors)
    return schema


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
