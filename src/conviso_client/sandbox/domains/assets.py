"""Assets and their branches: an asset is a repository, known by its canonical key; two of one repository become one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox import words
from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.defaults import COUNTS
from conviso_client.sandbox.filters import has_any
from conviso_client.sandbox.page import page_of
from conviso_client.sandbox.refusal import invalid, not_found
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.scalars import to_timestamp
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.shape import Ref
from conviso_client.sandbox.store import Database
from conviso_client.sandbox.text import digest, pick
from conviso_client.sandbox.writes import remove, save

from .registry import DOMAIN

__all__ = ["asset_of", "branch_called", "default_branch"]

DOMAIN.columns["Asset"] = {"repositoryKey": "TEXT", "riskValue": "REAL"}
DOMAIN.columns["Branch"] = {"asset": "INTEGER"}
DOMAIN.indexes += [("Asset", ("_company",)), ("Asset", ("repositoryKey",)), ("Branch", ("asset",))]
DOMAIN.orders["Asset.riskscore"] = '"riskValue"'
DOMAIN.orders["Asset.businessimpact"] = (
    "CASE businessImpact WHEN 'HIGH' THEN 3 WHEN 'MEDIUM' THEN 2 WHEN 'LOW' THEN 1 ELSE 0 END"
)
DOMAIN.counts["Asset"] = COUNTS["assets"]
MERGED = "Asset.merged"
"""Links from the id of an asset that was merged to the asset that took it in."""
BRANCHES_EACH = 2
_ALIASES = {
    "tecnologyList": "technologies",
    "integrationIds": "integrations",
    "environmentList": "environment",
    "teamIds": "teams",
    "projectIds": "projects",
}
_REPOSITORY = re.compile(r"(?:(?:\w+://)?(?:[^@/]+@)?)([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?/?$")


def repository_key(url: str) -> str | None:
    """The canonical `host/org/repo` of a repository's address, in any of its spellings."""
    found = _REPOSITORY.match(url.strip())
    return f"{found[1]}/{found[2].strip('/')}".lower() if found else None


