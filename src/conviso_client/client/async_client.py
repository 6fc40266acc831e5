"""The client for tasks. A program that needs one of the two clients imports that one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from conviso_client.generated.async_client import AsyncOperations

from .base import Constructor

if TYPE_CHECKING:
    import httpx
    import httpx2

    HttpClient: TypeAlias = httpx.AsyncClient | httpx2.AsyncClient

__all__ = ["AsyncConviso"]


class AsyncConviso(Constructor["HttpClient"], AsyncOperations):
    """The Conviso Platform, with a method for each operation of its API.

    Tasks may share one. Use it in an `async with` block, or `await close()` it.
    """
