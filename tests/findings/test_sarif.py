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


def rows(tmp_path: Path, document: Any, *fields: str, **options: Any) -> list[tuple[Any, ...]]:
    return [tuple(getattr(each, field) for field in fields) for each in read(tmp_path, document, **options)[0]]


PLACES: list[tuple[str, str | None, dict[str, Any], str]] = [
    # URI, id of its base, the bases, what is told below /src/app
    ("a.py", None, {}, "a.py"),
    ("./x/../a.py", None, {}, "a.py"),
    ("/src/app/a.py", None, {}, "a.py"),
    ("file:///src/app/a%20b.py", None, {}, "a b.py"),
    ("file:////src/app/a.py", None, {}, "a.py"),
    ("file:/src/app/a.py", None, {}, "a.py"),
    ("src%2Fa.py", None, {}, "src/a.py"),
    ("c#/100% of it.py", None, {}, "c#/100% of it.py"),
    ("x\\a.py", None, {}, "x/a.py"),
    ("a.py", "ROOT", {"ROOT": {"uri": "file:///src/app/x/"}}, "x/a.py"),
    ("a.py", "IN", {"IN": {"uri": "x/", "uriBaseId": "ROOT"}, "ROOT": {"uri": "file:///src/app/"}}, "x/a.py"),
    ("a.py", "IN", {"IN": {"uri": "x/", "uriBaseId": "ROOT"}, "ROOT": {}}, "x/a.py"),
    ("a.py", "ROOT", {"ROOT": {"uri": "file:///another place/"}}, "a.py"),
    ("a.py", "UNKNOWN", {}, "a.py"),
    ("/src/app/a.py", "ROOT", {"ROOT": {"uri": "file:///src/"}}, "a.py"),
    ("/other/a.py", None, {}, "/other/a.py"),
    ("../a.py", None, {}, "../a.py"),
    ("/src/app", None, {}, "."),
    ("LOOP/a.py", "A", {"A": {"uri": "b/", "uriBaseId": "A"}}, "b/" * 9 + "LOOP/a.py"),
]


@pytest.mark.parametrize(("uri", "base", "bases", "file"), PLACES)
def test_paths(tmp_path: Path, uri: str, base: str | None, bases: dict[str, Any], file: str) -> None:
    there = {"uri": uri} if base is None else {"uri": uri, "uriBaseId": base}
    one = {"ruleId": "a", "message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": there}}]}
    found, reading = read(tmp_path, sarif(one, originalUriBaseIds=bases), root="/src/app")
    if file.startswith("b/"):  # a base that is its own base ends somewhere
        assert found[0].file is not None
        return
    assert found[0].file == file
    assert bool(reading.warnings) is file.startswith(("/", "../"))


@pytest.mark.parametrize("root", ["C:\\code\\app", "c:/code/app"])
@pytest.mark.parametrize("uri", ["C:\\code\\app\\x\\a.py", "file:///C:/code/app/x/a.py", "c:/code/app/x/a.py"])
def test_paths_of_windows(tmp_path: Path, root: str, uri: str) -> None:
    assert rows(tmp_path, sarif(result(file=uri)), "file", root=root) == [("x/a.py",)]


def test_without_a_root_the_checkout_here_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    inside = tmp_path / "some" / "folder"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    document = sarif(result(file=(inside / "a.py").as_uri()))
    assert rows(tmp_path, document, "file") == [("some/folder/a.py",)]


def test_without_any_checkout_the_working_directory_of_the_scanner_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    where = {"executionSuccessful": True, "workingDirectory": {"uri": "file:///build/7"}}
    document = sarif(result(file="/build/7/a.py"), invocations=[where])
    assert rows(tmp_path, document, "file") == [("a.py",)]


RULE = {"id": "a/b", "shortDescription": {"text": "The rule"}}


