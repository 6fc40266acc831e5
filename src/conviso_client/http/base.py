"""What both transports share: an HTTP client, its connections, and what the end of an attempt means."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from conviso_client.errors import ConfigurationError, ConnectionFailed

from .deadline import adopt, close_shielded
from .environment import connection_pool, core_of, no_tls_context, tls_context
from .fork import ForkSafeLock, renew_after_fork
from .library import (
    address,
    keep_headers_out_of_logs,
    library_of,
    no_reply,
    not_ours,
    user_agent,
    without_frames,
)
from .request import MAX_CONCURRENT_CALLS, Body, Failure, Outcome, Reply, Request, Send
from .secret import Secret, secrets_of

__all__ = ["AsyncOutgoing", "Base", "Slot", "SyncOutgoing", "log", "read_before"]

log = logging.getLogger("conviso_client")

CLOSED = "this client is closed: make a new one"
PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
"""Where a connection leads that names no port."""


class Slot(NamedTuple):
    """Permission to begin a call."""

    waited: float
    """Seconds that it took."""
    release: Callable[[], object]
    """To be called when the call is over."""


class Abandoned(Exception):  # noqa: N818
    """Nothing is sent: nobody waits for the answer any longer."""


class Outgoing:
    """A body on its way out; it notes when the HTTP library begins to read it, and where its connection leads.

    Until it is read no byte of it can have left, whatever the library says went wrong, and a request without its body
    cannot run: `docs/decisions/0021-proof-that-nothing-was-sent.md`.
    """

    __slots__ = ("body", "check", "core", "leads_to", "started", "stream")

    def __init__(self, body: Body, check: Callable[[], object], opened: Opened) -> None:
        """Take a body, what raises an error if it must not be sent any more when its turn has come, and the client."""
        self.body, self.check, self.leads_to, self.core = body, check, opened.leads_to, opened.core
        self.started = False
        self.stream: Any = None

    def begin(self) -> Iterator[bytes]:
        """Give the body's parts to the HTTP library, if it may still be sent."""
        self.check()
        self.started = True
        return self.body.chunks()

    def note(self, event: str, info: dict[str, Any]) -> None:
        """Take each connection that httpcore opens for a caller's client, as it tells through a request's extension."""
        if event.endswith("connect_tcp.started"):
            self.leads_to = info["host"], info["port"]
        elif event.endswith(".complete") and hasattr(info["return_value"], "start_tls"):
            self.stream = info["return_value"]
            adopt(self.stream, self.core)


class SyncOutgoing(Outgoing):
    __iter__ = Outgoing.begin
    trace = Outgoing.note


