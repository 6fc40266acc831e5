"""An answer's body, unpacked while it comes: within the time of the attempt and a limit of size."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any

from conviso_client.errors import InvalidResponse

__all__ = ["BodyReader", "Truncated"]

PIECE = 1 << 20
"""Bytes that are unpacked between two looks at the clock and at the size."""
EITHER = zlib.MAX_WBITS | 32
"""What `zlib` calls "gzip or zlib, as the first bytes say"."""
ENCODINGS = {"": 0, "identity": 0, "gzip": EITHER, "x-gzip": EITHER, "deflate": EITHER}


class Truncated(Exception):  # noqa: N818
    """The answer is only the beginning of one, or cannot be unpacked."""


class BodyReader:
    """Takes the chunks of a body, and joins them unpacked.

    The HTTP library would unpack each chunk whole, and 64 KB of gzip can become 64 MB.
    """

    def __init__(self, encoding: str, limit: int | None, check_time: Callable[[], object]) -> None:
        """Take the answer's `Content-Encoding`, the bytes that it may have, and what raises if the time is over."""
        self._encoding = encoding.strip().lower()
        self._bits = ENCODINGS.get(self._encoding)
        self._unpacking: Any = None
        self._limit = limit
        self._check_time = check_time
        self._size = 0
        self._parts: list[bytes] = []

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk. Raises `InvalidResponse` for more than the limit, `Truncated` for what is not packed."""
        if self._bits == 0:
            self._add(chunk)
            return
        if self._bits is None:
            raise InvalidResponse(f"the answer is packed as {self._encoding!r}, which was not asked for")
        try:
            for piece in self._unpacked(chunk):
                self._add(piece)
        except zlib.error as error:
            raise Truncated(f"the compressed answer cannot be unpacked: {error}") from None

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._unpacking is None or self._unpacking.eof:  # gzip may be several, one after the other
                self._unpacking = zlib.decompressobj(self._window(chunk))
            yield self._unpacking.decompress(chunk, PIECE)
            chunk = self._unpacking.unconsumed_tail or self._unpacking.unused_data

    def _window(self, chunk: bytes) -> int:
        # Some servers send "deflate" without the head that zlib puts before it; with it the low half of a byte is 8.
        return -zlib.MAX_WBITS if self._encoding == "deflate" and chunk[0] & 15 != 8 else EITHER

    def _add(self, piece: bytes) -> None:
        self._check_time()
        self._size += len(piece)
        if self._limit is not None and self._size > self._limit:
            raise InvalidResponse(f"the answer is larger than max_response_bytes={self._limit}")
        self._parts.append(piece)

    def end(self) -> bytes:
        """Return the whole body. Raises `Truncated` if what was packed ends early."""
        if self._unpacking is not None and not self._unpacking.eof:
            raise Truncated("the compressed answer ends early")
        return b"".join(self._parts)
