"""The whole answer to "what changed": every change, with what it does to the operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from graphql import GraphQLSchema

from conviso_client.codegen.documents import Documents
from conviso_client.codegen.evidence import Evidence

from .changes import Change, ChangeSeverity
from .compare import compare
from .effects import refusals, touches
from .touches import Comparison, Effect, Touch

__all__ = ["Diff", "Entry", "diff_schemas"]

EXIT_SAME = 0
EXIT_CHANGED = 1
EXIT_BREAKS = 2


class Entry(NamedTuple):
    """One change, and the lines of the operations that it touches."""

    change: Change
    touches: tuple[Touch, ...]

    @property
    def effect(self) -> Effect:
        """The worst that it does to any operation."""
        return max((touch.effect for touch in self.touches), key=lambda effect: effect.rank, default=Effect.NONE)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that it touches."""
        return tuple(sorted({name for touch in self.touches for name in touch.operations}))


class Diff:
    """What changed between two schemas, and what comes of it."""

    def __init__(self, old: str, new: str, entries: Iterable[Entry], unfit: Iterable[str] = ()) -> None:
        self.old = old
        """Where the old schema came from."""
        self.new = new
        self.entries = tuple(entries)
        """The worst first: what breaks operations, then by severity, then by coordinate."""
        self.unfit = tuple(unfit)
        """Operations that the old schema refuses already: what is said of them is incomplete."""

    @cached_property
    def breaking_operations(self) -> tuple[Entry, ...]:
        """The changes that break an operation."""
        return tuple(entry for entry in self.entries if entry.effect.breaks)

    def count(self, severity: ChangeSeverity) -> int:
        """Count the changes of a severity."""
        return self._counts[severity]

    @cached_property
    def _counts(self) -> Counter[ChangeSeverity]:
        return Counter(entry.change.severity for entry in self.entries)

    @property
    def exit_status(self) -> int:
        """0 nothing changed, 1 no change breaks an operation, 2 one does."""
        if self.breaking_operations:
            return EXIT_BREAKS
        return EXIT_CHANGED if self.entries else EXIT_SAME


def diff_schemas(
    old: tuple[str, GraphQLSchema],
    new: tuple[str, GraphQLSchema],
    documents: Documents | None,
    evidence: Evidence | None = None,
) -> Diff:
    """Compare two schemas, each given with the name of its source.

    Without documents nothing is said of operations. `evidence` says of which fields the client takes null although the
    schema excludes it.
    """
    changes = compare(old[1], new[1])
    if documents is None or not changes:
        return Diff(old[0], new[0], _sorted(Entry(change, ()) for change in changes))
    comparison = Comparison(documents, old[1], new[1], evidence)
    entries = [Entry(change, tuple(touches(comparison, change))) for change in changes]
    found = [touch for entry in entries for touch in entry.touches]
    entries += [Entry(change, tuple(where)) for change, where in refusals(comparison, found)]
    return Diff(old[0], new[0], _sorted(entries), _unfit(comparison))


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    order = list(ChangeSeverity)

    def key(entry: Entry) -> tuple[int, int, str, str, str]:
        change = entry.change
        return -entry.effect.rank, order.index(change.severity), change.coordinate, change.kind.value, change.message

    return sorted(entries, key=key)


def _unfit(comparison: Comparison) -> list[str]:
    definitions = [comparison.old.definition_at(error.nodes[-1]) for error in comparison.old_errors if error.nodes]
    return sorted({name for one in definitions if one for name in comparison.old.operations(one)})
