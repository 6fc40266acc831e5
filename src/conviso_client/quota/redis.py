"""The ledger of many machines: one script in a Redis, for each visit, on Redis's clock."""

from __future__ import annotations

import json
import secrets
import threading
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from conviso_client.quota import ledger
from conviso_client.quota.exchange import BATCH, Ask, Renewed, Reply
from conviso_client.quota.ledger import Limits, Pace

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RedisStore", "extra_missing"]

TIMEOUT = 0.5
"""Seconds for which an answer of Redis is waited for."""


class RedisStore:
    """Keeps the ledger in a Redis. Raises one of `failures` when it does not answer in time.

    Raises `ConfigurationError` if the extra is not installed.
    """

    inline = False

    def __init__(self, limits: Limits, name: str, url: str) -> None:
        redis = _library()
        self.failures: tuple[type[Exception], ...] = (redis.RedisError, OSError)
        self._redis = redis
        self._limits = limits
        self._url = url
        self._keys = [f"conviso-client:quota:{{{name}}}:{part}" for part in ("ends", "state", "line", "peers")]
        self._rules = {
            **limits._asdict(),
            "batch": BATCH,
            "tick": ledger.TICK,
            "cut": ledger.CUT,
            "recovery": ledger.RECOVERY,
            "haste": ledger.HASTE,
            "outage": ledger.OUTAGE,
            "hold": ledger.HOLD,
            "longest_hold": ledger.LONGEST_HOLD,
            "longest_hint": ledger.LONGEST_HINT,
            "memory": ledger.MEMORY,
            "regression": ledger.REGRESSION,
        }
        self.forked()

    def forked(self) -> None:
        self._me = secrets.token_hex(8)
        self._link: _Link | None = None

    def exchange(self, ask: Ask) -> Reply:
        question = {
            **self._rules,
            **ask._asdict(),
            "settled": [settled._asdict() for settled in ask.settled],
            "name": self._me,
            "fresh": secrets.randbits(48) + 1,
        }
        if (link := self._link) is None:
            connect = lambda: self._redis.Redis.from_url(self._url, **self._options())  # noqa: E731
            self._link = link = _Link(connect)
        try:
            answer = link.run(self._keys, json.dumps(question))
        except self.failures:
            if not link.connecting:
                self._link = None
            raise
        return _reply(answer)

    def _options(self) -> dict[str, Any]:
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return {
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
            "decode_responses": True,
        }


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

    def run(self, keys: list[str], question: str) -> list[Any]:
        self._thread.join(TIMEOUT)
        if self._error is not None:
            raise ConnectionError(self._error)
        if self._script is None:
            raise TimeoutError(f"no connection within {TIMEOUT:g} s")
        return cast("list[Any]", self._script(keys=keys, args=[question]))

    def _open(self) -> None:
        try:
            client = self._connect()
            client.ping()
            self._script = client.register_script(
                resources.files("conviso_client.quota").joinpath("ledger.lua").read_text("utf-8")
            )
        except Exception as error:  # noqa: BLE001  # also what the library says of an address that it cannot use
            self._error = str(error) or type(error).__name__


def _reply(answer: list[Any]) -> Reply:
    if answer[0] == "renewed":
        raise Renewed(int(float(answer[1])), float(answer[2]))
    _, now, epoch, ticket, permits, ask_in, first_in, last_in, *pace, peers = answer
    held_at, held_until, trying, tried_until, refused, rate, next_at = pace
    return Reply(
        float(now),
        int(float(epoch)),
        int(float(ticket)),
        [float(at) for at in permits],
        float(ask_in),
        float(first_in),
        float(last_in),
        Pace(
            float(held_at),
            float(held_until),
            trying == "1",
            float(tried_until),
            int(float(refused)),
            float(rate),
            float(next_at),
        ),
        max(1, int(peers)),
    )


def _library() -> Any:
    try:
        import redis
    except ImportError:
        raise extra_missing() from None
    return redis


def extra_missing() -> Exception:
    """Return the error that says what to install."""
    from conviso_client.errors import ConfigurationError

    return ConfigurationError('Quota.redis needs the extra "redis". Install it: pip install "conviso-client[redis]"')
