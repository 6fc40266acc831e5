"""The pytest plugin. It costs nothing until one of its fixtures is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.sandbox import Sandbox, Settings
    from conviso_client.sandbox.faults import Fault

    from .waits import Skipped

_TIMEOUT = 3.0
"""Timeout of an attempt of the fixtures' clients, in seconds: some hundred times what the sandbox needs, and all that a
test with a hanging server costs. `conviso.with_options(timeout=...)` changes it."""

__all__ = ["async_conviso", "conviso", "conviso_sandbox", "conviso_sandbox_settings", "conviso_waits"]


@pytest.fixture(scope="session")
def conviso_sandbox_settings() -> Settings:
    """The settings of the sandbox. Override it in your `conftest.py` for another seed, other keys or counts."""
    from conviso_client.sandbox import Settings

    return Settings()


@pytest.fixture(scope="session")
def _conviso_servers() -> Iterator[Callable[[Settings], Sandbox]]:
    # One for each settings: folders of one test suite may override them, and pytest makes a session's fixture once.
    with ExitStack() as stack:
        servers: list[tuple[Settings, Sandbox]] = []

        def server_of(settings: Settings) -> Sandbox:
            from conviso_client.sandbox import Sandbox

            if "freezegun" in sys.modules:
                _import_models()
            for known, server in servers:
                if known is settings:
                    return server
            servers.append((settings, stack.enter_context(Sandbox(settings=settings))))
            return servers[-1][1]

        yield server_of


def _import_models() -> None:
    """Import all models: imported while time is frozen, they would take the stand-in of `datetime` for a type."""
    import importlib
    import pkgutil

    from conviso_client import generated

    for module in pkgutil.walk_packages(generated.__path__, f"{generated.__name__}."):
        importlib.import_module(module.name)


@pytest.fixture
def conviso_sandbox(
    _conviso_servers: Callable[[Settings], Sandbox], conviso_sandbox_settings: Settings
) -> Iterator[Sandbox]:
    """The Conviso API on a free port of this machine, in its first state: one server per session, reset for each test.

    `conviso_sandbox.faults.next(status=429)` scripts a fault; `conviso_sandbox.seen("createAsset")` lists received
    requests. A fault that affected no request fails the test at its end: the test did not check what it was meant to.
    """
    server = _conviso_servers(conviso_sandbox_settings)
    server.reset()
    yield server
    unused = server.faults.unused()
    if unused:
        pytest.fail(_report(unused), pytrace=False)


def _report(unused: list[Fault]) -> str:
    lines = [f"  {fault!r}" for fault in unused]
    advice = "If that is intended, call conviso_sandbox.faults.clear()."
    return "\n".join(["these faults affected no request:", *lines, advice])


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
    """A client of the sandbox for its first company. It skips all waits."""
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
