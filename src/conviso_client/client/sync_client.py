"""The client for threads. A program that needs one of the two clients imports that one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from conviso_client.generated.client import Operations

from .base import Constructor

if TYPE_CHECKING:
    import httpx
    import httpx2

    HttpClient: TypeAlias = httpx.Client | httpx2.Client

__all__ = ["Conviso"]


class Conviso(Constructor["HttpClient"], Operations):
    """The Conviso Platform, with a method for each operation of its API.

    Threads may share one. After a fork it still works. Use it in a `with` block, or `close()` it.
    """
