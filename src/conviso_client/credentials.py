"""Where the API key comes from, and how it stays out of sight."""

from __future__ import annotations

import os
import threading
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, NoReturn

from .errors import ConfigurationError
from .secret import Secret

__all__ = ["Credentials", "KeySource"]

KeySource = str | Callable[[], str] | Callable[[], Awaitable[str]]

ENVIRONMENT_VARIABLE = "CONVISO_API_KEY"


class Credentials:
    """The current API key, asked for when it is first needed and again when the server refuses it."""

    __slots__ = ("_asking", "_asking_async", "_current", "_source")

    def __init__(self, source: KeySource | None) -> None:
        """Take the key itself, or a callable that returns it; None reads the environment variable `CONVISO_API_KEY`."""
        if source is None:
            source = os.environ.get(ENVIRONMENT_VARIABLE) or None
        if source is None:
            raise ConfigurationError(
                f"no API key: set the environment variable {ENVIRONMENT_VARIABLE}, "
                "or give api_key=, either the key or a callable that returns it"
            )
        self._current = None if callable(source) else Secret(_checked(source))
        self._source = Secret(source if callable(source) else None)
        self.after_fork()

    def after_fork(self) -> None:
        """Forget locks that another thread of the parent process may have held."""
        self._asking = threading.Lock()
        self._asking_async: Any = None

    def __repr__(self) -> str:
        return "Credentials(***)"

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError("credentials cannot be pickled or copied; make a new client in the other process")

    def key(self, refused: Secret[str] | None = None) -> Secret[str]:
        """Return the key; after the server refused one, ask the callable once more unless somebody did so already."""
        if self._current is not None and self._current is not refused:
            return self._current
        with self._asking:
            source = self._source_to_ask(refused)
            if source is not None:
                answer = _ask(source)
                if isawaitable(answer):
                    _discard(answer)
                    raise ConfigurationError("the api_key callable is asynchronous, which only AsyncConviso takes")
                self._current = Secret(_checked(answer))
        return self._known()

    async def key_async(self, refused: Secret[str] | None = None) -> Secret[str]:
        """Do what `key` does, and await the callable if it is asynchronous."""
        if self._current is not None and self._current is not refused:
            return self._current
        if self._asking_async is None:
            from anyio import Lock

            self._asking_async = Lock()
        async with self._asking_async:
            source = self._source_to_ask(refused)
            if source is not None:
                answer = _ask(source)
                self._current = Secret(_checked(await _awaited(answer) if isawaitable(answer) else answer))
        return self._known()

    def _source_to_ask(self, refused: Secret[str] | None) -> Callable[[], Any] | None:
        return self._source.reveal() if self._current is None or self._current is refused else None

    def _known(self) -> Secret[str]:
        assert self._current is not None
        return self._current


def _ask(source: Callable[[], Any]) -> Any:
    try:
        return source()
    except Exception as error:  # noqa: BLE001
        failure = type(error).__name__
    raise ConfigurationError(f"the api_key callable raised {failure}; call it on its own to see why")


async def _awaited(answer: Awaitable[Any]) -> Any:
    try:
        return await answer
    except Exception as error:  # noqa: BLE001
        failure = type(error).__name__
    raise ConfigurationError(f"the api_key callable raised {failure}; call it on its own to see why")


def _discard(answer: Any) -> None:
    close = getattr(answer, "close", None)
    if close is not None:
        close()


def _checked(key: Any) -> str:
    """Refuse what cannot be an API key, without showing it."""
    if not isinstance(key, str):
        raise ConfigurationError(f"the API key must be a string, not {type(key).__name__}")
    stripped = key.strip()
    if not stripped:
        raise ConfigurationError("the API key is empty")
    if not (stripped.isascii() and stripped.isprintable()) or " " in stripped:
        raise ConfigurationError("the API key has characters that no API key has, such as spaces or line breaks")
    return stripped
