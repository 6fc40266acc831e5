"""What is wrong with a schema or an operation, with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from graphql import Node

from conviso_client.errors import ConfigurationError, in_line

__all__ = ["GenerationError", "Problem", "problem_at"]


class Problem(NamedTuple):
    """One thing to mend, and where."""

    file: str
    line: int
    """0 for a file as a whole."""
    message: str

    def __str__(self) -> str:
        location = f"{self.file}:{self.line}" if self.line else self.file
        return in_line(f"{location}: {self.message}" if location else self.message)


class GenerationError(ConfigurationError):
    """Nothing was generated; `problems` says what to mend, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[GenerationError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def _children(node: Node) -> Iterable[Node]:
    values = [getattr(node, key, None) for key in node.keys]
    listed = [value if isinstance(value, (list, tuple)) else (value,) for value in values]
    return (child for children in listed for child in children if isinstance(child, Node))


def problem_at(node: Node, message: str) -> Problem:
    """Make a problem that points to where a node begins, or the first part of it that was parsed."""
    if node.loc is None:
        inner = (problem_at(child, message) for child in _children(node))
        return next((problem for problem in inner if problem.line), Problem("", 0, message))
    return Problem(Path(node.loc.source.name).as_posix(), node.loc.start_token.line, message)
