"""An Invicti sandbox that runs."""

from __future__ import annotations

from typing import Any

from conviso_client.errors import ConfigurationError
from conviso_client.sandbox.faults import Faults
from conviso_client.sandbox.serving import LocalServer
from conviso_client.sandbox.stats import Seen

from .app import InvictiApp, InvictiSettings, State
from .data import Data

__all__ = ["InvictiSandbox", "InvictiSettings"]


class InvictiSandbox(LocalServer):
    """The Invicti Platform on this machine: real HTTP, made-up data. `port` 0 takes a free one.

    A scan runs at once: it fixes the first open vulnerability of its target and finds another one.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, settings: InvictiSettings | None = None) -> None:
        super().__init__(host, port)
        self.settings = settings or InvictiSettings()
        self._state: State | None = None

    def _made(self) -> InvictiApp:
        self._state = State(self.settings)
        self._state.world.address = self.address
        return InvictiApp(self._state)

    def stop(self) -> None:
        """Stop serving and forget everything."""
        super().stop()
        self._state = None

    @property
    def state(self) -> State:
        """Everything that the running sandbox has. Raises ConfigurationError if it is not running."""
        if self._state is None:
            raise ConfigurationError("this sandbox is not running")
        return self._state

    @property
    def url(self) -> str:
        """The address to give to `Invicti(url=...)`."""
        return self.address

    @property
    def api_key(self) -> str:
        """The key to use."""
        return self.settings.api_key

    @property
    def data(self) -> Data:
        """The rows, to look at and to change."""
        return self.state.data

    @property
    def faults(self) -> Faults:
        """What is to go wrong: `sandbox.faults.next(status=429)`, or for `operation="vulnerabilities"` alone."""
        return self.state.faults

    def seen(self, operation: str | None = None) -> list[Seen]:
        """The requests that came in, oldest first: `seen("vulnerabilities")`, or all."""
        return self.state.stats.seen(operation)

    def stats(self) -> dict[str, Any]:
        """How many requests came, ran and wrote."""
        return self.state.stats.summary()

    def reset(self) -> None:
        """Go back to the state that it started with."""
        if self._state is not None:
            self.run_in_loop(self._state.reset)

    def __repr__(self) -> str:
        return f"<InvictiSandbox {self.url if self._socket else 'stopped'}>"
