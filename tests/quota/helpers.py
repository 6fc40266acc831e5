"""What the tests of the file have in common."""

from __future__ import annotations

import os
import subprocess
import time
import warnings
from typing import TYPE_CHECKING

from conviso_client.quota import Quota
from conviso_client.quota.exchange import Ask
from conviso_client.quota.file import FileStore
from conviso_client.quota.ledger import Limits
from conviso_client.quota.limiter import Limiter

if TYPE_CHECKING:
    from collections.abc import Callable

    Start = Callable[..., subprocess.Popen[str]]

LIMITS = Limits(5, 60.0, 2.0)
ONE = Ask(arrivals=1, waiting=1)


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


def store(clock: Clock | None = None, name: str = "name", limits: Limits = LIMITS) -> FileStore:
    return FileStore(limits, name, clock or Clock())


def charged(one: FileStore) -> int:
    """Return how many permits are charged, and take none."""
    one.exchange(Ask())
    return len(one._state.ledger.ends)


def take(one: FileStore, count: int = 1) -> list[float]:
    return [at for _ in range(count) for at in one.exchange(ONE).permits]


def limiter(key: str, **options: float) -> Limiter:
    return Quota.shared(**{"requests": 5, **options}).limiter("https://a", key)  # type: ignore[arg-type]


def use_up(one: Limiter, permits: int) -> None:
    for _ in range(permits):
        one.acquire(0.0)


def fork() -> int:
    """Fork as a server with workers does: newer Pythons warn of threads, which are what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
