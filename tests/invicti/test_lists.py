"""Lists of the REST API: complete or saying so, whatever their pages look like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from conviso_client.errors import ConfigurationError, IncompleteList, ListChanged, ServerError
from conviso_client.invicti import AsyncInvicti, Invicti
from conviso_client.sandbox.invicti import InvictiSandbox, InvictiSettings
from tests.faults.server import Server, answer


@pytest.fixture(scope="module", params=["pageInfo", "flat"])
def either(request: pytest.FixtureRequest) -> Iterator[InvictiSandbox]:
    with InvictiSandbox(settings=InvictiSettings(envelope=request.param, largest_page=40)) as sandbox:
        yield sandbox


def test_all_rows_of_either_envelope_come_once(either: InvictiSandbox) -> None:
    ids = [row["id"] for row in either.data.vulnerabilities]
    with Invicti(either.api_key, url=either.url) as invicti:
        pager = invicti.iter_vulnerabilities(strict=True)
        assert pager.total() == 300
        assert [row.id for row in pager] == ids
        few = invicti.iter_vulnerabilities(severities=["high", "low"], statuses=["open"], limit=3)
        assert {row.severity for row in few} <= {"high", "low"}

    async def read() -> list[str]:
        async with AsyncInvicti(either.api_key, url=either.url) as client:
            return [row.id async for row in client.iter_vulnerabilities(strict=True, prefetch=2)]

    assert anyio.run(read) == ids


def test_cursors(invicti: Invicti, sandbox: InvictiSandbox) -> None:
    names = [row["name"] for row in sandbox.data.assets]
    pager = invicti.iter_api_targets(page_size=1, strict=True)
    assert [row.name for row in pager] == names
    assert pager.total() == 3
    halfway = invicti.iter_api_targets(page_size=1, limit=2)
    assert [row.name for row in halfway] == names[:2]
    assert [row.name for row in invicti.iter_api_targets(resume=halfway.state())] == names[2:]

    async def read() -> list[str | None]:
        async with AsyncInvicti(sandbox.api_key, url=sandbox.url) as client:
            return [row.name async for row in client.iter_api_targets(page_size=2)]

    assert anyio.run(read) == names


def test_an_error_on_the_way_can_be_resumed(invicti: Invicti, sandbox: InvictiSandbox) -> None:
    sandbox.faults.next(status=500, operation="vulnerabilities", skip=1)
    seen: list[str] = []
    with pytest.raises(ServerError) as caught:  # noqa: PT012
        for row in invicti.with_options(max_attempts=1).iter_vulnerabilities(page_size=50, prefetch=0):
            seen.append(row.id)
    rest = invicti.iter_vulnerabilities(resume=caught.value.resume, strict=True)
    assert seen + [row.id for row in rest] == [row["id"] for row in sandbox.data.vulnerabilities]


def rows(*ids: int) -> list[dict[str, Any]]:
    return [{"id": str(id_), "name": f"asset {id_}"} for id_ in ids]


def page(items: Any, total: int, pages: int = 2, size: int = 2) -> Any:
    return answer({"items": items, "pageInfo": {"totalCount": total, "totalPages": pages, "pageSize": size}})


@pytest.mark.parametrize(
    ("pages", "delivered"),
    [
        ([page(rows(1, 2), 5, 3), page(rows(3), 5, 3), page([], 5, 3)], 3),
        ([page(rows(1, 2), 4), page(rows(3), 3)], 3),
        ([page(rows(1, 2), 4), page(rows(2, 3), 4)], 3),
    ],
    ids=["fewer than it says", "shrinks", "comes twice"],
)
def test_a_list_that_cannot_be_whole_says_so(server: Server, pages: list[Any], delivered: int) -> None:
    server.otherwise = page([], 4)
    with Invicti("key", url=f"http://127.0.0.1:{server.port}") as invicti:
        server.script = pages[:]
        with pytest.warns(ListChanged):
            assert len(list(invicti.iter_assets(page_size=2, prefetch=0))) == delivered
        server.script = pages[:]
        with pytest.raises(IncompleteList):
            list(invicti.iter_assets(page_size=2, prefetch=0, strict=True))


def test_a_list_without_totals_is_read_to_its_empty_page(server: Server) -> None:
    server.script = [answer({"items": rows(1, 2)}), answer({"items": rows(3)}), answer({"items": []})]
    with Invicti("key", url=f"http://127.0.0.1:{server.port}") as invicti:
        assert [row.id for row in invicti.iter_assets(page_size=2)] == ["1", "2", "3"]


def test_a_single_word_is_no_list_of_words(invicti: Invicti) -> None:
    with pytest.raises(ConfigurationError, match="list of words"):
        invicti.iter_vulnerabilities(severities="high")
