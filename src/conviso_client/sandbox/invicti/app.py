"""The Invicti Platform's REST surface, as far as it is known: see docs/invicti.md."""

from __future__ import annotations

import asyncio
import math
import re
import time
from dataclasses import dataclass
from dataclasses import field as field_of
from typing import Any, Literal

from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from conviso_client.models.values import number_of
from conviso_client.sandbox.app import authenticate
from conviso_client.sandbox.control import answer_control
from conviso_client.sandbox.faults import Faults, Latency
from conviso_client.sandbox.http import json_answer
from conviso_client.sandbox.quota import Allowances, QuotaRule
from conviso_client.sandbox.stats import Seen, Stats
from conviso_client.sandbox.wire import deliver, status_of

from .data import Data, Row, made_up

__all__ = ["InvictiApp", "InvictiSettings", "State"]

Envelope = Literal["pageInfo", "flat"]
_LISTS = re.compile(r"/api/inventory/v1/(applications|assets|vulnerabilities)(?:/([^/]+))?")
_FILTERS = {
    "assetId": "assetId",
    "assetType": "assetType",
    "name": "name",
    "vulnerabilitySeverities": "severity",
    "vulnerabilityStatus": "status",
}
"""Parameters that leave rows out, with the field that they are about."""


@dataclass(frozen=True)
class InvictiSettings:
    """How the sandbox behaves."""

    api_key: str = field_of(default="sandbox-key", repr=False)
    seed: int = 1
    assets: int = 3
    vulnerabilities: int = 300
    envelope: Envelope = "pageInfo"
    """Where a page has its totals: in `pageInfo`, or flat beside the rows. The vendor's pages show both."""
    largest_page: int = 100
    quota: QuotaRule = field_of(default_factory=QuotaRule)
    latency: Latency = field_of(default_factory=Latency)
    chances: tuple[Any, ...] = ()


class InvictiWorld:
    """Where it is, for the pages of `/_sandbox`."""

    address = ""


class State:
    """Everything that a running sandbox has."""

    def __init__(self, settings: InvictiSettings) -> None:
        self.settings = settings
        self.world = InvictiWorld()
        self.faults = Faults(settings.chances, settings.latency, settings.seed)
        self.stats = Stats()
        self.quota = Allowances(settings.quota)
        self.data: Data
        self.reset()

    def reset(self) -> None:
        """Go back to the data that it started with, the whole quota, no faults and no counts."""
        settings = self.settings
        self.data = made_up(settings.seed, settings.assets, settings.vulnerabilities)
        self.faults.clear()
        self.quota.reset()
        self.stats.reset()


