"""The limiters of this process: one for each endpoint, key and quota."""

from __future__ import annotations

import hmac
import threading
from typing import TYPE_CHECKING

from conviso_client.quota.ledger import Limits
from conviso_client.quota.memory import MemoryStore
from conviso_client.quota.room import Room

if TYPE_CHECKING:
    from conviso_client.quota.limiter import Limiter
    from conviso_client.quota.policy import Quota

__all__ = ["limiter", "name"]

_limiters: dict[tuple[Quota, str], Room] = {}
_lock = threading.Lock()


def name(endpoint: str, api_key: str) -> str:
    """Return the name under which the count of an endpoint and key is kept; it tells nothing of the key."""
    return hmac.new(api_key.encode(), b"conviso-client quota\n" + endpoint.encode(), "sha256").hexdigest()[:32]


def limiter(quota: Quota, endpoint: str, api_key: str) -> Limiter:
    """Return the limiter of an endpoint and key, made at its first use."""
    if quota.kind == "off":
        return Room(MemoryStore(Limits(0, quota.per, quota.spread)))
    key = (quota, name(endpoint, api_key))
    with _lock:
        if key not in _limiters:
            _limiters[key] = Room(MemoryStore(Limits(quota.permits, quota.per, quota.spread)))
        return _limiters[key]
