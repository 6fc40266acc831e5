"""The text of a report, and a cursor that walks through JSON without loading all of it as objects."""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from conviso_client.errors import UnreadableFile
from conviso_client.findings.words import is_list

__all__ = ["Cursor", "Outline", "load", "loads", "outline_of"]

_MEBI = 1 << 20
_LONG = 1 << 12
"""Arrays of so many characters have their ends remembered."""
_GZIP = b"\x1f\x8b"
_HALF = re.compile(r"\\u[dD][89A-Fa-f]")
_ESCAPE = re.compile(r"\\(?:ud[89ab]..\\ud[c-f]..|(?P<half>ud[89a-f]..)|.)", re.IGNORECASE | re.DOTALL)
_BEGINNING = re.compile(r"""\s*(?:[{\["<]|-?\d|(?:true|false|null)\b)""")
"""The first characters of JSON or XML."""
_WEB_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_blank = re.compile(r"[ \t\r\n]*").match
_separator = re.compile(r"[ \t\r\n]*(,[ \t\r\n]*)?").match
_decode = json.JSONDecoder().raw_decode


def load(source: Path | IO[Any], name: str, max_bytes: int) -> str:
    """Return the text of a report, decompressed if it is gzip. Raises `UnreadableFile`."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                content = _bounded(stream, name, max_bytes)
        else:
            content = _bounded(source, name, max_bytes)
    except OSError as error:
        raise UnreadableFile(f"{name} cannot be read: {error.strerror or error}", file=name) from None
    except UnicodeDecodeError as error:  # an open text file with another encoding
        raise UnreadableFile(f"{name} is not UTF-8: open it as bytes, with mode 'rb'", file=name) from error
    text = _whole(content if isinstance(content, str) else _text(content, name))
    if not text or text.isspace():
        raise UnreadableFile(f"{name} is empty: it does not even say that nothing was found", file=name)
    if _WEB_PAGE.match(text):
        raise UnreadableFile(f"{name} is a web page, not a report", file=name)
    if not _BEGINNING.match(text):
        raise UnreadableFile(f"{name} is neither JSON nor XML, and so not a report that can be read here", file=name)
    return text


def _bounded(stream: IO[Any], name: str, max_bytes: int) -> bytes | str:
    content: bytes | str = stream.read(max_bytes + 1)
    if isinstance(content, bytes) and content.startswith(_GZIP):
        content = _unpacked(content, name, max_bytes)
    if len(content) > max_bytes:
        raise UnreadableFile(
            f"{name} has more than {max_bytes // _MEBI} MiB: let the scanner write one report for each part of the "
            "code, or raise max_bytes",
            file=name,
        )
    return content


def _unpacked(packed: bytes, name: str, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = unpacker.decompress(packed, max_bytes + 1)
        if len(content) <= max_bytes:
            content = gzip.decompress(packed)  # gzip may have several members; this also checks their checksums
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(f"{name} is broken: {error}", file=name) from None
    return content


def _text(content: bytes, name: str) -> str:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name} is not {encoding.removesuffix('-sig').upper()} at byte {error.start}", file=name
        ) from None


def _whole(text: str) -> str:
    """Replace escapes of lone surrogates in JSON: they would become text that cannot be encoded."""
    if not _HALF.search(text):
        return text
    return _ESCAPE.sub(lambda match: "\\ufffd" if match["half"] else match[0], text)


def loads(text: str, name: str) -> Any:
    """Parse JSON. Raises `UnreadableFile`."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise _broken(name, error) from None
    except RecursionError:
        raise _too_deep(name) from None


def _broken(name: str, error: ValueError) -> UnreadableFile:
    line = getattr(error, "lineno", None)
    return UnreadableFile(f"{name} is broken or cut off: {error}", file=name, line=line)


def _too_deep(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} is nested too deep to be a report", file=name)


