"""The requests of both clients' methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict
from urllib.parse import parse_qs, urlsplit

from conviso_client.call.operation import Paging
from conviso_client.errors import ConfigurationError

from .models import ApiTarget, ApplicationPage, Asset, AssetPage, TargetPage, Totals, Vulnerability, VulnerabilityPage
from .request import Answer, Ask, ask, segment

if TYPE_CHECKING:
    from conviso_client.paging.state import PagerState

__all__ = [
    "NUMBERED",
    "CursorPage",
    "CursorReading",
    "Cursors",
    "Listed",
    "PageReading",
    "applications",
    "asset",
    "assets",
    "new_application",
    "new_scan",
    "vulnerabilities",
    "vulnerability",
]

NUMBERED = Paging(style="limit", page=("pageNumber",), size=("pageSize",), items=("items",), metadata=("totals",))
PAGE_SIZE = 100
"""Rows per page. The vendor's documentation gives no maximum ("check each endpoint"); this one was seen to work."""


class CursorReading(TypedDict, total=False):
    """The options of a list whose pages name the next one."""

    limit: int | None
    """The most rows to deliver; None delivers all."""
    page_size: int
    """Rows per page, 100 by default; the server may give fewer."""
    strict: bool
    """Raise `IncompleteList` instead of warning if rows must be missing."""
    resume: PagerState | None
    """`state()` of an earlier pager, or `resume` of its error, to continue from."""


class PageReading(CursorReading, total=False):
    """The options of a list with numbered pages."""

    start_page: int
    """The first page, from 1."""
    prefetch: int
    """Pages to fetch ahead, 4 by default; 0 fetches each when it is needed."""


def options_of(reading: Mapping[str, Any], prefetch: int) -> dict[str, Any]:
    """Return the arguments of a pager."""
    usual = {"limit": None, "page_size": PAGE_SIZE, "start_page": 1, "prefetch": prefetch, "strict": False}
    return {**usual, "resume": None, **reading}


class Listed(NamedTuple):
    """A list with numbered pages."""

    name: str
    page: Callable[[int, int], Ask[Any]]
    """Returns the request for a page, by its number and size."""


def _listed(path: str, model: Any, params: Mapping[str, Any]) -> Listed:
    def page(number: int, size: int) -> Ask[Any]:
        return ask("Inventory", "GET", f"/{path}", {**params, "pageSize": size, "pageNumber": number}, model=model)

    return Listed(path, page)


def applications() -> Listed:
    return _listed("applications", ApplicationPage, {})


def assets(application_id: str | None, asset_type: str | None, name: str | None) -> Listed:
    return _listed("assets", AssetPage, {"applicationId": application_id, "assetType": asset_type, "name": name})


def vulnerabilities(asset_id: str | None, severities: Sequence[str], statuses: Sequence[str]) -> Listed:
    given = {"vulnerabilitySeverities": severities, "vulnerabilityStatus": statuses}
    for name, words in given.items():
        _check_words(name, words)
    return _listed("vulnerabilities", VulnerabilityPage, {"assetId": asset_id, **given})


def _check_words(name: str, words: Any) -> None:
    if isinstance(words, str):
        raise ConfigurationError(f"{name} is a list of words, such as [{words!r}], not {words!r}")


def asset(id_: str) -> Ask[Asset]:
    return ask("Inventory", "GET", f"/assets/{segment(id_)}", model=Asset)


def vulnerability(id_: str) -> Ask[Vulnerability]:
    return ask("Inventory", "GET", f"/vulnerabilities/{segment(id_)}", model=Vulnerability)


def new_application(name: str, description: str | None, tags: Sequence[str]) -> Ask[Answer]:
    for what, text, least, most in (("name", name, 1, 255), ("description", description or "", 0, 1023)):
        if not least <= len(str(text)) <= most:
            raise ConfigurationError(f"{what} has {least} to {most} characters, not {len(text)}")
    _check_words("tags", tags)
    given = {"name": name, "description": description, "tags": list(tags) or None}
    return ask("Inventory", "POST", "/applications", json=_without_none(given), model=Answer)


def new_scan(target_id: str, profile_id: str, authorized: bool, schedule: Mapping[str, Any] | None) -> Ask[Answer]:
    given = {
        "target_id": target_id,
        "profile_id": profile_id,
        "schedule": schedule,
        "user_authorized_to_scan": authorized,
    }
    return ask("DAST", "POST", "/scans", json=_without_none(given), model=Answer)


def _without_none(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


class CursorPage(NamedTuple):
    """A page of API targets."""

    items: list[ApiTarget]
    totals: Totals


class Cursors:
    """The pages of the API targets, by number. Each names the next one, so the pages before it are requested too."""

    name = "api-targets"

    def __init__(self) -> None:
        self._cursors: dict[int, str | None] = {1: None}

    def ask(self, number: int, size: int) -> Ask[TargetPage]:
        """Request a page, or the last one before it with a known cursor."""
        return ask(
            "Inventory REST",
            "GET",
            "/api-targets",
            {"limit": size, "cursor": self._cursors[self._known(number)]},
            model=TargetPage,
        )

    def take(self, number: int, page: TargetPage) -> CursorPage | None:
        """Take an answer; return it if it is the page of this number, or if there is no such page."""
        at = self._known(number)
        if page.next_page:
            self._cursors[at + 1] = _cursor(page.next_page)
        elif at < number:
            return CursorPage([], Totals(page.total_count, at, None))
        last = None if page.next_page else at
        return CursorPage(page.items, Totals(page.total_count, last, None)) if at == number else None

    def _known(self, number: int) -> int:
        return max(known for known in self._cursors if known <= number)


def _cursor(following: str) -> str:
    """Return the cursor of the next page, which may be part of an address."""
    return parse_qs(urlsplit(following).query).get("cursor", [following])[0]
