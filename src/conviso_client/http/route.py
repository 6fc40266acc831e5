"""Where a request leads, and the library's transport with a connection pool of ours."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from .deadline import adopt

__all__ = ["Route", "transport_class"]

_log = logging.getLogger("conviso_client")


@cache
def transport_class(library: Any, name: str) -> Any:
    base: Any = getattr(library, name)

    class OwnPool(base):  # type: ignore[misc]
        """The library's transport, with a connection pool that keeps the bound of an attempt.

        It takes none as an argument, so it is given one by the name that it has for it.
        """

        def __init__(self, pool: Any, context: Any) -> None:
            super().__init__(verify=context, trust_env=False)
            if not hasattr(vars(self).get("_pool"), "connections"):
                _log.warning("%s.%s keeps its pool elsewhere: timeouts bound each read only", library.__name__, name)
            self._pool = pool

    return OwnPool


class Route:
    """Where a request leads, and what is done to the connections that a caller's client opens for it.

    httpcore tells what it does through the extension `trace` of a request, and hands each new connection over.
    """

    def __init__(self, url: Any, proxy: Any) -> None:
        self._url = url
        self._to = _host_and_port(url if proxy is None else proxy.url)
        """Where the connection leads."""
        self._stream: Any = None

    def note(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of a synchronous connection."""
        if event.endswith("connect_tcp.started"):
            self._to = info["host"], info["port"]
        elif event.endswith(".complete") and hasattr(info["return_value"], "start_tls"):
            adopt(info["return_value"])

    async def note_async(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of an asynchronous connection; close the socket of a handshake that was cancelled."""
        if event.endswith("connect_tcp.started"):
            self._to = info["host"], info["port"]
        elif event.endswith("connect_tcp.complete"):
            self._stream = info["return_value"]
        elif event.endswith("start_tls.failed"):
            from anyio import CancelScope

            with CancelScope(shield=True):
                await self._stream.aclose()

    def text(self) -> str:
        """Name host and port, and those of the proxy, if any."""
        to = _host_and_port(self._url)
        through = "" if self._to == to else f" through the proxy {_joined(*self._to)}"
        return f"{_joined(*to)}{through}"


def _host_and_port(url: Any) -> tuple[str, int]:
    return url.raw_host.decode("ascii"), url.port or PORTS[url.scheme]


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
"""Where a connection leads that names no port."""
