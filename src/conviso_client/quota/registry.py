"""The limiters of this process: one for each endpoint, key and quota."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import threading
import weakref
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from conviso_client.quota.fallback import FallbackStore
from conviso_client.quota.ledger import Limits
from conviso_client.quota.memory import MemoryLedger, MemoryStore
from conviso_client.quota.room import Room

if TYPE_CHECKING:
    from conviso_client.quota.exchange import Store
    from conviso_client.quota.limiter import Limiter

__all__ = ["Terms", "limiter", "name_of"]

_log = logging.getLogger("conviso_client")

MANY = 64
"""Limiters from which on the idle ones are let go."""


class Terms(Protocol):
    """What a quota says. It is a value: equal ones share a limiter."""

    @property
    def kind(self) -> str: ...
    @property
    def permits(self) -> int: ...
    @property
    def per(self) -> float: ...
    @property
    def spread(self) -> float: ...
    @property
    def url(self) -> str | None: ...


_rooms: weakref.WeakValueDictionary[tuple[Terms, str], Room] = weakref.WeakValueDictionary()
_kept: dict[tuple[Terms, str], Room] = {}
"""What is still charged must outlive the client that sent it."""
_ledgers: weakref.WeakValueDictionary[str, MemoryLedger] = weakref.WeakValueDictionary()
_lock = threading.Lock()


def limiter(quota: Terms, name: str) -> Limiter:
    """Return the limiter of an endpoint and key, by the name that stands for them, made at its first use."""
    if quota.kind == "off":
        return Room(MemoryStore(Limits(0, quota.per, quota.spread)))
    with _lock:
        room = _rooms.get((quota, name))
        if room is None:
            if len(_kept) >= MANY:
                _let_go()
            room = _rooms[quota, name] = Room(_store(quota, name))
        _kept[quota, name] = room
        return room


def name_of(endpoint: str, api_key: str) -> str:
    """Return the name under which the count of an endpoint and key is kept; it tells nothing of the key."""
    key, message = (text.encode("utf-8", "surrogatepass") for text in (api_key, f"conviso-client quota 1\n{endpoint}"))
    return hmac.digest(key, message, "sha256").hex()[:32]


def _let_go() -> None:
    for key in [key for key, room in _kept.items() if room.idle]:
        del _kept[key]


def _store(quota: Terms, name: str) -> Store:
    limits = Limits(quota.permits, quota.per, quota.spread)
    if quota.url is not None:
        from conviso_client.quota.address import masked
        from conviso_client.quota.redis import RedisStore

        return FallbackStore(RedisStore(limits, name, quota.url), limits, f"Redis at {masked(quota.url)}")
    if quota.kind == "shared" and _has_locks():
        from conviso_client.quota.file import FileStore

        # A home directory may be shared by machines, whose clocks differ: each has a file of its own.
        machine = hashlib.sha256(f"{name} {os.uname().nodename}".encode()).hexdigest()[:32]
        return FallbackStore(FileStore(limits, machine), limits, "the file that processes share")
    ledger = _ledgers.get(name)
    if ledger is None:
        ledger = _ledgers[name] = MemoryLedger()
    return MemoryStore(limits, ledger)


@cache
def _has_locks() -> bool:
    if find_spec("fcntl") is None:
        _log.warning("quota: files cannot be locked on this system: each process counts its own requests only")
        return False
    return True


def _after_fork() -> None:
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    for room in list(_rooms.values()):
        room.forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
