"""Where the API key comes from, and how it stays out of sight."""

from __future__ import annotations

import os
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from inspect import isawaitable
from typing import Any, NoReturn

from conviso_client.errors import ConfigurationError

from .fork import renew_after_fork
from .secret import Secret

__all__ = ["Credentials", "KeySource"]

KeySource = str | Callable[[], str] | Callable[[], Awaitable[str]]

ENVIRONMENT_VARIABLE = "CONVISO_API_KEY"
USES_ITSELF = "the api_key callable uses the client that asks it for the key: let it get the key by other means"

# A context, unlike a thread's own data, follows what the callable starts: tasks, and threads that are given a copy.
_questions: ContextVar[tuple[object, ...]] = ContextVar("questions", default=())


class _UsesItselfError(ConfigurationError):
    """Tells the failure that we raised in a callable from those of its own."""


class Credentials:
    """The current API key, asked for when it is first needed and again when the server refuses it."""

    __slots__ = ("__weakref__", "_asking", "_asking_async", "_current", "_question", "_source", "_variable")

    def __init__(self, source: Secret[KeySource | None], variable: str = ENVIRONMENT_VARIABLE) -> None:
        """Take the key itself, or a callable that returns it; None reads this environment variable."""
        self._variable = variable
        self._source: Secret[Any] | None = source if callable(source.reveal()) else None
        self._current: Secret[str] | None = None
        if self._source is None:
            given = source if source.reveal() is not None else Secret(os.environ.get(variable) or None)
            self._current = _checked(given, variable)
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Forget locks that another thread of the parent process may have held."""
        self._asking = threading.Lock()
        self._asking_async: Any = None
        self._question: object | None = None

    def __repr__(self) -> str:
        return "Credentials(***)"

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError("credentials cannot be pickled or copied; make a new client in the other process")

    def key(self, refused: Secret[str] | None = None) -> Secret[str]:
        """Return the key; after the server refused one, ask the callable once more unless somebody did so already."""
        current = self._current
        if current is None or (current is refused and self._source is not None):
            self._check_not_asked()
            with self._asking:
                current = self._current
                if current is None or current is refused:
                    with self._being_asked():
                        answer = self._ask()
                    if isawaitable(answer.reveal()):
                        getattr(answer.reveal(), "close", bool)()  # a coroutine: nobody will await it
                        raise ConfigurationError("the api_key callable is asynchronous, which only AsyncConviso takes")
                    current = self._current = _checked(answer, self._variable)
        return current

    async def key_async(self, refused: Secret[str] | None = None) -> Secret[str]:
        """Do what `key` does, and await the callable if it is asynchronous."""
        current = self._current
        if current is None or (current is refused and self._source is not None):
            self._check_not_asked()
            if self._asking_async is None:
                from anyio import Lock

                self._asking_async = Lock()
            async with self._asking_async:
                return await self._renewed(refused)
        return current

    async def _renewed(self, refused: Secret[str] | None) -> Secret[str]:
        current = self._current
        if current is None or current is refused:
            with self._being_asked():
                answer = self._ask()
                if isawaitable(answer.reveal()):
                    answer = await _awaited(answer)
            current = self._current = _checked(answer, self._variable)
        return current

    def _check_not_asked(self) -> None:
        """Refuse to wait for a callable that waits for us: neither would ever end."""
        # What the callable started may live on: only the question that is open now counts.
        if self._question is not None and self._question in _questions.get():
            raise _UsesItselfError(USES_ITSELF)

    @contextmanager
    def _being_asked(self) -> Generator[None]:
        self._question = question = object()
        before = _questions.set((*_questions.get(), question))
        try:
            yield
        finally:
            _questions.reset(before)
            self._question = None

    def _ask(self) -> Secret[Any]:
        assert self._source is not None
        try:
            return Secret(self._source.reveal()())
        except Exception as error:  # noqa: BLE001
            problem = _problem_of(error)
        raise ConfigurationError(problem)  # outside: the error it would come from may hold the key


async def _awaited(answer: Secret[Any]) -> Secret[Any]:
    try:
        return Secret(await answer.reveal())
    except Exception as error:  # noqa: BLE001
        problem = _problem_of(error)
    raise ConfigurationError(problem)


def _problem_of(error: Exception) -> str:
    """Say what a callable raised, without its words: they may hold the key."""
    if isinstance(error, _UsesItselfError):
        return USES_ITSELF
    return f"the api_key callable raised {type(error).__name__}; call it on its own to see why"


def _checked(key: Secret[Any], variable: str) -> Secret[str]:
    """Refuse what cannot be an API key, without showing it: not in the message, nor in a frame of the traceback."""
    flaw = _flaw_of(key.reveal(), variable)
    if flaw is not None:
        raise ConfigurationError(flaw)
    return Secret(key.reveal().strip())


def _flaw_of(key: Any, variable: str) -> str | None:
    if key is None:
        return (
            f"no API key: set the environment variable {variable}, "
            "or give api_key=, either the key or a callable that returns it"
        )
    if not isinstance(key, str):
        return f"the API key must be a string, not {type(key).__name__}"
    if not key.strip():
        return "the API key is empty"
    if not (key.strip().isascii() and key.strip().isprintable()) or " " in key.strip():
        return "the API key has characters that no API key has, such as spaces or line breaks"
    return None
