"""How much of the API's quota a client may use, and with whom it shares it.

`policy` says what is allowed. `queue` lets the threads and tasks of a process wait, and `shared` takes permits for them
from the `ledger`, the arithmetic, which a `store` keeps: in memory, in a file, in Redis or elsewhere.
"""

from __future__ import annotations

from conviso_client.quota.policy import Quota
from conviso_client.quota.store import Store, StoreBusy

__all__ = ["Quota", "Store", "StoreBusy"]
