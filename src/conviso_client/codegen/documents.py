"""Read the operations: every definition of the `.graphql` files with its comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    Source,
    parse,
)

from .comments import Comment, read_comment
from .problems import GenerationError, Problem, problem_at

__all__ = ["Comment", "Documents", "Fragment", "Operation", "read_documents"]


@dataclass(frozen=True)
class Operation:
    """An operation as it was written."""

    node: OperationDefinitionNode
    comment: Comment

    @property
    def name(self) -> str:
        return self.node.name.value if self.node.name else ""


@dataclass(frozen=True)
class Fragment:
    """A fragment as it was written."""

    node: FragmentDefinitionNode
    comment: Comment

    @property
    def name(self) -> str:
        return self.node.name.value

    @property
    def type_name(self) -> str:
        return self.node.type_condition.name.value


@dataclass(frozen=True)
class Documents:
    """All operations and fragments, in the order of files and lines."""

    operations: tuple[Operation, ...]
    fragments: Mapping[str, Fragment]

    def as_document(self) -> DocumentNode:
        """Give everything as one document, to be validated as a whole."""
        nodes: list[DefinitionNode] = [operation.node for operation in self.operations]
        return DocumentNode(definitions=(*nodes, *(fragment.node for fragment in self.fragments.values())))


def read_documents(folder: Path) -> Documents:
    """Read every `.graphql` file below a folder.

    Raises `GenerationError` for a folder without operations, a syntax error, a definition that is neither an operation
    nor a fragment, a second definition of a name, or an instruction that is not known.
    """
    operations: list[Operation] = []
    fragments: dict[str, Fragment] = {}
    problems: list[Problem] = []
    for node in _definitions(folder, problems):
        comment = read_comment(node, problems)
        if isinstance(node, OperationDefinitionNode):
            operations.append(Operation(node, comment))
        elif not isinstance(node, FragmentDefinitionNode):
            problems.append(problem_at(node, "only operations and fragments may stand here"))
        elif (name := node.name.value) in fragments:
            first = problem_at(fragments[name].node, "")
            problems.append(problem_at(node, f"fragment {name} is already defined at {first.file}:{first.line}"))
        else:
            fragments[name] = Fragment(node, comment)
    if not operations and not problems:
        problems.append(Problem(folder.as_posix(), 0, _why_nothing(folder)))
    if problems:
        raise GenerationError(problems)
    return Documents(tuple(operations), fragments)


def _why_nothing(folder: Path) -> str:
    if folder.is_file():
        return "this is a file: give the folder that it is in"
    if not folder.exists():
        return "there is no such folder"
    return "no operation found: write one in a file that ends in .graphql"


def _definitions(folder: Path, problems: list[Problem]) -> Iterable[DefinitionNode]:
    for path in sorted(folder.rglob("*.graphql")):
        name = path.as_posix()
        try:
            yield from parse(Source(path.read_text(encoding="utf-8"), name)).definitions
        except GraphQLSyntaxError as error:
            line = error.locations[0].line if error.locations else 0
            problems.append(Problem(name, line, error.message))
        except OSError as error:
            problems.append(Problem(name, 0, f"cannot be read: {error.strerror}"))
        except UnicodeDecodeError as error:
            problems.append(Problem(name, 0, f"not UTF-8 ({error.reason} at byte {error.start})"))