class Cursor:
    """A cursor in a JSON text.

    `members` and `items` stop at each value: take it or walk it there, or it is skipped. `ends` has the ends of long
    arrays that were skipped before, by their starts.
    """

    def __init__(self, text: str, at: int = 0, ends: dict[int, int] | None = None) -> None:
        self.text = text
        self.ends: dict[int, int] = {} if ends is None else ends
        self.at = _behind_blanks(text, at)

    def kind(self) -> str:
        """Return the first character of the value here, such as `{` or `[`; an empty text at the end."""
        return self.text[self.at : self.at + 1]

    def take(self) -> Any:
        """Return the value here, and move past it."""
        value, end = _decode(self.text, self.at)
        self._move(end)
        return value

    def members(self) -> Iterator[str]:
        """Stop at the value of each member of the object here, and yield its name."""
        self._move(self.at + 1)
        while self.kind() != "}":
            name = self.take()
            if not isinstance(name, str):
                raise json.JSONDecodeError("Expecting property name", self.text, self.at)
            self._expect(":")
            here = self.at
            yield name
            if self.at == here:
                self.skip()
            self._next("}")
        self._move(self.at + 1)

    def items(self) -> Iterator[int]:
        """Stop at each item of the array here, and yield its number."""
        self._move(self.at + 1)
        number = 0
        while self.kind() != "]":
            here = self.at
            yield number
            if self.at == here:
                self.skip()
            self._next("]")
            number += 1
        self._move(self.at + 1)

    def values(self) -> Iterator[Any]:
        """Yield each item of the array here: `items` and `take` in one, for long arrays."""
        text, decode, separator = self.text, _decode, _separator
        at = _behind_blanks(text, self.at + 1)
        if text[at : at + 1] != "]":
            comma = True
            while comma:
                value, at = decode(text, at)
                yield value
                found: Any = separator(text, at)  # matches anything
                comma, at = found[1], found.end()
            if text[at : at + 1] != "]":
                raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        self._move(at + 1)

    def skip(self, depth: int = 3) -> None:
        """Move past the value here, with no more of it in memory than the values `depth` levels down."""
        start, kind = self.at, self.kind()
        if start in self.ends:
            self.at = self.ends[start]
        elif depth and kind == "{":
            for _ in self.members():
                self.skip(depth - 1)
        elif depth and kind == "[":
            self._skip_items(depth)
            if self.at - start > _LONG:
                self.ends[start] = self.at
        else:
            self.take()

    def _skip_items(self, depth: int) -> None:
        if depth == 1:
            deque(self.values(), maxlen=0)
            return
        for _ in self.items():
            self.skip(depth - 1)

    def _next(self, closing: str) -> None:
        if self.kind() != closing:
            self._expect(",")
            if self.kind() == closing:
                raise json.JSONDecodeError("Expecting value", self.text, self.at)

    def _expect(self, character: str) -> None:
        if self.kind() != character:
            raise json.JSONDecodeError(f"Expecting {character!r}", self.text, self.at)
        self._move(self.at + 1)

    def _move(self, at: int) -> None:
        self.at = _behind_blanks(self.text, at)


def _behind_blanks(text: str, at: int) -> int:
    return _blank(text, at).end()  # type: ignore[union-attr]  # matches anything


class Outline:
    """The outline of a JSON text: enough to recognize its format."""

    def __init__(self, members: dict[str, Any], first: Any, ends: dict[int, int], *, is_empty_list: bool) -> None:
        self.members = members
        """The members of the top object, with its containers empty."""
        self.first = first
        """The first item of the top array, or the first of several top objects."""
        self.ends = ends
        """The ends of long arrays by their starts, for skipping them."""
        self.is_empty_list = is_empty_list


def outline_of(text: str, name: str) -> Outline:
    """Walk through all values of a text. Raises `UnreadableFile` if it is not JSON, or is cut off."""
    members: dict[str, Any] = {}
    first: Any = None
    others = 0
    cursor = Cursor(text)
    start, kind = cursor.at, cursor.kind()
    is_empty_list = kind == "["
    try:
        if kind == "{":
            for member in cursor.members():
                empty = _EMPTY.get(cursor.kind())
                members[member] = cursor.take() if empty is None else empty
        elif kind == "[":
            for number, value in enumerate(cursor.values()):
                is_empty_list = False
                first = value if number == 0 else first
        else:
            cursor.take()
        while cursor.kind():
            others += 1
            cursor.skip()
    except ValueError as error:
        raise _broken(name, error) from None
    except RecursionError:
        raise _too_deep(name) from None
    if others and kind == "{":
        first, members = _decode(text, start)[0], {}
    while is_list(first) and first:  # a list of pages
        first = first[0]
    return Outline(members, first, cursor.ends, is_empty_list=is_empty_list or first == [])


_EMPTY: dict[str, Any] = {"{": {}, "[": []}