@DOMAIN.factory("Asset")
def seed_assets(plan: SeedPlan) -> Factory:
    def factory(nth: int, h: int) -> Mapping[str, Any]:
        service, kind = pick(words.SERVICES, nth), pick(("api", "web", "worker", "app"), nth // len(words.SERVICES))
        name = f"{service}-{kind}" if nth < 80 else f"{service}-{kind}-{nth}"
        organization = f"org-{plan.company(nth)}"
        hosted = h % 5 > 0
        return {
            "name": f"{organization}/{name}",
            "repositoryKey": f"github.com/{organization}/{name}" if hosted else None,
            "url": f"https://{name}.example.com",
            "assetType": pick(("api", "web", "database", "native_mobile", "client_server"), h),
            "architectureType": pick(("microservices", "monolithic", "serverless"), h >> 4),
            "audience": pick(("external", "internal", "internal_and_external"), h >> 8),
            "criticity": pick(("critical", "high", "low", "none"), h >> 12),
            "developmentModel": pick(("agile", "waterfall", "third_party"), h >> 16),
            "developmentTeam": pick(("internal", "external"), h >> 20),
            "environment": pick(("production", "staging"), h >> 24),
            "lifeCycle": pick(("production", "homologation", "certification"), h >> 28),
            "scanType": pick(("SAST", "DAST", "Container"), h >> 32),
            "riskValue": (h >> 36) % 1000 / 10,
            "assetsTagList": sorted({pick(words.TAGS, h >> 40), pick(words.TAGS, h >> 44)}),
            "technologies": sorted({pick(words.LANGUAGES, h >> 48), pick(words.LANGUAGES, h >> 52)}),
            "dataClassification": [pick(("INTERNAL", "CONFIDENTIAL", "PUBLIC", "PAYMENT_CARD_INDUSTRY"), h >> 56)],
            "integrations": [pick(("conviso_scanner", "fortify", "dependency_track"), h >> 60)],
        }

    return factory


@DOMAIN.seed("Branch", "Asset.branches")
def fill_branches(store: Database, plan: SeedPlan) -> None:
    first, count = plan.shape.entities["Branch"].first_id, plan.counts["Asset"]
    assets = plan.shape.entities["Asset"].first_id
    records: list[tuple[Any, ...]] = []
    for nth in range(count):
        other = words.BRANCHES[1 + digest(plan.seed, "branch", nth) % (len(words.BRANCHES) - 1)]
        for at, name in enumerate(("main", other)):
            number = first + nth * BRANCHES_EACH + at
            records.append((number, "Branch", plan.company(nth), 1, name, at == 0, assets + nth))
    store.fill("Branch", ("id", "_type", "_company", "_seeded", "name", "default", "asset"), records)


@DOMAIN.field("Asset.branches")
def branches_of_asset(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> list[EntityRow]:
    return branches(context, source).rows()


@DOMAIN.root("branches")
def list_branches(context: RequestContext, args: dict[str, Any]) -> Any:
    asset = context.require("Asset", args["assetId"])
    return branches(context, asset).page(context.bounds({"limit": context.world.largest_page}))


def branches(context: RequestContext, asset: EntityRow) -> Selection:
    """The branches of an asset, the default one first."""
    return context.store.select("Branch").where("asset = ?", asset.id).order('"default" DESC', "id")


def default_branch(context: RequestContext, asset: EntityRow) -> EntityRow | None:
    """The default branch of an asset; None if it has no branches."""
    return branches(context, asset).where('"default"').first()


def branch_called(context: RequestContext, asset: EntityRow, name: str, *, make: bool) -> EntityRow | None:
    """The branch of this name, made if need be; spaces around the name and its case do not matter."""
    known = branches(context, asset).where("name = ? COLLATE NOCASE", name.strip()).first()
    if known is not None or not make or not name.strip():
        return known
    first = default_branch(context, asset) is None
    values = {"name": name.strip(), "default": first, "asset": asset.id}
    return context.store.insert("Branch", values, company=asset.company)


@DOMAIN.field("Asset.repositoryDetail")
def repository_detail(source: EntityRow, _context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    return ValueObject({"repositoryKey": source.get("repositoryKey")}, whole=True)


@DOMAIN.field("Asset.riskScore")
def risk_score(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    # Not the time of the request: an asset that nobody changed reads the same twice.
    date = source.get("updatedAt") or source.get("createdAt") or to_timestamp(context.world.anchor)
    change = round(digest(source.id, "risk") % 200 / 10 - 10, 1) if source.seeded else 0.0
    current = {"value": source.get("riskValue", 0.0), "date": date}
    return ValueObject({"current": current, "differenceFromLast": {"value": change, "date": date}}, whole=True)


@DOMAIN.filter("Asset.tags")
def by_tags(_context: RequestContext, selected: Selection, tags: list[Any]) -> None:
    has_any(selected, "assetsTagList", tags)


@DOMAIN.filter("Asset.technology")
def by_technology(_context: RequestContext, selected: Selection, technologies: list[Any]) -> None:
    has_any(selected, "technologies", technologies)


@DOMAIN.filter("Asset.integrationTypes")
def by_integration(_context: RequestContext, selected: Selection, types: list[str]) -> None:
    has_any(selected, "integrations", [name for kind in types for name in (kind, kind.lower())])


@DOMAIN.filter("Asset.coveredByScan")
def by_coverage(_context: RequestContext, selected: Selection, covered: bool) -> None:
    selected.where("(id IN (SELECT asset FROM ScanHistory)) = ?", int(covered))


@DOMAIN.root("asset")
def get_asset(context: RequestContext, args: dict[str, Any]) -> EntityRow:
    return asset_of(context, args["id"])


def asset_of(context: RequestContext, key: object) -> EntityRow:
    """The asset with this id, or the one that took it in. Raises RECORD_NOT_FOUND."""
    row = context.store.get("Asset", key)
    if row is None:
        row = context.store.select("Asset").linked(MERGED, _merged_id(key)).first()
    if row is None or not context.sees(row):
        raise not_found()
    return row


def _merged_id(key: object) -> int:
    text = str(key)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


@DOMAIN.root("createAsset")
def create_asset(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    refused = _refusals(context, given, None)
    if refused:
        return {"asset": None, "errors": refused}
    key = repository_key(given.get("repoUrl") or "")
    owner = _owner(context, key, context.scope(given["companyId"]))
    if owner is not None:
        return {"asset": None, "errors": ["Repository url has already been taken"]}
    return {"asset": _save(context, given, None), "errors": []}


@DOMAIN.root("updateAsset")
def update_asset(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = asset_of(context, given["id"])
    refused = _refusals(context, given, row)
    if refused:
        raise invalid(", ".join(refused))
    owner = _owner(context, repository_key(given.get("repoUrl") or ""), row.company)
    if owner is not None and owner.id != row.id:
        _merge(context, row, owner)
        given = {name: value for name, value in given.items() if name not in {"name", "repoUrl"}}
        row = owner
    return {"asset": _save(context, given, row)}


def _refusals(context: RequestContext, given: dict[str, Any], row: EntityRow | None) -> list[str]:
    name = given.get("name")
    if (row is None or "name" in given) and not str(name or "").strip():
        return ["Name can't be blank"]
    url = given.get("repoUrl")
    if url and repository_key(url) is None:
        return ["Repository url is invalid"]
    same = context.select("Asset", context.scope(given["companyId"])).where("name = ?", name).first()
    return ["Name has already been taken"] if name and same is not None and (row is None or same.id != row.id) else []


def _owner(context: RequestContext, key: str | None, company: int | None) -> EntityRow | None:
    if key is None:
        return None
    return context.select("Asset", company).where("repositoryKey = ?", key).first()


def _save(context: RequestContext, given: dict[str, Any], row: EntityRow | None) -> EntityRow:
    plain = {name: value for name, value in given.items() if name not in {"branchName", "repoUrl", "clientMutationId"}}
    if given.get("repoUrl"):
        plain["repositoryKey"] = repository_key(given["repoUrl"])
        if row is None:
            plain.setdefault("url", given["repoUrl"])
    if isinstance(plain.get("environmentList"), list):
        plain["environmentList"] = ", ".join(plain["environmentList"])
    if row is None:
        plain = {
            "technologies": [],
            "assetsTagList": [],
            "dataClassification": ["NOT_DEFINED"],
            "riskValue": 0.0,
            **plain,
        }
    saved = save(context, "Asset", plain, row=row, aliases=_ALIASES)
    if given.get("branchName"):
        branch_called(context, saved, given["branchName"], make=True)
    return saved


def _merge(context: RequestContext, absorbed: EntityRow, owner: EntityRow) -> None:
    """Fold one asset into another; its id goes on to lead to the other."""
    for branch in branches(context, absorbed).rows():
        same = branch_called(context, owner, branch.get("name"), make=False)
        if same is None:
            context.store.update(branch, {"asset": owner.id, "default": 0})
        else:
            context.store.reassign("IssueInterface", "branch", branch.id, same.id)
            context.store.delete(branch)
    for entity, ref in _references(context):
        context.store.reassign(entity, ref.name, absorbed.id, owner.id)
    earlier = context.store.linked_to(MERGED, absorbed.id)
    context.store.delete(absorbed)
    for other in (absorbed.id, *earlier):
        context.store.relink(MERGED, other, [owner.id])


def _references(context: RequestContext) -> list[tuple[str, Ref]]:
    """Every field that refers to an asset, with its entity."""
    entities = context.world.shape.entities.values()
    return [(entity.name, ref) for entity in entities for ref in entity.refs.values() if ref.target == "Asset"]


@DOMAIN.root("deleteAsset")
def delete_asset(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    rows = context.present("Asset", given["id"])
    for row in rows:
        gone = branches(context, row).rows()
        remove(context, row)
        for branch in gone:
            remove(context, branch)
    return {"asset": page_of(rows, context.bounds({"limit": len(rows)}))}
