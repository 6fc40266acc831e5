"""A long list of the sandbox, read with both clients: whole, in order, each row once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conviso_client import AsyncConviso, Conviso, Quota
from conviso_client.sandbox import Sandbox, Settings
from conviso_client.types import IssuesFiltersInput

COUNT = 2_000
COMPANY = 443


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(settings=Settings(counts={"Company": 1, "IssueInterface": COUNT}, largest_page=400)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def expected(sandbox: Sandbox) -> list[str]:
    """The ids in the sandbox's order, which asks for one page after the other."""
    with Conviso(sandbox.api_key, url=sandbox.url, company_id=COMPANY, quota=Quota.off()) as conviso:
        ids = [issue.id for issue in conviso.iter_issues(prefetch=0, page_size=1000)]
    assert len(ids) == len(set(ids)) == COUNT
    return ids


@pytest.fixture
def before(sandbox: Sandbox) -> int:
    """The number of requests that came before."""
    return len(sandbox.seen("issues"))


def pages(sandbox: Sandbox, before: int) -> list[int]:
    return sorted(seen.variables["pagination"]["page"] for seen in sandbox.seen("issues")[before:])


def test_sync(sandbox: Sandbox, expected: list[str], before: int) -> None:
    with Conviso(sandbox.api_key, url=sandbox.url, company_id=COMPANY, quota=Quota.off()) as conviso:
        pager = conviso.iter_issues(strict=True, prefetch=8)
        assert [issue.id for issue in pager] == expected
        assert pager.progress() == (COUNT, COUNT)
    assert pages(sandbox, before) == list(range(1, 21))


@pytest.mark.anyio
async def test_async(sandbox: Sandbox, expected: list[str], before: int) -> None:
    async with AsyncConviso(sandbox.api_key, url=sandbox.url, company_id=COMPANY, quota=Quota.off()) as conviso:
        pager = conviso.iter_issues(strict=True, prefetch=8)
        assert [issue.id async for issue in pager] == expected
        assert pager.progress() == (COUNT, COUNT)
    assert pages(sandbox, before) == list(range(1, 21))


def test_pages_that_are_capped(sandbox: Sandbox, expected: list[str], before: int) -> None:
    with Conviso(sandbox.api_key, url=sandbox.url, company_id=COMPANY, quota=Quota.off()) as conviso:
        assert [issue.id for issue in conviso.iter_issues(page_size=2_000)] == expected
    assert pages(sandbox, before) == list(range(1, 6))


def test_filters_apply_to_each_page(sandbox: Sandbox, expected: list[str]) -> None:
    with Conviso(sandbox.api_key, url=sandbox.url, company_id=COMPANY, quota=Quota.off()) as conviso:
        pager = conviso.iter_issues(filters=IssuesFiltersInput(severities=["CRITICAL"]), strict=True)
        critical = list(pager)
        assert {issue.severity for issue in critical} == {"CRITICAL"}
        assert len(critical) == pager.total() > 50
        order = {id_: position for position, id_ in enumerate(expected)}
        assert [order[issue.id] for issue in critical] == sorted(order[issue.id] for issue in critical)
