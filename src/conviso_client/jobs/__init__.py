"""Common tasks, as functions that take a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conviso_client.jobs.assets import EnsuredAsset as EnsuredAsset
    from conviso_client.jobs.assets import FoundAsset as FoundAsset
    from conviso_client.jobs.assets import async_ensure_asset as async_ensure_asset
    from conviso_client.jobs.assets import async_ensure_assets as async_ensure_assets
    from conviso_client.jobs.assets import async_find_asset as async_find_asset
    from conviso_client.jobs.assets import ensure_asset as ensure_asset
    from conviso_client.jobs.assets import ensure_assets as ensure_assets
    from conviso_client.jobs.assets import find_asset as find_asset
    from conviso_client.jobs.exporting import ExportResult as ExportResult
    from conviso_client.jobs.exporting import RefusedCompany as RefusedCompany
    from conviso_client.jobs.exporting import async_export as async_export
    from conviso_client.jobs.exporting import async_export_companies as async_export_companies
    from conviso_client.jobs.exporting import export as export
    from conviso_client.jobs.exporting import export_companies as export_companies
    from conviso_client.jobs.gating import GateIssue as GateIssue
    from conviso_client.jobs.gating import GateResult as GateResult
    from conviso_client.jobs.gating import async_gate as async_gate
    from conviso_client.jobs.gating import gate as gate
    from conviso_client.jobs.issues import OPEN_STATUSES as OPEN_STATUSES
    from conviso_client.jobs.issues import asset_url as asset_url
    from conviso_client.jobs.issues import issue_url as issue_url
    from conviso_client.jobs.issues import project_url as project_url
    from conviso_client.jobs.reporting import Report as Report
    from conviso_client.jobs.reporting import async_report as async_report
    from conviso_client.jobs.reporting import report as report
    from conviso_client.jobs.triage import AsyncStatusPlan as AsyncStatusPlan
    from conviso_client.jobs.triage import StatusChange as StatusChange
    from conviso_client.jobs.triage import StatusOutcome as StatusOutcome
    from conviso_client.jobs.triage import StatusPlan as StatusPlan
    from conviso_client.jobs.triage import StatusResult as StatusResult
    from conviso_client.jobs.triage import async_plan_status as async_plan_status
    from conviso_client.jobs.triage import plan_status as plan_status
    from conviso_client.jobs.updates import async_changes as async_changes
    from conviso_client.jobs.updates import changes as changes
    from conviso_client.jobs.waiting import async_wait as async_wait
    from conviso_client.jobs.waiting import wait as wait

_MODULES = {
    "assets": (
        "EnsuredAsset",
        "FoundAsset",
        "async_ensure_asset",
        "async_ensure_assets",
        "async_find_asset",
        "ensure_asset",
        "ensure_assets",
        "find_asset",
    ),
    "exporting": (
        "ExportResult",
        "RefusedCompany",
        "async_export",
        "async_export_companies",
        "export",
        "export_companies",
    ),
    "updates": ("async_changes", "changes"),
    "gating": ("GateIssue", "GateResult", "async_gate", "gate"),
    "issues": ("OPEN_STATUSES", "asset_url", "issue_url", "project_url"),
    "reporting": ("Report", "async_report", "report"),
    "triage": (
        "AsyncStatusPlan",
        "StatusChange",
        "StatusOutcome",
        "StatusPlan",
        "StatusResult",
        "async_plan_status",
        "plan_status",
    ),
    "waiting": ("async_wait", "wait"),
}

_NAMES = [name for names in _MODULES.values() for name in names]

__all__ = [*_NAMES]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # one list, once

if not TYPE_CHECKING:
    from conviso_client.lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
