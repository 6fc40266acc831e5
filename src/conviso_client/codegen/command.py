"""The commands `schema` and `generate`."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from conviso_client.options import URL as DEFAULT_URL

from .drift.command import configure_check, configure_diff
from .drift.sources import default_schema, live_schema
from .files import replace_file
from .own import target_of
from .package import Project, differences, generate, is_current
from .pull import introspect
from .schema import canonical_sdl, read_introspection

__all__ = ["configure_generate", "configure_schema", "run_generate", "run_schema_pull"]

_CLIENT_PACKAGE = "conviso_client.generated"


def configure_schema(parser: argparse.ArgumentParser) -> None:
    """Declare `schema pull`, `schema diff` and `schema check`."""
    commands = parser.add_subparsers(dest="schema_command", required=True, metavar="COMMAND")
    pull = commands.add_parser(
        "pull",
        help="write the schema of an endpoint, or of a saved answer, as canonical SDL",
        epilog="example: CONVISO_API_KEY=... conviso-client schema pull --output schema.graphql",
    )
    source = pull.add_mutually_exclusive_group()
    source.add_argument("--url", help=f"the endpoint (default: CONVISO_API_URL, else {DEFAULT_URL})")
    source.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a saved introspection answer")
    pull.add_argument(
        "--output", type=Path, default=Path("schema.graphql"), metavar="FILE", help="default: %(default)s"
    )
    pull.set_defaults(run=run_schema_pull)
    configure_diff(commands.add_parser("diff", help="say what changed, and which operations it touches"))
    configure_check(commands.add_parser("check", help="look at all operations against a schema"))


def run_schema_pull(options: argparse.Namespace) -> int:
    """Write the schema; the old file stays as it was unless all went well."""
    if options.file:
        introspection, source = read_introspection(options.file), str(options.file)
    else:
        from conviso_client import Conviso

        with Conviso(url=options.url, app_name="schema-pull") as conviso:
            source = options.url or os.environ.get("CONVISO_API_URL") or DEFAULT_URL
            introspection = introspect(conviso, source)
    sdl = canonical_sdl(introspection, source)
    replace_file(options.output, sdl)
    types = sum(
        line.startswith(("type ", "input ", "enum ", "interface ", "union ", "scalar ")) for line in sdl.split("\n")
    )
    print(f"Wrote {options.output}: {types} types from {source}")
    return 0


def configure_generate(parser: argparse.ArgumentParser) -> None:
    """Declare `generate`."""
    parser.description = (
        "Generate the client, or, with --package, a package whose Conviso and AsyncConviso are the client's with your "
        "own operations added."
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--schema", type=Path, metavar="FILE", help="default: schema.graphql, else the client's")
    source.add_argument("--live", action="store_true", help="ask the endpoint for the schema (wants CONVISO_API_KEY)")
    parser.add_argument("--url", help=f"the endpoint of --live (default: CONVISO_API_URL, else {DEFAULT_URL})")
    parser.add_argument("--queries", type=Path, default=Path("queries"), metavar="DIR", help="default: %(default)s")
    parser.add_argument(
        "--package",
        default=_CLIENT_PACKAGE,
        metavar="NAME",
        help="the dotted name under which the target is imported (default: %(default)s)",
    )
    parser.add_argument(
        "--target",
        type=Path,
        metavar="DIR",
        help="the folder to write, replaced as a whole (default: where --package is)",
    )
    parser.add_argument(
        "--evidence",
        type=Path,
        metavar="FILE",
        help="which names of a reconstructed schema are confirmed; without the file all are "
        "(default: evidence.tsv beside the schema)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and list what differs")
    parser.add_argument("--force", action="store_true", help="generate even if nothing has changed since the last time")
    parser.set_defaults(run=run_generate)


def run_generate(options: argparse.Namespace) -> int:
    """Generate the package, or compare it."""
    with ExitStack() as stack:
        schema = options.schema or default_schema()
        if options.live:
            schema = Path(stack.enter_context(TemporaryDirectory())) / "schema.graphql"
            replace_file(schema, live_schema(options.url).sdl)
        return _generate(_project(options, schema), options)


def _project(options: argparse.Namespace, schema: Path) -> Project:
    return Project(
        schema=schema,
        queries=options.queries,
        target=options.target or target_of(options.package),
        package=options.package,
        evidence=options.evidence or schema.with_name("evidence.tsv"),
        extends=options.package != _CLIENT_PACKAGE,
    )


def _generate(project: Project, options: argparse.Namespace) -> int:
    if options.check:
        return _compare(project)
    if not options.force and is_current(project):
        print(f"{project.target} is up to date")
        return 0
    files = generate(project)
    print(f"Wrote {len(files)} files to {project.target}")
    return 0


def _compare(project: Project) -> int:
    found = differences(project)
    if not found:
        print(f"{project.target} is up to date")
        return 0
    command = "conviso-client generate" + (f" --package {project.package}" if project.extends else "")
    print(f"{project.target} differs from what would be generated; run `{command}`:", file=sys.stderr)
    for difference in found:
        print(f"  {difference}", file=sys.stderr)
    return 1
