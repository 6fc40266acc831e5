"""Read the operations: every definition of the `.graphql` and `.gql` files with its comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSyntaxError,
    Node,
    OperationDefinitionNode,
    Source,
    Visitor,
    visit,
)

from .comments import Comment, read_comment
from .compat import parse_operations
from .problems import GenerationError, Problem, problem_at

__all__ = ["Comment", "Documents", "Fragment", "WrittenOperation", "query_files", "read_documents"]

_SUFFIXES = frozenset({".gql", ".graphql"})


@dataclass(frozen=True)
class WrittenOperation:
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

    operations: tuple[WrittenOperation, ...]
    fragments: Mapping[str, Fragment]

    def as_document(self) -> DocumentNode:
        """Give everything as one document, to be validated as a whole."""
        nodes: list[DefinitionNode] = [operation.node for operation in self.operations]
        return DocumentNode(definitions=(*nodes, *(fragment.node for fragment in self.fragments.values())))


def read_documents(folder: Path) -> Documents:
    """Read every `.graphql` and `.gql` file below a folder.

    Raises `GenerationError` for a folder without operations, a syntax error, a definition that is neither an operation
    nor a fragment, a second definition of a name, or an instruction that is not known.
    """
    operations: list[WrittenOperation] = []
    fragments: dict[str, Fragment] = {}
    problems: list[Problem] = []
    for written in _definitions(folder, problems):
        comment = _with_descriptions(read_comment(written, problems), written)
        node = _without_descriptions(written)
        if isinstance(node, OperationDefinitionNode):
            operations.append(WrittenOperation(node, comment))
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
    return "no operation found: write one in a file that ends in .graphql or .gql"


def query_files(folder: Path) -> list[Path]:
    """List the files of operations below a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)


def _with_descriptions(comment: Comment, node: DefinitionNode) -> Comment:
    """Take what strings describe for what no comment says."""
    variables = getattr(node, "variable_definitions", None) or ()
    texts = {variable.variable.name.value: _description(variable) for variable in variables}
    arguments = {name: text for name, text in texts.items() if text} | dict(comment.arguments)
    return replace(comment, text=comment.text or _description(node), arguments=arguments)


def _description(node: Node) -> str:
    described = getattr(node, "description", None)
    return described.value.strip() if described else ""


def _without_descriptions(node: DefinitionNode) -> DefinitionNode:
    """Drop the strings that describe operations and variables: GraphQL has them since 2025, few servers know them."""
    described = (node, *(getattr(node, "variable_definitions", None) or ()))
    has_any = any(getattr(each, "description", None) is not None for each in described)
    return visit(node, _WithoutDescriptions()) if has_any else node


class _WithoutDescriptions(Visitor):
    def leave(self, node: Node, *_: object) -> Node | None:
        if getattr(node, "description", None) is None:
            return None
        return type(node)(**{key: getattr(node, key) for key in node.keys if key != "description"})


def _definitions(folder: Path, problems: list[Problem]) -> Iterable[DefinitionNode]:
    for path in query_files(folder):
        name = path.as_posix()
        try:
            yield from parse_operations(Source(path.read_text(encoding="utf-8-sig"), name)).definitions
        except GraphQLSyntaxError as error:
            line = error.locations[0].line if error.locations else 0
            problems.append(Problem(name, line, error.message))
        except OSError as error:
            problems.append(Problem(name, 0, f"cannot be read: {error.strerror}"))
        except UnicodeDecodeError as error:
            problems.append(Problem(name, 0, f"not UTF-8 ({error.reason} at byte {error.start})"))
