from __future__ import annotations

from tests.faults.conftest import caller, server

__all__ = ["caller", "server"]
