"""Request pages ahead, with threads or with tasks, and hand them out in order."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from contextvars import copy_context
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from conviso_client.call.runtime import abandon_on

if TYPE_CHECKING:
    from asyncio import Task
    from concurrent.futures import Future

    from typing_extensions import Self

__all__ = ["Tasks", "Threads"]


class Threads:
    """Requests in threads, one for each page that is under way."""

    def __init__(self, request: Callable[[int, int], Any]) -> None:
        """Take what requests a page by its number and size."""
        self._request = request
        self._futures: dict[int, Future[Any]] = {}
        self._abandoned = Event()

    def get(self, pages: Iterable[int], size: int) -> Any:
        """Return the first of these pages, after requesting all of them."""
        first, *others = pages
        if others:
            self._begin([first, *others], size)
        future = self._futures.pop(first, None)
        return self._request(first, size) if future is None else future.result()

    def _begin(self, numbers: list[int], size: int) -> None:
        """Request what is not under way yet, as far as threads can be had."""
        from concurrent.futures import Future

        for number in numbers:
            if number in self._futures:
                continue
            future: Future[Any] = Future()
            fulfil, name = copy_context().run, f"conviso-page-{number}"
            # Daemons: an interrupted program need not wait for answers that it no longer wants.
            thread = Thread(target=fulfil, args=(self._fulfil, future, number, size), name=name, daemon=True)
            try:
                thread.start()
            except RuntimeError:  # a container's limit, or the end of the interpreter: pages come one by one
                return
            self._futures[number] = future

    def _fulfil(self, future: Future[Any], number: int, size: int) -> None:
        abandon_on(self._abandoned)
        try:
            future.set_result(self._request(number, size))
        except BaseException as error:  # noqa: BLE001  # raised again where the page is wanted
            future.set_exception(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Send nothing further; what is under way is discarded when it comes."""
        self._abandoned.set()


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
