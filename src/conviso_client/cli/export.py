"""The options of `conviso-client export`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .deferred import Deferred
from .findings import SEVERITIES
from .manual import EXIT_CONFIGURATION, EXIT_UNDECIDED, Example, Manual
from .parser import Parser

__all__ = ["add_to"]

_MANUAL = Manual(
    examples=(
        Example(
            "the grave open issues of a company",
            "conviso-client export issues --company 443 --severity HIGH --severity CRITICAL --open -o issues.csv",
        ),
        Example("all that is to know, for code hosts", "conviso-client export issues -o issues.sarif"),
        Example(
            "every company that the key sees, for DuckDB, Spark or BigQuery",
            "conviso-client export issues --all-companies --with detail -o s3://bucket/issues/",
        ),
        Example("rows to another program", "conviso-client export assets -o - --format jsonl"),
    ),
    statuses={
        0: "all rows are there",
        1: "rows may be missing, or companies that the key may not read",
        EXIT_UNDECIDED: "the API did not answer, or not completely: the same command goes on",
        EXIT_CONFIGURATION: "wrong usage, key, address, name, file, or an extra is missing",
    },
    environment=("CONVISO_API_KEY", "CONVISO_API_URL", "CONVISO_COMPANY_ID"),
    usage_status=EXIT_CONFIGURATION,
    undecided_status=EXIT_UNDECIDED,
)


class _Lists:
    """The lists that there are, found when somebody asks: nothing else needs the operations here."""

    def __iter__(self) -> Iterator[str]:
        from conviso_client.jobs.lists import lists

        return iter(lists())

    def __contains__(self, name: object) -> bool:
        return name in list(self)


def add_to(program: Parser) -> None:
    """Declare `export`."""
    parser = program.add_command(
        "export",
        help="write a list to a file: JSON Lines, CSV, Parquet or SARIF",
        description="Write a list of the API to a file, whole or not at all. Interrupted, the same command goes on "
        "where it stopped.",
        manual=_MANUAL,
    )
    parser.add_argument("list", choices=_Lists(), metavar="LIST", help="what to export: %(choices)s")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="TARGET",
        help="where to: a file, what fsspec reaches, a folder/ for Parquet by company, - for standard output",
    )
    parser.add_argument(
        "--format", choices=("jsonl", "csv", "parquet", "sarif"), help="the format (default: by the suffix)"
    )
    _add_rows(parser)
    parser.add_argument(
        "--with",
        dest="parts",
        action="append",
        default=[],
        metavar="PART",
        help="more of each row: detail, history, ...",
    )
    parser.add_argument(
        "--columns", type=_words, metavar="NAME[,NAME]", help="the columns, in this order (default: all)"
    )
    parser.add_argument("--no-resume", action="store_true", help="begin anew, whatever an interrupted export left")
    parser.add_argument("--json", action="store_true", help="say what was written as JSON")
    parser.set_defaults(run=Deferred("conviso_client.jobs.export_command", "run"))


def _add_rows(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--company", metavar="ID|NAME", help="the company (default: CONVISO_COMPANY_ID)")
    which.add_argument("--all-companies", action="store_true", help="every company that the key sees")
    parser.add_argument(
        "--severity", action="append", default=[], choices=SEVERITIES, help="issues of this severity; may be repeated"
    )
    parser.add_argument("--open", action="store_true", help="issues that somebody still has to do something about")
    parser.add_argument("--asset", metavar="NAME|ID|URL", help="issues of this asset: name, id or repository")
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        type=_filter,
        metavar="FIELD=VALUE[,VALUE]",
        help="which rows, by a field of the list's filter such as statuses or name; may be repeated",
    )
    parser.add_argument("--limit", type=_count, metavar="N", help="the most rows, of each company")


def _words(text: str) -> list[str]:
    return text.split(",")


def _filter(text: str) -> tuple[str, list[str]]:
    name, _, values = text.partition("=")
    if not name or not values:
        raise argparse.ArgumentTypeError(f"{text!r} is not like severities=HIGH,CRITICAL")
    return name, values.split(",")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rows")
    return int(text)
