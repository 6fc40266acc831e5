"""The connection pool inside an HTTP client of our own.

What httpx does around its pool - merging headers and cookies, hooks, redirects, an object for the URL, the request and
the answer - takes as long as the pool itself, and of all that a call here needs nothing. So the requests of a client
that we made ourselves go straight to the pool that it would send them to. A caller's own client is used as it is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from conviso_client.call.effects import Reply

from .library import address
from .request import headers_of

if TYPE_CHECKING:
    from conviso_client.call.effects import Send

    from .request import Outgoing

__all__ = ["Pool", "pool_of", "reply_of", "route_of"]


def pool_of(client: Any, library: Any, url: str) -> Pool | None:
    """Return the pool through which an HTTP client reaches an address; None if it has none that we know."""
    pool = _pool_for(client, address(library, url))
    package = type(pool).__module__.partition(".")[0]
    return Pool(pool, import_module(package), client, library, url) if package in ("httpcore", "httpcore2") else None


def route_of(client: Any, url: Any) -> str:
    """Say which host and port an HTTP client connects to for an address, and through which proxy, if any."""
    proxy = getattr(_pool_for(client, url), "_proxy_url", None)  # which httpx has freed of user name and password
    to = _host_and_port(url.raw_host, url.port, url.raw_scheme)
    return to if proxy is None else f"{to} through the proxy {_host_and_port(proxy.host, proxy.port, proxy.scheme)}"


def _pool_for(client: Any, url: Any) -> Any:
    route = getattr(client, "_transport_for_url", None)
    return getattr(route(url), "_pool", None) if route else None


def _host_and_port(host: bytes, port: int | None, scheme: bytes) -> str:
    name = host.decode("ascii")
    return f"[{name}]:{port or PORTS[scheme]}" if ":" in name else f"{name}:{port or PORTS[scheme]}"


PORTS = {b"http": 80, b"https": 443, b"socks5": 1080, b"socks5h": 1080}
"""Where a connection leads that names no port."""


class Pool:
    """Makes requests for a pool, and replies of its answers."""

    def __init__(self, pool: Any, core: Any, client: Any, library: Any, url: str) -> None:
        parsed = address(library, url)
        self._request = core.Request
        self._library = library
        self._url = core.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)
        self._headers = {"host": parsed.netloc.decode("ascii"), "accept-encoding": client.headers["accept-encoding"]}
        self.send = getattr(pool, "handle_async_request", None) or pool.handle_request
        """Sends a request, and returns the answer when its head has come."""

    def request(self, send: Send, outgoing: Outgoing, timeout: dict[str, float | None]) -> Any:
        """Return a request as the pool takes it. `timeout` is in seconds, by phase."""
        headers = [
            (name.encode("ascii"), value.encode("ascii"))
            for name, value in {**self._headers, **headers_of(send, self._library)}.items()
        ]
        return self._request("POST", self._url, headers=headers, content=outgoing, extensions={"timeout": timeout})

    def reply(self, answer: Any, body: bytes) -> Reply:
        """Return what came, unpacked. Raises the HTTP library's error for a body that cannot be unpacked."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        if "content-encoding" not in headers:
            return Reply(answer.status, headers, body)
        unpacked = self._library.Response(answer.status, headers=answer.headers, content=body).content
        return Reply(answer.status, headers, _whole(unpacked, len(body)))


def reply_of(response: Any, body: bytes) -> Reply:
    """Return what came through a caller's own HTTP client, which has unpacked it."""
    return Reply(response.status_code, response.headers, _whole(body, response.num_bytes_downloaded))


def _whole(body: bytes, packed: int) -> bytes:
    if packed and not body:
        raise CutOff("nothing can be unpacked from the compressed answer")
    return body


class CutOff(Exception):  # noqa: N818
    """The answer is only the beginning of one."""
