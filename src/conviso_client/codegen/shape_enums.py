"""Make the enums: open to values that the API adds later, with no member that hides an attribute."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from graphql import GraphQLEnumType

from .naming import enum_member_names, literal_name, type_class
from .syntax import all_of, docstring, import_from, type_checking

__all__ = ["enums_module"]


def enums_module(enums: Iterable[GraphQLEnumType], arguments: Iterable[GraphQLEnumType]) -> ast.Module:
    """Order the enums by name, and add for those that are arguments what type checkers accept there."""
    classes = sorted(map(_enum, enums), key=lambda node: node.name)
    used = sorted(arguments, key=lambda kind: type_class(kind.name))
    body: list[ast.stmt] = [
        docstring("The API's enums. A value that is not listed here decodes as well: see `OpenEnum`.", ""),
        import_from("__future__", ["annotations"]),
        import_from("typing", ["TYPE_CHECKING", "Literal", "TypeAlias"] if used else []),
        import_from("conviso_client.models.enums", ["OpenEnum"]),
        all_of([*(node.name for node in classes), *(literal_name(kind.name) for kind in used)]),
        *classes,
        *(type_checking([_literal(kind)], [_same(kind)]) for kind in used),
    ]
    return ast.Module([node for node in body if not (isinstance(node, ast.ImportFrom) and not node.names)], [])


def _enum(kind: GraphQLEnumType) -> ast.ClassDef:
    names = enum_member_names(list(kind.values))
    members: list[ast.stmt] = [docstring(kind.description or f"The API's `{kind.name}`.")]
    for name, value in kind.values.items():
        members.append(ast.Assign(targets=[ast.Name(names[name])], value=ast.Constant(name), lineno=0))
        if value.deprecation_reason is not None:
            members.append(docstring(f"Deprecated: {value.deprecation_reason}"))
    return ast.ClassDef(type_class(kind.name), [ast.Name("OpenEnum")], [], members, [])


def _literal(kind: GraphQLEnumType) -> ast.stmt:
    strings = ast.Subscript(ast.Name("Literal"), ast.Tuple([ast.Constant(value) for value in kind.values]))
    either = ast.BinOp(ast.Name(type_class(kind.name)), ast.BitOr(), strings)
    return ast.AnnAssign(ast.Name(literal_name(kind.name)), ast.Name("TypeAlias"), either, simple=1)


def _same(kind: GraphQLEnumType) -> ast.stmt:
    name = ast.Name(type_class(kind.name))
    return ast.Assign(targets=[ast.Name(literal_name(kind.name))], value=name, lineno=0)
