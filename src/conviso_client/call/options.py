"""Every default, in one place, with its unit and its reason; and what a client's options may be."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

from conviso_client.errors import ConfigurationError
from conviso_client.http.secret import Secret

if TYPE_CHECKING:
    from typing import TypedDict

    from conviso_client.http.request import Timeout
    from conviso_client.observe.events import OnEvent

    class CallChanges(TypedDict, total=False):
        """What `with_options` can change of how calls are made."""

        timeout: Timeout
        deadline: float | None
        max_queue: float | None
        max_attempts: int
        max_response_bytes: int | None
        app_name: str | None
        headers: Mapping[str, str] | None
        on_event: OnEvent | None
        correlation_id: str | None

    class Changes(CallChanges, total=False):
        """What `with_options` can change."""

        company_id: int | str | None


__all__ = ["Options", "checked_company", "checked_quota", "checked_url", "correlation", "endpoint"]

URL = "https://api.convisoappsec.com/graphql"
"""The host that the vendor's own clients use."""
TIMEOUT = 30.0
"""Seconds for one attempt, to the last byte of the answer: what the vendor's own clients allow."""
DEADLINE = 120.0
"""Seconds for a call with all its attempts and waits: two windows of the quota."""
MAX_ATTEMPTS = 5
"""Requests that may fail before the call does; those that the quota refused are not counted."""
BACKOFF_BASE = 0.1
"""Seconds; the first wait after a passing fault is anything from 0 to this, and the range doubles each time."""
BACKOFF_CAP = 8.0
"""Seconds; the range of the waits grows to this."""
MAX_RESPONSE_BYTES = 256 * 2**20
"""Bytes of one answer, unpacked: more than any page has, and less than what a process can hold."""
EXCERPT = 200
"""Characters of a body that are kept for an error message."""


class Options(NamedTuple):
    """What can be changed from call to call with `with_options`."""

    company_id: int | str | None = None
    timeout: Timeout = TIMEOUT
    deadline: float | None = DEADLINE
    max_queue: float | None = None
    max_attempts: int = MAX_ATTEMPTS
    max_response_bytes: int | None = MAX_RESPONSE_BYTES
    app_name: str | None = None
    headers: Secret[tuple[tuple[str, str], ...]] = Secret(())
    """Given as a mapping, or None for none."""
    on_event: OnEvent | None = None
    correlation_id: str | None = None

    def changed(self, changes: Mapping[str, Any]) -> Options:
        """Return a checked copy with some options changed. Raises `ConfigurationError` for an impossible value."""
        return _checked(self._replace(**changes))


def company_from_environment() -> str | None:
    """Return the environment variable `CONVISO_COMPANY_ID`; None if it is not set, or empty."""
    return os.environ.get("CONVISO_COMPANY_ID") or None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_seconds(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")


def _is_bound(value: Any) -> bool:
    return _is_seconds(value) and value > 0


def _is_header_text(text: Any) -> bool:
    return isinstance(text, str) and text.isascii() and text.isprintable() and 0 < len(text.strip()) <= len(text) <= 200


_SECONDS = "a number of seconds greater than zero, or None for no bound"
_HEADER = "printable ASCII of at most 200 characters, to be sent as a header"
_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "timeout": (lambda value: hasattr(value, "connect") or _is_bound(value), _SECONDS),
    "deadline": (_is_bound, _SECONDS),
    "max_queue": (_is_seconds, "a number of seconds, or None for no bound"),
    "max_attempts": (_is_count, "a whole number of at least 1"),
    "max_response_bytes": (_is_count, "a whole number of bytes, or None for no bound"),
    "on_event": (callable, "a callable that takes an event"),
    "app_name": (_is_header_text, _HEADER),
    "correlation_id": (_is_header_text, _HEADER),
}
"""What an option may be, beside None, and how an error says it."""


