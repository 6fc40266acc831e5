"""Commands that are loaded when they run, and their extras."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from typing import NamedTuple

from conviso_client.errors import ConfigurationError, missing_extra

__all__ = ["Deferred", "MissingExtraError"]


class MissingExtraError(ConfigurationError):
    """A command's library is not installed."""


class Deferred(NamedTuple):
    """A function in a module, which takes the options and returns the exit status."""

    module: str
    function: str
    extra: str = ""
    """The extra with the module's libraries; empty if it needs none."""

    def __call__(self, options: argparse.Namespace) -> int:
        """Load and run it. Raises `MissingExtraError`."""
        try:
            return int(self._load()(options))
        except ModuleNotFoundError as error:
            library = (error.name or "").partition(".")[0]
            if library == "conviso_client" or not self.extra:
                raise
            missing = missing_extra(f"{library} is not installed: this command", self.extra)
            raise MissingExtraError(str(missing)) from None

    def _load(self) -> Callable[[argparse.Namespace], int]:
        try:
            function: Callable[[argparse.Namespace], int] = getattr(importlib.import_module(self.module), self.function)
        except ConfigurationError as error:  # the module's own error names what it lacks
            raise MissingExtraError(str(error)) from None
        return function
