"""Shape the enums: open to values that the API adds later, with no member that hides an attribute."""

from __future__ import annotations

import ast
from collections.abc import Collection

from graphql import GraphQLEnumType

from .naming import enum_member_names, literal_name
from .syntax import all_of, docstring, import_from, type_checking

__all__ = ["enums_module", "shape_enum"]


def shape_enum(definition: ast.ClassDef, kind: GraphQLEnumType) -> ast.ClassDef:
    """Make an open enum of a plain one."""
    definition.bases = [ast.Name("OpenEnum")]
    names = enum_member_names(list(kind.values))
    members: list[ast.stmt] = [docstring(kind.description or f"The API's `{kind.name}`.")]
    for name, value in kind.values.items():
        members.append(ast.Assign(targets=[ast.Name(names[name])], value=ast.Constant(name), lineno=0))
        if value.deprecation_reason is not None:
            members.append(docstring(f"Deprecated: {value.deprecation_reason}"))
    definition.body = members
    return definition


def enums_module(module: ast.Module, arguments: Collection[str], values: dict[str, list[str]]) -> ast.Module:
    """Order the enums by name, and add for those that are arguments what type checkers accept there."""
    classes = sorted((node for node in module.body if isinstance(node, ast.ClassDef)), key=lambda node: node.name)
    used = sorted({node.name for node in classes} & set(arguments))
    body: list[ast.stmt] = [
        docstring("The API's enums. A value that is not listed here decodes as well: see `OpenEnum`.", ""),
        import_from("__future__", ["annotations"]),
        import_from("typing", ["TYPE_CHECKING", "Literal", "TypeAlias"] if used else []),
        import_from("conviso_client.models.base", ["OpenEnum"]),
        all_of([*(node.name for node in classes), *map(literal_name, used)]),
        *classes,
    ]
    if used:
        body.append(type_checking([_literal(name, values[name]) for name in used], [_same(name) for name in used]))
    return ast.Module([node for node in body if not (isinstance(node, ast.ImportFrom) and not node.names)], [])


def _literal(enum: str, values: list[str]) -> ast.stmt:
    strings = ast.Subscript(ast.Name("Literal"), ast.Tuple([ast.Constant(value) for value in values]))
    return ast.AnnAssign(
        ast.Name(literal_name(enum)), ast.Name("TypeAlias"), ast.BinOp(ast.Name(enum), ast.BitOr(), strings), simple=1
    )


def _same(enum: str) -> ast.stmt:
    return ast.Assign(targets=[ast.Name(literal_name(enum))], value=ast.Name(enum), lineno=0)
