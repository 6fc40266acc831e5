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
"""Bytes of a report, unpacked: reading it takes about three times as much memory."""


class ReportText:
    """A report under the hands of its reader: the text, and what is noted while it is read."""

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
        """Return the same report, with nothing noted."""
        return ReportText(self.text, self.name, self.root, self.roots, self.ends)

    @cached_property
    def json(self) -> Any:
        """The whole of it as plain objects."""
        return document.loads(self.text, self.name)

    def leave_out(self, reason: str) -> None:
        """Count a row that is no finding."""
        self.left_out[reason] += 1

    def doubt(self, problem: str) -> None:
        """Say why nothing may be closed because of this report."""
        self.problems[problem] = None

    def warn(self, warning: str) -> None:
        """Say what a person should know, and what hinders nothing."""
        self.warnings[warning] = None


class Reading:
    """The findings of a report, one at a time, as often as you iterate, and then what can be said of it as a whole.

    Findings with the same `key` are one finding that the report tells more than once.
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
        """How many rows of the report are no findings, by the reason."""
        return MappingProxyType(dict(self._report.left_out))

    @property
    def problems(self) -> tuple[str, ...]:
        """Why nothing that is missing here may be closed; empty if it may."""
        unfinished = () if self._report.complete else (f"{self.file} was not read to its end",)
        return (*unfinished, *self._report.problems)

    @property
    def may_close(self) -> bool:
        """Whether what is missing in this report is gone: False in any doubt, and before all was read."""
        return not self.problems

    @property
    def warnings(self) -> tuple[str, ...]:
        """What you should know about the findings: such as keys that depend on the folder of the checkout."""
        return tuple(self._report.warnings)

    @property
    def unread(self) -> frozenset[str]:
        """Files and packages that the scanner says it could not look at: what is missing there is not gone."""
        return frozenset(self._report.unread)


def read_findings(
    source: str | os.PathLike[str] | IO[Any],
    format: str | None = None,
    root: str | os.PathLike[str] | None = None,
    *,
    max_bytes: int = MAX_BYTES,
) -> Reading:
    """Open a scanner's report, a path or an open file, packed with gzip or not.

    The format is recognized by the content; `format` (a key of `FORMATS`) insists on one. `root` is the folder of the
    checkout as the scanner saw it: files are told below it. Without it, the folder of the Git checkout here is taken,
    and what the report says.

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
    """Say why a scan that finds so much less than the one before closes nothing; None if the fall is small.

    Some scanners look complete though they were blind: a fall by more than half, and by five or more, is doubtful.
    """
    if before - now >= 5 and now < before / 2:
        return f"{before - now} of {before} findings disappeared at once: the scan may have been blind"
    return None
