"""Ask for pages ahead, with threads or with tasks, and hand them out in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import Task
    from concurrent.futures import Future, ThreadPoolExecutor

    from typing_extensions import Self

__all__ = ["Tasks", "Threads"]


class Threads:
    """Requests in threads of their own, as many at once as pages are wanted ahead."""

    def __init__(self, request: Callable[[int, int], Any], workers: int) -> None:
        self._request = request
        self._workers = workers
        self._executor: ThreadPoolExecutor | None = None
        self._futures: dict[int, Future[Any]] = {}

    def get(self, pages: Iterable[int], size: int) -> Any:
        """Return the first of these pages, after asking for all of them."""
        first, *others = pages
        if not others and first not in self._futures:
            return self._request(first, size)
        for number in (first, *others):
            if number not in self._futures:
                self._futures[number] = self._submit(number, size)
        return self._futures.pop(first).result()

    def _submit(self, number: int, size: int) -> Future[Any]:
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(self._workers + 1, thread_name_prefix="conviso-pages")
        return self._executor.submit(copy_context().run, self._request, number, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Send nothing further; what is under way is discarded when it comes."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


class Tasks:
    """Requests in tasks of their own."""

    def __init__(self, request: Callable[[int, int], Awaitable[Any]]) -> None:
        self._request = request
        self._tasks: dict[int, Task[Any]] = {}

    async def get(self, pages: Iterable[int], size: int) -> Any:
        """Return the first of these pages, after asking for all of them."""
        from asyncio import ensure_future

        first, *others = pages
        if not others and first not in self._tasks:
            return await self._request(first, size)
        for number in (first, *others):
            if number not in self._tasks:
                self._tasks[number] = ensure_future(self._request(number, size))
        return await self._tasks.pop(first)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Cancel what is under way, and wait until it has ended."""
        from asyncio import gather

        for task in self._tasks.values():
            task.cancel()
        await gather(*self._tasks.values(), return_exceptions=True)
