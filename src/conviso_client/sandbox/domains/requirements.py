"""Requirements, which the API also calls playbooks and checklists, with their checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox import words
from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.refusal import invalid, not_unique
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.text import pick
from conviso_client.sandbox.writes import remove, save

from .registry import DOMAIN

_CHECKS_EACH = 3
DOMAIN.counts |= {"Requirement": 3 * len(words.REQUIREMENTS), "Check": 9 * len(words.REQUIREMENTS)}


@DOMAIN.factory("Requirement")
def seed_requirements(_plan: SeedPlan) -> Factory:
    def factory(nth: int, _h: int) -> Mapping[str, Any]:
        return {"label": pick(words.REQUIREMENTS, nth // 3)[0], "global": 0}

    return factory


@DOMAIN.factory("Check", needs=("Requirement",))
def seed_checks(plan: SeedPlan) -> Factory:
    first, companies = plan.shape.entities["Requirement"].first_id, len(plan.companies)

    def factory(nth: int, _h: int) -> Mapping[str, Any]:
        own, at = nth % companies, nth // companies
        playbook = own + at // _CHECKS_EACH * companies
        if playbook >= plan.counts["Requirement"]:
            return {}
        titles = pick(words.REQUIREMENTS, playbook // 3)[1]
        label = titles[at % _CHECKS_EACH]
        return {"checklist": first + playbook, "label": label, "item": label, "sort": at % _CHECKS_EACH + 1}

    return factory


@DOMAIN.root("requirement")
def requirement(context: RequestContext, args: dict[str, Any]) -> EntityRow:
    return context.require("Requirement", args["id"])


@DOMAIN.filter("Requirement.onlyFromCompany")
def only_from_company(_context: RequestContext, selected: Selection, only: bool) -> None:
    if only:
        selected.where('COALESCE("global", 0) = 0')


@DOMAIN.root("createOrUpdateRequirement")
def create_or_update_requirement(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    if given.get("activities") is None:
        raise invalid("Activities can't be blank")
    if not given["label"].strip():
        raise invalid("Label can't be blank")
    company = context.scope(given["companyId"])
    row = context.require("Requirement", given["id"]) if given.get("id") is not None else None
    same = context.select("Requirement", company).where("label = ? COLLATE NOCASE", given["label"].strip()).first()
    if same is not None and (row is None or same.id != row.id):
        raise not_unique("Label has already been taken")
    plain: dict[str, Any] = {name: given[name] for name in ("label", "description", "global") if name in given}
    saved = save(context, "Requirement", plain, row=row, company=company)
    if given.get("associatedProjectTypeId") is not None:
        types = context.present("ProjectType", given["associatedProjectTypeId"])
        context.store.relink("Requirement.projectType", saved.id, [kind.id for kind in types])
    _replace_checks(context, saved, given["activities"])
    return {"requirement": saved}


def _replace_checks(context: RequestContext, playbook: EntityRow, activities: list[dict[str, Any]]) -> None:
    """Make the activities of the input the checks of a requirement; those that it does not name go."""
    kept: list[int] = []
    for nth, activity in enumerate(activities):
        row = context.require("Check", activity["id"]) if activity.get("id") is not None else None
        plain = {name: value for name, value in activity.items() if name not in {"id", "typeId", "sort"}}
        sort = str(activity.get("sort") or "")
        values = {**plain, "checklist": playbook.id, "sort": int(sort) if sort.isdigit() else nth + 1}
        made = save(context, "Check", values, row=row, company=playbook.company)
        if row is None:
            made = context.store.update(made, {"checkType": made.id})
        kept.append(made.id)
    for check in context.store.select("Check").where("checklist = ?", playbook.id).rows():
        if check.id not in kept:
            remove(context, check)


@DOMAIN.root("deleteRequirement")
def delete_requirement(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("Requirement", given["requirementId"])
    remove(context, row)
    return {"requirement": row}


@DOMAIN.root("createThreatModelingRequirements")
def create_threat_modeling_requirements(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    company = context.scope(given["companyId"])
    made: list[EntityRow] = []
    for wanted in given["requirements"]:
        row = context.require("Requirement", wanted["requirementId"]) if wanted.get("requirementId") else None
        plain = {"label": wanted["label"], "description": f"Mitigates {', '.join(wanted['capecIds']) or 'a threat'}"}
        made.append(save(context, "Requirement", plain, row=row, company=company))
    return {"requirements": made}
