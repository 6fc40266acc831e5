"""People, their profiles and teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox import words
from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.page import page_of
from conviso_client.sandbox.refusal import not_found
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.text import pick
from conviso_client.sandbox.writes import find

from .registry import DOMAIN

DOMAIN.counts |= {"PortalUser": 30, "Team": 3 * len(words.TEAMS)}
_TEAMS = "PortalUser+Team"


@DOMAIN.factory("Company")
def seed_companies(_plan: SeedPlan) -> Factory:
    def factory(nth: int, h: int) -> Mapping[str, Any]:
        label = pick(words.COMPANIES, nth) if nth < len(words.COMPANIES) else f"{pick(words.COMPANIES, nth)} {nth}"
        features = sorted({pick(_FEATURES, h), pick(_FEATURES, h >> 8)})
        return {"label": label, "active": 1, "customFeatures": features, "description": f"{label}, made up"}

    return factory


_FEATURES = ("branch_model", "ai_pentest", "requirement_sync")


@DOMAIN.factory("PortalUser")
def seed_people(_plan: SeedPlan) -> Factory:
    def factory(nth: int, _h: int) -> Mapping[str, Any]:
        first = pick(words.FIRST_NAMES, nth)
        last = pick(words.LAST_NAMES, nth // len(words.FIRST_NAMES) * 7 + nth)
        number = nth // (len(words.FIRST_NAMES) * len(words.LAST_NAMES))
        email = f"{first}.{last}{number or ''}@example.com".lower()
        return {"name": f"{first} {last}", "email": email, "blocked": 0}

    return factory


@DOMAIN.factory("Team")
def seed_teams(plan: SeedPlan) -> Factory:
    return lambda nth, _h: {"label": f"{pick(words.TEAMS, nth // len(plan.companies))} team"}


@DOMAIN.factory("PortalUserAccessProfiles")
def seed_profiles(plan: SeedPlan) -> Factory:
    return lambda nth, _h: {
        "name": pick(("Administrator", "Analyst", "Developer", "Viewer"), nth // len(plan.companies))
    }


@DOMAIN.root("currentUserProfile")
def current_user(context: RequestContext, _args: dict[str, Any]) -> EntityRow:
    user = context.user()
    if user is None:
        raise not_found()
    return user


@DOMAIN.root("portalUserProfile")
def portal_user_profile(context: RequestContext, args: dict[str, Any]) -> EntityRow:
    key = args["id"] if args.get("id") is not None else args.get("email")
    return current_user(context, {}) if key is None else find(context, "PortalUser", key)


def _access(context: RequestContext, user: EntityRow, company: int) -> ValueObject:
    values: dict[str, Any] = {
        "portalUser": user,
        "company": context.require("Company", company),
        "accessProfile": context.row("PortalUserAccessProfiles", user.get("profile")),
        "teams": context.store.select("Team").linked(_TEAMS, user.id).where("_company = ?", company).order("id").rows(),
        "accesses": page_of([], context.bounds({})),
    }
    return ValueObject(values, key=user.id, company=company, whole=True)


@DOMAIN.root("portalUserAccess")
def portal_user_access(context: RequestContext, args: dict[str, Any]) -> ValueObject:
    return _access(context, context.require("PortalUser", args["portalUserId"]), int(args["companyId"]))


@DOMAIN.root("updatePortalUserAccess")
def update_portal_user_access(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    user = context.require("PortalUser", given["portalUserId"])
    profile = context.require("PortalUserAccessProfiles", given["accessProfileId"])
    user = context.store.update(user, {"profile": profile.id})
    if given.get("teamsIds") is not None:
        teams = context.present("Team", given["teamsIds"])
        context.store.relink(_TEAMS, user.id, [team.id for team in teams])
    context.forget()
    return {"portalUserAccess": _access(context, user, context.scope(given["companyId"]))}


@DOMAIN.field("PortalUser.teams")
def teams(source: EntityRow, context: RequestContext, args: dict[str, Any]) -> list[EntityRow]:
    selected = context.store.select("Team").linked(_TEAMS, source.id).order("id")
    return selected.where("_company = ?", args["companyId"]).rows()


@DOMAIN.root("policyControls")
def policy_controls(_context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    return ValueObject({"enableMcpWrite": True}, whole=True)
