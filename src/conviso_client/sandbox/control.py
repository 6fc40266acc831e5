"""`/_sandbox`: faults, counters, received requests and reset, for programs on the same machine."""

from __future__ import annotations

import ipaddress
from typing import Any, Protocol
from urllib.parse import urlsplit

from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import Response

from conviso_client.errors import ConfigurationError

from .faults import Fault, Faults
from .http import json_answer, refusal
from .stats import Stats

__all__ = ["answer_control", "is_foreign_page", "is_local", "is_trusted"]


class Controlled(Protocol):
    """What of a sandbox can be looked at and changed from outside."""

    @property
    def world(self) -> Located: ...
    @property
    def faults(self) -> Faults: ...
    @property
    def stats(self) -> Stats: ...
    def reset(self) -> None: ...


class Located(Protocol):
    address: str


async def answer_control(state: Controlled, request: Request) -> Response:
    """Answer a request below `/_sandbox`."""
    if not is_trusted(request, state.world.address):
        return refusal("this is for programs on the same machine only, not for pages of other sites", 403)
    match request.method, request.scope["path"].removeprefix("/_sandbox").strip("/"):
        case "GET", "stats":
            return json_answer({**state.stats.summary(), "waitingFaults": state.faults.waiting()})
        case "GET", "requests":
            return json_answer([seen.as_json() for seen in state.stats.seen()])
        case "POST", "reset":
            state.reset()
            return json_answer({"reset": True})
        case "POST", "faults":
            return await _add_faults(state, request)
        case "DELETE", "faults":
            state.faults.clear()
            return json_answer({"waiting": 0})
        case _, "stats" | "requests" | "reset" | "faults":
            return refusal(f"{request.method} is not accepted here", 405)
        case _:
            return refusal("there are /_sandbox/stats, /_sandbox/requests, /_sandbox/reset and /_sandbox/faults", 404)


async def _add_faults(state: Controlled, request: Request) -> Response:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return refusal("send application/json", 415)
    try:
        given: Any = from_json(await request.body(), allow_inf_nan=False)
        listed: list[Any] = given if isinstance(given, list) else [given]
        state.faults.add(*(Fault.read(one) for one in listed))
    except (ValueError, AttributeError, TypeError):
        return refusal("send a fault as a JSON object, or a list of them", 400)
    except ConfigurationError as error:
        return refusal(error.message, 400)
    return json_answer({"waiting": state.faults.waiting()})


def is_trusted(request: Request, address: str) -> bool:
    """Whether a request comes from a program on the same machine, or from the sandbox's own page."""
    return is_local(request) and _names_this_machine(request, address) and not is_foreign_page(request, address)


def is_foreign_page(request: Request, address: str) -> bool:
    """Whether a page of another site makes a browser send this.

    A page can send requests anywhere, and then they have its `Origin`. Under a name that its owner lets point to this
    machine (DNS rebinding) it could read the answers as well, and then `Host` is that name.
    """
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    if origin is None:
        return False
    return origin not in {f"http://{host}", f"https://{host}"} or (
        is_local(request) and not _names_this_machine(request, address)
    )


def _names_this_machine(request: Request, address: str) -> bool:
    """Whether `Host` is an IP address, localhost or the host that the sandbox listens on, not a foreign name."""
    host = request.headers.get("host")
    if host is None:
        return True
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if name in {"localhost", urlsplit(address).hostname} or name.endswith(".localhost"):
            return True
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def is_local(request: Request) -> bool:
    """Whether a request comes from the same machine."""
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
