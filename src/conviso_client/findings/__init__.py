"""Findings of any scanner: read them, recognize them in the next scan, and import them into Conviso, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conviso_client.findings.finding import SEVERITIES as SEVERITIES
    from conviso_client.findings.finding import Finding as Finding
    from conviso_client.findings.finding import Kind as Kind
    from conviso_client.findings.finding import Severity as Severity
    from conviso_client.findings.formats import FORMATS as FORMATS
    from conviso_client.findings.identity import number_twins as number_twins
    from conviso_client.findings.importing import AsyncImportPlan as AsyncImportPlan
    from conviso_client.findings.importing import ImportPlan as ImportPlan
    from conviso_client.findings.importing import async_plan_import as async_plan_import
    from conviso_client.findings.importing import plan_import as plan_import
    from conviso_client.findings.plan import PlanRow as PlanRow
    from conviso_client.findings.reading import Reading as Reading
    from conviso_client.findings.reading import doubt_about_fall as doubt_about_fall
    from conviso_client.findings.reading import read_findings as read_findings
    from conviso_client.findings.result import ImportResult as ImportResult
    from conviso_client.findings.result import ResultRow as ResultRow
    from conviso_client.findings.writing import write_sarif as write_sarif

_MODULES = {
    "finding": ("SEVERITIES", "Finding", "Kind", "Severity"),
    "formats": ("FORMATS",),
    "identity": ("number_twins",),
    "importing": ("AsyncImportPlan", "ImportPlan", "async_plan_import", "plan_import"),
    "plan": ("PlanRow",),
    "reading": ("Reading", "doubt_about_fall", "read_findings"),
    "result": ("ImportResult", "ResultRow"),
    "writing": ("write_sarif",),
}

_NAMES = [name for names in _MODULES.values() for name in names]

__all__ = [*_NAMES]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # one list, once

if not TYPE_CHECKING:
    from conviso_client.lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
