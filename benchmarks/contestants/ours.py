"""conviso-client, on each HTTP library. Gives models."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from benchmarks.contestants.request import COMPANY, KEY

__all__ = [
    "aiohttp_async",
    "calm_sync",
    "client",
    "httpx2_async",
    "httpx2_sync",
    "httpx_async",
    "httpx_sync",
    "local_sync",
    "sniffio_async",
]

Get = Callable[[int, int], Any]
GetAsync = Callable[[int, int], Coroutine[Any, Any, Any]]


def quota() -> Any:
    """Return the default kind of quota, wide enough to wait for nothing; 2,000 calls a second are 1,200 charges."""
    from conviso_client import Quota

    return Quota.shared(requests=100_000, per=0.4, spread=0.2)


@contextmanager
def httpx_sync(url: str) -> Iterator[Get]:
    with client(url) as conviso:
        yield _getter(conviso)


@contextmanager
def local_sync(url: str) -> Iterator[Get]:
    from conviso_client import Quota

    with client(url, quota=Quota.local(requests=100_000, per=0.4, spread=0.2)) as conviso:
        yield _getter(conviso)


@contextmanager
def calm_sync(url: str) -> Iterator[Get]:
    gc.set_threshold(10_000)
    with httpx_sync(url) as get:
        yield get


@contextmanager
def httpx2_sync(url: str) -> Iterator[Get]:
    import httpx2

    with client(url, http_client=httpx2.Client) as conviso:
        yield _getter(conviso)


@asynccontextmanager
async def httpx_async(url: str) -> AsyncIterator[GetAsync]:
    async with _async_client(url) as conviso:
        yield _getter(conviso)


@asynccontextmanager
async def sniffio_async(url: str) -> AsyncIterator[GetAsync]:
    sys.path.append(f"{sys.prefix}/with-sniffio")
    async with httpx_async(url) as get:
        yield get


@asynccontextmanager
async def httpx2_async(url: str) -> AsyncIterator[GetAsync]:
    import httpx2

    async with _async_client(url, http_client=httpx2.AsyncClient) as conviso:
        yield _getter(conviso)


@asynccontextmanager
async def aiohttp_async(url: str) -> AsyncIterator[GetAsync]:
    from httpx_aiohttp import HttpxAiohttpClient

    async with _async_client(url, http_client=HttpxAiohttpClient) as conviso:
        yield _getter(conviso)


def client(url: str, **options: Any) -> Any:
    from conviso_client import Conviso

    return Conviso(KEY, url=url, company_id=COMPANY, **{"quota": quota(), **options})


def _async_client(url: str, **options: Any) -> Any:
    from conviso_client import AsyncConviso

    return AsyncConviso(KEY, url=url, company_id=COMPANY, **{"quota": quota(), **options})


def _getter(conviso: Any) -> Any:
    from conviso_client.types import PaginationInput

    return lambda number, rows: conviso.issues(pagination=PaginationInput(page=number, per_page=rows))
