"""What users must not write: each line that ends in `# wrong` is, and no other. It is not run."""

from __future__ import annotations

from conviso_client import AsyncConviso, Conviso
from conviso_client.progress import track
from conviso_client.types import (
    CreateAssetInput,
    IssueDetail,
    IssuesFiltersInput,
    PaginationInput,
    SastIssue,
)


def calls(conviso: Conviso) -> None:
    conviso.asset()  # wrong
    conviso.asset(id=7, nmae="x")  # wrong
    conviso.create_asset("x")  # wrong
    conviso.creat_asset(CreateAssetInput(name="x"))  # wrong
    conviso.assets(page="1")  # wrong
    print(conviso.asset(7).nmae)  # wrong
    print(conviso.create_asset(CreateAssetInput(name="x")).asset.id)  # wrong
    conviso.assets(None, 1, 50)  # wrong


async def asynchronous_calls(conviso: AsyncConviso) -> None:
    print(conviso.asset(7).name)  # wrong
    for _ in conviso.iter_assets():  # wrong
        pass
    with conviso:  # wrong
        pass


def narrowing(issue: IssueDetail) -> None:
    print(issue.detail.file_name)  # wrong
    if isinstance(issue, SastIssue):
        print(issue.permissions)  # wrong
    if issue.typename__ == "SastFinding":
        print(issue.requests)  # wrong


def inputs() -> None:
    CreateAssetInput()  # wrong
    CreateAssetInput(name=5)  # wrong
    CreateAssetInput(name="x", nmae="y")  # wrong
    IssuesFiltersInput(severities=["APOCALYPTIC"])  # wrong
    IssuesFiltersInput(severities="CRITICAL")  # wrong
    print(PaginationInput(page=1).rows)  # wrong


def lists(conviso: Conviso) -> None:
    for asset in conviso.iter_assets():
        print(asset.nmae)  # wrong
    conviso.iter_assets(limit="5")  # wrong
    conviso.iter_assets(resume={"page": 1})  # wrong
    print(conviso.iter_assets().first().id)  # wrong
    conviso.iter_assets(page=3)  # wrong
    for _ in track(conviso.assets()):  # wrong
        pass


def copies(conviso: Conviso) -> None:
    conviso.with_options(timeouts=5)  # wrong
    conviso.with_options(url="https://api.convisoappsec.com/graphql")  # wrong
    conviso.for_company(None)  # wrong
    conviso.explain(conviso.create_asset)  # wrong
    conviso.explain(conviso.asset, 7, limit=5)  # wrong
    Conviso("key", company=443)  # wrong
    Conviso("key", errors="ignore")  # wrong
