"""Whether anybody still waits for what a thread asks for.

A request that is under way in a thread cannot be cancelled, but one that still waits, for a permit or for its next
attempt, need not be sent: the thread is marked, and the transport looks at the mark before it sends.
"""

from __future__ import annotations

from contextvars import Context, ContextVar
from threading import Event

__all__ = ["is_unwanted", "mark"]

_abandoned: ContextVar[Event | None] = ContextVar("conviso_abandoned", default=None)


def mark(context: Context, abandoned: Event) -> None:
    """Let what runs in a context send nothing once the event is set."""
    context.run(_abandoned.set, abandoned)


def is_unwanted() -> bool:
    """Say whether nobody waits any longer for what this thread is doing."""
    abandoned = _abandoned.get()
    return abandoned is not None and abandoned.is_set()
