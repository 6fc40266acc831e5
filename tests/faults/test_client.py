"""What a client sends, and how it is made, copied, shared and closed."""

from __future__ import annotations

import copy
import os
import pickle
import platform
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest

from conviso_client import __version__
from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.errors import (
    ConfigurationError,
    DeadlineExceeded,
    GraphQLError,
    InvalidResponse,
    MutationRejected,
    OutcomeUnknown,
    RecordNotFound,
    raise_for_finding_errors,
)
from conviso_client.http.secret import Secret
from conviso_client.http.transport import Transport

from .canary import CANARY, assert_clean, everything_about
from .conftest import Caller, Payload, Thing, Turnstile, operation
from .server import Server, answer, silence
from .test_cancel import until

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def client_of(server: Server, **options: Any) -> BaseClient:
    http_client = options.pop("http_client", None)
    quota = options.pop("quota", None) or Turnstile()
    return BaseClient(Secret("key"), url=server.url, quota=quota, http_client=http_client, options=options)


class TestRequest:
    def test_what_is_sent(self, caller: Caller, server: Server):
        caller("query", {"given": 1, "not given": None, "nested": {"null": None}})
        [request] = server.received
        assert request.head.startswith("POST /graphql HTTP/1.1")
        assert request.json == {
            "query": "query thing { thing { id } }",
            "operationName": "thing",
            "variables": {"given": 1, "nested": {"null": None}},
        }
        headers = request.headers
        assert headers["x-api-key"] == CANARY
        assert headers["content-type"] == "application/json"
        assert "application/json" in headers["accept"]
        assert UUID.fullmatch(headers["x-correlation-id"])
        assert headers["user-agent"] == (
            f"conviso-client/{__version__} (python/{platform.python_version()}; httpx/{httpx.__version__})"
        )

    def test_application_name_and_headers(self, caller: Caller, server: Server):
        caller(app_name="nightly/2.0", headers={"Apollo-Require-Preflight": "true", "Accept": "application/json"})
        headers = server.received[0].headers
        assert headers["user-agent"].endswith(") nightly/2.0")
        assert headers["apollo-require-preflight"] == "true"
        assert headers["accept"] == "application/json"

    def test_correlation_id_is_kept_over_attempts(self, caller: Caller, server: Server):
        server.otherwise = answer(b"", status=503)
        error = caller.error(max_attempts=3)
        ids = {each.headers["x-correlation-id"] for each in server.received}
        assert ids == {error.correlation_id}
        assert {event.correlation_id for event in caller.events} == ids

    def test_correlation_id_of_the_caller(self, server: Server):
        with client_of(server) as client:
            client.with_options(correlation_id="mine")._call(operation("query"), {})
            with client.correlation("block"):
                client._call(operation("query"), {})
                client.with_options(correlation_id="mine")._call(operation("query"), {})
            client._call(operation("query"), {})
        *given, fresh = [each.headers["x-correlation-id"] for each in server.received]
        assert given == ["mine", "block", "mine"]
        assert uuid.UUID(fresh).version == 4

    def test_request_id_of_the_server(self, caller: Caller, server: Server):
        server.otherwise = answer(b"", status=403, headers={"X-Request-Id": "abc-123"})
        error = caller.error()
        assert error.request_id == "abc-123"
        assert "abc-123" in str(error)

    def test_what_an_error_knows(self, caller: Caller, server: Server):
        server.otherwise = answer(b"", status=500)
        error = caller.error(max_attempts=2)
        assert (error.operation, error.status, error.attempts) == ("thing", 500, 2)
        assert error.elapsed is not None
        assert error.elapsed >= 0

    def test_company(self, caller: Caller, server: Server):
        from conviso_client.call.operation import Company

        op = operation("query", company=Company(("input", "companyId"), "Int", required=True))
        caller(op, {"input": {"name": "x"}}, company_id="443")
        assert server.received[0].json["variables"] == {"input": {"name": "x", "companyId": 443}}
        assert isinstance(caller.error(op), ConfigurationError)

    def test_what_contains_itself(self, caller: Caller, server: Server):
        around: dict[str, Any] = {}
        around["itself"] = [around]
        error = caller.error("query", {"around": around})
        assert type(error) is ConfigurationError
        assert "contain themselves: around" in str(error)
        assert server.received == []

    def test_what_is_no_json(self, caller: Caller, server: Server):
        error = caller.error("query", {"x": {"y": [object()]}})
        assert type(error) is ConfigurationError
        assert server.received == []


