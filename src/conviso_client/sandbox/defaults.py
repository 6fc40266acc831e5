"""What the command line must know of the sandbox without loading it."""

from __future__ import annotations

__all__ = ["DEFAULT_KEY"]

DEFAULT_KEY = "sandbox-key"
