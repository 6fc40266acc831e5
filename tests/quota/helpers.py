"""What the tests of the file have in common."""

from __future__ import annotations

import os
import subprocess
import time
import warnings
from typing import TYPE_CHECKING

from conviso_client.quota import Quota
from conviso_client.quota.file import FileStore
from conviso_client.quota.ledger import Limits
from conviso_client.quota.queue import WaitQueue
from conviso_client.quota.shared import SharedLedger

if TYPE_CHECKING:
    from collections.abc import Callable

    Start = Callable[..., subprocess.Popen[str]]

LIMITS = Limits(5, 60.0, 2.0)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class AheadClock:
    """Goes on by itself, and can be put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


class Process:
    """A process that shares the file, on a clock of the test's."""

    def __init__(self, clock: Callable[[], float] | None = None, name: str = "name", limits: Limits = LIMITS) -> None:
        self.store = FileStore(clock or Clock())
        self.shared = SharedLedger(self.store, name, limits)

    def take(self, count: int = 1) -> list[float]:
        """Take as many permits as there are, and wait for none."""
        permits = self.shared.take((), count, time.monotonic())
        self.shared.take()
        return permits

    def charged(self) -> int:
        """Return how many permits are charged, and take none."""
        self.shared.take()
        return len(self.shared.ledger.ends)

    @property
    def alone(self) -> bool:
        """Whether it counts by itself, because the file cannot be used."""
        return bool(self.shared._pause)


def limiter(key: str, **options: float) -> WaitQueue:
    made = Quota.shared(**{"requests": 5, **options}).limiter("https://a", key)  # type: ignore[arg-type]
    assert isinstance(made, WaitQueue)
    return made


def fork() -> int:
    """Fork as a server with workers does: newer Pythons warn of threads, which are what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
