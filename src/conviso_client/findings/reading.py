"""Read a scanner's report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from conviso_client.errors import ConfigurationError
from conviso_client.findings import document, formats, xml
from conviso_client.findings.finding import Finding
from conviso_client.findings.paths import Roots

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["MAX_BYTES", "Reading", "ReportText", "doubt_about_fall", "read_findings"]

MAX_BYTES = 512 * (1 << 20)
"""Bytes of a decompressed report: reading it takes about three times as much memory."""


class ReportText:
    """A report being read: its text, and the reader's notes."""

    def __init__(self, text: str, name: str, root: Element | None, roots: Roots, ends: dict[int, int]) -> None:
        self.text = text
        self.name = name
        self.root = root
        """The root element, if it is XML."""
        self.roots = roots
        self.ends = ends
        self.left_out: Counter[str] = Counter()
        self.problems: dict[str, None] = {}
        self.warnings: dict[str, None] = {}
        self.tools: dict[str, None] = {}
        self.unread: set[str] = set()
        self.complete = False

    def restarted(self) -> ReportText:
        """Return the same report without notes."""
        return ReportText(self.text, self.name, self.root, self.roots, self.ends)

    @cached_property
    def json(self) -> Any:
        """The whole report as plain objects."""
        return document.loads(self.text, self.name)

    def leave_out(self, reason: str) -> None:
        """Count a row that is not a finding."""
        self.left_out[reason] += 1

    def doubt(self, problem: str) -> None:
        """Note why this report must not close issues."""
        self.problems[problem] = None

    def warn(self, warning: str) -> None:
        """Note something for people that prevents nothing."""
        self.warnings[warning] = None


class Reading:
    """The findings of a report. Iterate as often as you like; the attributes are complete after the last finding.

    Findings with the same `key` are one finding that the report repeats.
    """

    def __init__(self, format: str, report: ReportText) -> None:
        self.format = format
        """Such as `sarif`: a key of `FORMATS`."""
        self._report = report

    def __iter__(self) -> Iterator[Finding]:
        self._report = report = self._report.restarted()
        yield from formats.reader(self.format)(report)
        report.complete = True

    def __repr__(self) -> str:
        return f"<Reading of {self._report.name} ({self.format})>"

    @property
    def file(self) -> str:
        """Name of the file."""
        return self._report.name

    @property
    def tools(self) -> tuple[str, ...]:
        """Families of the scanners that wrote it."""
        return tuple(self._report.tools)

    @property
    def left_out(self) -> Mapping[str, int]:
        """Counts of rows that are not findings, by reason."""
        return MappingProxyType(dict(self._report.left_out))

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the report must not close issues; empty if it may."""
        unfinished = () if self._report.complete else (f"{self.file} was not read to its end",)
        return (*unfinished, *self._report.problems)

    @property
    def may_close(self) -> bool:
        """True if issues missing from this report are gone: False in any doubt, and before all is read."""
        return not self.problems

    @property
    def warnings(self) -> tuple[str, ...]:
        """Notes for you, such as keys that depend on the folder of the checkout."""
        return tuple(self._report.warnings)

    @property
    def unread(self) -> frozenset[str]:
        """Files and packages that the scanner could not read: findings missing there are not gone."""
        return frozenset(self._report.unread)


def read_findings(
    source: str | os.PathLike[str] | IO[Any],
    format: str | None = None,
    root: str | os.PathLike[str] | None = None,
    *,
    max_bytes: int = MAX_BYTES,
) -> Reading:
    """Open a scanner's report: a path or an open file, plain or gzip.

    The content decides the format; `format` (a key of `FORMATS`) insists on one. Paths of files become relative to
    `root`, the folder of the checkout as the scanner saw it; by default the current Git checkout's, and the report's.

    Raises `UnknownFormat` if no reader knows the format, `UnreadableFile` if the report is broken, cut off, empty or
    larger than `max_bytes` (unpacked), and `ConfigurationError` if there is no such `format`.
    """
    if format is not None and format not in formats.FORMATS:
        raise ConfigurationError(f"there is no format {format!r}: use one of {', '.join(formats.FORMATS)}")
    opened = Path(source) if isinstance(source, (str, os.PathLike)) else source
    name = str(opened) if isinstance(opened, Path) else str(getattr(opened, "name", "the report"))
    text = document.load(opened, name, max_bytes)
    is_xml = text.lstrip().startswith("<")
    element = xml.parsed(text, name) if is_xml else None
    outline = None if is_xml else document.outline_of(text, name)
    recognized = formats.recognized(element.tag if element is not None else outline, name, format)
    return Reading(recognized, ReportText(text, name, element, Roots(root), {} if outline is None else outline.ends))


def doubt_about_fall(before: int, now: int) -> str | None:
    """Return why a scan with so many fewer findings must close nothing; None if the drop is small.

    Some scanners look complete though they failed: a drop by more than half, and by five or more, is doubtful.
    """
    if before - now >= 5 and now < before / 2:
        return f"{before - now} of {before} findings disappeared at once: the scan may have been blind"
    return None
