"""The commands in README.md and docs/ exist, with the options that they are given."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from conviso_client import cli

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")))
COMMAND = re.compile(r"^ *(?:[A-Z_]+=\S+ )*(conviso-client|make) +(\S.*)$", re.MULTILINE)
SHELL = re.compile(r"^```(?:sh|yaml)\n(.*?)^```$|^((?: {4}\S.*\n)+)", re.MULTILINE | re.DOTALL)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands(program: str) -> list[str]:
    """Return what follows the program's name, wherever a shell block calls it."""
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    blocks = ["".join(filter(None, block)).replace("- run: ", "") for text in texts for block in SHELL.findall(text)]
    return sorted({line for block in blocks for name, line in COMMAND.findall(block) if name == program})


@pytest.mark.parametrize("line", commands("conviso-client"))
def test_options_of_commands(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(line.partition(" | ")[0], comments=True)
    command = words[: 2 if words[0] == "schema" else 1]
    assert cli.main([*command, "--help"]) == 0
    help_text = capsys.readouterr().out
    for word in words[len(command) :]:
        if word.startswith("--"):
            assert re.search(rf"{re.escape(word.partition('=')[0])}\b", help_text), f"{line}: no {word}"


@pytest.mark.parametrize("line", commands("make"))
def test_targets(line: str) -> None:
    assert shlex.split(line, comments=True)[0] in TARGETS


def test_nothing_says_to_install_what_is_not_released() -> None:
    """The page that says how to install is one. A release changes it, and `INSTALLED_FROM`."""
    pages = [*FILES, *(ROOT / "examples").rglob("README.md")]
    assert [page for page in pages if re.search(r"pip install '?\"?conviso-client", page.read_text("utf-8"))] == []


def test_commands_are_found() -> None:
    assert len(commands("conviso-client")) > 10
    assert len(commands("make")) > 2
