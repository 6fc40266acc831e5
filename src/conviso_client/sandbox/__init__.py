"""The Conviso API on your own machine, for demos and tests: `with Sandbox() as sandbox: ...`.

Needs the extra `sandbox`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conviso_client.lazy import lazy_names

if TYPE_CHECKING:
    from .schema import schema_text
    from .server import Sandbox
    from .settings import Settings
else:
    _MODULES = {"schema": ("schema_text",), "server": ("Sandbox",), "settings": ("Settings",)}
    _load, __dir__ = lazy_names(__name__, _MODULES)

    def __getattr__(name: str) -> object:
        try:
            return _load(name)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("conviso_client"):
                raise
            from conviso_client.errors import missing_extra

            package = (error.name or "").partition(".")[0]
            raise missing_extra(f"{package} is not installed: the sandbox", "sandbox") from None


__all__ = ["Sandbox", "Settings", "schema_text"]
