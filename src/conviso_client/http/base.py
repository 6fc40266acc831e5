"""What both transports share: an HTTP client, its connections, and what the end of an attempt means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from conviso_client.errors import ConfigurationError, ConnectionFailed

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
from .request import MAX_CONCURRENT_CALLS, Fate, NoReply, Outgoing, Reply, Send, headers_of
from .response import BodyReader
from .route import Route, transport_class
from .secret import secrets_of

__all__ = ["Base", "Opened", "Slot", "is_http1", "read_before", "reader_of"]


class Slot(NamedTuple):
    """Permission to begin a call."""

    waited: float
    """Seconds that it took."""
    release: Callable[[], object]
    """To be called when the call is over."""


class Abandoned(Exception):  # noqa: N818
    """Nothing is sent: nobody waits for the answer any longer."""


class Opened:
    """An HTTP client, and what goes with it."""

    __slots__ = ("__weakref__", "client", "closing", "own", "place", "proxy", "slots")

    def __init__(self, client: Any, slots: Any, place: object, *, own: bool, proxy: Any = None) -> None:
        self.client = client
        self.slots = slots
        """Permission to begin a call, as often as there are connections."""
        self.place = place
        """The event loop that its connections belong to."""
        self.own = own
        """Whether it is a transport of ours; otherwise requests go through an HTTP client."""
        self.proxy = proxy
        """What our own transport connects through, if anything."""
        self.closing: Any = None
        """Closes the client, once, when nobody holds this any longer; None if that is not for us to do."""


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
        place, opened = self._here(), self._opened
        if opened is not None and opened.place == place:
            return opened
        with self._opening:
            opened = self._opened
            if opened is None or opened.place != place:
                opened = self._opened = self._new(place)
            return opened

    def _new(self, place: object) -> Opened:
        if self._given_used and self._given is None:
            raise ConfigurationError("http_client was used before the fork: make a client of your own in each process")
        library = self._library = self._library or default_library()
        url = address(library, self._url)
        if self._given is not None:
            self._given_used = True
            keep_headers_out_of_logs()
            return Opened(self._given, self._made_slots(MAX_CONCURRENT_CALLS), place, own=False)
        if self._kind not in (None, getattr(library, self._class_name)):
            return Opened(self._made(url), self._made_slots(MAX_CONCURRENT_CALLS), place, own=False)
        pool, proxy = connection_pool(library, url, MAX_CONCURRENT_CALLS, tasks=self._tasks)
        name = "AsyncHTTPTransport" if self._tasks else "HTTPTransport"
        client = transport_class(library, name)(pool, no_tls_context())
        return Opened(client, self._made_slots(MAX_CONCURRENT_CALLS), place, own=True, proxy=proxy)

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

    def _is_closed(self) -> bool:
        return self._closed or (self._given is not None and self._given.is_closed)

    def _check_open(self) -> None:
        if self._is_closed():
            raise ConfigurationError("this client is closed: make a new one")

    def _check_sendable(self) -> None:
        """Refuse to send what was given up while it connected; the connection ends with that failure."""
        if self._abandoned():
            raise Abandoned("nobody waits for the answer any longer")
        self._check_open()

    def _ended(self, failure: Exception, send: Send, outgoing: Outgoing, route: Route) -> Reply | NoReply:
        """Say what an exception means: if the client was closed meanwhile, that.

        Raises it as it is if it comes from neither the HTTP library nor the network, such as from a hook or a mock.
        """
        if isinstance(failure, Abandoned):
            return NoReply(Fate.UNSENDABLE, ConnectionFailed(str(failure)))
        if self._library is not None and isinstance(failure, self._library.HTTPStatusError):
            return _reply_of(failure)
        foreign, started = not_ours(failure), outgoing.started
        if foreign is not None and not self._is_closed():
            raise without_frames(foreign)
        secrets = secrets_of(send.key, send.request.headers)
        no_answer = no_reply(send.request.body.failure or failure, secrets, route.text, started=started)
        try:
            self._check_open()
        except ConfigurationError as closed:
            closed.__cause__ = no_answer.error if started else None
            return NoReply(Fate.WRONG if started else Fate.UNSENDABLE, closed.with_traceback(None))
        return no_answer

    def _made_slots(self, most: int) -> Any:
        raise NotImplementedError

    def _here(self) -> object:
        """Return what connections cannot be shared across."""
        return None

    def _arguments(self, send: Send, outgoing: Outgoing, extensions: dict[str, Any]) -> dict[str, Any]:
        """Return what a request is made of."""
        return {
            "method": "POST",
            "url": address(self._library, send.request.url),
            "content": outgoing,
            "headers": headers_of(send, user_agent(self._library)),
            "extensions": extensions,
        }

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._url!r})"


def read_before(response: Any) -> bytes | None:
    """Return a body that was read already, by a hook, a cache or a mock; None if it is still to come."""
    return response.content if response.is_stream_consumed or response.is_closed else None


def _reply_of(error: Any) -> Reply:
    """Return the answer for whose status a hook of the caller's raised; without a body if the hook did not read it."""
    try:
        body = error.response.content
    except Exception:  # noqa: BLE001  # the library says that it is closed
        body = b""
    return Reply(error.response.status_code, error.response.headers, body)


def reader_of(response: Any, send: Send, check: Callable[[], object]) -> BodyReader:
    return BodyReader(response.headers.get("content-encoding", ""), send.request.max_response_bytes, check)


def is_http1(response: Any) -> bool:
    return bool(response.extensions.get("http_version", b"").startswith(b"HTTP/1"))
