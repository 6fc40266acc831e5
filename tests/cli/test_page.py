"""`docs/command-line.md` says what the parsers say."""

from __future__ import annotations

import re
from pathlib import Path

import conviso_client
from conviso_client.cli.manual import ENVIRONMENT
from tools import command_line
from tools.command_line import commands, current

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / command_line.PAGE).read_text(encoding="utf-8")


def test_the_page_is_current() -> None:
    assert current(PAGE) == PAGE, "python -m tools.command_line --write"


def test_every_command_has_its_part_and_its_line() -> None:
    parts = re.findall(r"<!-- command: ([a-z ]+) -->", PAGE)
    assert sorted(parts) == sorted(commands())
    overview = re.findall(r"^\| `([a-z ]+)` \| .* \| (?:`([a-z]+)`|none) \|$", PAGE, re.MULTILINE)
    extras = {name: parser.get_default("run").extra for name, parser in commands().items()}
    assert dict(overview) == extras


def test_a_part_that_is_wrong_is_seen() -> None:
    assert "| `--persist FILE` |" in PAGE
    stale = re.sub(r"\| `--persist FILE` \|.*\n", "", PAGE)
    assert current(stale) == PAGE


def test_every_variable_that_is_read_is_told() -> None:
    read = set(ENVIRONMENT)
    for path in Path(conviso_client.__file__).parent.rglob("*.py"):
        if "generated" not in path.parts:
            read.update(re.findall(r"environ\.get\(\"([A-Z_]+)\"", path.read_text(encoding="utf-8")))
    assert {"CONVISO_API_KEY", "NO_COLOR", "XDG_RUNTIME_DIR"} <= read
    told = PAGE.partition("## Environment\n")[2]
    assert [name for name in sorted(read) if f"`{name}`" not in told] == []
