"""Lists, read page by page: in order, no row twice, none missing without a word about it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing, contextmanager
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from conviso_client.call.operation import Paging
from conviso_client.errors import ConfigurationError, ConvisoError, IncompleteList, ListChanged, TotalUnknown
from conviso_client.models.warnings import warn

from .prefetch import Tasks, Threads
from .reading import ListReading, PageMetadata, Position, Progress
from .state import PagerState

if TYPE_CHECKING:
    from typing_extensions import Self

    from .listing import Listing

__all__ = ["AsyncPager", "Pager"]

ItemT = TypeVar("ItemT")
PageT = TypeVar("PageT")


class _Pager(Generic[ItemT, PageT]):
    """What the synchronous and the asynchronous pager share: what to ask for, and where the reading stands."""

    name: Final[str]
    """The API's name of the list, such as `issues`."""
    listing: Final[Listing | None]
    """What is asked for; None for a list of no GraphQL API."""
    limit: Final[int | None]
    """The most rows to deliver; None delivers all."""
    strict: Final[bool]
    """Whether rows that may be missing are an error."""

    def __init__(
        self,
        request: Callable[[int, int], Any],
        name: str,
        paging: Paging,
        *,
        limit: int | None,
        page_size: int,
        start_page: int,
        prefetch: int = 0,
        strict: bool,
        resume: PagerState | None,
        listing: Listing | None = None,
    ) -> None:
        """Take what requests a page by its number and size, the list's name, and where its rows are."""
        self._options: dict[str, Any] = {"limit": limit, "page_size": page_size, "start_page": start_page}
        self._options |= {"prefetch": prefetch, "strict": strict, "resume": resume, "listing": listing}
        for option, least in {"limit": 0, "page_size": 1, "start_page": 1, "prefetch": 0}.items():
            value = self._options[option]
            if (value is not None or option != "limit") and (type(value) is not int or value < least):
                raise ConfigurationError(f"{option} must be a whole number of at least {least}, not {value!r}")
        self.name = name
        self.listing = listing
        self.limit = limit
        self.strict = strict
        self._request = request
        self._paging = paging
        self._prefetch = prefetch
        self._begin = Position.of(name, resume, start_page, page_size, limit)
        self._reading: ListReading | None = None

    def changed(self, **options: Any) -> Self:
        """Return a pager of the same list with other options: `limit`, `page_size`, `strict`, `resume` and the like."""
        return type(self)(self._request, self.name, self._paging, **{**self._options, **options})

    def state(self) -> PagerState:
        """Return where the latest iteration stands, as a small value that JSON can hold.

        `iter_...(resume=state)` goes on from there, with the same arguments: it asks again for the page that was being
        delivered and leaves out what was delivered of it. A row is delivered once the loop has got it. Rows that moved
        to another page meanwhile may come again.
        """
        return self._reading.state() if self._reading else self._begin.state(self.name)

    def progress(self) -> Progress:
        """Return how many rows the latest iteration has delivered, and how many it will deliver as far as is known.

        It sends nothing: what is expected is known from the first page on, for a list that tells how many rows it has.
        """
        return self._reading.progress() if self._reading else Progress(0, None)

    def _start(self) -> ListReading:
        self._reading = ListReading(self.name, self._paging, self._begin, self.limit)
        return self._reading

    def _peek(self) -> ListReading:
        limit = 1 if self.limit is None else min(self.limit, 1)
        return ListReading(self.name, self._paging, self._begin.first_row(), limit)

    def _check_total(self) -> None:
        if self._paging.metadata is None:
            raise self._total_unknown("no source confirms that this list tells how many rows it has")

    def _total_in(self, page: PageT) -> int:
        total = PageMetadata.of(self._paging, page).total
        if total is None:
            raise self._total_unknown("the answer does not tell how many rows there are")
        return total

    def _total_unknown(self, reason: str) -> TotalUnknown:
        return TotalUnknown(f"{reason}: iterate to count them", operation=self.name)

    @contextmanager
    def _resumable(self, reading: ListReading) -> Generator[None]:
        """Let an error carry what is needed to go on."""
        try:
            yield
        except ConvisoError as error:
            error.resume = reading.state()
            raise

    def _finish(self, reading: ListReading) -> None:
        """Say so if what was delivered cannot be the whole list."""
        missing = reading.incompleteness()
        if missing is not None and self.strict:
            expected, delivered, duplicates, _ = missing
            counts = {"expected": expected, "delivered": delivered, "duplicates": duplicates}
            raise IncompleteList(str(missing), operation=self.name, **counts)
        if missing is not None:
            warn(f"{self.name}: {missing}", ListChanged)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.name}>"


