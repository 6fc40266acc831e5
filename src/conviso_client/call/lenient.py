"""How an answer is decoded that does not fit the models: what fits is typed, and None stands for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from conviso_client.models.json_value import is_list, is_object

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import SchemaValidator

__all__ = ["lenient_validator"]

TYPENAME = "__typename"
"""Tells the members of a union apart, so it must fit."""


def lenient_validator(adapter: TypeAdapter[Any]) -> SchemaValidator:
    """Return a validator that puts None where a field or a list's item does not fit, or is missing."""
    from pydantic_core import SchemaValidator

    adapter.rebuild()
    return SchemaValidator(_loosened(adapter.core_schema))


def _loosened(schema: Any) -> Any:
    if is_list(schema):
        return [_loosened(item) for item in schema]
    if not is_object(schema):
        return schema
    loose = {name: _loosened(part) for name, part in schema.items()}
    kind = schema.get("type")
    if kind == "model-field" and schema.get("validation_alias") != TYPENAME:
        loose["schema"] = _or_none(loose["schema"])
    elif kind == "list" and "items_schema" in loose:
        loose["items_schema"] = _or_none(loose["items_schema"])
    elif kind == "model":
        return _rebuilt(loose)
    return loose


def _or_none(schema: Any) -> Any:
    from pydantic_core import core_schema

    return core_schema.with_default_schema(schema, default=None, on_error="default")


def _rebuilt(model: dict[str, Any]) -> Any:
    """Make the model from its fields here: pydantic would take the model's own, strict validator from the class."""
    from pydantic_core import core_schema

    reference = model.get("ref")
    return core_schema.no_info_after_validator_function(_constructor(model["cls"]), model["schema"], ref=reference)


def _constructor(model: Any) -> Callable[[tuple[dict[str, Any], Any, set[str]]], Any]:
    def construct(parts: tuple[dict[str, Any], Any, set[str]]) -> Any:
        fields, _, fields_set = parts
        return model.model_construct(fields_set, **fields)

    return construct
