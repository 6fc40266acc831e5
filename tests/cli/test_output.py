"""What commands write: to terminals, pipes, files, streams that are closed or full, in any encoding; as JSON."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conviso_client.cli import main, terminal

from .conftest import COMMAND, plain_environment, run

DOCS = Path(__file__).parents[2] / "docs"
DIFF = ("schema", "diff", "schema.graphql", "new.graphql")
RED = "\033[1;31m"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"TERM": "xterm"}, False),
        (io.StringIO(), {"TERM": "xterm", "FORCE_COLOR": "1"}, True),
    ],
)
def test_who_gets_colours(
    stream: io.StringIO, environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal.has_colour(stream) is coloured


def on_a_terminal(arguments: list[str], cwd: Path, **environment: str) -> str:
    """What a command shows on a terminal of its own."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdin=its, stdout=its, stderr=its, cwd=cwd, env={**plain_environment(), **environment}
    )
    os.close(its)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody has the other end open
            break
        if not part:
            break
        shown += part
    process.wait(timeout=60)
    os.close(ours)
    return shown.decode()


def test_a_narrow_terminal(folder: Path) -> None:
    shown = on_a_terminal([*DIFF], folder, COLUMNS="40", TERM="xterm")
    assert f"{RED}BREAKS OPERATIONS (1)\033[0m" in shown
    assert max(len(line) for line in shown.replace("\033[1;31m", "").replace("\033[0m", "").splitlines()) <= 40
    shown = on_a_terminal(["schema", "check"], folder, COLUMNS="40", TERM="dumb")
    assert "mine: complexity" in shown
    assert "\033" not in shown
    shown = on_a_terminal(["doctor"], folder, COLUMNS="40", TERM="xterm")
    assert f"{RED}FAIL\033[0m  key: no API key" in shown
    shown = on_a_terminal(["schema", "check", "absent.graphql"], folder, COLUMNS="40", TERM="xterm")
    assert shown.splitlines()[:3] == [
        "conviso-client: cannot read the schema",
        "absent.graphql: No such file or",
        "directory",
    ]


def test_a_reader_that_goes_away(folder: Path) -> None:
    """The pipe holds less than the output, so the command is still writing when its reader is gone."""
    fields = "".join(f"  field{number}: String\n" for number in range(3000))
    (folder / "large.graphql").write_text(
        f"type Query {{ asset(id: ID): Asset }}\ntype Asset {{\n  id: ID!\n{fields}}}\n"
    )
    done = run(
        ["schema", "diff", "schema.graphql", "large.graphql", "--json"],
        cwd=folder,
        shell="| head -1; exit ${PIPESTATUS[0]}",
    )
    assert (done.returncode, done.stdout, done.stderr) == (141, "{\n", "")


@pytest.mark.parametrize(
    ("shell", "status", "errors"),
    [
        (">&-", 2, ""),
        ("2>&-", 2, ""),
        ("<&- >&- 2>&-", 2, ""),
        (">/dev/full", 3, "conviso-client: the output cannot be written: No space left on device\n"),
    ],
)
def test_streams_that_are_closed_or_full(folder: Path, shell: str, status: int, errors: str) -> None:
    done = run([*DIFF, "--json"], cwd=folder, shell=shell)
    assert (done.returncode, done.stderr) == (status, errors)
    if shell == "2>&-":
        assert json.loads(done.stdout)["exitStatus"] == 2


@pytest.mark.parametrize("shell", ["2>&-", "2>/dev/full"])
def test_errors_that_nobody_can_read(shell: str) -> None:
    done = run(["scheam"], shell=shell)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii", "C"],
)
def test_no_encoding_is_too_small(folder: Path, environment: dict[str, str]) -> None:
    (folder / "schema.graphql").write_text(
        'type Query { "ärgerlich 🔑" a: Int @deprecated(reason: "naïve 🔑") }', "utf-8"
    )
    (folder / "new.graphql").write_text("type Query { b: Int }")
    done = run([*DIFF, "--json"], cwd=folder, **environment)
    assert done.stderr == ""
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["exitStatus"] == done.returncode
    done = run(["schema", "diff", "nötig.graphql", "new.graphql"], cwd=folder, **environment)
    assert done.returncode == 3
    assert "cannot read the schema n" in done.stderr


def test_what_an_encoding_has_not_is_json_all_the_same() -> None:
    with terminal.prepared():
        written = json.dumps(["ä€🔑\udc80"], ensure_ascii=False).encode("ascii", "conviso_client.escape")
    assert written == b'["\\u00e4\\u20ac\\ud83d\\udd11\\udc80"]'
    assert json.loads(written) == ["ä€🔑\udc80"]


def test_the_streams_are_left_as_they_were() -> None:
    before = sys.stdout.errors
    main(["--version"])
    assert sys.stdout.errors == before


def valid(command: str, written: str) -> Any:
    """Check what a command wrote against what is documented."""
    schema = json.loads((DOCS / "command-line.schema.json").read_text(encoding="utf-8"))
    answer = json.loads(written)
    from jsonschema import Draft202012Validator  # imports grammars for two seconds

    Draft202012Validator({**schema, "$ref": f"#/$defs/{command}"}).validate(answer)
    return answer


class TestJson:
    def test_of_generate(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        monkeypatch.chdir(folder)
        arguments = ["generate", "--package", "made.client", "--json"]
        assert main([*arguments, "--check"]) == 1
        answer = valid("generate", capsys.readouterr().out)
        assert answer["exitStatus"] == 1
        assert {"state": "missing", "file": "client.py"} in answer["differences"]
        assert main(arguments) == 0
        answer = valid("generate", capsys.readouterr().out)
        assert (answer["target"], answer["exitStatus"], answer["differences"]) == ("made/client", 0, [])
        assert "client.py" in answer["written"]
        assert main(arguments) == 0
        assert valid("generate", capsys.readouterr().out)["written"] == []

    def test_of_schema_pull(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        from graphql import build_schema, introspection_from_schema

        monkeypatch.chdir(folder)
        answer = introspection_from_schema(build_schema((folder / "new.graphql").read_text()))
        Path("answer.json").write_text(json.dumps({"data": answer}))
        assert main(["schema", "pull", "--from", "answer.json", "--json"]) == 0
        told = valid("schema pull", capsys.readouterr().out)
        assert told == {
            "version": 1,
            "exitStatus": 0,
            "output": "schema.graphql",
            "source": "answer.json",
            "types": 2,
        }
        assert "size: Int" in Path("schema.graphql").read_text()

    @pytest.mark.parametrize("command", [["diff", "schema.graphql", "new.graphql"], ["check"]])
    def test_of_a_report_is_its_format(
        self, folder: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Any
    ) -> None:
        monkeypatch.chdir(folder)
        status = main(["schema", *command, "--json"])
        written = capsys.readouterr().out
        assert json.loads(written)["exitStatus"] == status
        assert main(["schema", *command, "--format", "json"]) == status
        assert capsys.readouterr().out == written

    def test_of_the_doctor(self, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        monkeypatch.delenv("CONVISO_API_KEY", raising=False)
        assert main(["doctor", "--json"]) == 1
        answer = valid("doctor", capsys.readouterr().out)
        assert (answer["exitStatus"], answer["ok"], answer["checks"]["key"]["state"]) == (1, False, "fail")
