"""What both transports share: an HTTP client, its connections, and what the end of an attempt means."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from conviso_client.errors import ConfigurationError, ConnectionFailed

from .deadline import adopt
from .environment import connection_pool, no_tls_context, tls_context
from .fork import ForkSafeLock, renew_after_fork
from .library import (
    address,
    default_library,
    keep_headers_out_of_logs,
    library_of,
    no_reply,
    not_ours,
    user_agent,
    without_frames,
)
from .request import MAX_CONCURRENT_CALLS, Failure, Outcome, Outgoing, Reply, Request, Send, headers_of
from .secret import secrets_of

__all__ = ["Base", "Opened", "Route", "Slot", "read_before"]

_log = logging.getLogger("conviso_client")


class Slot(NamedTuple):
    """Permission to begin a call."""

    waited: float
    """Seconds that it took."""
    release: Callable[[], object]
    """To be called when the call is over."""


class Abandoned(Exception):  # noqa: N818
    """Nothing is sent: nobody waits for the answer any longer."""


@cache
def client_class(library: Any, name: str) -> Any:
    """Make the library's class of clients without cookies: none is ever sent, and to look for some took half of it."""

    class NoCookies(library.Cookies):  # type: ignore[misc]
        def extract_cookies(self, response: Any) -> None:
            """Take none from an answer."""

    return type(f"Own{name}", (getattr(library, name),), {"cookies": NoCookies()})


@cache
def stream_class(kind: type[Outgoing], base: Any) -> Any:
    """Make a class of bodies that is also one of the library's streams, which a request takes as they are."""
    return type(kind.__name__, (kind, base), {})


@cache
def transport_class(library: Any, name: str) -> Any:
    base: Any = getattr(library, name)

    class OwnPool(base):  # type: ignore[misc]
        """The library's transport, with a connection pool that keeps the bound of an attempt.

        It takes none as an argument, so it is given one by the name that it has for it.
        """

        def __init__(self, pool: Any, context: Any) -> None:
            base.__init__(self, verify=context, trust_env=False)
            if not hasattr(vars(self).get("_pool"), "connections"):
                _log.warning("%s.%s keeps its pool elsewhere: timeouts bound each read only", library.__name__, name)
            self._pool = pool

    return OwnPool


class Route:
    """Where a request leads, and what is done to the connections that a caller's client opens for it.

    httpcore tells what it does through the extension `trace` of a request, and hands each new connection over.
    """

    def __init__(self, url: Any, proxy: Any, core: Any = None) -> None:
        self._url = url
        self._core = core
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
        elif event.endswith(".complete") and hasattr(info["return_value"], "start_tls"):
            self._stream = info["return_value"]
            adopt(self._stream, self._core)
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


class Opened:
    """An HTTP client, and what goes with it."""

    def __init__(self, client: Any, slots: Any, place: object, proxy: Any = None, backend: Any = None) -> None:
        """Take permission to begin a call, as often as there are connections, and the event loop that these belong to.

        `proxy` and `backend` are of our own client: what it connects through, if anything, and what opens connections.
        """
        self.client, self.slots, self.place, self.proxy, self.backend = client, slots, place, proxy, backend