class InvictiApp:
    """Answers below `/api`, and `/_sandbox`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            if request.scope["path"].startswith("/_sandbox"):
                response = await answer_control(self._state, request)
                await response(scope, receive, send)
            else:
                await self._answer(request, send)
        except ClientDisconnect:
            return
        finally:
            await request.close()

    async def _answer(self, request: Request, send: Send) -> None:
        state, path = self._state, request.scope["path"]
        name = f"{request.method} {path}"
        body = await request.body()
        response = self._refused(request)
        admitted, fault = response is None, None
        if response is None:
            fault = state.faults.take({name, path.rsplit("/", 1)[-1]})
            response = self._routed(request, body) if fault is None or fault.runs else None
        headers = {key: value for key, value in request.headers.items() if key != "x-auth"}
        parameters = {key: request.query_params.getlist(key) for key in request.query_params}
        status = status_of(response, fault)
        ran = admitted and response is not None
        seen = Seen(name, parameters, status, ran, headers, (path.rsplit("/", 1)[-1],), request.method != "GET")
        state.stats.record(seen, fault=fault is not None)
        if fault is not None:
            state.faults.done()
        await asyncio.sleep(state.faults.latency())
        await deliver(response, fault, request.scope, request.receive, send, asyncio.sleep)

    def _refused(self, request: Request) -> Response | None:
        """Check key and quota. Returns the answer that refuses the request, or None."""
        state = self._state
        key = authenticate({state.settings.api_key: None}, request.headers.get("x-auth"))
        if key is None:
            return problem(401, "Unauthorized: missing or invalid bearer token")
        wait = state.quota.wait(key)
        if wait is None:
            return None
        headers = {
            "X-RateLimit-Limit": str(state.settings.quota.requests),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(math.ceil(time.time() + wait)),
        }
        return problem(429, "Rate limit exceeded", headers, retryAfter=math.ceil(wait))

    def _routed(self, request: Request, body: bytes) -> Response:
        method, path = request.method, request.scope["path"]
        found = _LISTS.fullmatch(path)
        match method, path:
            case "POST", "/api/inventory/v1/applications":
                return self._create(body)
            case "POST", "/api/v1/scans":
                return self._scan(body)
            case "GET", "/api/apihub/v1/inventory/api-targets":
                return self._targets(request)
            case "GET", _ if found:
                rows = getattr(self._state.data, found[1])
                return self._page(request, rows) if found[2] is None else _one(rows, found[2])
            case _:
                return problem(404, f"there is no {method} {path} here")

    def _page(self, request: Request, rows: list[Row]) -> Response:
        given = request.query_params
        number, size = _number(given.get("pageNumber"), 1), _number(given.get("pageSize"), 20)
        if number is None or size is None:
            return problem(400, "pageNumber and pageSize are whole numbers from 1 on")
        for name, field in _FILTERS.items():
            if name in given:
                wanted = given.getlist(name)
                rows = [row for row in rows if row.get(field) in wanted]
        size = min(size, self._state.settings.largest_page)
        shown = {"items": rows[(number - 1) * size : number * size]}
        if self._state.settings.envelope == "flat":
            return json_answer({**shown, "totalCount": len(rows), "page": number, "pageSize": size})
        pages = -(-len(rows) // size)
        info = {"totalCount": len(rows), "pageSize": size, "currentPage": number, "totalPages": pages}
        return json_answer({**shown, "pageInfo": info})

    def _targets(self, request: Request) -> Response:
        given, rows = request.query_params, self._state.data.assets
        begin, size = _number(given.get("cursor"), 0, 0), _number(given.get("limit"), 20)
        if begin is None or size is None:
            return problem(400, "limit is a whole number from 1 on, cursor what nextPage said")
        end = begin + min(size, self._state.settings.largest_page)
        shown = [{"id": row["id"], "name": row["name"]} for row in rows[begin:end]]
        following = str(end) if end < len(rows) else None
        return json_answer({"targets": shown, "totalCount": len(rows), "nextPage": following, "previousPage": None})

    def _create(self, body: bytes) -> Response:
        given, rows = _object(body), self._state.data.applications
        name = given.get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 255:
            return json_answer({"errors": {"name": ["must have 1 to 255 characters"]}}, 422)
        row = {"id": f"{len(rows) + 1:032x}", "assetIds": [], "collectionIds": [], "tags": [], **given}
        rows.append(row)
        return Response(b"", 201, {"Location": f"/api/inventory/v1/applications/{row['id']}"})

    def _scan(self, body: bytes) -> Response:
        given = _object(body)
        if given.get("target_id") not in [row["id"] for row in self._state.data.assets]:
            return problem(404, "there is no such target")
        if given.get("user_authorized_to_scan") is not True:
            return problem(422, "user_authorized_to_scan must be true")
        scan = self._state.data.scan(given["target_id"])
        return Response(b"", 201, {"Location": f"/api/v1/scans/{scan['id']}"})


def problem(status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """Make an answer that says what is wrong."""
    return json_answer({"message": message, **more}, status, headers)


def _one(rows: list[Row], id_: str) -> Response:
    row = next((row for row in rows if row["id"] == id_), None)
    return problem(404, f"there is no {id_}") if row is None else json_answer(row)


def _number(text: str | None, default: int, least: int = 1) -> int | None:
    if text is None:
        return default
    number = number_of(text)
    return number if number is not None and number >= least else None


def _object(body: bytes) -> dict[str, Any]:
    try:
        given: Any = from_json(body)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