def _checked(options: Options) -> Options:
    for name, (is_possible, wanted) in _CHECKS.items():
        value = getattr(options, name)
        if not is_possible(value) and (value is not None or name == "max_attempts"):
            raise ConfigurationError(f"{name} must be {wanted}; not {value!r}")
    if options.company_id is not None:
        checked_company(options.company_id)
    return options._replace(headers=_checked_headers(options.headers))


def checked_company(company_id: Any) -> int:
    """Return the id of a company as a number. Raises `ConfigurationError` for what cannot be one."""
    from conviso_client.models.values import number_of, whole_number

    number = number_of(company_id.strip()) if isinstance(company_id, str) else whole_number(company_id)
    if number is None or number < 1:
        raise ConfigurationError(f"company_id must be the company's number, such as 443, not {company_id!r}")
    return number


def checked_quota(quota: Any) -> Any:
    """Return what gives permits, or None. Raises `ConfigurationError` for anything else."""
    if quota is None or (callable(getattr(quota, "limiter", None)) and not isinstance(quota, type)):
        return quota
    raise ConfigurationError(f"quota must be a Quota, such as Quota.shared(), not {quota!r}")


OUR_HEADERS = frozenset(
    {"x-api-key", "content-type", "content-length", "transfer-encoding", "x-correlation-id", "user-agent"}
    | {"accept-encoding"}
)


def _checked_headers(headers: Secret[Any]) -> Secret[tuple[tuple[str, str], ...]]:
    """Refuse what cannot be sent, without showing a value: not in the message, nor in a frame of the traceback."""
    if isinstance(headers.reveal(), tuple):
        return headers
    flaw = None if headers.reveal() is None else _flaw_of(headers.reveal())
    if flaw is not None:
        raise ConfigurationError(flaw)
    given: dict[str, str] = dict(headers.reveal() or ())
    return Secret(tuple((name, value.strip()) for name, value in given.items()))


def _flaw_of(headers: Any) -> str | None:
    if not issubclass(type(headers), Mapping):
        return f"headers must be a mapping of names to values, not {type(headers).__name__}"
    for name, value in headers.items():
        if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
            return f"headers: {name!r} is no header name"
        if name.lower() in OUR_HEADERS:
            return f"headers: {name} is set by the client itself; there are api_key=, app_name= and correlation_id="
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            return f"headers: the value of {name} must be printable ASCII"
    return None


def endpoint(url: str | None) -> str:
    """Return the address to send to; None reads `CONVISO_API_URL`, else takes the default.

    A missing `/graphql` is added. `app.convisoappsec.com` answers browsers with a web page: it becomes `api.`.
    """
    given = checked_url(str(url if url is not None else os.environ.get("CONVISO_API_URL") or URL), URL)
    given = re.sub(r"(?<=//)app(?=\.convisoappsec\.com(?:[:/]|$))", "api", given)
    return given if given.endswith("/graphql") else f"{given}/graphql"


def checked_url(given: str, like: str) -> str:
    """Return an address without a slash at its end. Raises `ConfigurationError` for none that a key may go to."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(given.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = None, "", None
    if "@" in given:
        raise ConfigurationError("url must not contain a user name or password; give the key as api_key=")
    if parts is None or parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", host):
        raise ConfigurationError(f"url must be like {like}, not {given!r}")
    if parts.query or parts.fragment:
        raise ConfigurationError(f"url must end with its path, without a query or a fragment; it should be like {like}")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigurationError(
            f"url: plain http to {host} would show the API key to all on the way; use https:// (http is for loopback)"
        )
    address = f"{parts.scheme}://" + (f"[{host}]" if ":" in host else host)
    return f"{address}{'' if port is None else f':{port}'}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Say whether what is sent to this host stays on this machine."""
    from ipaddress import ip_address

    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


correlations: ContextVar[str | None] = ContextVar("conviso_correlation_id", default=None)


@contextmanager
def correlation(correlation_id: str) -> Generator[None]:
    """Send this correlation id with every call that is made in the block, from this thread or task."""
    token = correlations.set(Options().changed({"correlation_id": correlation_id}).correlation_id)
    try:
        yield
    finally:
        correlations.reset(token)
