"""How the answer to one operation is decoded: straight from its bytes into its models."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic_core import SchemaValidator, core_schema

from conviso_client.http.fork import ForkSafeLock
from conviso_client.models.schemas import Schemas, tolerating

from .operation import Operation, evaluated

__all__ = ["Codec", "codec"]

_building = ForkSafeLock()
_codecs: dict[tuple[str, str, str, frozenset[str]], Codec] = {}


class Codec:
    """Decodes the answers to one operation."""

    def __init__(self, name: str, result_annotation: str, models: str, unasked: frozenset[str]) -> None:
        self._name = name
        self._tolerant: SchemaValidator | None = None
        self.annotation = evaluated(result_annotation, models, "typing")
        """The type of the root field's value."""
        self._result = Schemas(unasked)(self.annotation)
        field = core_schema.typed_dict_field
        data = core_schema.typed_dict_schema({name: field(self._result)}) if name else self._result
        no_errors = core_schema.nullable_schema(core_schema.tuple_schema([]))
        answer: dict[str, Any] = {"data": field(data), "errors": field(no_errors, required=False)}
        self._answer = SchemaValidator(core_schema.typed_dict_schema(answer))

    def decode(self, body: bytes) -> Any:
        """Return the result of a whole answer that has data and no errors. Raises `ValueError`."""
        data = self._answer.validate_json(body)["data"]
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


def codec(operation: Operation[Any]) -> Codec:
    """Return the decoder of an operation, made on first use."""
    key = ("" if operation.roots else operation.name, operation.result, operation.models, operation.unasked)
    found = _codecs.get(key)  # without the lock: reading a dict is safe in threads, and every call does it
    if found is None:
        # Models are completed when a decoder is made, which two threads must not do at once.
        with _building.lock:
            found = _codecs.get(key) or _codecs.setdefault(key, Codec(*key))
    return found