@pytest.mark.parametrize(
    ("reference", "driver", "extensions"),
    [
        ({"ruleId": "a/b"}, [RULE], []),
        ({"ruleId": "a/b/1"}, [RULE], []),
        ({"ruleId": "a/b", "ruleIndex": 1}, [{"id": "x"}, RULE], []),
        ({"ruleId": "a/b/1", "ruleIndex": 1}, [{"id": "x"}, RULE], []),
        ({"ruleId": "a/b", "ruleIndex": 0}, [{"id": "x"}, RULE], []),
        ({"ruleId": "a/b", "ruleIndex": 7}, [RULE], []),
        ({"ruleIndex": 0}, [RULE], []),
        ({"rule": {"id": "a/b"}}, [RULE], []),
        ({"ruleId": "a/b"}, [], [[RULE]]),
        ({"rule": {"id": "a/b", "index": 0, "toolComponent": {"index": 1}}}, [], [[{"id": "x"}], [RULE]]),
        ({"rule": {"index": 0, "toolComponent": {"index": 1}}}, [{"id": "x"}], [[{"id": "y"}], [RULE]]),
        ({"ruleId": "a/b", "rule": {"index": 0, "toolComponent": {"index": 9}}}, [RULE], []),
    ],
)
def test_the_rule_is_found_wherever_it_lies(
    tmp_path: Path, reference: dict[str, Any], driver: list[Any], extensions: list[Any]
) -> None:
    document = sarif({"message": {"text": "m"}, **reference})
    document["runs"][0]["tool"] = {
        "driver": {"name": "Checker", "rules": driver},
        "extensions": [{"name": str(at), "rules": rules} for at, rules in enumerate(extensions)],
    }
    assert rows(tmp_path, document, "title") == [("The rule",)]


def test_a_rule_that_only_the_message_names(tmp_path: Path) -> None:
    document = sarif({"message": {"text": "cloud-key: in a file"}}, {"message": {"text": "no rule at all"}})
    assert rows(tmp_path, document, "rule", "title") == [("cloud-key", "cloud-key"), (None, "no rule at all")]


def one_severity(tmp_path: Path, told: dict[str, Any], rule: dict[str, Any], name: str = "Checker", **run: Any) -> Any:
    document = sarif({"ruleId": "a", "message": {"text": "m"}, **told}, rules=[{"id": "a", **rule}], name=name, **run)
    return read(tmp_path, document)[0][0].severity


@pytest.mark.parametrize(
    ("told", "rule", "severity"),
    [
        ({}, {}, "MEDIUM"),
        ({"level": "error"}, {}, "HIGH"),
        ({"level": "none"}, {}, "NOTIFICATION"),
        ({"level": "none", "kind": "review"}, {}, "MEDIUM"),
        ({"level": "nonsense"}, {"defaultConfiguration": {"level": "note"}}, "LOW"),
        ({}, {"defaultConfiguration": {"level": "error"}}, "HIGH"),
        ({"level": "note"}, {"properties": {"security-severity": "9.8"}}, "CRITICAL"),
        ({"level": "note"}, {"properties": {"security-severity": "HIGH"}}, "HIGH"),
        ({"level": "note"}, {"properties": {"security-severity": "0.0"}}, "NOTIFICATION"),
        ({"level": "note"}, {"properties": {"security-severity": "75"}}, "LOW"),
        ({"level": "note"}, {"properties": {"security-severity": 10**400}}, "LOW"),
        ({"properties": {"security-severity": 5}}, {"properties": {"security-severity": "9.8"}}, "MEDIUM"),
        ({"level": "error", "properties": {"severity": "moderate"}}, {}, "MEDIUM"),
        ({"level": "error", "properties": {"tool/severity": "Informational"}}, {}, "NOTIFICATION"),
        ({"level": "error", "properties": {"severity": "who knows"}}, {}, "HIGH"),
        ({"level": "error"}, {"properties": {"severity": "low"}}, "LOW"),
    ],
)
def test_severity(tmp_path: Path, told: dict[str, Any], rule: dict[str, Any], severity: str) -> None:
    assert one_severity(tmp_path, told, rule) == severity


