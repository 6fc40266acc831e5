"""How a list is read: which page comes next, which rows are new, and whether all of them came. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any, NamedTuple, TypedDict, cast

from .errors import ConfigurationError
from .operation import Paging

__all__ = ["Flaw", "PagerState", "Position", "Reading", "page_variables", "total_of"]

PATIENCE = 3
"""Pages in a row without a new row, after which a list is taken to repeat itself."""


class PagerState(TypedDict):
    """Where the reading of a list stands: what JSON can hold."""

    operation: str
    page: int
    """The page that was delivered last, whole or in part."""
    page_size: int
    ids: list[str]
    """What was delivered of that page."""


class Position(NamedTuple):
    """Where a reading begins."""

    page: int
    size: int
    ids: frozenset[str] = frozenset()
    """Ids of this page that were delivered before."""

    @classmethod
    def of(
        cls, operation: str, resume: PagerState | None, start_page: int, page_size: int, limit: int | None
    ) -> Position:
        """Begin at a page, or where another reading stopped.

        Raises `ConfigurationError` for a state of something else.
        """
        if resume is None:
            return cls(start_page, page_size if limit is None else max(1, min(page_size, limit)))
        try:
            position = cls(int(resume["page"]), int(resume["page_size"]), frozenset(map(str, resume["ids"])))
            other = resume["operation"]
        except (KeyError, TypeError, ValueError):
            raise ConfigurationError(f"resume must be what state() of a pager returned, not {resume!r}") from None
        if other != operation:
            raise ConfigurationError(f"resume is the state of the list {other!r}, not of {operation!r}")
        return position

    def state(self, operation: str) -> PagerState:
        """Return this position as a value for JSON."""
        return PagerState(operation=operation, page=self.page, page_size=self.size, ids=sorted(self.ids))


class Flaw(NamedTuple):
    """Why what was delivered cannot be the whole list."""

    expected: int
    delivered: int
    duplicates: int
    shrank: bool

    def __str__(self) -> str:
        counts = f"{self.delivered} of {self.expected} rows came, and {self.duplicates} came again"
        return (
            f"rows were removed while the list was read, so others may be missing; {counts}" if self.shrank else counts
        )


class Reading:
    """One reading of a list, from a position to its end."""

    def __init__(self, operation: str, paging: Paging, begin: Position, limit: int | None) -> None:
        self.finished = limit == 0
        self.next_page = begin.page
        self.size = begin.size
        self._operation = operation
        self._paging = paging
        self._begin = begin
        self._limit = limit
        self._seen = {hash(id_) for id_ in begin.ids}
        self._rows = 0
        self._duplicates = 0
        self._pages_without_news = 0
        self._last_page: int | None = None
        self._total: int | None = None
        self._shrank = False
        self._skipped = 0
        self._standing = begin
        self._delivered: set[str] = set(begin.ids)

    def pages_ahead(self, count: int) -> range:
        """Return the pages that may be asked for now: the next one, and as many after it as are known to be there."""
        last = self._last_page if self._last_page is not None else self.next_page
        return range(self.next_page, max(self.next_page, min(last, self.next_page + count)) + 1)

    def take(self, page: Any) -> list[Any]:
        """Take the next page, and return its rows that did not come before."""
        number, rows = self.next_page, rows_of(self._paging, page)
        self._note_metadata(page)
        fresh = [row for row in rows if self._is_new(row)]
        self._duplicates += len(rows) - len(fresh)
        self._pages_without_news = 0 if fresh else self._pages_without_news + 1
        self._delivered = set(self._begin.ids) if number == self._begin.page else set()
        self._standing = Position(number, self.size)
        self.next_page = number + 1
        if self._limit is not None and self._rows + len(fresh) >= self._limit:
            fresh = fresh[: self._limit - self._rows]
            self.finished = True
        self._rows += len(fresh)
        self.finished = self.finished or self._is_end(number, len(rows), bool(fresh))
        return fresh

    def delivered(self, row: Any) -> None:
        """Note that a row of the page that was taken last has reached its reader."""
        id_ = getattr(row, "id", None)
        if id_ is not None:
            self._delivered.add(str(id_))

    def state(self) -> PagerState:
        """Return where the reading stands."""
        return self._standing._replace(ids=frozenset(self._delivered)).state(self._operation)

    def flaw(self) -> Flaw | None:
        """Return why what was delivered cannot be the whole list; None if it can be, or nobody can tell."""
        if self._total is None or (self._limit is not None and self._rows >= self._limit):
            return None
        expected = max(0, self._total - self._skipped)
        delivered = max(len(self._seen), self._rows)
        if delivered >= expected and not self._shrank:
            return None
        return Flaw(expected, delivered, self._duplicates, self._shrank)

    def _is_new(self, row: Any) -> bool:
        id_ = getattr(row, "id", None)
        if id_ is None:
            return True
        key = hash(str(id_))
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _note_metadata(self, page: Any) -> None:
        metadata = metadata_of(self._paging, page)
        if metadata is None:
            return
        total = metadata.total_count
        self._shrank = self._shrank or (self._total is not None and total < self._total)
        self._total, self._last_page = total, metadata.total_pages
        self._skipped = (self._begin.page - 1) * metadata.limit_value

    def _is_end(self, number: int, rows: int, has_news: bool) -> bool:
        """Tell if nothing more can come. A short page says nothing: the server may cap the size of pages."""
        if rows == 0 or self._pages_without_news >= PATIENCE:
            return True
        if self._last_page is None or self._total is None:
            return not has_news
        if number < self._last_page:
            return False
        is_complete = max(len(self._seen), self._rows) >= self._total - self._skipped
        return is_complete or not has_news


def rows_of(paging: Paging, page: Any) -> list[Any]:
    """Return the rows of a page; null reads as none."""
    return list(_at(page, paging.items) or ())


def metadata_of(paging: Paging, page: Any) -> Any:
    """Return a page's metadata; None if it has none, or an incomplete one."""
    metadata = None if paging.metadata is None else _at(page, paging.metadata)
    numbers = (getattr(metadata, name, None) for name in ("total_count", "total_pages", "limit_value"))
    return metadata if all(isinstance(number, int) for number in numbers) else None


def total_of(paging: Paging, page: Any) -> int | None:
    """Return how many rows the list has, if the page tells."""
    metadata = metadata_of(paging, page)
    return None if metadata is None else cast(int, metadata.total_count)


def page_variables(paging: Paging, variables: Mapping[str, Any], number: int, size: int) -> dict[str, Any]:
    """Return the variables that ask for one page."""
    if paging.style == "limit":
        return {**variables, paging.page[0]: number, paging.size[0]: size}
    return {**variables, paging.page[0]: {paging.page[1]: number, paging.size[1]: size}}


def _at(value: Any, path: tuple[str, ...]) -> Any:
    return reduce(lambda found, name: getattr(found, name, None), path, value)
