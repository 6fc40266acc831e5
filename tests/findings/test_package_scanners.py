"""Reports of scanners that look at packages: CycloneDX, pip-audit, npm audit, Trivy, Grype; and GitHub's alerts."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from conviso_client.errors import UnknownFormat
from conviso_client.findings import read_findings
from conviso_client.findings.readers.packages import fix_after, name_of_purl, title_of
from tests.findings.reports import FILES, read, rows

PACKAGE = ("rule", "cve", "package", "affected_version", "patched_version", "severity", "suppressed")


def document(name: str) -> Any:
    return json.loads((FILES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "report",
    [
        "cyclonedx-python.json",
        "cyclonedx-npm.json",
        "cyclonedx-npm-sbom.json",
        "cyclonedx-syft.json",
        "cyclonedx-retire.json",
    ],
)
def test_a_list_of_components_says_nothing_of_vulnerabilities(report: str) -> None:
    found, reading = read(report)
    assert found == []
    assert not reading.may_close
    assert "says nothing of vulnerabilities" in reading.problems[0]


def test_cyclonedx_with_vulnerabilities() -> None:
    assert rows("cyclonedx-retire-vex.json", *PACKAGE) == [
        ("CVE-2099-3333", "CVE-2099-3333", "old-lib", "4.17.15", "4.17.21", "HIGH", False)
    ]
    (finding,), reading = read("cyclonedx-retire-vex.json")
    assert (finding.kind, finding.file, finding.cwes) == ("sca", "web/old-lib.js", ("CWE-77", "CWE-94"))
    assert (finding.title, finding.tool) == ("A command in a template.", "retire")
    assert finding.reference == "https://example.com/old-lib\nhttps://example.com/ghsa"
    assert reading.may_close


def test_cyclonedx_of_pip_audit_has_no_severity_and_random_references() -> None:
    assert rows("cyclonedx-pip-audit.json", *PACKAGE, "solution", "file") == [
        ("GHSA-dddd-eeee-ffff", None, "Django", "2.2.0", None, None, False, None, None),
        ("PYSEC-2099-1", None, "Django", "2.2.0", None, None, False, None, None),
    ]
    again = json.loads((FILES / "cyclonedx-pip-audit.json").read_text(encoding="utf-8").replace("BomRef.", "Other."))
    first, _ = read("cyclonedx-pip-audit.json")
    assert [each.key for each in read(again)[0]] == [each.key for each in first]
    assert len({each.key for each in first}) == 2


def test_cyclonedx_in_xml() -> None:
    assert rows("cyclonedx.xml", *PACKAGE) == [
        ("CVE-2099-4444", "CVE-2099-4444", "org.example:core", "1.2.0", "1.2.1", "CRITICAL", False),
        ("CVE-2099-4444", "CVE-2099-4444", "inner", "0.1", None, "CRITICAL", False),
        ("CVE-2099-5555", "CVE-2099-5555", "inner", "0.1", None, None, True),
    ]
    (first, *_), reading = read("cyclonedx.xml")
    assert (first.file, first.cwes, first.solution) == ("lib/core.jar", ("CWE-502",), "Update to 1.2.1.")
    assert reading.tools == ("scout",)


@pytest.mark.parametrize("version", ["1.1", "1.8", "2.0", None])
def test_cyclonedx_of_another_version_is_refused(version: str | None) -> None:
    with pytest.raises(UnknownFormat, match="CycloneDX"):
        read({"bomFormat": "CycloneDX", "specVersion": version, "components": []})


def test_cyclonedx_with_the_old_extension_is_refused_and_not_read_as_clean() -> None:
    report = io.BytesIO(
        b'<bom xmlns="http://cyclonedx.org/schema/bom/1.3" xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0">'
        b"<components/><v:vulnerabilities/></bom>"
    )
    with pytest.raises(UnknownFormat, match=r"ext/vulnerability/1\.0"):
        list(read_findings(report))


@pytest.mark.parametrize(
    ("ratings", "severity"),
    [
        ([{"severity": "low", "source": {"name": "Other"}}, {"severity": "high", "source": {"name": "NVD"}}], "HIGH"),
        ([{"severity": "low", "source": {"name": "Other"}}, {"severity": "critical"}], "CRITICAL"),
        ([{"score": 5.0, "method": "CVSSv2"}, {"score": 9.1, "method": "CVSSv31"}], "CRITICAL"),
        ([{"severity": "unknown"}, {"severity": "medium", "source": {"name": "Other"}}], "MEDIUM"),
        ([{"severity": "info"}], "NOTIFICATION"),
        ([{"severity": "none"}], "NOTIFICATION"),
        ([{"severity": "unknown"}], None),
        ([], None),
    ],
)
def test_which_of_several_ratings_counts(ratings: list[Any], severity: str | None) -> None:
    bom = document("cyclonedx-retire-vex.json")
    bom["vulnerabilities"][0].update(ratings=ratings, source={"name": "NVD"})
    assert rows(bom, "severity") == [(severity,)]


def test_cyclonedx_that_affects_what_is_no_component() -> None:
    bom = document("cyclonedx-retire-vex.json")
    bom["vulnerabilities"][0]["affects"] = [{"ref": "pkg:npm/%40scope/thing@1.0.0?a=b"}, {"ref": "urn:cdx:unknown"}]
    found, reading = read(bom)
    assert [(each.package, each.affected_version) for each in found] == [("@scope/thing", "1.0.0"), (None, None)]
    assert found[0].key != found[1].key
    assert "urn:cdx:unknown" in reading.warnings[0]


def test_cyclonedx_without_components_closes_nothing() -> None:
    bom = document("cyclonedx-retire-vex.json")
    bom["components"] = []
    _, reading = read(bom)
    assert not reading.may_close
    assert "lists no components" in reading.problems[0]


def test_pip_audit() -> None:
    assert rows("pip-audit.json", *PACKAGE) == [
        ("PYSEC-2099-1", "CVE-2099-1111", "Django", "2.2.0", "2.2.10", None, False)
    ]
    _, reading = read("pip-audit.json")
    assert dict(reading.left_out) == {"package skipped": 1}
    assert reading.unread == {"ours"}
    old = document("pip-audit.json")["dependencies"]
    assert [each.key for each in read(old)[0]] == [each.key for each in read("pip-audit.json")[0]]


def test_npm_audit() -> None:
    assert rows("npm-audit.json", *PACKAGE, "solution") == [
        ("GHSA-aaaa-bbbb-cccc", None, "old-lib", "<4.17.21", None, "HIGH", False, "Update old-lib to 4.17.21"),
        (
            "GHSA-dddd-eeee-ffff",
            None,
            "old-lib",
            ">=1.0.0 <4.17.20",
            None,
            "MEDIUM",
            False,
            "Update old-lib to 4.17.21",
        ),
    ]
    assert rows("npm-audit-6.json", *PACKAGE, "cwes") == [
        ("577", "CVE-2099-2222", "old-lib", "4.17.4", "4.17.5", "LOW", False, ("CWE-471",))
    ]


def test_npm_audit_that_failed_is_not_a_clean_one() -> None:
    found, reading = read("npm-audit-failed.json")
    assert found == []
    assert reading.problems == ("npm audit failed: 405 Method Not Allowed - POST https://npm.example.test/",)


def test_trivy_of_an_image() -> None:
    assert rows("trivy-image.json", "kind", *PACKAGE, "file") == [
        ("container", "CVE-2099-0007", "CVE-2099-0007", "tls", "3.1", "3.2", "HIGH", False, None),
        (
            "container",
            "GHSA-aaaa-bbbb-cccc",
            None,
            "old-lib",
            "4.1.0",
            "4.1.2",
            None,
            False,
            "srv/node_modules/old-lib/package.json",
        ),
    ]


def test_trivy_keeps_the_key_of_a_package_of_the_system_when_the_image_gets_another_tag() -> None:
    image = document("trivy-image.json")
    image["Results"][0]["Target"] = "shop:2 (alpine 3.19.1)"
    image["Results"][0]["Vulnerabilities"][0]["PkgIdentifier"]["PURL"] = "pkg:apk/alpine/tls@3.1?distro=3.19.1"
    assert read(image)[0][0].key == read("trivy-image.json")[0][0].key


def test_trivy_of_a_folder() -> None:
    assert rows("trivy-folder.json", "kind", "rule", "severity", "file", "line", "suppressed") == [
        ("sca", "CVE-2099-0008", "LOW", "package-lock.json", None, False),
        ("sca", "CVE-2099-0009", "HIGH", "package-lock.json", None, True),
        ("iac", "DS002", "HIGH", "Dockerfile", 1, False),
        ("secret", "cloud-key", "CRITICAL", "app.env", 1, False),
        ("secret", "cloud-key", "CRITICAL", "app.env", 7, False),
    ]
    found, reading = read("trivy-folder.json")
    assert len({each.key for each in found}) == 5
    assert dict(reading.left_out) == {"status PASS": 1, "licence": 1}


def test_trivy_that_found_nothing_to_look_at_closes_nothing() -> None:
    _, reading = read({"SchemaVersion": 2, "ArtifactName": "."})
    assert not reading.may_close


def test_grype() -> None:
    assert rows("grype.json", *PACKAGE, "file") == [
        (
            "GHSA-aaaa-bbbb-cccc",
            "CVE-2099-3333",
            "old-lib",
            "4.17.15",
            "4.17.21",
            "HIGH",
            False,
            "package-lock.json",
        ),
        ("CVE-2099-0010", "CVE-2099-0010", "tls", "3.1", None, "NOTIFICATION", False, None),
        ("CVE-2099-0011", "CVE-2099-0011", "tls", "3.1", None, None, True, None),
    ]


def test_code_scanning() -> None:
    assert rows("github-code-scanning.json", "tool", "rule", "title", "severity", "cwes", "file", "line") == [
        ("codeql", "js/open", "A path out of a value", "CRITICAL", ("CWE-22", "CWE-23"), "web/a.js", 4),
        ("codeql", "js/style", "A style", "MEDIUM", (), "web/a.js", 9),
    ]
    assert rows("github-code-scanning.json", "suppressed", "branch", "commit") == [
        (False, "main", "0123456789abcdef0123456789abcdef01234567"),
        (True, "main", "0123456789abcdef0123456789abcdef01234567"),
    ]
    assert dict(read("github-code-scanning.json")[1].left_out) == {"fixed": 1}


def test_dependabot() -> None:
    assert rows("github-dependabot.json", *PACKAGE, "file") == [
        (
            "GHSA-aaaa-bbbb-cccc",
            "CVE-2099-3333",
            "old-lib",
            "< 4.17.21",
            "4.17.21",
            "HIGH",
            False,
            "web/package-lock.json",
        ),
        ("GHSA-aaaa-bbbb-cccc", "CVE-2099-3333", "old-lib", "< 4.17.21", None, "HIGH", True, "package-lock.json"),
    ]
    found, _ = read("github-dependabot.json")
    assert found[0].key != found[1].key


@pytest.mark.parametrize("report", ["github-code-scanning.json", "github-dependabot.json"])
def test_one_page_of_alerts_may_not_be_all_of_them(report: str) -> None:
    alert = document(report)[0]
    assert not read([{**alert, "number": number} for number in range(30)])[1].may_close
    assert read([{**alert, "number": number} for number in range(31)])[1].may_close


def test_pages_of_alerts_in_a_list_and_one_behind_the_other() -> None:
    pages = [[each] for each in document("github-code-scanning.json")]
    keys = [each.key for each in read("github-code-scanning.json")[0]]
    joined = "".join(map(json.dumps, pages))
    assert [each.key for each in read_findings(io.BytesIO(joined.encode()), "github-code-scanning")] == keys
    assert [each.key for each in read(pages)[0]] == keys


@pytest.mark.parametrize(
    ("installed", "fixes", "expected"),
    [
        ("2.2.0", ["2.2.10", "3.0.1"], "2.2.10"),
        ("4.1.0", ["3.9.9", " 4.1.2"], "4.1.2"),
        ("9.0", ["1.0", "2.0"], "1.0"),
        (None, ["2.0", "1.0"], "1.0"),
        ("1.0", ["", None], None),
    ],
)
def test_the_fix_above_what_is_installed(installed: str | None, fixes: list[Any], expected: str | None) -> None:
    assert fix_after(installed, fixes) == expected


@pytest.mark.parametrize(
    ("purl", "expected"),
    [
        ("pkg:npm/%40scope/thing@1.0.0", ("@scope/thing", "1.0.0")),
        ("pkg:npm/@scope/thing", ("@scope/thing", None)),
        ("pkg:maven/org.example/core@1.2", ("org.example:core", "1.2")),
        ("pkg:pypi/requests", ("requests", None)),
    ],
)
def test_names_in_package_urls(purl: str, expected: tuple[str, str | None]) -> None:
    assert name_of_purl(purl) == expected


@pytest.mark.parametrize(
    ("summary", "description", "title"),
    [
        ("Open to all", "Longer.", "Open to all"),
        ("Two\nlines", None, "Two"),
        (None, "It begins so. And goes on.", "It begins so."),
        (None, "### Impact\nLong", "ID-1"),
        (None, "word " * 80, "word " * 50 + "word…"),
        ("", None, "ID-1"),
    ],
)
def test_titles_of_advisories(summary: str | None, description: str | None, title: str) -> None:
    assert title_of("ID-1", summary, description) == title


def test_a_message_about_a_secret_in_an_alert_is_masked() -> None:
    alert = document("github-code-scanning.json")[0]
    alert["rule"] = {"id": "js/hardcoded-password", "severity": "error"}
    alert["most_recent_instance"]["message"]["text"] = "The password 'correct horse' is in the code."
    (finding,), _ = read([alert])
    assert finding.description == "The password '********' is in the code."
