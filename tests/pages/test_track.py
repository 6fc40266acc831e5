"""Progress of a list: a bar on a terminal, lines of text elsewhere, and the list itself unchanged."""

from __future__ import annotations

import io
import sys
from itertools import count
from typing import Any

import pytest

from conviso_client import AsyncConviso, Conviso, progress
from conviso_client.errors import ConfigurationError, ListChanged, ResponseError
from conviso_client.progress import track

from .server import ListServer

ALL = [str(n) for n in range(23)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A second goes by with each look at it."""

    def __init__(self) -> None:
        self.seconds = count()

    def __call__(self) -> float:
        return float(next(self.seconds))


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time go by."""
    monkeypatch.setattr(progress, "monotonic", lambda: 7.0)


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch, still: None) -> None:
    """Let a second go by with each look at the clock."""
    monkeypatch.setattr(progress, "monotonic", Clock())


async def read(conviso: Any, **options: Any) -> list[str]:
    """Read the list with the client's own kind of loop."""
    rows = track(conviso.iter_requirements(page_size=5), **options)
    if isinstance(conviso, Conviso):
        return [row.id for row in rows]
    return [row.id async for row in rows]


@pytest.fixture(params=["sync", "async"])
def either(request: pytest.FixtureRequest, conviso: Conviso, async_conviso: AsyncConviso) -> Conviso | AsyncConviso:
    return conviso if request.param == "sync" else async_conviso


@pytest.mark.anyio
@pytest.mark.usefixtures("ticking")
async def test_lines_of_text(either: Conviso | AsyncConviso) -> None:
    output = io.StringIO()
    assert await read(either, file=output) == ALL
    lines = output.getvalue().splitlines()
    assert lines[0] == "requirements: 5 of 23 rows, 1/s, 22 s left"
    assert lines[-1].startswith("requirements: 23 of 23 rows in ")
    assert 3 <= len(lines) <= 8
    if isinstance(either, AsyncConviso):
        await either.close()


@pytest.mark.anyio
@pytest.mark.usefixtures("ticking")
async def test_a_bar(either: Conviso | AsyncConviso) -> None:
    output = Terminal()
    assert await read(either, description="Reading", file=output) == ALL
    shown = output.getvalue()
    assert "Reading" in shown
    assert "23/23" in shown
    assert "/s" in shown
    if isinstance(either, AsyncConviso):
        await either.close()


@pytest.mark.usefixtures("ticking")
def test_a_bar_of_a_reading_that_broke_off_says_so(conviso: Conviso) -> None:
    output = Terminal()
    for _ in track(conviso.iter_requirements(page_size=5), "Reading", file=output):
        break
    assert "Reading broke off" in output.getvalue()


def test_standard_error_is_where_it_goes(conviso: Conviso, capsys: pytest.CaptureFixture[str]) -> None:
    assert [row.id for row in track(conviso.iter_requirements())] == ALL
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "requirements: 23 of 23 rows in 0 s\n"


@pytest.mark.usefixtures("ticking")
def test_a_list_that_does_not_tell_how_long_it_is(conviso: Conviso) -> None:
    output = io.StringIO()
    assert len(list(track(conviso.iter_companies(page_size=5), "Companies", file=output))) == 23
    lines = output.getvalue().splitlines()
    assert lines[0] == "Companies: 5 rows, 1/s"
    assert lines[-1].startswith("Companies: 23 rows in ")


def test_a_limit_is_what_there_is_to_come(conviso: Conviso) -> None:
    output = io.StringIO()
    list(track(conviso.iter_requirements(limit=7), file=output))
    assert output.getvalue() == "requirements: 7 of 7 rows in 0 s\n"


def test_leaving_and_failing_say_how_far_it_came(conviso: Conviso, server: ListServer) -> None:
    output = io.StringIO()
    for row in track(conviso.iter_requirements(page_size=5), file=output):
        if row.id == "2":
            break
    server.on[2] = lambda: (400, {"error": "no"})
    with pytest.raises(ResponseError):
        list(track(conviso.iter_requirements(page_size=5), file=output))
    assert output.getvalue().splitlines() == [
        "requirements: 3 of 23 rows in 0 s, then it broke off",
        "requirements: 5 of 23 rows in 0 s, then it broke off",
    ]


def test_a_warning_still_names_the_line_of_the_loop(conviso: Conviso, server: ListServer) -> None:
    server.on[2] = lambda: server.rows.insert(0, "new")
    with pytest.warns(ListChanged) as caught:
        list(track(conviso.iter_requirements(page_size=10, prefetch=0), file=io.StringIO()))
    assert caught[0].filename == __file__


def test_what_is_no_pager_is_refused(conviso: Conviso) -> None:
    with pytest.raises(ConfigurationError, match=r"a pager, such as conviso\.iter_issues\(\), not list"):
        track([1, 2])  # type: ignore[call-overload]


def test_without_the_extra_a_terminal_gets_lines(conviso: Conviso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    output = Terminal()
    assert len(list(track(conviso.iter_requirements(), file=output))) == 23
    assert output.getvalue() == "requirements: 23 of 23 rows in 0 s\n"
