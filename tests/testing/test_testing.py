"""What users' own tests get: fixtures, no waits, assertions on what the server saw."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conviso_client import (
    AsyncConviso,
    ConfigurationError,
    Conviso,
    DeadlineExceeded,
    PermissionDenied,
    RateLimited,
    ServerError,
)
from conviso_client.testing import Sandbox, assert_called, assert_not_called, no_waits
from conviso_client.types import CreateAssetInput


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(server: Sandbox) -> Sandbox:
    server.reset()
    return server


def client(sandbox: Sandbox) -> Conviso:
    return Conviso(sandbox.api_key, url=sandbox.url, company_id=sandbox.companies[0])


def test_waits_are_skipped_and_told(sandbox: Sandbox) -> None:
    with no_waits() as skipped, client(sandbox) as conviso:
        sandbox.faults.next(status=429, headers={"Retry-After": "30"})
        sandbox.faults.next(status=503)
        assert conviso.companies(limit=1).collection
    assert skipped.seconds[0] == pytest.approx(30, abs=0.5)
    assert len(skipped.seconds) == 2
    assert skipped.total == sum(skipped.seconds)
    assert [seen.status for seen in sandbox.seen("companies")] == [429, 503, 200]


def test_deadlines_are_kept_on_the_clock_that_jumps(sandbox: Sandbox) -> None:
    with no_waits(), client(sandbox) as conviso:
        sandbox.faults.next(status=429, headers={"Retry-After": "3600"})
        with pytest.raises((RateLimited, DeadlineExceeded)):
            conviso.companies()
        sandbox.faults.next(status=500, times=10)
        with pytest.raises(ServerError):
            conviso.companies()
    assert len(sandbox.seen("companies")) <= 7


def test_a_hold_outlives_the_call_that_met_it(sandbox: Sandbox) -> None:
    with no_waits() as skipped, client(sandbox) as conviso:
        sandbox.faults.next(status=429, times=2)
        conviso.companies()
        assert len(skipped.seconds) == 2
        conviso.companies()
        assert len(skipped.seconds) == 2


@pytest.mark.anyio
async def test_waits_are_skipped_in_tasks_too(sandbox: Sandbox) -> None:
    with no_waits() as skipped:
        async with AsyncConviso(sandbox.api_key, url=sandbox.url) as conviso:
            sandbox.faults.next(status=429, headers={"Retry-After": "60"})
            sandbox.faults.next(status=502)
            assert (await conviso.companies()).collection
    assert skipped.total >= 59


def test_outside_nothing_is_changed() -> None:
    from conviso_client.call.runtime import Runtime
    from conviso_client.quota.policy import Quota

    before = Quota.limiter
    with no_waits():
        assert Quota.limiter is not before
    assert Quota.limiter is before
    assert isinstance(Runtime(), Runtime)


def test_what_the_server_saw(sandbox: Sandbox) -> None:
    with client(sandbox) as conviso:
        conviso.create_asset(CreateAssetInput(name="seen", description="d"))
        (seen,) = assert_called(sandbox, "createAsset", times=1, input={"name": "seen"})
        assert seen.executed
        assert_called(sandbox, "createAsset")
        assert_not_called(sandbox, "deleteAsset")
        assert_not_called(sandbox, "createAsset", input={"name": "other"})
        with pytest.raises(AssertionError, match=r"2 times.*\n.*createAsset .*seen.* -> 200"):
            assert_called(sandbox, "createAsset", times=2)
        with pytest.raises(AssertionError, match="at least once with"):
            assert_called(sandbox, "createAsset", input={"name": "other"})


TESTS = """
import asyncio

import pytest

from conviso_client import RecordNotFound
from conviso_client.types import CreateAssetInput


@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_begins_anew(conviso, conviso_sandbox, attempt):
    before = conviso.assets().metadata.total_count
    conviso.create_asset(CreateAssetInput(name="mine"))
    assert conviso.assets().metadata.total_count == before + 1
    assert len(conviso_sandbox.seen()) == 3


