"""Small pieces of Python's syntax tree, as the shaping modules need them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

__all__ = [
    "all_of",
    "arguments_of",
    "docstring",
    "import_from",
    "modern",
    "names_in",
    "rename",
    "source_of",
    "type_checking",
]

_Node = TypeVar("_Node", bound=ast.AST)


def docstring(text: str, indent: str = "    ") -> ast.Expr:
    """Make a docstring; its later lines are indented as the code around it is."""
    lines = text.strip().splitlines()
    body = [lines[0], *((indent + line if line else "") for line in lines[1:])] if lines else [""]
    return ast.Expr(ast.Constant("\n".join([*body, indent] if len(body) > 1 else body)))


def import_from(module: str, names: Iterable[str], level: int = 0) -> ast.ImportFrom:
    """Make `from module import names`, sorted."""
    return ast.ImportFrom(module=module, names=[ast.alias(name) for name in sorted(set(names))], level=level)


def all_of(names: Iterable[str]) -> ast.stmt:
    """Make `__all__`, sorted."""
    public = ast.List([ast.Constant(name) for name in sorted(names)])
    return ast.Assign(targets=[ast.Name("__all__")], value=public, lineno=0)


def source_of(module: ast.Module) -> str:
    """Write a module's code, with docstrings as one writes them also where Python itself does not read them."""
    mark = _absent_mark(module)
    texts: list[str] = []
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            node.targets = [_bare(target) for target in node.targets]
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for statement in node.body[1:]:
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    texts.append(str(statement.value.value))
                    statement.value = ast.Name(f"{mark}{len(texts) - 1}__")
    code = ast.unparse(ast.fix_missing_locations(module))
    # One pass: what a text brings in is never searched for placeholders.
    return re.sub(rf"{mark}(\d+)__", lambda found: _quoted(texts[int(found[1])]), code)


def _absent_mark(module: ast.Module) -> str:
    """Begin placeholders with what no text and no name of the module contains: a schema may spell out any of them."""
    mark = "__docstring_"
    used = [value for node in ast.walk(module) for value in vars(node).values() if isinstance(value, str)]
    while any(mark in text for text in used):
        mark += "_"
    return mark


def _bare(target: ast.expr) -> ast.expr:
    """Write `a, b = ...` the same everywhere: Python 3.10 would put the names in parentheses."""
    return ast.Name(", ".join(map(ast.unparse, target.elts))) if isinstance(target, ast.Tuple) else target


def _quoted(text: str) -> str:
    body = re.sub(r'"(?=""|"?\Z)', r"\"", text.replace("\\", "\\\\"))
    return f'"""{"".join(map(_visible, body))}"""'


def _visible(character: str) -> str:
    """Escape what an editor would not show, or could not: control characters, halves of surrogate pairs."""
    is_plain = character.isprintable() or character in "\n\t"
    return character if is_plain else character.encode("unicode_escape").decode()


def type_checking(body: list[ast.stmt], orelse: list[ast.stmt] | None = None) -> ast.If:
    """Make a block that only type checkers read."""
    return ast.If(test=ast.Name("TYPE_CHECKING"), body=body or [ast.Pass()], orelse=orelse or [])


def names_in(node: ast.AST) -> set[str]:
    """Collect all names that a piece of code uses; the names of a class's attributes are not among them."""
    attributes = {id(child.target) for child in ast.walk(node) if isinstance(child, ast.AnnAssign)}
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name) and id(child) not in attributes}


def arguments_of(annotation: ast.expr) -> list[ast.expr]:
    """Give what stands in the brackets of an annotation."""
    if not isinstance(annotation, ast.Subscript):
        return []
    return annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]


def rename(node: _Node, names: Mapping[str, str]) -> _Node:
    """Replace names."""
    for child in ast.walk(node):
        if isinstance(child, ast.Name):
            child.id = names.get(child.id, child.id)
    return node


def modern(annotation: ast.expr) -> ast.expr:
    """Write an annotation as one would today: without quotes, `X | None` for `Optional[X]`, `list` for `List`."""
    plain: ast.expr = _Modern().visit(annotation)
    return plain


class _Modern(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            return modern(ast.parse(node.value.strip("\"'"), mode="eval").body)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id.startswith(('"', "'")):
            return modern(ast.Constant(node.id))
        return ast.Name({"List": "list", "Dict": "dict"}.get(node.id, node.id))

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        if name == "Literal":
            return node
        self.generic_visit(node)
        if name == "Optional":
            return ast.BinOp(node.slice, ast.BitOr(), ast.Constant(None))
        if name == "Union":
            first, *others = arguments_of(node)
            for other in others:
                first = ast.BinOp(first, ast.BitOr(), other)
            return first
        return node
