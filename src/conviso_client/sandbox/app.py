"""The ASGI application: who may ask, what is asked, the answer."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from graphql import GraphQLSchema
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .context import Context, World
from .execution import Executor
from .http import json_answer, read_parameters, refusal

__all__ = ["GraphQLApp", "authenticate"]


class GraphQLApp:
    """Answers `POST /graphql`."""

    def __init__(
        self, world: World, schema: GraphQLSchema, keys: Mapping[str, frozenset[int] | None], *, introspection: bool
    ) -> None:
        self._world = world
        self._keys = keys
        self._executor = Executor(schema, introspection=introspection)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        finally:
            await request.close()
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.url.path.rstrip("/") != "/graphql":
            return refusal("nothing here: the API answers at /graphql", 404)
        if request.method != "POST":
            return Response(status_code=405, headers={"Allow": "POST"})
        key = authenticate(self._keys, request.headers.get("x-api-key"))
        if key is None:
            return refusal("Unauthorized: the x-api-key header is missing or its key is not valid", 401)
        parameters = await read_parameters(request)
        if isinstance(parameters, Response):
            return parameters
        context = Context(self._world, self._keys[key], key)
        return json_answer(self._executor.run(context, parameters).body)


def authenticate(keys: Mapping[str, object], given: str | None) -> str | None:
    """The key that was given, if it is one of those known."""
    offered = (given or "").encode("latin-1", "replace")
    matches = [key for key in keys if hmac.compare_digest(key.encode("latin-1", "replace"), offered)]
    return matches[0] if matches else None
