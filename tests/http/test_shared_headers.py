"""Calls with other options share a transport: each sends its own headers, wherever another one comes between."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import httpx

from conviso_client import Conviso, Quota
from conviso_client.http.base import Base

QUERY = "query($team: String) { version }"


def test_a_call_at_any_line_of_another_changes_none_of_its_headers() -> None:
    sent: list[tuple[bool, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        team = request.headers["x-team"]
        sent.append((f'"team":"{team}"'.encode() in request.content, team))
        return httpx.Response(200, json={"data": {"version": "1"}})

    http_client = httpx.Client(transport=httpx.MockTransport(answer))
    conviso = Conviso("k" * 20, http_client=http_client, quota=Quota.off())
    red, blue = (conviso.with_options(headers={"x-team": team}) for team in ("red", "blue"))

    def interrupted(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code is not Base._headers.__code__:
            return None
        if event == "line":
            sys.settrace(None)
            blue.execute(QUERY, {"team": "blue"})
            sys.settrace(interrupted)
        return interrupted

    before = sys.gettrace()
    sys.settrace(interrupted)
    try:
        for _ in range(2):
            red.execute(QUERY, {"team": "red"})
    finally:
        sys.settrace(before)
    assert {team for _, team in sent} == {"red", "blue"}
    assert all(is_right for is_right, _ in sent)
