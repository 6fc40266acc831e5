"""Common parts of the readers of vulnerable packages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from conviso_client.findings.words import cve_in, first_sentence, text

__all__ = ["fix_after", "name_of_purl", "purl_without_extras", "title_of", "vulnerability_id"]

_NUMBER = re.compile(r"[0-9]{1,18}")  # no version has more digits, and int() refuses very long texts
_HEADING = re.compile(r"[#*=_-]")


def title_of(advisory: str, summary: Any, description: Any = None) -> str:
    """Return the title of an advisory: its summary, else the start of its description, else its id."""
    summary = text(summary)
    if summary:
        return first_sentence(summary) if "\n" in summary or len(summary) > 255 else summary
    begins = text(description)
    return first_sentence(begins) if begins and not _HEADING.match(begins) else advisory


def vulnerability_id(advisory: str, *others: Any) -> str:
    """Return the CVE if there is one, else the advisory's id: databases give a flaw different ids."""
    return cve_in(advisory, *others) or advisory


def purl_without_extras(purl: Any) -> str:
    """Return a package URL without qualifiers and subpath; an empty text for anything else."""
    value = text(purl)
    return re.split(r"[?#]", value, maxsplit=1)[0] if value.startswith("pkg:") else ""


def name_of_purl(purl: str) -> tuple[str, str | None]:
    """Return name and version of the package in a package URL; the version is None if there is none."""
    kind, _, rest = purl.removeprefix("pkg:").partition("/")
    path, at, version = rest.rpartition("@")
    if not at or "/" in version:  # an unescaped @ of a scope
        path, version = rest, ""
    name = unquote(path)
    return name.replace("/", ":") if kind == "maven" else name, unquote(version) or None


def _parts(version: str) -> list[int]:
    return [int(each) for each in _NUMBER.findall(version)[:6]]


def fix_after(installed: str | None, fixes: Iterable[Any]) -> str | None:
    """Return the lowest fixed version above the installed one, else the first fixed version."""
    named = [text(each) for each in fixes if text(each)]
    above = [each for each in named if _parts(each) > _parts(installed or "")]
    return min(above, key=_parts) if above else next(iter(named), None)