class Pager(_Pager[ItemT, PageT]):
    """A list, read page by page: iterate over it for its rows, as often as you like.

    Pages are asked for ahead, `prefetch` of them at once, within the quota, and delivered in order. A row that comes
    twice is left out. If what came cannot be the whole list, there is a `ListChanged` warning at the end, or with
    `strict=True` an `IncompleteList` error. An error on the way has `resume`, from which another pager goes on.
    """

    def __iter__(self) -> Generator[ItemT]:
        reading = self._start()
        with closing(self._read(reading)) as pages:
            for _, rows in pages:
                for reading.delivered, row in enumerate(rows, 1):  # one by one instead of all: see `state`
                    yield row

    def pages(self) -> Generator[PageT]:
        """Iterate over the pages as they came, with their metadata, rows that came before included."""
        with closing(self._read(self._start())) as pages:
            for page, _ in pages:
                yield page

    def batches(self) -> Generator[list[ItemT]]:
        """Iterate over the rows in lists, one for each page; rows that came before are left out."""
        with closing(self._read(self._start())) as pages:
            for _, rows in pages:
                yield rows

    def total(self) -> int:
        """Return how many rows the whole list has now, with one small request.

        Raises `TotalUnknown` for a list that does not tell.
        """
        self._check_total()
        return self._total_in(self._request(1, 1))

    def first(self) -> ItemT | None:
        """Return the first row that an iteration would deliver, with one small request; None if there is none."""
        with closing(self._read(self._peek())) as pages:
            return next((row for _, rows in pages for row in rows), None)

    def _read(self, reading: ListReading) -> Generator[tuple[PageT, list[ItemT]]]:
        with Threads(self._request) as requests:
            while not reading.finished:
                with self._resumable(reading):
                    page = requests.get(reading.pages_ahead(self._prefetch), reading.size)
                rows = reading.take(page)
                reading.delivered = len(rows)
                yield page, rows
        self._finish(reading)


class AsyncPager(_Pager[ItemT, PageT]):
    """A list, read page by page: `async for` gives its rows. It is like `Pager`, with `await`."""

    async def __aiter__(self) -> AsyncGenerator[ItemT]:
        reading = self._start()
        async with aclosing(self._read(reading)) as pages:
            async for _, rows in pages:
                for reading.delivered, row in enumerate(rows, 1):
                    yield row

    async def pages(self) -> AsyncGenerator[PageT]:
        """Iterate over the pages as they came, with their metadata, rows that came before included."""
        async with aclosing(self._read(self._start())) as pages:
            async for page, _ in pages:
                yield page

    async def batches(self) -> AsyncGenerator[list[ItemT]]:
        """Iterate over the rows in lists: see `Pager.batches`."""
        async with aclosing(self._read(self._start())) as pages:
            async for _, rows in pages:
                yield rows

    async def total(self) -> int:
        """Return how many rows the whole list has now, with one small request.

        Raises `TotalUnknown` for a list that does not tell.
        """
        self._check_total()
        return self._total_in(await self._request(1, 1))

    async def first(self) -> ItemT | None:
        """Return the first row that an iteration would deliver, with one small request; None if there is none."""
        async with aclosing(self._read(self._peek())) as pages:
            async for _, rows in pages:
                for row in rows:
                    return row
        return None

    async def _read(self, reading: ListReading) -> AsyncGenerator[tuple[PageT, list[ItemT]]]:
        async with Tasks(self._request) as requests:
            while not reading.finished:
                with self._resumable(reading):
                    page = await requests.get(reading.pages_ahead(self._prefetch), reading.size)
                rows = reading.take(page)
                reading.delivered = len(rows)
                yield page, rows
        self._finish(reading)
