"""What an operation costs by the API's own count.

A root field is depth 1, and each further selection set adds 1. Complexity is one point per field node; whether the
server counts alternative type fragments once or each is not documented, so a fragment counts wherever it is spread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

__all__ = ["MAX_COMPLEXITY", "MAX_DEPTH", "Cost", "cost_of"]

MAX_DEPTH = 15
MAX_COMPLEXITY = 400


class Cost(NamedTuple):
    """Depth and complexity of a selection set."""

    depth: int
    complexity: int


def cost_of(selection_set: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Cost:
    """Count depth and complexity, with every fragment expanded where it is spread."""
    depth = complexity = 0
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            inner = cost_of(selection.selection_set, fragments) if selection.selection_set else Cost(0, 0)
            cost = Cost(inner.depth + 1, inner.complexity + 1)
        elif isinstance(selection, FragmentSpreadNode):
            cost = cost_of(fragments[selection.name.value].selection_set, fragments)
        elif isinstance(selection, InlineFragmentNode):
            cost = cost_of(selection.selection_set, fragments)
        else:
            raise TypeError(f"unexpected selection {selection!r}")
        depth, complexity = max(depth, cost.depth), complexity + cost.complexity
    return Cost(depth, complexity)
