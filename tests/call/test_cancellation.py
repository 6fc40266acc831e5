from __future__ import annotations

import time

import pytest

from conviso_client.call.cancellation import is_abandoned, sleep


def test_a_thread_of_the_callers_own_sleeps_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    sleep(3.0)
    assert slept == [3.0]
    assert not is_abandoned()
