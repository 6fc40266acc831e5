"""What the command line must know of the sandbox without loading it."""

from __future__ import annotations

__all__ = ["COUNTS", "DEFAULT_KEY", "MOST_ROWS"]

DEFAULT_KEY = "sandbox-key"

COUNTS = {"companies": 3, "assets": 60, "issues": 600, "projects": 24}
"""Rows to seed of what a user is likely to want more of, or less."""

MOST_ROWS = 1_000_000
"""More rows of an entity than this are not seeded."""
