"""What scanners copy of secrets reaches nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conviso_client.findings import Finding
from conviso_client.findings.masking import MASK, is_about_secrets, masked_values, without
from tests.findings import shapes
from tests.findings.reports import read

SECRETS = ("AKIAEXAMPLEEXAMPLE00", "0a1b2c3d4e5f", "9z8y7x6w5v4u", "correct horse", "hunter-and-more")


def texts(run: Any) -> str:
    """Everything that is told of the findings of a run."""
    return repr(read(shapes.document(run))[0])


@pytest.mark.parametrize("name", ["GITLEAKS", "BANDIT", "SEMGREP"])
def test_no_secret_is_told(name: str) -> None:
    told = texts(getattr(shapes, name))
    assert MASK in told
    assert not [each for each in SECRETS if each in told]


def test_a_secret_is_masked_before_the_key_is_made() -> None:
    other = shapes.run(
        "gitleaks",
        shapes.result("any-key", "any-key was found.", shapes.at("app.env", 2, "another-secret-1")),
        rules=[shapes.rule("any-key", "A key of something.")],
    )
    (finding,), _ = read(shapes.document(other))
    before, _ = read(shapes.document(shapes.GITLEAKS))
    assert finding.key == before[1].key
    assert finding.snippet == MASK


def test_a_secret_in_the_message_and_in_the_lines_around() -> None:
    place = shapes.at("app.env", 2, "hunter-and-more")
    place["physicalLocation"]["contextRegion"] = {"startLine": 1, "snippet": {"text": "a=1\nKEY=hunter-and-more\n"}}
    result = shapes.result("any", "found hunter-and-more", place, kind="review", level="error")
    (finding,), _ = read(shapes.document(shapes.run("Kingfisher", result)))
    assert (finding.severity, finding.description) == ("HIGH", f"found {MASK}")
    assert (finding.first_line, finding.snippet) == (1, f"a=1\nKEY={MASK}\n")


def test_a_secret_in_the_lines_around_the_finding_of_another_rule() -> None:
    password = shapes.result("hardcoded-password", "A password", shapes.at("a.py", 3, 'P = "hunter-and-more"'))
    place = shapes.at("a.py", 5, "call(x)")
    around = 'import a\nP = "hunter-and-more"\nname = "Anna"\ncall(x)\n'
    place["physicalLocation"]["contextRegion"] = {"startLine": 2, "snippet": {"text": around}}
    for results in (
        [password, shapes.result("shell", "A shell", place)],
        [shapes.result("shell", "A shell", place), password],
    ):
        found, _ = read(shapes.document(shapes.run("checker", *results)))
        (other,) = (each for each in found if each.rule == "shell")
        assert other.snippet == f'import a\nP = "{MASK}"\nname = "Anna"\ncall(x)\n'


CANARY = "kT9vQz4Lm2Xw8Rb6"
LEAKS: dict[str, tuple[dict[str, Any], str]] = {
    "bare in the message": ({}, f"AWS key {CANARY} found"),
    "of a line that the message quotes": ({"snippet": {"text": f"key = {CANARY}"}}, f"has {CANARY}"),
    "around alone": ({"around": f"a\nfoo {CANARY}\nb"}, "found"),
    "around, with other blanks": ({"snippet": {"text": f"x:\n{CANARY}"}, "around": f"x:\n  {CANARY}\n"}, "found"),
}


@pytest.mark.parametrize("tool", ["gitleaks", "Kingfisher", "checker"])
@pytest.mark.parametrize("case", LEAKS)
def test_no_field_of_a_secret_tells_it(tool: str, case: str) -> None:
    region, message = LEAKS[case]
    region = {"startLine": 2, **region}
    around = region.pop("around", None)
    physical = {"artifactLocation": {"uri": "app.env"}, "region": region}
    if around:
        physical["contextRegion"] = {"startLine": 1, "snippet": {"text": around}}
    web = {"physicalLocation": {"artifactLocation": {"uri": f"https://{CANARY}@a.test/?token={CANARY}"}}}
    result = {
        "ruleId": "hardcoded-password",
        "message": {"text": message},
        "locations": [{"physicalLocation": physical}, web],
        "fixes": [{"description": {"text": f"Remove {CANARY}"}}],
        "properties": {"fix": f"rm {CANARY}", "reference": f"https://a.test/{CANARY}", "offender": CANARY},
        "webRequest": {"headers": {"Authorization": CANARY}},
    }
    nameless = {"message": {"text": f"{CANARY} found"}}
    told = texts(shapes.run(tool, result, nameless if tool != "checker" else None))
    assert CANARY not in told


def test_a_web_scanner_that_finds_secrets() -> None:
    told = {
        "template-id": "credentials-disclosure",
        "info": {"name": "Credentials"},
        "matched-at": f"https://a.test/a.js?token={CANARY}",
        "extracted-results": [f"password={CANARY}"],
        "request": f"GET /?token={CANARY} HTTP/1.1",
        "response": f"password={CANARY}",
    }
    found, _ = read([told])
    assert CANARY not in repr(found)
    assert found[0].url == "https://a.test/a.js?token"


def test_credentials_in_headers_of_any_web_scanner() -> None:
    request = f"GET / HTTP/1.1\r\nAuthorization: Bearer {CANARY}\r\nCookie: a={CANARY}; b={CANARY}\r\nAccept: */*"
    response = f"HTTP/1.1 200 OK\nSet-Cookie: a={CANARY}; Path=/; Secure\nX-Api-Key: {CANARY}"
    finding = Finding(kind="dast", title="A", request=request, response=response)
    assert finding.request == f"GET / HTTP/1.1\r\nAuthorization: {MASK}\r\nCookie: a={MASK}; b={MASK}\r\nAccept: */*"
    assert finding.response == f"HTTP/1.1 200 OK\nSet-Cookie: a={MASK}; Path=/; Secure\nX-Api-Key: {MASK}"


def test_trivys_secrets_in_settings() -> None:
    lines = [{"Number": 1, "Content": f"ENV AWS_SECRET_ACCESS_KEY={CANARY}"}]
    told = {"ID": "DS031", "Message": f"Secret in ENV: KEY={CANARY}", "CauseMetadata": {"Code": {"Lines": lines}}}
    found, _ = read({"SchemaVersion": 2, "ArtifactName": "a", "Results": [{"Misconfigurations": [told]}]})
    assert CANARY not in repr(found)
    assert found[0].snippet == f"ENV AWS_SECRET_ACCESS_KEY={MASK}"


def test_trivys_secrets() -> None:
    found, _ = read("trivy-folder.json")
    assert {each.snippet for each in found if each.kind == "secret"} == {MASK}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('password = "it is \\" long"', f'password = "{MASK}"'),
        ("Perhaps a password: 'hunter2'", f"Perhaps a password: '{MASK}'"),
        ("token: abcdef", f"token: {MASK}"),
        ("TOKEN=abcdef", f"TOKEN={MASK}"),
        ("found ghp_0123456789abcdefghij there", f"found {MASK} there"),
        ("`a secret`", f"`{MASK}`"),
        ("'never closed", f"'{MASK}'"),
        ("call_with_a_long_name_but_no_value(x)", "call_with_a_long_name_but_no_value(x)"),
        ("run(a, shell=True, password='hunter-2')", f"run(a, shell=True, password='{MASK}')"),
        ("{strict: true, token: hunter-and-more}", f"{{strict: true, token: {MASK}"),
        ("password=True-and-more", f"password={MASK}"),
        ("password=True)and-more", f"password={MASK}"),
        ("password=Trueish", f"password={MASK}"),
    ],
)
def test_masked_values(text: str, masked: str) -> None:
    assert masked_values(text) == masked


def test_without_a_secret() -> None:
    assert without("a b a", " a ") == f"{MASK} b {MASK}"
    assert without("a", " ") == "a"


@pytest.mark.parametrize(
    ("rule", "names", "cwes", "about"),
    [
        ("B105", (), (), True),
        ("x", ("hardcoded_password_string",), (), True),
        ("x", ("A key of something",), ("CWE-798",), True),
        ("python.lang.api-key", (), (), True),
        ("weak-hash", ("Weak hash",), ("CWE-327",), False),
        ("secretary", (), (), False),
    ],
)
def test_rules_about_secrets(rule: str, names: tuple[str, ...], cwes: tuple[str, ...], about: bool) -> None:
    assert is_about_secrets(rule, names, cwes) is about


def test_the_secret_that_old_gitleaks_puts_into_a_property() -> None:
    result = {
        "message": {"text": "any-key: found hunter-and-more"},
        "properties": {"offender": "hunter-and-more"},
        "locations": [shapes.at("app.env", 2)],
    }
    (finding,), _ = read(shapes.document(shapes.run("gitleaks", result)))
    assert finding.rule == "any-key"
    assert "hunter" not in repr(finding)


def test_lines_around_that_speak_of_a_secret(tmp_path: Path) -> None:
    place = shapes.at("a.py", 2)
    around = 'DB_PASSWORD = "hunter-and-more"\ncall(x)\ntokenizer = "plain"\n'
    (tmp_path / "a.py").write_text(around, encoding="utf-8")
    expected = f'DB_PASSWORD = "{MASK}"\ncall(x)\ntokenizer = "plain"'
    place["physicalLocation"]["contextRegion"] = {"startLine": 1, "snippet": {"text": around}}
    (finding,), _ = read(shapes.document(shapes.run("checker", shapes.result("shell", "A shell", place))))
    assert finding.snippet == expected + "\n"
    whole = shapes.at("a.py", 1)
    whole["physicalLocation"]["region"]["endLine"] = 3
    document = shapes.document(shapes.run("checker", shapes.result("shell", "A shell", whole)))
    (finding,), _ = read(document, root=tmp_path)
    assert finding.snippet == expected
