"""What ariadne-codegen generates by default from the same operations. Gives models."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from benchmarks.contestants.request import COMPANY, HEADERS

__all__ = ["httpx_async", "httpx_sync"]

Get = Callable[[int, int], Any]
GetAsync = Callable[[int, int], Coroutine[Any, Any, Any]]


@contextmanager
def httpx_sync(url: str) -> Iterator[Get]:
    from default_client import Client, PaginationInput

    with Client(url=url, headers=HEADERS) as client:
        yield lambda number, rows: client.issues(
            company_id=COMPANY, pagination=PaginationInput(page=number, per_page=rows)
        )


@asynccontextmanager
async def httpx_async(url: str) -> AsyncIterator[GetAsync]:
    from default_async_client import Client, PaginationInput

    async with Client(url=url, headers=HEADERS) as client:
        yield lambda number, rows: client.issues(
            company_id=COMPANY, pagination=PaginationInput(page=number, per_page=rows)
        )
