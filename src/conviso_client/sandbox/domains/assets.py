"""Assets."""

from __future__ import annotations

from typing import Any

from conviso_client.sandbox.context import Context
from conviso_client.sandbox.page import Page, page_of

from .registry import DOMAIN


@DOMAIN.root("deleteAsset")
def delete_asset(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    rows = context.present("Asset", given["id"])
    for row in rows:
        context.store.delete(row)
    deleted: Page = page_of(rows, context.bounds({"limit": len(rows)}))
    return {"asset": deleted}
