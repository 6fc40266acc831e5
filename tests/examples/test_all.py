"""What holds for every script: help, and an end that nobody takes for success when nothing worked."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import conviso_client
from conviso_client import types
from conviso_client.sandbox import Sandbox

from .conftest import EXAMPLES, Run

SCRIPTS = sorted(path.stem for path in EXAMPLES.glob("*.py"))
PUBLIC = {
    "conviso_client": conviso_client.__all__,
    "conviso_client.types": dir(types),
    "conviso_client.progress": ["track"],
}
RULES = [{"when": {"severities": ["LOW"]}, "to": "FALSE_POSITIVE", "reason": "No"}]
PLAN = "id,company,status,to,reason,accepted_until,rule,severity,type,asset,title\n1,443,CREATED,IDENTIFIED,,,,,,,\n"
BOM = {"bomFormat": "CycloneDX", "components": []}
CALLS = [
    ("export_issues", "issues.jsonl"),
    ("security_gate", "--asset", "530001"),
    ("asset_per_repository", "https://github.com/acme/shop", "--company", "443"),
    ("bulk_triage", "plan", "rules.json", "--company", "443"),
    ("bulk_triage", "apply", "plan.csv"),
    ("sbom", "find", "log4j"),
    ("sbom", "upload", "bom.json", "--asset", "530001"),
    ("changed_since", "--company", "443"),
]
BAD_PATHS: dict[str, dict[str, Any]] = {
    "ServerError": {"status": 503, "times": 50},
    "WrongEndpoint": {"body": "<html><body>Sign in</body></html>", "content_type": "text/html", "times": 50},
    "RateLimited": {"status": 429, "headers": {"Retry-After": "3600"}, "times": 50},
    "ConnectionLost": {"reset": True, "times": 50},
    "InvalidResponse": {"body": {"data": None}, "times": 50},
}


@pytest.fixture(autouse=True)
def _files(run: Run) -> None:
    """What the commands read, in the folder that they run in."""
    Path("rules.json").write_text(json.dumps(RULES))
    Path("plan.csv").write_text(PLAN)
    Path("bom.json").write_text(json.dumps(BOM))


@pytest.mark.parametrize("call", CALLS, ids="-".join)
@pytest.mark.parametrize("error", BAD_PATHS)
def test_a_server_that_does_not_answer_is_told_and_is_no_success(
    run: Run, conviso_sandbox: Sandbox, call: tuple[str, ...], error: str
) -> None:
    conviso_sandbox.faults.next(**BAD_PATHS[error])
    done = run(*call)
    assert done.status not in (0, 1) or call[0] not in ("security_gate", "sbom")
    assert done.status != 0
    assert error in done.err
    assert "Traceback" not in done.err
    assert conviso_sandbox.api_key not in done.out + done.err


@pytest.mark.parametrize("call", CALLS, ids="-".join)
@pytest.mark.parametrize(("key", "told"), [("", "CONVISO_API_KEY"), ("wrong-key-123", "AuthenticationError")])
def test_without_a_good_key_it_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...], key: str, told: str
) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", key)
    done = run(*call)
    assert done.status != 0
    assert told in done.err
    assert "wrong-key-123" not in done.out + done.err


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script not in ("demo", "quickstart")])
def test_help_shows_a_command_to_copy(run: Run, script: str) -> None:
    done = run(script, "--help")
    assert done.status == 0
    assert f"python examples/{script}.py" in done.out


def test_a_script_runs_by_itself(conviso_sandbox: Sandbox, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", str(EXAMPLES / "security_gate.py"), "--asset", "0"]
    environment = {**os.environ, "CONVISO_API_URL": conviso_sandbox.url, "CONVISO_API_KEY": conviso_sandbox.api_key}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 3, done
    assert "RecordNotFound" in done.stderr


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_use_public_names_only(script: str) -> None:
    for node in ast.walk(ast.parse((EXAMPLES / f"{script}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("conviso_client"):
            assert {name.name for name in node.names} <= set(PUBLIC[str(node.module)])


def test_the_readme_lists_every_script_with_a_command() -> None:
    listed = re.findall(r"^python examples/(\w+)\.py", (EXAMPLES / "README.md").read_text(), re.MULTILINE)
    assert set(listed) == set(SCRIPTS)
