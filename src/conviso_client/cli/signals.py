"""Signal handling: no signal leaves a half-written file or a traceback."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

__all__ = ["signals_held", "stop_event", "stopping"]

_STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def stopping() -> Generator[None]:
    """Let SIGTERM and SIGHUP raise `SystemExit` (143, 129), so that cleanup runs as after Ctrl-C.

    The program's own handlers stay, and ignored signals stay ignored (`nohup`).
    """

    def stop(number: int, _: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    with _handled(stop, lambda number: signal.getsignal(number) == signal.SIG_DFL):
        yield


@contextmanager
def stop_event() -> Generator[threading.Event]:
    """Turn Ctrl-C and SIGTERM into an event during the block."""
    stopped = threading.Event()
    with _handled(lambda _number, _frame: stopped.set(), lambda number: number in (signal.SIGINT, signal.SIGTERM)):
        yield stopped


@contextmanager
def signals_held() -> Generator[None]:
    """Defer SIGINT, SIGTERM and SIGHUP until the block ends. Keep the block short."""
    held: list[int] = []
    try:
        with _handled(lambda number, _: held.append(number), lambda number: callable(signal.getsignal(number))):
            yield
    finally:
        for number in held:
            signal.raise_signal(number)


@contextmanager
def _handled(
    handler: Callable[[int, FrameType | None], object], is_wanted: Callable[[signal.Signals], bool]
) -> Generator[None]:
    """Handle signals during the block; only in the main thread, which alone receives them."""
    wanted = [
        number for number in _STOPPING if threading.current_thread() is threading.main_thread() and is_wanted(number)
    ]
    previous = {number: signal.signal(number, handler) for number in wanted}
    try:
        yield
    finally:
        for number, before in previous.items():
            signal.signal(number, before)
