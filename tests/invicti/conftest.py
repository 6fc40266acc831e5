from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from conviso_client.errors import ConvisoError
from conviso_client.invicti import AsyncInvicti, Invicti
from conviso_client.sandbox.invicti import InvictiSandbox
from conviso_client.testing import no_waits
from tests.faults.canary import CANARY, assert_clean, texts
from tests.faults.conftest import Caller, serving
from tests.faults.server import Server, answer

ASSET = {"id": "a1", "name": "shop", "assetType": "target"}


class InvictiCaller(Caller):
    """Makes calls of the client of the Invicti Platform, and looks for the key in what they raise."""

    def _run(self, options: dict[str, Any], method: str, *arguments: Any, **keywords: Any) -> Any:
        given = {"timeout": 60.0, "on_event": self.events.append, "quota": self.quota, **options}
        with no_waits() as waits:
            try:
                if self.mode == "sync":
                    with Invicti(self.keys, url=self.url, **given) as invicti:
                        return getattr(invicti, method)(*arguments, **keywords)
                return anyio.run(self._run_async, given, method, arguments, keywords)
            finally:
                self.sleeps += waits.seconds

    async def _run_async(
        self, given: dict[str, Any], method: str, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any:
        async with AsyncInvicti(self.keys, url=self.url, **given) as invicti:
            return await getattr(invicti, method)(*arguments, **keywords)

    def ask(self, kind: str = "query", **options: Any) -> Any:
        """Read an asset, or create an application."""
        if kind == "query":
            return self.run(options, "asset", "a1")
        return self.run(options, "create_application", "web")

    def refusal(self, kind: str = "query", **options: Any) -> Any:
        with pytest.raises(ConvisoError) as caught:
            self.ask(kind, **options)
        return caught.value


@pytest.fixture
def server() -> Iterator[Server]:
    for server in serving():
        server.otherwise = answer(ASSET)
        yield server


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, server: Server, caplog: pytest.LogCaptureFixture) -> Iterator[InvictiCaller]:
    caplog.set_level(logging.DEBUG)
    caller = InvictiCaller(request.param, f"http://127.0.0.1:{server.port}")
    caller.keys = CANARY
    yield caller
    assert_clean(texts(caller.events))
    assert_clean(iter([record.getMessage() for record in caplog.records if record.name == "conviso_client"]))


@pytest.fixture(scope="module")
def running() -> Iterator[InvictiSandbox]:
    with InvictiSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: InvictiSandbox) -> InvictiSandbox:
    running.reset()
    return running


@pytest.fixture
def invicti(sandbox: InvictiSandbox) -> Iterator[Invicti]:
    with no_waits(), Invicti(sandbox.api_key, url=sandbox.url) as client:
        yield client
