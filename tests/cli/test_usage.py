"""Help, versions, mistakes on purpose, and what is loaded for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conviso_client import __version__
from conviso_client._version import INSTALLED_FROM
from conviso_client.cli import main
from conviso_client.cli.commands import build_parser
from conviso_client.cli.parser import subcommands

COMMANDS = {" ".join(words): parser for words, parser in subcommands(build_parser())}
HEAVY = frozenset(
    {"ariadne", "ariadne_codegen", "graphql", "httpx", "pydantic", "pydantic_core", "rich", "shtab", "ssl", "uvicorn"}
)
MOST_MODULES = 130
"""Modules that `--help` and `--version` may load, those of Python's own included."""


def fresh(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_the_commands_are_those_that_there_are() -> None:
    assert set(COMMANDS) == {
        *("schema", "schema pull", "schema diff", "schema check"),
        *("import", "export", "gate", "changes", "triage", "asset", "scan", "wait", "report"),
        *("generate", "sandbox", "doctor", "completion"),
    }


@pytest.mark.parametrize("words", ["", *COMMANDS])
def test_every_command_has_help_with_examples(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words.split(), "--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"usage: conviso-client{f' {words}' if words else ''} ")
    examples = [line for line in out.partition("\nexamples:\n")[2].splitlines() if "conviso-client" in line]
    assert examples


@pytest.mark.parametrize("words", [words for words in COMMANDS if words != "schema"])
def test_examples_parse_and_statuses_are_told(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    manual = COMMANDS[words].manual
    for example in manual.examples:
        line = example.line.removeprefix('eval "$(').removesuffix(')"').partition(" > ")[0]
        assert build_parser().parse_args(line.split()[1:]).parser.prog == f"conviso-client {words}"
    main([*words.split(), "--help"])
    told = capsys.readouterr().out.partition("\nexit status:\n")[2]
    assert {0, manual.usage_status} <= set(manual.statuses)
    for status in (*manual.statuses, 130, 141):
        assert f"\n  {status} " in f"\n{told}"
    for name in manual.environment:
        assert f"\n  {name}" in told


@pytest.mark.parametrize("columns", [20, 40, 80, 250])
@pytest.mark.parametrize("words", ["", *COMMANDS])
def test_help_fits_any_terminal(
    words: str, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main([*words.split(), "--help"]) == 0
    text = capsys.readouterr().out
    below_usage = text.partition("\n\n")[2].partition("\nexamples:")[0].splitlines()
    prose = [line for line in below_usage if " " in line.strip() and not line.strip().startswith("--")]
    if columns >= 40:
        assert max(map(len, prose)) <= min(columns, 100)
    assert "https://api.convisoappsec.com/graphql" in text or "https://api" not in text


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"conviso-client {__version__}\n"


@pytest.mark.parametrize("words", [[], ["schema"]])
def test_without_a_command_the_help_is_an_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert (out, err.split()[0]) == ("", "usage:")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("scheam diff", "conviso-client: there is no command 'scheam'. Did you mean 'schema'?"),
        ("pull", "conviso-client: there is no command 'pull'. Did you mean 'schema pull'?"),
        ("help", "conviso-client: there is no command 'help'. Did you mean '--help'?"),
        ("xyzzy", "conviso-client: there is no command 'xyzzy'."),
        ("schema dif", "conviso-client schema: there is no command 'dif'. Did you mean 'diff'?"),
        ("--versoin", "conviso-client: there is no option --versoin. Did you mean '--version'?"),
        ("--json doctor", "conviso-client: there is no option --json. Options of a command stand after its name."),
        ("generate --chek", "conviso-client generate: there is no option --chek. Did you mean '--check'?"),
        ("generate --chec", "conviso-client generate: there is no option --chec. Did you mean '--check'?"),
        ("doctor --xyzzy", "conviso-client doctor: there is no option --xyzzy."),
        ("doctor --jso=1", "conviso-client doctor: there is no option --jso. Did you mean '--json'?"),
        ("doctor more", "conviso-client doctor: unexpected argument 'more'."),
        ("completion fsh", "conviso-client completion: argument shell: 'fsh' is none of bash, zsh, fish. "),
        ("completion", "conviso-client completion: the following arguments are required: shell"),
        ("schema pull --from", "conviso-client schema pull: argument --from: expected one argument"),
        ("schema pull --from x --url y", "argument --url: not allowed with argument --from"),
        ("sandbox --port x", "conviso-client sandbox: argument --port: invalid port 'x': 0 to 65535"),
        ("sandbox --port ²", "argument --port: invalid port '²': 0 to 65535"),
    ],
)
def test_a_mistake_is_told_with_what_was_meant(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    out, err = capsys.readouterr()
    told, way_out = err.splitlines()
    assert out == ""
    assert message in told
    assert way_out == f"Try '{told.split(':')[0]} --help'."


@pytest.mark.parametrize("line", ["schema diff --bogus", "schema check --format jsn"])
def test_bad_usage_of_what_has_a_2_of_its_own_is_3(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 3
    assert "Try 'conviso-client schema " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("wait 1 --timeout {}", "is not a whole number of seconds"),
        ("export issues -o a.csv --limit {}", "is not a number of rows"),
        ("gate --asset a --most HIGH={}", "is not of the form CRITICAL=0"),
        ("gate --asset a --company {}", "company_id must be the company's number"),
    ],
)
def test_more_digits_than_a_number_has(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Python itself refuses to read so many, in words about an interpreter's setting."""
    assert main(line.format("9" * 5000).split()) == 3
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("gate --aset org/shop", "there is no option --aset. Did you mean '--asset'?"),
        ("triage --filter ids=1 --staus X --reason x", "there is no option --staus. Did you mean '--status'?"),
        ("export issues --ouptut=x.csv", "there is no option --ouptut. Did you mean '--output'?"),
        ("gate -- --aset", "the following arguments are required: --asset"),
    ],
)
def test_a_required_option_that_is_misspelled_is_not_called_missing(
    line: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 3
    assert message in capsys.readouterr().err


def test_the_help_says_which_options_are_required(capsys: pytest.CaptureFixture[str]) -> None:
    main(["gate", "--help"])
    lines = [line for line in capsys.readouterr().out.splitlines() if "(required)" in line]
    assert [line.split()[0] for line in lines] == ["--asset"]


@pytest.mark.parametrize("line", ["doctor --api-key canary", "schema pull --token=canary", "doctor --xyzzy canary"])
def test_a_key_in_the_arguments_is_not_repeated(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    err = capsys.readouterr().err
    assert "canary" not in err
    assert "xyzzy" in err or "The key comes from the environment variable CONVISO_API_KEY." in err


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_little_is_loaded_to_answer_about_itself(option: str) -> None:
    done = fresh(
        f"import sys\nfrom conviso_client.cli import main\nstatus = main([{option!r}])\n"
        "print(*sorted(sys.modules))\nsys.exit(status)"
    )
    assert done.returncode == 0, done.stderr
    modules = done.stdout.splitlines()[-1].split()
    assert HEAVY & set(modules) == set()
    assert len(modules) <= MOST_MODULES


@pytest.mark.parametrize("module", ["conviso_client", "conviso_client.cli"])
def test_the_package_runs_as_a_program(module: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"conviso-client {__version__}\n", "")


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [
        ("ariadne_codegen", ["generate"], "codegen"),
        ("graphql", ["schema", "pull"], "schema"),
        ("ariadne", ["sandbox"], "sandbox"),
        ("shtab", ["completion", "bash"], "cli"),
    ],
)
def test_an_extra_that_is_missing_is_named(module: str, arguments: list[str], extra: str) -> None:
    done = fresh(
        f"import sys\nsys.modules[{module!r}] = None\n"
        f"from conviso_client.cli import main\nsys.exit(main({arguments!r}))"
    )
    assert done.returncode == 2
    library = module.replace("_", "-")
    assert f"{library} is not installed: " in done.stderr
    assert done.stderr.endswith(f" needs the extra '{extra}': pip install '{INSTALLED_FROM}[{extra}]'\n")


def test_a_value_that_is_called_like_a_command_loads_no_command(tmp_path: Path) -> None:
    arguments = ["generate", "--schema", str(tmp_path / "absent"), "--package", "sandbox"]
    done = fresh(
        f"import sys\nsys.modules['ariadne'] = None\nfrom conviso_client.cli import main\nsys.exit(main({arguments!r}))"
    )
    assert "needs the extra" not in done.stderr
    assert "absent: No such file or directory" in done.stderr
