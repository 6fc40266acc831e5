"""The ASGI application: who asks, what is asked, what goes wrong with it, the answer."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .context import Context
from .control import answer_control, is_local
from .faults import Fault
from .http import json_answer, read_parameters, refusal
from .page_for_people import answer_page
from .state import State
from .stats import Seen
from .wire import Sleep, deliver, status_of

__all__ = ["App"]


class App:
    """Answers `/graphql`, `/_sandbox` and `/`."""

    def __init__(self, state: State, sleep: Sleep = asyncio.sleep) -> None:
        self._state = state
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            path = request.url.path.rstrip("/")
            if path == "/graphql":
                await self._graphql(request, send)
                return
            if path == "/_sandbox" or path.startswith("/_sandbox/"):
                response = await answer_control(self._state, request)
            elif path == "" and request.method in {"GET", "HEAD"}:
                response = answer_page(self._state, trusted=is_local(request))
            elif path.startswith("/files/") and request.method in {"GET", "HEAD"}:
                response = self._file(path.removeprefix("/files/"))
            else:
                response = refusal("nothing here: the API answers at /graphql", 404)
            await response(scope, receive, send)
        except ClientDisconnect:
            return
        finally:
            await request.close()

    def _file(self, name: str) -> Response:
        """A file that the API gave the address of; whoever has the address may have the file."""
        kind, content = self._state.world.files.get(name, (None, b""))
        return refusal("no such file", 404) if kind is None else Response(content, media_type=kind)

    async def _graphql(self, request: Request, send: Send) -> None:
        exchange = _Exchange(self._state, request)
        response = await exchange.admit()
        fault = None
        if response is None:
            fault = self._state.faults.take(exchange.operation)
            response = exchange.run() if fault is None or fault.runs else None
        exchange.record(status_of(response, fault), fault)
        latency = self._state.faults.latency()
        if latency:
            await self._sleep(latency)
        await deliver(response, fault, request.scope, request.receive, send, self._sleep)


class _Exchange:
    """One request to `/graphql`: let in, read, run, counted."""

    def __init__(self, state: State, request: Request) -> None:
        self._state = state
        self._request = request
        self._parameters: dict[str, Any] = {}
        self._key = ""
        self._executed = False
        self.operation: str | None = None

    async def admit(self) -> Response | None:
        """Check key, quota and form; the answer that refuses the request, or None."""
        if self._request.method != "POST":
            return Response(status_code=405, headers={"Allow": "POST"})
        key = authenticate(self._state.settings.keys, self._request.headers.get("x-api-key"))
        if key is None:
            await self._request.body()
            return refusal("Unauthorized: the x-api-key header is missing or its key is not valid", 401)
        self._key = key
        refused = self._state.quota.refusal(key)
        if refused is not None:
            await self._request.body()
            return refused
        parameters = await read_parameters(self._request)
        if isinstance(parameters, Response):
            return parameters
        self._parameters = parameters
        self.operation = self._state.executor.title(parameters)
        return None

    def run(self) -> Response:
        """Execute the operation."""
        context = Context(self._state.world, self._state.settings.keys[self._key], self._key)
        outcome = self._state.executor.run(context, self._parameters)
        self._executed = outcome.executed
        return json_answer(outcome.body)

    def record(self, status: int, fault: Fault | None) -> None:
        """Count the request; before it is answered, so that whoever has the answer finds it counted."""
        headers = {name: value for name, value in self._request.headers.items() if name not in _SECRET_HEADERS}
        variables: Any = self._parameters.get("variables")
        given: dict[str, Any] = variables if isinstance(variables, dict) else {}
        seen = Seen(self.operation, given, status, self._executed, headers)
        self._state.stats.record(seen, fault=fault is not None)


_SECRET_HEADERS = frozenset({"x-api-key", "authorization", "cookie"})


def authenticate(keys: Mapping[str, object], given: str | None) -> str | None:
    """The key that was given, if it is one of those known."""
    offered = (given or "").encode("latin-1", "replace")
    matches = [key for key in keys if hmac.compare_digest(key.encode("latin-1", "replace"), offered)]
    return matches[0] if matches else None
