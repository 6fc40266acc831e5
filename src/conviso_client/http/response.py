"""An answer's body, unpacked while it comes: within the time of the attempt and a limit of size."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from typing import Any

from conviso_client.errors import InvalidResponse

from .deadline import TooSlow

__all__ = ["BodyReader", "Truncated"]

PIECE = 1 << 20
"""Bytes that are unpacked between two looks at the clock and at the size."""
EITHER = zlib.MAX_WBITS | 32
"""What `zlib` calls "gzip or zlib, as the first bytes say"."""
ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})


class Truncated(Exception):  # noqa: N818
    """The answer is only the beginning of one, or cannot be unpacked."""


class BodyReader:
    """Takes the chunks of a body, and joins them unpacked.

    The HTTP library would unpack each chunk whole, and 64 KB of gzip can become 64 MB.
    """

    def __init__(self, encoding: str, limit: int | None, end: float | None) -> None:
        """Take the `Content-Encoding`, the bytes that the answer may have, and when its time is over; None: no bound.

        `end` is a time of `time.monotonic`.
        """
        self._encoding = encoding.strip().lower() or "identity"
        self._unpacking: Any = None
        self._limit, self._end = limit, end
        self._size = 0
        self._parts: list[bytes] = []

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk. Raises `InvalidResponse` for more than the limit, `Truncated` for what is not packed."""
        try:
            for piece in (chunk,) if self._encoding == "identity" else self._unpacked(chunk):
                # The event loop looks at no clock while much is unpacked, and a thread reads nothing meanwhile.
                if self._end is not None and time.monotonic() > self._end:
                    raise TooSlow("the time for the attempt is over")
                self._size += len(piece)
                if self._limit is not None and self._size > self._limit:
                    raise InvalidResponse(f"the answer is larger than max_response_bytes={self._limit}")
                self._parts.append(piece)
        except zlib.error as error:
            raise Truncated(f"the compressed answer cannot be unpacked: {error}") from None

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        if self._encoding not in ENCODINGS:
            raise InvalidResponse(f"the answer is packed as {self._encoding!r}, which was not asked for")
        while chunk:
            if self._unpacking is None or self._unpacking.eof:  # gzip may be several, one after the other
                # Some servers send "deflate" without zlib's head, which has 8 in the low half of its first byte.
                bare = self._encoding == "deflate" and chunk[0] & 15 != 8
                self._unpacking = zlib.decompressobj(-zlib.MAX_WBITS if bare else EITHER)
            yield self._unpacking.decompress(chunk, PIECE)
            chunk = self._unpacking.unconsumed_tail or self._unpacking.unused_data

    def end(self) -> bytes:
        """Return the whole body. Raises `Truncated` if what was packed ends early."""
        if self._unpacking is not None and not self._unpacking.eof:
            raise Truncated("the compressed answer ends early")
        return b"".join(self._parts)
