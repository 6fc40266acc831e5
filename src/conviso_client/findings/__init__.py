"""Findings of any scanner: read them, and know them again in the next scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conviso_client.findings.finding import SEVERITIES as SEVERITIES
    from conviso_client.findings.finding import Finding as Finding
    from conviso_client.findings.finding import Kind as Kind
    from conviso_client.findings.finding import Severity as Severity
    from conviso_client.findings.formats import FORMATS as FORMATS
    from conviso_client.findings.identity import number_twins as number_twins
    from conviso_client.findings.reading import Reading as Reading
    from conviso_client.findings.reading import doubt_about_fall as doubt_about_fall
    from conviso_client.findings.reading import read_findings as read_findings
    from conviso_client.findings.writing import write_sarif as write_sarif

_MODULES = {
    "finding": ("SEVERITIES", "Finding", "Kind", "Severity"),
    "formats": ("FORMATS",),
    "identity": ("number_twins",),
    "reading": ("Reading", "doubt_about_fall", "read_findings"),
    "writing": ("write_sarif",),
}

_NAMES = [name for names in _MODULES.values() for name in names]

__all__ = [*_NAMES]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # one list, once

if not TYPE_CHECKING:
    from conviso_client.lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
