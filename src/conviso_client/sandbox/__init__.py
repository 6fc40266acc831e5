"""The Conviso API on your own machine, for demos and tests: `with Sandbox() as sandbox: ...`.

Needs the extra `sandbox`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .schema import schema_text
    from .server import Sandbox
    from .settings import Settings

__all__ = ["Sandbox", "Settings", "schema_text"]

_HOMES = {"Sandbox": "server", "Settings": "settings", "schema_text": "schema"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("conviso_client"):
            raise
        from conviso_client.errors import ConfigurationError

        missing = f"the sandbox needs the extra 'sandbox' ({error.name} is not installed)"
        raise ConfigurationError(f"{missing}: pip install 'conviso-client[sandbox]'") from None
