"""What users write: both type checkers, in their strict modes, must find nothing here. It is not run."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing
from datetime import date, datetime
from typing import Any

from typing_extensions import assert_type

from conviso_client import AsyncConviso, Conviso, ConvisoError, GraphQLError, IncompleteList, Quota, RateLimited, Upload
from conviso_client.client.explain import Explanation
from conviso_client.paging.pager import AsyncPager, Pager
from conviso_client.paging.reading import Progress
from conviso_client.paging.state import PagerState
from conviso_client.progress import track
from conviso_client.types import (
    AddActivityAttachmentInput,
    AssetCollection,
    AssetDetail,
    AssetSummary,
    CreateAssetInput,
    CreateAssetPayload,
    IssueDetail,
    IssuesFiltersInput,
    IssueSummary,
    PaginationInput,
    ProjectSearch,
    SastDetail,
    SastIssue,
    ScaIssue,
    SecurityGateFailingVulnerability,
    SecurityGateRun,
    SeverityCategory,
    WebIssue,
)


def calls(conviso: Conviso) -> None:
    assert_type(conviso.asset(7), AssetDetail)
    assert_type(conviso.asset("7").created_at, datetime)
    assert_type(conviso.assets(limit=5), AssetCollection)
    assert_type(conviso.create_asset(CreateAssetInput(name="x")), CreateAssetPayload)
    created = conviso.create_asset(CreateAssetInput(name="x", company_id="443"), company_id=443).asset
    if created is not None:
        assert_type(created, AssetDetail)
    assert_type(conviso.issues().collection, list[IssueSummary])


async def asynchronous_calls(conviso: AsyncConviso) -> None:
    assert_type(await conviso.asset(7), AssetDetail)
    assert_type(await conviso.create_asset(CreateAssetInput(name="x")), CreateAssetPayload)


def narrowing_by_class(issue: IssueDetail) -> None:
    if isinstance(issue, SastIssue):
        assert_type(issue.detail, SastDetail)
    elif isinstance(issue, (ScaIssue, WebIssue)):
        print(issue.detail)


def narrowing_by_typename(issue: IssueDetail) -> None:
    if issue.typename__ == "SastFinding":
        assert_type(issue, SastIssue)
        print(issue.detail.file_name, issue.detail.vulnerable_line)


def enums(issue: IssueSummary) -> None:
    if issue.severity == SeverityCategory.CRITICAL or issue.severity == "HIGH":
        print(issue.severity)
    IssuesFiltersInput(severities=["CRITICAL", SeverityCategory.HIGH])


def inputs() -> None:
    CreateAssetInput(name="x", description=None, company_id=443)
    ProjectSearch(created_at_gteq=date(2026, 1, 31), created_at_lteq="2026-02-01")
    AddActivityAttachmentInput(id=7, archives=[Upload.from_path("x"), Upload.from_bytes(b"", "y")])
    page = PaginationInput(page=1)
    page.per_page = 50
    assert_type(page.model_dump(), dict[str, Any])


def lists(conviso: Conviso) -> None:
    pager = conviso.iter_issues(filters=IssuesFiltersInput(), limit=5, prefetch=2, strict=True)
    for issue in pager:
        assert_type(issue, IssueSummary)
    assets = conviso.iter_assets()
    assert_type(assets, Pager[AssetSummary, AssetCollection])
    assert_type(assets.total(), int)
    assert_type(assets.first(), AssetSummary | None)
    assert_type(assets.pages(), Generator[AssetCollection])
    assert_type(assets.state(), PagerState)
    assert_type(assets.progress(), Progress)
    assert_type(list(assets), list[AssetSummary])
    assert_type(track(assets), Generator[AssetSummary])
    conviso.iter_assets(resume=assets.state())
    gate = conviso.iter_security_gate_run_failing_vulnerabilities("7")
    assert_type(gate, Pager[SecurityGateFailingVulnerability, SecurityGateRun])


async def asynchronous_lists(conviso: AsyncConviso) -> None:
    assets = conviso.iter_assets()
    assert_type(assets, AsyncPager[AssetSummary, AssetCollection])
    assert_type(await assets.total(), int)
    assert_type(await assets.first(), AssetSummary | None)
    assert_type(assets.pages(), AsyncGenerator[AssetCollection])
    assert_type([asset async for asset in assets], list[AssetSummary])
    async for asset in track(assets):
        assert_type(asset, AssetSummary)
    async with aclosing(aiter(assets)) as rows:
        assert_type(await anext(rows), AssetSummary)


def copies(conviso: Conviso, other: AsyncConviso) -> None:
    assert_type(conviso.with_options(timeout=60, deadline=None), Conviso)
    assert_type(conviso.for_company(443), Conviso)
    assert_type(other.with_options(max_attempts=1), AsyncConviso)
    assert_type(other.for_company("443"), AsyncConviso)
    with conviso.for_company(1) as inner:
        assert_type(inner, Conviso)


async def asynchronous_copies(conviso: AsyncConviso) -> None:
    async with conviso.for_company(1) as inner:
        assert_type(inner, AsyncConviso)


def explanations(conviso: Conviso, other: AsyncConviso) -> None:
    assert_type(conviso.explain(conviso.create_asset, CreateAssetInput(name="x"), company_id=7), Explanation)
    conviso.explain(conviso.iter_issues, limit=5)
    other.explain(other.asset, "7")


def documents(conviso: Conviso) -> None:
    assert_type(conviso.execute("{ companies { collection { id } } }"), dict[str, Any])


def errors(conviso: Conviso) -> None:
    try:
        conviso.asset(7)
    except RateLimited as error:
        assert_type(error.retry_after, float | None)
    except GraphQLError as error:
        assert_type(error.codes, tuple[str, ...])
    except IncompleteList as error:
        assert_type(error.expected, int | None)
    except ConvisoError as error:
        assert_type(error.resume, PagerState | None)


def results(issue: IssueSummary, asset: AssetDetail) -> None:
    assert_type(asset.to_dict(api_names=True), dict[str, Any])
    print({asset: 1}, {issue.id: issue})


def options() -> None:
    Conviso("key", company_id=443, quota=Quota.shared(share=0.5), deadline=None)
    Conviso(lambda: "key", url="https://api.convisoappsec.com/graphql", on_event=print)
