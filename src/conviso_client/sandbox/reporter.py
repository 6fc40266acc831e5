"""Collect the errors of one document, with the paths that graphql-ruby gives them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    Visitor,
    visit,
)

from .profiles import Profile
from .refusal import Entry

__all__ = ["ErrorReporter"]

N = TypeVar("N", bound=Node)


class ErrorReporter:
    """Collects the errors of one document."""

    def __init__(self, document: DocumentNode, profile: Profile) -> None:
        self._document = document
        self.profile = profile
        self._parents: dict[int, Node] = {}
        self.errors: list[Entry] = []

    def path(self, node: Node) -> list[str]:
        """The path of a node, from its operation or fragment down."""
        steps: list[str] = []
        at: Node | None = node
        while at is not None:
            steps += _path_segment(at)
            at = self.parent(at)
        return steps[::-1]

    def parent(self, node: Node) -> Node | None:
        """The node that holds another."""
        if not self._parents:
            visit(self._document, _Parents(self._parents))
        return self._parents.get(id(node))

    def enclosing(self, node: Node, *kinds: type[N]) -> N:
        """The node itself or its nearest ancestor, whichever is of one of these kinds."""
        at: Node | None = node
        while not isinstance(at, kinds):
            assert at is not None
            at = self.parent(at)
        return at

    def suggestion(self, name: str, known: Iterable[str]) -> str:
        """The end of a message about an unknown name: similar names, where graphql-ruby suggests them."""
        near = (
            [f"`{each}`" for each in get_close_matches(name, list(known), cutoff=0.7)] if self.profile.suggests else []
        )
        listed = " or ".join([", ".join(near[:-1]), near[-1]]) if len(near) > 1 else "".join(near)
        return f" (Did you mean {listed}?)" if near else ""


class _Parents(Visitor):
    """Notes the parent of each node."""

    def __init__(self, parents: dict[int, Node]) -> None:
        super().__init__()
        self._parents = parents

    def enter(self, node: Node, _key: Any, parent: Any, _path: Any, ancestors: list[Any]) -> None:
        if parent is not None:
            self._parents[id(node)] = parent if isinstance(parent, Node) else ancestors[-1]


def _path_segment(node: Node) -> list[str]:
    match node:
        case OperationDefinitionNode():
            return [f"{node.operation.value} {node.name.value}" if node.name else node.operation.value]
        case FragmentDefinitionNode():
            return [f"fragment {node.name.value}"]
        case FieldNode():
            return [(node.alias or node.name).value]
        case FragmentSpreadNode():
            return [f"... {node.name.value}"]
        case InlineFragmentNode():
            return [f"... on {node.type_condition.name.value}" if node.type_condition else "..."]
        case ArgumentNode() | ObjectFieldNode():
            return [node.name.value]
        case _:
            return []
