"""What `conviso-client schema` does: `pull`, `diff` and `check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

from conviso_client.cli.terminal import columns, has_colour, write_json
from conviso_client.codegen.files import replace_file
from conviso_client.codegen.schema import SchemaText, parse_schema, read_schema_text, saved_schema
from conviso_client.errors import ConfigurationError

from .diff import Diff, diff_schemas
from .machine import as_annotations, as_json
from .markdown import markdown
from .sources import client_operations, default_schema, evidence_beside, live_schema, operations_in
from .survey import Survey, survey
from .survey_report import survey_annotations, survey_json, survey_markdown, survey_table
from .table import WIDTH, Layout, table

__all__ = ["run_check", "run_diff", "run_pull"]

_DEFINITIONS = ("type ", "input ", "enum ", "interface ", "union ", "scalar ")

ReportT = TypeVar("ReportT")
_Formats = Mapping[str, Callable[[ReportT], str]]


def run_pull(options: argparse.Namespace) -> int:
    """Write the schema; the old file stays as it was unless all went well."""
    sdl, source = saved_schema(options.file) if options.file else live_schema(options.url)
    replace_file(options.output, sdl)
    types = sum(line.startswith(_DEFINITIONS) for line in sdl.split("\n"))
    if options.json:
        written = {"output": options.output.as_posix(), "source": source, "types": types}
        write_json({"version": 1, "exitStatus": 0, **written})
    else:
        print(f"Wrote {options.output}: {types} types from {source}")
    return 0


def run_diff(options: argparse.Namespace) -> int:
    """Write what changed between two schemas."""
    old, new = _two_schemas(options)
    documents = operations_in(options.queries)
    before = parse_schema(old)
    after = before if new.sdl == old.sdl else parse_schema(new)
    evidence = evidence_beside(Path(old.source))
    found = diff_schemas((old.source, before), (new.source, after), documents, evidence)
    formats: _Formats[Diff] = {
        "table": partial(table, layout=_layout(options)),
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


def run_check(options: argparse.Namespace) -> int:
    """Write how the operations stand against a schema."""
    if options.live and options.schema:
        _refuse(f"{options.schema}: with --live the schema is the endpoint's; leave the file out")
    if options.url and not options.live:
        _refuse("--url wants --live")
    path = None if options.live else options.schema or default_schema()
    text = read_schema_text(path) if path else live_schema(options.url)
    documents = operations_in(options.queries)
    schema = (text.source, parse_schema(text))
    found = survey(documents, schema, evidence_beside(path), client_operations(options.queries))
    formats: _Formats[Survey] = {
        "table": partial(survey_table, layout=_layout(options)),
        "markdown": survey_markdown,
        "json": survey_json,
        "github": survey_annotations,
    }
    _write(formats[options.format](found), options.output)
    return found.exit_status


def _layout(options: argparse.Namespace) -> Layout:
    if options.output:
        return Layout()
    return Layout(min(WIDTH, columns(sys.stdout) or WIDTH), has_colour(sys.stdout))


def _write(text: str, output: Path | None) -> None:
    if output:
        replace_file(output, text)
    else:
        sys.stdout.write(text)


def _refuse(message: str) -> NoReturn:
    raise ConfigurationError(message)
