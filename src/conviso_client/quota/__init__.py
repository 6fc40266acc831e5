"""How much of the API's quota a client may use, and with whom it shares it."""

from __future__ import annotations

from conviso_client.quota.policy import Quota

__all__ = ["Quota"]
