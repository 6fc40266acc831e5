"""What each scanner's habits become: title, severity, CWEs, file, line, suppressed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.findings import shapes
from tests.findings.reports import read

Row = tuple[str, str, str | None, tuple[str, ...], str | None, int | None, bool]
HASHED = "src/c#/my file.py"

EXPECTED: dict[str, tuple[str, list[Row]]] = {
    # The level of its results is always `error`: the rule's counts.
    "ANSIBLE_LINT": (
        "iac",
        [
            ("naming[play]", "Plays have names.", "MEDIUM", (), "site.yml", 1, False),
            ("no-shell", "No shell without need.", "HIGH", (), "site.yml", 3, False),
        ],
    ),
    # It leaves the level out where it is `warning`, names forty tests alike, and escapes paths.
    "BANDIT": (
        "sast",
        [
            ("B307", "This call runs text.", "MEDIUM", ("CWE-78",), HASHED, 1, False),
            ("B105", "password_in_code", "LOW", ("CWE-259",), "src/run.py", 4, False),
            ("B602", "call_with_shell", "HIGH", ("CWE-78",), "src/run.py", 8, False),
            ("B602", "call_with_shell", "HIGH", ("CWE-78",), "src/run.py", 12, False),
        ],
    ),
    "BANDIT_WITH_AN_UNREAD_FILE": ("sast", [("B307", "B307", "MEDIUM", (), "bad/b.py", 1, False)]),
    "BIOME": ("sast", [("lint/noEval", "No eval, please.", "HIGH", (), "web/server.js", 3, False)]),
    # Its fingerprints are objects, the severity is a property, the file is a package.
    "BLACK_DUCK": (
        "sca",
        [
            (
                "FLAW-1 (CVE-2099-0002)",
                "FLAW-1 (CVE-2099-0002)",
                "CRITICAL",
                ("CWE-79",),
                "npm/lib@1.0.0",
                None,
                False,
            )
        ],
    ),
    # Its base has no URI, and it leaves out the level `warning`.
    "CFN_LINT": (
        "iac",
        [
            ("W1", "Parameters are used", "MEDIUM", (), "infra/t.yaml", 2, False),
            ("I1", "Policies are set", "LOW", (), "infra/t.yaml", 5, False),
            ("I1", "Policies are set", "LOW", (), "infra/t.yaml", 5, False),
        ],
    ),
    "CHECKOV": (
        "iac",
        [
            ("CK_1", "Logging is on", "HIGH", (), "tf/main.tf", 1, False),
            ("CK_1", "Logging is on", "MEDIUM", (), "tf/main.tf", 5, True),
        ],
    ),
    "DOCKLE": ("container", [("IMG-1", "No credentials in the environment", "HIGH", (), None, None, False)]),
    # Suppressed results carry why, the others an empty list; files stand in a list of their own.
    "ESLINT": (
        "sast",
        [
            ("safety/eval", "Finds eval.", "HIGH", (), "web/a.js", 3, False),
            ("safety/eval", "Finds eval.", "HIGH", (), "web/a.js", 7, True),
        ],
    ),
    "ESLINT_WITH_AN_UNPARSED_FILE": (
        "sast",
        [
            ("safety/eval", "Finds eval.", "HIGH", (), "web/a.js", 3, False),
            ("safety/eval", "Finds eval.", "HIGH", (), "web/a.js", 7, True),
        ],
    ),
    # It tells no severity anywhere.
    "GITLEAKS": (
        "secret",
        [
            ("cloud-key", "A key of a cloud.", "HIGH", (), "app.env", 1, False),
            ("any-key", "A key of something.", "HIGH", (), "app.env", 2, False),
            ("any-key", "A key of something.", "HIGH", (), "app.env", 3, False),
        ],
    ),
    "GRYPE": (
        "sca",
        [("CVE-2099-0001-logger", "CVE-2099-0001 in logger", "CRITICAL", (), "lib/logger.jar", 1, False)],
    ),
    # It tells nothing of its rules.
    "HADOLINT": ("iac", [("DL1", "DL1", "MEDIUM", (), "Dockerfile", 1, False)]),
    # What misses from the whole is said of the folder.
    "MOBSFSCAN": (
        "sast",
        [
            ("no_root_check", "No check for root (CWE-919)", "LOW", ("CWE-919",), "mobile", 1, False),
            ("weak_hash", "A weak hash (CWE-327)", "MEDIUM", ("CWE-327",), "mobile/src/Main.java", 5, False),
        ],
    ),
    "NJSSCAN": ("sast", []),
    # Its short description is a template, its name is the id: the title is a property.
    "RUFF": ("sast", [("S602", "call-with-shell", "HIGH", (), HASHED, 8, False)]),
    # It gives results no level, escapes no paths, and puts words where a score should be.
    "SEMGREP": (
        "sast",
        [
            ("rules.eval", "eval", "HIGH", ("CWE-94", "CWE-95"), HASHED, 1, False),
            ("rules.pass", "pass", "CRITICAL", ("CWE-798",), "src/run.py", 4, False),
            ("rules.md5", "md5", "LOW", (), "src/run.py", 16, False),
            ("rules.md5", "md5", "LOW", (), "src/run.py", 20, True),
        ],
    ),
    "SEMGREP_WITH_BROKEN_RULES": ("sast", []),
    "SPECTRAL": ("sast", [("contact", "The API has a contact.", "MEDIUM", (), "api.yaml", 2, False)]),
    "SPOTBUGS": ("sast", [("FIXED_PATH", "A path in the code.", "LOW", (), "Boot.java", 23, False)]),
    # Its own words count, and `review` is no reason to leave a result out.
    "ZIZMOR": (
        "iac",
        [
            ("zizmor/injection", "injection", "HIGH", (), "wf/ci.yml", 8, False),
            ("zizmor/no-name", "no-name", "NOTIFICATION", (), "wf/ci.yml", 4, False),
        ],
    ),
}
CLOSE_NOTHING = {
    "BANDIT_WITH_AN_UNREAD_FILE",
    "ESLINT_WITH_AN_UNPARSED_FILE",
    "NJSSCAN",
    "SEMGREP_WITH_BROKEN_RULES",
    "SPOTBUGS",
}


def shape(name: str) -> dict[str, Any]:
    return shapes.document(getattr(shapes, name))


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_scanner_writes(name: str) -> None:
    kind, expected = EXPECTED[name]
    found, reading = read(shape(name))
    told = [(each.rule, each.title, each.severity, each.cwes, each.file, each.line, each.suppressed) for each in found]
    assert told == expected
    assert {each.kind for each in found} <= {kind}
    assert len({each.key for each in found}) == len(found)
    assert dict(reading.left_out) == {}
    assert reading.may_close is (name not in CLOSE_NOTHING)
    assert bool(reading.problems) is (name in CLOSE_NOTHING)


def test_the_edition_of_a_scanner_is_not_part_of_its_family() -> None:
    oss, _ = read(shape("SEMGREP"))
    renamed = shape("SEMGREP")
    renamed["runs"][0]["tool"]["driver"]["name"] = "Semgrep PRO"
    pro, reading = read(renamed)
    assert reading.tools == ("semgrep",)
    assert [each.key for each in pro] == [each.key for each in oss]


def test_what_a_scanner_of_packages_says_line_by_line() -> None:
    (finding,), _ = read(shape("GRYPE"))
    assert (finding.package, finding.affected_version, finding.patched_version) == ("logger", "2.13.2", "2.17.1")
    assert finding.cve == "CVE-2099-0001"
    (finding,), _ = read(shape("BLACK_DUCK"))
    assert (finding.package, finding.affected_version, finding.cve) == ("lib", "1.0.0", "CVE-2099-0002")


def test_arguments_are_filled_into_the_message() -> None:
    (finding,), _ = read(shape("SPOTBUGS"))
    assert finding.description == "A path in Boot.main()."


def test_the_help_of_a_rule_is_not_the_description_of_a_finding() -> None:
    found, _ = read(shape("CHECKOV"))
    assert [each.description for each in found] == ["Logging is on", "Logging is on"]
