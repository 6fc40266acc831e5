"""Shell completion: bash completes for real; the scripts of the others hold every command and option."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conviso_client.cli import main
from tools.command_line import commands

COMPLETE = """
eval "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
function=$(complete -p conviso-client); function=${function##* -F }; function=${function%% *}
"$function" conviso-client "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (
            [""],
            {
                *(
                    "import",
                    "export",
                    "gate",
                    "changes",
                    "triage",
                    "asset",
                    "scan",
                    "wait",
                    "report",
                    "schema",
                    "generate",
                ),
                *("sandbox", "doctor", "completion"),
            },
        ),
        (["sch"], {"schema"}),
        (["schema", ""], {"pull", "diff", "check"}),
        (["schema", "diff", "--fo"], {"--format"}),
        (["schema", "diff", "--format", ""], {"table", "markdown", "json", "github"}),
        (["schema", "diff", "ol"], {"old.graphql"}),
        (["schema", "pull", "--url", "x", "--output", ""], {"old.graphql", "folder"}),
        (["generate", "--queries", ""], {"folder"}),
        (["sandbox", "--quota-kind", "s"], {"sliding"}),
        (["completion", ""], {"bash", "zsh", "fish"}),
    ],
)
def test_in_bash(words: list[str], answers: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "old.graphql").touch()
    arguments = ["/bin/bash", "--norc", "-c", COMPLETE, "bash", script("bash", capsys), "conviso-client", *words]
    done = subprocess.run(arguments, capture_output=True, cwd=tmp_path, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert set(done.stdout.split()) == answers


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_and_option_is_there(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = script(shell, capsys)
    prefix = "-l " if shell == "fish" else "--"
    for name, parser in commands().items():
        assert name.split()[-1] in text
        for action in parser.arguments:
            for option in action.option_strings:
                assert option.replace("--", prefix) in text or option == "-h"
    assert "The key itself is never shown" not in text, "a menu shows the short line"
