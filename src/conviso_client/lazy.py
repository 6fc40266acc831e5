"""Names of a package that are loaded with their module when somebody asks for them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

__all__ = ["lazy_names"]


def lazy_names(
    package: str, modules: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make a package's `__getattr__` and `__dir__` from the names in each of its modules.

    A module of the package around it begins with a dot. Hide both functions from type checkers: with a `__getattr__`
    these believe in any name.
    """
    home_of = {name: module for module, names in modules.items() for name in names}
    namespace = vars(sys.modules[package])

    def get(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        namespace[name] = value = getattr(import_module(f".{home_of[name]}", package), name)
        return value

    return get, lambda: sorted({*namespace, *home_of})
