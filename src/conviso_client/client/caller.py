"""What every client of this package is: options, a key, connections, and calls that end with a result or one error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar

from conviso_client.call.options import Options, correlation
from conviso_client.errors import ConfigurationError
from conviso_client.http.secret import Secret

if TYPE_CHECKING:
    from typing_extensions import Self

    from conviso_client.call.plan import Call
    from conviso_client.call.prepare import Shared

__all__ = ["AsyncCaller", "Caller", "Client", "changed_options"]


SharedT = TypeVar("SharedT", bound="Shared")

OF_A_CALL = tuple(name for name in Options._fields if name != "company_id")
"""The options that concern calls of any API."""


def changed_options(options: Options, given: dict[str, Any], changeable: tuple[str, ...] = OF_A_CALL) -> Options:
    """Return options with some changed. Raises `ConfigurationError` for an impossible one."""
    if unknown := sorted(given.keys() - set(changeable)):
        given.clear()  # a misspelt `heders=` holds secrets too, and the error's traceback shows this frame's variables
        raise ConfigurationError(f"{', '.join(unknown)} cannot be changed here; what can: {', '.join(changeable)}")
    if "headers" in given:
        given["headers"] = Secret(given["headers"])
    return options.changed(given)


class Client(Generic[SharedT]):
    """What the synchronous and the asynchronous clients share."""

    _changeable: ClassVar[tuple[str, ...]] = OF_A_CALL

    def __init__(self, shared: SharedT, options: Options, http_client: Any) -> None:
        from conviso_client.observe.events import logger

        logger()  # which reads `CONVISO_LOG`
        self._options = options
        self._shared = shared
        self._owner = True
        self._connect(http_client)

    def _connect(self, http_client: Any) -> None:
        """Make ready to send through this HTTP client, or through one of our own. Nothing is opened yet."""
        raise NotImplementedError

    @staticmethod
    def correlation(correlation_id: str) -> AbstractContextManager[None]:
        """Send this correlation id with every call that any client makes in the block, from this thread or task."""
        return correlation(correlation_id)

    def _copy(self, given: dict[str, Any]) -> Self:
        """Return a copy with other options. The caller's frame must hold nothing else that shows their values."""
        options = changed_options(self._options, given, self._changeable)
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, _options=options, _owner=False)
        return copy

    @property
    def url(self) -> str:
        """The address that calls go to."""
        return self._shared.url

    def _summary(self) -> str:
        return repr(self.url)

    def __repr__(self) -> str:
        # A debugger also shows a client whose constructor failed.
        return f"{type(self).__name__}({self._summary() if '_shared' in vars(self) else ''})"

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError(
            "a client cannot be pickled, because of its key and its connections: make one in each process, "
            "or use with_options() for a copy"
        )


class Caller(Client[SharedT]):
    """Calls from threads."""

    def _connect(self, http_client: Any) -> None:
        from conviso_client.call.drive import Executor
        from conviso_client.call.runtime import is_abandoned
        from conviso_client.http.transport import Transport

        shared, self._transport = self._shared, Transport(self.url, http_client, is_abandoned)
        self._run: Callable[[Call], Any] = Executor(self._transport, shared.credentials, shared.runtime).run

    def close(self) -> None:
        """Close the connections, unless this is a copy made by `with_options`. Your own `http_client` stays open."""
        if self._owner:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncCaller(Client[SharedT]):
    """Calls from tasks."""

    def _connect(self, http_client: Any) -> None:
        from conviso_client.call.drive import AsyncExecutor
        from conviso_client.http.transport import AsyncTransport

        shared, self._transport = self._shared, AsyncTransport(self.url, http_client)
        executor = AsyncExecutor(self._transport, shared.credentials, shared.runtime)
        self._run: Callable[[Call], Awaitable[Any]] = executor.run

    async def close(self) -> None:
        """Close the connections, unless this is a copy made by `with_options`. Your own `http_client` stays open."""
        if self._owner:
            await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
