"""The arguments of a call: what does not fit is refused before anything is sent, and said in the caller's words."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from conviso_client.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from conviso_client.call.operation import Operation, Paging

__all__ = ["check_page", "checked_arguments"]

_PLACES = ("conviso_client.models.inputs", "conviso_client.upload", "collections.abc", "typing", "builtins")
_PACKAGE = "conviso_client.generated"
_AS_THEY_ARE = {"ID": (str, int), "IntID": (int,)}
"""What needs no conversion, where that is more than the type of the same name."""


def checked_arguments(operation: Operation[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call, those that were given, in the types that the API wants.

    Raises `ConfigurationError` for one that does not fit, or is missing.
    """
    for name in operation.required:
        if given.get(name) is None:
            raise ConfigurationError(f"{operation.method}: {_python_name(name)} is missing")
    kinds = dict(operation.arguments)
    return {
        name: _fitting(operation, name, value, kinds[name]) if name in kinds else value
        for name, value in given.items()
        if value is not None
    }


def check_page(method: str, paging: Paging, values: Mapping[str, Any]) -> None:
    """Raise `ConfigurationError` for a page or a size of pages that no list can have."""
    for path in (paging.page, paging.size):
        value: Any = values
        for name in path:
            value = value.get(name) if hasattr(value, "get") else None
        if value is not None and value < 1:
            name = ".".join(map(_python_name, path))
            raise ConfigurationError(f"{method}: {name} must be a whole number of at least 1, not {value!r}")


def _fitting(operation: Operation[Any], name: str, value: Any, kind: str) -> Any:
    if type(value).__name__ == kind or type(value) in _AS_THEY_ARE.get(kind, ()):
        return value
    from pydantic_core import ValidationError

    from conviso_client.models.enums import warn_of_unknown_values
    from conviso_client.models.input_errors import refusal

    try:
        value = _adapter(kind, operation.models).validate_python(value)
    except ValidationError as error:
        names = getattr(_annotation(kind, operation.models), "model_fields", ())
        refused = refusal(error, operation.method, names, _python_name(name))
    else:
        warn_of_unknown_values(f"{operation.method}: {_python_name(name)}", value)
        return value
    raise refused


def _python_name(name: str) -> str:
    from pydantic.alias_generators import to_snake

    snake = to_snake(name)
    return f"{snake}_" if keyword.iskeyword(snake) else snake


@lru_cache(maxsize=256)
def _adapter(kind: str, models: str) -> TypeAdapter[Any]:
    from pydantic import ConfigDict, TypeAdapter

    annotation = _annotation(kind, models)
    has_config = hasattr(annotation, "model_config")
    return TypeAdapter(annotation, config=None if has_config else ConfigDict(arbitrary_types_allowed=True))


def _annotation(kind: str, models: str) -> Any:
    names: Any = _Names(models.rpartition(".")[0])
    return eval(kind, {}, names)  # noqa: S307  # written by the generator


class _Names:
    """The names that annotations of arguments use: of the operation's own package, of the client's, of both."""

    def __init__(self, package: str) -> None:
        self._places = [
            *(f"{home}.{module}" for home in dict.fromkeys((package, _PACKAGE)) for module in ("inputs", "enums")),
            *_PLACES,
        ]

    def __getitem__(self, name: str) -> Any:
        for place in self._places:
            try:
                return getattr(import_module(place), name)
            except (AttributeError, ModuleNotFoundError):  # noqa: PERF203
                continue
        raise KeyError(name)
