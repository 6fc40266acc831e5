"""A finding keeps its key in the next scan, and no two findings share one."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.errors import ConfigurationError
from conviso_client.findings import Finding, number_twins
from conviso_client.findings.identity import key, settled, squeezed, stable_url
from tests.findings import shapes
from tests.findings.reports import FILES, read

RUNS = {name: run for name, run in vars(shapes).items() if name.isupper()}
WITH_FILES = [name for name, run in RUNS.items() if run["results"]]
REGIONS = ("startLine", "endLine")


def everywhere(value: Any, change: Any) -> Any:
    """Return a document in which each object and each text was changed."""
    if isinstance(value, dict):
        return change({name: everywhere(each, change) for name, each in value.items()})
    if isinstance(value, list):
        return [everywhere(each, change) for each in value]
    return change(value)


def moved_by(lines: int) -> Any:
    return lambda value: (
        {name: each + lines if name in REGIONS else each for name, each in value.items()}
        if isinstance(value, dict) and "startLine" in value
        else value
    )


def in_another_folder(value: Any) -> Any:
    return value.replace("/src/app/", "/home/ci/build-7/") if isinstance(value, str) else value


def keys(run: Any, **options: Any) -> list[str]:
    return [each.key for each in read(shapes.document(run), **options)[0]]


@pytest.mark.parametrize("name", WITH_FILES)
def test_lines_that_are_put_above_change_no_key(name: str) -> None:
    assert keys(everywhere(RUNS[name], moved_by(3))) == keys(RUNS[name])


@pytest.mark.parametrize("name", WITH_FILES)
def test_another_folder_for_the_checkout_changes_no_key(name: str) -> None:
    assert keys(everywhere(RUNS[name], in_another_folder), root="/home/ci/build-7") == keys(RUNS[name])


@pytest.mark.parametrize("name", WITH_FILES)
def test_another_order_of_rules_and_results_changes_no_key(name: str) -> None:
    run = copy.deepcopy(RUNS[name])
    rules = run["tool"]["driver"].get("rules", [])
    for result in run["results"]:
        result.pop("ruleIndex", None)
    random.Random(7).shuffle(rules)
    random.Random(8).shuffle(run["results"])

    def told(run: Any) -> dict[Any, str]:
        return {(each.rule, each.file, each.line, each.description): each.key for each in read(shapes.document(run))[0]}

    assert told(run) == told(RUNS[name])


texts = st.sampled_from(["md5(x)", "  md5( x )", "eval(y)", "z", ""])
results = st.lists(
    st.builds(
        lambda rule, file, line, text: shapes.result(rule, "message", shapes.at(file, line, text)),
        st.sampled_from(["a", "b.c", "b.d"]),
        st.sampled_from(["one.py", "folder/two.py", "/src/app/folder/three.py"]),
        st.integers(1, 30),
        texts,
    ),
    max_size=25,
    unique_by=lambda each: json.dumps({**each, "snippet": None}),
)


@given(results, st.integers(0, 50), st.randoms(use_true_random=False))
def test_whatever_is_found(found: list[Any], lines: int, chance: random.Random) -> None:
    """No two findings share a key, and neither moved lines, nor another order or folder change one."""

    def told(results: list[Any], above: int = 0, root: str = "/src/app") -> dict[Any, str]:
        read_back, _ = read(shapes.document(shapes.run("checker", *results)), root=root)
        assert len({each.key for each in read_back}) == len(results)
        return {(each.rule, each.file, (each.line or 0) - above, each.snippet): each.key for each in read_back}

    before = told(found)
    shuffled = chance.sample(found, len(found))
    assert told(shuffled) == before
    assert told(everywhere(found, moved_by(lines)), lines) == before
    assert told(everywhere(found, in_another_folder), root="/home/ci/build-7") == before


def test_the_same_finding_in_two_runs_of_a_tool_is_told_apart() -> None:
    found, _ = read(shapes.document(shapes.SEMGREP, shapes.SEMGREP, shapes.BANDIT))
    assert len({each.key for each in found}) == len(found)


def test_what_a_tool_finds_does_not_depend_on_other_tools() -> None:
    alone, _ = read(shapes.document(shapes.SEMGREP))
    after_others, _ = read(shapes.document(shapes.BANDIT, shapes.GITLEAKS, shapes.SEMGREP))
    assert [each.key for each in alone] == [each.key for each in after_others if each.tool == "semgrep"]


def test_the_folder_that_rules_are_loaded_from_is_not_part_of_a_key() -> None:
    elsewhere = everywhere(
        shapes.SEMGREP, lambda value: value.replace("rules.", "home.me.rules.") if isinstance(value, str) else value
    )
    assert keys(elsewhere) == keys(shapes.SEMGREP)


def test_the_root_in_a_message_is_not_part_of_a_key() -> None:
    here = shapes.run("checker", shapes.result("a", "see /src/app/b.py", shapes.at("/src/app/a.py", 1)))
    there = everywhere(here, in_another_folder)
    assert keys(there, root="/home/ci/build-7") == keys(here)


@pytest.mark.parametrize("report", sorted(path.name for path in FILES.iterdir() if path.suffix == ".json"))
def test_the_order_of_a_report_changes_no_key(report: str) -> None:
    turned = everywhere(
        json.loads((FILES / report).read_text(encoding="utf-8")),
        lambda value: dict(reversed(value.items())) if isinstance(value, dict) else value,
    )
    if isinstance(turned, list):
        turned.reverse()
    assert sorted(each.key for each in read(turned)[0]) == sorted(each.key for each in read(report)[0])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Shop.example.com:443/a?q=1&p=2#part", "https://shop.example.com/a?p,q"),
        ("http://shop.example.com:8080", "http://shop.example.com:8080/"),
        ("shop.example.com:443", "shop.example.com:443"),
        ("https://shop.example.com:port/a?q", "https://shop.example.com:port/a"),
        ("https://[broken/a?q=1", "https://[broken/a"),
    ],
)
def test_a_place_has_no_values_in_it(url: str, expected: str) -> None:
    assert stable_url(url) == expected


def test_texts_without_what_moves() -> None:
    assert squeezed(" a\n\tb ") == "ab"
    assert settled("Declared on line 12, column 4: a1") == settled("Declared on line 9,\n column 17: a1")
    assert settled("md5 and 7") != settled("md5 and 8")


def test_a_key_is_versioned_and_tells_parts_apart() -> None:
    assert key("a", "b").startswith("c1:")
    assert len({key("a", "b"), key("ab"), key("a", None, "b"), key("b", "a")}) == 4


def test_a_finding_of_your_own_gets_a_key() -> None:
    one = Finding(kind="sast", title="Weak hash", tool="checker", rule="md5", file="a.py", line=1, snippet="md5(x)")
    same = Finding(kind="sast", title="Hash", tool="checker", rule="md5", file="a.py", line=9, snippet=" md5( x )")
    other = Finding(kind="sast", title="Weak hash", tool="checker", rule="md5", file="b.py", line=1, snippet="md5(x)")
    assert one.key == same.key != other.key
    first, second, third = number_twins([same, one, other])
    assert (first.key, second.key, third.key) == (f"{one.key}-2", one.key, other.key)


def test_keys_of_findings_without_a_file() -> None:
    web = [Finding(kind="dast", title="Open", url=f"https://example.com/?a={value}") for value in (1, 2)]
    assert web[0].key == web[1].key
    packages = [Finding(kind="sca", title="Old", package="lib", affected_version=each, rule="G-1") for each in "12"]
    assert packages[0].key != packages[1].key


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "quality", "title": "a"}, "kind is one of sast, .*, not 'quality'"),
        ({"kind": "sast", "title": " "}, "needs a title"),
        ({"kind": "sast", "title": "a", "severity": "high"}, "severity is one of NOTIFICATION, .*, not 'high'"),
    ],
)
def test_what_is_no_finding(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Finding(**fields)
