"""Counters and received requests, for assertions and for people."""

from __future__ import annotations

import json
import threading
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

__all__ = ["RequestedOperation", "Seen", "Stats"]

_KEPT = 5_000


class RequestedOperation(NamedTuple):
    """The operation that a request asks for, as far as it could be read."""

    operation: str | None = None
    """The operation's name, or its first root field's."""
    fields: tuple[str, ...] = ()
    """The root fields."""
    write: bool = False
    """Whether it is a mutation."""

    @property
    def names(self) -> frozenset[str]:
        """The names that match the operation: its own, and its root fields."""
        return frozenset({self.operation or "", *self.fields} - {""})


@dataclass(frozen=True)
class Seen:
    """One received GraphQL request. It does not hold the key."""

    operation: str | None
    """The operation's name, or its first root field's; None if the request was refused before it was read."""
    variables: dict[str, Any]
    status: int
    """The status of the answer; 0 if the connection was broken instead."""
    executed: bool
    """Whether the operation ran."""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    """The request's headers, in lower case, without the key."""
    fields: tuple[str, ...] = ()
    """The operation's root fields."""
    write: bool = False
    """Whether it is a mutation."""

    @property
    def names(self) -> frozenset[str]:
        """The names that match the operation."""
        return RequestedOperation(self.operation, self.fields).names

    def as_json(self) -> dict[str, Any]:
        """Convert to JSON. A file becomes its name."""
        return {**asdict(self), "variables": json.loads(json.dumps(self.variables, default=_file_name))}


class Stats:
    """Counters, and the last requests. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._statuses: Counter[int] = Counter()
        self._requests: Counter[str] = Counter()
        self._executions: Counter[str] = Counter()
        self._writes: Counter[str] = Counter()
        self._faults = 0
        self._seen: deque[Seen] = deque(maxlen=_KEPT)

    def record(self, seen: Seen, *, fault: bool) -> None:
        """Count one request."""
        with self._lock:
            self._statuses[seen.status] += 1
            self._faults += fault
            if seen.operation is not None:
                self._requests[seen.operation] += 1
                self._executions[seen.operation] += seen.executed
                self._writes[seen.operation] += seen.executed and seen.write
            self._seen.append(seen)

    def reset(self) -> None:
        """Drop everything."""
        with self._lock:
            for counter in (self._requests, self._executions, self._writes):
                counter.clear()
            self._statuses.clear()
            self._faults = 0
            self._seen.clear()

    def seen(self, operation: str | None = None) -> list[Seen]:
        """The last requests, oldest first; of one operation, or of all."""
        with self._lock:
            return [seen for seen in self._seen if operation is None or operation in seen.names]

    def summary(self) -> dict[str, Any]:
        """The counters, as in `GET /_sandbox/stats`.

        `received`, `executions` and `writes` are by operation: received requests, executed requests, and executed
        mutations.
        """
        with self._lock:
            return {
                "requests": self._statuses.total(),
                "received": _listed(self._requests),
                "executions": _listed(self._executions),
                "writes": _listed(self._writes),
                "statuses": {str(status): count for status, count in sorted(self._statuses.items())},
                "rejections": {"unauthorized": self._statuses[401], "quota": self._statuses[429]},
                "faults": self._faults,
            }


def _file_name(value: object) -> str:
    return str(getattr(value, "filename", value))


def _listed(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}
