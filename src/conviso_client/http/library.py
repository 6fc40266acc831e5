"""Which HTTP library is used, and what its exceptions mean."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from conviso_client._version import __version__
from conviso_client.errors import (
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    ConvisoError,
    RequestTimeout,
    WrongEndpoint,
)

from .deadline import chain, of_signal_handler
from .environment import CORES, trusted
from .request import Failure, Outcome
from .secret import Secret, hide

__all__ = [
    "address",
    "keep_headers_out_of_logs",
    "library_of",
    "no_reply",
    "not_ours",
    "user_agent",
    "without_frames",
]


def library_of(kind: type[Any], class_name: str) -> ModuleType:
    """Return the library of a class of HTTP clients, which must be its class of this name or a subclass."""
    for base in kind.__mro__:
        package = base.__module__.partition(".")[0]
        if package in CORES and base.__name__ == class_name:
            return import_module(package)
    given = f"{kind.__module__}.{kind.__name__}"
    raise ConfigurationError(f"http_client must be an httpx.{class_name} (or httpx2.{class_name}), not a {given}")


@cache
def user_agent(library: Any) -> str:
    """Return what the client calls itself."""
    python = sys.version.split()[0]
    return f"conviso-client/{__version__} (python/{python}; {library.__name__}/{library.__version__})"


@lru_cache(maxsize=64)
def address(library: Any, url: str) -> Any:
    """Return the URL as the library takes it: to take it apart once spares every request a tenth of its time."""
    return library.URL(url)


def keep_headers_out_of_logs() -> None:
    """Drop what HTTP/2 says at DEBUG: each header with its value, and with them the API key."""
    if "hpack" in sys.modules:
        for name in ("hpack.hpack", "hpack.table"):
            logging.getLogger(name).addFilter(_is_no_detail)


def _is_no_detail(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


PACKAGES = frozenset(
    {"httpx", "httpcore", "httpx2", "httpcore2", "h11", "h2", "hpack", "hyperframe", "socksio", "aiohttp"}
    | {"anyio", "trio", "asyncio", "ssl", "socket", "conviso_client"}
)
"""Whose exceptions say that a request failed."""


def not_ours(error: BaseException) -> BaseException | None:
    """Return the exception that neither HTTP library, socket nor TLS raised, if that is what ended an attempt.

    A hook, a mock or a signal handler did. It means nothing to us, and all to whoever raised it.
    """
    interruption = of_signal_handler(error)
    if interruption is not None:
        return interruption
    if any(base.__module__.partition(".")[0] in PACKAGES for base in type(error).__mro__):
        return None
    if isinstance(error, OSError) and error.errno is not None and error.filename is None:
        return None
    return error


def without_frames(error: BaseException) -> BaseException:
    """Take out of an exception what holds the headers: the frames of tracebacks, and the HTTP library's own errors."""
    for link in list(chain(error)):
        link.__traceback__ = None
        for behind in ("__cause__", "__context__"):
            if type(getattr(link, behind)).__module__.partition(".")[0] in PACKAGES:
                setattr(link, behind, None)
    return error


def no_reply(error: Exception, secrets: Secret[tuple[str, ...]], route: Callable[[], str], *, started: bool) -> Failure:
    """Say what an exception of the HTTP library means.

    `route` says where the connection was to lead; `started` is whether any of the body may have left, without which
    nothing can run: `docs/decisions/0021-proof-that-nothing-was-sent.md`.
    """
    if isinstance(error, ConvisoError):
        refused = isinstance(error, ConfigurationError)
        return Failure(Outcome.UNSENDABLE if refused else Outcome.WRONG, error.with_traceback(None))
    names = {base.__name__ for base in type(error).__mro__}
    text: str = hide(f"{type(error).__name__}: {error}", secrets)
    failure: ConvisoError
    if started and _refused_stream(error):
        started = False  # HTTP/2 says of such a stream that nothing was done for it
    # A connection that timed out after the body began to leave is one that httpx-aiohttp saw break.
    if started and names & {"TooSlow", "TimeoutException"} and "ConnectTimeout" not in names:
        failure = RequestTimeout(f"no complete answer came in time ({text})")
    elif "location header" in text:  # httpx reads it, though it is not to follow
        return Failure(Outcome.REFUSED, WrongEndpoint("the server points elsewhere, to an address that is none"))
    elif started:
        failure = ConnectionLost(f"the connection broke before the answer was complete ({text})")
    elif names & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError", "CookieConflict"}:
        return Failure(Outcome.UNSENDABLE, ConfigurationError(f"the request cannot be sent ({text})"))
    else:
        failure = ConnectionFailed(f"no connection to {route()} ({text}){_hint(text)}")
    failure.__cause__ = _stripped(error, text)
    return Failure(Outcome.BROKEN if started else Outcome.UNSENT, failure)


REFUSED_STREAM = 7


def _refused_stream(error: BaseException) -> bool:
    return any(getattr(event, "error_code", None) == REFUSED_STREAM for link in chain(error) for event in link.args)


def _hint(text: str) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return f"; {trusted(os.environ)}"
    if "ProxyError: 407" in text:
        return "; the proxy wants user and password: put them into its address, http://user:password@host:port"
    return ""


def _stripped(error: Exception, text: str) -> Exception:
    """Return the exception without its traceback and request, which hold the headers, as the HTTP library's own."""
    package = type(error).__module__.partition(".")[0]
    library = next((name for name, core in CORES.items() if package in (name, core)), None)
    # A connection pool has the same exceptions by the same names.
    own: Any = getattr(import_module(library), type(error).__name__, None) if library else None
    if isinstance(own, type) and any(base.__name__ == "RequestError" for base in own.__mro__):
        stripped: Exception = own(text.partition(": ")[2])
        return stripped
    return Exception(text)
