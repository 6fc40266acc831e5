"""Lists, read page by page: in order, no row twice, none missing without a word about it."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .ahead import Tasks, Threads
from .errors import ConfigurationError, IncompleteList, ListChanged, TotalUnknown
from .reading import Position, Reading, page_variables, total_of

if TYPE_CHECKING:
    from .operation import Operation
    from .reading import PagerState

__all__ = ["AsyncPager", "Pager"]

ItemT = TypeVar("ItemT")
PageT = TypeVar("PageT")


class _Pager(Generic[ItemT, PageT]):
    """What the synchronous and the asynchronous pager share: what to ask for, and where the reading stands."""

    def __init__(
        self,
        call: Callable[..., Any],
        operation: Operation[PageT],
        variables: Mapping[str, Any],
        company_id: int | str | None,
        *,
        limit: int | None,
        page_size: int,
        start_page: int,
        prefetch: int,
        strict: bool,
        resume: PagerState | None,
    ) -> None:
        for name, value, least in (
            ("limit", limit, 0),
            ("page_size", page_size, 1),
            ("start_page", start_page, 1),
            ("prefetch", prefetch, 0),
        ):
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < least):
                raise ConfigurationError(f"{name} must be a whole number of at least {least}, not {value!r}")
        if operation.paging is None:
            raise ConfigurationError(f"{operation.name} is not read page by page")
        self._call = call
        self._operation = operation
        self._paging = operation.paging
        self._variables = variables
        self._company_id = company_id
        self._limit = limit
        self._prefetch = prefetch if operation.repeatable else 0
        self._strict = strict
        self._begin = Position.of(operation.name, resume, start_page, page_size, limit)
        self._reading: Reading | None = None

    def state(self) -> PagerState:
        """Return where the reading stands, as a small value that JSON can hold.

        `iter_...(resume=state)` goes on from there, with the same arguments: it asks again for the page that was being
        delivered and skips what was delivered of it. Rows that moved to another page meanwhile may come again.
        """
        return self._reading.state() if self._reading else self._begin.state(self._operation.name)

    def _start(self) -> Reading:
        self._reading = Reading(self._operation.name, self._paging, self._begin, self._limit)
        return self._reading

    def _request(self, number: int, size: int) -> Any:
        variables = page_variables(self._paging, self._variables, number, size)
        return self._call(self._operation, variables, self._company_id)

    def _total_in(self, page: PageT) -> int:
        total = total_of(self._paging, page)
        if total is None:
            raise TotalUnknown(
                f"no source confirms that {self._operation.name} tells how many rows there are: iterate to count them",
                operation=self._operation.name,
            )
        return total

    def _check_total(self) -> None:
        if self._paging.metadata is None:
            self._total_in(None)  # type: ignore[arg-type]

    def _finish(self, reading: Reading) -> None:
        """Say so if what was delivered cannot be the whole list."""
        flaw = reading.flaw()
        if flaw is None:
            return
        if self._strict:
            raise IncompleteList(
                str(flaw),
                operation=self._operation.name,
                expected=flaw.expected,
                delivered=flaw.delivered,
                duplicates=flaw.duplicates,
            )
        warnings.warn(f"{self._operation.name}: {flaw}", ListChanged, stacklevel=4)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._operation.name}>"


class Pager(_Pager[ItemT, PageT]):
    """A list, read page by page: iterate over it for its rows, as often as you like.

    Pages are asked for ahead, `prefetch` of them at once, within the quota, and delivered in order. A row that comes
    twice is left out. If what came cannot be the whole list, there is a `ListChanged` warning at the end, or with
    `strict=True` an `IncompleteList` error.
    """

    def __iter__(self) -> Iterator[ItemT]:
        reading = self._start()
        for _, rows in self._read(reading):
            for row in rows:
                reading.delivered(row)
                yield row

    def pages(self) -> Iterator[PageT]:
        """Iterate over the pages as they came, with their metadata, rows that came before included."""
        reading = self._start()
        for page, rows in self._read(reading):
            for row in rows:
                reading.delivered(row)
            yield page

    def total(self) -> int:
        """Return how many rows the list has now, with one small request.

        Raises `TotalUnknown` for a list whose metadata no source confirms.
        """
        self._check_total()
        return self._total_in(self._request(1, 1))

    def first(self) -> ItemT | None:
        """Return the first row, with one small request; None if the list is empty."""
        reading = self._start()
        rows = reading.take(self._request(reading.next_page, 1 if reading.next_page == 1 else reading.size))
        return rows[0] if rows else None

    def _read(self, reading: Reading) -> Iterator[tuple[PageT, list[ItemT]]]:
        with Threads(self._request, self._prefetch) as requests:
            while not reading.finished:
                page = requests.get(reading.pages_ahead(self._prefetch), reading.size)
                yield page, reading.take(page)
        self._finish(reading)


class AsyncPager(_Pager[ItemT, PageT]):
    """A list, read page by page: `async for` gives its rows. It is like `Pager`, with `await`."""

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        reading = self._start()
        async for _, rows in self._read(reading):
            for row in rows:
                reading.delivered(row)
                yield row

    async def pages(self) -> AsyncIterator[PageT]:
        """Iterate over the pages as they came, with their metadata, rows that came before included."""
        reading = self._start()
        async for page, rows in self._read(reading):
            for row in rows:
                reading.delivered(row)
            yield page

    async def total(self) -> int:
        """Return how many rows the list has now, with one small request.

        Raises `TotalUnknown` for a list whose metadata no source confirms.
        """
        self._check_total()
        return self._total_in(await self._request(1, 1))

    async def first(self) -> ItemT | None:
        """Return the first row, with one small request; None if the list is empty."""
        reading = self._start()
        rows = reading.take(await self._request(reading.next_page, 1 if reading.next_page == 1 else reading.size))
        return rows[0] if rows else None

    async def _read(self, reading: Reading) -> AsyncIterator[tuple[PageT, list[ItemT]]]:
        async with Tasks(self._request) as requests:
            while not reading.finished:
                page = await requests.get(reading.pages_ahead(self._prefetch), reading.size)
                yield page, reading.take(page)
        self._finish(reading)
