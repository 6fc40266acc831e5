"""What talks to other packages uses what they promise: no attribute of theirs with a leading underscore."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import conviso_client

FOLDERS = ("http", "call")
DOCUMENTED = frozenset({"_replace", "_asdict", "_fields", "_make", "_value_", "_missing_", "_name_"})
"""Names that Python's documentation gives to all: those of named tuples and enums."""
OURS = frozenset({"self", "cls"})
FILES = [path for folder in FOLDERS for path in sorted((Path(conviso_client.__file__).parent / folder).glob("*.py"))]


def private_of_others(tree: ast.AST) -> Iterator[str]:
    """Give the private attributes that are read or written of anything but an object's own class."""
    own = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    own |= {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute) and is_own(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and not is_own(node) and node.attr not in own:
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr", "hasattr", "delattr"):
            name = node.args[1]
            if isinstance(name, ast.Constant) and is_private(str(name.value)):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in DOCUMENTED


def is_own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in OURS


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_private_of_another_package_is_used(path: Path):
    assert not list(private_of_others(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "source", ["client._pool", "client._pool = 1", "getattr(client, '_pool', None)", "a.b._network_backend"]
)
def test_the_check_finds_it(source: str):
    assert list(private_of_others(ast.parse(source)))


@pytest.mark.parametrize("source", ["self._pool = 1", "options._replace(a=1)", "x.__class__", "x.pool"])
def test_the_check_leaves_the_rest(source: str):
    assert not list(private_of_others(ast.parse(source)))
