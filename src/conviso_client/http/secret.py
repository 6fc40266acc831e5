"""Values that must not be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from conviso_client.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["Secret", "hidden_beginning", "hide", "secrets_of"]

T = TypeVar("T")


class Secret(Generic[T]):
    """A value that does not show itself: not in a repr, not in `vars`, not in a pickle."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """Return the value. Keep it out of local variables: tools print those of a traceback."""
        return self._value

    def same_as(self, other: Secret[T]) -> bool:
        """Say whether both hold the same value."""
        return self._value == other._value

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError("a secret cannot be pickled or copied: make a new client where it is needed")


def secrets_of(key: Secret[str], headers: Secret[tuple[tuple[str, str], ...]]) -> Secret[tuple[str, ...]]:
    """Return what must not be seen of a request: the key, and the values of the caller's own headers."""
    return Secret((key.reveal(), *(word for _, value in headers.reveal() for word in _words(value))))


def _words(value: str) -> Iterator[str]:
    """Give the value of a header, and its parts: what follows `Bearer` is the secret, and may be repeated alone."""
    yield from (word for word in {value.strip(), *re.split(r"[\s;,=]+", value)} if len(word) >= SHORTEST)


SHORTEST = 6
"""Characters. A shorter value of a header is no secret, and to hide it would tear every message apart."""
WIDEST = 16
"""Characters that one character of a secret may take where it is escaped, perhaps twice, as in `&amp;amp;#x26;`."""


def hide(value: Any, secrets: Secret[tuple[str, ...]]) -> Any:
    """Replace secrets in all texts of a JSON value, however they are escaped there. Hide first, then cut."""
    return _replaced(value, _spellings(secrets))


def hidden_beginning(body: bytes, length: int, secrets: Secret[tuple[str, ...]]) -> str:
    """Return the beginning of a body without secrets, also without one that the cut would have torn in two."""
    longest = max((len(secret) for secret in secrets.reveal()), default=0) * WIDEST
    text: str = hide(body[: length + longest].decode("utf-8", "replace"), secrets)
    return text if len(body) <= length + longest else text[: max(0, len(text) - longest)]


def _spellings(secrets: Secret[tuple[str, ...]]) -> re.Pattern[str] | None:
    """Match each secret with any of its characters as it is, or as URLs, HTML and JSON write it."""
    patterns = ["".join(map(_spelled, secret)) for secret in secrets.reveal() if secret]
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None


@cache
def _spelled(character: str) -> str:
    """Match a character in all its spellings, also one inside of another; the longest come first."""
    from html.entities import codepoint2name

    code = ord(character)
    names = [f"#0*{code}", f"#x0*{code:x}", *filter(None, [codepoint2name.get(code), {"'": "apos"}.get(character)])]
    escaped = rf"%(?:25)*{code:02x}|\\+u{code:04x}|\\+x{code:02x}|&(?:amp;)*(?:{'|'.join(names)})(?:;|\b)"
    plain = rf"\\*{re.escape(character)}" if character in "\"\\/'" else re.escape(character)
    return rf"(?:(?i:{escaped})|{plain})"


def _replaced(value: Any, pattern: re.Pattern[str] | None) -> Any:
    given: JsonValue = value
    if pattern is None:
        return given
    if isinstance(given, str):
        return pattern.sub("***", given)
    if isinstance(given, list):
        return [_replaced(item, pattern) for item in given]
    if isinstance(given, dict):
        return {_replaced(name, pattern): _replaced(item, pattern) for name, item in given.items()}
    return given
