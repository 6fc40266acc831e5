"""What tests of programs that use this package need: a server of their own, no waits, and what the server saw.

With the extra `sandbox` installed, pytest knows the fixtures `conviso_sandbox`, `conviso` and `async_conviso`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conviso_client.sandbox import Sandbox, Settings

    from .seen import assert_called, assert_not_called
    from .waits import Skipped, no_waits

__all__ = ["Sandbox", "Settings", "Skipped", "assert_called", "assert_not_called", "no_waits"]

_HOMES = {
    "Sandbox": "conviso_client.sandbox",
    "Settings": "conviso_client.sandbox",
    "Skipped": "conviso_client.testing.waits",
    "assert_called": "conviso_client.testing.seen",
    "assert_not_called": "conviso_client.testing.seen",
    "no_waits": "conviso_client.testing.waits",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, so that the pytest plugin costs nothing where it is not used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
