"""Each script does what its first line says, and ends in a line and a status when something is wrong."""

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
from conviso_client import Conviso, findings, invicti, jobs, types
from conviso_client.sandbox import Sandbox
from conviso_client.testing import assert_called, assert_not_called
from conviso_client.types import ChangeIssueStatusInput, IssuesFiltersInput

from .conftest import EXAMPLES, Run

SCRIPTS = sorted(path.stem for path in EXAMPLES.glob("*.py"))
PUBLIC = {
    "conviso_client": conviso_client.__all__,
    "conviso_client.findings": findings.__all__,
    "conviso_client.invicti": invicti.__all__,
    "conviso_client.jobs": jobs.__all__,
    "conviso_client.types": dir(types),
    "conviso_client.progress": ["track"],
}
BOM = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"name": "left-pad", "version": "1.3.0"}]}
CALLS = [
    ("security_gate", "FIRST"),
    ("asset_per_repository", "list.txt", "--company", "443"),
    ("bulk_triage", "443"),
    ("export_issues", "issues.csv"),
    ("changed_since", "443"),
    ("sbom", "find", "log4j"),
    ("sbom", "upload", "bom.json", "--asset", "FIRST"),
]
FAULTS: dict[str, dict[str, Any]] = {
    "ServerError": {"status": 503, "times": 50},
    "WrongEndpoint": {"body": "<html><body>Sign in</body></html>", "content_type": "text/html", "times": 50},
    "AuthenticationError": {"status": 401, "times": 50},
}


@pytest.fixture
def asset(conviso: Conviso) -> str:
    first = conviso.iter_assets().first()
    assert first
    return first.id


@pytest.fixture(autouse=True)
def _files(run: Run) -> None:
    """What the scripts read, in the folder that they run in."""
    Path("list.txt").write_text("https://github.com/acme/shop\ngit@github.com:acme/shop.git\n")
    Path("bom.json").write_text(json.dumps(BOM))


def test_the_gate(run: Run, asset: str) -> None:
    done = run("security_gate", asset)
    assert done.status == (1 if done.out.startswith("FAIL") else 0), done
    assert run("security_gate", asset, "no-such-branch").status == 2


def test_assets(run: Run, conviso_sandbox: Sandbox) -> None:
    words = ("asset_per_repository", "list.txt", "--company", "443")
    assert run(*words, "--dry-run").out.startswith("missing  github.com/acme/shop")
    assert run(*words).out.startswith("created  github.com/acme/shop")
    assert run(*words).status == 0
    assert_called(conviso_sandbox, "createAsset", times=1)


def test_triage(run: Run, conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    assert run("bulk_triage", "443").status == 0
    assert_not_called(conviso_sandbox, "changeIssueStatus")
    done = run("bulk_triage", "443", "--apply")
    assert done.status == 0, done
    assert {"SUPPRESSED", "RISK_ACCEPTED"} <= {
        issue.status for issue in conviso.iter_issues(filters=IssuesFiltersInput(severities=["NOTIFICATION", "LOW"]))
    }


def test_the_export(run: Run, conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    refused = {"errors": [{"message": "Scope - Resource not accessible for id: 443"}], "data": {"issues": None}}
    done = run("export_issues", "issues.jsonl", "--detail")
    assert done.status == 0, done
    assert done.out.startswith("issues.jsonl: 240 rows")
    conviso_sandbox.faults.next(operation="issues", body=refused)
    done = run("export_issues", "issues.csv")
    assert done.status == 1
    assert "Aurora Bank: Scope - Resource not accessible for id: 443" in done.out


def test_changes(run: Run, conviso: Conviso) -> None:
    assert run("changed_since", "443").out == ""
    issue = conviso.iter_issues(filters=IssuesFiltersInput(statuses=["IDENTIFIED"])).first()
    assert issue
    conviso.change_issue_status(ChangeIssueStatusInput(id=issue.id, status="IN_PROGRESS", reason="begun"))
    assert issue.title in run("changed_since", "443").out
    assert run("changed_since", "443").out == ""


def test_sbom(run: Run, asset: str) -> None:
    assert run("sbom", "find", "left-pad").status == 1
    done = run("sbom", "upload", "bom.json", "--asset", asset)
    assert done.status == 0, done
    assert "left-pad 1.3.0" in run("sbom", "find", "left-pad").out


@pytest.mark.parametrize("call", CALLS, ids="-".join)
@pytest.mark.parametrize("error", FAULTS)
def test_a_server_that_does_not_answer_is_told_and_is_no_success(
    run: Run, asset: str, conviso_sandbox: Sandbox, call: tuple[str, ...], error: str
) -> None:
    conviso_sandbox.faults.next(**FAULTS[error])
    done = run(*(asset if word == "FIRST" else word for word in call))
    assert done.status == (2 if call[0] in ("security_gate", "sbom") else 1)
    assert error in done.err
    assert conviso_sandbox.api_key not in done.out + done.err


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script not in ("demo", "quickstart")])
def test_help_shows_a_command_to_copy(run: Run, script: str) -> None:
    done = run(script, "--help")
    assert done.status == 0
    assert f"python examples/{script}.py" in done.out


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script != "demo"])
def test_a_script_needs_nothing_but_the_client(script: str, tmp_path: Path) -> None:
    """A module that is missing shows as a traceback, so those of extras are made to be missing."""
    missing = "import sys, runpy; sys.modules.update(dict.fromkeys(['rich', 'graphql', 'jsonschema', 'anyio']))"
    path = str(EXAMPLES / f"{script}.py")
    code = f"{missing}; sys.argv = ['x', '--help']; runpy.run_path({path!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path, env={**os.environ}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_use_public_names_only(script: str) -> None:
    for node in ast.walk(ast.parse((EXAMPLES / f"{script}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("conviso_client"):
            assert {name.name for name in node.names} <= set(PUBLIC[str(node.module)])


def test_the_readme_lists_every_script_with_a_command() -> None:
    listed = re.findall(r"^python examples/(\w+)\.py", (EXAMPLES / "README.md").read_text(), re.MULTILINE)
    assert set(listed) == set(SCRIPTS)


def test_the_demo_ends_with_pages_that_exist() -> None:
    demo = (EXAMPLES / "demo.py").read_text()
    pages = re.findall(r"docs/[\w-]+\.md", demo)
    assert len(pages) == 2
    assert [page for page in pages if not (EXAMPLES.parent / page).is_file()] == []
