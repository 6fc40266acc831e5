"""How the answer to one operation is decoded: straight from its bytes into its models."""

from __future__ import annotations

import builtins
import typing
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from conviso_client.http.fork import ForkSafeLock

if TYPE_CHECKING:
    from types import ModuleType

    from pydantic import TypeAdapter

    from conviso_client.call.operation import Operation

__all__ = ["Codec", "codec"]

MOST = 1024
"""Decoders that are kept: more than there are operations."""

_building = ForkSafeLock()


class Codec:
    """Decodes the answers to one operation."""

    def __init__(self, name: str, result_annotation: str, models: str) -> None:
        from pydantic import TypeAdapter
        from typing_extensions import NotRequired, TypedDict

        self._name = name
        self._tolerant: TypeAdapter[Any] | None = None
        self._result = _evaluated(result_annotation, import_module(models))
        typed_dict: Any = TypedDict
        data = typed_dict("data", {name: self._result}) if name else self._result
        answer = typed_dict("answer", {"data": data, "errors": NotRequired[tuple[()] | None]})
        self._envelope: TypeAdapter[Any] = TypeAdapter(answer)

    def decode(self, body: bytes) -> Any:
        """Return the result of a whole answer that has data and no errors. Raises `ValueError`."""
        data = self._envelope.validate_json(body)["data"]
        return data[self._name] if self._name else data

    @cached_property
    def value(self) -> TypeAdapter[Any]:
        """Decodes the root field's value alone."""
        from pydantic import TypeAdapter

        with _building.lock:
            return TypeAdapter(self._result)

    def tolerant(self, path: tuple[str, ...]) -> TypeAdapter[Any]:
        """Return what decodes the root field's value with None for what is missing or does not fit at a path."""
        from pydantic import TypeAdapter

        with _building.lock:
            if self._tolerant is None:
                self._tolerant = TypeAdapter(_tolerating(self._result, path))
            return self._tolerant


def _tolerating(model: Any, path: tuple[str, ...]) -> Any:
    """Return a subclass of a model where the field at a path is None if it is missing or does not fit."""
    from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator, create_model

    def fitting(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
        try:
            return validate(value)
        except ValueError:
            return None

    alias, *inner = path
    name, field = next(item for item in model.model_fields.items() if item[1].alias == alias)
    part = _tolerating(field.annotation, tuple(inner)) if inner else Annotated[field.annotation, WrapValidator(fitting)]
    changed: dict[str, Any] = {name: (part, Field(alias=alias) if inner else Field(default=None, alias=alias))}
    return create_model(model.__name__, __base__=model, __module__=model.__module__, **changed)


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
