"""`GET /`: what a person finds who opens the sandbox in a browser. The page needs nothing from the internet."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from starlette.responses import HTMLResponse, Response

from .context import RequestContext
from .shape import COMPANY
from .state import SandboxState

__all__ = ["answer_page"]

_QUERY = """query companies {
  companies {
    collection {
      id
      label
    }
    metadata {
      totalCount
    }
  }
}"""
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'"
)


@cache
def _template() -> str:
    return (resources.files("conviso_client.sandbox") / "page.html").read_text(encoding="utf-8")


def answer_page(state: SandboxState, *, trusted: bool) -> Response:
    """The page. Only whoever is on the same machine, `trusted`, is told the key."""
    data = json.dumps(_data(state, trusted=trusted)).replace("<", "\\u003c")
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(_template().replace("{{data}}", data), headers=headers)


def _data(state: SandboxState, *, trusted: bool) -> dict[str, Any]:
    settings, world = state.settings, state.world
    key = next(iter(settings.keys), "") if trusted else ""
    context = RequestContext(world, settings.keys[key] if key else None, key)
    company = context.home()
    rule, store = settings.quota, world.store
    companies = world.companies
    faults = f"curl {world.address}/_sandbox/faults -H 'content-type: application/json' -d"
    counts = {entity.removesuffix("Interface"): store.select(entity).count() for entity in store.tables}
    return {
        "key": key,
        "company": company or 1,
        "ids": _ids(context, company),
        "query": _QUERY if COMPANY in store.tables else "{ __typename }",
        "variables": {},
        "facts": [
            ["endpoint", f"{world.address}/graphql"],
            ["x-api-key", key or "ask whoever started it"],
            ["companies", ", ".join(map(str, companies)) or "none"],
            ["quota", f"{rule.requests} requests in {rule.seconds:g} s for each key"],
            ["seed", str(world.seed)],
        ],
        "faults": [
            f"""{faults} '{{"status": 429, "headers": {{"Retry-After": "2"}}}}'""",
            f"""{faults} '{{"status": 503, "operation": "createAsset", "after": true}}'""",
            f"""{faults} '[{{"hang": true}}, {{"reset": true}}, {{"truncate": 20}}]'""",
        ],
        "counts": sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])),
    }


def _ids(context: RequestContext, company: int | None) -> dict[str, int]:
    """An id of each kind of row, by what types and arguments call it, in lower case: the examples find something."""
    found: dict[str, int] = {}
    for name, entity in context.world.shape.of.items():
        scope = company if entity.scoped_or_company else None
        rows = context.select(entity.name, scope).order("id")
        if name in entity.types and len(entity.types) > 1:
            rows.where("_type = ?", name)
        row = rows.first()
        if row is not None:
            found[name.removesuffix("Interface").lower()] = row.id
    return found
