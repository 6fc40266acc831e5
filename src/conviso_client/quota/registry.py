"""The limiters of this process: one for each endpoint, key and quota."""

from __future__ import annotations

import hmac
import logging
import weakref
from functools import cache
from importlib.util import find_spec

from conviso_client.http.fork import ForkSafeLock
from conviso_client.quota.ledger import Limits
from conviso_client.quota.policy import Quota
from conviso_client.quota.queue import WaitQueue
from conviso_client.quota.shared import SharedLedger
from conviso_client.quota.store import MemoryStore, Store

__all__ = ["limiter", "name_of"]

_log = logging.getLogger("conviso_client")

_limiters: weakref.WeakValueDictionary[tuple[Quota, str], WaitQueue] = weakref.WeakValueDictionary()
"""They live as long as a client uses them. What they count lies in the stores, and outlives them."""
_making = ForkSafeLock()


def name_of(endpoint: str, api_key: str) -> str:
    """Return the name under which the count of an endpoint and key is kept; it tells nothing of the key."""
    # The number is that of the ledger's format: versions with other formats leave each other's ledgers alone.
    key, message = (text.encode("utf-8", "surrogatepass") for text in (api_key, f"conviso-client quota 4\n{endpoint}"))
    return hmac.digest(key, message, "sha256").hex()[:32]


def limiter(quota: Quota, name: str) -> WaitQueue:
    """Return the limiter of an endpoint and key, by the name that stands for them."""
    with _making.lock:
        found = _limiters.get((quota, name))
        if found is None:
            store = _store(quota.kind, quota.url) if quota.store is None else quota.store
            limits = Limits(quota.permits, quota.per, quota.spread)
            found = _limiters[quota, name] = WaitQueue(SharedLedger(store, name, limits))
        return found


@cache
def _store(kind: str, url: str | None) -> Store:
    if url is not None:
        from conviso_client.quota.redis import RedisStore

        return RedisStore(url)
    if kind == "local":
        return MemoryStore()
    if find_spec("sqlite3") is None or find_spec("_sqlite3") is None:
        _log.warning("quota: this Python has no sqlite3: each process counts its own requests only")
        return _store("local", None)
    from conviso_client.quota.file import FileStore

    return FileStore()
