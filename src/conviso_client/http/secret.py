"""Values that must not be seen."""

from __future__ import annotations

import re
from typing import Any, Generic, NoReturn, TypeVar

from conviso_client.errors import ConfigurationError

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
    values = (value.strip() for _, value in headers.reveal())
    return Secret((key.reveal(), *(value for value in values if len(value) >= SHORTEST)))


SHORTEST = 6
"""Characters. A shorter value of a header is no secret, and to hide it would tear every message apart."""
WIDEST = 8
"""Characters that one character of a secret may take where it is escaped, as in `&#x2019;`."""


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
    from html.entities import codepoint2name

    def spelled(character: str) -> str:
        code = ord(character)
        forms = [re.escape(character), f"(?i:%{code:02x})", f"(?i:&#x0*{code:x};?)", f"&#0*{code};?"]
        forms += [rf"(?i:\\u{code:04x})", rf"(?i:\\x{code:02x})", rf"\\{re.escape(character)}"]
        if code in codepoint2name:
            forms.append(f"&{codepoint2name[code]};")
        return f"(?:{'|'.join(forms)})"

    patterns = ["".join(map(spelled, secret)) for secret in secrets.reveal() if secret]
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None


def _replaced(value: Any, pattern: re.Pattern[str] | None) -> Any:
    if pattern is None:
        return value
    if isinstance(value, str):
        return pattern.sub("***", value)
    if isinstance(value, list):
        return [_replaced(item, pattern) for item in value]
    if isinstance(value, dict):
        return {_replaced(name, pattern): _replaced(item, pattern) for name, item in value.items()}
    return value
