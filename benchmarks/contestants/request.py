"""What those send who write their requests by hand: the same document as the client."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["COMPANY", "HEADERS", "KEY", "document", "variables"]

KEY = "benchmark-key"
COMPANY = "443"
HEADERS = {"x-api-key": KEY}


@cache
def document() -> str:
    """Return what `benchmarks.environment` has taken from the client's own descriptor."""
    return (Path(sys.prefix) / "issues.graphql").read_text("utf-8")


def variables(number: int, rows: int) -> dict[str, Any]:
    """Return the variables for one page."""
    return {"companyId": COMPANY, "pagination": {"page": number, "perPage": rows}}
