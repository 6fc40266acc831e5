"""What the workflows run is a make target of this project, with no more rights than it needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def jobs(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_everything_that_runs_is_a_make_target(path: Path) -> None:
    commands = [step["run"] for job in jobs(path).values() for step in job["steps"] if "run" in step]
    assert commands
    for command in commands:
        assert re.fullmatch(r"make [a-z-]+", command)
        assert command.split()[1] in TARGETS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_and_rights_are_given_job_by_job(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}
    for job in jobs(path).values():
        assert job["permissions"]["contents"]
        for step in job["steps"]:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step.get("uses", f"a@{'0' * 40}"))


def test_the_key_reaches_one_step_alone() -> None:
    steps = jobs(PROJECT / ".github" / "workflows" / "schema.yml")["update"]["steps"]
    assert [step["run"] for step in steps if "CONVISO_API_KEY" in step.get("env", {})] == ["make schema-update"]
    assert [step["run"] for step in steps if "GITHUB_TOKEN" in step.get("env", {})] == ["make schema-publish"]


def test_gitlab_runs_the_same_targets() -> None:
    settings = yaml.safe_load((PROJECT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))
    commands = {
        command
        for job in settings.values()
        if isinstance(job, dict)
        for command in (*job.get("script", ()), *job.get("after_script", ()))
    }
    assert commands == {f"make {target}" for target in ("check", "wheel", "schema-update", "schema-publish")}
