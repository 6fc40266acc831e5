"""The arguments of a call: checked before anything is sent, in the caller's words, and completed by the company."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic_core import ValidationError

from conviso_client.errors import ConfigurationError

from .operation import Operation, Paging, evaluated
from .options import checked_company

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["check_page", "checked_arguments", "with_company"]

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
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if value is not None:
            kind = kinds.get(name, type(value).__name__)
            fits = type(value).__name__ == kind or type(value) in _AS_THEY_ARE.get(kind, ())
            checked[name] = value if fits else _converted(operation, name, value, kind)
    return checked


def check_page(method: str, paging: Paging, values: Mapping[str, Any]) -> None:
    """Raise `ConfigurationError` for a page or a size of pages that no list can have."""
    for path in (paging.page, paging.size):
        value: Any = values
        for name in path:
            value = value.get(name) if hasattr(value, "get") else None
        if value is not None and value < 1:
            name = ".".join(map(_python_name, path))
            raise ConfigurationError(f"{method}: {name} must be a whole number of at least 1, not {value!r}")


def with_company(
    operation: Operation[Any], variables: dict[str, Any], explicit: int | str | None, default: int | str | None
) -> dict[str, Any]:
    """Put the company where the operation carries it, in the type that the API wants there.

    An explicit argument wins, else what the variables carry already, else the client's default.
    Raises `ConfigurationError` if the operation needs a company and there is none.
    """
    company = operation.company
    if company is None:
        return variables
    *parents, name = company.path
    holder: dict[str, Any] = variables
    for parent in parents:
        holder = holder.get(parent) or {}
    value = holder.get(name, default) if explicit is None else explicit
    if value is None:
        if not company.required:
            return variables
        raise ConfigurationError(
            "a company is needed: give company_id= to the call, company_id= to the client, "
            "or set the environment variable CONVISO_COMPANY_ID",
            operation=operation.name,
        )
    holder = variables
    for parent in parents:
        holder[parent] = holder = holder.get(parent) or {}
    try:
        number = value if type(value) is int and value > 0 else checked_company(value)
    except ConfigurationError as error:
        error.operation = operation.name
        raise
    holder[name] = str(number) if company.type == "ID" else number
    return variables


def _converted(operation: Operation[Any], name: str, value: Any, kind: str) -> Any:
    from conviso_client.models.enums import warn_of_unknown_values
    from conviso_client.models.input_errors import refusal

    argument = _python_name(name)
    try:
        value = _adapter(kind, operation.models).validate_python(value)
    except ValidationError as error:
        names = getattr(_annotation(kind, operation.models), "model_fields", ())
        refused = refusal(error, operation.method, names, argument)
    else:
        warn_of_unknown_values(f"{operation.method}: {argument}", value)
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
    """Evaluate it in the operation's own package, then the client's."""
    packages = dict.fromkeys((models.rpartition(".")[0], "conviso_client.generated"))
    generated = [f"{package}.{module}" for package in packages for module in ("inputs", "enums")]
    others = ("conviso_client.models.inputs", "conviso_client.upload", "collections.abc", "typing")
    return evaluated(kind, *generated, *others)
