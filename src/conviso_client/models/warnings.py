"""Warnings that name the caller's line."""

from __future__ import annotations

import warnings

__all__ = ["warn"]

_INSIDE = {__name__.partition(".")[0], "pydantic"}
"""Packages that are never the caller: pydantic calls the validators of inputs."""


def warn(message: str, category: type[Warning]) -> None:
    """Warn, and name the first line outside of this package: Python shows a warning once for each line."""
    from inspect import currentframe

    level, frame = 1, currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _INSIDE:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)
