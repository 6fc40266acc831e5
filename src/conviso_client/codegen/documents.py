"""Read the operations: every definition of the `.graphql` files with its comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    Source,
    TokenKind,
    parse,
)

from .problems import GenerationError, Problem, problem_at

__all__ = ["Comment", "Documents", "Fragment", "Operation", "read_documents"]

_TAG = re.compile(r"@(?P<name>[a-z-]+)(?:\s+(?P<value>.*))?$")
_TAG_NAMES = frozenset({"company", "acts", "arg", "allow-deprecated", "list"})


@dataclass(frozen=True)
class Comment:
    """The comment above a definition: text for people, and instructions to the generator."""

    text: str = ""
    company: str | None = None
    acts: bool = False
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    allowed_deprecations: Mapping[str, str] = field(default_factory=dict[str, str])
    list_path: str | None = None


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
        comment = _read_comment(node, problems)
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
        problems.append(Problem(folder.as_posix(), 0, "no operation found: write one in a file that ends in .graphql"))
    if problems:
        raise GenerationError(problems)
    return Documents(tuple(operations), fragments)


def _definitions(folder: Path, problems: list[Problem]) -> Iterable[DefinitionNode]:
    for path in sorted(folder.rglob("*.graphql")):
        name = path.as_posix()
        try:
            yield from parse(Source(path.read_text(encoding="utf-8"), name)).definitions
        except GraphQLSyntaxError as error:
            line = error.locations[0].line if error.locations else 0
            problems.append(Problem(name, line, error.message))
        except UnicodeDecodeError as error:
            problems.append(Problem(name, 0, f"not UTF-8 ({error.reason} at byte {error.start})"))


def _read_comment(node: DefinitionNode, problems: list[Problem]) -> Comment:
    lines: list[str] = []
    company = list_path = None
    acts = False
    arguments: dict[str, str] = {}
    deprecations: dict[str, str] = {}
    for line in _comment_lines(node):
        tag = _TAG.match(line)
        if not tag:
            lines.append(line)
            continue
        name, value = tag["name"], (tag["value"] or "").strip()
        if name not in _TAG_NAMES:
            problems.append(problem_at(node, f"unknown instruction @{name}; known are {', '.join(sorted(_TAG_NAMES))}"))
        elif name == "acts":
            acts = True
        elif not value:
            problems.append(problem_at(node, f"@{name} needs a value"))
        elif name == "company":
            company = value
        elif name == "list":
            list_path = value
        else:
            key, _, text = value.partition(":")
            (arguments if name == "arg" else deprecations)[key.strip().lstrip("$")] = text.strip()
    return Comment("\n".join(lines).strip(), company, acts, arguments, deprecations, list_path)


def _comment_lines(node: DefinitionNode) -> list[str]:
    """Give the comment lines that stand directly above a definition, without the number sign."""
    lines: list[str] = []
    token = node.loc.start_token if node.loc else None
    while token and (above := token.prev) and above.kind is TokenKind.COMMENT and above.line == token.line - 1:
        lines.append((above.value or "").removeprefix(" ").rstrip())
        token = above
    return lines[::-1]
