"""The options of `conviso-client schema`."""

from __future__ import annotations

from pathlib import Path

from conviso_client.call.options import URL

from .deferred import Deferred
from .manual import EXIT_ENDPOINT, Example, Manual
from .parser import Parser

__all__ = ["add_endpoint", "add_to"]

_EXTRA = "schema"
_ENDPOINT = {EXIT_ENDPOINT: "the endpoint did not return its schema, or the key is missing or refused"}
_KEY = ("CONVISO_API_KEY", "CONVISO_API_URL")
_USAGE = 3

_PULL = Manual(
    examples=(
        Example("the live schema into ./schema.graphql (the key is in CONVISO_API_KEY)", "conviso-client schema pull"),
        Example(
            "from a saved introspection result", "conviso-client schema pull --from answer.json --output s.graphql"
        ),
    ),
    statuses={0: "the file is written", 2: "wrong usage or input, or the file cannot be written", **_ENDPOINT},
    environment=_KEY,
)
_DIFF = Manual(
    examples=(
        Example("this folder's schema (else the client's) against the endpoint", "conviso-client schema diff --live"),
        Example(
            "two files, for a pull request", "conviso-client schema diff old.graphql new.graphql --format markdown"
        ),
        Example("for a program", "conviso-client schema diff --live --json"),
    ),
    statuses={
        0: "nothing changed",
        1: "something changed, and no operation breaks",
        2: "an operation breaks",
        _USAGE: "wrong usage or input",
        **_ENDPOINT,
    },
    environment=_KEY,
    usage_status=_USAGE,
)
_CHECK = Manual(
    examples=(
        Example("./queries against ./schema.graphql", "conviso-client schema check"),
        Example("others, against the endpoint", "conviso-client schema check --queries my_queries/ --live"),
        Example("for a program", "conviso-client schema check --json"),
    ),
    statuses={
        0: "all is well",
        1: "an operation uses something deprecated, and no comment allows it",
        2: "an operation does not work",
        _USAGE: "wrong usage or input",
        **_ENDPOINT,
    },
    environment=_KEY,
    usage_status=_USAGE,
)


def add_to(program: Parser) -> None:
    """Declare `schema` with its commands."""
    schema = program.add_command(
        "schema",
        help="fetch the API's schema, compare it, check operations against it",
        description="Fetch the API's schema, compare it with another, check operations against it.",
        manual=Manual((*_PULL.examples[:1], *_DIFF.examples[:1], *_CHECK.examples[:1])),
    )
    _add_pull(schema)
    _add_diff(schema)
    _add_check(schema)


def add_endpoint(parser: Parser, what: str) -> None:
    """Declare the options that name an endpoint."""
    parser.add_argument("--live", action="store_true", help=f"take {what} from the endpoint (needs CONVISO_API_KEY)")
    parser.add_argument("--url", help=f"the endpoint of --live (default: CONVISO_API_URL, else {URL})")


def _add_pull(schema: Parser) -> None:
    parser = schema.add_command(
        "pull",
        help="write the API's schema as canonical SDL",
        description="Write the schema of an endpoint, or of a saved introspection result, as canonical SDL: the same "
        "schema gives the same bytes. If anything fails, the old file stays.",
        manual=_PULL,
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--url", help=f"the endpoint (default: CONVISO_API_URL, else {URL})")
    source.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a saved introspection result")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("schema.graphql"),
        metavar="FILE",
        help="the file to write (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="write the result as JSON")
    parser.set_defaults(run=Deferred("conviso_client.codegen.drift.command", "run_pull", _EXTRA))


def _add_diff(schema: Parser) -> None:
    parser = schema.add_command(
        "diff",
        help="compare two schemas, and show the affected operations",
        description="List the changes between two schemas, how severe they are, and the operations that they affect.",
        manual=_DIFF,
    )
    parser.add_argument(
        "schemas",
        nargs="*",
        type=Path,
        metavar="OLD NEW",
        help="SDL files or saved introspection results; with --live only OLD (default: schema.graphql, else the "
        "client's)",
    )
    add_endpoint(parser, "NEW")
    _add_report(parser)
    parser.set_defaults(run=Deferred("conviso_client.codegen.drift.command", "run_diff", _EXTRA))


def _add_check(schema: Parser) -> None:
    parser = schema.add_command(
        "check",
        help="check all operations against a schema",
        description="Check all operations against a schema: list those that do not work, deprecated names, operations "
        "near the API's limits, and root fields without an operation.",
        manual=_CHECK,
    )
    parser.add_argument(
        "schema",
        nargs="?",
        type=Path,
        metavar="SCHEMA",
        help="an SDL file or a saved introspection result (default: schema.graphql, else the client's)",
    )
    add_endpoint(parser, "the schema")
    _add_report(parser)
    parser.set_defaults(run=Deferred("conviso_client.codegen.drift.command", "run_check", _EXTRA))


def _add_report(parser: Parser) -> None:
    parser.add_argument(
        "--queries", type=Path, metavar="DIR", help="the operations (default: queries, else the client's)"
    )
    parser.add_argument(
        "--format",
        choices=("table", "markdown", "json", "github"),
        default="table",
        help="table for people, github for annotations in a workflow (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_const", dest="format", const="json", help="the same as --format json")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to this file, not to standard output")
