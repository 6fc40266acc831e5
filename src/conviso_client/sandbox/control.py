"""`/_sandbox`: faults, counts and a fresh start, for whoever is on the same machine."""

from __future__ import annotations

import ipaddress
from typing import Any

from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import Response

from conviso_client.errors import ConfigurationError

from .faults import Fault
from .http import json_answer, refusal
from .state import State

__all__ = ["answer_control", "is_local"]


async def answer_control(state: State, request: Request) -> Response:
    """Answer a request below `/_sandbox`."""
    if not is_local(request):
        return refusal("this is for clients on the same machine only", 403)
    match request.method, request.url.path.removeprefix("/_sandbox").strip("/"):
        case "GET", "stats":
            return json_answer({**state.stats.summary(), "waitingFaults": state.faults.waiting()})
        case "POST", "reset":
            state.reset()
            return json_answer({"reset": True})
        case "POST", "faults":
            return await _add_faults(state, request)
        case "DELETE", "faults":
            state.faults.clear()
            return json_answer({"waiting": 0})
        case _, "stats" | "reset" | "faults":
            return refusal(f"{request.method} is not accepted here", 405)
        case _:
            return refusal("there are /_sandbox/stats, /_sandbox/reset and /_sandbox/faults", 404)


async def _add_faults(state: State, request: Request) -> Response:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return refusal("send application/json", 415)
    try:
        given: Any = from_json(await request.body(), allow_inf_nan=False)
        listed: list[Any] = given if isinstance(given, list) else [given]
        faults = [Fault.read(one) for one in listed]
    except (ValueError, AttributeError, TypeError):
        return refusal("send a fault as a JSON object, or a list of them", 400)
    except ConfigurationError as error:
        return refusal(error.message, 400)
    for fault in faults:
        state.faults.add(fault)
    return json_answer({"waiting": state.faults.waiting()})


def is_local(request: Request) -> bool:
    """Whether a request comes from the same machine."""
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
