"""The ledgers of many machines in a Redis, on its clock.

A ledger is read, changed here, and written if nobody else has written it meanwhile; else that is done once more.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any
from urllib.parse import urlsplit

from conviso_client.errors import missing_extra
from conviso_client.http.fork import renew_after_fork
from conviso_client.quota.store import Change, StoreBusy

__all__ = ["RedisStore", "is_redis_url", "masked"]

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
            raise missing_extra("Quota.redis", "redis") from None
        self._redis: Any = redis
        self._url = url
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Begin anew: the thread that connects does not exist in a child process."""
        self._script: Future[Any] | None = None

    def __str__(self) -> str:
        return f"Redis at {masked(self._url)}"

    def update(self, name: str, change: Change, lifetime: float) -> None:
        script = self._script = self._script or self._connect()
        keys = [f"conviso-client:quota:{{{name}}}"]
        try:
            swap = script.result(TIMEOUT)
            answer = swap(keys=keys, args=["get"])
            for _ in range(TRIES):
                known, seconds, micros = answer
                image = change(known or None, int(seconds) + int(micros) / 1e6)
                answer = swap(keys=keys, args=["swap", known, image, int(lifetime * 1000)])
                if not answer:
                    return
        except Exception:
            if script.done():  # else it is still connecting, and whoever comes next waits for that
                self._script = None
            raise
        raise StoreBusy

    def _connect(self) -> Future[Any]:
        """Connect in a thread: looking up a host's name knows no timeout."""
        script: Future[Any] = Future()

        def connect() -> None:
            from redis.backoff import NoBackoff
            from redis.retry import Retry

            try:
                client = self._redis.Redis.from_url(
                    self._url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 0)
                )
                client.ping()
                script.set_result(client.register_script(SWAP))
            except Exception as error:  # noqa: BLE001  # also what the library says of an address that it cannot use
                script.set_exception(error)

        threading.Thread(target=connect, name="conviso-client-redis", daemon=True).start()
        return script


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