def test_severity_where_a_run_or_a_tool_says_otherwise(tmp_path: Path) -> None:
    override = {"descriptor": {"id": "a"}, "configuration": {"level": "note"}}
    run = {"invocations": [{"executionSuccessful": True, "ruleConfigurationOverrides": [override]}]}
    assert one_severity(tmp_path, {}, {"defaultConfiguration": {"level": "error"}}, **run) == "LOW"
    score = {"properties": {"security-severity": "9.9"}}
    assert one_severity(tmp_path, {"level": "warning"}, score, name="Cppcheck") == "MEDIUM"
    assert one_severity(tmp_path, {}, {}, name="gitleaks") == "HIGH"
    configured = {"defaultConfiguration": {"level": "note"}}
    assert one_severity(tmp_path, {"level": "error"}, configured, name="ansible-lint") == "LOW"


def cwe(id: str, component: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"target": {"id": id, "toolComponent": component or {"name": "CWE"}}, **more}


@pytest.mark.parametrize(
    ("told", "rule", "cwes"),
    [
        ({}, {"properties": {"tags": ["external/cwe/cwe-078", "CWE-79: Text", "owasp"]}}, ("CWE-78", "CWE-79")),
        ({}, {"properties": {"cwe": 79}}, ("CWE-79",)),
        ({}, {"properties": {"cwes": ["CWE-79", "80"]}}, ("CWE-79", "CWE-80")),
        ({}, {"relationships": [cwe("CWE-120"), cwe("20", kinds=["incomparable"])]}, ("CWE-120",)),
        ({}, {"relationships": [cwe("7", {"name": "OWASP"})]}, ()),
        (
            {"taxa": [{"id": "79", "toolComponent": {"name": "CWE"}}]},
            {"properties": {"cwe": "80"}},
            ("CWE-79", "CWE-80"),
        ),
        ({"taxa": [{"id": "79", "toolComponent": {"index": 0}}]}, {}, ("CWE-79",)),
        ({"taxa": [{"id": "79", "toolComponent": {"index": 4}}]}, {}, ()),
        ({"properties": {"cwe": "cwe-943: Text"}}, {}, ("CWE-943",)),
        ({"properties": {"tags": ["CWE-5"]}}, {}, ("CWE-5",)),
        ({}, {"helpUri": "https://cwe.mitre.org/data/definitions/078.html"}, ("CWE-78",)),
        ({"message": {"text": "Open (CWE-22)"}}, {}, ("CWE-22",)),
        ({"message": {"text": "Open (CWE-22)"}}, {"properties": {"tags": ["CWE-79"]}}, ("CWE-79",)),
        ({}, {"fullDescription": {"text": "See CWE-78"}}, ()),
    ],
)
def test_cwes(tmp_path: Path, told: dict[str, Any], rule: dict[str, Any], cwes: tuple[str, ...]) -> None:
    document = sarif(
        {"ruleId": "a", "message": {"text": "m"}, **told}, rules=[{"id": "a", **rule}], taxonomies=[{"name": "CWE"}]
    )
    assert rows(tmp_path, document, "cwes") == [(cwes,)]


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ({"properties": {"name": "Its name"}, "shortDescription": {"text": "Short"}}, "Its name"),
        ({"shortDescription": {"text": "\n Short \nand more"}}, "Short"),
        ({"shortDescription": {"markdown": "Short"}}, "Short"),
        ({"shortDescription": {"text": "No description."}, "name": "Named"}, "Named"),
        ({"shortDescription": {"text": "Found: the.id"}, "name": "the.id"}, "id"),
        ({"shortDescription": {"text": "Uses {name}"}, "name": "Uses {}"}, "id"),
        ({"shortDescription": {"text": "x" * 300}}, "x" * 254 + "…"),
        ({}, "id"),
    ],
)
def test_titles(tmp_path: Path, rule: dict[str, Any], title: str) -> None:
    document = sarif({"ruleId": "the.id", "message": {"text": "m"}}, rules=[{"id": "the.id", **rule}])
    assert rows(tmp_path, document, "title") == [(title,)]


