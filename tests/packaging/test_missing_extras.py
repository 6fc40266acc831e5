"""Without an extra, what needs it says which one, and the command that installs it; the rest works.

What the extras bring is hidden from a fresh process. `make lowest` runs these tests also where none of it is installed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import metadata

import pytest

from conviso_client._version import INSTALLED_FROM

HIDDEN = (
    "ariadne",
    "ariadne_codegen",
    "defusedxml",
    "fsspec",
    "graphql",
    "httpx2",
    "multipart",
    "opentelemetry",
    "pyarrow",
    "python_multipart",
    "redis",
)
HIDDEN += ("rich", "ruff", "shtab", "starlette", "uvicorn")
HIDE = f"import sys\nsys.modules.update(dict.fromkeys({HIDDEN!r}))\n"
CLIENT = "from conviso_client import Conviso, Quota\nconviso = Conviso('key', company_id=443, quota=Quota.local())\n"
COMMAND = "from conviso_client.cli import main\nsys.exit(main({arguments!r}))"
NEEDS = {
    "from conviso_client.sandbox import Sandbox": "sandbox",
    "from conviso_client.sandbox import schema_text": "sandbox",
    "from conviso_client.testing import Sandbox": "sandbox",
    "from conviso_client import Conviso, Quota\n"
    "Conviso('key', company_id=443, quota=Quota.redis('redis://127.0.0.1:1/0')).issues()": "redis",
    "import conviso_client.codegen.package": "codegen",
    "from conviso_client.codegen.package import Project, generate": "codegen",
    "from conviso_client.telemetry import traced\ntraced()": "otel",
    "import io\nfrom conviso_client.findings import read_findings\nread_findings(io.BytesIO(b'<issues/>'))": "findings",
    f"{CLIENT}from conviso_client.jobs import export\nexport(conviso.iter_issues(), 'x.parquet')": "parquet",
    f"{CLIENT}from conviso_client.jobs import export\nexport(conviso.iter_issues(), 's3://x/x.csv')": "remote",
}
NOT_ASKED_FOR = {"dev", "httpx2"}
"""Extras that nothing in the package asks for: this project's tools, and a library whose client users may hand over."""


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HIDE + code]
    environment = dict(os.environ)  # Without it readline's COLUMNS, which Python does not see, would break the lines.
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)


def assert_names(text: str, extra: str) -> None:
    """The last line is one sentence that names the command to copy."""
    last = text.strip().splitlines()[-1]
    assert re.search(rf"pip install '{re.escape(INSTALLED_FROM)}\[{extra}\]'$", last), text


@pytest.mark.parametrize(("code", "extra"), NEEDS.items(), ids=[code.splitlines()[-1] for code in NEEDS])
def test_a_missing_extra_is_named_with_the_command_to_install_it(code: str, extra: str) -> None:
    done = run(code)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("conviso_client.errors.ConfigurationError: ")
    assert_names(done.stderr, extra)


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["schema", "pull"], "schema"),
        (["schema", "diff", "--live"], "schema"),
        (["schema", "check"], "schema"),
        (["generate", "--check"], "codegen"),
        (["sandbox"], "sandbox"),
        (["completion", "bash"], "cli"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_a_command_without_its_extra_is_bad_usage(arguments: list[str], extra: str) -> None:
    done = run(COMMAND.format(arguments=arguments))
    assert done.returncode == (3 if arguments[:2] in (["schema", "diff"], ["schema", "check"]) else 2)
    assert done.stdout == ""
    assert_names(done.stderr, extra)


def test_every_extra_is_tried() -> None:
    tried = {*NEEDS.values(), "schema", "cli"}
    assert set(metadata("conviso-client").get_all("Provides-Extra") or ()) == tried | NOT_ASKED_FOR


def test_the_pytest_plugin_says_it_of_the_test_that_asks_for_it(tmp_path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(conviso): ...\ndef test_other(): ...\n", encoding="utf-8")
    done = run(f"import pytest\nsys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', {str(tmp_path)!r}]))")
    assert "1 passed, 1 error" in done.stdout
    (error,) = re.findall(r"^E +conviso_client.errors.ConfigurationError: .*", done.stdout, re.MULTILINE)
    assert_names(error, "sandbox")


@pytest.mark.parametrize(
    "code",
    [
        "import conviso_client\nassert {'Conviso', 'AsyncConviso'} <= set(dir(conviso_client))",
        "from conviso_client import types\nassert len([getattr(types, name) for name in dir(types)]) > 300",
        f"{CLIENT}conviso.close()",
        "from conviso_client import testing, telemetry, progress",
    ],
)
def test_the_rest_works_without_any(code: str) -> None:
    done = run(code)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_help_of_the_commands_works_without_any() -> None:
    done = run(COMMAND.format(arguments=["--help"]))
    assert done.returncode == 0
    assert "schema" in done.stdout
    assert "doctor" in done.stdout
