"""What a REPL shows of a generated class: its fields, their types and notes, read from the source when asked for."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from enum import Enum
from functools import cache
from inspect import Parameter, Signature, cleandoc, getsource
from itertools import pairwise
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

__all__ = ["DescribedType"]

_HERE = __name__.partition(".")[0]
_MOST = 5
"""Values of an enum that are shown."""


class _Text(str):
    """An annotation or a default as it is written, shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class DescribedType(type):
    """Give a class of fields a signature and a docstring that list them, and keep `help()` to what is its own."""

    def __init_subclass__(cls) -> None:
        # A property, which each subclass would hide with its own docstring.
        cls.__doc__ = property(_documented)  # type: ignore[assignment]

    if not TYPE_CHECKING:

        @property
        def __signature__(cls) -> Signature:
            parameters = [parameter for parameter, _ in _fields(cls).values()]
            return Signature(sorted(parameters, key=lambda parameter: parameter.default is not Parameter.empty))

        @__signature__.setter
        def __signature__(cls, made: object) -> None:
            """Let pydantic set its own to no effect: there, the types are what it makes of them."""

    def __dir__(cls) -> list[str]:
        ours = [base for base in cls.__mro__ if isinstance(base, DescribedType)]
        names = {name for base in ours for name in vars(base) if not name.startswith("_")}
        return sorted(names - _fields(cls).keys())


def _documented(model: type) -> str | None:
    text = vars(model).get("__doc__")
    fields = "\n".join(f"{parameter}\n{indent(note, '    ')}".rstrip() for parameter, note in _fields(model).values())
    return f"{cleandoc(text or '')}\n\nFields:\n\n{indent(fields, '    ')}".strip() if fields else text


@cache
def _fields(model: type) -> dict[str, tuple[Parameter, str]]:
    """Return the fields of a model with their notes, those of its bases first."""
    found: dict[str, tuple[Parameter, str]] = {}
    for base in reversed(model.__mro__):
        if isinstance(base, DescribedType) and not base.__module__.startswith(f"{_HERE}.models."):
            found |= {parameter.name: (parameter, note) for parameter, note in _written(base)}
    return found


def _written(model: type) -> Iterator[tuple[Parameter, str]]:
    try:
        (node,) = ast.parse(dedent(getsource(model))).body
    except (OSError, TypeError):  # there is no source: typed in a console, or compiled without it
        return
    body: list[Any] = [*getattr(node, "body", ()), None]
    for part, after in pairwise(body):
        if isinstance(part, ast.AnnAssign):
            value = part.value
            if isinstance(value, ast.Call):  # Field, with an alias
                value = next((keyword.value for keyword in value.keywords if keyword.arg == "default"), None)
            default = Parameter.empty if value is None else _Text(ast.unparse(value))
            annotation = _Text(ast.unparse(part.annotation))
            note = cleandoc(str(ast.literal_eval(after.value))) if isinstance(after, ast.Expr) else ""
            notes = [note, *_values(part.annotation, model)]
            yield (
                Parameter(ast.unparse(part.target), Parameter.KEYWORD_ONLY, default=default, annotation=annotation),
                "\n".join(filter(None, notes)),
            )


def _values(annotation: ast.expr, model: type) -> Iterator[str]:
    """Say which values the enums in an annotation have."""
    for node in ast.walk(annotation):
        enum = getattr(sys.modules.get(model.__module__), node.id, None) if isinstance(node, ast.Name) else None
        if isinstance(enum, type) and issubclass(enum, Enum):
            values = [str(member.value) for member in enum]
            more = f" and {len(values) - _MOST} more" if len(values) > _MOST else ""
            yield f"{enum.__name__}: {', '.join(values[:_MOST])}{more}"
