"""The parts of `docs/command-line.md` that the parsers know.

`python -m tools.command_line --write` brings them up to date. A part stands between `<!-- command: schema pull -->` and
`<!-- end -->`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from conviso_client.cli.commands import build_parser
from conviso_client.cli.manual import COMMON_STATUSES
from conviso_client.cli.parser import Parser, subcommands

PAGE = Path("docs/command-line.md")
_COMMAND = re.compile(r"(<!-- command: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_COMMON = re.compile(r"(<!-- statuses of all commands -->\n).*?(<!-- end -->)", re.DOTALL)


def commands() -> dict[str, Parser]:
    """Return the parsers of the commands that do something, by name."""
    found = {" ".join(words): parser for words, parser in subcommands(build_parser())}
    return {name: parser for name, parser in found.items() if not any(subcommands(parser))}


def current(page: str) -> str:
    """Return the page as it should be."""
    known = commands()
    page = _COMMAND.sub(lambda part: f"{part[1]}{_command(known[part[2]])}{part[3]}", page)
    common = _table(("exit status", ""), COMMON_STATUSES.items())
    return _COMMON.sub(lambda part: f"{part[1]}\n{common}\n{part[2]}", page)


def _command(parser: Parser) -> str:
    examples = "\n".join(f"# {example.purpose}\n{example.line}" for example in parser.manual.examples)
    options = _table(("option", ""), _options(parser))
    statuses = _table(("exit status", ""), parser.manual.statuses.items())
    names = ", ".join(f"`{name}`" for name in parser.manual.environment)
    reads = f"\nReads {names}.\n" if names else ""
    return f"\n```sh\n{examples}\n```\n\n{options}\n{statuses}{reads}\n"


def _options(parser: Parser) -> Iterator[tuple[str, str]]:
    formatter = argparse.HelpFormatter(parser.prog)
    for action in parser.arguments:
        if "--help" in action.option_strings:
            continue
        value = "" if action.nargs == 0 else formatter._format_args(action, _value(action))  # noqa: SLF001
        name = " ".join([*action.option_strings[:1], *([value] if value else [])])
        yield f"`{name}`", formatter._expand_help(action)  # noqa: SLF001


def _value(action: argparse.Action) -> str:
    if action.choices is not None:
        return f"{{{','.join(map(str, action.choices))}}}"
    return action.dest.upper() if action.option_strings else action.dest


def _table(head: tuple[str, str], rows: Iterable[tuple[object, str]]) -> str:
    lines = [head, ("---", "---"), *((str(name), text) for name, text in rows)]
    return "".join(
        f"| {name.replace('|', chr(92) + '|')} | {text.replace('|', chr(92) + '|')} |\n" for name, text in lines
    )


def main() -> int:
    """Compare or write; the exit status is 1 if the page is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="bring the page up to date")
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    fresh = current(page)
    if options.write:
        PAGE.write_text(fresh, encoding="utf-8")
    elif fresh != page:
        print(f"{PAGE} is not what the parsers say: python -m tools.command_line --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
