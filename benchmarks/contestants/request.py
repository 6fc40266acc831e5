"""What those send who write their requests by hand: the same document as the client."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

__all__ = ["COMPANY", "DOCUMENT", "HEADERS", "KEY", "variables"]

KEY = "benchmark-key"
COMPANY = "443"
DOCUMENT = (Path(sys.prefix) / "issues.graphql").read_text("utf-8")
"""Put there by `benchmarks.environment`, from the client's own descriptor."""
HEADERS = {"x-api-key": KEY}


def variables(number: int, rows: int) -> dict[str, Any]:
    """Return the variables for one page."""
    return {"companyId": COMPANY, "pagination": {"page": number, "perPage": rows}}
