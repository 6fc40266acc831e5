"""Which HTTP library is used, and what its exceptions mean."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from conviso_client._version import __version__
from conviso_client.call.effects import NoReply
from conviso_client.call.options import MAX_CONCURRENT_CALLS
from conviso_client.call.retry import Fate
from conviso_client.errors import (
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    ConvisoError,
    RequestTimeout,
    WrongEndpoint,
)

from .secret import Secret, hide

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

__all__ = ["address", "client_arguments", "library_of", "no_reply", "user_agent"]

NAMES = ("httpx", "httpx2")
UNTRUSTED = "if your company's own authority signs here, name the file with its certificate in SSL_CERT_FILE"


def library_of(kind: type[Any], class_name: str) -> ModuleType:
    """Return the library of a class of HTTP clients, which must be its class of this name or a subclass."""
    for base in kind.__mro__:
        package = base.__module__.partition(".")[0]
        if package in NAMES and base.__name__ == class_name:
            return import_module(package)
    given = f"{kind.__module__}.{kind.__name__}"
    raise ConfigurationError(f"http_client must be an httpx.{class_name} (or httpx2.{class_name}), not a {given}")


def default_library() -> ModuleType:
    """Return httpx."""
    return import_module(NAMES[0])


def client_arguments(library: Any, url: str) -> dict[str, Any]:
    """Return what our own HTTP client is made with.

    Plain HTTP stays on this machine (see `options.endpoint`): a proxy of the environment would be sent the key openly.
    """
    secure = url.startswith("https:")
    return {
        "trust_env": secure,
        "verify": _tls_context(library) if secure else _no_tls_context(),
        "limits": library.Limits(max_connections=MAX_CONCURRENT_CALLS, max_keepalive_connections=MAX_CONCURRENT_CALLS),
    }


@cache
def _tls_context(library: Any) -> ssl.SSLContext:
    """Make the TLS settings once: reading the certificates takes longer than all else."""
    context: ssl.SSLContext = library.create_ssl_context()
    return context


@cache
def _no_tls_context() -> ssl.SSLContext:
    """Return TLS settings that trust nobody, for an address that needs none."""
    import ssl

    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _product(library: Any) -> str:
    python = sys.version.split()[0]
    return f"conviso-client/{__version__} (python/{python}; {library.__name__}/{library.__version__})"


@cache
def address(library: Any, url: str) -> Any:
    """Return the URL as the library takes it: to take it apart once spares every request a tenth of its time."""
    return library.URL(url)


def user_agent(library: Any, app_name: str | None) -> str:
    """Return what the client calls itself."""
    return _product(library) if app_name is None else f"{_product(library)} {app_name}"


def no_reply(error: Exception, secrets: Secret[tuple[str, ...]], route: Callable[[], str], *, started: bool) -> NoReply:
    """Say what an exception of the HTTP library means.

    `route` says where the connection was to lead; `started` is whether any of the body may have left.
    """
    if isinstance(error, ConfigurationError):
        return NoReply(Fate.UNSENDABLE, error.with_traceback(None))
    names = {base.__name__ for base in type(error).__mro__}
    text: str = hide(f"{type(error).__name__}: {error}", secrets)
    failure: ConvisoError
    # A connection that timed out after the body began to leave is one that httpx-aiohttp saw break.
    if started and names & {"TooSlow", "TimeoutException"} and "ConnectTimeout" not in names:
        failure = RequestTimeout(f"no complete answer came in time ({text})")
    elif "location header" in text:  # httpx reads it, though it is not to follow
        return NoReply(Fate.REFUSED, WrongEndpoint("the server points elsewhere, to an address that is none"))
    elif started:
        failure = ConnectionLost(f"the connection broke before the answer was complete ({text})")
    elif names & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError", "CookieConflict"}:
        return NoReply(Fate.UNSENDABLE, ConfigurationError(f"the request cannot be sent ({text})"))
    else:
        hint = f"; {UNTRUSTED}" if "CERTIFICATE_VERIFY_FAILED" in text else ""
        failure = ConnectionFailed(f"no connection to {route()} ({text}){hint}")
    failure.__cause__ = _stripped(error, text)
    return NoReply(Fate.BROKEN if started else Fate.UNSENT, failure)


def _stripped(error: Exception, text: str) -> Exception:
    """Return the exception without its traceback and request, which hold the headers, as the HTTP library's own."""
    library = _EXCEPTIONS_OF.get(type(error).__module__.partition(".")[0])
    own: Any = getattr(import_module(library), type(error).__name__, None) if library else None
    if isinstance(own, type) and any(base.__name__ == "RequestError" for base in own.__mro__):
        stripped: Exception = own(text.partition(": ")[2])
        return stripped
    return Exception(text)


_EXCEPTIONS_OF = {"httpx": "httpx", "httpcore": "httpx", "httpx2": "httpx2", "httpcore2": "httpx2"}
"""Whose exceptions stand for those of a package: a connection pool has the same by the same names."""
