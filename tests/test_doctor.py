"""The doctor, against sandboxes that are well and others that are not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conviso_client.call.options import URL
from conviso_client.cli import diagnosis as doctor
from conviso_client.cli import main
from conviso_client.cli.diagnosis import examine
from conviso_client.sandbox import Sandbox, Settings, schema_text

KEY = "canary-5f1c7e-key"
STAGING = "https://api.staging.convisoappsec.com/graphql"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(api_key=KEY) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _environment(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVISO_API_URL", sandbox.url)
    monkeypatch.setenv("CONVISO_API_KEY", KEY)
    monkeypatch.delenv("CONVISO_COMPANY_ID", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", os.fspath(tmp_path))


def states(url: str | None = None, *, schema: bool = False) -> dict[str, str]:
    return {finding.name: finding.state for finding in examine(url, schema=schema)}


def finding(name: str, url: str | None = None, *, schema: bool = False) -> Any:
    return next(found for found in examine(url, schema=schema) if found.name == name)


def test_all_is_well(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONVISO_COMPANY_ID", "443")
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = ["versions", "endpoint", "key", "company", "quota", "companies", "latency", "schema"]
    assert [line.split(":")[0] for line in lines] == [f"ok    {name}" for name in names]
    told = dict(line.removeprefix("ok    ").split(": ", 1) for line in lines)
    assert told["versions"].startswith("conviso-client ")
    assert told["endpoint"].endswith("/graphql, from CONVISO_API_URL")
    assert told["key"] == "from the environment variable CONVISO_API_KEY"
    assert told["company"] == "443, from CONVISO_COMPANY_ID"
    assert told["quota"] == (
        f"1197 requests in any 60 s, shared by the processes of this user in {tmp_path}/conviso-client"
    )
    assert told["companies"].startswith("the key sees 3: ")
    assert told["schema"] == "the live schema is the bundled one"


def test_as_json(capsys: pytest.CaptureFixture[str], sandbox: Sandbox) -> None:
    assert main(["doctor", "--json", "--url", sandbox.url]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert told["checks"]["endpoint"]["source"] == "--url"
    assert told["checks"]["company"] == {"state": "note", "text": told["checks"]["company"]["text"], "id": None}
    assert {company["id"] for company in told["checks"]["companies"]["companies"]} == {"443", "444", "445"}
    assert told["checks"]["latency"]["requests"] == 4
    assert told["checks"]["latency"]["seconds"] > 0


@pytest.mark.parametrize("arguments", [[], ["--json"]])
@pytest.mark.parametrize("key", [KEY, f"{KEY}-wrong"])
def test_the_key_is_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], key: str
) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", key)
    main(["doctor", "--no-schema", *arguments])
    captured = capsys.readouterr()
    assert "canary" not in captured.out + captured.err


def test_a_key_that_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", "wrong")
    assert main(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["checks"]["companies"]["error"] == "AuthenticationError"
    assert told["checks"]["companies"]["text"].startswith("the API refuses the key in CONVISO_API_KEY: ")
    assert "latency" not in told["checks"]


def test_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVISO_API_KEY")
    assert states() == {"versions": "ok", "endpoint": "ok", "key": "fail"}


def test_an_endpoint_that_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--url", "ftp://x"]) == 1
    out = capsys.readouterr().out
    assert "FAIL  endpoint: url must be like https://" in out
    assert out.endswith(" (from --url)\n")


@pytest.mark.parametrize(
    ("variable", "state", "text"),
    [
        (None, "ok", f"{URL}, from the default"),
        ("", "note", f"{URL}, from the default, because CONVISO_API_URL is set but empty"),
        (" ", "fail", f"url must be like {URL}, not ' ' (from CONVISO_API_URL)"),
        ("https://api.staging.convisoappsec.com", "ok", f"{STAGING}, from CONVISO_API_URL"),
    ],
)
def test_where_the_endpoint_came_from(
    variable: str | None, state: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONVISO_API_URL")
    if variable is not None:
        monkeypatch.setenv("CONVISO_API_URL", variable)
    found = finding("endpoint")
    assert (found.state, found.text) == (state, text)


def test_an_empty_variable_is_no_matter_where_an_option_names_the_endpoint(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVISO_API_URL", "")
    assert finding("endpoint", sandbox.url).text == f"{sandbox.url}, from --url"
    assert finding("endpoint", "").text.endswith("not '' (from --url)")


def test_nobody_answers() -> None:
    found = finding("companies", "http://127.0.0.1:9/graphql")
    assert (found.state, found.data) == ("fail", {"error": "ConnectionFailed"})


def test_a_company_that_the_key_does_not_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVISO_COMPANY_ID", "7")
    assert finding("companies").state == "fail"
    assert finding("companies").text.endswith("; 7 is not among them")


def test_a_quota_that_cannot_be_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    assert finding("quota").data["ledger"] == "process"
    assert finding("schema", schema=True).text.startswith("not compared: that needs the extra 'schema': pip install")


def test_bad_usage() -> None:
    assert main(["doctor", "--nonsense"]) == 2


class TestSchema:
    @pytest.fixture
    def moved(self, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
        old, new = request.param
        assert schema_text().count(old) == 1
        path = tmp_path / "moved.graphql"
        path.write_text(schema_text().replace(old, new), encoding="utf-8")
        with Sandbox(settings=Settings(keys={KEY: None}, schema=path)) as sandbox:
            yield sandbox

    @pytest.mark.parametrize("moved", [("type Asset {\n", "type Asset {\n  ofTomorrow: String\n")], indirect=True)
    def test_one_that_grew(self, moved: Sandbox) -> None:
        found = finding("schema", moved.url, schema=True)
        assert (found.state, found.data["changes"], found.data["broken_operations"]) == ("note", 1, [])

    @pytest.mark.parametrize("moved", [("  isInitial: Boolean!\n", "")], indirect=True)
    def test_one_that_breaks_an_operation(self, moved: Sandbox) -> None:
        found = finding("schema", moved.url, schema=True)
        assert found.state == "fail"
        assert "projectStatuses" in found.data["broken_operations"]
        assert found.text.endswith("see conviso-client schema diff --live")

    def test_one_that_is_not_told(self) -> None:
        with Sandbox(settings=Settings(keys={KEY: None}, introspection=False)) as silent:
            found = finding("schema", silent.url, schema=True)
        assert (found.state, found.data) == ("note", {"compared": False})
