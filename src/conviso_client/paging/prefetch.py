"""Ask for pages ahead, with threads or with tasks, and hand them out in order."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from contextvars import copy_context
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from conviso_client.quota.waiter import in_trio

from .cancellation import mark

if TYPE_CHECKING:
    from asyncio import Task
    from concurrent.futures import Future

    from typing_extensions import Self

__all__ = ["Tasks", "Threads"]


WORTHWHILE = 0.002
"""Seconds of waiting for a page, on average, from which on threads gain more than they cost: they take turns in the
interpreter."""


class Threads:
    """Requests in threads, one for each page that is under way, once pages have been waited for."""

    def __init__(self, request: Callable[[int, int], Any], waited: Callable[[], float]) -> None:
        """Take what requests a page by its number and size, and what tells how long this thread has waited so far."""
        self._request = request
        self._waited = waited
        self._lead = 0.0
        """Seconds by which the waiting for the pages that were asked for here exceeds what is worthwhile."""
        self._futures: dict[int, Future[Any]] = {}
        self._abandoned = Event()

    def get(self, pages: Iterable[int], size: int) -> Any:
        """Return the first of these pages, after asking for all of them if that is worthwhile."""
        first, *others = pages
        if first not in self._futures and not (others and self._lead >= 0):
            return self._here(first, size)
        for number in (first, *others):
            if number not in self._futures:
                self._futures[number] = self._begin(number, size)
        return self._futures.pop(first).result()

    def _here(self, number: int, size: int) -> Any:
        before = self._waited()
        page = self._request(number, size)
        self._lead += self._waited() - before - WORTHWHILE
        return page

    def _begin(self, number: int, size: int) -> Future[Any]:
        from concurrent.futures import Future

        future: Future[Any] = Future()
        # A daemon: an interrupted program need not wait for the answers that it no longer wants.
        Thread(
            target=copy_context().run,
            args=(self._fulfil, future, number, size),
            name=f"conviso-page-{number}",
            daemon=True,
        ).start()
        return future

    def _fulfil(self, future: Future[Any], number: int, size: int) -> None:
        mark(self._abandoned)
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
    """Requests in tasks of their own; one after the other in trio, where a task needs a nursery to live in."""

    def __init__(self, request: Callable[[int, int], Coroutine[Any, Any, Any]]) -> None:
        self._request = request
        self._tasks: dict[int, Task[Any]] = {}

    async def get(self, pages: Iterable[int], size: int) -> Any:
        """Return the first of these pages, after asking for all of them."""
        from asyncio import create_task

        first, *others = pages
        if (not others and first not in self._tasks) or in_trio():
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
        from asyncio import wait

        from anyio import CancelScope

        if not self._tasks:
            return
        for task in self._tasks.values():
            task.cancel()
        with CancelScope(shield=True):
            await wait(self._tasks.values())
        for task in self._tasks.values():
            if not task.cancelled():
                task.exception()  # looked at, so that asyncio does not complain that nobody did
