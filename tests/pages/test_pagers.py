"""Both pagers against a server that caps, repeats, forgets and fails."""

from __future__ import annotations

import json
import pickle
import warnings
from typing import Any

import pytest

from conviso_client.errors import (
    ConfigurationError,
    IncompleteList,
    InvalidResponse,
    ListChanged,
    RecordNotFound,
    ResponseError,
    TotalUnknown,
)
from conviso_client.types import RequirementsFilterInput

from .conftest import Clients, Reader
from .server import ListServer

ALL = [str(n) for n in range(23)]


class TestRows:
    @pytest.mark.parametrize("prefetch", [0, 1, 4, 50])
    @pytest.mark.parametrize("method", ["iter_requirements", "iter_project_statuses", "iter_companies"])
    def test_all_come_in_order(self, clients: Clients, server: ListServer, method: str, prefetch: int) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            pager = getattr(conviso, method)(page_size=5, prefetch=prefetch)
            assert await reader.ids(pager) == ALL

        clients(use)
        expected = [1, 2, 3, 4, 5, *([6] if method == "iter_companies" else [])]
        assert sorted(server.asked) == expected
        assert server.asked[0] == 1
        if prefetch == 0:
            assert server.asked == expected

    def test_again_and_again(self, clients: Clients) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(page_size=9)
            assert await reader.ids(pager) == ALL
            assert await reader.ids(pager) == ALL

        clients(use)

    def test_a_cap_on_pages_does_not_end_them(self, clients: Clients, server: ListServer) -> None:
        server.cap = 3

        async def use(conviso: Any, reader: Reader) -> None:
            assert await reader.ids(conviso.iter_requirements(page_size=100)) == ALL
            assert await reader.ids(conviso.iter_companies(page_size=100)) == ALL

        clients(use)

    @pytest.mark.parametrize("metadata", [None, {}, dict.fromkeys(("totalCount", "totalPages", "limitValue"))])
    def test_without_metadata_they_come_all_the_same(
        self, clients: Clients, server: ListServer, metadata: dict[str, None] | None
    ) -> None:
        server.metadata = lambda given: None if metadata is None else {**given, **metadata} if metadata else {}

        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(page_size=5)
            assert await reader.ids(pager) == ALL
            with pytest.raises(TotalUnknown, match="the answer does not tell"):
                await reader.get(pager.total())
            with pytest.raises(InvalidResponse, match=r"data\.requirements\.metadata"):
                await reader.get(conviso.requirements())

        clients(use)
        assert server.asked == [1, 2, 3, 4, 5, 6, 1, 1]

    def test_only_metadata_may_be_missing(self, clients: Clients, server: ListServer) -> None:
        server.on[2] = lambda: (200, {"data": {"requirements": {"collection": [{"id": "x"}], "metadata": None}}})

        async def use(conviso: Any, reader: Reader) -> None:
            with pytest.raises(InvalidResponse) as caught:
                await reader.ids(conviso.iter_requirements(page_size=5))
            assert caught.value.path == "data.requirements.collection.0.label"

        clients(use)

    def test_in_batches_and_with_other_options(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(page_size=5)
            assert await reader.batches(pager) == [ALL[:5], ALL[5:10], ALL[10:15], ALL[15:20], ALL[20:]]
            again = pager.changed(limit=7, strict=True)
            assert await reader.batches(again) == [ALL[:5], ALL[5:7]]
            assert (again.limit, again.strict, pager.limit) == (7, True, None)
            assert await reader.ids(pager.changed(resume=again.state())) == ALL[7:]
            assert pager.listing.arguments() == {"scopeId": 443}
            assert conviso.iter_requirements(company_id="7").listing.arguments() == {"scopeId": 7}
            assert pager.listing.row_type.__name__ == "RequirementSummary"

        clients(use)

    def test_the_limit(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            assert await reader.ids(conviso.iter_requirements(page_size=5, limit=12)) == ALL[:12]
            assert await reader.ids(conviso.iter_requirements(page_size=5, limit=0)) == []

        clients(use)
        assert sorted(server.asked) == [1, 2, 3]

    def test_the_pages_themselves(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            pages = await reader.pages(conviso.iter_requirements(page_size=10))
            assert [page.metadata.current_page for page in pages] == [1, 2, 3]
            assert [row.id for page in pages for row in page.collection] == ALL

        clients(use)

    def test_a_page_to_begin_with(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            assert await reader.ids(conviso.iter_requirements(page_size=5, start_page=3)) == ALL[10:]
            assert await reader.ids(conviso.iter_requirements(page_size=5, start_page=3, limit=2)) == ALL[10:12]

        clients(use)

    def test_arguments_are_kept_as_they_were(self, clients: Clients, server: ListServer) -> None:
        filters = RequirementsFilterInput(label="a")

        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(filters=filters, page_size=10)
            filters.label = "b"
            await reader.ids(pager)

        clients(use)
        assert [variables["filters"] for variables in server.variables] == [{"label": "a"}] * 3
        assert [variables["scopeId"] for variables in server.variables] == [443] * 3

    def test_more_at_once_but_never_more_than_wanted(self, clients: Clients, server: ListServer) -> None:
        server.together = 4

        async def use(conviso: Any, reader: Reader) -> None:
            assert await reader.ids(conviso.iter_requirements(page_size=1, prefetch=3)) == ALL

        clients(use)
        assert server.most_in_flight == 4

    def test_each_request_has_the_correlation_id_of_the_block(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            with conviso.correlation("night-export"):
                await reader.ids(conviso.iter_requirements(page_size=3))

        clients(use)
        assert {headers["x-correlation-id"] for headers in server.headers} == {"night-export"}


class TestTotalAndFirst:
    def test_one_request_each(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(page_size=5)
            assert await reader.get(pager.total()) == 23
            first = await reader.get(pager.first())
            assert first is not None
            assert first.id == "0"

        clients(use)
        assert [variables["pagination"] for variables in server.variables] == [{"page": 1, "perPage": 1}] * 2

    def test_they_leave_the_state_alone(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(page_size=5)
            await reader.ids(pager, stop_at="6")
            state, progress = pager.state(), pager.progress()
            await reader.get(pager.first())
            await reader.get(pager.total())
            assert pager.state() == state
            assert pager.progress() == progress == (7, 23)

        clients(use)

    def test_an_empty_list(self, clients: Clients, server: ListServer) -> None:
        server.rows = []

        async def use(conviso: Any, reader: Reader) -> None:
            for pager in (conviso.iter_requirements(), conviso.iter_companies()):
                assert await reader.get(pager.first()) is None
                assert await reader.ids(pager) == []
            server.rows = ["1"]
            assert await reader.get(conviso.iter_requirements(limit=0).first()) is None
            server.rows = []
            assert await reader.get(conviso.iter_requirements().total()) == 0

        clients(use)

    def test_a_total_that_no_source_confirms(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            with pytest.raises(TotalUnknown, match="companies: no source confirms"):
                await reader.get(conviso.iter_companies().total())

        clients(use)
        assert server.asked == []

    def test_the_first_row_of_what_is_left(self, clients: Clients, server: ListServer) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(page_size=5)
            await reader.ids(pager, stop_at="9")
            first = await reader.get(conviso.iter_requirements(resume=pager.state()).first())
            assert first is not None
            assert first.id == "10"
            first = await reader.get(conviso.iter_requirements(page_size=5, start_page=3, limit=1).first())
            assert first is not None
            assert first.id == "10"

        clients(use)


class TestWhatChanges:
    def test_rows_that_were_added_are_told_of(self, clients: Clients, server: ListServer) -> None:
        server.on[2] = lambda: server.rows.insert(0, "new")

        async def use(conviso: Any, reader: Reader) -> None:
            with pytest.warns(ListChanged, match=r"requirements: 23 of 24 rows came, and 1 came again") as caught:
                assert await reader.ids(conviso.iter_requirements(page_size=10, prefetch=0)) == ALL
            assert caught[0].filename == __file__.replace("test_pagers", "conftest")

        clients(use)

    def test_rows_that_were_removed_are_told_of(self, clients: Clients, server: ListServer) -> None:
        server.on[2] = lambda: server.rows.pop(0) and None

        async def use(conviso: Any, reader: Reader) -> None:
            with pytest.raises(IncompleteList, match="the list shrank while it was read") as caught:
                await reader.ids(conviso.iter_requirements(page_size=10, strict=True, prefetch=0))
            error = caught.value
            assert (error.expected, error.delivered, error.duplicates) == (22, 22, 0)
            assert pickle.loads(pickle.dumps(error)).expected == 22

        clients(use)

    def test_a_page_that_comes_twice(self, clients: Clients, server: ListServer) -> None:
        repeated: list[Any] = []
        server.on[1] = lambda: repeated.append(server._page("requirements", 1, 5))
        server.on[2] = lambda: (200, {"data": {"requirements": repeated[0]}})

        async def use(conviso: Any, reader: Reader) -> None:
            with pytest.warns(ListChanged, match="18 of 23 rows came, and 5 came again"):
                got = await reader.ids(conviso.iter_requirements(page_size=5))
            assert got == ALL[:5] + ALL[10:]

        clients(use)

    def test_a_server_that_ignores_the_page_ends(self, clients: Clients, server: ListServer) -> None:
        page = server._page("companies", 1, 5)
        server.on = {number: lambda: (200, {"data": {"companies": page}}) for number in range(1, 9)}

        async def use(conviso: Any, reader: Reader) -> None:
            assert await reader.ids(conviso.iter_companies(page_size=5)) == ALL[:5]

        clients(use)
        assert server.asked == [1, 2]

    @pytest.mark.parametrize("total", [4, 23_000])
    def test_a_total_that_is_wrong(self, clients: Clients, server: ListServer, total: int) -> None:
        server.metadata = lambda given: {**given, "totalCount": total}

        async def use(conviso: Any, reader: Reader) -> None:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                assert await reader.ids(conviso.iter_requirements(page_size=5)) == ALL
            assert len(caught) == (total > 23)

        clients(use)


class TestErrors:
    def test_an_error_on_page_7_has_what_is_needed_to_go_on(self, clients: Clients, server: ListServer) -> None:
        failure = {"errors": [{"message": "gone", "extensions": {"code": "RECORD_NOT_FOUND"}}]}
        server.on[7] = lambda: (200, failure)

        async def use(conviso: Any, reader: Reader) -> None:
            pager = conviso.iter_requirements(page_size=2)
            got: list[str] = []
            with pytest.raises(RecordNotFound) as caught:
                await collect(reader, pager, got)
            assert got == ALL[:12]
            error = pickle.loads(pickle.dumps(caught.value))
            assert error.resume == pager.state()
            del server.on[7]
            state = json.loads(json.dumps(error.resume))
            assert state == {"operation": "requirements", "page": 6, "page_size": 2, "ids": ["10", "11"], "total": 23}
            assert await reader.ids(conviso.iter_requirements(resume=state)) == ALL[12:]

        clients(use)

    def test_the_first_page(self, clients: Clients, server: ListServer) -> None:
        server.on[1] = lambda: (400, {"error": "no"})

        async def use(conviso: Any, reader: Reader) -> None:
            for read in (reader.ids, reader.pages):
                with pytest.raises(ResponseError) as caught:
                    await read(conviso.iter_requirements(page_size=5))
                assert caught.value.resume is not None
                assert caught.value.resume["page"] == 1

        clients(use)

    def test_a_page_that_fails_ahead_fails_in_its_turn(self, clients: Clients, server: ListServer) -> None:
        server.held = {2}

        def fail() -> tuple[int, Any]:
            server.release()
            return 400, {"error": "no"}

        server.on[3] = fail

        async def use(conviso: Any, reader: Reader) -> None:
            got: list[str] = []
            with pytest.raises(ResponseError):
                await collect(reader, conviso.iter_requirements(page_size=5), got)
            assert got == ALL[:10]

        clients(use)

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("limit", -1),
            ("limit", 1.5),
            ("limit", True),
            ("page_size", 0),
            ("start_page", 0),
            ("prefetch", -1),
            ("prefetch", "4"),
        ],
    )
    def test_an_impossible_argument(self, clients: Clients, argument: str, value: Any) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            with pytest.raises(ConfigurationError, match=f"{argument} must be a whole number .* not {value!r}"):
                conviso.iter_requirements(**{argument: value})

        clients(use)

    def test_the_state_of_another_list(self, clients: Clients) -> None:
        async def use(conviso: Any, reader: Reader) -> None:
            state = conviso.iter_companies().state()
            with pytest.raises(ConfigurationError, match="'companies', not of 'requirements'"):
                conviso.iter_requirements(resume=state)

        clients(use)

    def test_a_company_is_needed(self, clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CONVISO_COMPANY_ID", raising=False)

        async def use(conviso: Any, reader: Reader) -> None:
            with pytest.raises(ConfigurationError, match="requirements: a company is needed"):
                await reader.ids(conviso.iter_requirements())

        clients(use, company_id=None)


async def collect(reader: Reader, pager: Any, got: list[str]) -> None:
    """Read into a list, which keeps what came before an error."""
    if reader.mode == "sync":
        for row in pager:
            got.append(row.id)
    else:
        async for row in pager:
            got.append(row.id)
