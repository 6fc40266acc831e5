"""Scans: runs, the state of a synchronisation, deploys. What takes time moves on with every look at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.refusal import not_found
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.text import pick
from conviso_client.sandbox.writes import save

from .assets import asset_of, branch_called
from .registry import DOMAIN

__all__ = ["begin_sync", "count_in_record", "record_scan"]

DOMAIN.columns |= {
    "Deploy": {"asset": "INTEGER"},
    "ControlSyncStatus": {"looks": "INTEGER", "driven": "INTEGER", "reason": "TEXT"},
    "ScanRun": {"asset": "INTEGER"},
}
DOMAIN.counts |= {"ScanHistory": 120, "Deploy": 60}
DOMAIN.indexes.append(("ScanHistory", ("asset",)))
_LOOKS = 3
"""How often one has to look at a job of the platform's own until it is done."""
_RUN_FLOW: Mapping[str, tuple[str, ...]] = {
    "REQUESTED": ("ENQUEUED", "CANCELLED", "FAILED", "SUPERSEDED", "LOST"),
    "ENQUEUED": ("RUNNING", "CANCELLED", "FAILED", "SUPERSEDED", "LOST", "STALE", "DLQ"),
    "RUNNING": ("COMPLETED", "FAILED", "CANCELLED", "SUPERSEDED", "LOST", "STALE"),
    "COMPLETED": ("INGESTED",),
}


@DOMAIN.factory("ScanHistory")
def seed_scans(_plan: SeedPlan) -> Factory:
    def factory(_nth: int, h: int) -> Mapping[str, Any]:
        state = "FAILED" if h % 9 == 0 else "COMPLETED"
        reason = "The scanner could not read the repository" if state == "FAILED" else None
        return {"finalState": state, "status": state, "failureReason": reason}

    return factory


@DOMAIN.factory("ControlSyncStatus")
def seed_syncs(_plan: SeedPlan) -> Factory:
    def factory(_nth: int, h: int) -> Mapping[str, Any]:
        count = h % 9 + 1
        failed = int(h % 5 == 0)
        return {
            "status": "failed" if failed else "succeeded",
            "externalVulnerabilityCount": count,
            "importedVulnerabilityCount": count - failed,
            "createdVulnerabilityCount": (count - failed) // 2,
            "successCount": count - failed,
            "failureCount": failed,
            "failureReason": "One finding could not be read" if failed else None,
            "driven": 1,
        }

    return factory


@DOMAIN.factory("ScanRun")
def seed_runs(_plan: SeedPlan) -> Factory:
    return lambda nth, _h: {"state": ("REQUESTED", "ENQUEUED", "RUNNING", "COMPLETED", "INGESTED", "FAILED")[nth % 6]}


@DOMAIN.factory("Deploy", needs=("Asset",))
def seed_deploys(plan: SeedPlan) -> Factory:
    return lambda nth, h: {"asset": plan.choose("Asset", nth, h), "status": pick(("reviewed", "pending"), h)}


def begin_sync(context: RequestContext, asset: EntityRow, integration: str, **known: Any) -> EntityRow:
    """Begin a synchronisation that the platform drives itself."""
    zero = {"externalVulnerabilityCount": 0, "successCount": 0, "failureCount": 0, "importedVulnerabilityCount": 0}
    about = {"asset": asset.id, "integration": integration, "status": "pending", "looks": 0, "driven": 0, **zero}
    return save(context, "ControlSyncStatus", {**about, **known}, company=asset.company)


@DOMAIN.root("controlSyncStatus")
def control_sync_status(context: RequestContext, args: dict[str, Any]) -> EntityRow:
    row = context.require("ControlSyncStatus", args["id"])
    if row.get("status") != "pending" or row.get("driven"):
        return row
    looks, announced = row.get("looks", 0) + 1, row.get("externalVulnerabilityCount") or 0
    if context.world.jobs == "hang":
        return context.store.update(row, {"looks": looks})
    counted = announced * min(looks, _LOOKS) // _LOOKS
    changes: dict[str, Any] = {"looks": looks, "successCount": counted, "importedVulnerabilityCount": counted}
    if looks >= _LOOKS and context.world.jobs == "fail":
        changes |= {"status": "failed", "failureReason": "The scanner could not read the repository"}
    elif looks >= _LOOKS:
        changes["status"] = "succeeded"
    return context.store.update(row, changes)