class TestResults:
    payload = staticmethod(lambda **fields: answer({"data": {"thing": fields}}))

    def op(self) -> Any:
        return operation("mutation", result="Payload", payload=("errors", "success"))

    @pytest.mark.parametrize("fields", [{}, {"errors": []}, {"errors": None}, {"success": True}, {"success": None}])
    def test_accepted(self, caller: Caller, server: Server, fields: dict[str, Any]):
        server.otherwise = self.payload(**fields)
        assert isinstance(caller(self.op()), Payload)

    @pytest.mark.parametrize(
        ("fields", "messages"),
        [
            ({"errors": ["Label has already been taken", "No"]}, ("Label has already been taken", "No")),
            ({"errors": [{"message": "No"}]}, ("{'message': 'No'}",)),
            ({"success": False}, ()),
            ({"success": False, "errors": ["No"]}, ("No",)),
        ],
    )
    def test_rejected(self, caller: Caller, server: Server, fields: dict[str, Any], messages: tuple[str, ...]):
        server.otherwise = self.payload(**fields)
        error = caller.error(self.op())
        assert type(error) is MutationRejected
        assert error.errors == messages
        assert isinstance(error.payload, Payload)
        assert len(server.received) == 1

    def test_what_the_document_does_not_select_is_no_rejection(self, caller: Caller, server: Server):
        server.otherwise = self.payload(errors=["No"], success=False)
        assert isinstance(caller(operation("mutation", result="Payload")), Payload)

    def test_partial_data_is_typed_where_all_of_it_fits(self, caller: Caller, server: Server):
        server.otherwise = answer({"data": {"thing": {"id": "1", "name": 5}}, "errors": [{"message": "no name"}]})
        error = caller.error()
        assert type(error) is GraphQLError
        assert error.data == {"id": "1", "name": 5}
        server.otherwise = answer({"data": {"thing": {"id": "1"}}, "errors": [{"message": "no name"}]})
        assert caller.error().data == Thing(id="1")  # type: ignore[attr-defined]

    def test_partial_data_that_is_nothing_like_it(self, caller: Caller, server: Server):
        server.otherwise = answer({"data": {"thing": [1]}, "errors": [{}]})
        assert caller.error().data == [1]  # type: ignore[attr-defined]

    def test_results_stay_as_they_came_whatever_the_key_is(self, caller: Caller, server: Server):
        """The key is hidden in errors alone: a short one, of somebody's tests, is a part of many words."""
        caller.keys = "id"
        server.otherwise = answer({"data": {"thing": {"id": "a wide grid"}}})
        assert caller() == Thing(id="a wide grid")
        assert caller.execute("{ thing { id } }") == {"thing": {"id": "a wide grid"}}
        server.otherwise = answer({"data": {"thing": {"id": "a grid"}}, "errors": [{"message": "no grid"}]})
        assert "grid" not in repr(vars(caller.error()))
        server.otherwise = self.payload(errors=["no grid"], thing={"id": "a wide grid"})
        rejected = caller.error(self.op())
        assert isinstance(rejected, MutationRejected)
        assert rejected.errors == ("no gr***",)
        assert "grid" not in repr(vars(rejected))

    def test_nothing_is_nothing_that_is_there_or_may_be_seen(self, caller: Caller, server: Server):
        server.otherwise = answer({"data": {"thing": None}})
        error = caller.error(operation("query", nullable=True))
        assert type(error) is RecordNotFound
        assert "nothing that the key may see" in str(error)

    def test_nothing_where_the_schema_promises_something_does_not_fit(self, caller: Caller, server: Server):
        server.otherwise = answer({"data": {"thing": None}})
        error = caller.error()
        assert type(error) is InvalidResponse
        assert error.path == "data.thing"
        assert error.data == {"thing": None}

    def test_what_does_not_fit_is_named(self, caller: Caller, server: Server):
        server.otherwise = answer({"data": {"thing": {"id": ["secret value"], "name": 3}}})
        error = caller.error()
        assert isinstance(error, InvalidResponse)
        assert error.path == "data.thing.id"
        assert "data.thing.id" in str(error)
        assert "valid string" in str(error)
        assert "secret value" not in error.message

    def test_what_does_not_fit_is_there_as_it_came(self, caller: Caller, server: Server):
        data = {"thing": {"id": ["x"], "name": 3}}
        server.otherwise = answer({"data": data})
        assert caller.error().data == data  # type: ignore[attr-defined]

    def test_finding_errors(self):
        class Row:
            index, code, message = 3, "INVALID", "no title"

        class Batch:
            def __init__(self, *rows: Any) -> None:
                self.finding_errors = rows

        with pytest.raises(MutationRejected, match=r"4 rows were refused: row 3: INVALID: no title;.*\.\.\.") as caught:
            raise_for_finding_errors(Batch(Row(), None, Row(), Row(), Row()))
        assert len(caught.value.errors) == 4
        raise_for_finding_errors(Batch())
        for other in (None, object()):
            with pytest.raises(ConfigurationError, match="batch_create_or_update_findings"):
                raise_for_finding_errors(other)


class TestExecute:
    def test_data(self, caller: Caller, server: Server):
        server.otherwise = answer({"data": {"a": None, "b": [1]}})
        assert caller.execute("query Q($x: Int) { a b(x: $x) }", {"x": None}, "Q") == {"a": None, "b": [1]}
        assert server.received[0].json["variables"] == {"x": None}
        assert server.received[0].json["operationName"] == "Q"

    def test_errors(self, caller: Caller, server: Server):
        server.otherwise = answer({"data": {"a": 1, "b": None}, "errors": [{"message": "no b"}]})
        with pytest.raises(GraphQLError) as caught:
            caller.execute("{ a b }")
        assert caught.value.data == {"a": 1, "b": None}

    @pytest.mark.parametrize("document", ["", "  ", None, 3])
    def test_no_document(self, caller: Caller, document: Any):
        with pytest.raises(ConfigurationError, match="document"):
            caller.execute(document)

    def test_variables_that_are_none(self, caller: Caller):
        with pytest.raises(ConfigurationError, match="variables"):
            caller.execute("{ a }", [1])

    def test_a_write_is_not_repeated_and_a_query_is(self, caller: Caller, server: Server):
        server.otherwise = answer(b"", status=503)
        with pytest.raises(OutcomeUnknown):
            caller.execute("mutation { a }")
        assert len(server.received) == 1
        with pytest.raises(Exception, match="503"):
            caller.execute("{ a }", max_attempts=3)
        assert len(server.received) == 4

    def test_quota_error_in_a_write_with_several_fields(self, caller: Caller, server: Server):
        refused = {"errors": [{"message": "no", "path": ["b"], "extensions": {"code": "RATE_LIMITED"}}]}
        server.otherwise = answer(refused | {"data": {"a": None, "b": None}})
        with pytest.raises(OutcomeUnknown) as caught:
            caller.execute("mutation { a b }")
        assert type(caught.value.cause) is GraphQLError
        assert len(server.received) == 1
        server.script = [answer({"errors": [{"extensions": {"code": "RATE_LIMITED"}}]})]
        server.otherwise = answer({"data": {"a": 1}})
        assert caller.execute("mutation { a }") == {"a": 1}


class TestCopies:
    def test_share_connections_quota_and_key(self, server: Server):
        asked = []

        def key() -> str:
            asked.append(1)
            return "key"

        quota = Turnstile()
        with BaseClient(Secret(key), url=server.url, quota=quota, options={"company_id": 1}) as client:
            other = client.with_options(company_id=2, deadline=None)
            client._call(operation("query"), {})
            other._call(operation("query"), {})
            with other:
                pass  # closes nothing
            client._call(operation("query"), {})
            assert (client._options.company_id, other._options.company_id) == (1, 2)
            assert other._options.deadline is None
            assert client._options.deadline == 120.0
        assert len(asked) == 1
        assert quota.keys == ["key"]
        assert server.most_connections == 1
        with pytest.raises(ConfigurationError, match="closed"):
            other._call(operation("query"), {})

    def test_keep_the_class_and_what_it_has(self, server: Server):
        class Mine(BaseClient):
            extra = 1

        client = Mine(Secret("key"), url=server.url, quota=Turnstile(), options={})
        client.extra = 2
        assert isinstance(client.with_options(), Mine)
        assert client.with_options().extra == 2

    @pytest.mark.parametrize("change", [{"url": "x"}, {"api_key": "x"}, {"timeouts": 3}])
    def test_what_cannot_be_changed(self, server: Server, change: dict[str, Any]):
        with pytest.raises(ConfigurationError, match=r"cannot be changed here; what can: company_id, timeout,"):
            client_of(server).with_options(**change)


class TestLife:
    def test_closed(self, caller: Caller, server: Server):
        if caller.mode == "sync":
            client = client_of(server)
            client.close()
            client.close()
            with pytest.raises(ConfigurationError, match="closed"):
                client._call(operation("query"), {})
            return

        async def run() -> None:
            client = AsyncBaseClient(Secret("key"), url=server.url, quota=Turnstile(), options={})
            await client._call(operation("query"), {})
            await client.close()
            await client.close()
            with pytest.raises(ConfigurationError, match="closed"):
                await client._call(operation("query"), {})

        anyio.run(run)

    def test_closed_while_a_call_is_under_way(self, caller: Caller, server: Server):
        """The call ends at once, and sends nothing further."""
        server.otherwise = answer(b"", status=503)
        if caller.mode == "sync":
            runtime = caller.runtime()._replace(sleep=lambda _: client.close())
            client = BaseClient(Secret("key"), url=server.url, quota=Turnstile(), runtime=runtime, options={})
            with pytest.raises(ConfigurationError, match="closed") as caught:
                client._call(operation("query"), {})
        else:

            async def close(_: float) -> None:
                await async_client.close()

            runtime = caller.runtime()._replace(sleep_async=close)
            async_client = AsyncBaseClient(
                Secret("key"), url=server.url, quota=Turnstile(), runtime=runtime, options={}
            )
            with pytest.raises(ConfigurationError, match="closed") as caught:
                anyio.run(async_client._call, operation("query"), {})
        assert caught.value.attempts == 2
        assert len(server.received) == 1

    def test_connections_are_kept_between_calls(self, server: Server):
        with client_of(server) as client:
            for _ in range(5):
                client._call(operation("query"), {})
        assert server.most_connections == 1

    def test_several_event_loops_in_turn(self, server: Server):
        server.otherwise = answer({"data": {"thing": {"id": "1"}}}, headers={"connection": "close"})
        client = AsyncBaseClient(Secret("key"), url=server.url, quota=Turnstile(), options={})

        async def call() -> Any:
            return await client._call(operation("query"), {})

        assert [anyio.run(call) for _ in range(3)] == [Thing(id="1")] * 3

        anyio.run(client.close)

    @pytest.mark.anyio
    async def test_two_event_loops_at_once(self, server: Server):
        """What one loop opened between two attempts of the other is not used by the other."""

        async def call_from_another_loop(_: float) -> None:
            await anyio.to_thread.run_sync(anyio.run, client._call, operation("query"), {})

        server.script = [
            answer(b"", status=503, headers={"connection": "close"}),
            answer({"data": {"thing": {"id": "1"}}}, headers={"connection": "close"}),
        ]
        runtime = Caller("async", "").runtime()._replace(sleep_async=call_from_another_loop)
        client = AsyncBaseClient(Secret("key"), url=server.url, quota=Turnstile(), runtime=runtime, options={})
        async with client:
            assert await client._call(operation("query"), {}) == Thing(id="1")
        assert len(server.received) == 3

    def test_threads_share_one(self, server: Server):
        with client_of(server) as client, ThreadPoolExecutor(16) as pool:
            results = list(pool.map(lambda _: client._call(operation("query"), {}), range(200)))
        assert results == [Thing(id="1")] * 200
        assert server.most_connections <= 16

    def test_more_threads_than_connections(self, server: Server, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 2)
        server.otherwise = silence
        with ThreadPoolExecutor(2) as pool, client_of(server) as client:
            for _ in range(2):
                pool.submit(client._call, operation("query"), {})
            until(lambda: len(server.received) == 2)
            with pytest.raises(DeadlineExceeded) as refused:
                client.with_options(max_queue=0.05)._call(operation("query"), {})
        assert (refused.value.attempts, refused.value.cause) == (0, None)
        assert len(server.received) == 2

    def test_what_another_thread_opened_meanwhile_is_used(self, server: Server):
        transport = Transport(server.url)
        opened = transport._open()

        class Lock:
            """Is had after the other thread, which has opened its client."""

            def __enter__(self) -> None:
                transport._opened = opened

            def __exit__(self, *_: object) -> None: ...

        transport.discard()
        transport._opening.lock = Lock()
        assert transport._open() is opened
        transport.close()

    def test_a_thread_that_waited_says_how_long(self, server: Server, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 1)
        transport = Transport(server.url)
        first, now = transport.enter(0.0), iter([1.0, 3.5])
        assert first is not None

        def time_passes() -> float:
            first.release()
            return next(now)

        monkeypatch.setattr("conviso_client.http.transport.time", SimpleNamespace(monotonic=time_passes))
        second = transport.enter(20.0)
        assert second is not None
        assert (first.waited, second.waited) == (0.0, 2.5)

    @pytest.mark.anyio
    async def test_more_tasks_than_connections(self, server: Server, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 2)
        server.otherwise = silence
        options = {"max_queue": 0.05, "timeout": 0.5, "max_attempts": 1}
        errors: list[str] = []
        async with AsyncBaseClient(Secret("key"), url=server.url, quota=Turnstile(), options=options) as client:

            async def call() -> None:
                try:
                    await client._call(operation("query"), {})
                except Exception as error:
                    errors.append(type(error).__name__)

            async with anyio.create_task_group() as group:
                for _ in range(3):
                    group.start_soon(call)
        assert sorted(errors) == ["DeadlineExceeded", "RequestTimeout", "RequestTimeout"]

    @pytest.mark.anyio
    async def test_many_more_tasks_than_connections(self, server: Server):
        client = AsyncBaseClient(Secret("key"), url=server.url, quota=Turnstile(), options={})
        async with client, anyio.create_task_group() as group:
            for _ in range(150):
                group.start_soon(client._call, operation("query"), {})
        assert len(server.received) == 150
        assert server.most_connections <= 100

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
    def test_fork(self, server: Server):
        with client_of(server) as client:
            client._call(operation("query"), {})
            assert in_child(lambda: client._call(operation("query"), {}) == Thing(id="1"))
            assert client._call(operation("query"), {}) == Thing(id="1")
        assert len(server.received) == 3
        assert server.most_connections == 2

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
    def test_fork_with_a_client_of_the_caller(self, server: Server):
        def refused() -> bool:
            with pytest.raises(ConfigurationError, match="before the fork"):
                client._call(operation("query"), {})
            return True

        with httpx.Client() as own, client_of(server, http_client=own) as client:
            assert in_child(lambda: client._call(operation("query"), {}) == Thing(id="1"))  # not used yet
            client._call(operation("query"), {})
            assert in_child(refused)


def in_child(check: Any) -> bool:
    child = os.fork()
    if child == 0:  # pragma: no cover  # another process
        code = 1
        try:
            code = 0 if check() else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class TestOwnClient:
    def test_is_used_and_left_open(self, server: Server):
        with httpx.Client(headers={"x-mine": "1"}, follow_redirects=True) as own:
            with client_of(server, http_client=own) as client:
                client._call(operation("query"), {})
                server.script = [answer(b"", status=307, headers={"location": "/other"})]
                with pytest.raises(Exception, match="points elsewhere to /other"):
                    client._call(operation("query"), {})
            assert not own.is_closed
        assert [each.headers["x-mine"] for each in server.received] == ["1", "1"]

    def test_that_is_closed(self, server: Server):
        own = httpx.Client()
        own.close()
        with pytest.raises(ConfigurationError, match="closed"):
            client_of(server, http_client=own)._call(operation("query"), {})

    @pytest.mark.parametrize("wrong", [httpx.AsyncClient, object, dict])
    def test_of_the_wrong_kind(self, server: Server, wrong: Any):
        with pytest.raises(ConfigurationError, match=r"http_client must be an httpx\.Client"):
            client_of(server, http_client=wrong())

    def test_subclass(self, server: Server):
        class Mine(httpx.Client):
            pass

        with Mine() as own, client_of(server, http_client=own) as client:
            assert client._call(operation("query"), {}) == Thing(id="1")


@pytest.mark.parametrize("client_class", [BaseClient, AsyncBaseClient])
class TestPickle:
    def test_a_client_says_what_to_do_instead(self, client_class: Any, server: Server):
        client = client_class(Secret("key"), url=server.url, quota=Turnstile(), options={})
        for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(ConfigurationError, match="make one in each process"):
                attempt(client)

    def test_repr(self, client_class: Any, server: Server):
        client = client_class(Secret("key"), url=server.url, quota=Turnstile(), options={"company_id": 443})
        assert repr(client) == f"{client_class.__name__}('{server.url}', company_id=443)"


class TestConviso:
    def test_constructor(self, server: Server):
        from conviso_client import Conviso

        with Conviso("key", url=server.url, quota=Turnstile(), company_id=443, headers={"x-mine": "1"}) as conviso:
            server.otherwise = answer({"data": {"a": 1}})
            assert conviso.execute("{ a }") == {"a": 1}
            assert server.received[0].headers["x-mine"] == "1"
            server.otherwise = answer(b"", status=503)
            with pytest.raises(OutcomeUnknown):  # a query that acts
                conviso.execute("{ securityGateRun(assetId: 1) { status } }")
        assert len(server.received) == 2

    @pytest.mark.anyio
    async def test_asynchronous_constructor(self, server: Server):
        from conviso_client import AsyncConviso

        async with AsyncConviso("key", url=server.url, quota=Turnstile()) as conviso:
            server.otherwise = answer(b"", status=503)
            with pytest.raises(OutcomeUnknown):
                await conviso.execute("{ generateProjectReport(id: 1) { id } }")
        assert len(server.received) == 1

    @pytest.mark.parametrize("options", [{"timeout": -1}, {"url": "http://api.test"}, {"api_key": "a b"}])
    def test_errors_of_the_constructor_hold_no_key(self, options: dict[str, Any]):
        from conviso_client import AsyncConviso, Conviso

        for client_class in (Conviso, AsyncConviso):
            given: dict[str, Any] = {"api_key": CANARY, "headers": {"x": CANARY}} | options
            if " " in given["api_key"]:
                given["api_key"] = f"{CANARY} {CANARY}"
            with pytest.raises(ConfigurationError) as caught:
                client_class(**given)
            assert_clean(everything_about(caught.value))
