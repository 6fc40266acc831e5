"""The folders of the run time are layers: each imports those below it alone."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import conviso_client

ROOT = Path(conviso_client.__file__ or "").parent
SIDE = {"models", "http", "quota", "observe"}
BELOW = {
    **{folder: {"errors"} for folder in SIDE - {"quota"}},
    "quota": {"errors", "http"},
    "call": {"errors", *SIDE},
    "paging": {"errors", *SIDE, "call"},
    "client": {"errors", *SIDE, "call", "paging"},
}
"""What each folder may import, beside itself. Of its siblings, the quota takes one: what a fork must renew."""
MODULES = {path: path.relative_to(ROOT).parts[0] for folder in BELOW for path in (ROOT / folder).rglob("*.py")}


def imported(path: Path) -> Iterator[str]:
    """Give the first name below the package of each import, wherever it stands, but for those of types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    skipped = {id(inner) for node in typing for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in skipped:
            base = path.relative_to(ROOT.parent).parts[: -node.level] if node.level else ()
            parts = [*base, *(node.module or "").split(".")]
            if parts[0] == ROOT.name:
                yield from [parts[1]] if parts[1:] and parts[1] else [name.name for name in node.names]


@pytest.mark.parametrize("path", sorted(MODULES), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_what_is_below_it(path: Path) -> None:
    folder = MODULES[path]
    layers = {*BELOW, "errors"}
    assert {name for name in imported(path) if name in layers} <= BELOW[folder] | {folder}


def test_the_errors_import_no_layer() -> None:
    assert not set(imported(ROOT / "errors.py")) & set(BELOW)


def test_a_class_name_means_one_thing() -> None:
    found = Counter(
        node.name
        for path in ROOT.rglob("*.py")
        if "generated" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in found.items() if times > 1] == []
