"""Translate scanners' words into the API's: severities, CWEs, CVEs, HTML. No member of their JSON is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from conviso_client.findings.finding import Severity

__all__ = [
    "OWN_KIND",
    "address",
    "cve_in",
    "cwes_in",
    "first_sentence",
    "is_list",
    "is_object",
    "items",
    "links",
    "member",
    "number",
    "plain",
    "severity_of_score",
    "severity_of_word",
    "text",
    "unique",
]

_NOTHING: dict[str, Any] = {}
_OBJECT: Any = dict  # Any, not dict[Unknown, Unknown]
OWN_KIND = "convisoKind"
"""Name of the property that holds a finding's kind in SARIF from `write_sarif`."""
_WORDS: dict[str, Severity | None] = {
    **dict.fromkeys(("critical", "blocker"), "CRITICAL"),
    **dict.fromkeys(("high", "error", "important", "serious"), "HIGH"),
    **dict.fromkeys(("medium", "moderate", "warning", "major"), "MEDIUM"),
    **dict.fromkeys(("low", "note", "minor"), "LOW"),
    **dict.fromkeys(("information", "informational", "info", "none", "negligible", "notification"), "NOTIFICATION"),
    **dict.fromkeys(("bestpractice", "best practice"), "NOTIFICATION"),
}
_STEPS: tuple[tuple[float, Severity], ...] = (
    (9, "CRITICAL"),
    (7, "HIGH"),
    (4, "MEDIUM"),
    (0.01, "LOW"),
    (0, "NOTIFICATION"),
)
_CWE = re.compile(r"\bCWE[-_ ]?0*([1-9][0-9]{0,5})(?![0-9])", re.IGNORECASE)
_BARE_CWE = re.compile(r"(?<![0-9])0*([1-9][0-9]{0,5})(?![0-9])")
_CVE = re.compile(r"\bCVE-\d{4}-\d{4,}", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,10}")
_GREATEST = 2**31 - 1
"""The largest integer of the API."""
_SENTENCE = re.compile(r"(.+?[.!?])(?=\s|$)")
_SCHEMES = {"http": ("HTTP", 80), "https": ("HTTPS", 443), "ws": ("WS", 80), "wss": ("WSS", 443)}
_LINK = re.compile(r"https?://[^\s<>\"')\]]+")


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)


def member(value: Any, *names: str) -> dict[str, Any]:
    """Return the object at a path of members; an empty one if there is none."""
    for name in names:
        value = value.get(name) if type(value) is _OBJECT else None
    return value if type(value) is _OBJECT else _NOTHING


def items(value: Any) -> list[Any]:
    """Return a list; an empty one for anything else."""
    return value if is_list(value) else []


def text(value: Any) -> str:
    """Return a text without blanks around it; an empty one for anything else."""
    return value.strip() if isinstance(value, str) else ""


def number(value: Any, least: int = 1) -> int | None:
    """Return an integer, also from a text, if it is at least `least` and the API can take it; else None."""
    if type(value) is int:  # not bool
        return value if least <= value <= _GREATEST else None
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return number(int(value), least)
    return None


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return the distinct values in their order, without empty ones."""
    return tuple(dict.fromkeys(value for value in values if value))


def severity_of_word(word: Any) -> Severity | None:
    """Return the severity of a scanner's word; None for an unknown word."""
    return _WORDS.get(word.strip().lower()) if isinstance(word, str) else None


def severity_of_score(score: Any) -> Severity | None:
    """Return the severity of a CVSS score, as number or text, or of a word; None for anything else."""
    try:
        value = float(score)
    except (TypeError, ValueError, OverflowError):
        return severity_of_word(score)
    if not 0 <= value <= 10 or isinstance(score, bool):
        return None
    return next((severity for least, severity in _STEPS if value >= least), None)


def cwes_in(*values: Any, bare: bool = False) -> tuple[str, ...]:
    """Return the CWEs in texts and lists of texts, in their order, such as `("CWE-79",)`.

    With `bare`, plain numbers are CWEs.
    """
    return unique(f"CWE-{each}" for each in _cwe_numbers(values, bare))


def _cwe_numbers(values: Iterable[Any], bare: bool) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield from _CWE.findall(value) or (_BARE_CWE.findall(value) if bare else ())
        elif bare and number(value) is not None:
            yield str(value)
        elif is_list(value):
            yield from _cwe_numbers(value, bare)


def cve_in(*values: Any) -> str | None:
    """Return the first CVE in texts; None if there is none."""
    for value in values:
        match = _CVE.search(value) if isinstance(value, str) else None
        if match:
            return match[0].upper()
    return None


def links(*values: Any) -> tuple[str, ...]:
    """Return the addresses of web pages in texts and lists of texts, each once."""
    found: list[str] = []
    for value in values:
        if isinstance(value, str):
            found += [each.rstrip(".,;") for each in _LINK.findall(value)]
        elif is_list(value):
            found += links(*value)
    return unique(found)


def first_sentence(value: str, limit: int = 255) -> str:
    """Return the first sentence of the first line, cut with a mark if it is longer than `limit`."""
    line = value.strip().split("\n", 1)[0].strip()
    match = _SENTENCE.match(line)
    sentence = match[1] if match else line
    return sentence if len(sentence) <= limit else sentence[: limit - 1].rstrip() + "…"


def address(url: str) -> tuple[str, int | None]:
    """Return the scheme and the port of a URL as the API spells them; `UNKNOWN` and None if it has none."""
    try:
        parts = urlsplit(url)
        scheme, default = _SCHEMES[parts.scheme.lower()]
        port = parts.port or default
    except (KeyError, ValueError):
        return "UNKNOWN", None
    return scheme, port


class _Plain(HTMLParser):
    _BLOCKS = frozenset(("p", "div", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "pre"))
    _HIDDEN = frozenset(("script", "style"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # of the base
        self.hidden += tag in self._HIDDEN
        if tag in self._BLOCKS:
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self._HIDDEN and self.hidden > 0
        if tag in self._BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def plain(html: Any) -> str:
    """Return HTML as plain text: a line for each paragraph and each item of a list."""
    value = text(html)
    if "<" in value or "&" in value:
        parser = _Plain()
        parser.feed(value)
        parser.close()
        value = "".join(parser.pieces)
    return "\n".join(filter(None, (" ".join(line.split()) for line in value.split("\n"))))
