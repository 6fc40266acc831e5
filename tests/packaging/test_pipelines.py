"""What pipelines include: their steps run here as a runner would run them, against the sandbox."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from conviso_client import Conviso
from conviso_client.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SARIF = ROOT / "tests" / "docs" / "files" / "results.sarif"
PASSES = "\n".join(f"--most={severity}=1000000" for severity in ("CRITICAL", "HIGH"))
FAILS = "\n".join(f"--most={severity}=0" for severity in ("CRITICAL", "HIGH", "MEDIUM", "LOW"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
SPEC, COMPONENT = yaml.safe_load_all((ROOT / "ci" / "conviso.yml").read_text())

Step = tuple[str, dict[str, str]]


def github(given: Mapping[str, str]) -> Step:
    """The last step of the action, and its environment: the one before it installs."""
    values = {f"inputs.{name}": str(about.get("default", "")) for name, about in ACTION["inputs"].items()}
    values |= {f"inputs.{name}": value for name, value in given.items()}
    values |= {"runner.temp": "/nowhere"}
    step = ACTION["runs"]["steps"][-1]
    filled = {name: re.sub(r"\$\{\{ (.+?) \}\}", lambda at: values[at[1]], text) for name, text in step["env"].items()}
    return step["run"], filled | {"CONVISO_CLIENT": str(BIN / "conviso-client")}


def gitlab(given: Mapping[str, str]) -> Step:
    """The job of the component, without what installs."""
    values = {name: str((about or {}).get("default", "")) for name, about in SPEC["spec"]["inputs"].items()}
    values |= {"requirement": "conviso-client", **{name: value for name, value in given.items() if name in values}}
    [job] = COMPONENT.values()
    script = "\n".join(job["script"])
    variables = job["variables"].items()
    return script, {
        name: re.sub(r"\$\[\[ inputs\.(.+?) \]\]", lambda at: values[at[1]], text) for name, text in variables
    }


@pytest.fixture(params=[github, gitlab], ids=["github", "gitlab"])
def run(
    request: pytest.FixtureRequest, conviso_sandbox: Sandbox, tmp_path: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(**inputs: str) -> subprocess.CompletedProcess[str]:
        script, environment = request.param({"company": "443", **inputs})
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=tmp_path,
            env={
                **environment, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path),
                "CONVISO_API_KEY": conviso_sandbox.api_key, "CONVISO_API_URL": conviso_sandbox.url,
            },
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    return run


@pytest.fixture
def asset(conviso: Conviso) -> str:
    for row in conviso.iter_assets():
        stats = conviso.issues_stats(filters={"asset_ids": [row.id]})
        if any(severity.count for severity in stats.severities or ()):
            return row.name or row.id
    raise AssertionError("the seed has no asset with issues")


def test_gate(run: Any, asset: str) -> None:
    passed = run(command="gate", asset=asset, arguments=PASSES)
    assert passed.returncode == 0, passed
    assert passed.stdout.startswith("PASS")
    assert run(command="gate", asset=asset, arguments=FAILS).returncode == 1
    assert run(command="gate", asset=asset, branch="no such branch").returncode == 2


def test_import_takes_patterns(run: Any, asset: str, tmp_path: Path) -> None:
    for name in ("one report.sarif", "two.sarif"):
        (tmp_path / name).write_bytes(SARIF.read_bytes())
    done = run(command="import", asset=asset, files="*report.sarif\ntwo.sarif\n", arguments="--dry-run\n--json\n")
    assert done.returncode == 0, done
    told = json.loads(done.stdout)
    assert told["dry_run"]
    assert told["counts"]["create"]
    assert run(command="import", asset=asset, files="nowhere.sarif").returncode == 3


def test_export(run: Any, tmp_path: Path) -> None:
    done = run(command="export", list="assets", output="all assets.csv", arguments="--columns=id,name")
    assert done.returncode == 0, done
    assert (tmp_path / "all assets.csv").read_text().startswith("id,name")
    assert run(command="export", list="assets", output="nowhere/assets.csv").returncode == 3


def test_what_is_given_is_never_part_of_the_script(run: Any, tmp_path: Path) -> None:
    bad = '$(touch pwned); `touch pwned`; "; touch pwned #'
    names = ("asset", "branch", "files", "arguments")
    assert run(command="import", **dict.fromkeys(names, bad)).returncode == 3
    wrong = run(command=bad)
    assert wrong.returncode == 3
    assert bad in wrong.stderr
    assert not (tmp_path / "pwned").exists()
    scripts = [step["run"] for step in ACTION["runs"]["steps"]]
    scripts += [line for job in COMPONENT.values() for line in (*job["before_script"], *job["script"])]
    assert not any("${{" in script or "$[[" in script for script in scripts)


def test_the_component_installs_what_it_is_given(tmp_path: Path) -> None:
    """The client is here already, so that pip asks no registry."""
    [job] = COMPONENT.values()
    environment = {**os.environ, "REQUIREMENT": "conviso-client", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "-eo", "pipefail", "-c", "\n".join(job["before_script"])]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done


def test_both_run_the_same_script_and_take_the_same() -> None:
    [job] = COMPONENT.values()
    assert ACTION["runs"]["steps"][-1]["run"] == job["script"][-1]
    own = {"api-key", "api-url"}, {"requirement", "job-name", "stage", "image"}
    assert set(ACTION["inputs"]) - own[0] == set(SPEC["spec"]["inputs"]) - own[1]


def instructions(text: str) -> list[tuple[str, str]]:
    lines = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines if line]


def test_the_image() -> None:
    """What a linter of Dockerfiles asks for."""
    found = instructions((ROOT / "Dockerfile").read_text())
    arguments = dict(value.split("=") for name, value in found if name == "ARG")
    bases = [value.replace("${PYTHON}", arguments["PYTHON"]).split() for name, value in found if name == "FROM"]
    stages = {words[2] for words in bases}
    foreign = [words[0] for words in bases if words[0] not in stages]
    assert all(re.fullmatch(r"python:3\.\d+-slim-\w+", image) for image in foreign)
    assert len(found) - [name for name, _ in found].index("USER") > 3, "the last stages are built on the one with USER"
    assert {value for name, value in found if name == "USER"} == {"10001:10001"}
    assert [value.split()[-1] for name, value in found if name == "FROM"][-2:] == ["sandbox", "client"]
    assert sum(name == "HEALTHCHECK" for name, _ in found) == 2
    assert all(value.startswith("[") for name, value in found if name in ("CMD", "ENTRYPOINT"))
    assert all("--no-cache-dir" in value for name, value in found if "pip install" in value)
    assert not any(name in ("ADD", "MAINTAINER") for name, _ in found)
    assert not re.search(
        r"(?i)secret|token|api_key=", "".join(value for name, value in found if name in ("ARG", "ENV"))
    )


def test_the_image_is_built_from_what_the_wheel_needs() -> None:
    shown = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    project = (ROOT / "pyproject.toml").read_text()
    forced = re.findall(r'^"([^"]+)" = "conviso_client/', project, re.MULTILINE)
    assert shown == {"src", "pyproject.toml", "README.md", "LICENSE", "constraints.txt", *forced}


def test_the_image_checks_its_health_by_what_the_sandbox_answers(conviso_sandbox: Sandbox) -> None:
    [check] = [value for name, value in instructions((ROOT / "Dockerfile").read_text()) if "urllib" in value]
    command = yaml.safe_load(check[check.index("CMD ") + 4 :])
    code = command[2].replace("http://127.0.0.1:8080/", conviso_sandbox.url.removesuffix("graphql"))
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=300).returncode == 0


def test_the_hook_refuses_an_operation_that_does_not_work(tmp_path: Path) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["pass_filenames"] is False
    queries = tmp_path / "queries"
    queries.mkdir()
    command = shlex.split(hook["entry"])
    command[0] = str(BIN / command[0])
    for field, status in (("label", 0), ("lable", 2)):
        (queries / "company.graphql").write_text(f"query company($id: ID!) {{ company(id: $id) {{ id {field} }} }}\n")
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == status, done
    assert "lable" in done.stdout
    assert re.search(hook["files"], "queries/company.graphql")
