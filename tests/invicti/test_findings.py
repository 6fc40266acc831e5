"""What becomes of a vulnerability in Conviso."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from conviso_client import Conviso
from conviso_client.errors import IncompleteList
from conviso_client.findings import plan_import
from conviso_client.invicti import AsyncInvicti, Invicti, InvictiFindings, Vulnerability, async_findings, findings
from conviso_client.sandbox import Sandbox
from conviso_client.sandbox.invicti import InvictiSandbox

BASE: dict[str, Any] = {
    "id": "v-1",
    "assetId": "a-1",
    "name": "SQL Injection",
    "severity": "critical",
    "status": "open",
    "firstSeen": "2026-03-01T10:00:00Z",
    "lastSeen": "2026-04-01T10:00:00Z",
    "score": {"cvss3": {"score": 9.8, "vector": "CVSS:3.1/AV:N"}},
    "classification": {"cwe": ["CWE-89", "CWE-20"], "cve": []},
    "dast": {"url": "https://shop.example/login?a=1", "method": "post", "parameter": "user", "attack": "' OR 1=1"},
}


def one(**changes: Any) -> Any:
    [finding] = InvictiFindings("a-1", [Vulnerability.model_validate({**BASE, **changes})])
    return finding


def test_every_field_that_is_known() -> None:
    found = one()
    assert (found.kind, found.title, found.severity, found.cwes) == (
        "dast", "SQL Injection", "CRITICAL", ("CWE-89", "CWE-20"),
    )  # fmt: skip
    assert (found.url, found.method, found.scheme, found.port) == (BASE["dast"]["url"], "POST", "HTTPS", 443)
    assert found.parameters == "user: ' OR 1=1"
    assert (found.request, found.response) == (None, None)
    assert "First seen in Invicti: 2026-03-01" in found.description
    assert "2026-04-01" not in found.description  # what changes with each scan would be an update each time


def test_the_key_is_the_id_alone() -> None:
    assert one(name="Renamed", severity="low", dast={"url": "http://x.example/"}).key == one().key
    assert one(id="v-2").key != one().key


def test_what_is_not_told_is_not_invented() -> None:
    bare = one(dast={"url": "/relative"}, severity="unheard", firstSeen="soon", score=[], classification=None)
    assert (bare.method, bare.scheme, bare.port, bare.severity, bare.cwes) == ("UNKNOWN", "UNKNOWN", None, None, ())
    code = one(dast=None, sast={"filePath": "src/a.py"})
    assert (code.kind, code.file, code.url) == ("sast", "src/a.py", None)
    assert "no kind of finding" in one(dast=None).suppressed
    assert one(name=None).suppressed == one(name=" ").suppressed == "without a name"


def test_rows_of_other_assets_are_left_out() -> None:
    other = [Vulnerability.model_validate({**BASE, "assetId": asset}) for asset in ("a-1", "a-2", None)]
    found = InvictiFindings("a-1", other)
    assert (len(found), found.left_out) == (2, {"of another asset": 1})
    assert [each.suppressed for each in found] == [False, "it does not say of which asset it is"]


STATUSES = {
    "open": ("create", "unchanged", "reopen"),
    "reDiscovered": ("create", "unchanged", "reopen"),
    "fixed": ("skipped", "close", "unchanged"),
    "fixedUnconfirmed": ("create", "update", "reopen"),
    "falsePositive": ("skipped", "skipped", "skipped"),
    "ignored": ("skipped", "skipped", "skipped"),
    "notFound": ("skipped", "skipped", "skipped"),
    "notChecked": ("skipped", "skipped", "skipped"),
}


def test_statuses(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    """Of what is not in Conviso, of what is open there, and of what is fixed there."""
    asset = next(iter(conviso.iter_assets())).id
    kinds = {"new": {}, "open": {"status": "open"}, "fixed": {"status": "open"}}
    first = [one(id=f"{status} {kind}", status="open") for status in STATUSES for kind in kinds if kind != "new"]
    plan_import(conviso, first, asset=asset).apply().raise_for_failures()
    fixed = [one(id=f"{status} fixed", status="fixed") for status in STATUSES]
    plan_import(conviso, fixed, asset=asset).apply().raise_for_failures()
    wanted = [one(id=f"{status} {kind}", status=status) for status in STATUSES for kind in ("new", "open", "fixed")]
    plan = [row.action for row in plan_import(conviso, wanted, asset=asset)]
    found = dict(zip(STATUSES, zip(*[iter(plan)] * 3, strict=True), strict=True))
    assert found == STATUSES


def test_both_clients_read_the_same(invicti: Invicti, sandbox: InvictiSandbox) -> None:
    asset = sandbox.data.assets[0]["id"]

    async def read() -> InvictiFindings:
        async with AsyncInvicti(sandbox.api_key, url=sandbox.url) as client:
            return await async_findings(client, asset_id=asset)

    found = findings(invicti, asset_id=asset)
    assert list(anyio.run(read)) == list(found)
    assert (len(found), found.may_close) == (100, True)
    some = findings(invicti, asset_id=asset, severities=["high"])
    assert not some.may_close
    assert 0 < len(some) < 100


def test_a_list_that_is_not_whole_is_no_source(invicti: Invicti, sandbox: InvictiSandbox) -> None:
    sandbox.faults.next(body={"items": [], "pageInfo": {"totalCount": 9, "totalPages": 1}}, operation="vulnerabilities")
    with pytest.raises(IncompleteList):
        findings(invicti, asset_id=sandbox.data.assets[0]["id"])
