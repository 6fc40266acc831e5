"""How a generated package presents its clients."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CLIENT", "CLIENT_PACKAGE", "Template"]

CLIENT_PACKAGE = "conviso_client.generated"
"""Where the client's own operations are."""


class Template(NamedTuple):
    """What is different between the client's own package and one that adds to it."""

    header: str
    """The first line of each file."""
    classes: tuple[str, str]
    """The synchronous and the asynchronous client."""
    bases: tuple[str, str]
    home: str
    """The module that the bases are in."""
    about: str
    """The docstring of the clients."""
    extends: bool
    """True if the package adds to the client; false if it is the client."""


CLIENT = Template(
    header="# Written by `make generate` from schema.graphql and queries/. Do not edit.\n",
    classes=("Operations", "AsyncOperations"),
    bases=("BaseClient", "AsyncBaseClient"),
    home="conviso_client.client.base",
    about="The operations of the API, a method each.",
    extends=False,
)
