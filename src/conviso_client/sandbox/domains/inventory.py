"""Applications and tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.text import pick
from conviso_client.sandbox.writes import save

from .registry import DOMAIN

_ASSETS = "Application.assets"


@DOMAIN.root("createApplication")
def create_application(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    return _save_application(context, given, None)


@DOMAIN.root("updateApplication")
def update_application(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    return _save_application(context, given, context.require("Application", given["id"]))


def _save_application(context: RequestContext, given: dict[str, Any], row: EntityRow | None) -> dict[str, Any]:
    if (row is None or "name" in given) and not str(given.get("name") or "").strip():
        return {"application": None, "errors": ["Name can't be blank"]}
    return {"application": save(context, "Application", given, row=row), "errors": []}


@DOMAIN.root("addApplicationAssets")
def add_assets(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("Application", given["id"])
    assets = context.present("Asset", given["assetIds"])
    context.store.link(_ASSETS, row.id, [asset.id for asset in assets])
    return {"application": row, "errors": []}


@DOMAIN.root("removeApplicationAssets")
def remove_assets(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("Application", given["id"])
    context.store.unlink(_ASSETS, row.id, given["assetIds"])
    return {"application": row, "errors": []}


@DOMAIN.factory("Ticket")
def seed_tickets(_plan: SeedPlan) -> Factory:
    def factory(_nth: int, h: int) -> Mapping[str, Any]:
        return {"title": pick(_TITLES, h), "status": pick(("OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED"), h >> 8)}

    return factory


_TITLES = ("Cannot reach the scanner", "Access for a new colleague", "Retest wanted", "Report in another language")


@DOMAIN.filter("Ticket.mineOnly")
def mine_only(context: RequestContext, selected: Selection, only: bool) -> None:
    user = context.user()
    if only:
        selected.where("createdBy = ?", user.id if user else None)


@DOMAIN.root("createTicket")
def create_ticket(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    blank = [name for name in ("title", "description") if not given[name].strip()]
    if blank:
        return {"ticket": None, "errors": [{"message": f"{name.capitalize()} can't be blank"} for name in blank]}
    user = context.user()
    plain = {name: value for name, value in given.items() if name != "attachments"}
    plain |= {"status": "OPEN", "createdBy": user.id if user else None}
    return {"ticket": save(context, "Ticket", plain), "errors": []}
