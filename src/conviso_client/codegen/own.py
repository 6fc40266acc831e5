"""A package that adds operations to the client: its classes, its names, its sources."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from pathlib import Path

from graphql import print_ast

from conviso_client.errors import ConfigurationError

from .documents import Documents, Fragment, read_documents
from .library import library, with_library
from .naming import method_name
from .problems import Problem, problem_at
from .template import CLIENT_PACKAGE, Template

__all__ = ["check_package", "own_documents", "own_modules", "own_template", "taken_names", "target_of"]

_PACKAGE = '''"""The Conviso Platform: all operations of `conviso_client`, and those that are written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["AsyncConviso", "Conviso"]

if TYPE_CHECKING:
    from .async_client import AsyncConviso
    from .client import Conviso
else:
    from conviso_client.lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, {"async_client": ["AsyncConviso"], "client": ["Conviso"]})
'''


def own_template(package: str) -> Template:
    """Say what the clients of a user's package are called, and what they build on."""
    return Template(
        header=f"# Written by `conviso-client generate --package {package}`. Do not edit.\n",
        classes=("Conviso", "AsyncConviso"),
        bases=("Conviso", "AsyncConviso"),
        home="conviso_client",
        about="All operations of `conviso_client`, and those that are written here.",
        extends=True,
    )


def own_modules() -> dict[str, str]:
    """Give the modules that are the same in every such package."""
    return {"__init__.py": _PACKAGE}


def check_package(package: str) -> None:
    """Refuse a name that cannot be imported, or that is the client's.

    Raises `ConfigurationError`.
    """
    parts = package.split(".")
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        raise ConfigurationError(
            f"no package can be imported as {package!r}: give a dotted name of Python, such as my_app.conviso"
        )
    if parts[0] == "conviso_client" and package != CLIENT_PACKAGE:
        raise ConfigurationError(f"{package} is within the client: give a package of yours, such as my_app.conviso")


def target_of(package: str) -> Path:
    """Find the folder of a package: below `src` if its first part is there, else here."""
    parts = package.split(".")
    root = Path("src") if (Path("src") / parts[0]).is_dir() else Path()
    return root.joinpath(*parts)


def own_documents(folder: Path) -> Documents:
    """Read a user's operations, with those of the client's fragments that they use. Raises `GenerationError`."""
    return with_library(read_documents(folder))


def taken_names(documents: Documents) -> Iterator[Problem]:
    """List what has a name that the client has already given to something else."""
    yield from _taken_methods(documents)
    yield from _taken_fragments(documents, library().fragments)


def _taken_methods(documents: Documents) -> Iterator[Problem]:
    from conviso_client.client.async_client import AsyncConviso
    from conviso_client.client.sync_client import Conviso

    taken = {*dir(Conviso), *dir(AsyncConviso)}
    for operation in documents.operations:
        name = operation.name
        for method in (method_name(name), f"iter_{method_name(name)}"):
            if method in taken:
                way_out = (
                    f"give it another, and the root field too: 'query my{name[:1].upper()}{name[1:]} {{ my...: ... }}'"
                )
                yield problem_at(operation.node, f"the client has a method {method} already: {way_out}")
                break


def _taken_fragments(documents: Documents, library: Mapping[str, Fragment]) -> Iterator[Problem]:
    for name, fragment in documents.fragments.items():
        if name in library and print_ast(fragment.node) != print_ast(library[name].node):
            message = f"the client has a fragment {name} that selects something else: choose another name"
            yield problem_at(fragment.node, message)
