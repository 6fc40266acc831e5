"""The types of the API: inputs, enums and the models of results.

A name is imported on first use, with the module that it is in; `import *` imports them all.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .generated.enums import *  # noqa: F403
    from .generated.inputs import *  # noqa: F403
    from .generated.models import *  # noqa: F403

_MODULES = ("enums", "inputs", "models")

if not TYPE_CHECKING:  # with a `__getattr__` type checkers believe in any name

    def __getattr__(name: str) -> object:
        if name == "__all__":
            return __dir__()
        if not name.startswith("_"):
            for module in _MODULES:
                found = getattr(importlib.import_module(f".generated.{module}", __package__), name, None)
                if found is not None:
                    globals()[name] = found
                    return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        modules = (importlib.import_module(f".generated.{module}", __package__) for module in _MODULES)
        return sorted(name for module in modules for name in module.__all__)
