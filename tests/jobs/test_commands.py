"""The commands of jobs, as pipelines run them: one meaning for each exit status."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conviso_client import Conviso
from conviso_client.cli import main
from conviso_client.sandbox import Sandbox
from conviso_client.types import CreateSastFindingInput, IssuesFiltersInput

Run = Callable[..., int]
SARIF = Path(__file__).parents[1] / "docs" / "files" / "results.sarif"


@pytest.fixture
def run(conviso_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CONVISO_API_KEY", conviso_sandbox.api_key)
    monkeypatch.setenv("CONVISO_API_URL", conviso_sandbox.url)
    monkeypatch.setenv("CONVISO_COMPANY_ID", "443")
    return lambda *arguments: main(list(map(str, arguments)))


def asset_id(conviso: Conviso) -> str:
    asset = conviso.iter_assets().first()
    assert asset
    return asset.id


def test_the_gate_passes_and_fails(
    run: Run, conviso: Conviso, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asset = asset_id(conviso)
    assert run("gate", "--asset", asset, "--most", "CRITICAL=1000000") == 0
    capsys.readouterr()
    files = ("--junit", tmp_path / "j.xml", "--sarif", tmp_path / "s.sarif")
    most = [word for severity in ("CRITICAL", "HIGH", "MEDIUM", "LOW") for word in ("--most", f"{severity}=0")]
    status = run("gate", "--asset", asset, *most, "--json", *files)
    told = json.loads(capsys.readouterr().out)
    assert status == (0 if told["passed"] else 1)
    assert (tmp_path / "j.xml").exists()
    assert (tmp_path / "s.sarif").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--asset", "1", "--branch", "no-such-branch"], 3),
        (["--asset", "org/no-such-asset"], 3),
        (["--asset", "FIRST", "--branch", "no-such-branch"], 2),
        (["--asset", "FIRST", "--most", "HIGH"], 3),
        ([], 3),
    ],
)
def test_the_gate_never_passes_on_doubt(run: Run, conviso: Conviso, arguments: list[str], status: int) -> None:
    words = [asset_id(conviso) if word == "FIRST" else word for word in arguments]
    assert run("gate", *words) == status


@pytest.mark.parametrize(("fault", "status"), [({"status": 401}, 3), ({"status": 400}, 2), ({"reset": True}, 2)])
def test_an_api_that_is_down_is_undecided(
    run: Run, conviso: Conviso, conviso_sandbox: Sandbox, fault: dict[str, Any], status: int
) -> None:
    conviso_sandbox.faults.next(operation="securityGateRun", **fault)
    assert run("gate", "--asset", asset_id(conviso)) == status


@pytest.mark.parametrize("option", ["--junit", "--sarif"])
def test_the_verdict_is_told_though_the_disk_is_full(
    run: Run, conviso: Conviso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, option: str
) -> None:
    def full(**_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert run("gate", "--asset", asset_id(conviso), "--most", "HIGH=0", "--json", option, tmp_path / "g") == 3
    out, err = capsys.readouterr()
    assert "passed" in json.loads(out)
    assert f"{tmp_path / 'g'}: No space left on device" in err


@pytest.mark.parametrize("option", ["--junit", "--sarif"])
def test_the_gate_does_not_run_for_a_file_that_cannot_be_written(
    run: Run, conviso: Conviso, conviso_sandbox: Sandbox, tmp_path: Path, option: str
) -> None:
    asset = asset_id(conviso)
    assert run("gate", "--asset", asset, option, tmp_path / "nowhere" / "x") == 3
    assert run("gate", "--asset", asset, option, tmp_path) == 3
    assert conviso_sandbox.seen("securityGateRun") == []


@pytest.mark.parametrize(
    "words",
    [
        ("gate", "--asset", "org/shop"),
        ("changes", "issues", "--state", "s.json"),
        ("triage", "--filter", "ids=1", "--status", "SUPPRESSED", "--reason", "x"),
        ("asset", "ensure", "https://github.com/acme/shop"),
        ("import", str(SARIF), "--asset", "org/shop"),
    ],
    ids=lambda words: words[0],
)
def test_another_company_is_a_wrong_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words, "--company", "1") == 3


def test_an_import_into_an_asset_that_is_not_there_sends_nothing(run: Run, conviso_sandbox: Sandbox) -> None:
    assert run("import", SARIF, "--asset", "99999999") == 3
    assert run("import", SARIF, "--asset", "99999999", "--dry-run") == 3
    assert conviso_sandbox.seen("batchCreateOrUpdateFindings") == []


@pytest.mark.parametrize(
    "words",
    [
        ("export", "issues", "-o", "-", "--asset"),
        ("scan", "--asset"),
        ("gate", "--asset"),
        ("import", str(SARIF), "--asset"),
        ("import", "--format", "mobsf", str(SARIF), "--asset"),
    ],
    ids=lambda words: " ".join(words[:2])[:20],
)
def test_an_asset_that_is_not_there_is_told_in_words_of_commands(
    run: Run, conviso: Conviso, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    asset = conviso.iter_assets().first()
    assert asset
    assert asset.name
    assert run(*words, asset.name[:-1] + "x") == 3
    told = capsys.readouterr().err
    assert f"Did you mean {asset.name!r} ({asset.id})" in told or f"or {asset.name!r} ({asset.id})" in told
    assert run(*words, "xyzzy-xyzzy") == 3
    listed = capsys.readouterr().err
    assert "'conviso-client export assets --columns id,name -o -' lists them." in listed
    for text in (told, listed):
        assert ("--create-asset creates it." in text) is (words[0] == "import")
        assert "find_asset" not in text


def test_the_assets_that_an_error_names_are_listed_as_it_says(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "assets", "--columns", "id,name", "-o", "-") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0]).keys() == {"id", "name"}


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("CONVISO_COMPANY_ID", "give --company, or set the environment variable CONVISO_COMPANY_ID"),
        ("CONVISO_API_KEY", "no API key: set the environment variable CONVISO_API_KEY\n"),
    ],
)
@pytest.mark.parametrize(
    "words", [("gate", "--asset", "x"), ("export", "issues", "-o", "-")], ids=lambda words: words[0]
)
def test_what_is_missing_is_told_in_words_of_commands(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    told: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.delenv(variable)
    assert run(*words) == 3
    err = capsys.readouterr().err
    assert told in err
    assert "company_id=" not in err
    assert "api_key=" not in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "EMPTY", "--format", "sarif", "--asset", "FIRST"), "would come from: give --source"),
        (("import", "--from", "invicti", "--asset-map", "EMPTY"), "set the environment variable INVICTI_API_KEY\n"),
        (("doctor", "--url", "https://a:b@c.example"), "user name or password; the key comes from CONVISO_API_KEY"),
    ],
    ids=["source", "invicti", "url"],
)
def test_an_error_tells_options_and_variables(
    run: Run,
    conviso: Conviso,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.delenv("INVICTI_API_KEY", raising=False)
    (tmp_path / "empty").write_text(
        '{"version": "2.1.0", "runs": []}' if "sarif" in words else f"invicti,conviso\na,{asset_id(conviso)}\n"
    )
    given = {"EMPTY": str(tmp_path / "empty"), "FIRST": asset_id(conviso)}
    assert run(*(given.get(word, word) for word in words)) != 0
    assert told in "".join(capsys.readouterr())


def test_a_job_that_is_not_there_does_not_go_on(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("wait", "999999") == 3
    err = capsys.readouterr().err
    assert "Record not found" in err
    assert "goes on" not in err


def test_the_first_run_of_changes_says_that_it_begins(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "s.json"
    assert run("changes", "issues", "--state", state) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{state} begins here: the next run lists what is new or updated from now on\n")
    assert run("changes", "issues", "--state", state) == 0
    assert capsys.readouterr().err == ""


def test_changes(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "s.json"
    assert run("changes", "issues", "--state", state, "--first", "all", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"id", "title", "url"} <= rows[0].keys()
    assert run("changes", "issues", "--state", state) == 0
    assert capsys.readouterr().out == ""
    state.write_text("{}")
    assert run("changes", "issues", "--state", state) == 3
    assert run("changes", "issues", "--state", tmp_path / "nowhere" / "s.json", "--first", "all") == 3
    assert capsys.readouterr().out == ""


def test_triage_writes_with_apply_alone(
    run: Run, conviso: Conviso, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = conviso.iter_issues(filters=IssuesFiltersInput(statuses=["IDENTIFIED"])).first()
    assert issue
    words = (
        "triage",
        "--filter",
        f"ids={issue.id}",
        "--status",
        "RISK_ACCEPTED",
        "--reason",
        "x",
        "--until",
        "2030-01-31",
    )
    assert run(*words) == 0
    assert "1 would change" in capsys.readouterr().out
    assert conviso_sandbox.seen("changeIssueStatus") == []
    assert run(*words, "--apply", "--json") == 0
    assert json.loads(capsys.readouterr().out)["applied"][0]["after"] == "RISK_ACCEPTED"
    assert run("triage", "--filter", "ids=1", "--status", "FIXED", "--reason", "x") == 3
    assert run("triage", "--filter", "severity=HIGH", "--status", "SUPPRESSED", "--reason", "x") == 3
    capsys.readouterr()
    assert run("triage", "--filter", "severities=HIHG", "--status", "SUPPRESSED", "--reason", "x") == 3
    assert "HIHG" in capsys.readouterr().err
    assert run("triage", "--filter", "ids=1", "--status", "SUPPRESSED", "--reason", "x") == 0
    assert "no issue meets the filter" in capsys.readouterr().err
    assert run("triage", "--filter", "ids", "--status", "SUPPRESSED", "--reason", "x") == 3


def test_asset_ensure(run: Run, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    urls = ("https://ci:token@git.example.test/acme/shop.git", "git@git.example.test:acme/billing")
    assert run("asset", "ensure", *urls, "--dry-run", "--json") == 0
    planned = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["outcome"] for row in planned] == ["missing", "missing"]
    assert conviso_sandbox.seen("createAsset") == []
    assert run("asset", "ensure", urls[0], "--tag", "team-a") == 0
    first = capsys.readouterr()
    assert "created" in first.err
    assert "token" not in first.out + first.err
    assert run("asset", "ensure", "git@git.example.test:acme/shop") == 0
    assert capsys.readouterr().out == first.out
    assert len(conviso_sandbox.seen("createAsset")) == 1
    assert run("asset", "ensure", urls[1], "--name", "acme/shop") == 1  # the name is taken
    assert run("asset", "ensure", *urls, "--name", "one") == 3
    assert run("asset", "ensure", urls[0], "not an address") == 3


def test_a_title_cannot_play_with_the_terminal(
    run: Run, conviso: Conviso, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("changes", "issues", "--state", tmp_path / "s.json")
    title = "red \x1b[31m, back \x9b2K, turned \u202e round"
    conviso.create_sast_finding(
        CreateSastFindingInput(
            asset_id=int(asset_id(conviso)), title=title, description="x", file_name="a", first_line=1,
            vulnerable_line=1, code_snippet="",
        )
    )  # fmt: skip
    capsys.readouterr()
    before = (tmp_path / "s.json").read_text()
    assert run("changes", "issues", "--state", tmp_path / "s.json") == 0
    plain = capsys.readouterr().out
    assert r"red \x1b[31m, back \x9b2K" in plain
    (tmp_path / "s.json").write_text(before)
    assert run("changes", "issues", "--state", tmp_path / "s.json", "--json") == 0
    data = capsys.readouterr().out
    assert not set("\x1b\x9b\u202e") & set(plain + data)
    assert json.loads(data)["title"] == title


def test_a_scan_is_waited_for_and_told(
    run: Run, conviso: Conviso, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    asset = asset_id(conviso)
    assert run("scan", "--asset", asset) == 0
    job = capsys.readouterr().out.strip()
    assert run("wait", job) == 0
    shown = capsys.readouterr()
    assert shown.out == f"job {job}: succeeded\n"
    assert shown.err == f"job {job}: pending\njob {job}: succeeded\n"
    conviso_sandbox.jobs = "fail"
    assert run("scan", "--asset", asset, "--wait", "--json") == 1
    assert json.loads(capsys.readouterr().out)["failure_reason"] == "The scanner could not read the repository"
    conviso_sandbox.jobs = "hang"
    assert run("scan", "--asset", asset, "--wait", "--timeout", "60") == 2
    assert "not done after 60 s" in capsys.readouterr().err
    assert run("wait", "no-such-job") == 3
    assert run("wait", job, "--timeout", "0") == 3
    assert run("wait", job, "-o", "report.pdf") == 3


def test_the_platform_reads_mobsf(
    run: Run, conviso: Conviso, conviso_sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, asset = tmp_path / "mobsf.json", asset_id(conviso)
    report.write_text('{"app_name": "Shop"}')
    words = ("import", report, "--asset", asset)
    assert run(*words, "--format", "mobsf", "--wait", "--json") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "succeeded"
    assert run(*words, "--format", "mobsf", "--dry-run") == 3
    assert run(*words, "--wait") == 3
    assert len(conviso_sandbox.seen("importMobsf")) == 1


def test_a_report_of_a_company(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "report.html"
    assert run("report", "-o", page, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert f"<dd>{figures['summary']['open']:,}</dd>" in page.read_text()
    assert run("report", "-o", page) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"wrote {page}: " in shown.err
    for bad in (["--company", "99"], ["-o", tmp_path], ["--wait"], []):
        words = bad if "-o" in bad or not bad else [*bad, "-o", tmp_path / "no.html"]
        assert run("report", *words) == 3
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_report_of_the_platform_on_a_project(
    run: Run, conviso: Conviso, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, path = conviso.iter_projects().first(), tmp_path / "report.pdf"
    assert project
    assert run("report", "--project", project.id, "--wait", "-o", path) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.endswith(f"wrote {path}\n")
    assert path.read_text().startswith("Report on ")
    assert run("report", "--project", project.id) == 0
    started = capsys.readouterr()
    assert f"conviso-client wait {started.out.strip()} --project {project.id} -o FILE" in started.err
    assert run("wait", started.out.strip(), "--project", project.id) == 0
    assert "/files/" in capsys.readouterr().out
    assert run("report", "--project", project.id, "-o", path) == 3
    assert run("report", "--project", "99", "--wait") == 3


def test_a_company_may_be_named(run: Run, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("asset", "ensure", "https://git.example/acme/new", "--dry-run", "--company")
    assert run(*words, "Lumen Retail") == 0
    capsys.readouterr()
    assert {sent.variables["companyId"] for sent in conviso_sandbox.seen("assets")} == {"444"}
    assert run(*words, "Lumen") == 3
    assert "the key sees no company 'Lumen': it sees 443 (Aurora Bank), 444 (Lumen Retail)" in capsys.readouterr().err
