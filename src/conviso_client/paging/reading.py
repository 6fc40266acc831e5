"""How a list is read: which page comes next, which rows are new, and whether all of them came. No I/O."""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

from conviso_client.call.operation import Paging
from conviso_client.errors import ConfigurationError
from conviso_client.models.values import is_list, is_object

from .state import PagerState

__all__ = ["Incompleteness", "ListReading", "PageMetadata", "Position", "Progress"]

PATIENCE = 3
"""Pages in a row without a new row, after which a list is taken to repeat itself."""


class Progress(NamedTuple):
    """How far the reading of a list has come."""

    delivered: int
    """Rows that were handed out."""
    expected: int | None
    """Rows that will have been handed out at the end, by the last page that came; None if the list does not tell."""


class Position(NamedTuple):
    """Where a reading begins."""

    page: int
    size: int
    ids: frozenset[str] = frozenset()
    """Ids of this page that were delivered before."""
    total: int | None = None
    """How many rows the list had before; None if nobody knows."""

    @classmethod
    def of(
        cls, operation: str, resume: PagerState | None, start_page: int, page_size: int, limit: int | None
    ) -> Position:
        """Begin at a page, or where another reading stopped.

        Raises `ConfigurationError` for a state of something else.
        """
        if resume is None:
            # From the first page on, a smaller size than asked for gives the same rows; later pages begin elsewhere.
            return cls(start_page, page_size if limit is None or start_page > 1 else max(1, min(page_size, limit)))
        if not _is_state(resume):
            raise ConfigurationError(f"resume must be what state() of a pager returned, not {resume!r}")
        if resume["operation"] != operation:
            raise ConfigurationError(f"resume is the state of the list {resume['operation']!r}, not of {operation!r}")
        return cls(resume["page"], resume["page_size"], frozenset(resume["ids"]), resume["total"])

    def first_row(self) -> Position:
        """Return a position from which the first row comes with as few others as possible."""
        return self._replace(size=1) if self.page == 1 and not self.ids else self

    def state(self, operation: str) -> PagerState:
        """Return this position as a value for JSON."""
        return PagerState(
            operation=operation, page=self.page, page_size=self.size, ids=sorted(self.ids), total=self.total
        )


def _is_state(value: Any) -> bool:
    if not is_object(value) or not isinstance(value.get("operation"), str):
        return False
    ids, total = value.get("ids"), value.get("total")
    return (
        all(type(value.get(name)) is int and value[name] >= 1 for name in ("page", "page_size"))
        and (total is None or type(total) is int)
        and is_list(ids)
        and all(isinstance(id_, str) for id_ in ids)
    )


class Incompleteness(NamedTuple):
    """Why what was delivered cannot be the whole list."""

    expected: int
    delivered: int
    duplicates: int
    shrank: bool

    def __str__(self) -> str:
        shrank = "the list shrank while it was read, so rows may have been passed over; " if self.shrank else ""
        return f"{shrank}{self.delivered} of {self.expected} rows came, and {self.duplicates} came again"


