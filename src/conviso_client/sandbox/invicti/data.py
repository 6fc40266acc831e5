"""What the Invicti sandbox holds: made-up applications, assets and vulnerabilities, as JSON has them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple
from uuid import UUID

__all__ = ["Data", "Row", "made_up"]

Row = dict[str, Any]

_NAMES = ("shop", "payments", "accounts", "search", "reports", "support")
_KINDS = (
    ("Cross-site Scripting", "high", "CWE-79", 7.4),
    ("SQL Injection", "critical", "CWE-89", 9.8),
    ("Cross-site Request Forgery", "medium", "CWE-352", 5.4),
    ("Open Redirection", "low", "CWE-601", 3.1),
    ("Missing Content Security Policy", "info", "CWE-693", 0.0),
)
_PATHS = ("/", "/login", "/search", "/cart", "/account/orders")
_BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)


class Data(NamedTuple):
    """The rows of each list."""

    applications: list[Row]
    assets: list[Row]
    vulnerabilities: list[Row]
    scans: list[Row]

    def scan(self, asset_id: str) -> Row:
        """Scan an asset: its first open vulnerability is fixed, and another one is found."""
        scan = {"id": str(UUID(int=(4 << 96) + len(self.scans))), "target_id": asset_id}
        self.scans.append(scan)
        mine = [row for row in self.vulnerabilities if row["assetId"] == asset_id]
        for row in mine[:]:
            if row["status"] in ("open", "reDiscovered"):
                row["status"] = "fixed"
                break
        asset = next(row for row in self.assets if row["id"] == asset_id)
        self.vulnerabilities.append(_vulnerability(random.Random(len(self.scans)), len(self.vulnerabilities), asset))  # noqa: S311
        return scan


def made_up(seed: int, assets: int, vulnerabilities: int) -> Data:
    """Make up so many rows; the same seed gives the same ones."""
    dice = random.Random(seed)  # noqa: S311  # data, no secrets
    application: Row = {
        "id": str(UUID(int=1 << 96)),
        "organizationId": str(UUID(int=9 << 96)),
        "name": "web",
        "description": "All that is on the web.",
        "collectionIds": [],
        "tags": ["sandbox"],
    }
    rows = [_asset(number) for number in range(assets)]
    application["assetIds"] = [row["id"] for row in rows]
    found = [_vulnerability(dice, number, rows[number % assets]) for number in range(vulnerabilities)]
    return Data([application], rows, found, [])


def _asset(number: int) -> Row:
    name = _NAMES[number % len(_NAMES)] + (f"-{number}" if number >= len(_NAMES) else "")
    return {
        "id": str(UUID(int=(2 << 96) + number)),
        "name": name,
        "assetType": "target",
        "environmentId": None,
        "businessImpact": "high",
        "isDemo": False,
        "assetOrigins": [{"originTypes": ["dast"]}],
        "assetDetail": {"url": f"https://{name}.example"},
    }


def _vulnerability(dice: random.Random, number: int, asset: Row) -> Row:
    name, severity, cwe, score = _KINDS[dice.randrange(len(_KINDS))]
    seen = _BEGIN + timedelta(hours=number)
    return {
        "id": str(UUID(int=(3 << 96) + number)),
        "assetId": asset["id"],
        "name": name,
        "severity": severity,
        "status": "open",
        "confirmed": dice.random() < 0.5,
        "confidence": dice.choice((80, 95, 100)),
        "isRetestable": True,
        "firstSeen": seen.isoformat().replace("+00:00", "Z"),
        "lastSeen": (seen + timedelta(days=30)).isoformat().replace("+00:00", "Z"),
        "score": {"cvss3": {"score": score, "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N"}},
        "classification": {"cwe": [cwe], "cve": []},
        "source": {"system": "Invicti", "module": "DAST"},
        "dast": {
            "url": f"{asset['assetDetail']['url']}{_PATHS[number % len(_PATHS)]}?q={number}",
            "method": "GET",
            "parameter": "q",
            "attack": "'\"--></style></script>",
        },
    }
