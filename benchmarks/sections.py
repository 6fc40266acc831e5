"""Where the time of a call goes: `python -m benchmarks.sections <contestant> <rows> <port>` prints seconds as JSON.

The functions at the borders of a call are wrapped; time counts for the innermost one that has begun. The wrapping
itself takes a microsecond or two each time.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.inside import SYNC

__all__ = ["main"]

SECONDS, WARM_UP = 1.0, 50
CLIENT = "the client: httpx, or conviso-client"
POOL = "the connection pool: httpcore and h11"


class Clock:
    """Notes when a section begins and ends. A collection of garbage is one too, and may begin anywhere."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._marks: list[str | None] = []
        """The section that begins at a time; None: the one that began last ends."""

    def enter(self, section: str | None) -> None:
        self._times.append(time.perf_counter())
        self._marks.append(section)

    def leave(self) -> None:
        self.enter(None)

    def restart(self) -> dict[str, float]:
        """Return the seconds of the sections since the last restart."""
        seconds: defaultdict[str, float] = defaultdict(float)
        sections = [CLIENT]
        for since, until, mark in zip(self._times, self._times[1:], self._marks, strict=False):
            sections.append(mark) if mark else sections.pop()
            seconds[sections[-1]] += until - since
        self._times.clear()
        self._marks.clear()
        return seconds

    def wrap(self, place: Any, name: str, section: str) -> None:
        """Count the time of a function of a class or module for a section."""
        function = getattr(place, name)

        def wrapped(*arguments: Any, **keywords: Any) -> Any:
            self.enter(section)
            try:
                return function(*arguments, **keywords)
            finally:
                self.leave()

        setattr(place, name, wrapped)

    def wrap_iterator(self, place: Any, name: str, section: str) -> None:
        """Count the time until an iterator has its next value."""
        function = getattr(place, name)

        def wrapped(*arguments: Any) -> Iterator[Any]:
            values = function(*arguments)
            while True:
                self.enter(section)
                try:
                    value = next(values)
                except StopIteration:
                    return
                finally:
                    self.leave()
                yield value

        setattr(place, name, wrapped)

    def note_garbage_collection(self, phase: str, _: dict[str, int]) -> None:
        self.enter("garbage collection" if phase == "start" else None)


def main() -> None:
    """Make calls, and print the mean of each section."""
    contestant, rows, port = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    clock = Clock()
    _wrap_http(clock)
    _wrap_client(clock, contestant)
    with SYNC[contestant](f"http://127.0.0.1:{port}/{rows}/graphql") as get:
        for _ in range(WARM_UP):
            get(1, rows)
        clock.restart()
        counted: list[dict[str, float]] = []
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            counted.append(_counted(clock, lambda: get(1, rows)))
    sections = {section for call in counted for section in call}
    print(json.dumps({name: statistics.fmean(call.get(name, 0.0) for call in counted) for name in sections}))


def _counted(clock: Clock, call: Callable[[], object]) -> dict[str, float]:
    gc.callbacks[:] = [clock.note_garbage_collection]
    clock.enter(CLIENT)
    page: Any = call()
    clock.enter("letting go of the page")
    del page
    clock.leave()
    clock.leave()
    gc.callbacks.clear()
    return clock.restart()


def _wrap_http(clock: Clock) -> None:
    import httpcore
    from httpcore._backends.sync import SyncStream
    from httpcore._sync.connection_pool import PoolByteStream

    clock.wrap(httpcore.ConnectionPool, "handle_request", POOL)
    clock.wrap_iterator(PoolByteStream, "__iter__", POOL)
    clock.wrap(PoolByteStream, "close", POOL)
    clock.wrap(SyncStream, "write", "writing to the socket")
    clock.wrap(SyncStream, "read", "waiting for the server")


def _wrap_client(clock: Clock, contestant: str) -> None:
    if contestant == "httpx":
        clock.wrap(json, "loads", "decoding")
        return
    from conviso_client.call.codec import Codec
    from conviso_client.quota.queue import WaitQueue

    clock.wrap(Codec, "decode", "decoding")
    clock.wrap(WaitQueue, "acquire", "the quota")
    clock.wrap(WaitQueue, "settle", "the quota")


if __name__ == "__main__":
    main()
