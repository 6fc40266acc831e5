"""The pytest plugin. It costs nothing until one of its fixtures is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.sandbox import Sandbox, Settings
    from conviso_client.sandbox.faults import Fault

    from .waits import Skipped

_TIMEOUT = 3.0
"""Seconds that a client of the fixtures gives an attempt: some hundred times what the sandbox needs for an answer, and
what a test of a server that hangs costs. `conviso.with_options(timeout=...)` gives another."""

__all__ = ["async_conviso", "conviso", "conviso_sandbox", "conviso_sandbox_settings", "conviso_waits"]


@pytest.fixture(scope="session")
def conviso_sandbox_settings() -> Settings:
    """How the sandbox behaves. Override it in your `conftest.py` for another seed, other keys or counts."""
    from conviso_client.sandbox import Settings

    return Settings()


@pytest.fixture(scope="session")
def _conviso_server(conviso_sandbox_settings: Settings) -> Iterator[Sandbox]:
    from conviso_client.sandbox import Sandbox

    with Sandbox(settings=conviso_sandbox_settings) as sandbox:
        yield sandbox


@pytest.fixture
def conviso_sandbox(_conviso_server: Sandbox) -> Iterator[Sandbox]:
    """The Conviso API on a free port of this machine, in its first state: one server per session, reset for each test.

    `conviso_sandbox.faults.next(status=429)` scripts what goes wrong; `conviso_sandbox.seen("createAsset")` tells what
    came. A fault that met no request fails the test at its end: the test did not see what it was written for.
    """
    _conviso_server.reset()
    yield _conviso_server
    unused = _conviso_server.faults.unused()
    if unused:
        pytest.fail(_told(unused), pytrace=False)


def _told(unused: list[Fault]) -> str:
    lines = [f"  {fault!r}" for fault in unused]
    forget = "conviso_sandbox.faults.clear() forgets them, if that is meant"
    return "\n".join(["no request met these faults:", *lines, forget])


@pytest.fixture
def conviso_waits() -> Iterator[Skipped]:
    """The waits that `conviso` and `async_conviso` skipped."""
    from .waits import no_waits

    with no_waits() as skipped:
        yield skipped


def _options(sandbox: Sandbox) -> dict[str, Any]:
    company = next(iter(sorted(sandbox.companies)))
    return {"api_key": sandbox.api_key, "url": sandbox.url, "company_id": company, "timeout": _TIMEOUT}


@pytest.fixture
def conviso(conviso_sandbox: Sandbox, conviso_waits: Skipped) -> Iterator[Conviso]:
    """A client of the sandbox, about its first company. It waits for nothing."""
    from conviso_client import Conviso

    del conviso_waits  # it is there already
    with Conviso(**_options(conviso_sandbox)) as client:
        yield client


@pytest.fixture
def async_conviso(conviso_sandbox: Sandbox, conviso_waits: Skipped) -> AsyncConviso:
    """The same for asynchronous tests: `async with async_conviso as client: ...`."""
    from conviso_client import AsyncConviso

    del conviso_waits  # it is there already
    return AsyncConviso(**_options(conviso_sandbox))