def test_faults_cost_no_time(conviso, conviso_sandbox, conviso_waits):
    conviso_sandbox.faults.next(status=503, times=3)
    assert conviso.companies().collection
    assert len(conviso_waits.seconds) == 3


def test_errors(conviso):
    with pytest.raises(RecordNotFound):
        conviso.asset("1")


def test_async(async_conviso):
    async def run():
        async with async_conviso as conviso:
            return (await conviso.companies()).collection

    assert asyncio.run(run())
"""
SETTINGS = """
import pytest

from conviso_client.testing import Settings


@pytest.fixture(scope="session")
def conviso_sandbox_settings():
    return Settings(seed=5, counts={"Asset": 9, "Company": 1})
"""


def run_pytest(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "pytest", "-p", "conviso_client.testing.plugin", "-q", *options]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_the_fixtures_of_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "test_users.py").write_text(TESTS)
    done = run_pytest(tmp_path)
    assert "5 passed" in done.stdout, done.stdout + done.stderr


def test_the_sandbox_can_be_set_up_otherwise(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(SETTINGS)
    (tmp_path / "test_users.py").write_text(
        "def test_count(conviso):\n    assert conviso.assets().metadata.total_count == 9\n"
    )
    done = run_pytest(tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_plugin_costs_nothing_until_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "test_users.py").write_text(
        "import sys\n\ndef test_lean():\n    heavy = {'graphql', 'uvicorn', 'ariadne', 'httpx', 'pydantic'}\n"
        "    assert not heavy & set(sys.modules)\n"
    )
    done = run_pytest(tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_without_the_extra_the_error_names_it(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("import sys\n\nsys.modules['uvicorn'] = None\n")
    (tmp_path / "test_users.py").write_text("def test_it(conviso_sandbox):\n    pass\n")
    done = run_pytest(tmp_path)
    assert "conviso-client[sandbox]'" in done.stdout


def test_the_example_project() -> None:
    example = Path(__file__).parents[2] / "examples" / "tested-program"
    done = run_pytest(example, "-p", "no:cacheprovider")
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_an_operation_is_spelt_as_in_python_too_and_a_misspelt_one_is_refused(sandbox: Sandbox) -> None:
    with client(sandbox) as conviso:
        sandbox.faults.next(operation="create_asset", status=403)
        with pytest.raises(PermissionDenied):
            conviso.create_asset(CreateAssetInput(name="refused"))
        assert_called(sandbox, "create_asset", times=1)
        with pytest.raises(AssertionError, match="create_asset was to be called 0 times"):
            assert_not_called(sandbox, "create_asset")
        for check in (assert_called, assert_not_called):
            with pytest.raises(ConfigurationError, match="no operation 'createAset'; did you mean 'createAsset'"):
                check(sandbox, "createAset")


FAULTS = """
import pytest

from conviso_client import OutcomeUnknown
from conviso_client.types import CreateAssetInput


def test_unused(conviso, conviso_sandbox):
    conviso_sandbox.faults.next(status=503, operation="create_asset", times=2)
    conviso.companies()


def test_forgotten(conviso, conviso_sandbox):
    conviso_sandbox.faults.next(status=503)
    conviso_sandbox.faults.clear()


def test_hang(conviso, conviso_sandbox):
    conviso_sandbox.faults.next(hang=True, after=True)
    with pytest.raises(OutcomeUnknown):
        conviso.create_asset(CreateAssetInput(name="x"))
"""


def test_a_fault_that_met_nothing_fails_its_test_and_one_that_hangs_is_short(tmp_path: Path) -> None:
    (tmp_path / "test_users.py").write_text(FAULTS)
    done = run_pytest(tmp_path, "--durations=0")
    assert "3 passed, 1 error" in done.stdout, done.stdout + done.stderr
    assert "these faults affected no request:\n  Fault(status=503, operation='createAsset', times=2)" in done.stdout
    assert "ERROR test_users.py::test_unused" in done.stdout
