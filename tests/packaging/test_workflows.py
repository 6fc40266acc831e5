"""What the workflows run is a make target of this project, with no more rights than it needs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z0-9.-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
MAKE = re.compile(r"make [a-z-]+")
MAY_WRITE = {
    ("release", "attest"): {"attestations", "id-token"},
    ("release", "publish"): {"id-token"},
    ("schema", "update"): {"contents", "issues", "pull-requests"},
}
"""The jobs that may change something, and what."""


def jobs(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


def workflow(name: str) -> dict[str, Any]:
    return jobs(PROJECT / ".github" / "workflows" / f"{name}.yml")


def gitlab() -> dict[str, Any]:
    settings = yaml.safe_load((PROJECT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))
    return {name: job for name, job in settings.items() if isinstance(job, dict) and "script" in job}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_everything_that_runs_is_a_make_target(path: Path) -> None:
    commands = [step["run"] for job in jobs(path).values() for step in job["steps"] if "run" in step]
    assert commands
    for command in commands:
        assert re.fullmatch(r"make [a-z-]+", command)
        assert command.split()[1] in TARGETS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_and_the_comment_says_which_version(path: Path) -> None:
    uses = re.findall(r"uses: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_rights_are_given_job_by_job_and_few_may_write(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}
    for name, job in jobs(path).items():
        may_write = {right for right, extent in job["permissions"].items() if extent == "write"}
        assert may_write == MAY_WRITE.get((path.stem, name), set())


def test_the_key_reaches_one_step_alone() -> None:
    steps = workflow("schema")["update"]["steps"]
    assert [step["run"] for step in steps if "CONVISO_API_KEY" in step.get("env", {})] == ["make schema-update"]
    assert [step["run"] for step in steps if "GITHUB_TOKEN" in step.get("env", {})] == ["make schema-publish"]


def test_what_is_published_is_what_was_checked() -> None:
    """The jobs after the first run nothing of this project: they take what the first built."""
    release = workflow("release")
    runs = [step["run"] for step in release["build"]["steps"] if "run" in step]
    assert runs == ["make release-check", "make check", "make dist", "make sbom"]
    assert (release["attest"]["needs"], release["publish"]["needs"]) == ("build", "attest")
    assert all("run" not in step for name in ("attest", "publish") for step in release[name]["steps"])
    assert "secrets." not in (PROJECT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def test_the_tests_run_once_on_every_supported_python() -> None:
    settings = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    supported = re.findall(r"Python :: (3\.\d+)", settings)
    check, test = workflow("ci")["check"], workflow("ci")["test"]
    on_github = [*test["strategy"]["matrix"]["python"], python_of(check)]
    (matrix,) = gitlab()["test"]["parallel"]["matrix"]
    image = yaml.safe_load((PROJECT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["default"]["image"]
    on_gitlab = [*matrix["PYTHON_VERSION"], image.removeprefix("python:")]
    assert sorted(on_github) == sorted(on_gitlab) == sorted(supported)
    assert python_of(workflow("ci")["newest"]) == max(supported, key=lambda version: int(version.partition(".")[2]))


def python_of(job: dict[str, Any]) -> str:
    (version,) = [step["with"]["python-version"] for step in job["steps"] if "setup-python" in step.get("uses", "")]
    return version


def test_gitlab_runs_the_same_targets() -> None:
    assert all("after_script" not in job for job in gitlab().values()), "what fails there fails nothing"
    commands = {command for job in gitlab().values() for line in job["script"] for command in MAKE.findall(line)}
    on_github = {
        step["run"] for path in WORKFLOWS for job in jobs(path).values() for step in job["steps"] if "run" in step
    }
    assert commands == on_github - {"make setup"}


@pytest.mark.parametrize("shell", [["bash", "-eo", "pipefail"], ["sh", "-e"]], ids=lambda shell: shell[0])
@pytest.mark.parametrize(("update", "publish"), [(0, 0), (2, 0), (0, 2), (2, 2)])
def test_gitlab_publishes_whatever_the_update_found_and_fails_if_either_failed(
    update: int, publish: int, shell: list[str], tmp_path: Path
) -> None:
    log, make = tmp_path / "log", tmp_path / "make"
    make.write_text(
        f'#!/bin/sh\necho "$1" >> {log}\n'
        f"case $1 in schema-update) exit {update};; schema-publish) exit {publish};; esac\n"
    )
    make.chmod(0o755)
    script = "\n".join(gitlab()["schema"]["script"])
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run([*shell, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (max(update, publish), "", "")
    assert log.read_text().split() == ["schema-update", "schema-publish"]
