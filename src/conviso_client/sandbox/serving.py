"""An application on this machine: a real HTTP server in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

import uvicorn
from typing_extensions import Self

from conviso_client.errors import ConfigurationError

from .wire import Protocol

__all__ = ["LocalServer"]

_PATIENCE = 10.0
"""Seconds that starting and stopping may take."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()


class LocalServer:
    """What listens on an address of this machine while a `with` block lasts. Subclasses say what is served."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self._port = port
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._socket.getsockname()[1]) if self._socket else self._port

    @property
    def address(self) -> str:
        """The address without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> Self:
        """Start to serve; returns when requests are answered. Raises ConfigurationError if that cannot be."""
        if self._server is not None:
            raise ConfigurationError("this sandbox is running already")
        self._socket = self._bind()
        try:
            self._serve(self._made())
        except BaseException:
            self.stop()
            raise
        return self

    def _made(self) -> Any:
        """Make the application. The address is known by then."""
        raise NotImplementedError

    def _serve(self, app: Any) -> None:
        config = uvicorn.Config(
            app, http=Protocol, ws="none", lifespan="off", loop="asyncio", access_log=False, log_config=None,
            log_level="critical", timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True, name="sandbox")
        self._thread.start()
        if not self._server.ready.wait(_PATIENCE):
            raise ConfigurationError(f"the sandbox did not start within {_PATIENCE:.0f} s")

    def stop(self) -> None:
        """Stop serving."""
        if self._server is not None and self._thread is not None and self._thread.ident is not None:
            self._server.should_exit = True
            self._thread.join(_PATIENCE)
        self._server = self._thread = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def run_in_loop(self, function: Callable[[], object]) -> None:
        """Run what must not happen while a request is answered. A server that does not run runs nothing."""

        async def run() -> None:
            function()

        loop = self._server.loop if self._server else None
        if loop is not None:
            asyncio.run_coroutine_threadsafe(run(), loop).result(_PATIENCE)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _bind(self) -> socket.socket:
        if not self.host:  # as of a variable that is not set: the system would take it for all addresses
            raise ConfigurationError("cannot listen on no address: give 127.0.0.1, or 0.0.0.0 for all of this machine")
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        # The protocol is named because asyncio turns Nagle's algorithm off for sockets of IPPROTO_TCP only.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.host, self._port))
        except (
            OSError,
            OverflowError,
            TypeError,
            UnicodeError,
        ) as error:  # the last two: letters that no host name has
            bound.close()
            raise ConfigurationError(f"cannot listen on {self.host}:{self._port}: {error}") from error
        return bound
