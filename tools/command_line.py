"""The parts of `docs/command-line.md` that the parsers know.

`python -m tools.command_line --write` brings them up to date. A part stands between `<!-- command: schema pull -->` and
`<!-- end -->`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from conviso_client.cli.commands import build_parser
from conviso_client.cli.manual import COMMON_STATUSES
from conviso_client.cli.parser import Parser, subcommands

PAGE = Path("docs/command-line.md")
_COMMAND = re.compile(r"(<!-- command: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHARED = re.compile(r"(<!-- (options of many commands|shared exit statuses) -->\n).*?(<!-- end -->)", re.DOTALL)
_MANY = 3
"""What so many commands say in the same words stands once on the page."""

Row = tuple[str, str]


def commands() -> dict[str, Parser]:
    """Return the parsers of the commands that do something, by name."""
    found = {" ".join(words): parser for words, parser in subcommands(build_parser())}
    return {name: parser for name, parser in found.items() if not any(subcommands(parser))}


def current(page: str) -> str:
    """Return the page as it should be."""
    known = commands()
    options = _told_by_many(_options(parser) for parser in known.values())
    statuses = _told_by_many(_statuses(parser) for parser in known.values())
    shared = {
        "options of many commands": _table(("option", ""), options),
        "shared exit statuses": _table(("exit status", ""), [*sorted(statuses), *_rows(COMMON_STATUSES)]),
    }
    page = _COMMAND.sub(lambda part: f"{part[1]}{_command(known[part[2]], options, statuses)}{part[3]}", page)
    return _SHARED.sub(lambda part: f"{part[1]}\n{shared[part[2]]}\n{part[3]}", page)


def _told_by_many(parts: Iterable[Iterable[Row]]) -> list[Row]:
    counted = Counter(row for part in parts for row in part)
    return [row for row, count in counted.items() if count >= _MANY]


def _command(parser: Parser, shared_options: list[Row], shared_statuses: list[Row]) -> str:
    examples = "\n".join(f"# {example.purpose}\n{example.line}" for example in parser.manual.examples)
    text = f"\n```sh\n{examples}\n```\n\n"
    options, also = _split(_options(parser), shared_options)
    if options:
        text += f"{_table(('option', ''), options)}\n"
    if also:
        text += f"Takes {', '.join(name for name, _ in also)} [too](#options-of-many-commands).\n\n"
    statuses, others = _split(_statuses(parser), shared_statuses)
    if others:
        told = "".join(f"Exit status {name}: {meaning}. [The others](#exit-statuses).\n" for name, meaning in statuses)
        text += told or "[Exit statuses](#exit-statuses).\n"
    else:
        text += _table(("exit status", ""), statuses)
    return f"{text}\n"


def _split(rows: Iterable[Row], shared: list[Row]) -> tuple[list[Row], list[Row]]:
    rows = list(rows)
    return [row for row in rows if row not in shared], [row for row in rows if row in shared]


def _statuses(parser: Parser) -> list[Row]:
    return _rows(parser.manual.statuses)


def _rows(statuses: Mapping[int, str]) -> list[Row]:
    return [(str(number), meaning) for number, meaning in statuses.items()]


def _options(parser: Parser) -> Iterator[Row]:
    formatter = argparse.HelpFormatter(parser.prog)
    for action in parser.arguments:
        if "--help" in action.option_strings:
            continue
        value = "" if action.nargs == 0 else formatter._format_args(action, _value(action))  # noqa: SLF001
        if action.choices is not None:
            value = value.replace(",", ", ")  # a narrow screen breaks lines at blanks only
        name = " ".join([*action.option_strings[:1], *([value] if value else [])])
        needed = " (required)" if action.option_strings and action.required else ""
        yield f"`{name}`{needed}", formatter._expand_help(action)  # noqa: SLF001


def _value(action: argparse.Action) -> str:
    if action.choices is not None:
        return f"{{{','.join(map(str, action.choices))}}}"
    return action.dest.upper() if action.option_strings else action.dest


def _table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, ("---", "---"), *rows]
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
