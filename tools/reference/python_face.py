"""What a program sees of the generated client, read from its source: methods, models, inputs, enums."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

__all__ = ["Face", "Member", "Method", "Parameter", "PythonType", "read_face"]

_ARGUMENT = re.compile(r"(\w+): (.*)")
_ROOTS = frozenset({"ResultModel", "ResultPage", "InputModel", "OpenEnum"})


class Parameter(NamedTuple):
    """A parameter of a method."""

    name: str
    annotation: str
    default: str | None
    """As it is written; None for one that must be given."""
    positional: bool
    text: str


class Method(NamedTuple):
    """A method of the client."""

    name: str
    text: str
    """What it does, in Markdown, without the arguments."""
    parameters: tuple[Parameter, ...]
    result: str

    @property
    def summary(self) -> str:
        """The first sentence."""
        return self.text.partition("\n\n")[0].replace("\n", " ")


class Member(NamedTuple):
    """A field of a model or an input, or a value of an enum."""

    name: str
    annotation: str
    required: bool
    text: str


@dataclass(frozen=True)
class PythonType:
    """A class, or a union of models."""

    name: str
    kind: Literal["result", "input", "enum"]
    home: str
    """The module that it is in: the file of operations that needs it, `common`, or `enums`."""
    text: str
    bases: tuple[str, ...]
    members: tuple[Member, ...]
    alternatives: tuple[str, ...] = ()
    """The models that a value may be of, if this is a union."""


@dataclass(frozen=True)
class Face:
    """All of it, by name."""

    methods: Mapping[str, Method]
    types: Mapping[str, PythonType]

    @cached_property
    def homes(self) -> Mapping[str, PythonType]:
        """Types by each name that annotations use: what an argument takes for an enum is called after it."""
        values = {f"{name}Value": kind for name, kind in self.types.items() if kind.kind == "enum"}
        return {**values, **self.types}

    def members(self, name: str) -> Iterator[tuple[PythonType, Member]]:
        """Give the fields of a type with the class that each is from; those of its bases come first."""
        kind = self.types[name]
        for base in kind.bases:
            yield from self.members(base)
        yield from ((kind, member) for member in kind.members)

    def named_in(self, annotation: str) -> list[str]:
        """Give the names of this package in an annotation, in their order."""
        return [word for word in re.findall(r"\w+", annotation) if word in self.homes]


def read_face(package: Path) -> Face:
    """Read the sources of a generated package."""
    types: dict[str, PythonType] = {}
    kinds: tuple[tuple[Literal["result", "input"], str], ...] = (("result", "models"), ("input", "inputs"))
    for kind, folder in kinds:
        for path in sorted((package / folder).glob("*.py")):
            if path.stem != "__init__":
                types |= {found.name: found for found in _types(_parsed(path), kind, path.stem)}
    for path in sorted((package / "enums").glob("*.py")):
        types |= {found.name: found for found in _types(_parsed(path), "enum", "enums")}
    return Face({method.name: method for method in _methods(_parsed(package / "client.py"))}, types)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _methods(module: ast.Module) -> Iterator[Method]:
    client = next(node for node in module.body if isinstance(node, ast.ClassDef))
    for node in client.body:
        if isinstance(node, ast.FunctionDef):
            text, arguments = _read_docstring(ast.get_docstring(node) or "")
            result = ast.unparse(node.returns) if node.returns else "None"
            yield Method(node.name, text, tuple(_parameters(node.args, arguments)), result)


def _parameters(arguments: ast.arguments, texts: Mapping[str, str]) -> Iterator[Parameter]:
    plain = arguments.args[1:]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    pairs = [
        (argument, default, True) for argument, default in zip(plain, [*defaults, *arguments.defaults], strict=True)
    ]
    pairs += [
        (argument, default, False)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    for argument, default, positional in pairs:
        annotation = ast.unparse(argument.annotation) if argument.annotation else "Any"
        written = ast.unparse(default) if default else None
        yield Parameter(argument.arg, annotation, written, positional, texts.get(argument.arg, ""))


def _read_docstring(docstring: str) -> tuple[str, dict[str, str]]:
    """Split a docstring into what it says of the method and what it says of each argument."""
    text, _, below = docstring.partition("\nArgs:\n")
    arguments: dict[str, str] = {}
    for line in below.splitlines():
        if match := _ARGUMENT.match(line.removeprefix("    ")):
            arguments[match[1]] = match[2]
        elif arguments and line.strip():
            arguments[next(reversed(arguments))] += f" {line.strip()}"
    return text.strip(), arguments


def _types(module: ast.Module, kind: Literal["result", "input", "enum"], home: str) -> Iterator[PythonType]:
    for node, after in zip(module.body, [*module.body[1:], None], strict=True):
        if isinstance(node, ast.ClassDef):
            bases = tuple(name for name in map(ast.unparse, node.bases) if name.partition("[")[0] not in _ROOTS)
            yield PythonType(node.name, kind, home, ast.get_docstring(node) or "", bases, tuple(_members(node)))
        elif isinstance(node, ast.AnnAssign) and kind == "result" and node.value:
            names = [found.id for found in ast.walk(node.value) if isinstance(found, ast.Name)]
            alternatives = tuple(sorted(name for name in names if name not in {"Annotated", "Field"}))
            yield PythonType(ast.unparse(node.target), kind, home, _string(after), (), (), alternatives)


def _members(node: ast.ClassDef) -> Iterator[Member]:
    for part, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(part, ast.AnnAssign) and not ast.unparse(part.target).startswith("typename__"):
            annotation = ast.unparse(_plain(part.annotation))
            yield Member(ast.unparse(part.target), annotation, _is_required(part.value), _string(after))
        elif isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant):
            yield Member(str(part.value.value), "str", False, _string(after))


def _plain(annotation: ast.expr) -> ast.expr:
    """Take the type out of `Annotated`."""
    is_annotated = isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Annotated"
    if is_annotated and isinstance(annotation.slice, ast.Tuple):  # type: ignore[attr-defined]
        return annotation.slice.elts[0]  # type: ignore[attr-defined]
    return annotation


def _is_required(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return not any(keyword.arg == "default" for keyword in value.keywords)
    return value is None


def _string(node: ast.stmt | None) -> str:
    is_string = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return str(node.value.value).strip() if is_string else ""  # type: ignore[union-attr]
