"""The ledgers of many machines in a Redis, on its clock.

A ledger is read, changed here, and written if nobody else has written it meanwhile; else that is done once more.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conviso_client.quota.store import StoreBusy

if TYPE_CHECKING:
    from collections.abc import Callable

    from conviso_client.quota.store import Change

__all__ = ["RedisStore", "extra_missing", "is_redis_url", "masked"]

TIMEOUT = 0.5
"""Seconds for which an answer of Redis is waited for."""
TRIES = 20
"""Writes of others, in a row, after which the ledger counts as busy."""

SWAP = """
local known = redis.call('GET', KEYS[1])
if ARGV[1] == 'swap' and (known or '') == ARGV[2] then
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
  return {}
end
local clock = redis.call('TIME')
return {known or '', clock[1], clock[2]}
"""
"""Write the ledger if it is the one that is known (return nothing), else return it with the time."""


class RedisStore:
    """Keeps ledgers in a Redis. Raises `ConfigurationError` if the extra is not installed."""

    quick = False

    def __init__(self, url: str) -> None:
        try:
            import redis
        except ImportError:
            raise extra_missing() from None
        self._redis: Any = redis
        self._url = url
        self._link: _Link | None = None

    def __str__(self) -> str:
        return f"Redis at {masked(self._url)}"

    def update(self, name: str, change: Change, lifetime: float) -> None:
        link = self._link = self._link or _Link(self._connect)
        key = f"conviso-client:quota:{{{name}}}"
        try:
            answer = link.run(key, "get")
            for _ in range(TRIES):
                known, seconds, micros = answer
                image = change(known or None, int(seconds) + int(micros) / 1e6)
                answer = link.run(key, "swap", known, image, int(lifetime * 1000))
                if not answer:
                    return
        except (self._redis.RedisError, OSError):
            if not link.connecting:
                self._link = None
            raise
        raise StoreBusy

    def _connect(self) -> Any:
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return self._redis.Redis.from_url(
            self._url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 0)
        )


class _Link:
    """A connection that is made by a thread of its own, since looking up a host's name knows no timeout."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._script: Any = None
        self._error: str | None = None
        self._thread = threading.Thread(target=self._open, name="conviso-client-redis", daemon=True)
        self._thread.start()

    @property
    def connecting(self) -> bool:
        return self._thread.is_alive()

    def run(self, key: str, *arguments: object) -> Any:
        self._thread.join(TIMEOUT)
        if self._error is not None:
            raise ConnectionError(self._error)
        if self._script is None:
            raise TimeoutError(f"no connection within {TIMEOUT:g} s")
        return self._script(keys=[key], args=arguments)

    def _open(self) -> None:
        try:
            client = self._connect()
            client.ping()
            self._script = client.register_script(SWAP)
        except Exception as error:  # noqa: BLE001  # also what the library says of an address that it cannot use
            self._error = str(error) or type(error).__name__


def is_redis_url(url: object) -> bool:
    """Say whether this can be the address of a Redis."""
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # which is read when it is asked for
    except ValueError:
        return False
    return bool(parts.netloc) if parts.scheme in {"redis", "rediss"} else parts.scheme == "unix" and bool(parts.path)


def masked(url: object) -> str:
    """Keep scheme, host and path of an address: user info and query may hold a password."""
    if not isinstance(url, str):
        return repr(url)
    scheme, colon, rest = url.partition("://")
    _, user, host = rest.partition("?")[0].rpartition("@")
    return f"{scheme}{colon}{'***@' if user else ''}{host}" if colon else "***"


def extra_missing() -> Exception:
    """Return the error that says what to install."""
    from conviso_client.errors import missing_extra

    return missing_extra("Quota.redis", "redis")
