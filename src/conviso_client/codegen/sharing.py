"""Take the client's own types where a package would define the very same ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from .syntax import import_from, names_in

__all__ = ["share_types"]

_GENERATED = Path(__file__).parents[1] / "generated"
_HOMES = ("enums", "inputs", "models")

Modules = Mapping[str, ast.Module]


def share_types(modules: Modules) -> dict[str, ast.Module]:
    """Replace the definitions of `enums`, `inputs` and `models` that the client has too by imports from it.

    Two definitions are the same if all but their docstrings is, and all that they are made of is shared as well: so an
    object of a shared type is the same object to both packages.
    """
    own = {name: node for module in modules.values() for name, node in _definitions(module)}
    shared = {name for name, node in own.items() if _text(node) == _ours().get(name, ("", ""))[1]}
    while strangers := {name for name in shared if names_in(own[name]) & (own.keys() - shared) - {name}}:
        shared -= strangers
    return {home: _without(module, shared) for home, module in modules.items()}


def _definitions(module: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), node
        elif isinstance(node, ast.If):
            yield from _definitions(ast.Module(node.body, []))


@cache
def _ours() -> dict[str, tuple[str, str]]:
    """Read the home and the text of each of the client's own types."""
    found: dict[str, tuple[str, str]] = {}
    for home in _HOMES:
        for path in sorted([*_GENERATED.glob(f"{home}.py"), *_GENERATED.glob(f"{home}/*.py")]):
            module = ast.parse(path.read_bytes())
            found.update({name: (home, _text(node)) for name, node in _definitions(module)})
    return found


def _text(node: ast.stmt) -> str:
    if not isinstance(node, ast.ClassDef):
        return ast.unparse(node)
    body = [part for part in node.body if not _is_docstring(part)] or [ast.Pass()]
    plain = ast.ClassDef(node.name, node.bases, node.keywords, body, node.decorator_list)
    return ast.unparse(ast.parse(ast.unparse(ast.fix_missing_locations(ast.Module([plain], [])))))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _without(module: ast.Module, shared: set[str]) -> ast.Module:
    body: list[ast.stmt] = []
    imported: set[str] = set()
    drops_docstring = False
    for node in module.body:
        names = {name for name, _ in _definitions(ast.Module([node], []))} & shared
        if drops_docstring and _is_docstring(node):
            continue
        drops_docstring = bool(names)
        imported |= names
        if not names:
            body.append(node)
    for home in _HOMES:
        if from_home := {name for name in imported if _ours()[name][0] == home}:
            body.insert(_after_imports(body), import_from(f"conviso_client.generated.{home}", from_home))
    return ast.Module(list(_with_used_imports(body, imported)), [])


def _with_used_imports(body: list[ast.stmt], passed_on: set[str]) -> Iterator[ast.stmt]:
    imports = [node for node in body if isinstance(node, ast.ImportFrom)]
    used = passed_on | {"annotations"} | set[str]().union(*(names_in(node) for node in body if node not in imports))
    for node in body:
        if isinstance(node, ast.ImportFrom):
            node.names = [alias for alias in node.names if alias.name in used]
        if not isinstance(node, ast.ImportFrom) or node.names:
            yield node


def _after_imports(body: list[ast.stmt]) -> int:
    return max(number for number, node in enumerate(body, start=1) if isinstance(node, ast.ImportFrom))
