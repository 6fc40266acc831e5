"""A sandbox that runs: a real HTTP server in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, cast, get_args

import uvicorn
from typing_extensions import Self

from conviso_client.errors import ConfigurationError

from .app import App
from .build import build_state
from .context import Ending
from .faults import Faults
from .settings import DEFAULT_KEY, Settings
from .state import SandboxState
from .stats import Seen
from .wire import Protocol

__all__ = ["Sandbox"]

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


class Sandbox:
    """The Conviso API on this machine: real HTTP, real GraphQL, data made up from a seed.

    `api_key` is the key to use; `keys` adds others, each with the ids of the companies that it may see (None: all).
    `port` 0 takes a free one. Use it as a context manager, or call `start` and `stop`.
    Raises ConfigurationError if the port is taken, the schema or the store cannot be used, or there is no such company.
    """

    def __init__(
        self,
        *,
        seed: int = 1,
        api_key: str = DEFAULT_KEY,
        keys: Mapping[str, Iterable[int] | None] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        settings: Settings | None = None,
    ) -> None:
        self.settings = settings or Settings(keys=cast("Any", {api_key: None, **(keys or {})}), seed=seed)
        self.host = host
        self._port = port
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._state: SandboxState | None = None

    def __repr__(self) -> str:
        return f"<Sandbox {self.url if self._socket else 'stopped'}>"

    @property
    def api_key(self) -> str:
        """The key to use."""
        return next(iter(self.settings.keys))

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._socket.getsockname()[1]) if self._socket else self._port

    @property
    def url(self) -> str:
        """The address of the GraphQL endpoint."""
        return f"{self.address}/graphql"

    @property
    def address(self) -> str:
        """The address without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> Self:
        """Start to serve; returns when requests are answered."""
        if self._server is not None:
            raise ConfigurationError("this sandbox is running already")
        self._socket = self._bind()
        try:
            state = build_state(self.settings)
        except BaseException:
            self._close_socket()
            raise
        state.world.address = self.address
        self._state = state
        app: Any = App(state)
        config = uvicorn.Config(
            app, http=Protocol, ws="none", lifespan="off", loop="asyncio", access_log=False, log_config=None,
            log_level="critical", timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True, name="sandbox")
        try:
            self._thread.start()
            is_ready = self._server.ready.wait(_PATIENCE)
        except BaseException:
            self.stop()
            raise
        if not is_ready:
            self.stop()
            raise ConfigurationError(f"the sandbox did not start within {_PATIENCE:.0f} s")
        return self

    def stop(self) -> None:
        """Stop serving and forget everything that is not kept in a file."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_PATIENCE)
            self.state.world.store.close()
        self._server = self._thread = self._state = None
        self._close_socket()

    @property
    def state(self) -> SandboxState:
        """Everything that the running sandbox has. Raises ConfigurationError if it is not running."""
        if self._state is None:
            raise ConfigurationError("this sandbox is not running")
        return self._state

    @property
    def companies(self) -> list[int]:
        """The ids of the companies that there are."""
        return self.state.world.companies

    @property
    def faults(self) -> Faults:
        """What is to go wrong: `sandbox.faults.next(status=429)`."""
        return self.state.faults

    @property
    def jobs(self) -> Ending:
        """How work of the platform's own ends: `sandbox.jobs = "fail"`, or `"hang"`, lasts until the next reset."""
        return self.state.world.jobs

    @jobs.setter
    def jobs(self, ending: Ending) -> None:
        if ending not in get_args(Ending):
            raise ConfigurationError(f"jobs is one of {', '.join(get_args(Ending))}, not {ending!r}")
        self.state.world.jobs = ending

    def seen(self, operation: str | None = None) -> list[Seen]:
        """The requests that came in, oldest first: of one operation, or of all.

        An operation is called by its name, or by a root field: `createAsset`, in Python also `create_asset`.
        Raises ConfigurationError for a name that there is not.
        """
        return self.state.stats.seen(None if operation is None else self.state.names.resolve(operation))

    def stats(self) -> dict[str, Any]:
        """How many requests came, ran and wrote, by operation and by status, as `GET /_sandbox/stats` tells it."""
        return self.state.stats.summary()

    def reset(self) -> None:
        """Go back to the state that it started with: data, quota, no faults, no requests seen."""
        state, loop = self.state, self._server.loop if self._server else None

        async def reset() -> None:
            state.reset()

        if loop is not None:
            asyncio.run_coroutine_threadsafe(reset(), loop).result(_PATIENCE)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        # The protocol is named because asyncio turns Nagle's algorithm off for sockets of IPPROTO_TCP only.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.host, self._port))
        except (OSError, OverflowError) as error:
            bound.close()
            raise ConfigurationError(f"cannot listen on {self.host}:{self._port}: {error}") from error
        return bound

    def _close_socket(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
