"""Connections without work, in tasks of trio."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import httpx2
import pytest
import trio

from .conftest import Caller
from .server import Server
from .test_idle import assert_all_went_well, calls


@pytest.mark.parametrize("kind", [None, httpx.AsyncClient, httpx2.AsyncClient])
def test_what_the_server_has_closed_is_not_used_again(server: Server, closed: threading.Event, kind: Any) -> None:
    caller = Caller("async", server.url)
    trio.run(calls, caller, closed, kind)
    assert_all_went_well(caller, server)
