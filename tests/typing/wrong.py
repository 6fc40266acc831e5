"""Mistakes that the type checkers must find: each line that ends in `# wrong`, and no other."""

from __future__ import annotations

from conviso_client import AsyncConviso, Conviso
from conviso_client.types import AssetsSearch, ChangeIssueStatusInput, CreateAssetInput, IssueDetail, SastIssue


def arguments(conviso: Conviso) -> None:
    conviso.create_asset()  # wrong
    conviso.create_asset({"name": "x"})  # wrong
    conviso.create_asset(CreateAssetInput())  # wrong
    conviso.create_asset(CreateAssetInput(name=None))  # wrong
    conviso.create_asset(CreateAssetInput(name="x", nme="y"))  # wrong
    conviso.create_asset(CreateAssetInput(name="x"), 443)  # wrong
    conviso.assets(search={"name": "x"})  # wrong
    conviso.assets(search=AssetsSearch(tags=[1]))  # wrong
    conviso.assets(page="1")  # wrong
    conviso.assets(company=443)  # wrong
    conviso.asset(None)  # wrong
    conviso.asets()  # wrong
    conviso.change_issue_status(ChangeIssueStatusInput(id=7, status="DONE"))  # wrong
    conviso.change_issue_status(ChangeIssueStatusInput(id=7, status=5))  # wrong
    conviso.change_issue_status(ChangeIssueStatusInput(id=7.5, status="CREATED"))  # wrong


def results(conviso: Conviso, issue: IssueDetail) -> None:
    print(conviso.asset(7).nme)  # wrong
    print(issue.detail)  # wrong
    if isinstance(issue, SastIssue):
        print(issue.detail.lines)  # wrong
    print(conviso.create_asset(CreateAssetInput(name="x")).asset.id)  # wrong
    print(conviso.assets().collection[0].id + 1)  # wrong


async def tasks(conviso: AsyncConviso) -> None:
    print(conviso.assets().collection)  # wrong
    list[object](conviso.iter_assets())  # wrong
