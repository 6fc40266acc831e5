"""The formats that are read, and how each is recognized by its content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from conviso_client.errors import UnknownFormat

from .document import Outline

if TYPE_CHECKING:
    from .finding import Finding
    from .reading import Report

__all__ = ["FORMATS", "Format", "reader", "recognized"]

_ROOT_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_BEFORE_THE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)


class Format(NamedTuple):
    """How a format is called, and told from others."""

    label: str
    """For people."""
    module: str
    """In `readers`."""
    json: Callable[[Outline], bool] | None = None
    """Whether a JSON text looks like it."""
    xml: str | None = None
    """Name of the root element in XML."""
    may_be_a_list: bool = False
    """Whether an empty list says that nothing was found."""


def _has(*names: str) -> Callable[[Outline], bool]:
    return lambda outline: all(name in outline.members for name in names)


FORMATS: dict[str, Format] = {
    "sarif": Format("SARIF 2.1.0", "sarif", _has("runs")),
}
"""All that `read_findings` knows, by the name that `format=` takes."""


def reader(name: str) -> Callable[[Report], Iterator[Finding]]:
    """Load what reads a format."""
    module = import_module(f"{__package__}.readers.{FORMATS[name].module}")
    read: Callable[[Report], Iterator[Finding]] = module.read
    return read


def recognized(text: str, outline: Outline | None, name: str, wanted: str | None) -> str:
    """Return the name of the format. Raises `UnknownFormat`, which says what is known, or what it is instead."""
    root = root_element(text) if outline is None else None
    found = next((each for each in FORMATS if _fits(FORMATS[each], outline, root)), None)
    if found is not None and wanted in (None, found):
        return found
    if wanted is None:
        known = "; ".join(each.label for each in FORMATS.values())
        raise UnknownFormat(f"{name} is in no format that is known here ({known})", file=name)
    if outline is not None and outline.is_empty_list and FORMATS[wanted].may_be_a_list:
        return wanted
    instead = f", but {FORMATS[found].label}" if found else ""
    raise UnknownFormat(f"{name} is not {FORMATS[wanted].label}{instead}", file=name)


def _fits(candidate: Format, outline: Outline | None, root: str | None) -> bool:
    if outline is None:
        return root is not None and root == candidate.xml
    return candidate.json is not None and candidate.json(outline)


def root_element(text: str) -> str | None:
    """Return the name of the root element of an XML text, without its prefix; None if there is none."""
    at = 0
    while match := _BEFORE_THE_ROOT.match(text, at):
        at = match.end()
    element = _ROOT_ELEMENT.match(text, at)
    return element[1] if element else None
