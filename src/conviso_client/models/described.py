"""What a REPL shows of a generated class: its fields, their types and notes, read from the source when asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from inspect import Parameter, Signature, cleandoc, getsource
from itertools import pairwise
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any, NamedTuple

__all__ = ["DescribedType"]

_HERE = __name__.partition(".")[0]


class _Text(str):
    """An annotation as it is written, shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _Field(NamedTuple):
    name: str
    annotation: _Text
    default: str | None
    """As it is written; None for a field that must be given."""
    note: str

    def __str__(self) -> str:
        head = f"{self.name}: {self.annotation}" + (f" = {self.default}" if self.default else "")
        return f"{head}\n{indent(self.note, '    ')}" if self.note else head

    @property
    def parameter(self) -> Parameter:
        default = Parameter.empty if self.default is None else _Text(self.default)
        return Parameter(self.name, Parameter.KEYWORD_ONLY, default=default, annotation=self.annotation)


def _documented(model: type) -> str | None:
    text = vars(model).get("__doc__")
    fields = "\n".join(map(str, _fields(model)))
    return f"{cleandoc(text or '')}\n\nFields:\n\n{indent(fields, '    ')}".strip() if fields else text


class DescribedType(type):
    """Give a class of fields a signature and a docstring that list them, and keep `help()` to what is its own."""

    def __init_subclass__(cls) -> None:
        # A property, which each subclass would hide with its own docstring.
        cls.__doc__ = property(_documented)  # type: ignore[assignment]

    if not TYPE_CHECKING:

        @property
        def __signature__(cls) -> Signature:
            required_first = sorted(_fields(cls), key=lambda field: field.default is not None)
            return Signature([field.parameter for field in required_first])

        @__signature__.setter
        def __signature__(cls, made: object) -> None:
            """Let pydantic set its own to no effect: there, the types are what it makes of them."""

    def __dir__(cls) -> list[str]:
        ours = [base for base in cls.__mro__ if isinstance(base, DescribedType)]
        names = {name for base in ours for name in vars(base) if not name.startswith("_")}
        return sorted(names - {field.name for field in _fields(cls)})


@cache
def _fields(model: type) -> list[_Field]:
    found: dict[str, _Field] = {}
    for base in reversed(model.__mro__):
        if isinstance(base, DescribedType) and not base.__module__.startswith(f"{_HERE}.models."):
            found |= {field.name: field for field in _written(base)}
    return list(found.values())


def _written(model: type) -> Iterator[_Field]:
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
            default = None if value is None else ast.unparse(value)
            note = cleandoc(str(ast.literal_eval(after.value))) if isinstance(after, ast.Expr) else ""
            yield _Field(ast.unparse(part.target), _Text(ast.unparse(part.annotation)), default, note)
