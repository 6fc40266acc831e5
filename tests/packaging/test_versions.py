"""The bounds of what the project needs, its constraints, and when a version can be released."""

from __future__ import annotations

import re
from importlib.metadata import metadata, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import conviso_client
from tools.changelog import read_changelog
from tools.constraints import lowest, name_of, read_constraints
from tools.release import release_problems
from tools.sbom import with_version

PROJECT = Path(__file__).parents[2]
NEEDED = [Requirement(text) for text in metadata("conviso-client").get_all("Requires-Dist") or ()]


def applies(requirement: Requirement, python: str) -> bool:
    """Tell if a user of that Python gets it, with an extra that may bring a low version."""
    extras = {"", "schema", "sandbox", "redis", "otel", "httpx2", "cli", "findings", "parquet", "remote"}
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra, "python_version": python}) for extra in extras)


@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_the_lowest_constraints_are_the_lower_bounds(python: str) -> None:
    bounds: dict[str, Version] = {}
    for requirement in NEEDED:
        if applies(requirement, python):
            (low,) = [Version(bound.version) for bound in requirement.specifier if bound.operator == ">="]
            bounds[name_of(requirement)] = max(low, bounds.get(name_of(requirement), low))
    pinned = {
        name_of(constraint): Version(str(constraint.specifier).removeprefix("=="))
        for constraint in read_constraints(PROJECT / "constraints-lowest.txt")
        if applies(constraint, python)
    }
    assert {name: pinned.get(name) for name in bounds} == bounds


@pytest.mark.parametrize("file", ["constraints.txt", "constraints-lowest.txt"])
def test_constraints_are_exact_and_plain(file: str) -> None:
    for constraint in read_constraints(PROJECT / file):
        assert re.fullmatch(r"==[\w.]+", str(constraint.specifier)), constraint
        assert constraint.url is None


def test_what_has_a_lowest_version_is_not_constrained_twice() -> None:
    first = [Requirement("a==1"), Requirement("typing_extensions==4")]
    otherwise = [Requirement("a==2"), Requirement("b==1"), Requirement("typing-extensions==5")]
    assert list(map(str, lowest(first, otherwise))) == ["a==1", "typing_extensions==4", "b==1"]


def test_the_version_has_one_place() -> None:
    assert version("conviso-client") == conviso_client.__version__
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{conviso_client.__version__}"' not in text
    assert with_version(text).count(f'version = "{conviso_client.__version__}"') == 1


@pytest.mark.parametrize(
    ("tag", "heading", "problem"),
    [
        ("v1.2.3", "## 1.2.3 (2026-10-01)", None),
        ("", "## 1.2.3 (2026-10-01)", "TAG is not set: TAG=v1.2.3 make release-check"),
        ("1.2.3", "## 1.2.3 (2026-10-01)", "the tag is 1.2.3, and the version v1.2.3"),
        ("v1.2.4", "## 1.2.3 (2026-10-01)", "the tag is v1.2.4, and the version v1.2.3"),
        ("v1.2.3", "## 1.2.2 (2026-10-01)", "the newest section of CHANGELOG.md is 1.2.2, not 1.2.3"),
        ("v1.2.3", "## 1.2.3 (not released)", "does not say when it was released: ## 1.2.3 (2026-01-31)"),
        ("v1.2.3", "## 1.2.3 (soon)", "does not say when it was released"),
    ],
)
def test_a_tag_that_does_not_fit_is_not_released(tmp_path: Path, tag: str, heading: str, problem: str | None) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(f"# Changes\n\n{heading}\n\n- The first.\n", encoding="utf-8")
    found = list(release_problems(tag, "1.2.3", read_changelog(path)))
    assert len(found) == (problem is not None), found
    assert problem is None or problem in found[0]
    [*_, last] = release_problems(tag, "1.2.3", read_changelog(path), installed_from="a/checkout")
    assert last.startswith("errors say pip install 'a/checkout'") or problem
