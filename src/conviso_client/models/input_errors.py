"""Turn pydantic's validation errors into errors of this package: which argument, why, and what would be right."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from conviso_client.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

__all__ = ["refusal"]

_LONGEST = 80
"""Characters of a wrong value that are shown."""


def refusal(
    error: ValidationError, subject: str, names: Collection[str] = (), argument: str | None = None
) -> ConfigurationError:
    """Return the error for values that do not fit into a subject: an input, or a method with these names of arguments.

    `argument` is the one that was validated, None if all were.
    """
    problems = (_problem(detail, names, argument) for detail in error.errors(include_url=False))
    return ConfigurationError(f"{subject}: {'; '.join(problems)}")


def _problem(detail: ErrorDetails, names: Collection[str], argument: str | None) -> str:
    path, kind = ".".join(map(str, (*([argument] if argument else []), *detail["loc"]))), detail["type"]
    if kind == "missing":
        return f"{path} is missing"
    if kind in ("extra_forbidden", "no_such_attribute"):
        *inside, wrong = map(str, detail["loc"])
        if inside:  # of another model than that whose names are known
            return f"there is no {path}"
        return f"{path} is given in both spellings" if wrong in names else f"there is no {path}{_advice(wrong, names)}"
    shown = _shown(detail["input"])
    if kind == "enum":
        return f"{path} must be one of {detail.get('ctx', {})['expected']}, not {shown}"
    wanted = detail.get("ctx", {}).get("class")
    if kind in ("list_type", "sequence_str") or wanted == "Sequence":
        return f"{path} must be a list, not {shown}"
    if kind == "is_instance_of":
        return f"{path} must be an {wanted}, such as Upload.from_path(...), not {shown}"
    return f"{path}: {detail['msg'].removeprefix('Value error, ').removeprefix('Input ')}, not {shown}"


def _advice(wrong: str, names: Collection[str]) -> str:
    from difflib import get_close_matches

    if similar := get_close_matches(wrong, names, n=3):
        return f"; did you mean {' or '.join(similar)}?"
    return f", but {', '.join(sorted(names))}" if names else ""


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
