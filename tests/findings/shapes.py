"""SARIF as scanners write it, each with its own habits, in words of ours. The checkout lies in /src/app."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def run(name: str, *results: Any, rules: Any = (), driver: Any = (), **more: Any) -> Document:
    """A run of a scanner."""
    tool = {"driver": {"name": name, "rules": list(rules), **dict(driver)}}
    return {"tool": tool, "results": list(results), **more}


def document(*runs: Document) -> Document:
    return {"version": "2.1.0", "runs": list(runs)}


def at(uri: str | None, line: int | None = None, snippet: str | None = None, **artifact: Any) -> Document:
    """A location."""
    region: Document = {} if line is None else {"startLine": line}
    if snippet is not None:
        region["snippet"] = {"text": snippet}
    place = {"artifactLocation": {**({} if uri is None else {"uri": uri}), **artifact}}
    return {"physicalLocation": {**place, **({"region": region} if region else {})}}


def result(rule: str | None, text: str, *locations: Document, **more: Any) -> Document:
    named = {} if rule is None else {"ruleId": rule}
    return {**named, "message": {"text": text}, "locations": list(locations), **more}


def rule(id: str, title: str | None = None, level: str | None = None, tags: Any = (), **more: Any) -> Document:
    told: Document = {"id": id, **more}
    if title is not None:
        told["shortDescription"] = {"text": title}
    if level is not None:
        told["defaultConfiguration"] = {"level": level}
    if tags:
        told["properties"] = {**told.get("properties", {}), "tags": list(tags)}
    return told


ANSIBLE_LINT = run(
    "ansible-lint",
    result("naming[play]", "Give it a name.", at("site.yml", 1, uriBaseId="SRCROOT"), level="error"),
    result("no-shell", "Task: Start", at("site.yml", 3, uriBaseId="SRCROOT"), level="error"),
    rules=[
        rule("naming[play]", "Plays have names.", "warning", helpUri="https://example.com/rules/naming"),
        rule("no-shell", "No shell without need.", "error"),
    ],
    originalUriBaseIds={"SRCROOT": {"uri": "file:///src/app/"}},
)

BANDIT = run(
    "Bandit",
    result(
        "B307",
        "This call runs text. Look at it.",
        at("src/c%23/my%20file.py", 1, "run(x)\n"),
        properties={"issue_severity": "MEDIUM"},
    ),
    result(
        "B105",
        "Perhaps a password: 'correct horse'",
        at("src/run.py", 4, 'PASSWORD = "correct horse"\n'),
        level="note",
        properties={"issue_severity": "LOW"},
    ),
    result("B602", "A shell", at("src/run.py", 8, "call(a, shell=True)\n"), level="error"),
    result("B602", "A shell", at("src/run.py", 12, "call(a, shell=True)\n"), level="error"),
    rules=[
        rule("B307", name="blacklist", tags=["security", "external/cwe/cwe-078"]),
        rule("B105", name="password_in_code", tags=["external/cwe/cwe-259"], helpUri="https://example.com/b105"),
        rule("B602", name="call_with_shell", tags=["security", "external/cwe/cwe-78"]),
    ],
    invocations=[{"executionSuccessful": True}],
)

BANDIT_WITH_AN_UNREAD_FILE = run(
    "Bandit",
    result("B307", "It runs text.", at("bad/b.py", 1, "run(x)\n")),
    invocations=[
        {
            "executionSuccessful": True,
            "toolConfigurationNotifications": [
                {"level": "error", "message": {"text": "cannot be parsed"}, "locations": [at("bad/a.py")]}
            ],
        }
    ],
)

BIOME = run(
    "Biome",
    result("lint/noEval", "Not so", at("/src/app/web/server.js", 3), level="error"),
    rules=[rule("lint/noEval", "No eval, please.", helpUri="https://example.com/no-eval")],
)

BLACK_DUCK = run(
    "An application",
    result(
        "FLAW-1 (CVE-2099-0002)",
        "FLAW-1 (CVE-2099-0002) in lib 1.0.0",
        at("npm/lib@1.0.0"),
        level="warning",
        properties={"securityRisk": "CRITICAL", "component": "lib", "componentVersion": "1.0.0"},
        fingerprints={"row": {"value": "aa"}},
    ),
    rules=[
        rule(
            "FLAW-1 (CVE-2099-0002)",
            "FLAW-1 (CVE-2099-0002)",
            properties={"cwe": ["CWE-79"]},
            tags=["FLAW", "CWE-79"],
            name="FLAW-1 (CVE-2099-0002)",
        )
    ],
)

CFN_LINT = run(
    "cfn-lint",
    result("W1", "Nobody uses it", at("infra/t.yaml", 2, uriBaseId="EXECUTIONROOT")),
    result("I1", "'A' is missing", at("infra/t.yaml", 5, uriBaseId="EXECUTIONROOT"), level="note"),
    result("I1", "'B' is missing", at("infra/t.yaml", 5, uriBaseId="EXECUTIONROOT"), level="note"),
    rules=[rule("W1", "Parameters are used"), rule("I1", "Policies are set")],
    originalUriBaseIds={"EXECUTIONROOT": {"description": {"text": "Where it ran."}}},
)

CHECKOV = run(
    "Checkov",
    result("CK_1", "Logging is on", at("tf/main.tf", 1, 'resource "b" "one" {\n}\n'), level="error", ruleIndex=0),
    result(
        "CK_1",
        "Logging is on",
        at("tf/main.tf", 5, 'resource "b" "two" {\n}\n'),
        level="warning",
        ruleIndex=0,
        suppressions=[{"kind": "inSource", "justification": "it is the log"}],
    ),
    rules=[rule("CK_1", "Logging is on", "error", help={"text": "Logging is on\nResource: b.one"})],
)

DOCKLE = run(
    "Dockle",
    {"ruleId": "IMG-1", "level": "error", "message": {"text": "Found: APP_PASSWORD"}},
    rules=[rule("IMG-1", "No credentials in the environment")],
)

ESLINT = run(
    "ESLint",
    result(
        "safety/eval", "eval of a member", at("file:///src/app/web/a.js", 3, index=0), level="error", suppressions=[]
    ),
    result(
        "safety/eval",
        "eval of a member",
        at(None, 7, index=0),
        level="error",
        suppressions=[{"kind": "inSource", "justification": "reviewed"}],
    ),
    rules=[rule("safety/eval", "Finds eval.")],
    artifacts=[{"location": {"uri": "file:///src/app/web/a.js"}}],
)

ESLINT_WITH_AN_UNPARSED_FILE = {
    **ESLINT,
    "invocations": [
        {
            "executionSuccessful": False,
            "toolConfigurationNotifications": [
                {"level": "error", "message": {"text": "no program"}, "locations": [at("file:///src/app/web/bad.js")]}
            ],
        }
    ],
}

GITLEAKS = run(
    "gitleaks",
    result("cloud-key", "cloud-key was found.", at("app.env", 1, "AKIAEXAMPLEEXAMPLE00")),
    result("any-key", "any-key was found.", at("app.env", 2, "0a1b2c3d4e5f")),
    result("any-key", "any-key was found.", at("app.env", 3, "9z8y7x6w5v4u")),
    rules=[rule("cloud-key", "A key of a cloud."), rule("any-key", "A key of something.")],
)

GRYPE = run(
    "Grype",
    result("CVE-2099-0001-logger", "lib/logger.jar has logger at 2.13.2", at("lib/logger.jar", 1)),
    rules=[
        rule(
            "CVE-2099-0001-logger",
            "CVE-2099-0001 in logger",
            name="Matcher",
            properties={"security-severity": "10.0"},
            help={"text": "Vulnerability CVE-2099-0001\nPackage: logger\nVersion: 2.13.2\nFix Version: 2.17.1\n"},
        )
    ],
)

HADOLINT = {
    "tool": {"driver": {"name": "Hadolint", "version": "2"}},
    "results": [result("DL1", "Pin it", at("Dockerfile", 1), level="warning")],
}

MOBSFSCAN = run(
    "mobsfscan",
    result(
        "no_root_check",
        "Nothing looks for it.",
        at("mobile", 1, "Missing Best Practice"),
        level="note",
        properties={"cwe": "CWE-919: Mobile", "security-severity": "2.0"},
    ),
    result(
        "weak_hash",
        "A weak hash.",
        at("mobile/src/Main.java", 5, "md5(in)"),
        properties={"cwe": "CWE-327: Broken", "security-severity": "5.5"},
    ),
    rules=[
        rule("no_root_check", "No check for root (CWE-919)", "note", tags=["security", "external/cwe/cwe-919"]),
        rule("weak_hash", "A weak hash (CWE-327)", tags=["security", "external/cwe/cwe-327"]),
    ],
)

NJSSCAN = run("nodejsscan", invocations=[{"executionSuccessful": False}])

RUFF = run(
    "ruff",
    result("S602", "A shell was asked for", at("file:///src/app/src/c%23/my%20file.py", 8), level="error"),
    rules=[
        rule("S602", "The call with `{}` seems fine", "error", properties={"name": "call-with-shell"}, name="S602"),
    ],
)

SEMGREP = run(
    "Semgrep OSS",
    result(
        "rules.eval",
        "It runs text",
        at("src/c#/my file.py", 1, "run(x)", uriBaseId="%SRCROOT%"),
        fingerprints={"matchBasedId/v1": "requires login"},
    ),
    result("rules.pass", "A password", at("src/run.py", 4, 'P = "correct horse"', uriBaseId="%SRCROOT%")),
    result("rules.md5", "md5 is weak", at("src/run.py", 16, "md5(x)", uriBaseId="%SRCROOT%")),
    result(
        "rules.md5",
        "md5 is weak",
        at("src/run.py", 20, "md5(x)", uriBaseId="%SRCROOT%"),
        suppressions=[{"kind": "inSource"}],
    ),
    rules=[
        rule(
            "rules.eval",
            "Semgrep Finding: rules.eval",
            "warning",
            properties={"security-severity": "8.1"},
            tags=["CWE-94: Code", "CWE-95: Eval", "security"],
        ),
        rule(
            "rules.pass",
            "Semgrep Finding: rules.pass",
            "error",
            properties={"security-severity": "CRITICAL"},
            tags=["CWE-798", "security"],
        ),
        rule("rules.md5", "Semgrep Finding: rules.md5", "note", helpUri="https://example.com/md5"),
    ],
    invocations=[{"executionSuccessful": True, "toolExecutionNotifications": []}],
)

SEMGREP_WITH_BROKEN_RULES = run(
    "Semgrep OSS",
    invocations=[
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [{"level": "error", "message": {"text": "a rule has no message"}}],
        }
    ],
)

SPECTRAL = run(
    "spectral",
    result("contact", "Say whom to ask.", at("api.yaml", 2, index=0), level="warning", ruleIndex=1),
    rules=[rule("unused", "Another rule"), rule("contact", "The API has a contact.")],
    artifacts=[{"location": {"uri": "api.yaml"}}],
)

SPOTBUGS = run(
    "SpotBugs",
    {
        "ruleId": "FIXED_PATH",
        "message": {"id": "default", "arguments": ["Boot.main()"]},
        "level": "note",
        "locations": [{**at("Boot.java", 23), "logicalLocations": [{"fullyQualifiedName": "Boot.main()"}]}],
    },
    rules=[rule("FIXED_PATH", "A path in the code.", messageStrings={"default": {"text": "A path in {0}."}})],
    invocations=[{"executionSuccessful": False}],
)

ZIZMOR = run(
    "zizmor",
    result(
        "zizmor/injection",
        "it runs a name",
        at("wf/ci.yml", 8, "echo ${{ x }}"),
        kind="fail",
        level="error",
        properties={"zizmor/severity": "High"},
    ),
    result(
        "zizmor/no-name",
        "a job",
        at("wf/ci.yml", 4, "b"),
        kind="review",
        level="note",
        properties={"zizmor/severity": "Informational"},
    ),
    rules=[rule("zizmor/injection", name="injection"), rule("zizmor/no-name", name="no-name")],
)