def test_the_title_is_the_same_for_all_findings_of_a_rule(tmp_path: Path) -> None:
    modules = [result("B403", line=at, message={"text": f"Uses {name}. Look."}) for at, name in enumerate("ba", 1)]
    for order in (modules, modules[::-1]):
        document = sarif(*order, rules=[{"id": "B403", "name": "blacklist"}], name="Bandit")
        assert rows(tmp_path, document, "title") == [("Uses a.",)] * 2


def test_messages(tmp_path: Path) -> None:
    strings = {"one": {"text": "{0} and {1} and {7}"}}
    document = sarif(
        {"ruleId": "a", "message": {"id": "one", "arguments": ["x", 2]}},
        {"ruleId": "a", "message": {"id": "shared", "arguments": ["y"]}},
        {"ruleId": "a", "message": {"text": "see [the place](1) and [a page](https://example.com)"}},
        {"ruleId": "a", "message": {"text": "", "markdown": "**bold**"}},
        rules=[{"id": "a", "messageStrings": strings, "fullDescription": {"text": "More of it."}}],
    )
    document["runs"][0]["tool"]["driver"]["globalMessageStrings"] = {"shared": {"markdown": "all: {0}"}}
    assert rows(tmp_path, document, "description") == [
        ("x and 2 and {7}\n\nMore of it.",),
        ("all: y\n\nMore of it.",),
        ("see the place and [a page](https://example.com)\n\nMore of it.",),
        ("**bold**\n\nMore of it.",),
    ]


def test_reference_and_solution(tmp_path: Path) -> None:
    fix = {"description": {"text": "Use another."}}
    rules = [
        {"id": "a", "helpUri": "https://example.com/a", "help": {"markdown": "https://example.com/more"}},
        {"id": "b", "helpUri": "page.html", "properties": {"reference": "https://example.com/b", "fix": "Mend it."}},
        {"id": "c", "help": {"markdown": "[x](https://example.com/x) [y](https://example.com/y)."}},
        {"id": "d"},
    ]
    document = sarif(
        result("a", fixes=[{}, fix]),
        result("b"),
        result("c"),
        result("d", properties={"reference": "here"}),
        rules=rules,
    )
    assert rows(tmp_path, document, "reference", "solution") == [
        ("https://example.com/a", "Use another."),
        ("https://example.com/b", "Mend it."),
        ("https://example.com/x\nhttps://example.com/y", None),
        ("here", None),
    ]


@pytest.mark.parametrize(
    ("suppressions", "suppressed"),
    [
        ([], False),
        ([{"kind": "inSource"}], True),
        ([{"kind": "external", "status": "accepted"}], True),
        ([{"kind": "external", "status": "underReview"}], False),
        ([{"kind": "external", "status": "rejected"}], False),
        ([{"kind": "external", "state": "underReview"}], False),
        ([{"status": "rejected"}, {"status": "accepted"}], True),
        (None, False),
    ],
)
def test_suppressions(tmp_path: Path, suppressions: Any, suppressed: bool) -> None:
    assert rows(tmp_path, sarif(result(suppressions=suppressions)), "suppressed") == [(suppressed,)]


def test_what_is_no_failure_is_left_out_and_counted(tmp_path: Path) -> None:
    kinds = ["pass", "notApplicable", "informational", "fail", "open", "review"]
    states = ["absent", "new", "unchanged", "updated"]
    document = sarif(
        *(result(line=at, kind=kind) for at, kind in enumerate(kinds, 1)),
        *(result(line=at, baselineState=state) for at, state in enumerate(states, 11)),
    )
    found, reading = read(tmp_path, document)
    assert [each.line for each in found] == [4, 5, 6, 12, 13, 14]
    assert dict(reading.left_out) == {
        "kind pass": 1,
        "kind notApplicable": 1,
        "kind informational": 1,
        "absent since the baseline": 1,
    }
    assert reading.may_close


