"""Values that must not be seen."""

from __future__ import annotations

from typing import Any, Generic, NoReturn, TypeVar

from conviso_client.errors import ConfigurationError
from conviso_client.models.json_value import is_list, is_object

__all__ = ["Secret", "hide"]

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


def hide(value: Any, key: Secret[str]) -> Any:
    """Replace the key in all texts of a JSON value."""
    return _replaced(value, _forms(key.reveal()))


def _forms(text: str) -> tuple[str, ...]:
    """Return a text as it is, and as it looks in a URL, in HTML and in JSON."""
    from html import escape
    from json import dumps
    from urllib.parse import quote

    return tuple({text: None, quote(text, safe=""): None, escape(text): None, dumps(text)[1:-1]: None})


def _replaced(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "***")
        return value
    if is_list(value):
        return [_replaced(item, secrets) for item in value]
    if is_object(value):
        return {_replaced(name, secrets): _replaced(item, secrets) for name, item in value.items()}
    return value
