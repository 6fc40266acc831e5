"""The HTTP libraries by themselves, with json.loads: what a program without a client would do. Gives dicts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from benchmarks.contestants.request import HEADERS, document, variables

__all__ = ["aiohttp_async", "httpx2_async", "httpx2_sync", "httpx_async", "httpx_sync"]

Get = Callable[[int, int], Any]
GetAsync = Callable[[int, int], Coroutine[Any, Any, Any]]


@contextmanager
def httpx_sync(url: str) -> Iterator[Get]:
    import httpx

    with httpx.Client(headers=HEADERS) as client:
        yield lambda number, rows: json.loads(client.post(url, json=_request(number, rows)).content)


@contextmanager
def httpx2_sync(url: str) -> Iterator[Get]:
    import httpx2

    with httpx2.Client(headers=HEADERS) as client:
        yield lambda number, rows: json.loads(client.post(url, json=_request(number, rows)).content)


@asynccontextmanager
async def httpx_async(url: str) -> AsyncIterator[GetAsync]:
    import httpx

    async with httpx.AsyncClient(headers=HEADERS) as client:
        yield _getter(client, url)


@asynccontextmanager
async def httpx2_async(url: str) -> AsyncIterator[GetAsync]:
    import httpx2

    async with httpx2.AsyncClient(headers=HEADERS) as client:
        yield _getter(client, url)


@asynccontextmanager
async def aiohttp_async(url: str) -> AsyncIterator[GetAsync]:
    from httpx_aiohttp import HttpxAiohttpClient

    async with HttpxAiohttpClient(headers=HEADERS) as client:
        yield _getter(client, url)


def _getter(client: Any, url: str) -> GetAsync:
    async def get(number: int, rows: int) -> Any:
        return json.loads((await client.post(url, json=_request(number, rows))).content)

    return get


def _request(number: int, rows: int) -> dict[str, Any]:
    return {"query": document(), "operationName": "issues", "variables": variables(number, rows)}
