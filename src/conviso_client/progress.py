"""A progress bar for lists, in one line: `for issue in track(conviso.iter_issues()): ...`.

On a terminal the bar is that of rich (extra `cli`); everywhere else it is a line of plain text now and then.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, overload

from .errors import ConfigurationError
from .paging.pager import AsyncPager, Pager
from .paging.reading import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from typing_extensions import Self

__all__ = ["meter", "track"]

ItemT = TypeVar("ItemT")

BAR_EVERY = 0.1
"""Seconds between two updates of the bar."""
LINE_EVERY = 5.0
"""Seconds between two lines of plain text."""


@overload
def track(
    pager: Pager[ItemT, Any], description: str | None = None, *, file: TextIO | None = None
) -> Generator[ItemT]: ...
@overload
def track(
    pager: AsyncPager[ItemT, Any], description: str | None = None, *, file: TextIO | None = None
) -> AsyncGenerator[ItemT]: ...
def track(
    pager: Pager[ItemT, Any] | AsyncPager[ItemT, Any], description: str | None = None, *, file: TextIO | None = None
) -> Generator[ItemT] | AsyncGenerator[ItemT]:
    """Iterate over a list and show how far it has come: rows, of how many, rows a second, time left.

    `description` None is the list's name; `file` None is standard error. Nothing is sent for it: how many
    rows there are is known from the first page on, if the list tells.
    Raises `ConfigurationError` for what is no pager.
    """
    given: Any = pager
    if not isinstance(given, (Pager, AsyncPager)):
        raise ConfigurationError(f"track takes a pager, such as conviso.iter_issues(), not {type(given).__name__}")
    shown = meter(pager.name if description is None else description, file=file)
    return _track(pager, shown) if isinstance(pager, Pager) else _track_async(pager, shown)


def _track(pager: Pager[ItemT, Any], shown: meter) -> Generator[ItemT]:
    with shown, closing(iter(pager)) as rows:
        for row in rows:
            shown.look(pager.progress)
            yield row


async def _track_async(pager: AsyncPager[ItemT, Any], shown: meter) -> AsyncGenerator[ItemT]:
    with shown:
        async with aclosing(aiter(pager)) as rows:
            async for row in rows:
                shown.look(pager.progress)
                yield row


class meter:  # noqa: N801  # used as a function: `with meter("issues") as show: show(50, 1000)`
    """Show how far something comes: call it with the rows that are there and those to expect, None if nobody knows.

    `file` None is standard error. A terminal gets a bar if the extra `cli` is there, everything else lines of text.
    """

    def __init__(self, title: str, *, file: TextIO | None = None) -> None:
        self._title = title
        self._output = sys.stderr if file is None else file
        self._began = self._shown = monotonic()
        self._bar = _bar(self._output) if self._output.isatty() else None
        self._every = LINE_EVERY if self._bar is None else BAR_EVERY
        self._progress: Callable[[], Progress] = lambda: Progress(0, None)

    def __call__(self, rows: int, expected: int | None) -> None:
        self.look(lambda: Progress(rows, expected))

    def look(self, progress: Callable[[], Progress]) -> None:
        """Show how far it is, if that was not shown just now."""
        self._progress = progress
        now = monotonic()
        if now - self._shown >= self._every:
            self._shown = now
            self._show(progress())

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._task = self._bar.add_task(self._title, total=None, rate="")
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        progress, seconds = self._progress(), monotonic() - self._began
        if self._bar is None:
            broke_off = "" if kind is None else ", then it broke off"
            self._write(f"{self._counts(progress)} in {_time(seconds)}{broke_off}")
            return
        self._show(progress)
        if kind is not None:
            self._bar.update(self._task, description=f"{self._title} broke off")
        self._bar.stop()

    def _show(self, progress: Progress) -> None:
        delivered, expected = progress
        rate = delivered / max(monotonic() - self._began, 1e-3)
        if self._bar is not None:
            self._bar.update(self._task, completed=delivered, total=expected, rate=f"{rate:,.0f}/s")
            return
        left = f", {_time((expected - delivered) / rate)} left" if expected and rate else ""
        self._write(f"{self._counts(progress)}, {rate:,.0f}/s{left}")

    def _counts(self, progress: Progress) -> str:
        of = "" if progress.expected is None else f" of {progress.expected:,}"
        return f"{self._title}: {progress.delivered:,}{of} rows"

    def _write(self, line: str) -> None:
        print(line, file=self._output, flush=True)


def _bar(output: TextIO) -> RichProgress | None:
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress
    except ModuleNotFoundError:
        return None
    return RichProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(file=output),
        get_time=monotonic,
    )


def _time(seconds: float) -> str:
    whole = round(max(0.0, seconds))
    return f"{whole} s" if whole < 120 else f"{round(whole / 60)} min"