def test_each_location_is_a_finding(tmp_path: Path) -> None:
    several = result()
    several["locations"] += result(line=9)["locations"] + [{}]
    found, _ = read(tmp_path, sarif(several))
    assert [(each.file, each.line) for each in found] == [("src/a.py", 4), ("src/a.py", 9), (None, None)]
    assert len({each.key for each in found}) == 3


def test_snippets(tmp_path: Path) -> None:
    with_context = result()
    with_context["locations"][0]["physicalLocation"]["contextRegion"] = {
        "startLine": 3,
        "snippet": {"text": "x = 1\nmd5(x)\n"},
    }
    bare = result(file="lib/b.py", line=2)
    del bare["locations"][0]["physicalLocation"]["region"]["snippet"]
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "b.py").write_text("one\ntwo\nthree\n", encoding="utf-8")
    expected = [("x = 1\nmd5(x)\n", 3), ("md5(x)", 4)]
    document = sarif(with_context, result(), bare)
    assert rows(tmp_path, document, "snippet", "first_line", root=tmp_path) == [*expected, ("two", 2)]
    assert rows(tmp_path, document, "snippet", "first_line", root="/elsewhere") == [*expected, ("", 2)]
    with_source, without = (read(tmp_path, document, root=root)[0][2].key for root in (tmp_path, "/elsewhere"))
    assert with_source == without


def test_no_source_is_read_from_outside_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("outside\n", encoding="utf-8")
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "bytes.txt").write_bytes(b"\xff\xfe\xff")
    places = [str(tmp_path / "secret.txt"), "../secret.txt", "link.txt", "bytes.txt", "missing.txt"]
    bare = [result(file=place, line=1) for place in places]
    for each in bare:
        del each["locations"][0]["physicalLocation"]["region"]["snippet"]
    assert rows(tmp_path, sarif(*bare), "snippet", root=root) == [("",)] * 5


def test_a_page_instead_of_a_file(tmp_path: Path) -> None:
    page = result(file="https://shop.example.com/a?b=1", line=0)
    page["webRequest"] = {
        "method": "post",
        "target": "/a?b=1",
        "headers": {"Host": "shop.example.com"},
        "body": {"text": "c=2"},
    }
    page["webResponse"] = {"statusCode": 200, "reasonPhrase": "OK"}
    fields = ("kind", "file", "url", "method", "scheme", "port", "request", "response")
    assert rows(tmp_path, sarif(page, result(file="http://shop.example.com/x")), *fields) == [
        (
            "dast",
            None,
            "https://shop.example.com/a?b=1",
            "POST",
            "HTTPS",
            443,
            "post /a?b=1\nHost: shop.example.com\n\nc=2",
            "200 OK",
        ),
        ("dast", None, "http://shop.example.com/x", "UNKNOWN", "HTTP", 80, None, None),
    ]


def test_branch_and_commit(tmp_path: Path) -> None:
    origin = [{"repositoryUri": "https://example.com/r", "branch": "main", "revisionId": "abc"}]
    of_old = result(partialFingerprints={"commitSha": "def"})
    document = sarif(result(), of_old, versionControlProvenance=origin)
    assert rows(tmp_path, document, "branch", "commit") == [("main", "abc"), ("main", "def")]
    assert rows(tmp_path, sarif(result()), "branch", "commit") == [(None, None)]


