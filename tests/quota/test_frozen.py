"""Waits in tests that freeze time: they take real time, and end."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from conviso_client import Conviso
from conviso_client.quota import Quota
from conviso_client.quota.limiter import QuotaWaitExceeded, Settlement

from .waiting import queue, use_up

if TYPE_CHECKING:
    from conviso_client.sandbox import Sandbox


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze time as libraries for tests do: the functions of `time`, also where a module has taken them over."""
    for name in ("time", "monotonic", "perf_counter", "time_ns", "monotonic_ns", "perf_counter_ns"):
        real = getattr(time, name)
        now = real()
        for module in [time, *(sys.modules[name] for name in [*sys.modules] if name.startswith("conviso_client"))]:
            for attribute in [one for one, value in vars(module).items() if value is real]:
                monkeypatch.setattr(module, attribute, lambda now=now: now)


@pytest.mark.usefixtures("frozen")
def test_a_permit_comes_when_it_is_due_though_time_is_frozen() -> None:
    limiter = queue(1, 0.1, 0.05)
    use_up(limiter, 1)
    assert limiter.acquire(30.0).waited > 0.0


@pytest.mark.usefixtures("frozen")
def test_a_wait_ends_with_its_bound_though_time_is_frozen() -> None:
    limiter = queue(1, per=0.1, spread=60.0)
    use_up(limiter, 1)  # never answered: it may be answered at any time, and is not
    with pytest.raises(QuotaWaitExceeded):
        limiter.acquire(0.1)


@pytest.mark.usefixtures("frozen")
def test_a_hold_ends_without_a_quota_too_though_time_is_frozen() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    limiter.settle(limiter.acquire(None), Settlement("rejected", 0.05))
    assert limiter.acquire(30.0).waited > 0.0


def test_a_call_waits_out_a_429_while_time_is_frozen(conviso_sandbox: Sandbox, request: pytest.FixtureRequest) -> None:
    with Conviso(conviso_sandbox.api_key, url=conviso_sandbox.url) as conviso:
        conviso_sandbox.faults.next(status=429, headers={"Retry-After": "1"})
        request.getfixturevalue("frozen")
        assert conviso.companies().collection
