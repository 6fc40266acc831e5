"""Request pages ahead, with threads or with tasks, and hand them out in order."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from contextvars import Context, copy_context
from queue import SimpleQueue
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING, Any

from conviso_client.call.runtime import abandon_on
from conviso_client.http.fork import renew_after_fork

if TYPE_CHECKING:
    from asyncio import Task
    from concurrent.futures import Future

    from typing_extensions import Self

__all__ = ["Tasks", "Threads"]

IDLE = "conviso-pages"
"""Name of a thread that waits for a page to request."""


class Threads:
    """Requests in threads, which go from page to page: see docs/decisions/0083-prefetch-from-the-second-page.md."""

    def __init__(self, request: Callable[[int, int], Any]) -> None:
        """Take what requests a page by its number and size."""
        self._request = request
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Begin anew in a child process, which has none of the threads: what they are at, nobody there would get."""
        self._futures: dict[int, Future[Any]] = {}
        self._work: SimpleQueue[tuple[Context, Future[Any], int, int] | None] = SimpleQueue()
        self._threads = 0
        self._abandoned = Event()

    def get(self, pages: Iterable[int], size: int) -> Any:
        """Return the first of these pages, after requesting all of them."""
        first, *others = pages
        if others and self._are_threads(len(others) + 1):
            self._begin([first, *others], size)
        future = self._futures.pop(first, None)
        return self._request(first, size) if future is None else future.result()

    def _are_threads(self, count: int) -> bool:
        """Start so many threads, as far as they can be had; tell if there are any."""
        while self._threads < count:
            # Daemons: an interrupted program need not wait for answers that it no longer wants.
            thread = Thread(target=self._run, name=IDLE, daemon=True)
            try:
                thread.start()
            except RuntimeError:  # a container's limit, or the end of the interpreter
                break
            self._threads += 1
        return self._threads > 0

    def _begin(self, numbers: list[int], size: int) -> None:
        from concurrent.futures import Future

        for number in numbers:
            if number not in self._futures:
                self._futures[number] = future = Future[Any]()
                # The context is that of the loop now: its correlation id may have changed since the thread began.
                self._work.put((copy_context(), future, number, size))

    def _run(self) -> None:
        abandon_on(self._abandoned)
        for work in iter(self._work.get, None):
            context, future, number, size = work
            context.run(self._fulfil, future, number, size)
            del work, future  # and with them the page, which this thread must not keep while it waits

    def _fulfil(self, future: Future[Any], number: int, size: int) -> None:
        thread = current_thread()
        thread.name = f"conviso-page-{number}"
        try:
            future.set_result(self._request(number, size))
        except BaseException as error:  # noqa: BLE001  # raised again where the page is wanted
            future.set_exception(error)
        finally:
            thread.name = IDLE

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Send nothing further; what is under way is discarded when it comes."""
        self._abandoned.set()
        for _each in range(self._threads):
            self._work.put(None)


class Tasks:
    """Requests in tasks of asyncio; one after the other in trio, where a task needs a nursery to live in."""

    def __init__(self, request: Callable[[int, int], Coroutine[Any, Any, Any]]) -> None:
        self._request = request
        self._tasks: dict[int, Task[Any]] = {}

    async def get(self, pages: Iterable[int], size: int) -> Any:
        """Return the first of these pages, after requesting all of them."""
        from asyncio import create_task

        first, *others = pages
        if (not others and first not in self._tasks) or not _in_asyncio():
            return await self._request(first, size)
        for number in (first, *others):
            if number not in self._tasks:
                self._tasks[number] = create_task(self._request(number, size), name=f"conviso-page-{number}")
        try:
            return await self._tasks[first]
        finally:
            if self._tasks[first].done():
                del self._tasks[first]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Cancel what is under way, and wait until it has ended."""
        from asyncio import gather

        from anyio import CancelScope

        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            # Shielded: whoever leaves because they are cancelled still leaves no task behind.
            with CancelScope(shield=True):
                await gather(*self._tasks.values(), return_exceptions=True)


def _in_asyncio() -> bool:
    from asyncio import current_task

    try:
        return current_task() is not None  # None where trio runs as a guest of an event loop
    except RuntimeError:
        return False