@pytest.mark.parametrize(
    ("name", "rule", "kind"),
    [
        ("Trivy", "OsPackageVulnerability", "container"),
        ("Trivy", "LanguageSpecificPackageVulnerability", "sca"),
        ("Trivy", "Misconfiguration", "iac"),
        ("Trivy", "Secret", "secret"),
        ("Trivy", "License", "sast"),
        ("Snyk IaC", "x", "iac"),
        ("TruffleHog", "x", "secret"),
        ("CodeQL", "x", "sast"),
    ],
)
def test_kinds(tmp_path: Path, name: str, rule: str, kind: str) -> None:
    document = sarif(result("r"), rules=[{"id": "r", "name": rule}], name=name)
    assert rows(tmp_path, document, "kind") == [(kind,)]


@pytest.mark.parametrize(
    ("message", "package"),
    [
        (
            "Package: lib\nInstalled Version: 1.0\nVulnerability CVE-2099-0001\nFixed Version: 1.1",
            ("lib", "1.0", "1.1", "CVE-2099-0001"),
        ),
        ("Package 'lib@1.0' is vulnerable to 'CVE-2099-0001'.", ("lib", "1.0", None, "CVE-2099-0001")),
        ("nothing is told", (None, None, None, None)),
    ],
)
def test_packages(tmp_path: Path, message: str, package: tuple[Any, ...]) -> None:
    document = sarif(result("x", message={"text": message}), name="osv-scanner")
    fields = ("package", "affected_version", "patched_version", "cve")
    assert rows(tmp_path, document, *fields) == [package]


def test_logical_locations_tell_findings_apart(tmp_path: Path) -> None:
    def named(location: dict[str, Any]) -> dict[str, Any]:
        return {"ruleId": "a", "message": {"text": "m"}, "locations": [{"logicalLocations": [location]}]}

    shared = [{"name": "one"}, {"fullyQualifiedName": "B.two"}]
    document = sarif(
        named({"fullyQualifiedName": "A.one"}), named({"name": "one"}), named({"index": 1}), logicalLocations=shared
    )
    found, _ = read(tmp_path, document)
    assert len({each.key.partition("-")[0] for each in found}) == 3


DOUBTS: list[tuple[dict[str, Any], str]] = [
    ({"runs": []}, "has no runs"),
    ({"runs": [{"tool": {"driver": {"name": "Checker"}}}]}, "gives no list of results"),
    ({"runs": [{"tool": {"driver": {"name": "Checker"}}, "results": None}]}, "gives no list of results"),
    ({"runs": [None]}, "unknown gives no list of results"),
    (sarif(invocations=[{"executionSuccessful": False}]), "says that it did not succeed"),
    (
        sarif(
            invocations=[
                {"executionSuccessful": True, "toolExecutionNotifications": [{"level": "error", "message": {}}]}
            ]
        ),
        "reports an error: without a message",
    ),
]


@pytest.mark.parametrize(("document", "problem"), DOUBTS)
def test_in_doubt_nothing_may_be_closed(tmp_path: Path, document: dict[str, Any], problem: str) -> None:
    _, reading = read(tmp_path, {"version": "2.1.0", **document})
    assert not reading.may_close
    assert problem in reading.problems[0]


def test_files_that_a_scanner_could_not_read(tmp_path: Path) -> None:
    notes = [
        {
            "level": "error",
            "message": {"text": "Broken. More."},
            "locations": result(file="/src/app/x/b.py")["locations"],
        },
        {"level": "warning", "message": {"text": "Slow"}, "locations": result(file="c.py")["locations"]},
    ]
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": notes}
    _, reading = read(tmp_path, sarif(result(), invocations=[invocation]), root="/src/app")
    assert reading.problems == ("checker reports an error: Broken.",)
    assert reading.unread == {"x/b.py"}


def test_one_run_that_failed_is_enough(tmp_path: Path) -> None:
    failed = sarif(name="Other", invocations=[{"executionSuccessful": False}])["runs"]
    document = sarif(result())
    document["runs"] += failed
    found, reading = read(tmp_path, document)
    assert len(found) == 1
    assert reading.tools == ("checker", "other")
    assert not reading.may_close
