"""Integrations with other tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox.seed import Deal, Plan

from .registry import DOMAIN


@DOMAIN.deal("BackstageIntegration")
def backstage_integrations(_plan: Plan) -> Deal:
    def deal(nth: int, _h: int) -> Mapping[str, Any]:
        return {"instanceId": f"backstage-{nth + 1}"}

    return deal
