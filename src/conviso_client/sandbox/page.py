"""One page of a list, in any of the API's three styles."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

__all__ = ["Bounds", "ListPage", "bounds", "page_of"]

_DEFAULT_SIZE = 10
_LAST_PAGE = 10**9


class Bounds(NamedTuple):
    """Which page is asked for."""

    number: int
    size: int
    offset: int


class ListPage:
    """A page of a list; its total and its items are found out when they are asked for."""

    def __init__(
        self, wanted: Bounds, count: Callable[[], int], fetch: Callable[[], Sequence[Any]], source: Any = None
    ) -> None:
        self.wanted = wanted
        self.source = source
        self._count = count
        self._fetch = fetch

    @cached_property
    def total(self) -> int:
        return self._count()

    @cached_property
    def items(self) -> Sequence[Any]:
        return self._fetch()

    @property
    def pages(self) -> int:
        return -(-self.total // self.wanted.size)

    def about(self, name: str) -> Any:
        """A field of the metadata or of the page info, by its name; NotImplemented for one that no page has."""
        find = _ABOUT.get(name)
        return NotImplemented if find is None else find(self)


_ABOUT: Mapping[str, Callable[[ListPage], Any]] = {
    "totalCount": lambda page: page.total,
    "totalPages": lambda page: page.pages,
    "currentPage": lambda page: page.wanted.number,
    "limitValue": lambda page: page.wanted.size,
    "total": lambda page: page.total,
    "hasNextPage": lambda page: page.wanted.offset + len(page.items) < page.total,
    "hasPreviousPage": lambda page: page.wanted.offset > 0,
    "startCursor": lambda page: cursor(page.wanted.offset) if page.items else None,
    "endCursor": lambda page: cursor(page.wanted.offset + len(page.items) - 1) if page.items else None,
}


def cursor(offset: int) -> str:
    """An opaque mark of a place in a list."""
    return base64.b64encode(str(offset + 1).encode()).decode()


def bounds(args: Mapping[str, Any], largest: int) -> Bounds:
    """The page that arguments ask for: `page` and `limit`, `pagination`, or `first` and `after`.

    A number below 1 counts as not given; a size above `largest` is cut to it.
    """
    nested = args.get("pagination") or {}
    if "first" in args or "after" in args or "last" in args:
        size = min(_positive(args.get("first") or args.get("last"), _DEFAULT_SIZE), largest)
        offset = _after(args.get("after"))
        return Bounds(1 + offset // size, size, offset)
    number = min(_positive(nested.get("page") or args.get("page"), 1), _LAST_PAGE)
    asked = nested.get("perPage") or args.get("limit") or args.get("perPage") or args.get("size")
    size = min(_positive(asked, _DEFAULT_SIZE), largest)
    return Bounds(number, size, (number - 1) * size)


def page_of(items: Sequence[Any], wanted: Bounds) -> ListPage:
    """A page of a list that is at hand."""
    return ListPage(wanted, lambda: len(items), lambda: items[wanted.offset : wanted.offset + wanted.size])


def _positive(value: Any, default: int) -> int:
    return value if isinstance(value, int) and value > 0 else default


def _after(value: Any) -> int:
    try:
        return min(max(0, int(base64.b64decode(str(value or ""), validate=True) or b"0")), _LAST_PAGE)
    except ValueError:
        return 0
