"""Reports that are broken, or that are none: a clear error or a counted row, and never half of the findings."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from conviso_client.errors import ConfigurationError, ConvisoError, UnknownFormat, UnreadableFile
from conviso_client.findings import FORMATS, read_findings
from conviso_client.findings.plan import Scope, Worksheet
from conviso_client.findings.rows import input_of
from tests.findings import shapes
from tests.findings.reports import FILES, read

REPORTS = sorted(path.name for path in FILES.iterdir())
RUNS = [run for name, run in vars(shapes).items() if name.isupper()]


def refused(content: bytes, error: type[ConvisoError] = UnreadableFile, **options: Any) -> str:
    with pytest.raises(error) as caught:
        read_findings(io.BytesIO(content), **options)
    return str(caught.value)


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_that_is_cut_off_is_refused_before_its_first_finding(report: str) -> None:
    content = (FILES / report).read_bytes().rstrip()
    for length in (len(content) - 1, len(content) // 2):
        message = refused(content[:length])
        assert "broken or cut off" in message


@pytest.mark.parametrize("report", REPORTS)
def test_each_format_is_recognized_by_its_content_alone(report: str) -> None:
    reading = read_findings(io.BytesIO((FILES / report).read_bytes()))
    expected = next(name for name in sorted(FORMATS, key=len, reverse=True) if report.startswith(name))
    assert reading.format == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_the_encoding(encoding: str) -> None:
    content = (FILES / "invicti-first.json").read_text(encoding="utf-8").encode(encoding)
    assert len(list(read_findings(io.BytesIO(content)))) == 3


def test_packed_reports_and_open_files(tmp_path: Path) -> None:
    content = (FILES / "zap.json").read_bytes()
    packed = tmp_path / "report.without-its-suffix"
    packed.write_bytes(gzip.compress(content[:500]) + gzip.compress(content[500:]))
    expected = [each.key for each in read("zap.json")[0]]
    assert [each.key for each in read_findings(packed)] == expected
    assert [each.key for each in read_findings(str(packed))] == expected
    with (FILES / "zap.json").open(encoding="utf-8") as stream:
        reading = read_findings(stream)
    assert [each.key for each in reading] == expected
    assert reading.file == str(FILES / "zap.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"),
        (b"\n<html lang='en'>", "is a web page"),
        (b"# How to scan", "is neither JSON nor XML"),
        (b"- rule: none", "is neither JSON nor XML"),
        (b'{"runs": \xff}', "is not UTF-8 at byte 9"),
        (b"\x1f\x8b\x08\x00broken", "is broken"),
        (gzip.compress(b'{"runs": []}' * 50, mtime=0)[:-12], "is broken"),
        (b'{"runs": [' + b"[" * 100_000, "nested too deep"),
        (b'{"runs": [1,]}', "broken or cut off"),
        (b'{"runs": [] 1}', "broken or cut off"),
        (b'{"runs" []}', "broken or cut off"),
        (b"{1: 2}", "broken or cut off"),
        (b'{"runs": ' + b"9" * 5000 + b"}", "broken or cut off"),
        (b"<issues>", "broken or cut off"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><issues>&b;</issues>', "declares entities"),
        (b'<!DOCTYPE issues SYSTEM "file:///etc/passwd"><issues>&b;</issues>', "broken|declares entities"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_what_is_no_report(content: bytes, message: str) -> None:
    assert re.search(message, refused(content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"missing\.sarif cannot be read: No such file") as caught:
        read_findings(tmp_path / "missing.sarif")
    assert caught.value.file == str(tmp_path / "missing.sarif")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_findings(tmp_path)


def test_a_text_file_of_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(b'{"runs": "\xe4"}')
    with path.open(encoding="utf-8") as stream, pytest.raises(UnreadableFile, match="open it as bytes"):
        read_findings(stream)


def test_a_report_that_is_too_large_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(b" " * 5_000_000 + b'{"runs": []}')
    assert "more than 1 MiB" in refused(bomb, max_bytes=1 << 20)
    assert "more than 1 MiB" in refused(b" " * 2_000_000, max_bytes=1 << 20)


class _Endless(io.RawIOBase):
    """A file of any size, which counts what is asked of it."""

    asked = 0

    def read(self, size: int = -1) -> bytes:
        self.asked += size
        return b" " * min(size, 2 << 20)


def test_no_more_is_read_than_may_be() -> None:
    endless = _Endless()
    with pytest.raises(UnreadableFile, match="more than 1 MiB"):
        read_findings(endless, max_bytes=1 << 20)
    assert endless.asked == (1 << 20) + 1


@pytest.mark.parametrize("content", [b"{}", b"[]", b"1", b"null", b'{"a": {"runs": []}}', b"<other/>", b"[1, 2]"])
def test_a_format_that_is_not_known_names_those_that_are(content: bytes) -> None:
    message = refused(content, UnknownFormat)
    assert "SARIF 2.1.0" in message
    assert "Dependabot" in message


def test_a_format_that_was_asked_for() -> None:
    sarif = json.dumps(shapes.document(shapes.SEMGREP)).encode()
    assert "is not ZAP" in refused(sarif, UnknownFormat, format="zap")
    assert "but SARIF 2.1.0" in refused(sarif, UnknownFormat, format="zap")
    assert refused(b"{}", UnknownFormat, format="zap").endswith("without requests and responses")
    assert "there is no format 'xml'" in refused(sarif, ConfigurationError, format="xml")


@pytest.mark.parametrize("format", ["nuclei", "nikto", "github-code-scanning", "github-dependabot"])
def test_an_empty_list_is_a_report_of_what_is_a_list(format: str) -> None:
    assert read([], format=format)[0] == []
    assert "is not" in refused(b"[]", UnknownFormat, format="sarif")


def test_other_versions_of_sarif_are_refused_by_name() -> None:
    for version in ("2.0.0", "1.0.0", 2, None):
        with pytest.raises(UnknownFormat, match=f"SARIF {version}"):
            read({"version": version, "runs": []})
    with pytest.raises(UnreadableFile, match="`runs` is no list"):
        read({"version": "2.1.0", "runs": {}})


def test_ten_thousand_runs() -> None:
    found, reading = read(shapes.document(*[shapes.HADOLINT] * 10_000))
    assert len({each.key for each in found}) == 10_000
    assert reading.tools == ("hadolint",)


def test_results_of_which_little_is_told() -> None:
    run = shapes.run("checker", {}, {"ruleId": "a"}, {"message": {"text": "found it"}}, None, 7, "text", [])
    found, reading = read(shapes.document(run))
    assert [(each.title, each.file, each.line) for each in found] == [("a", None, None), ("found it", None, None)]
    assert dict(reading.left_out) == {"without rule and message": 1, "not an object": 4}


LONG = "9" * 5000  # more digits than int() takes
JUNK: list[Any] = [
    *(None, True, 0, -1, 2.5, 10**30, 10**400, float("nan"), "", "text", "\ud800", "\x00", LONG, f"CWE-{LONG}", "http://["),
    *([], [None], [[]], {}, {"text": 1}, {"a": None}),
]  # fmt: skip


def spoiled(value: Any, chance: random.Random) -> Any:
    """Return a document in which a value here and there is another one."""
    if chance.random() < 0.04:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {name: spoiled(each, chance) for name, each in value.items()}
    return [spoiled(each, chance) for each in value] if isinstance(value, list) else value


def documents() -> list[tuple[str, Any]]:
    files = [(name, FILES / name) for name in REPORTS if name.endswith(".json")]
    return [
        *((name, json.loads(path.read_text(encoding="utf-8"))) for name, path in files),
        ("sarif", shapes.document(*RUNS)),
    ]


@pytest.mark.parametrize(("name", "document"), documents(), ids=[name for name, _ in documents()])
def test_whatever_stands_in_a_report_is_read_or_refused(name: str, document: Any) -> None:
    for seed in range(60):
        broken = spoiled(document, random.Random(seed))
        try:
            found, reading = read(broken)
        except UnreadableFile:
            continue
        assert all(each.title and each.key.startswith("c1:") for each in found)
        assert isinstance(reading.may_close, bool)
        worksheet = Worksheet(Scope(1, None, None, "LOW", close_missing=False, allow_drop=False))
        worksheet.add_findings(found)
        worksheet.compare()
        for row in worksheet.rows():
            assert input_of(row.kind, 1, row.changes).model_dump_json()


def test_halves_of_characters_are_replaced_and_pairs_stay() -> None:
    text = r"\\ud83d \ud83d\ude00 \uD83D! \ude00"
    result = f'{{"ruleId": "a", "message": {{"text": "{text}"}}}}'
    document = f'{{"version": "2.1.0", "runs": [{{"tool": {{}}, "results": [{result}]}}]}}'
    (finding,) = read_findings(io.BytesIO(document.encode()))
    assert finding.description == "\\ud83d \U0001f600 \ufffd! \ufffd"


SKIPPED: list[tuple[Any, dict[str, int]]] = [
    ({"Target": {}, "Vulnerabilities": [{}, None, {"Name": " "}]}, {"without a name": 3}),
    ({"site": {"@name": "a", "alerts": [{}, 7]}}, {"without a name": 2}),
    ([{"template-id": "a", "info": {}, "host": "b"}, {}, 3], {"without a template": 2}),
    ({"host": "a", "vulnerabilities": [{}, None, {"msg": ""}]}, {"without a message": 3}),
    ({"dependencies": [{"name": "a", "vulns": [{}, None]}]}, {"vulnerability without an id": 2}),
    ({"auditReportVersion": 2, "vulnerabilities": {"a": {"via": [{}, "b"]}}}, {"advisory without an id": 1}),
    ({"advisories": {"1": {}, "2": None}, "metadata": {}}, {"advisory without an id": 2}),
    ({"matches": [{}, None], "descriptor": {}}, {"without an id": 2}),
    (
        {"SchemaVersion": 2, "ArtifactName": "a", "Results": [{"Vulnerabilities": [{}], "Secrets": [None]}]},
        {"without VulnerabilityID": 1, "without RuleID": 1},
    ),
    (
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{}], "vulnerabilities": [{}, None]},
        {"vulnerability without an id": 2},
    ),
    ([{"rule": {}, "tool": {}, "most_recent_instance": {}}, 7], {"without a rule": 1, "not an object": 1}),
    ([{"security_advisory": {}, "dependency": {}}], {"without an advisory": 1}),
]


@pytest.mark.parametrize(("document", "left_out"), SKIPPED)
def test_rows_that_tell_nothing_are_counted(document: Any, left_out: dict[str, int]) -> None:
    _, reading = read(document)
    assert dict(reading.left_out) == left_out


UNSURE: list[tuple[Any, str]] = [
    ({"Target": {}, "Vulnerabilities": None}, "has no list of vulnerabilities"),
    ({"host": "a", "vulnerabilities": None}, "nikto gives no list for a"),
    ({"dependencies": []}, "lists no packages"),
    ({"auditReportVersion": 2}, "says nothing of vulnerabilities"),
    ({"matches": None, "descriptor": {}}, "has no list of matches"),
    ({"SchemaVersion": 2, "ArtifactName": "a", "Results": None}, "has no results"),
]


@pytest.mark.parametrize(("document", "problem"), UNSURE)
def test_a_report_without_its_list_closes_nothing(document: Any, problem: str) -> None:
    found, reading = read(document)
    assert found == []
    assert problem in reading.problems[0]


def test_two_reports_in_one_file_are_not_half_read() -> None:
    two = json.dumps([{"name": "a", "vulns": []}])
    with pytest.raises(UnreadableFile, match="Extra data"):
        list(read_findings(io.BytesIO((two + two).encode())))


def test_burp_with_a_message_that_is_no_base64_and_a_row_without_a_name() -> None:
    message = "<requestresponse><request base64='true'>A</request></requestresponse>"
    issue = f"<issue><type>1</type><name>A</name>{message}</issue>"
    reading = read_findings(io.BytesIO(f"<issues>{issue}<issue/></issues>".encode()))
    (finding,) = reading
    assert (finding.title, finding.request) == ("A", None)
    assert dict(reading.left_out) == {"without a name": 1}


def test_xml_that_is_nested_too_deep() -> None:
    start = '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">'
    deep = "<a>" * 3000 + "</a>" * 3000
    with pytest.raises(UnreadableFile, match="nested too deep"):
        list(read_findings(io.BytesIO(f"{start}<components>{deep}</components></bom>".encode())))
