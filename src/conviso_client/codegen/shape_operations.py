"""Write the descriptors as a module."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from conviso_client.call.operation import Company, Operation, Paging

from .naming import ANNOTATION_BUILTINS
from .syntax import docstring, import_from, names_in, type_checking

__all__ = ["operations_module"]


def operations_module(operations: Iterable[Operation[object]], acting: Iterable[str]) -> ast.Module:
    """Make the module with a constant for each operation, named like its method and typed by its result."""
    ordered = sorted(operations, key=lambda operation: operation.method)
    constants = [_constant(operation) for operation in ordered]
    results = set[str]().union(*(names_in(ast.parse(operation.result)) for operation in ordered))
    body: list[ast.stmt] = [
        docstring("What the run time knows of each operation.", ""),
        import_from("__future__", ["annotations"]),
        import_from("typing", ["TYPE_CHECKING"]),
        import_from("conviso_client.call.operation", ["Company", "Operation", "Paging"]),
        type_checking([node for node in [import_from("models", results - ANNOTATION_BUILTINS, level=1)] if node.names]),
        _side_effects(sorted(acting)),
        docstring("The root fields of queries that are not safe to repeat, because they change something.", ""),
        *constants,
    ]
    return ast.Module(body, [])


def _side_effects(fields: list[str]) -> ast.AnnAssign:
    names = ast.Call(ast.Name("frozenset"), [ast.List([ast.Constant(name) for name in fields])] if fields else [], [])
    return ast.AnnAssign(ast.Name("WITH_SIDE_EFFECTS"), ast.parse("frozenset[str]", mode="eval").body, names, simple=1)


REQUIRED = frozenset(name for name in Operation.__annotations__ if not hasattr(Operation, name))


def _constant(operation: Operation[object]) -> ast.AnnAssign:
    result = ast.parse(operation.result, mode="eval").body
    annotation = ast.Subscript(ast.Name("Operation"), result)
    keywords = [
        ast.keyword(name, _literal(getattr(operation, name)))
        for name in Operation.__annotations__
        if name in REQUIRED or getattr(operation, name) != getattr(Operation, name)
    ]
    return ast.AnnAssign(
        ast.Name(operation.method), annotation, ast.Call(ast.Name("Operation"), [], keywords), simple=1
    )


def _literal(value: object) -> ast.expr:
    if isinstance(value, (Company, Paging)):
        keywords = [ast.keyword(name, _literal(item)) for name, item in value._asdict().items()]
        return ast.Call(ast.Name(type(value).__name__), [], keywords)
    if isinstance(value, tuple):
        return ast.Tuple([_literal(item) for item in value])
    return ast.Constant(value)  # type: ignore[arg-type]
