"""The options of `conviso-client generate`."""

from __future__ import annotations

from pathlib import Path

from conviso_client.call.options import URL
from conviso_client.codegen.template import CLIENT_PACKAGE

from .deferred import Deferred
from .manual import EXIT_ENDPOINT, Example, Manual
from .parser import Parser

__all__ = ["add_to"]

_MANUAL = Manual(
    examples=(
        Example(
            "a client with operations of your own",
            "conviso-client generate --queries my_queries/ --package my_app.conviso",
        ),
        Example(
            "in CI: check that it is current",
            "conviso-client generate --queries my_queries/ --package my_app.conviso --check",
        ),
    ),
    statuses={
        0: "the package is written, or up to date",
        1: "with --check: the package is out of date",
        2: "wrong usage or input, or an operation does not work",
        EXIT_ENDPOINT: "with --live: the endpoint did not return its schema, or the key is missing or refused",
    },
    environment=("CONVISO_API_KEY", "CONVISO_API_URL"),
)


def add_to(program: Parser) -> None:
    """Declare `generate`."""
    parser = program.add_command(
        "generate",
        help="generate the client from schema and operations",
        description="Generate the client or, with --package, a package whose Conviso and AsyncConviso add your own "
        "operations to the client's. If anything fails, the old package stays.",
        manual=_MANUAL,
    )
    _add_sources(parser)
    _add_target(parser)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 and list the differences, if any"
    )
    parser.add_argument("--force", action="store_true", help="generate even if nothing has changed")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")
    parser.set_defaults(run=Deferred("conviso_client.codegen.command", "run_generate", "codegen"))


def _add_sources(parser: Parser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--schema", type=Path, metavar="FILE", help="the schema (default: schema.graphql, else the client's)"
    )
    source.add_argument("--live", action="store_true", help="use the live endpoint's schema (needs CONVISO_API_KEY)")
    parser.add_argument("--url", help=f"the endpoint of --live (default: CONVISO_API_URL, else {URL})")
    parser.add_argument(
        "--queries", type=Path, default=Path("queries"), metavar="DIR", help="the operations (default: %(default)s)"
    )
    parser.add_argument(
        "--evidence",
        type=Path,
        metavar="FILE",
        help="the table of confirmed names of a reconstructed schema; without it, every name counts as confirmed "
        "(default: evidence.tsv beside the schema)",
    )


def _add_target(parser: Parser) -> None:
    parser.add_argument(
        "--package",
        default=CLIENT_PACKAGE,
        metavar="NAME",
        help="the name to import it by; required outside the client's own source tree (default: %(default)s)",
    )
    parser.add_argument(
        "--target",
        type=Path,
        metavar="DIR",
        help="the folder to replace (default: the place of --package)",
    )
