"""SARIF, in the shapes that scanners give it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conviso_client.errors import UnknownFormat, UnreadableFile
from conviso_client.findings import Finding, Reading, read_findings


def sarif(*results: dict[str, Any], rules: Any = (), name: str = "Checker", **run: Any) -> dict[str, Any]:
    """A file with one run."""
    return {
        "version": "2.1.0",
        "runs": [{"results": list(results), "tool": {"driver": {"name": name, "rules": list(rules)}}, **run}],
    }


def result(rule: str = "weak-hash", file: str = "src/a.py", line: int = 4, text: str = "md5(x)", **more: Any) -> Any:
    place = {"artifactLocation": {"uri": file}, "region": {"startLine": line, "snippet": {"text": text}}}
    return {"ruleId": rule, "message": {"text": "MD5 is weak"}, "locations": [{"physicalLocation": place}], **more}


def read(tmp_path: Path, document: Any, **options: Any) -> tuple[list[Finding], Reading]:
    path = tmp_path / "report"
    path.write_text(json.dumps(document), encoding="utf-8")
    reading = read_findings(path, **options)
    return list(reading), reading


def test_a_result_is_a_finding(tmp_path: Path) -> None:
    rule = {"id": "weak-hash", "shortDescription": {"text": "Weak hash"}, "helpUri": "https://example.com/weak-hash"}
    (finding,), reading = read(tmp_path, sarif(result(level="error"), rules=[rule]))
    assert (finding.kind, finding.title, finding.severity) == ("sast", "Weak hash", "HIGH")
    assert (finding.file, finding.line, finding.snippet) == ("src/a.py", 4, "md5(x)")
    assert (finding.tool, finding.rule, finding.reference) == ("checker", "weak-hash", "https://example.com/weak-hash")
    assert reading.may_close
    assert (reading.tools, dict(reading.left_out), reading.problems) == (("checker",), {}, ())


def test_twins_have_keys_of_their_own_that_do_not_follow_the_order_of_the_report(tmp_path: Path) -> None:
    first, second = result(line=4), result(line=9)
    there, _ = read(tmp_path, sarif(first, second))
    back, _ = read(tmp_path, sarif(second, first))
    assert there[0].key != there[1].key
    assert {each.line: each.key for each in there} == {each.line: each.key for each in back}


def test_another_version_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"SARIF 2\.0\.0"):
        read(tmp_path, {"version": "2.0.0", "runs": []})


def test_a_report_that_is_cut_off_is_refused_before_its_first_finding(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_text(json.dumps(sarif(result(), result(line=9)))[:-40], encoding="utf-8")
    with pytest.raises(UnreadableFile, match="broken or cut off"):
        read_findings(path)
