"""Integrations with other tools: developer portals, external scanners, trackers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.text import digest
from conviso_client.sandbox.writes import save

from .assets import asset_of, repository_key
from .issue_types import ISSUES
from .registry import DOMAIN
from .scans import begin_sync


@DOMAIN.factory("BackstageIntegration")
def backstage_integrations(_plan: SeedPlan) -> Factory:
    return lambda nth, _h: {
        "instanceId": f"backstage-{nth + 1}",
        "backstageUrl": f"https://backstage-{nth + 1}.example.com",
    }


@DOMAIN.root("createOrUpdateBackstageIntegration")
def save_backstage_integration(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.select("BackstageIntegration").where("instanceId = ?", given.get("instanceId")).first()
    return {"backstageIntegration": save(context, "BackstageIntegration", given, row=row)}


@DOMAIN.root("importAssetToIntegration")
def import_assets(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    company = context.scope(given["companyId"]) if given.get("companyId") is not None else context.home()
    refused: list[str] = []
    imported = 0
    for project in given.get("projects") or []:
        if not str(project.get("name") or "").strip():
            refused.append("Name can't be blank")
            continue
        _import_asset(context, company, project, given.get("integrationType"))
        imported += 1
    return {"importedCount": imported, "errors": refused, "success": not refused}


def _import_asset(
    context: RequestContext, company: int | None, project: Mapping[str, Any], integration: str | None
) -> EntityRow:
    row = context.select("Asset", company).where("name = ?", project["name"]).first()
    values: dict[str, Any] = {
        "name": project["name"],
        "url": project.get("url"),
        "description": project.get("description"),
    }
    if project.get("repoUrl"):
        values["repositoryKey"] = repository_key(project["repoUrl"])
    if project.get("tags") is not None:
        values["assetsTagList"] = project["tags"]
    if row is None:
        values |= {
            "technologies": [],
            "dataClassification": ["NOT_DEFINED"],
            "integrations": [integration or "backstage"],
        }
    return save(context, "Asset", values, row=row, company=company)


@DOMAIN.root("associateProject")
def associate_project(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    company = context.scope(given["companyId"])
    key = repository_key(given.get("repositoryUrl") or "")
    asset = context.select("Asset", company).where("repositoryKey = ?", key).first() if key else None
    asset = asset or context.select("Asset", company).order("id").first()
    about: dict[str, Any] = {
        "integrationType": given["integration"].lower(),
        "asset": asset.id if asset else None,
        "reference": given.get("projectId"),
        "status": True,
        "inProgress": False,
        "integrationId": digest(given["integration"]) % 10**6,
    }
    return {
        "data": ValueObject(
            {"asset": asset, "externalToolProject": save(context, "ImportedScan", about, company=company)}, whole=True
        )
    }


@DOMAIN.root("syncAsset")
def sync_asset(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    asset = asset_of(context, given["assetId"])
    integration = given["integration"].lower()
    known = (
        context.store.select("ImportedScan").where("asset = ? AND integrationType = ?", asset.id, integration).first()
    )
    if known is None:
        reason = f"The asset is not associated with a project of {integration}"
        return {"assetId": str(asset.id), "integration": integration, "failureReason": reason}
    begin_sync(context, asset, given["integration"])
    return {"assetId": str(asset.id), "integration": integration, "failureReason": None}


@DOMAIN.root("createRequirementSyncConfiguration")
def create_requirement_sync(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    made: list[EntityRow] = []
    for project in context.present("Project", given.get("projectIds") or []):
        about = {name: given.get(name) for name in ("autoSync", "syncMode", "configEntries")}
        made.append(save(context, "RequirementSyncConfiguration", about, company=project.company))
    return {"requirementSyncConfigurations": made}


@DOMAIN.root("syncRequirementsWithTracker")
def sync_requirements(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    if given.get("projectId") is not None:
        context.require("Project", given["projectId"])
    return {"jobId": f"{digest(context.world.now(), given.get('projectId')):016x}"}


@DOMAIN.root("syncVulnerabilityWithDefectTracker")
def sync_vulnerability(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    return {"issue": context.require(ISSUES, given["id"])}
