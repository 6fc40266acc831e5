"""What users write: all of it must satisfy the type checkers in their strict modes."""

from __future__ import annotations

from datetime import date, datetime

from typing_extensions import assert_type

from conviso_client import AsyncConviso, Conviso, Upload
from conviso_client.types import (
    AssetCollection,
    AssetDetail,
    AssetsSearch,
    AssetSummary,
    ChangeIssueStatusInput,
    CreateAssetInput,
    CreateAssetPayload,
    ImportSbomInput,
    IssueDetail,
    IssuesFiltersInput,
    IssueStatusLabel,
    PaginationInput,
    SastDetail,
    SastIssue,
    ScaIssue,
    SecurityGateRun,
    SeverityCategory,
)


def write(conviso: Conviso) -> None:
    payload = conviso.create_asset(CreateAssetInput(name="org/payments-api", company_id="443"), company_id=443)
    assert_type(payload, CreateAssetPayload)
    assert_type(payload.asset, "AssetDetail | None")
    conviso.change_issue_status(
        ChangeIssueStatusInput(id=7, status="RISK_ACCEPTED", risk_accepted_until=date(2026, 1, 31))
    )
    conviso.change_issue_status(ChangeIssueStatusInput(id="7", status=IssueStatusLabel.FIX_ACCEPTED))
    conviso.import_sbom(ImportSbomInput(asset_id=1, file=Upload.from_bytes(b"{}", "bom.json")))


def read(conviso: Conviso) -> None:
    page = conviso.assets(company_id="443", search=AssetsSearch(name="api", tags=("a", "b")), limit=5)
    assert_type(page, AssetCollection)
    assert_type(page.collection, "list[AssetSummary]")
    assert_type([asset for asset in page], "list[AssetSummary]")  # noqa: C416
    assert_type(page[0], AssetSummary)
    assert_type(page[1:], "list[AssetSummary]")
    assert_type(len(page), int)
    for asset in conviso.iter_assets(limit=10):
        assert_type(asset, AssetSummary)
        assert_type(asset.created_at, datetime)
    assert_type(conviso.asset(7), AssetDetail)
    assert_type(conviso.security_gate_run(asset_id=1), SecurityGateRun)
    conviso.issues(
        filters=IssuesFiltersInput(severities=["CRITICAL", SeverityCategory.HIGH]),
        pagination=PaginationInput(page=1, per_page=20),
    )


def narrow(issue: IssueDetail) -> str | None:
    if isinstance(issue, SastIssue):
        assert_type(issue.detail, SastDetail)
    if issue.typename__ == "ScaFinding":
        assert_type(issue, ScaIssue)
    if issue.severity is not None and not issue.severity.is_known:
        return issue.severity.upper()
    return issue.title


async def read_async(conviso: AsyncConviso) -> None:
    assert_type(await conviso.assets(), AssetCollection)
    async for asset in conviso.iter_assets():
        assert_type(asset.name, "str | None")


def share(conviso: Conviso) -> Conviso:
    with conviso.with_options(timeout=5.0) as copy:
        return assert_type(copy, Conviso)
