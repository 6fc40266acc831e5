"""The ASGI application: authenticate, read, execute, apply faults, answer."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .context import RequestContext
from .control import answer_control, is_foreign_page, is_trusted
from .faults import Fault
from .http import BodyTooLarge, discard_body, json_answer, limited, rails_error, read_parameters, refusal
from .page_for_people import answer_page
from .state import SandboxState
from .stats import RequestedOperation, Seen
from .wire import Sleep, deliver, status_of

__all__ = ["App"]


class App:
    """Answers `/graphql`, `/_sandbox` and `/`."""

    def __init__(self, state: SandboxState, sleep: Sleep = asyncio.sleep) -> None:
        self._state = state
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, limited(receive, self._state.settings.largest_body))
        try:
            path = request.scope["path"].rstrip("/")
            if path == "/graphql":
                await self._graphql(request, send)
                return
            if path == "/_sandbox" or path.startswith("/_sandbox/"):
                response = await answer_control(self._state, request)
            elif path == "" and request.method in {"GET", "HEAD"}:
                response = answer_page(self._state, trusted=is_trusted(request, self._state.world.address))
            elif path.startswith("/files/") and request.method in {"GET", "HEAD"}:
                response = self._file(path.removeprefix("/files/"))
            else:
                response = refusal("nothing here: the API answers at /graphql", 404)
            await response(scope, receive, send)
        except ClientDisconnect:
            return
        except BodyTooLarge:
            await _too_large(self._state)(scope, receive, send)
        finally:
            await request.close()

    def _file(self, name: str) -> Response:
        """Serve a file whose address the API returned. The address is the only secret."""
        kind, content = self._state.world.files.get(name, (None, b""))
        return refusal("no such file", 404) if kind is None else Response(content, media_type=kind)

    async def _graphql(self, request: Request, send: Send) -> None:
        exchange = _Exchange(self._state, request)
        response = await exchange.admit()
        fault = None
        if response is None:
            fault = self._state.faults.take(exchange.requested.names)
            response = exchange.run() if fault is None or fault.runs else None
        exchange.record(status_of(response, fault), fault)
        if fault is not None:
            self._state.faults.done()
        latency = self._state.faults.latency()
        if latency:
            await self._sleep(latency)
        await deliver(response, fault, request.scope, request.receive, send, self._sleep)


class _Exchange:
    """One request to `/graphql`: authenticated, read, executed, counted."""

    def __init__(self, state: SandboxState, request: Request) -> None:
        self._state = state
        self._request = request
        self._parameters: dict[str, Any] = {}
        self._key = ""
        self._executed = False
        self.requested = RequestedOperation()

    async def admit(self) -> Response | None:
        """Check key, quota and body. Returns the answer that refuses the request, or None."""
        if self._request.method != "POST":
            return rails_error(self._request, 404, f"No route matches [{self._request.method}] /graphql")
        if is_foreign_page(self._request, self._state.world.address):
            return refusal("pages of other sites may not use the sandbox", 403)
        key = authenticate(self._state.settings.keys, self._request.headers.get("x-api-key"))
        try:
            return await self._read(key)
        except BodyTooLarge:
            return _too_large(self._state)

    async def _read(self, key: str | None) -> Response | None:
        if key is None:
            await discard_body(self._request)
            return refusal("Unauthorized: the x-api-key header is missing or its key is not valid", 401)
        self._key = key
        refused = self._state.quota.refusal(key)
        if refused is not None:
            await discard_body(self._request)
            return refused
        parameters = await read_parameters(self._request)
        if isinstance(parameters, Response):
            return parameters
        self._parameters = parameters
        self.requested = self._state.executor.requested(parameters)
        for name in self.requested.names:
            self._state.names.add(name)
        return None

    def run(self) -> Response:
        """Execute the operation."""
        context = RequestContext(self._state.world, self._state.settings.keys[self._key], self._key)
        outcome = self._state.executor.run(context, self._parameters)
        self._executed = outcome.executed
        if outcome.crash:
            return rails_error(self._request, 500, outcome.crash)
        return json_answer(outcome.body)

    def record(self, status: int, fault: Fault | None) -> None:
        """Count the request before the answer is sent: a client that has the answer finds it counted."""
        headers = {name: value for name, value in self._request.headers.items() if name not in _SECRET_HEADERS}
        variables: Any = self._parameters.get("variables")
        given: dict[str, Any] = variables if isinstance(variables, dict) else {}
        name, fields, write = self.requested
        seen = Seen(name, given, status, self._executed, headers, fields, write)
        self._state.stats.record(seen, fault=fault is not None)


def _too_large(state: SandboxState) -> Response:
    return refusal(f"the body has more than {state.settings.largest_body} bytes", 413)


_SECRET_HEADERS = frozenset({"x-api-key", "authorization", "cookie"})


def authenticate(keys: Mapping[str, object], given: str | None) -> str | None:
    """Return the given key if it is valid."""
    offered = (given or "").encode("latin-1", "replace")
    matches = [key for key in keys if hmac.compare_digest(key.encode("latin-1", "replace"), offered)]
    return matches[0] if matches else None
