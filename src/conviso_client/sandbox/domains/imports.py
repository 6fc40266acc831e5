"""Files of scanners that become issues: SARIF, Trivy's JSON, MobSF reports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.writes import save

from .assets import asset_of
from .files import content_of
from .findings import register
from .issue_types import type_of
from .registry import DOMAIN
from .scans import begin_sync, count_in_record, record_scan

Finding = dict[str, Any]
_LEVELS = {"error": "HIGH", "warning": "MEDIUM", "note": "LOW", "none": "NOTIFICATION"}
_SEVERITIES = {"critical": "CRITICAL", "high": "HIGH", "medium": "MEDIUM", "low": "LOW", "unknown": "NOTIFICATION"}


def _json(content: bytes) -> dict[str, Any] | None:
    """A JSON object; None for anything else."""
    try:
        document: Any = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    items: list[Any] = value if isinstance(value, list) else []
    for each in items:
        if isinstance(each, dict):
            yield each


def _inner(value: Any, *path: str) -> Any:
    """What stands at a path of objects; None if there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return value  # pyright: ignore[reportUnknownVariableType]


def _from_sarif(document: Mapping[str, Any]) -> Iterator[Finding]:
    for run in _objects(document.get("runs")):
        rules = {str(rule.get("id")): rule for rule in _objects(_inner(run, "tool", "driver", "rules"))}
        for result in _objects(run.get("results")):
            rule = rules.get(str(result.get("ruleId")), {})
            location = next(_objects(result.get("locations")), {})
            line = _inner(location, "physicalLocation", "region", "startLine")
            message = str(_inner(result, "message", "text") or result.get("ruleId") or "Finding")
            file = str(_inner(location, "physicalLocation", "artifactLocation", "uri") or "unknown")
            yield {
                "title": str(_inner(rule, "shortDescription", "text") or result.get("ruleId") or message),
                "description": message,
                "severity": _LEVELS.get(str(result.get("level", "warning")), "MEDIUM"),
                "originalIssueIdFromTool": f"{result.get('ruleId')}:{file}:{line}",
                "fileName": file,
                "firstLine": line if isinstance(line, int) else 1,
                "vulnerableLine": line if isinstance(line, int) else 1,
                "codeSnippet": str(_inner(location, "physicalLocation", "region", "snippet", "text") or ""),
            }


def _from_trivy(document: Mapping[str, Any]) -> Iterator[Finding]:
    for result in _objects(document.get("Results")):
        for found in _objects(result.get("Vulnerabilities")):
            package, cve = str(found.get("PkgName")), str(found.get("VulnerabilityID"))
            yield {
                "title": str(found.get("Title") or f"{cve} in {package}"),
                "description": str(found.get("Description") or cve),
                "severity": _SEVERITIES.get(str(found.get("Severity", "")).lower(), "MEDIUM"),
                "originalIssueIdFromTool": f"{cve}:{package}",
                "package": package,
                "affectedVersion": str(found.get("InstalledVersion") or ""),
                "patchedVersion": str(found.get("FixedVersion") or ""),
                "cve": cve,
            }


@DOMAIN.root("importAstFindingsFile")
def import_ast_findings_file(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in context.world.shape.of if type_of(kind) in given["vulnerabilityTypes"]]
    return _import(context, given, kinds[0] if kinds else "SastFinding", _from_sarif)


@DOMAIN.root("importContainerFindingsFile")
def import_container_findings_file(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    return _import(context, given, "ContainerFinding", _from_trivy)


def _import(context: RequestContext, given: dict[str, Any], kind: str, read: Any) -> dict[str, Any]:
    asset = asset_of(context, given["assetId"])
    document = _json(content_of(given["file"]))
    if document is None:
        record_scan(context, asset, imported=0, failure="The file is not JSON")
        return {"success": False}
    detail: Any = context.world.shape.objects[f"{kind}Detail"]
    issue: Any = context.world.shape.objects[kind]
    known = {*detail.fields, *issue.fields}
    findings = [{name: value for name, value in finding.items() if name in known} for finding in read(document)]
    for finding in findings:
        origin = {"assetId": asset.id, "branch": given.get("branch"), "commitRef": given.get("commitRef")}
        register(context, kind, {**finding, **origin}, found_again=True)
    record_scan(context, asset, imported=len(findings))
    if given.get("controlSyncStatusId") is not None:
        count_in_record(context, given["controlSyncStatusId"], len(findings))
    return {"success": True}


@DOMAIN.root("importMobsf")
def import_mobsf(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    if given.get("asset_id") is None and given.get("company_id") is None:
        return {"controlSyncStatus": None, "errors": ["asset_id or company_id is required"]}
    report = _json(content_of(given["file"])) or {}
    asset = _mobile_asset(context, given, report)
    if asset is None:
        return {"controlSyncStatus": None, "errors": ["The report has no app_name"]}
    return {"controlSyncStatus": begin_sync(context, asset, "CONVISO_SCANNER"), "errors": []}


def _mobile_asset(context: RequestContext, given: Mapping[str, Any], report: Mapping[str, Any]) -> EntityRow | None:
    if given.get("asset_id") is not None:
        return asset_of(context, given["asset_id"])
    name = report.get("app_name")
    if not name:
        return None
    company = context.scope(given["company_id"])
    known = context.select("Asset", company).where("name = ?", str(name)).first()
    plain = {"name": str(name), "assetType": "native_mobile", "technologies": [], "dataClassification": ["NOT_DEFINED"]}
    return known or save(context, "Asset", plain, company=company)
