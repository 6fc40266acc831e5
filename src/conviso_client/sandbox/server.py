"""A sandbox that runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast, get_args

from conviso_client.errors import ConfigurationError

from .app import App
from .build import build_state
from .context import Ending
from .faults import Faults
from .serving import LocalServer
from .settings import DEFAULT_KEY, Settings
from .state import SandboxState
from .stats import Seen

__all__ = ["Sandbox"]


class Sandbox(LocalServer):
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
        super().__init__(host, port)
        self.settings = settings or Settings(keys=cast("Any", {api_key: None, **(keys or {})}), seed=seed)
        self._state: SandboxState | None = None

    def __repr__(self) -> str:
        return f"<Sandbox {self.url if self._socket else 'stopped'}>"

    @property
    def api_key(self) -> str:
        """The key to use."""
        return next(iter(self.settings.keys))

    @property
    def url(self) -> str:
        """The address of the GraphQL endpoint."""
        return f"{self.address}/graphql"

    def _made(self) -> App:
        self._state = build_state(self.settings)
        self._state.world.address = self.address
        return App(self._state)

    def stop(self) -> None:
        """Stop serving and forget everything that is not kept in a file."""
        super().stop()
        if self._state is not None:
            self._state.world.store.close()
        self._state = None

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
        if self._state is not None:
            self.run_in_loop(self._state.reset)
