"""Tools for testing programs that use this package: a sandbox, skipped waits, assertions on what the server received.

With the extra `sandbox` installed, pytest knows the fixtures `conviso_sandbox`, `conviso` and `async_conviso`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conviso_client.lazy import lazy_names

if TYPE_CHECKING:
    from conviso_client.sandbox import Sandbox, Settings

    from .seen import assert_called, assert_not_called
    from .waits import Skipped, no_waits
else:
    # Loaded on first use, so that the pytest plugin costs nothing where it is not used.
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            ".sandbox": ("Sandbox", "Settings"),
            "seen": ("assert_called", "assert_not_called"),
            "waits": ("Skipped", "no_waits"),
        },
    )

__all__ = ["Sandbox", "Settings", "Skipped", "assert_called", "assert_not_called", "no_waits"]
