"""Errors for the command line: advice with options and variables in place of Python's arguments."""

from __future__ import annotations

__all__ = ["in_words_of_commands"]

_INSTEAD = {
    "give company_id= to the call, company_id= to the client, or set": "give --company, or set",
    ", or give api_key=, either the key or a callable that returns it": "",
    "give the key as api_key=": "the key comes from CONVISO_API_KEY",
    "give source=": "give --source",
    ", or raise max_bytes": "",
}


def in_words_of_commands(text: str) -> str:
    """Return an error's text with advice in options and environment variables."""
    for python, command in _INSTEAD.items():
        text = text.replace(python, command)
    return text
