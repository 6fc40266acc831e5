"""What the table of the benchmark says of a figure."""

from __future__ import annotations

import pytest

from benchmarks.cases import CASES, FIGURES, OURS, RAW, WAS
from benchmarks.report import table
from benchmarks.timing import Sample, Samples


def row(results: dict[str, Samples], text: str) -> list[str]:
    lines = table(results)[0].splitlines()
    (line,) = (line for line in lines if line.startswith(f"| {text} "))
    return [cell.strip() for cell in line.strip("|").split("|")]


def taken(*seconds: float) -> list[Sample]:
    return [Sample(each, each) for each in seconds]


@pytest.mark.parametrize(
    ("ours", "reached", "verdict"),
    [
        ([0.5, 0.5, 0.5], "0.50 x", "met"),
        ([0.9, 0.9, 0.9], "0.90 x", "missed"),
        ([0.8, 0.84, 0.9], "0.84 x ±6%", "hidden"),
        ([0.9, 1.0, 1.06], "~1.00 x ±8%", "missed"),
    ],
)
def test_a_figure_says_whether_its_spread_hides_the_difference(ours: list[float], reached: str, verdict: str) -> None:
    results: dict[str, Samples] = {"call-50": {OURS: taken(*ours), WAS: taken(1, 1, 1), RAW: taken(2, 2, 2)}}
    cells = row(results, "page of 50 issues")
    assert cells[2:4] == ["1.00 s", "2.00 s"]
    assert cells[-3:] == [reached, "0.85 x before", verdict]
    assert table(results)[1] is (verdict == "missed")


def test_a_goal_without_its_build_before_is_not_judged() -> None:
    assert row({"call-50": {OURS: taken(1, 1, 1)}}, "page of 50 issues")[-3:] == ["", "0.85 x before", ""]


def test_each_figure_is_of_a_case() -> None:
    assert {figure.case for figure in FIGURES} == set(CASES)
