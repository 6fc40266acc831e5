"""A progress bar for lists, in one line: `for issue in track(conviso.iter_issues()): ...`.

On a terminal it needs the extra `cli`; where the output is no terminal, it writes a line of plain text now and then.
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, overload

from .errors import ConfigurationError, missing_extra
from .paging.pager import AsyncPager, Pager

if TYPE_CHECKING:
    from typing_extensions import Self

    from .paging.reading import Progress

__all__ = ["meter", "track"]

ItemT = TypeVar("ItemT")
Clock = Callable[[], float]

BAR_EVERY = 0.1
"""Seconds between two updates of the bar."""
LINE_EVERY = 5.0
"""Seconds between two lines of plain text."""


@overload
def track(
    pager: Pager[ItemT, Any], description: str | None = None, *, file: TextIO | None = None, clock: Clock = ...
) -> Generator[ItemT]: ...
@overload
def track(
    pager: AsyncPager[ItemT, Any], description: str | None = None, *, file: TextIO | None = None, clock: Clock = ...
) -> AsyncGenerator[ItemT]: ...
def track(
    pager: Pager[ItemT, Any] | AsyncPager[ItemT, Any],
    description: str | None = None,
    *,
    file: TextIO | None = None,
    clock: Clock = time.monotonic,
) -> Generator[ItemT] | AsyncGenerator[ItemT]:
    """Iterate over a list and show how far it has come: rows, of how many, rows a second, time left.

    `description` None is the list's name; `file` None is standard error; `clock` gives seconds. Nothing is sent for
    it: how many rows there are is known from the first page on, if the list tells.
    Raises `ConfigurationError` if `file` is a terminal and the extra `cli` is not installed, and for what is no pager.
    """
    _check_pager(pager)
    output = sys.stderr if file is None else file
    title = pager.name if description is None else description
    display = (_Bar if output.isatty() else _Lines)(title, output, clock)
    if isinstance(pager, Pager):
        return _track(pager, display)
    return _track_async(pager, display)


def _check_pager(pager: Any) -> None:
    if not isinstance(pager, (Pager, AsyncPager)):
        raise ConfigurationError(f"track takes a pager, such as conviso.iter_issues(), not {type(pager).__name__}")


def _track(pager: Pager[ItemT, Any], display: _Display) -> Generator[ItemT]:
    with display, closing(iter(pager)) as rows:
        is_read = False
        try:
            for row in rows:
                display.look(pager.progress)
                yield row
            is_read = True
        finally:
            display.end(pager.progress(), is_read)


async def _track_async(pager: AsyncPager[ItemT, Any], display: _Display) -> AsyncGenerator[ItemT]:
    with display:
        async with aclosing(aiter(pager)) as rows:
            is_read = False
            try:
                async for row in rows:
                    display.look(pager.progress)
                    yield row
                is_read = True
            finally:
                display.end(pager.progress(), is_read)


@contextmanager
def meter(
    title: str, *, file: TextIO | None = None, clock: Clock = time.monotonic
) -> Generator[Callable[[int, int | None], None]]:
    """Show how far something comes: call what it gives with the rows that are there and those to expect.

    `file` None is standard error; a terminal gets a bar if the extra `cli` is there, everything else lines of text.
    """
    from .paging.reading import Progress

    output = sys.stderr if file is None else file
    is_bar = output.isatty() and find_spec("rich") is not None
    latest, is_done = Progress(0, None), False

    def show(rows: int, expected: int | None) -> None:
        nonlocal latest
        latest = Progress(rows, expected)
        display.look(lambda: latest)

    with (_Bar if is_bar else _Lines)(title, output, clock) as display:
        try:
            yield show
            is_done = True
        finally:
            display.end(latest, is_done)


class _Display:
    """Shows progress now and then."""

    every: float

    def __init__(self, title: str, output: TextIO, clock: Clock) -> None:
        self._title = title
        self._output = output
        self._clock = clock
        self._began = self._shown = clock()

    def look(self, progress: Callable[[], Progress]) -> None:
        """Show how far it is, if that was not shown just now."""
        if self._clock() - self._shown >= self.every:
            self._shown = self._clock()
            self.show(progress())

    def end(self, progress: Progress, is_read: bool) -> None:
        """Show that it is over, because the list is read or because the reading broke off."""
        raise NotImplementedError

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        raise NotImplementedError

    def _rate(self, progress: Progress) -> float:
        return progress.delivered / max(self._clock() - self._began, 1e-3)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the output as it is."""


class _Bar(_Display):
    every = BAR_EVERY

    def __init__(self, title: str, output: TextIO, clock: Clock) -> None:
        super().__init__(title, output, clock)
        try:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
        except ModuleNotFoundError as error:
            raise missing_extra(f"{error.name} is not installed: a progress bar", "cli") from None
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(file=output),
            get_time=clock,
        )
        self._task = self._bar.add_task(title, total=None, rate="")

    def show(self, progress: Progress) -> None:
        rate = f"{self._rate(progress):,.0f}/s"
        self._bar.update(self._task, completed=progress.delivered, total=progress.expected, rate=rate)

    def end(self, progress: Progress, is_read: bool) -> None:
        self.show(progress)
        if not is_read:
            self._bar.update(self._task, description=f"{self._title} broke off")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


class _Lines(_Display):
    every = LINE_EVERY

    def show(self, progress: Progress) -> None:
        rate, expected = self._rate(progress), progress.expected
        left = "" if not expected or not rate else f", {_time((expected - progress.delivered) / rate)} left"
        self._write(f"{self._counts(progress)}, {rate:,.0f}/s{left}")

    def end(self, progress: Progress, is_read: bool) -> None:
        broke_off = "" if is_read else ", then it broke off"
        self._write(f"{self._counts(progress)} in {_time(self._clock() - self._began)}{broke_off}")

    def _counts(self, progress: Progress) -> str:
        of = "" if progress.expected is None else f" of {progress.expected:,}"
        return f"{self._title}: {progress.delivered:,}{of} rows"

    def _write(self, line: str) -> None:
        print(line, file=self._output, flush=True)


def _time(seconds: float) -> str:
    whole = round(max(0.0, seconds))
    return f"{whole} s" if whole < 120 else f"{round(whole / 60)} min"