class Base:
    """What both transports share: an HTTP client, made on first use, and anew after a fork or in another event loop."""

    _class_name: str
    _tasks: bool

    def __init__(self, url: str, http_client: Any = None, abandoned: Callable[[], bool] = bool) -> None:
        """Take an address, a caller's HTTP client or a class of them, and what says that nobody waits any longer."""
        self._url = url
        self._abandoned = abandoned
        kind = http_client if isinstance(http_client, type) else type(http_client)
        self._library: Any = None if http_client is None else library_of(kind, self._class_name)
        self._kind = kind if kind is http_client else None
        """The class to make an HTTP client of; None: that of the default library."""
        self._given: Any = None if kind is http_client else http_client
        self._given_used = False
        self._closed = False
        self._unbounded = False
        self._opening = ForkSafeLock()
        self._opened: Opened | None = None
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Let go of connections that belong to the parent process."""
        self._opened = None
        if self._given_used:
            self._given = None

    def _open(self) -> Opened:
        """Return the HTTP client for this process and event loop. Raises `ConfigurationError` once it is closed."""
        self._check_open()
        place, opened = self._here() if self._tasks else None, self._opened
        if opened is not None and opened.place == place:
            return opened
        with self._opening.lock:
            opened = self._opened
            if opened is None or opened.place != place:
                opened = self._opened = self._new(place)
            return opened

    def _new(self, place: object) -> Opened:
        if self._given_used and self._given is None:
            raise ConfigurationError("http_client was used before the fork: make a client of your own in each process")
        library = self._library = self._library or default_library()
        url = address(library, self._url)
        slots = self._made_slots(MAX_CONCURRENT_CALLS)
        if self._given is not None:
            self._given_used = True
            keep_headers_out_of_logs()
            return Opened(self._given, slots, place)
        if self._kind not in (None, getattr(library, self._class_name)):
            return Opened(self._made(url), slots, place)
        pool, proxy, backend = connection_pool(library, url, MAX_CONCURRENT_CALLS, tasks=self._tasks)
        name = "AsyncHTTPTransport" if self._tasks else "HTTPTransport"
        client = client_class(library, self._class_name)(
            transport=transport_class(library, name)(pool, no_tls_context()),
            trust_env=False,  # the proxy of the environment is in the pool
            verify=no_tls_context(),
        )
        return Opened(client, slots, place, proxy, backend)

    def _made(self, url: Any) -> Any:
        """Make a client of a caller's class, which does its own way what `connection_pool` does ours."""
        secure = url.scheme == "https"
        limits = self._library.Limits(
            max_connections=MAX_CONCURRENT_CALLS, max_keepalive_connections=MAX_CONCURRENT_CALLS
        )
        context = tls_context(self._library) if secure else no_tls_context()
        assert self._kind is not None
        try:
            return self._kind(trust_env=secure, verify=context, limits=limits)
        except Exception as error:  # noqa: BLE001  # whose text may quote a proxy's password
            problem = type(error).__name__
        raise ConfigurationError(
            f"the HTTP client cannot be made; check the proxy and certificate settings ({problem})"
        )

    def _check_open(self) -> None:
        if self._closed or (self._given is not None and self._given.is_closed):
            raise ConfigurationError("this client is closed: make a new one")

    def _check_sendable(self) -> None:
        """Refuse to send what was given up while it connected; the connection ends with that failure."""
        if self._abandoned():
            raise Abandoned("nobody waits for the answer any longer")
        self._check_open()

    def _ended(self, failure: Exception, send: Send, outgoing: Outgoing, route: Route | None) -> Reply | Failure:
        """Say what an exception means: if the client was closed meanwhile, that. `route` is that of a caller's client.

        Raises it as it is if it comes from neither the HTTP library nor the network, such as from a hook or a mock.
        """
        if isinstance(failure, Abandoned):
            return Failure(Outcome.UNSENDABLE, ConnectionFailed(str(failure)))
        if self._library is not None and isinstance(failure, self._library.HTTPStatusError):
            # A hook of the caller's raised for the status.
            answer: Any = getattr(failure, "response")  # noqa: B009  # the library's type is not known here
            return Reply(answer.status_code, answer.headers, read_before(answer))
        started = outgoing.started or _may_have_left(failure, send.request)
        closed: ConfigurationError | None = None
        try:
            self._check_open()
        except ConfigurationError as error:
            closed = error
        else:
            foreign = not_ours(failure)
            if foreign is not None:
                raise without_frames(foreign)
        if route is None:
            opened = self._opened
            route = Route(address(self._library, self._url), None if opened is None else opened.proxy)
        secrets = secrets_of(send.key, send.request.headers)
        no_answer = no_reply(send.request.body.failure or failure, secrets, route.text, started=started)
        if closed is None:
            return no_answer
        closed.__cause__ = no_answer.error if started else None
        return Failure(Outcome.WRONG if started else Outcome.UNSENDABLE, closed.with_traceback(None))

    def _made_slots(self, most: int) -> Any:
        """Make what gives so many permissions to begin a call."""

    def _here(self) -> object:
        """Return what the connections of tasks cannot be shared across."""

    def _request(
        self, opened: Opened, send: Send, outgoing: Outgoing, phases: dict[str, float | None], trace: Any
    ) -> Any:
        """Make a request of the library: ours as it is, a caller's with what their client adds to all of its own."""
        library, method = self._library, send.request.method
        url, headers = address(library, send.request.url), headers_of(send, user_agent(library))
        if trace is None:
            headers["host"] = url.netloc.decode()
            # A stream, unlike a content, is taken without a search for the headers that it may need.
            request = library.Request(method, url, headers=headers, stream=outgoing, extensions={"timeout": phases})
        else:
            timeout, extensions = library.Timeout(**phases), {"trace": trace}
            request = opened.client.build_request(
                method, url, headers=headers, content=outgoing, timeout=timeout, extensions=extensions
            )
        if method == "GET":
            request.headers.pop("content-length", None)  # httpx would send what has none in chunks
        return request

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._url!r})"


def _may_have_left(failure: Exception, request: Request) -> bool:
    """Say whether a write without a body may have run: its headers are all of it, and they leave unseen."""
    is_whole = request.method != "GET" and not request.body.json
    return is_whole and not {base.__name__ for base in type(failure).__mro__} & UNCONNECTED


UNCONNECTED = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"})
"""Exceptions of the HTTP libraries from before a request leaves."""


def read_before(response: Any) -> bytes:
    """Return the body of a response that somebody read already, such as a hook, a cache or a mock; else nothing."""
    try:
        body: bytes = response.content
    except Exception:  # noqa: BLE001  # closed before it was read, as by a hook that raises for the status
        return b""
    return body
