"""What of an answer does not fit the models, and where: said in the answer's own terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, ValidationError

__all__ = ["Misfit", "misfits"]

TYPENAME = "__typename"
_WRONG_MEMBER = frozenset({"union_tag_invalid", "union_tag_not_found"})


class Misfit(NamedTuple):
    """A value that does not fit, or is missing."""

    path: tuple[str | int, ...]
    """Names and positions from the root field's value on."""
    text: str
    """What would fit."""


def misfits(error: ValidationError, value: Any) -> list[Misfit]:
    """Return each place in the root field's value that does not fit, once, without the values themselves.

    Where there are alternatives by type, pydantic also tells why each of the others was not taken; that is left out.
    """
    details = error.errors(include_url=False, include_context=False, include_input=False)
    telling = [detail for detail in details if not _is_about_alternatives(detail)]
    found: dict[tuple[str | int, ...], Misfit] = {}
    for detail in telling or details:
        path = tuple(_steps(detail, value))
        found.setdefault(path, Misfit(path, _said(detail)))
    return list(found.values())


def _said(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "it is missing"
    text = detail["msg"].replace("a valid array", "a list")
    return f"it {text.removeprefix('Input ')}" if text.startswith("Input ") else text


def _is_about_alternatives(detail: ErrorDetails) -> bool:
    is_typename = detail["loc"][-1:] == (TYPENAME,) and detail["type"] == "value_error"
    return is_typename or detail["type"] in _WRONG_MEMBER


def _steps(detail: ErrorDetails, value: Any) -> Iterator[str | int]:
    """Give the steps into the value; what is no step is the name of an alternative."""
    *inner, last = detail["loc"] or ("",)
    for step in inner:
        if _leads_into(value, step):
            yield step
            value = value[step]
    if detail["type"] == "missing" or _leads_into(value, last):
        yield last


def _leads_into(value: Any, step: str | int) -> bool:
    return step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int)
