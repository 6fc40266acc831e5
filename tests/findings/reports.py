"""Reading reports in tests."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from conviso_client.findings import Finding, Reading, read_findings

FILES = Path(__file__).parent / "files"
ROOT = "/src/app"


def read(report: Any, **options: Any) -> tuple[list[Finding], Reading]:
    """Read a file of `files/` by its name, or a document as JSON, to its end."""
    options.setdefault("root", ROOT)
    source = FILES / report if isinstance(report, str) else io.BytesIO(json.dumps(report).encode())
    reading = read_findings(source, **options)
    return list(reading), reading


def rows(report: Any, *fields: str, **options: Any) -> list[tuple[Any, ...]]:
    """Return fields of each finding, in the order of the report."""
    return [tuple(getattr(each, field) for field in fields) for each in read(report, **options)[0]]
