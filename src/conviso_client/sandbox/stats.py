"""What a sandbox has seen, for assertions and for people."""

from __future__ import annotations

import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Seen", "Stats"]

_KEPT = 5_000


@dataclass(frozen=True)
class Seen:
    """One request for GraphQL, as it came in. It holds no key."""

    operation: str | None
    """The operation's name, or its first root field's; None if the request was refused before it was read."""
    variables: dict[str, Any]
    status: int
    """The status that was answered; 0 if the connection was broken instead."""
    executed: bool
    """Whether the operation ran."""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    """The request's headers, in lower case, without the key."""


class Stats:
    """Counts, and the last requests. Safe to read from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests = 0
        self._statuses: Counter[int] = Counter()
        self._executions: Counter[str] = Counter()
        self._faults = 0
        self._seen: deque[Seen] = deque(maxlen=_KEPT)

    def record(self, seen: Seen, *, fault: bool) -> None:
        """Count one request."""
        with self._lock:
            self._requests += 1
            self._statuses[seen.status] += 1
            self._faults += fault
            if seen.executed and seen.operation is not None:
                self._executions[seen.operation] += 1
            self._seen.append(seen)

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._requests = self._faults = 0
            self._statuses.clear()
            self._executions.clear()
            self._seen.clear()

    def seen(self, operation: str | None = None) -> list[Seen]:
        """The last requests, oldest first; of one operation, or of all."""
        with self._lock:
            return [seen for seen in self._seen if operation is None or seen.operation == operation]

    def summary(self) -> dict[str, Any]:
        """The counts, as `GET /_sandbox/stats` tells them."""
        with self._lock:
            return {
                "requests": self._requests,
                "executions": dict(sorted(self._executions.items())),
                "statuses": {str(status): count for status, count in sorted(self._statuses.items())},
                "rejections": {"unauthorized": self._statuses[401], "quota": self._statuses[429]},
                "faults": self._faults,
            }
