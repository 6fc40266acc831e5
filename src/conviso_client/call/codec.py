"""How the answer to one operation is decoded: straight from its bytes into its models."""

from __future__ import annotations

import builtins
import typing
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from conviso_client.http.fork import ForkSafeLock
from conviso_client.models.schemas import schema_of, tolerating

if TYPE_CHECKING:
    from types import ModuleType

    from conviso_client.call.operation import Operation

__all__ = ["Codec", "codec"]

MOST = 1024
"""Decoders that are kept: more than there are operations."""

_building = ForkSafeLock()


class Codec:
    """Decodes the answers to one operation."""

    def __init__(self, name: str, result_annotation: str, models: str) -> None:
        self._name = name
        self._tolerant: SchemaValidator | None = None
        self.annotation = _evaluated(result_annotation, import_module(models))
        """The type of the root field's value."""
        self._result = schema_of(self.annotation)
        data = _object({name: self._result}) if name else self._result
        no_errors = core_schema.nullable_schema(core_schema.tuple_schema([]))
        self._envelope = SchemaValidator(_object({"data": data}, errors=no_errors))

    def decode(self, body: bytes) -> Any:
        """Return the result of a whole answer that has data and no errors. Raises `ValueError`."""
        data = self._envelope.validate_json(body)["data"]
        return data[self._name] if self._name else data

    @cached_property
    def value(self) -> SchemaValidator:
        """Decodes the root field's value alone."""
        return SchemaValidator(self._result)

    def tolerant(self, path: tuple[str, ...]) -> SchemaValidator:
        """Return what decodes the root field's value with None for what is missing or does not fit at a path."""
        if self._tolerant is None:
            self._tolerant = SchemaValidator(tolerating(self._result, path))
        return self._tolerant


def _object(required: dict[str, CoreSchema], **optional: CoreSchema) -> CoreSchema:
    fields = {name: core_schema.typed_dict_field(schema) for name, schema in required.items()}
    others = {name: core_schema.typed_dict_field(schema, required=False) for name, schema in optional.items()}
    return core_schema.typed_dict_schema(fields | others)


def codec(operation: Operation[Any]) -> Codec:
    """Return the decoder of an operation, made on first use."""
    # Models are completed when a decoder is made, which two threads must not do at once.
    with _building.lock:
        return _codec("" if operation.roots else operation.name, operation.result, operation.models)


@lru_cache(maxsize=MOST)
def _codec(name: str, result: str, models: str) -> Codec:
    return Codec(name, result, models)


class _Names:
    """The names of a module, with those that it loads when they are asked for."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getitem__(self, name: str) -> Any:
        for place in (self._module, typing, builtins):
            if hasattr(place, name):
                return getattr(place, name)
        raise KeyError(name)


def _evaluated(annotation: str, module: ModuleType) -> Any:
    names: Any = _Names(module)
    return eval(annotation, {}, names)  # noqa: S307  # written by the generator
