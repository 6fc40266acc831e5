"""What a call tells of itself while it goes: to `on_event`, and to the log."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from conviso_client.errors import ConvisoError
from conviso_client.observe.events import (
    AttemptAnswered,
    AttemptFailed,
    AttemptStarted,
    CallDone,
    CallStarted,
    Event,
    OnEvent,
    Waiting,
    logger,
)

if TYPE_CHECKING:
    from conviso_client.call.operation import Asked

__all__ = ["Record"]

_numbers = itertools.count(1)


class Record:
    """The events of one call, which lasts as long as the block that is entered with it.

    Tell it of attempts and waits only if it `listens`.
    """

    __slots__ = (
        "_attempts",
        "_began",
        "_common",
        "_endpoint",
        "_kind",
        "_logs",
        "_on_event",
        "_status",
        "_time",
        "listens",
    )

    def __init__(
        self,
        operation: Asked,
        correlation_id: str,
        on_event: OnEvent | None,
        endpoint: str,
        time: Callable[[], float],
    ) -> None:
        self._on_event = on_event
        self._endpoint = endpoint
        self._time = time
        self._logs = logger().isEnabledFor(10)
        self.listens = on_event is not None or self._logs
        self._kind: Literal["query", "mutation"] = operation.kind
        self._common = (next(_numbers), operation.name or "execute", correlation_id)
        self._attempts = 0
        self._status: int | None = None

    def __enter__(self) -> None:
        self._began = self._time()
        if self.listens:
            number, operation, correlation_id = self._common
            self._emit(CallStarted(number, operation, self._kind, self._endpoint, correlation_id))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.listens:
            error = None if kind is None else kind.__name__
            self._emit(CallDone(*self._common, error, self._status, self._attempts, self._time() - self._began))

    def started(self, attempt: int, waited: float) -> None:
        """Tell that a request is about to be sent."""
        self._attempts = attempt
        self._status = None
        self._emit(AttemptStarted(*self._common, attempt, waited))

    def answered(self, attempt: int, status: int, seconds: float, size: int) -> None:
        """Tell that an answer came."""
        self._status = status
        self._emit(AttemptAnswered(*self._common, attempt, status, seconds, size))

    def failed(self, attempt: int, error: ConvisoError, seconds: float) -> None:
        """Tell that an attempt had no result."""
        self._emit(AttemptFailed(*self._common, attempt, type(error).__name__, error.message, seconds))

    def held(self, seconds: float) -> None:
        """Tell that the call waits for its first permit because the server answered 429, to it or to another call."""
        self.waiting("rate limited", seconds)

    def waiting(self, reason: Literal["backoff", "rate limited"], seconds: float | None) -> None:
        """Tell that the call waits before it sends again."""
        self._emit(Waiting(*self._common, reason, seconds))

    def _emit(self, event: Event) -> None:
        if self._logs:
            logger().debug("%s", event)
        if self._on_event is None:
            return
        try:
            self._on_event(event)
        except Exception as error:  # noqa: BLE001
            _complain_once(self._on_event, error)


_complained: set[int] = set()


def _complain_once(callback: OnEvent, error: Exception) -> None:
    """Log that a callback raised, without its traceback: the frames of a callback may hold anything."""
    if id(callback) not in _complained:
        _complained.add(id(callback))
        logger().error("on_event raised %s and goes on being called: %s", type(error).__name__, error)