@DOMAIN.root("createControlSyncStatus")
def create_control_sync_status(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    asset = asset_of(context, given["assetId"])
    if given.get("scanRunId"):
        context.require("ScanRun", given["scanRunId"])
    count = given["externalVulnerabilityCount"]
    row = begin_sync(context, asset, given["integration"], externalVulnerabilityCount=count, driven=1)
    return {"controlSyncStatus": row, "success": True}


@DOMAIN.root("updateControlSyncStatus")
def update_control_sync_status(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("ControlSyncStatus", given["id"])
    changed = context.store.update(row, {"externalVulnerabilityCount": given["externalVulnerabilityCount"]})
    return {"controlSyncStatus": _settled(context, changed)}


@DOMAIN.root("increaseIssueScanCount")
def increase_issue_scan_count(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = _sync_of(context, given)
    good, bad = given.get("successCount") or 0, given.get("failureCount") or 0
    changes: dict[str, Any] = {
        "successCount": (row.get("successCount") or 0) + good,
        "failureCount": (row.get("failureCount") or 0) + bad,
        "importedVulnerabilityCount": (row.get("importedVulnerabilityCount") or 0) + good,
    }
    if given.get("failureReason"):
        changes["failureReason"] = given["failureReason"]
    return {"controlSyncStatus": _settled(context, context.store.update(row, changes))}


def _sync_of(context: RequestContext, given: Mapping[str, Any]) -> EntityRow:
    """The synchronisation that is named, else the last of the asset."""
    if given.get("controlSyncStatusId") is not None:
        return context.require("ControlSyncStatus", given["controlSyncStatusId"])
    asset = asset_of(context, given["assetId"])
    row = context.store.select("ControlSyncStatus").where("asset = ?", asset.id).first()
    if row is None:
        raise not_found()
    return row


def count_in_record(context: RequestContext, record: object, imported: int) -> None:
    """Count what a file brought in under the record of a scan: it is announced, and goes through look by look."""
    row = context.require("ControlSyncStatus", record)
    announced = max(imported, row.get("externalVulnerabilityCount") or 0)
    context.store.update(row, {"externalVulnerabilityCount": announced, "driven": 0, "looks": 0})


def _settled(context: RequestContext, row: EntityRow) -> EntityRow:
    """A synchronisation ends when everything that was announced is counted."""
    good, bad = row.get("successCount") or 0, row.get("failureCount") or 0
    if good + bad == 0 or good + bad < (row.get("externalVulnerabilityCount") or 0):
        return row
    status = "failed" if bad else "succeeded"
    if row.get("status") == "pending":
        asset = context.row("Asset", row.get("asset"))
        if asset is not None:
            record_scan(context, asset, imported=good, failure=row.get("failureReason") if bad else None)
    return context.store.update(row, {"status": status})


def record_scan(context: RequestContext, asset: EntityRow, *, imported: int, failure: str | None = None) -> EntityRow:
    """Add a scan to the history of an asset."""
    now = context.world.now()
    about: dict[str, Any] = {
        "asset": asset.id,
        "startedAt": now,
        "finishedAt": now,
        "durationInSeconds": 1,
        "finalState": "FAILED" if failure else "COMPLETED",
        "status": "FAILED" if failure else "COMPLETED",
        "failureReason": failure,
        "importedVulnerabilityCount": imported,
        "createdVulnerabilityCount": imported,
        "closedVulnerabilityCount": 0,
        "kind": "CONVISO_SAST",
        "integration": "conviso_scanner",
        "logs": [],
    }
    return save(context, "ScanHistory", about, company=asset.company)


@DOMAIN.root("createScanRun")
def create_scan_run(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    asset = asset_of(context, given["assetId"])
    about = {"state": "REQUESTED", "asset": asset.id, "metadata": given.get("metadata")}
    return {"scanRun": save(context, "ScanRun", about, company=asset.company), "success": True}


@DOMAIN.root("updateScanRun")
def update_scan_run(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("ScanRun", given["id"])
    before, after = row.get("state"), given["state"]
    about_error = [name for name in ("errorClass", "errorMessage") if given.get(name) is not None]
    refused: list[str] = []
    if about_error and after != "FAILED":
        refused.append(f"{' and '.join(about_error)} are accepted with state FAILED only")
    if after not in _RUN_FLOW.get(before, ()):
        refused.append(f"Invalid transition from {before} to {after}")
    if refused:
        return {"scanRun": row, "success": False, "errors": refused}
    changed = context.store.update(row, {"state": after, **{name: given[name] for name in about_error}})
    return {"scanRun": changed, "success": True, "errors": []}


@DOMAIN.root("startConvisoDast")
def start_conviso_dast(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    asset = asset_of(context, given["assetId"])
    sync = begin_sync(context, asset, "CONVISO_SCANNER")
    return {
        "controlSyncStatus": sync,
        "scannerConfiguration": save(context, "ScannerConfiguration", {}, company=asset.company),
    }


@DOMAIN.root("createDeploy")
def create_deploy(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    if given.get("assetId") is None and given.get("projectId") is None:
        return {"deploy": None, "errors": ["Asset or project must exist"]}
    asset = asset_of(context, given["assetId"]) if given.get("assetId") is not None else None
    if asset is not None and given.get("branchName"):
        branch_called(context, asset, given["branchName"], make=True)
    plain = {
        name: value for name, value in given.items() if name not in {"assetId", "branchName", "languages", "totalLines"}
    }
    plain |= {"asset": asset.id if asset else None, "status": "pending", "convisoResponsible": False, "reviewed": False}
    plain |= {
        "languages": ", ".join(given.get("languages") or []) or None,
        "totalProjectLines": given.get("totalLines"),
    }
    return {"deploy": save(context, "Deploy", plain, company=asset.company if asset else None), "errors": []}


@DOMAIN.root("deploysByAsset")
def deploys_by_asset(context: RequestContext, args: dict[str, Any]) -> Any:
    asset = asset_of(context, args["assetId"])
    wanted = context.bounds({"limit": context.world.largest_page})
    return context.store.select("Deploy").where("asset = ?", asset.id).page(wanted)
