"""The commands `schema diff` and `schema check`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

from conviso_client.codegen.files import replace_file
from conviso_client.errors import ConfigurationError

from .diff import Diff, diff_schemas
from .machine import as_annotations, as_json
from .markdown import markdown
from .read import SchemaReader, SchemaText, read_schema_text
from .sources import EndpointError, add_endpoint, default_schema, evidence_beside, live_schema, operations_in
from .survey import Survey, survey
from .survey_report import survey_annotations, survey_json, survey_markdown, survey_table
from .table import ansi, plain, table

__all__ = ["EXIT_ENDPOINT", "EXIT_USAGE", "configure_check", "configure_diff"]

EXIT_USAGE = 3
EXIT_ENDPOINT = 4

_EXIT_STATUSES = "3 bad usage or input; 4 the endpoint or the key."

ReportT = TypeVar("ReportT")
_Formats = Mapping[str, Callable[[ReportT], str]]


def configure_diff(parser: argparse.ArgumentParser) -> None:
    """Declare `schema diff`."""
    parser.description = (
        "Say what changed between two schemas, how bad it is, and which operations it touches. Exit status: 0 nothing "
        f"changed; 1 changed, and no operation breaks; 2 an operation breaks; {_EXIT_STATUSES}"
    )
    parser.epilog = "example: conviso-client schema diff --live --format markdown"
    parser.add_argument(
        "schemas",
        nargs="*",
        type=Path,
        metavar="OLD NEW",
        help="files with SDL, or saved introspection answers; with --live only OLD (default: schema.graphql)",
    )
    add_endpoint(parser, "NEW")
    _add_report(parser)
    parser.set_defaults(run=partial(_guarded, _diff))


def configure_check(parser: argparse.ArgumentParser) -> None:
    """Declare `schema check`."""
    parser.description = (
        "Look at all operations against a schema: what does not work, what is deprecated, what comes near the API's "
        "limits, what no operation covers. Exit status: 0 all is well; 1 something deprecated is used; 2 an operation "
        f"does not work; {_EXIT_STATUSES}"
    )
    parser.epilog = "example: conviso-client schema check --queries my_queries/ --live"
    parser.add_argument(
        "schema",
        nargs="?",
        type=Path,
        metavar="SCHEMA",
        help="a file with SDL, or a saved introspection answer (default: schema.graphql)",
    )
    add_endpoint(parser, "the schema")
    _add_report(parser)
    parser.set_defaults(run=partial(_guarded, _check))


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--queries", type=Path, metavar="DIR", help="the operations (default: queries, else those of the client)"
    )
    parser.add_argument(
        "--format",
        choices=("table", "markdown", "json", "github"),
        default="table",
        help="github: annotations for a workflow (default: %(default)s)",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there, not to the terminal")


def _guarded(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    try:
        return run(options)
    except EndpointError as error:
        print(f"conviso-client: {error}", file=sys.stderr)
        return EXIT_ENDPOINT


def _diff(options: argparse.Namespace) -> int:
    old, new = _two_schemas(options)
    documents = operations_in(options.queries)
    before, after = SchemaReader().build_pair(old, new, documents)
    evidence = evidence_beside(Path(old.source))
    found = diff_schemas((old.source, before), (new.source, after), documents, evidence)
    formats: _Formats[Diff] = {
        "table": partial(table, paint=_paint(options)),
        "markdown": markdown,
        "json": as_json,
        "github": as_annotations,
    }
    _write(formats[options.format](found), options.output)
    return found.exit_status


def _two_schemas(options: argparse.Namespace) -> tuple[SchemaText, SchemaText]:
    files: list[Path] = options.schemas
    if options.live:
        if len(files) > 1:
            _refuse(f"{files[1]}: with --live the endpoint's schema is NEW; give OLD alone")
        return read_schema_text(files[0] if files else default_schema()), live_schema(options.url)
    if options.url:
        _refuse("--url wants --live")
    if len(files) != 2:
        _refuse(f"give two schemas, OLD and NEW, or --live ({len(files)} given)")
    return read_schema_text(files[0]), read_schema_text(files[1])


def _check(options: argparse.Namespace) -> int:
    if options.live and options.schema:
        _refuse(f"{options.schema}: with --live the schema is the endpoint's; leave the file out")
    if options.url and not options.live:
        _refuse("--url wants --live")
    path = None if options.live else options.schema or default_schema()
    text = read_schema_text(path) if path else live_schema(options.url)
    documents = operations_in(options.queries)
    found = survey(documents, (text.source, SchemaReader().build(text)), evidence_beside(path))
    formats: _Formats[Survey] = {
        "table": partial(survey_table, paint=_paint(options)),
        "markdown": survey_markdown,
        "json": survey_json,
        "github": survey_annotations,
    }
    _write(formats[options.format](found), options.output)
    return found.exit_status


def _paint(options: argparse.Namespace) -> Callable[..., str]:
    """Colour on a terminal alone, and not against the wish of the environment (no-color.org)."""
    is_terminal = options.output is None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return ansi if is_terminal and not os.environ.get("NO_COLOR") else plain


def _write(text: str, output: Path | None) -> None:
    if output:
        replace_file(output, text)
    else:
        sys.stdout.write(text)


def _refuse(message: str) -> NoReturn:
    raise ConfigurationError(message)
