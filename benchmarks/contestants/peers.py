"""GraphQL clients for any API: gql and sgqlc. Both give dicts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from benchmarks.contestants.request import HEADERS, document, variables

__all__ = ["gql_aiohttp_async", "gql_async", "gql_sync", "sgqlc_sync"]

Get = Callable[[int, int], Any]
GetAsync = Callable[[int, int], Coroutine[Any, Any, Any]]


@contextmanager
def gql_sync(url: str) -> Iterator[Get]:
    from gql import Client, GraphQLRequest
    from gql.transport.httpx import HTTPXTransport

    request = GraphQLRequest(document())
    with Client(transport=HTTPXTransport(url=url, headers=HEADERS)) as session:
        yield lambda number, rows: session.execute(
            GraphQLRequest(request, variable_values=variables(number, rows), operation_name="issues")
        )


@contextmanager
def sgqlc_sync(url: str) -> Iterator[Get]:
    from sgqlc.endpoint.http import HTTPEndpoint

    endpoint = HTTPEndpoint(url, HEADERS)
    yield lambda number, rows: endpoint(document(), variables(number, rows), "issues")


@asynccontextmanager
async def gql_async(url: str) -> AsyncIterator[GetAsync]:
    from gql.transport.httpx import HTTPXAsyncTransport

    async with _session(HTTPXAsyncTransport(url=url, headers=HEADERS)) as get:
        yield get


@asynccontextmanager
async def gql_aiohttp_async(url: str) -> AsyncIterator[GetAsync]:
    from gql.transport.aiohttp import AIOHTTPTransport

    async with _session(AIOHTTPTransport(url=url, headers=HEADERS)) as get:
        yield get


@asynccontextmanager
async def _session(transport: Any) -> AsyncIterator[GetAsync]:
    from gql import Client, GraphQLRequest

    request = GraphQLRequest(document())
    async with Client(transport=transport) as session:
        yield lambda number, rows: session.execute(
            GraphQLRequest(request, variable_values=variables(number, rows), operation_name="issues")
        )