class AsyncOutgoing(Outgoing):
    # No generator: a request that is cut off leaves it half-read, and event loops complain of such generators.
    def __aiter__(self) -> AsyncIterator[bytes]:
        self.chunks = self.begin()
        return self

    async def __anext__(self) -> bytes:
        for chunk in self.chunks:
            return chunk
        raise StopAsyncIteration

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Note it, and close the socket of a handshake that was cancelled."""
        self.note(event, info)
        if event.endswith("start_tls.failed"):
            await close_shielded(self.stream)


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
                log.warning("%s.%s keeps its pool elsewhere: timeouts bound each read only", library.__name__, name)
            self._pool = pool

    return OwnPool


class Opened:
    """An HTTP client, and what goes with it."""

    leads_to: tuple[str, int] | None = None
    """Host and port of the proxy of our own client, if it has one."""
    backend: Any = None
    """What opens the connections of our own client."""
    headers: tuple[tuple[object, ...], Secret[Any]] | None = None
    """What the latest request was about, and the headers that it shares with those that follow it."""

    def __init__(self, slots: Any, loop: object, core: Any, body_class: Any) -> None:
        """Take permission to begin a call, as often as there are connections, and the event loop that these belong to.

        `core` is for tasks: `httpcore` or its twin. `body_class` is what the library takes as a body.
        """
        self.slots, self.loop, self.core, self.body_class = slots, loop, core, body_class
        self.client: Any = None


class Base:
    """What both transports share: an HTTP client, made on first use, and anew after a fork or in another event loop."""

    _tasks: bool
    _body_class: Any

    def __init__(self, url: str, http_client: Any = None, abandoned: Callable[[], bool] = bool) -> None:
        """Take an address, a caller's HTTP client or a class of them, and what says that nobody waits any longer."""
        self._url = url
        self._abandoned = abandoned
        kind = http_client if isinstance(http_client, type) else type(http_client)
        self._class_name = "AsyncClient" if self._tasks else "Client"
        self._library: Any = None if http_client is None else library_of(kind, self._class_name)
        self._kind = kind if kind is http_client else None
        """The class to make an HTTP client of; None: that of the default library."""
        self._given: Any = None if kind is http_client else http_client
        self._given_used = False
        self._closed = False
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
        loop, opened = self._loop() if self._tasks else None, self._opened
        # Without the lock, for every call comes here; one that finds nothing looks again with it.
        if opened is not None and opened.loop == loop and not opened.client.is_closed:
            return opened
        if self._is_closed:
            raise ConfigurationError(CLOSED)
        with self._opening.lock:
            opened = self._opened
            if opened is None or opened.loop != loop:
                opened = self._opened = self._new(loop)
            return opened

    def _new(self, loop: object) -> Opened:
        if self._given_used and self._given is None:
            raise ConfigurationError("http_client was used before the fork: make a client of your own in each process")
        library = self._library = self._library or import_module("httpx")
        url = address(library, self._url)
        body_class = stream_class(self._body_class, library.AsyncByteStream if self._tasks else library.SyncByteStream)
        opened = Opened(
            self._made_slots(MAX_CONCURRENT_CALLS), loop, core_of(library) if self._tasks else None, body_class
        )
        if self._given is not None:
            opened.client, self._given_used = self._given, True
            keep_headers_out_of_logs()
        elif self._kind not in (None, getattr(library, self._class_name)):
            opened.client = self._made(url)
        else:
            pool, proxy, opened.backend = connection_pool(library, url, MAX_CONCURRENT_CALLS, tasks=self._tasks)
            opened.leads_to = None if proxy is None else _host_and_port(proxy.url)
            name = "AsyncHTTPTransport" if self._tasks else "HTTPTransport"
            opened.client = client_class(library, self._class_name)(
                transport=transport_class(library, name)(pool, no_tls_context()),
                auth=library.Auth(),  # none; without it each request's address is searched for one
                trust_env=False,  # the proxy of the environment is in the pool
                verify=no_tls_context(),
            )
        return opened

    def _made(self, url: Any) -> Any:
        """Make a client of a caller's class, which does its own way what `connection_pool` does ours."""
        secure, most = url.scheme == "https", MAX_CONCURRENT_CALLS
        limits = self._library.Limits(max_connections=most, max_keepalive_connections=most)
        context = tls_context(self._library) if secure else no_tls_context()
        assert self._kind is not None
        try:
            return self._kind(trust_env=secure, verify=context, limits=limits)
        except Exception as error:  # noqa: BLE001  # whose text may quote a proxy's password
            problem = type(error).__name__
        raise ConfigurationError(
            f"the HTTP client cannot be made; check the proxy and certificate settings ({problem})"
        )

    def _made_slots(self, most: int) -> Any:
        """Make what gives so many permissions to begin a call."""

    def _loop(self) -> object:
        """Return the event loop, which the connections of tasks belong to."""

    @property
    def _is_closed(self) -> bool:
        return self._closed or (self._given is not None and self._given.is_closed)

    def _check_sendable(self) -> None:
        """Refuse to send what was given up while it connected; the connection ends with that failure."""
        if self._abandoned():
            raise Abandoned("nobody waits for the answer any longer")
        if self._closed:
            raise ConfigurationError(CLOSED)

    def _request(self, opened: Opened, send: Send, outgoing: Any, phases: dict[str, float | None]) -> Any:
        """Make a request of the library: ours as it is, a caller's with what their client adds to all of its own."""
        library, method = self._library, send.request.method
        url, headers = address(library, send.request.url), self._headers(opened, send)
        if opened.backend is not None:
            # A stream, unlike a content, is taken without a search for the headers that it may need.
            request = library.Request(method, url, headers=headers, stream=outgoing, extensions={"timeout": phases})
        else:
            timeout, extensions = library.Timeout(**phases), {"trace": outgoing.trace}
            request = opened.client.build_request(
                method, url, headers=headers, content=outgoing, timeout=timeout, extensions=extensions
            )
        if method == "GET":
            request.headers.pop("content-length", None)  # httpx would send what has none in chunks
        return request

    def _headers(self, opened: Opened, send: Send) -> Any:
        """Return the headers that we set, and those that the caller added."""
        request, length = send.request, send.request.body.length()
        content_type = None if length == 0 else request.body.content_type
        common = (send.key, request.headers, request.app_name, request.accept, request.url, content_type)
        latest = opened.headers  # looked at once: another thread may put those of its own call there at any moment
        if latest is None or latest[0] != common:
            latest = opened.headers = common, self._common_headers(opened, send, content_type)
        headers = latest[1].reveal().copy()
        if length is None:
            headers["transfer-encoding"] = "chunked"
        else:
            headers["content-length"] = str(length)
        headers["x-correlation-id"] = request.correlation_id
        return headers

    def _common_headers(self, opened: Opened, send: Send, content_type: str | None) -> Secret[Any]:
        """Return those that are likely to be the same next time: to encode them took half the time of a request."""
        request, agent = send.request, user_agent(self._library)
        own = {} if opened.backend is None else {"host": address(self._library, request.url).netloc.decode()}
        headers = {
            "accept": request.accept,
            "user-agent": agent if request.app_name is None else f"{agent} {request.app_name}",
            **{name.lower(): value for name, value in request.headers.reveal()},
            **own,
            "accept-encoding": "gzip, deflate",  # what can be unpacked piece by piece: others could fill the memory
            **({} if content_type is None else {"content-type": content_type}),
            request.key_header: send.key.reveal(),
        }
        return Secret(self._library.Headers(headers))

    def _ended(self, failure: Exception, send: Send, outgoing: Any) -> Reply | Failure:
        """Say what an exception means: if the client was closed meanwhile, that.

        Raises it as it is if it comes from neither the HTTP library nor the network, such as from a hook or a mock.
        """
        if isinstance(failure, Abandoned):
            return Failure(Outcome.UNSENDABLE, ConnectionFailed(str(failure)))
        if self._library is not None and isinstance(failure, self._library.HTTPStatusError):
            # A hook of the caller's raised for the status.
            answer: Any = getattr(failure, "response")  # noqa: B009  # the library's type is not known here
            return read_before(answer)
        started = outgoing is not None and (outgoing.started or _may_have_left(failure, send.request))
        is_closed = self._is_closed
        foreign = None if is_closed else not_ours(failure)
        if foreign is not None:
            raise without_frames(foreign)
        secrets = secrets_of(send.key, send.request.headers)
        no_answer = no_reply(
            send.request.body.failure or failure, secrets, lambda: self._route(outgoing), started=started
        )
        if not is_closed:
            return no_answer
        closed = ConfigurationError(CLOSED)
        closed.__cause__ = no_answer.error if started else None
        return Failure(Outcome.WRONG if started else Outcome.UNSENDABLE, closed)

    def _route(self, outgoing: Any) -> str:
        """Name host and port, and those of the proxy, if any."""
        to = _host_and_port(address(self._library, self._url))
        by: tuple[str, int] = to if outgoing is None else outgoing.leads_to or to
        return _joined(*to) if by == to else f"{_joined(*to)} through the proxy {_joined(*by)}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._url!r})"


def _host_and_port(url: Any) -> tuple[str, int]:
    return url.raw_host.decode("ascii"), url.port or PORTS[url.scheme]


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _may_have_left(failure: Exception, request: Request) -> bool:
    """Say whether a write without a body may have run: its headers are all of it, and they leave unseen."""
    is_whole = request.method != "GET" and not request.body.json
    return is_whole and not {base.__name__ for base in type(failure).__mro__} & UNCONNECTED


UNCONNECTED = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"})
"""Exceptions of the HTTP libraries from before a request leaves."""


def read_before(response: Any) -> Reply:
    """Return a response that somebody read already, such as a hook, a cache or a mock; without its body if not."""
    try:
        body: bytes = response.content
    except Exception:  # noqa: BLE001  # closed before it was read, as by a hook that raises for the status
        body = b""
    return Reply(response.status_code, response.headers, body)
