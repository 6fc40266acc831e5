"""What is said of a report as a whole."""

from __future__ import annotations

import io
import json

import pytest

import conviso_client.findings
from conviso_client.findings import doubt_about_fall, read_findings
from tests.findings import shapes
from tests.findings.reports import FILES, read


def test_nothing_may_be_closed_before_all_was_read() -> None:
    reading = read_findings(FILES / "zap.json")
    assert not reading.may_close
    assert reading.problems == (f"{FILES / 'zap.json'} was not read to its end",)
    rows = iter(reading)
    next(rows)
    assert not reading.may_close
    list(rows)
    assert reading.may_close


def test_it_can_be_read_again_and_counts_anew() -> None:
    reading = read_findings(FILES / "nuclei.jsonl")
    assert list(reading) == list(reading)
    assert dict(reading.left_out) == {"did not match": 1}
    next(iter(reading))
    assert not reading.may_close


def test_how_it_looks() -> None:
    reading = read_findings(io.BytesIO(json.dumps(shapes.document(shapes.RUFF)).encode()))
    assert repr(reading) == "<Reading of the report (sarif)>"
    assert reading.file == "the report"


@pytest.mark.parametrize(
    ("before", "now", "is_doubtful"),
    [
        (0, 0, False),
        (5, 0, True),
        (4, 0, False),
        (20, 10, False),
        (20, 9, True),
        (10, 4, True),
        (10, 5, False),
        (3, 9, False),
    ],
)
def test_a_large_fall_is_doubtful(before: int, now: int, is_doubtful: bool) -> None:
    doubt = doubt_about_fall(before, now)
    assert (doubt is not None) is is_doubtful
    if doubt is not None:
        assert doubt.startswith(f"{before - now} of {before} findings disappeared at once")


def test_all_names_are_there() -> None:
    assert {"Finding", "Reading", "read_findings", "write_sarif"} <= set(dir(conviso_client.findings))
    assert all(hasattr(conviso_client.findings, name) for name in conviso_client.findings.__all__)


def test_findings_are_small_and_do_not_change() -> None:
    (finding, *_), _ = read("zap.json")
    with pytest.raises(AttributeError):
        finding.title = "Another"  # type: ignore[misc]
    assert not hasattr(finding, "__dict__")
