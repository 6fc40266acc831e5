"""What is written as SARIF is read with the same keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conviso_client import ConfigurationError, Conviso
from conviso_client.findings import Finding, read_findings, write_sarif, writing
from conviso_client.sandbox import Sandbox
from conviso_client.types import CreateOrUpdateFindingPolymorphicInput, CreateOrUpdateSastFindingInput
from tests.findings import shapes
from tests.findings.reports import FILES, read

KEPT = ("key", "kind", "title", "severity", "cwes", "file", "line", "url", "package", "suppressed", "tool")
REPORTS: list[Any] = [
    *(path.name for path in sorted(FILES.iterdir())),
    shapes.document(shapes.SEMGREP, shapes.BANDIT, shapes.GITLEAKS, shapes.CHECKOV),
]


def told(findings: list[Finding]) -> list[tuple[Any, ...]]:
    """What is to be the same: without a severity, SARIF says the one of its standard."""
    rows = (tuple(getattr(each, name) for name in KEPT) for each in findings)
    return sorted(
        (tuple("MEDIUM" if value is None and at == 3 else value for at, value in enumerate(row)) for row in rows),
        key=str,
    )


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report if isinstance(report, str) else "sarif")
def test_findings_come_back_with_their_keys(report: Any, tmp_path: Path) -> None:
    found, _ = read(report)
    path = tmp_path / "written.sarif"
    write_sarif(found, path)
    reading = read_findings(path, "sarif")
    assert told(list(reading)) == told(found)


@pytest.mark.parametrize("count", [0, 1, 50])
def test_it_is_written_piece_by_piece_as_json_would_write_it(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_IN_MEMORY", 1000)  # what exceeds it waits in a file
    path = tmp_path / "written.sarif"
    findings = [
        Finding(
            kind="sast",
            title=f"Rule {at % 7} \u00e4\n",
            description=" a\n\n b",
            file=f"{at}.py",
            line=1,
            tool=f"t{at % 3}",
        )
        for at in range(count)
    ]
    write_sarif(iter(findings), path)
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    assert text == json.dumps(document, indent=1) + "\n"
    assert sum(len(run["results"]) for run in document["runs"]) == count


def test_others_can_read_it(tmp_path: Path) -> None:
    finding = Finding(
        kind="sast",
        title="Weak hash",
        severity="CRITICAL",
        file="src/c#/my file.py",
        line=7,
        first_line=6,
        snippet="a\nmd5(x)",
        reference="https://example.com/md5\nhttps://example.com/more",
        tool="checker",
        rule="md5",
    )
    path = tmp_path / "written.sarif"
    write_sarif([finding], path)
    (run,) = json.loads(path.read_text(encoding="utf-8"))["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"] == "https://example.com/md5"
    assert result["level"] == "error"
    assert result["partialFingerprints"] == {"convisoClient/c1": finding.key}
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "src/c%23/my%20file.py", "uriBaseId": "%SRCROOT%"}
    assert "%SRCROOT%" in run["originalUriBaseIds"]
    assert place["region"] == {"startLine": 7}
    assert place["contextRegion"]["startLine"] == 6


def test_nothing_to_write_is_a_file_without_runs(tmp_path: Path) -> None:
    write_sarif([], tmp_path / "written.sarif")
    reading = read_findings(tmp_path / "written.sarif")
    assert list(reading) == []
    assert not reading.may_close


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot write"):
        write_sarif([], tmp_path / "missing" / "written.sarif")


def test_no_room_for_what_waits_for_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "SpooledTemporaryFile", full)
    finding = Finding(kind="sast", title="a", description="a", key="c1:a")
    with pytest.raises(ConfigurationError, match=r"cannot write .*written\.sarif by way of .*: No space left"):
        write_sarif([finding], tmp_path / "written.sarif")
    assert list(tmp_path.iterdir()) == []


def test_issues_of_the_api_keep_the_key_that_an_import_gave_them(tmp_path: Path) -> None:
    finding = Finding(kind="sast", title="Weak hash", file="a.py", line=7, snippet="md5(x)", tool="checker", rule="md5")
    imported = CreateOrUpdateSastFindingInput(
        title=finding.title,
        description="It is weak.",
        severity="HIGH",
        category="CWE-327",
        file_name="a.py",
        first_line=7,
        vulnerable_line=7,
        code_snippet="md5(x)",
        original_issue_id_from_tool=finding.key.replace("c1:", "c1:checker:"),
    )
    path = tmp_path / "written.sarif"
    with Sandbox(api_key="key") as sandbox, Conviso("key", url=sandbox.url, company_id=443) as conviso:
        asset = next(iter(conviso.iter_assets())).id
        row = CreateOrUpdateFindingPolymorphicInput(asset_id=asset, sast=imported)
        conviso.batch_create_or_update_findings([row])
        issues = list(conviso.iter_issues(with_detail=True, with_code=True, filters={"assetIds": [asset]}))
        write_sarif(issues, path)
    written = list(read_findings(path))
    assert len(written) == len(issues)
    assert len({each.key for each in written}) == len(issues)
    (again,) = (each for each in written if each.key == finding.key)
    assert (again.title, again.severity, again.cwes) == ("Weak hash", "HIGH", ("CWE-327",))
    assert (again.file, again.line, again.snippet, again.tool) == ("a.py", 7, "md5(x)", "checker")


def test_what_is_neither_a_finding_nor_an_issue(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="takes findings and issues, not dict"):
        write_sarif([{}], tmp_path / "written.sarif")
    assert not (tmp_path / "written.sarif").exists()


def test_half_a_character_is_written_too(tmp_path: Path) -> None:
    finding = Finding(kind="sast", title="Odd \ud800", file="a.py", line=1, snippet="x", tool="checker", rule="odd")
    write_sarif([finding], tmp_path / "written.sarif")
    (again,) = read_findings(tmp_path / "written.sarif")
    assert (again.title, again.key) == ("Odd \ufffd", finding.key)


def test_issues_of_all_kinds(tmp_path: Path) -> None:
    path = tmp_path / "written.sarif"
    with Sandbox(api_key="key") as sandbox, Conviso("key", url=sandbox.url, company_id=443) as conviso:
        issues = list(conviso.iter_issues(with_detail=True, with_code=True))
        write_sarif(issues, path)
    written = list(read_findings(path))
    assert len({each.key for each in written}) == len(written) == len(issues)
    assert sorted(each.title for each in written) == sorted(each.title for each in issues)
    assert len({each.kind for each in written}) > 2
