"""Registering issues of every kind, by hand and from scanners: create, update, create or update, in batches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.refusal import invalid, not_unique
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.text import digest
from conviso_client.sandbox.writes import save

from .assets import asset_of, branch_called, default_branch
from .issue_history import happened
from .issue_types import FLOW, ISSUES, due, rank_of, type_of
from .registry import DOMAIN

__all__ = ["register"]

_KINDS = {
    "sast": "SastFinding", "sca": "ScaFinding", "dast": "DastFinding", "iac": "IacFinding", "secret": "SecretFinding",
    "container": "ContainerFinding",
}  # fmt: skip
_NOT_KEPT = frozenset({"toolType", "branch", "controlSyncStatusId", "deployId", "assetId", "status"})


def register(
    context: RequestContext,
    kind: str,
    given: Mapping[str, Any],
    *,
    row: EntityRow | None = None,
    found_again: bool = False,
) -> EntityRow:
    """Create an issue or change one.

    With `found_again`, an issue of the same asset and kind with the same id from the tool, or the same fingerprint, is
    changed; without, such an issue is in the way: RECORD_NOT_UNIQUE.
    """
    if row is None and given.get("id") is not None:
        row = context.require(ISSUES, given["id"])
    asset = _asset(context, given, row)
    twin = _twin(context, kind, given, asset) if row is None else None
    if twin is not None and not found_again:
        raise not_unique("Issue has already been taken")
    row = row or twin
    if row is None:
        _require_content(given)
    values = {**_values(context, kind, given, row), "asset": asset.id}
    if given.get("branch") is not None:
        branch = branch_called(context, asset, given["branch"], make=True)
        values["branch"] = branch.id if branch else None
    elif row is None and kind.endswith("Finding"):
        branch = default_branch(context, asset)
        values["branch"] = branch.id if branch else None
    return _saved(context, kind, given, row, values, asset)


def _saved(
    context: RequestContext,
    kind: str,
    given: Mapping[str, Any],
    row: EntityRow | None,
    values: dict[str, Any],
    asset: EntityRow,
) -> EntityRow:
    created = row.get("createdAt") if row else context.world.now()
    severity = values.get("severity", row.get("severity") if row else None)
    values |= due(created, severity).columns() | {"rank": rank_of(severity)}
    if row is None:
        values["status"] = given.get("status") or "IDENTIFIED"
        user = context.user()
        values["author"] = user.id if user else None
        made = save(context, ISSUES, values, kind=kind, company=asset.company)
        events = happened(context, made, action="created", kind="status", status=values["status"])[-1:]
        return context.store.update(made, {"events": events})
    after = given.get("status")
    if after is not None and after != row.get("status") and after in FLOW.get(row.get("status"), ()):
        event = {"action": "status_changed", "kind": "status", "status": after, "previousStatus": row.get("status")}
        values |= {"status": after, "events": happened(context, row, **event)}
    return save(context, ISSUES, values, row=row)


def _asset(context: RequestContext, given: Mapping[str, Any], row: EntityRow | None) -> EntityRow:
    number = given.get("assetId") if given.get("assetId") is not None else row.get("asset") if row else None
    if number is None:
        raise invalid("Asset must exist")
    return asset_of(context, number)


def _twin(context: RequestContext, kind: str, given: Mapping[str, Any], asset: EntityRow) -> EntityRow | None:
    for name in ("originalIssueIdFromTool", "fingerprint"):
        if given.get(name):
            same = context.store.select(ISSUES).where("asset = ? AND _type = ?", asset.id, kind)
            return same.where(f'"{name}" = ?', given[name]).first()
    return None


def _require_content(given: Mapping[str, Any]) -> None:
    for name in ("title", "description"):
        if not str(given.get(name) or "").strip():
            raise invalid(f"{name.capitalize()} can't be blank")


def _values(context: RequestContext, kind: str, given: Mapping[str, Any], row: EntityRow | None) -> dict[str, Any]:
    """The input, sorted into the issue's own fields and its detail."""
    shape = context.world.shape
    issue: Any = shape.objects[kind]
    detail: Any = shape.objects[f"{kind}Detail"]
    kept = {name: value for name, value in given.items() if name not in _NOT_KEPT or name in detail.fields}
    about = {name: value for name, value in kept.items() if name in detail.fields and name not in issue.fields}
    values = {name: value for name, value in kept.items() if name not in about and name != "clientMutationId"}
    before: dict[str, Any] = (row.more.get("detail") if row else None) or {}
    values["type"] = type_of(kind)
    if about or row is None:
        values["detail"] = {**before, **about}
    if given.get("cve"):
        values["cve"] = given["cve"]
    if given.get("toolType"):
        values |= {"integration": given["toolType"], "scanSource": str(given["toolType"]).lower()}
    if row is None:
        values.setdefault("fingerprint", f"{digest(kind, sorted(map(str, about.items())), given.get('title')):016x}")
        values["detail"].setdefault("id", str(digest(context.world.now(), given.get("title")) % 10**8))
    return values


def _create(kind: str) -> None:
    @DOMAIN.root(f"create{kind}")
    def create(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
        return {"issue": register(context, kind, given)}

    @DOMAIN.root(f"update{kind}")
    def update(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
        return {"issue": register(context, kind, given)}

    @DOMAIN.root(f"createOrUpdate{kind}")
    def create_or_update(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
        return {"issue": register(context, kind, given, found_again=True)}


for _kind in (*_KINDS.values(), "WebVulnerability", "NetworkVulnerability", "SourceCodeVulnerability"):
    _create(_kind)


@DOMAIN.root("batchCreateOrUpdateFindings")
def batch(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    issues: list[EntityRow] = []
    errors: list[dict[str, Any]] = []
    for index, row in enumerate(given["findings"]):
        made = _one_of_batch(context, row)
        if isinstance(made, GraphQLError):
            code = (made.extensions or {}).get("code", "RECORD_INVALID")
            errors.append({"index": index, "code": code, "message": made.message})
        else:
            issues.append(made)
    return {"issues": issues, "findingErrors": errors}


def _one_of_batch(context: RequestContext, row: Mapping[str, Any]) -> EntityRow | GraphQLError:
    """Register one row of a batch, or nothing of it and say why."""
    try:
        with context.store.transaction():
            return _registered(context, row)
    except GraphQLError as error:
        return error


def _registered(context: RequestContext, row: Mapping[str, Any]) -> EntityRow:
    kinds = [name for name in _KINDS if row.get(name) is not None]
    if len(kinds) != 1:
        raise invalid(f"A finding must be exactly one of: {', '.join(_KINDS)}")
    finding = row[kinds[0]]
    given = {**finding, "assetId": finding.get("assetId") or row.get("assetId")}
    return register(context, _KINDS[kinds[0]], given, found_again=True)
