"""The API's lists, by their names in commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from conviso_client.call.operation import Operation
from conviso_client.errors import ConfigurationError
from conviso_client.generated import operations

if TYPE_CHECKING:
    from conviso_client.models.inputs import InputModel

__all__ = ["filter_of", "lists", "parts_of"]

_FILTERS = ("filters", "search", "params")
"""The API's names for the argument that selects rows."""
_WITH = "with"


def lists() -> dict[str, Operation[Any]]:
    """Return the operations that only list rows, by name: `scan-histories`."""
    return {
        operation.method.replace("_", "-"): operation
        for operation in vars(operations).values()
        if isinstance(operation, Operation)
        and operation.paging is not None
        and operation.repeatable
        and set(operation.required) <= set(_FILTERS)
    }


def filter_of(operation: Operation[Any], given: Sequence[tuple[str, Sequence[str]]]) -> dict[str, InputModel]:
    """Return the argument that filters a list by these fields, as the method takes it; nothing for no fields.
    Where the API requires the argument, it is empty.

    Raises `ConfigurationError` for a list without filters, an unknown field, and a value of the wrong type.
    """
    from conviso_client import types

    if not given and not operation.required:
        return {}
    found = next(((name, kind) for name, kind in operation.arguments if name in _FILTERS), None)
    if found is None:
        raise ConfigurationError(f"{operation.name} cannot be filtered")
    name, kind = found
    model: type[InputModel] = getattr(types, kind)
    values: dict[str, list[str]] = {}
    for field, words in given:
        values.setdefault(field, []).extend(words)
    return {
        name: model(**{field: words if _is_list(model, field) else ",".join(words) for field, words in values.items()})
    }


def parts_of(operation: Operation[Any], wanted: Sequence[str]) -> dict[str, bool]:
    """Return the arguments that request more of each row: `detail` is `with_detail=True`.

    Raises `ConfigurationError` for a part that the list does not have.
    """
    known = [name.removeprefix(_WITH) for name, _ in operation.arguments if name.startswith(_WITH)]
    words = {"_".join(_split(name)): name for name in known}
    for word in wanted:
        if word not in words:
            there_are = f"there are {', '.join(words)}" if words else "it has nothing to add"
            raise ConfigurationError(f"{operation.name} has no {word!r}: {there_are}")
    return {f"{_WITH}_{word}": True for word in wanted}


def _is_list(model: type[InputModel], field: str) -> bool:
    found = model.model_fields.get(field)
    return found is not None and "list" in str(found.annotation)


def _split(name: str) -> list[str]:
    from pydantic.alias_generators import to_snake

    return to_snake(name).split("_")
