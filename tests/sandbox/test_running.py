"""Starting, stopping, keeping: the command, the Python API, the file, and what goes wrong with them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from conviso_client.cli import main
from conviso_client.errors import ConfigurationError
from conviso_client.sandbox import Sandbox, Settings

CREATE = "mutation ($n: String!) { createAsset(input: {companyId: 443, name: $n}) { asset { id } } }"
COUNT = "query ($n: String) { assets(companyId: 443, search: {name: $n}) { metadata { totalCount } } }"


def command(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "conviso_client", "sandbox", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_command_says_where_it_is_and_stops_cleanly(how: signal.Signals) -> None:
    process = command("--api-key", "mine=444", "--assets", "9")
    assert process.stdout
    ready = re.fullmatch(r"Sandbox ready at (http://127\.0\.0\.1:\d+/graphql)\n", process.stdout.readline())
    assert ready
    assert process.stdout.readline() == "API key: mine\n"
    query = {"query": "{ companies { collection { id } } assets(companyId: 444) { metadata { totalCount } } }"}
    data = httpx.post(ready[1], json=query, headers={"x-api-key": "mine"}).json()["data"]
    assert data == {"companies": {"collection": [{"id": "444"}]}, "assets": {"metadata": {"totalCount": 3}}}
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")


def test_the_help_tells_how_much_there_is(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    store = sandbox.state.world.store
    entities = {"companies": "Company", "assets": "Asset", "issues": "IssueInterface", "projects": "Project"}
    for name, entity in entities.items():
        assert re.search(rf"number of {name} [^(]*\(default: {store.select(entity).count()}\)", told)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--schema", "missing.graphql"], "cannot read the schema missing.graphql"),
        (["--persist", "."], "cannot be used as a store"),
        (["--persist", "no/such/folder.db"], "cannot be used as a store"),
        (["--quota", "many"], "invalid quota 'many'"),
        (["--latency", "slow"], "invalid latency 'slow'"),
        (["--fault", "503"], "invalid fault '503'"),
        (["--api-key", "=443"], "--api-key takes KEY"),
        (["--api-key", "k=x"], "not a list of company ids: 'x'"),
        (["--api-key", "k=443,999", "--api-key", "l=7"], "no company 7, 999; this sandbox has 443, 444, 445"),
        (
            ["--api-key", "k=443", "--companies", "12", "--api-key", "l=455"],
            "no company 455; this sandbox has 443, 444, ",
        ),
        (["--api-key", "k=9", "--companies", "12"], "451, 452 and 2 more (--companies says how many are made)"),
        (["--host", "203.0.113.1"], "cannot listen on 203.0.113.1"),
        (["--host", "no such host"], "cannot listen on no such host"),
        (["--host", "\u00fc..x"], "cannot listen on \u00fc..x"),
        (["--host", ""], "cannot listen on no address"),
    ],
)
def test_a_bad_start_is_one_clear_line(
    options: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    assert main(["sandbox", *options]) == 2
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.splitlines()[1:] == ["Try 'conviso-client sandbox --help'."]


@pytest.mark.parametrize("options", [["--port", "70000"], ["--port", "x"], ["--issues", "0"], ["--colour", "red"]])
def test_an_impossible_option_is_a_usage_error(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", *options]) == 2
    assert options[0] in capsys.readouterr().err


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox() as sandbox:
        assert main(["sandbox", "--port", str(sandbox.port)]) == 2
        assert f"cannot listen on 127.0.0.1:{sandbox.port}" in capsys.readouterr().err
        with pytest.raises(ConfigurationError, match="cannot listen"):
            Sandbox(port=sandbox.port).start()


def test_a_given_port_is_used_and_free_again_afterwards() -> None:
    port = free_port()
    for _ in range(2):
        with Sandbox(port=port) as sandbox:
            assert sandbox.url == f"http://127.0.0.1:{port}/graphql"


def test_what_is_kept_in_a_file_is_there_again(tmp_path: Path, client_of: Callable[..., Any]) -> None:
    file = tmp_path / "kept.db"
    with Sandbox(settings=Settings(persist=file, seed=3)) as sandbox:
        client = client_of(sandbox)
        before = client.data(COUNT)["metadata"]["totalCount"]
        made = client.data(CREATE, n="kept")["asset"]["id"]
    with Sandbox(settings=Settings(persist=file, seed=99)) as sandbox:
        client = client_of(sandbox)
        assert client.data(COUNT)["metadata"]["totalCount"] == before + 1
        assert client.data("query ($id: ID!) { asset(id: $id) { name } }", id=made) == {"name": "kept"}
        assert int(client.data(CREATE, n="next")["asset"]["id"]) == int(made) + 1
        sandbox.reset()
        assert client.data(COUNT, n="next")["metadata"]["totalCount"] == 0
        assert client.data(COUNT, n="kept")["metadata"]["totalCount"] == 1


def test_a_file_is_of_one_sandbox_at_a_time(tmp_path: Path, client_of: Callable[..., Any]) -> None:
    file, link = tmp_path / "kept.db", tmp_path / "link.db"
    link.symlink_to(file)
    with Sandbox(settings=Settings(persist=file)) as sandbox:
        for path in (file, link):
            with pytest.raises(ConfigurationError, match=f"{path.name} is in use, by another sandbox"):
                Sandbox(settings=Settings(persist=path)).start()
        client_of(sandbox).data(CREATE, n="kept")
    with Sandbox(settings=Settings(persist=link)) as sandbox:
        assert client_of(sandbox).data(COUNT, n="kept")["metadata"]["totalCount"] == 1


def test_a_process_that_dies_gives_its_file_back(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with command("--persist", str(file)) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("Sandbox ready")
        with pytest.raises(ConfigurationError, match="is in use"):
            Sandbox(settings=Settings(persist=file)).start()
        process.kill()
    with Sandbox(settings=Settings(persist=file)) as sandbox:
        assert sandbox.companies == [443, 444, 445]


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    corrupt, other = tmp_path / "corrupt.db", tmp_path / "other.db"
    corrupt.write_bytes(b"not a database" * 100)
    import sqlite3

    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for file in (corrupt, other):
        before = file.read_bytes()
        with pytest.raises(ConfigurationError, match=file.name):
            Sandbox(settings=Settings(persist=file)).start()
        assert file.read_bytes() == before


def test_a_key_for_no_company_leaves_no_data_behind(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with pytest.raises(ConfigurationError, match="--companies says how many are made"):
        Sandbox(settings=Settings(persist=file, keys={"k": frozenset({446})})).start()
    with Sandbox(settings=Settings(persist=file, keys={"k": frozenset({446})}, counts={"Company": 4})) as sandbox:
        assert sandbox.companies == [443, 444, 445, 446]


def test_a_store_of_another_schema_is_refused(tmp_path: Path) -> None:
    file, schema = tmp_path / "kept.db", tmp_path / "schema.graphql"
    schema.write_text("type Thing { id: ID! } type Query { things: [Thing!]! }")
    with Sandbox(settings=Settings(persist=file)):
        pass
    with pytest.raises(ConfigurationError, match="no sandbox of this schema"):
        Sandbox(settings=Settings(persist=file, schema=schema)).start()


def test_it_can_be_started_once_and_stopped_twice() -> None:
    sandbox = Sandbox()
    with pytest.raises(ConfigurationError, match="not running"):
        sandbox.seen()
    sandbox.start()
    with pytest.raises(ConfigurationError, match="running already"):
        sandbox.start()
    sandbox.stop()
    sandbox.stop()
    assert repr(sandbox) == "<Sandbox stopped>"
    with sandbox:
        assert httpx.get(sandbox.address).status_code == 200


def test_a_deleted_id_is_never_given_again(client: Any) -> None:
    made = client.data(CREATE, n="one")["asset"]["id"]
    client.data("mutation ($id: [ID!]!) { deleteAsset(input: {id: $id}) { clientMutationId } }", id=[made])
    assert int(client.data(CREATE, n="two")["asset"]["id"]) > int(made)


def test_a_large_sandbox_pages_anywhere(client_of: Callable[..., Any]) -> None:
    with Sandbox(settings=Settings(counts={"IssueInterface": 20_000, "Asset": 1_000, "Company": 1})) as sandbox:
        client = client_of(sandbox)
        query = """query ($page: Int) { issues(companyId: 443, pagination: {page: $page, perPage: 50}) {
          collection { id title asset { id } } metadata { totalCount totalPages } } }"""
        last = client.data(query, page=400)
        assert last["metadata"] == {"totalCount": 20_000, "totalPages": 400}
        assert len({each["id"] for each in last["collection"]}) == 50


def test_an_extra_that_is_missing_is_named(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nsys.modules['uvicorn'] = None\nfrom conviso_client import sandbox\n"
        "try:\n    sandbox.Sandbox\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ConfigurationError uvicorn is not installed: the sandbox needs the extra 'sandbox'")
    assert "conviso-client[sandbox]'" in done.stdout


def test_nothing_that_a_program_imports_imports_the_sandbox() -> None:
    script = "import sys, conviso_client; from conviso_client import Conviso; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"graphql", "ariadne", "uvicorn", "starlette", "conviso_client.sandbox"} & set(done.stdout.split())
