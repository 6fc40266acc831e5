"""What the client may cost, in counts that do not depend on the machine."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from enum import Enum
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import conviso_client
from benchmarks.answers import page
from conviso_client.call.codec import codec
from conviso_client.generated import operations
from tools.budgets import (
    BYTES_OF_AN_ISSUE,
    BYTES_OF_GENERATED_CODE,
    FUNCTIONS_OF_A_WRITE,
    LARGEST_GENERATED_MODULE,
    LINES_OF_THE_RUN_TIME,
    MODULES_IN_THE_ROOT,
    MODULES_OF_THE_FIRST_CALL,
    MODULES_OF_THE_IMPORT,
    NOT_IMPORTED,
    OBJECTS_OF_AN_ISSUE,
    ROOMS_OF_THE_RUN_TIME,
    TYPES_OF_ISSUES,
)

ANSWER = {"data": {"issues": {"collection": [], "metadata": None}, "createAsset": {"asset": None, "errors": []}}}


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # which keeps the connection
    wbufsize = -1  # head and body come together, so that every answer takes the same number of steps

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        body = json.dumps(ANSWER).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/graphql"
        server.shutdown()
        thread.join()


def modules_after(program: str, *arguments: str) -> set[str]:
    """Return the modules that a program loads in a fresh process."""
    script = f"import sys\nbefore = set(sys.modules)\n{program}\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def of_this_package(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "conviso_client"}


@pytest.mark.parametrize("client", ["Conviso", "AsyncConviso"])
def test_the_import_loads_little(client: str) -> None:
    modules = modules_after(f"from conviso_client import {client}")
    assert {name.partition(".")[0] for name in modules} & NOT_IMPORTED == set()
    assert {name for name in modules if name.startswith("conviso_client.generated.")} == {
        f"conviso_client.generated.{'client' if client == 'Conviso' else 'async_client'}",
        "conviso_client.generated.operations",
    }
    assert len(of_this_package(modules)) <= MODULES_OF_THE_IMPORT


def test_the_first_call_loads_the_types_of_its_file_alone(url: str) -> None:
    program = """
from conviso_client import Conviso, Quota
with Conviso("key", url=sys.argv[1], company_id=443, quota=Quota.local()) as conviso:
    assert conviso.issues().collection == []
"""
    loaded = modules_after(program, url)
    assert "pydantic" not in loaded  # it is for inputs
    modules = of_this_package(loaded)
    for kind in ("models", "enums"):
        package = f"conviso_client.generated.{kind}."
        assert {name.rpartition(".")[2] for name in modules if name.startswith(package)} == TYPES_OF_ISSUES
    assert "conviso_client.generated.inputs" not in modules
    assert len(modules) <= MODULES_OF_THE_FIRST_CALL


def test_a_row_that_is_kept_is_light() -> None:
    count = 500
    rows = codec(operations.issues).decode(page(count)).collection
    found: dict[int, object] = {}
    layer: list[object] = rows
    while layer:
        found |= {id(part): part for part in layer}
        inner = [part for part in gc.get_referents(*layer) if not isinstance(part, (type, Enum))]
        layer = [part for part in inner if id(part) not in found]
    assert sum(map(gc.is_tracked, found.values())) / count <= OBJECTS_OF_AN_ISSUE
    assert sum(map(sys.getsizeof, found.values())) / count <= BYTES_OF_AN_ISSUE


@pytest.mark.parametrize("quota", sorted(FUNCTIONS_OF_A_WRITE))
def test_a_later_write_takes_few_steps(quota: str, url: str, tmp_path: Path) -> None:
    program = """
import sys
from conviso_client import Conviso, Quota
from conviso_client.types import CreateAssetInput
counts = []
def count(frame, event, _):
    counts[-1] += event == "call" and "conviso_client" in frame.f_code.co_filename
with Conviso("key", url=sys.argv[1], company_id=443, quota=getattr(Quota, sys.argv[2])()) as conviso:
    asset = CreateAssetInput(name="org/api")
    for _ in range(4):
        counts.append(0)
        sys.setprofile(count)
        conviso.create_asset(asset)
        sys.setprofile(None)
print(*counts[1:])
"""
    command = [sys.executable, "-c", program, url, quota]
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert min(map(int, done.stdout.split())) <= FUNCTIONS_OF_A_WRITE[quota]


def test_the_generated_code_is_not_larger_than_it_was() -> None:
    assert conviso_client.__file__
    package = Path(conviso_client.__file__).parent / "generated"
    sizes = [path.stat().st_size for path in package.rglob("*.py")]
    assert max(sizes) <= LARGEST_GENERATED_MODULE
    assert sum(sizes) <= BYTES_OF_GENERATED_CODE


def test_the_run_time_does_not_grow() -> None:
    root = Path(conviso_client.__file__).parent
    modules = {room: sorted((root / room).glob("*.py")) for room in ROOMS_OF_THE_RUN_TIME}
    assert len(modules[""]) <= MODULES_IN_THE_ROOT
    assert all(modules.values())
    lines = sum(len(path.read_text("utf-8").splitlines()) for paths in modules.values() for path in paths)
    assert lines <= LINES_OF_THE_RUN_TIME