class ListReading:
    """One reading of a list, from a position to its end."""

    def __init__(self, operation: str, paging: Paging, begin: Position, limit: int | None) -> None:
        self.finished = limit == 0
        self.next_page = begin.page
        self.size = begin.size
        self.delivered = 0
        """How many of the rows that `take` returned last are handed out. Whoever hands them out counts them here."""
        self._operation = operation
        self._paging = paging
        self._begin = begin
        self._limit = limit
        # A hash of each id is enough to find what comes twice, and takes a third of the memory of the ids.
        self._seen = {hash(id_) for id_ in begin.ids}
        self._nameless = 0
        self._nameless_pages: set[int] = set()
        self._duplicates = 0
        self._stale_pages = 0
        self._length: int | None = None
        self._last_page: int | None = None
        self._total = begin.total
        self._shrank = False
        self._delivered_before = 0
        """Rows of the pages before the one that was taken last."""
        self._standing = begin
        self._done: set[str] = set(begin.ids)
        """Ids of the page that was taken last whose rows are done with, but for those that it brought itself."""
        self._fresh: list[Any] = []

    def pages_ahead(self, count: int) -> range:
        """Return the pages that may be asked for now: the next one, and as many after it as will surely be needed."""
        last = self.next_page if self._last_page is None else min(self._last_page, self.next_page + count)
        if self._limit is not None:
            last = min(last, self.next_page + -(-(self._limit - self._taken) // self._page_length) - 1)
        return range(self.next_page, max(self.next_page, last) + 1)

    def take(self, page: Any) -> list[Any]:
        """Take the next page, and return its rows that did not come before."""
        number, arrived = self.next_page, list(_at(page, self._paging.items) or ())  # null reads as no rows
        self.next_page += 1
        self._delivered_before += self.delivered
        self._done = set(self._begin.ids) if number == self._begin.page else set()
        self._note(number, arrived, PageMetadata.of(self._paging, page))
        self._standing = Position(number, self.size, total=self._total)
        room = None if self._limit is None else self._limit - self._taken
        fresh = self._new_rows(arrived)
        is_known = number == self._begin.page and any(id_of(row) in self._begin.ids for row in arrived)
        self._stale_pages = 0 if fresh or is_known else self._stale_pages + 1
        self.finished = self._is_end(number, arrived) or (room is not None and len(fresh) >= room)
        self._fresh, self.delivered = fresh[:room], 0
        return self._fresh

    def state(self) -> PagerState:
        """Return where the reading stands."""
        ids = {id_ for row in self._fresh[: self.delivered] if (id_ := id_of(row)) is not None}
        return self._standing._replace(ids=frozenset(self._done | ids)).state(self._operation)

    def progress(self) -> Progress:
        """Return how far the reading has come."""
        expected = None if self._total is None else max(0, self._total - self._skipped - len(self._begin.ids))
        if expected is not None and self._limit is not None:
            expected = min(expected, self._limit)
        return Progress(self._delivered_before + self.delivered, expected)

    def incompleteness(self) -> Incompleteness | None:
        """Return why what was delivered cannot be the whole list; None if it can be, or nobody can tell."""
        if self._total is None or (self._limit is not None and self._taken >= self._limit):
            return None
        expected = max(0, self._total - self._skipped)
        if self._distinct >= expected and not self._shrank:
            return None
        return Incompleteness(expected, self._distinct, self._duplicates, self._shrank)

    @property
    def _distinct(self) -> int:
        """Different rows that came, those before a resume included."""
        return len(self._seen) + self._nameless

    @property
    def _taken(self) -> int:
        """Different rows that came in this reading."""
        return self._distinct - len(self._begin.ids)

    @property
    def _skipped(self) -> int:
        """Rows on the pages before the first."""
        return (self._begin.page - 1) * self._page_length

    @property
    def _page_length(self) -> int:
        return self._length or self.size

    def _new_rows(self, arrived: list[Any]) -> list[Any]:
        fresh: dict[str | int, Any] = {}  # by id, or by the place of a row that has none
        nameless: list[Any] = []
        for position, row in enumerate(arrived):
            id_ = id_of(row)
            if id_ is None:
                if row is not None:
                    fresh[position] = row
                    nameless.append(row)
            elif (mark := hash(id_)) not in self._seen:
                self._seen.add(mark)
                fresh[id_] = row
            else:
                self._duplicates += id_ not in self._begin.ids
                if id_ not in fresh:
                    self._done.add(id_)
        if nameless and self._is_repeated(nameless):
            return [row for key, row in fresh.items() if isinstance(key, str)]
        self._nameless += len(nameless)
        return list(fresh.values())

    def _is_repeated(self, nameless: list[Any]) -> bool:
        """Tell if these rows, which have no id to tell them apart by, were all that a page before had of such rows."""
        content = hash(tuple(map(_content, nameless)))
        is_repeated = content in self._nameless_pages
        self._nameless_pages.add(content)
        return is_repeated

    def _note(self, number: int, arrived: list[Any], metadata: PageMetadata) -> None:
        if metadata.total is not None:
            self._shrank = self._shrank or (self._total is not None and metadata.total < self._total)
            self._total = metadata.total
        if metadata.pages is not None:
            self._last_page = metadata.pages
        if self._length is None:
            is_full = metadata.pages is not None and number < metadata.pages
            self._length = metadata.length or (len(arrived) if is_full else None)

    def _is_end(self, number: int, arrived: list[Any]) -> bool:
        """Tell if nothing more can come. A short page says nothing: the server may cap the size of pages."""
        if not arrived or self._stale_pages >= PATIENCE:
            return True
        if self._last_page is not None and number < self._last_page:
            return False
        return self._stale_pages > 0 or (self._total is not None and self._distinct == self._total - self._skipped)


class PageMetadata(NamedTuple):
    """What a page says of its list; None where it says nothing that can be used."""

    total: int | None
    pages: int | None
    length: int | None
    """Rows that a page may have: what the server made of the size that was asked for."""

    @classmethod
    def of(cls, paging: Paging, page: Any) -> PageMetadata:
        """Read the metadata of a page."""
        given = None if paging.metadata is None else _at(page, paging.metadata)
        total, pages, length = (
            value if isinstance(value := getattr(given, name, None), int) and value >= 0 else None
            for name in ("total_count", "total_pages", "limit_value")
        )
        if pages is None and total is not None and length:
            pages = -(-total // length)
        return cls(total, pages, length)


def id_of(row: Any) -> str | None:
    """Return the id of a row; None if it has none."""
    id_ = getattr(row, "id", None)
    return None if id_ is None else str(id_)


def _content(row: Any) -> str:
    dump = getattr(row, "to_dict", None)  # the repr of a model leaves out most of it
    return repr(dump() if dump else row)


def _at(value: Any, path: tuple[str, ...]) -> Any:
    return reduce(lambda found, name: getattr(found, name, None), path, value)
