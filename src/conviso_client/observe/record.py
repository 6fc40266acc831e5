"""What a call tells of itself while it goes: to `on_event`, and to the log."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from conviso_client.errors import ConvisoError

from . import events

if TYPE_CHECKING:
    from conviso_client.call.operation import Asked

__all__ = ["Record"]

_numbers = itertools.count(1)


class Record:
    """The events of one call, which lasts as long as the block that is entered with it.

    A call has one only if somebody listens: most calls have nobody to tell, and then events cost nothing.
    """

    __slots__ = ("_attempts", "_began", "_common", "_endpoint", "_kind", "_on_event", "_status", "_time")

    def __init__(
        self,
        operation: Asked,
        correlation_id: str,
        on_event: events.OnEvent | None,
        endpoint: str,
        time: Callable[[], float],
    ) -> None:
        self._on_event = on_event
        self._endpoint = endpoint
        self._time = time
        self._kind: Literal["query", "mutation"] = operation.kind
        self._common = (next(_numbers), operation.name or "execute", correlation_id)
        self._attempts = 0
        self._status: int | None = None

    def __enter__(self) -> None:
        self._began = self._time()
        number, operation, correlation_id = self._common
        self._emit(events.CallStarted(number, operation, self._kind, self._endpoint, correlation_id))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        error = None if kind is None else kind.__name__
        self._emit(events.CallDone(*self._common, error, self._status, self._attempts, self._time() - self._began))

    def started(self, attempt: int, waited: float) -> None:
        """Tell that a request is about to be sent."""
        self._attempts, self._status = attempt, None
        self._emit(events.AttemptStarted(*self._common, attempt, waited))

    def answered(self, attempt: int, status: int, seconds: float, size: int) -> None:
        """Tell that an answer came."""
        self._status = status
        self._emit(events.AttemptAnswered(*self._common, attempt, status, seconds, size))

    def failed(self, attempt: int, error: ConvisoError, seconds: float) -> None:
        """Tell that an attempt had no result."""
        self._emit(events.AttemptFailed(*self._common, attempt, type(error).__name__, error.message, seconds))

    def held(self, seconds: float) -> None:
        """Tell that the call waits for its first permit because the server answered 429, to it or to another call."""
        self.waiting("rate limited", seconds)

    def waiting(self, reason: Literal["backoff", "rate limited"], seconds: float | None) -> None:
        """Tell that the call waits before it sends again."""
        self._emit(events.Waiting(*self._common, reason, seconds))

    def _emit(self, event: events.Event) -> None:
        events.logger().debug("%s", event)
        try:
            if self._on_event is not None:
                self._on_event(event)
        except Exception as error:  # noqa: BLE001  # the program's mistake, and no reason for its call to fail
            if id(self._on_event) not in _complained:
                _complained.add(id(self._on_event))
                # Without a traceback: the frames of a callback may hold anything.
                events.logger().error("on_event raised %s and goes on being called: %s", type(error).__name__, error)


_complained: set[int] = set()
