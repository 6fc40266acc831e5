"""Refuse methods of the same name, or with two arguments of the same name, because of what was added to them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from graphql import Node

from .problems import GenerationError, Problem, problem_at

__all__ = ["refuse_clashes"]


def refuse_clashes(methods: Iterable[tuple[Node, ast.FunctionDef]]) -> None:
    """Check methods with the operations that they come from.

    Raises `GenerationError` if the company, the pages or a pager brought a name that was there already.
    """
    if problems := list(_clashes(methods)):
        raise GenerationError(problems)


def _clashes(methods: Iterable[tuple[Node, ast.FunctionDef]]) -> Iterator[Problem]:
    taken: set[str] = set()
    for node, method in methods:
        if method.name in taken:
            yield problem_at(node, f"there would be two methods {method.name}: choose another name")
        taken.add(method.name)
        names = [argument.arg for argument in (*method.args.args, *method.args.kwonlyargs)]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield problem_at(node, f"{method.name} would have two arguments {name}: rename the variable")
