"""Which library runs the tasks of this thread."""

from __future__ import annotations

import sys

__all__ = ["in_trio"]


def in_trio() -> bool:
    """Say whether this is a task of trio, rather than of asyncio."""
    trio = sys.modules.get("trio")
    return trio is not None and bool(trio.lowlevel.in_trio_task())
