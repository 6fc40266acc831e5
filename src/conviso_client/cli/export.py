"""The options of `conviso-client export`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from conviso_client.models.values import number_of

from .deferred import Deferred
from .findings import SEVERITIES
from .manual import EXIT_CONFIGURATION, EXIT_UNDECIDED, Example, Manual
from .parser import Parser

__all__ = ["add_to"]

_MANUAL = Manual(
    examples=(
        Example(
            "the open issues of a company that matter most",
            "conviso-client export issues --company 443 --severity HIGH --severity CRITICAL --open -o issues.csv",
        ),
        Example("issues with all details, for code hosts", "conviso-client export issues -o issues.sarif"),
        Example(
            "all companies of the key, for DuckDB, Spark or BigQuery",
            "conviso-client export issues --all-companies --with detail -o s3://bucket/issues/",
        ),
        Example("rows to another program", "conviso-client export assets -o - --format jsonl"),
    ),
    statuses={
        0: "all rows are there",
        1: "rows may be missing, or the key may not read a company",
        EXIT_UNDECIDED: "the API did not answer, or not completely: run the command again to go on",
        EXIT_CONFIGURATION: "wrong usage, key, address, name or file, or a missing extra",
    },
    environment=("CONVISO_API_KEY", "CONVISO_API_URL", "CONVISO_COMPANY_ID"),
    usage_status=EXIT_CONFIGURATION,
    undecided_status=EXIT_UNDECIDED,
)


class _Lists:
    """The names of all lists, loaded on demand: nothing else here needs the operations."""

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
        description="Write a list of the API to a file, whole or not at all. After an interruption, the same command "
        "goes on where it stopped.",
        manual=_MANUAL,
    )
    parser.add_argument("list", choices=_Lists(), metavar="LIST", help="the list: %(choices)s")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="TARGET",
        help="a file, an fsspec address, a folder/ for Parquet by company, or - for standard output",
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
        help="add parts to each row: detail, history, ...",
    )
    parser.add_argument(
        "--columns", type=_words, metavar="NAME[,NAME]", help="the columns, in this order (default: all)"
    )
    parser.add_argument("--no-resume", action="store_true", help="start over instead of resuming an interrupted export")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")
    parser.set_defaults(run=Deferred("conviso_client.jobs.export_command", "run"))


def _add_rows(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--company", metavar="ID|NAME", help="the company (default: CONVISO_COMPANY_ID)")
    which.add_argument("--all-companies", action="store_true", help="all companies that the key can see")
    parser.add_argument(
        "--severity",
        action="append",
        default=[],
        choices=SEVERITIES,
        help="only issues of this severity; may be repeated",
    )
    parser.add_argument("--open", action="store_true", help="only open issues")
    parser.add_argument("--asset", metavar="NAME|ID|URL", help="only issues of this asset: name, id or repository")
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        type=_filter,
        metavar="FIELD=VALUE[,VALUE]",
        help="select rows by a field of the list's filter, such as statuses; may be repeated",
    )
    parser.add_argument("--limit", type=_count, metavar="N", help="at most N rows of each company")


def _words(text: str) -> list[str]:
    return text.split(",")


def _filter(text: str) -> tuple[str, list[str]]:
    name, _, values = text.partition("=")
    if not name or not values:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form severities=HIGH,CRITICAL")
    return name, values.split(",")


def _count(text: str) -> int:
    rows = number_of(text)
    if rows is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows")
    return rows
