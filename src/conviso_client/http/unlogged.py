"""What other libraries would log of a request: its headers, and with them the API key."""

from __future__ import annotations

import logging

__all__ = ["keep_headers_out_of_logs"]

HEADER_LOGGERS = ("hpack.hpack", "hpack.table")
"""They log each header of HTTP/2, with its value, at DEBUG."""


def keep_headers_out_of_logs() -> None:
    """Drop what HTTP/2 says at DEBUG."""
    for name in HEADER_LOGGERS:
        logging.getLogger(name).addFilter(_is_no_detail)


def _is_no_detail(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG
