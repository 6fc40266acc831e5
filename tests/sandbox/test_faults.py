"""Faults on command, and what /_sandbox tells."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
import threading
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx
import pytest

import conviso_client.sandbox
from conviso_client.errors import ConfigurationError
from conviso_client.sandbox import Sandbox, Settings
from conviso_client.sandbox.app import App
from conviso_client.sandbox.build import build_state
from conviso_client.sandbox.control import answer_control
from conviso_client.sandbox.faults import Chance, Fault, Faults, Latency
from conviso_client.sandbox.quota import QuotaRule

READ = "query reading { companies { metadata { totalCount } } }"
TEAM = '{companyId: 443, params: {label: "x", allowedPortalUserIds: []}}'
WRITE = f"mutation writing {{ createTeam(input: {TEAM}) {{ team {{ id }} }} }}"
TEAMS = 'query { teamsByScope(id: "443") { metadata { totalCount } } }'


def post(sandbox: Sandbox, query: str = READ, **options: Any) -> httpx.Response:
    return httpx.post(sandbox.url, json={"query": query}, headers={"x-api-key": sandbox.api_key}, **options)


def teams(sandbox: Sandbox) -> int:
    return post(sandbox, TEAMS).json()["data"]["teamsByScope"]["metadata"]["totalCount"]


def test_a_status_with_headers_and_body_comes_once(sandbox: Sandbox) -> None:
    sandbox.faults.next(status=429, headers={"Retry-After": "7"}, body="Slow down")
    answer = post(sandbox)
    assert (answer.status_code, answer.headers["retry-after"], answer.text) == (429, "7", "Slow down")
    assert post(sandbox).status_code == 200
    assert sandbox.state.stats.summary()["executions"] == {"reading": 1}


def test_a_fault_waits_for_its_operation(sandbox: Sandbox) -> None:
    sandbox.faults.next(status=503, operation="writing", times=2)
    statuses = [post(sandbox, query).status_code for query in (READ, WRITE, READ, WRITE, WRITE)]
    assert statuses == [200, 503, 200, 503, 200]


def test_before_or_after_the_write(sandbox: Sandbox) -> None:
    before = teams(sandbox)
    sandbox.faults.next(status=502, operation="writing")
    assert post(sandbox, WRITE).status_code == 502
    assert teams(sandbox) == before
    sandbox.faults.next(status=502, operation="writing", after=True)
    assert post(sandbox, WRITE).status_code == 502
    assert teams(sandbox) == before + 1


def test_a_body_can_be_a_graphql_answer(sandbox: Sandbox) -> None:
    sandbox.faults.next(body={"data": {"companies": None}})
    answer = post(sandbox)
    assert answer.json() == {"data": {"companies": None}}
    assert answer.headers["content-type"].startswith("application/json")


def test_the_real_answer_under_another_name(sandbox: Sandbox) -> None:
    sandbox.faults.next(content_type="text/html")
    answer = post(sandbox)
    assert answer.headers["content-type"] == "text/html"
    assert answer.json()["data"]["companies"]


def test_a_reset_connection(sandbox: Sandbox) -> None:
    before = teams(sandbox)
    sandbox.faults.next(reset=True, operation="writing", after=True)
    with pytest.raises(httpx.ReadError):
        post(sandbox, WRITE)
    assert teams(sandbox) == before + 1
    assert [seen.status for seen in sandbox.seen("writing")] == [0]


def test_a_truncated_answer(sandbox: Sandbox) -> None:
    sandbox.faults.next(truncate=10)
    with pytest.raises(httpx.RemoteProtocolError):
        post(sandbox)
    assert post(sandbox).status_code == 200


def test_a_hanging_answer_and_a_late_one(sandbox: Sandbox) -> None:
    sandbox.faults.next(hang=True)
    with pytest.raises(httpx.ReadTimeout):
        post(sandbox, timeout=0.2)
    sandbox.faults.next(delay=0.1)
    began = time.monotonic()
    assert post(sandbox).status_code == 200
    assert time.monotonic() - began >= 0.1


def test_a_dripping_answer_comes_in_pieces(sandbox: Sandbox) -> None:
    sandbox.faults.next(drip=0.005, body="x" * 100)
    with httpx.stream("POST", sandbox.url, json={"query": READ}, headers={"x-api-key": sandbox.api_key}) as answer:
        pieces = list(answer.iter_raw())
    assert b"".join(pieces) == b"x" * 100
    assert len(pieces) > 1


def test_stopping_does_not_wait_for_what_hangs() -> None:
    with Sandbox() as sandbox:
        sandbox.faults.next(hang=True)
        connection = socket.create_connection(("127.0.0.1", sandbox.port))
        body = b'{"query": "{ companies { metadata { totalCount } } }"}'
        head = (
            f"POST /graphql HTTP/1.1\r\nhost: x\r\nx-api-key: {sandbox.api_key}\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body)
    with connection:
        assert connection.recv(10) == b""


@pytest.mark.parametrize(
    "fault",
    [
        {"state": 500},
        {"status": "500"},
        {"status": 5},
        {"status": True},
        {"hang": 1},
        {"drip": "x"},
        {"headers": []},
        {"headers": {"a": 1}},
        {"times": 0},
        {"skip": -1},
        {"delay": -1},
        {"delay": float("inf")},
        {"truncate": -1},
    ],
)
def test_what_is_no_fault_is_refused(sandbox: Sandbox, fault: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        sandbox.faults.next(**fault)
    if fault.get("delay") == float("inf"):
        return  # JSON cannot say it
    answer = httpx.post(sandbox.address + "/_sandbox/faults", json=fault)
    assert answer.status_code == 400
    assert next(iter(fault)) in answer.text
    assert "  " not in answer.text


def test_scripting_over_http(sandbox: Sandbox) -> None:
    control = sandbox.address + "/_sandbox"
    assert httpx.post(control + "/faults", json=[{"status": 500}, {"status": 429, "times": 2}]).json() == {"waiting": 3}
    assert [post(sandbox).status_code for _ in range(3)] == [500, 429, 429]
    httpx.post(control + "/faults", json={"status": 500})
    assert httpx.delete(control + "/faults").json() == {"waiting": 0}
    assert post(sandbox).status_code == 200
    assert httpx.post(control + "/faults", content=b"status=500").status_code == 415
    assert (
        httpx.post(control + "/faults", content=b"{", headers={"content-type": "application/json"}).status_code == 400
    )


def test_stats_and_reset_over_http(sandbox: Sandbox) -> None:
    control = sandbox.address + "/_sandbox"
    before = teams(sandbox)
    sandbox.faults.next(status=500, operation="reading")
    for query in (WRITE, READ, READ):
        post(sandbox, query)
    httpx.post(sandbox.url, json={"query": READ})
    stats = httpx.get(control + "/stats").json()
    assert stats["requests"] == 5
    assert stats["executions"] == {"reading": 1, "teamsByScope": 1, "writing": 1}
    assert stats["statuses"] == {"200": 3, "401": 1, "500": 1}
    assert stats["received"] == {"reading": 2, "teamsByScope": 1, "writing": 1}
    assert stats["writes"] == {"writing": 1}
    assert stats == {**sandbox.stats(), "waitingFaults": 0}
    requests = httpx.get(control + "/requests").json()
    assert [(seen["operation"], seen["fields"], seen["status"]) for seen in requests] == [
        ("teamsByScope", ["teamsByScope"], 200),
        ("writing", ["createTeam"], 200),
        ("reading", ["companies"], 500),
        ("reading", ["companies"], 200),
        (None, [], 401),
    ]
    assert stats["rejections"] == {"unauthorized": 1, "quota": 0}
    assert stats["faults"] == 1
    assert httpx.post(control + "/reset").json() == {"reset": True}
    assert httpx.get(control + "/stats").json()["requests"] == 0
    assert teams(sandbox) == before
    assert httpx.get(control + "/other").status_code == 404
    assert httpx.get(control + "/reset").status_code == 405


def test_the_requests_that_were_seen_hold_no_key(sandbox: Sandbox) -> None:
    post(sandbox, "query named($x: Int) { companies(limit: $x) { metadata { totalCount } } }")
    (seen,) = sandbox.seen("named")
    assert seen.headers["content-type"] == "application/json"
    assert sandbox.api_key not in repr(seen)
    assert sandbox.api_key not in repr(sandbox.settings)


def test_some_requests_pass_before_a_fault(sandbox: Sandbox) -> None:
    sandbox.faults.next(status=503, operation="create_team", skip=2, times=2)
    sandbox.faults.next(status=502, operation="createTeam")
    assert sandbox.faults.waiting() == 3
    statuses = [post(sandbox, query).status_code for query in (WRITE, READ, WRITE, WRITE, WRITE, WRITE, WRITE)]
    assert statuses == [200, 200, 200, 503, 503, 502, 200]


def lost(sandbox: Sandbox) -> Exception:
    try:
        post(sandbox, WRITE, timeout=httpx.Timeout(60, read=1))
    except httpx.HTTPError as error:
        return error
    raise AssertionError("it was answered")


def test_a_fault_can_be_waited_for_after_the_write_and_before_its_answer(sandbox: Sandbox) -> None:
    before = teams(sandbox)
    sandbox.faults.next(hang=True, after=True, operation="createTeam")
    assert not sandbox.faults.wait(0)
    ended: list[Exception] = []
    program = threading.Thread(target=lambda: ended.append(lost(sandbox)))
    program.start()
    assert sandbox.faults.wait(20)
    assert teams(sandbox) == before + 1
    program.join()
    assert [type(error) for error in ended] == [httpx.ReadTimeout]


PROGRAM = """
import sys, httpx
for _ in range(3):
    httpx.post(sys.argv[1], json={"query": sys.argv[3]}, headers={"x-api-key": sys.argv[2]}, timeout=60)
"""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", [0, 2])
def test_a_program_can_be_killed_at_any_request_before_and_after_it_ran(
    sandbox: Sandbox, nth: int, after: bool
) -> None:
    before = teams(sandbox)
    sandbox.faults.next(hang=True, after=after, skip=nth, operation="createTeam")
    command = [sys.executable, "-c", PROGRAM, sandbox.url, sandbox.api_key, WRITE]
    with subprocess.Popen(command) as program:
        assert sandbox.faults.wait(60)
        program.kill()
    assert teams(sandbox) == before + nth + after
    assert sandbox.stats()["received"]["writing"] == nth + 1
    assert sandbox.stats()["writes"].get("writing", 0) == nth + after


@pytest.mark.parametrize(
    ("operation", "message"),
    [("createTeams", "did you mean 'createTeam'?"), ("xyz", r"Settings\(operations=")],
)
def test_a_misspelt_operation_is_refused(sandbox: Sandbox, operation: str, message: str) -> None:
    for use in (sandbox.seen, lambda name: sandbox.faults.next(status=500, operation=name)):
        with pytest.raises(ConfigurationError, match=f"no operation '{operation}'.*{message}"):
            use(operation)
    given = [{"status": 500}, {"status": 500, "operation": operation}]
    answer = httpx.post(sandbox.address + "/_sandbox/faults", json=given)
    assert (answer.status_code, sandbox.faults.unused()) == (400, [])


def test_an_operation_is_known_by_its_name_and_its_root_fields(sandbox: Sandbox) -> None:
    post(sandbox, "query mine { one: companies { metadata { totalCount } } two: teamsByScope(id: 443) { __typename } }")
    for name in ("mine", "companies", "teams_by_scope", "teamsByScope"):
        (seen,) = sandbox.seen(name)
        assert (seen.operation, seen.fields, seen.write) == ("mine", ("companies", "teamsByScope"), False)
    assert sandbox.seen("asset") == []


@pytest.mark.anyio
@pytest.mark.parametrize(("client", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 403), ("x", 403)])
async def test_control_answers_the_same_machine_only(client: str, status: int) -> None:
    from starlette.requests import Request

    state = build_state(Settings())
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/_sandbox/stats",
        "headers": [],
        "client": (client, 1),
        "query_string": b"",
    }
    answer = await answer_control(state, Request(scope))
    state.world.store.close()
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        (None, "http://evil.example"),
        (None, "null"),
        (None, "http://127.0.0.1:1"),
        ("evil.example", None),
        ("evil.example:8080", "http://evil.example:8080"),
        ("127.0.0.1.evil.example", None),
        ("[", None),
    ],
)
def test_pages_of_other_sites_reach_nothing(sandbox: Sandbox, host: str | None, origin: str | None) -> None:
    before = teams(sandbox)
    post(sandbox, WRITE)
    headers = {name: value for name, value in (("host", host), ("origin", origin)) if value is not None}
    for method, path in (("POST", "reset"), ("DELETE", "faults"), ("GET", "stats"), ("GET", "requests")):
        assert httpx.request(method, f"{sandbox.address}/_sandbox/{path}", headers=headers).status_code == 403
    assert sandbox.api_key not in httpx.get(sandbox.address, headers=headers).text
    if origin is not None:
        key = {"x-api-key": sandbox.api_key}
        assert httpx.post(sandbox.url, json={"query": WRITE}, headers={**headers, **key}).status_code == 403
    assert teams(sandbox) == before + 1


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "sandbox.localhost", "127.0.0.1", "[::1]", "192.0.2.7"])
def test_the_own_page_reaches_everything(sandbox: Sandbox, host: str) -> None:
    headers = {"host": f"{host}:{sandbox.port}", "origin": f"http://{host}:{sandbox.port}"}
    assert httpx.get(sandbox.address + "/_sandbox/stats", headers=headers).status_code == 200
    assert sandbox.api_key in httpx.get(sandbox.address, headers=headers).text
    key = {"x-api-key": sandbox.api_key}
    assert httpx.post(sandbox.url, json={"query": READ}, headers={**headers, **key}).status_code == 200


@pytest.mark.anyio
async def test_latency_is_waited_for_before_the_answer() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    state = build_state(Settings(latency=Latency(0.05, 0.02)))
    transport = httpx.ASGITransport(App(state, sleep))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        for _ in range(20):
            answer = await client.post("/graphql", json={"query": READ}, headers={"x-api-key": "sandbox-key"})
            assert answer.status_code == 200
    state.world.store.close()
    assert len(waited) == 20
    assert all(0.03 <= seconds <= 0.07 for seconds in waited)
    assert len(set(waited)) > 1


def test_faults_by_chance_follow_the_seed() -> None:
    def drawn(seed: int) -> list[Fault | None]:
        faults = Faults((Chance(503, 0.3),), seed=seed)
        return [faults.take({"x"}) for _ in range(200)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert 30 <= sum(fault is not None for fault in drawn(1)) <= 90


def test_options_are_read_strictly() -> None:
    assert Latency.parse("50ms+-20") == (0.05, 0.02)
    assert Latency.parse("1.5s") == (1.5, 0.0)
    assert Chance.parse("503:0.05") == (503, 0.05)
    for parse, text in ((Latency.parse, "50"), (Latency.parse, "-5ms"), (Chance.parse, "503"), (Chance.parse, "503:2")):
        with pytest.raises(ConfigurationError, match="write"):
            parse(text)


@pytest.mark.parametrize(
    "given",
    [
        {"keys": {}}, {"keys": {"": None}}, {"keys": {"a b": None}}, {"keys": {"k": ["443"]}}, {"keys": {"k": 443}},
        {"keys": ["k"]}, {"seed": "1"}, {"seed": True}, {"schema": 5}, {"counts": {"Asset": 0}},
        {"counts": {"Asset": "9"}},
        {"counts": {"Asset": 10**9}}, {"largest_page": 0}, {"largest_body": 0}, {"introspection": 1},
        {"quota": "60/60"},
        {"quota": QuotaRule(0)}, {"quota": QuotaRule(1, 0.0)}, {"quota": QuotaRule(1, 1.0, "other")}, {"latency": 0.5},
        {"latency": Latency(-1.0)}, {"latency": Latency(float("nan"))}, {"chances": (Chance(99, 0.5),)},
        {"chances": (Chance(503, 2.0),)}, {"chances": Chance(503, 0.5)}, {"persist": 1}, {"clock": None},
        {"operations": "mine"},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused_when_made(given: dict[str, Any]) -> None:
    (name,) = given
    with pytest.raises(ConfigurationError, match=f"'{name}'") as caught:
        Settings(**given)
    assert "a b" not in str(caught.value)


def test_settings_are_taken_as_people_write_them(tmp_path: Path) -> None:
    settings = Settings(keys={"k": [443, 444], "l": range(1)}, schema=str(tmp_path), chances=[Chance(503, 0)])  # type: ignore[arg-type]
    assert settings.keys == {"k": frozenset({443, 444}), "l": frozenset({0})}
    assert settings.schema == tmp_path


def test_rows_of_an_entity_that_there_is_not_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="no entity 'Assets'; did you mean 'Asset'"):
        Sandbox(settings=Settings(counts={"Assets": 5})).start()


def test_several_sandboxes_at_once_do_not_share() -> None:
    with Sandbox() as one, Sandbox(seed=2) as other:
        assert one.port != other.port
        post(one, WRITE)
        assert teams(one) == teams(other) + 1
        assert one.seen("writing")
        assert not other.seen("create_team")


@pytest.mark.anyio
async def test_it_answers_many_at_once(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(headers={"x-api-key": sandbox.api_key}) as client:
        answers = await asyncio.gather(*(client.post(sandbox.url, json={"query": READ}) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}


GUIDE = Path(__file__).parents[2] / "docs/sandbox.md"
EXPLORER = Path(conviso_client.sandbox.__file__).with_name("page.html")


@pytest.mark.parametrize("page", [GUIDE, EXPLORER], ids=["guide", "explorer"])
def test_guide_and_explorer_name_every_field_of_a_fault(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [each.name for each in fields(Fault) if not re.search(rf"(`|<code>){each.name}(`|</code>)", text)] == []
