"""Follow a selection through the old and the new schema side by side, where one type took the place of another."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    FieldNode,
    GraphQLNamedType,
    GraphQLOutputType,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
)

from .compatible import reads, wraps_alike
from .touches import Comparison, Effect

__all__ = ["answer_effect", "selection_effect"]


def answer_effect(comparison: Comparison, node: FieldNode, old: GraphQLOutputType, new: GraphQLOutputType) -> Effect:
    """Say what becomes of a selected field whose type was replaced."""
    before, after = get_named_type(old), get_named_type(new)
    if is_composite_type(before) != is_composite_type(after):
        return Effect.EDIT
    if node.selection_set is None:
        return Effect.NONE if reads(old, new) else Effect.REGENERATE
    effect = selection_effect(comparison, node.selection_set, before, after)
    if effect is Effect.NONE and not wraps_alike(old, new):
        return Effect.REGENERATE
    return effect


def selection_effect(
    comparison: Comparison, selection_set: SelectionSetNode, old: GraphQLNamedType, new: GraphQLNamedType
) -> Effect:
    """Say what becomes of a selection on a type that was replaced; if it was not, its changes speak for themselves."""
    if old.name == new.name and type(old) is type(new):
        return Effect.NONE
    effects = _effects(comparison, selection_set, old, new)
    return max(effects, key=lambda effect: effect.rank, default=Effect.NONE)


def _effects(
    comparison: Comparison, selection_set: SelectionSetNode, old: GraphQLNamedType, new: GraphQLNamedType
) -> Iterator[Effect]:
    before, after = getattr(old, "fields", {}), getattr(new, "fields", {})
    for selection in selection_set.selections:
        name = selection.name.value if isinstance(selection, FieldNode) else ""
        if comparison.fails_at(selection):
            yield Effect.EDIT
        elif isinstance(selection, FieldNode) and name in before and name in after:
            yield answer_effect(comparison, selection, before[name].type, after[name].type)
        elif isinstance(selection, InlineFragmentNode) and not selection.type_condition:
            yield selection_effect(comparison, selection.selection_set, old, new)
