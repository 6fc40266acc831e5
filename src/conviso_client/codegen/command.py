"""The commands `schema` and `generate`."""

from __future__ import annotations

import argparse
import shlex
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from conviso_client.errors import ConfigurationError
from conviso_client.options import URL as DEFAULT_URL

from .drift.command import configure_check, configure_diff
from .drift.read import saved_schema
from .drift.sources import default_schema, live_schema
from .face import CLIENT_PACKAGE
from .files import replace_file
from .own import check_package, target_of
from .package import Project, differences, generate, is_current

__all__ = ["configure_generate", "configure_schema", "run_generate", "run_schema_pull"]


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
    pulled = saved_schema(options.file) if options.file else live_schema(options.url)
    replace_file(options.output, pulled.sdl)
    types = sum(
        line.startswith(("type ", "input ", "enum ", "interface ", "union ", "scalar "))
        for line in pulled.sdl.split("\n")
    )
    print(f"Wrote {options.output}: {types} types from {pulled.source}")
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
        default=CLIENT_PACKAGE,
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
    _refuse(options)
    with ExitStack() as stack:
        schema = options.schema or default_schema()
        if options.live:
            schema = Path(stack.enter_context(TemporaryDirectory())) / "schema.graphql"
            replace_file(schema, live_schema(options.url).sdl)
        return _generate(_project(options, schema), options)


def _refuse(options: argparse.Namespace) -> None:
    """Refuse what would go elsewhere than meant, or what would be passed over."""
    check_package(options.package)
    is_client = options.package == CLIENT_PACKAGE
    if is_client and not options.target and not target_of(CLIENT_PACKAGE).parent.is_dir():
        raise ConfigurationError(
            f"{CLIENT_PACKAGE} is written in the client's own source tree alone; "
            "for operations of your own give --package NAME, such as my_app.conviso"
        )
    if options.url and not options.live:
        raise ConfigurationError("--url wants --live")
    if options.evidence and not options.evidence.is_file():
        raise ConfigurationError(f"--evidence {options.evidence}: there is no such file")


def _project(options: argparse.Namespace, schema: Path) -> Project:
    return Project(
        schema=schema,
        queries=options.queries,
        target=options.target or target_of(options.package),
        package=options.package,
        evidence=options.evidence or schema.with_name("evidence.tsv"),
        extends=options.package != CLIENT_PACKAGE,
    )


def _generate(project: Project, options: argparse.Namespace) -> int:
    if options.check:
        return _compare(project, options)
    if not options.force and is_current(project):
        print(f"{project.target} is up to date")
        return 0
    files = generate(project)
    print(f"Wrote {len(files)} files to {project.target}")
    return 0


def _compare(project: Project, options: argparse.Namespace) -> int:
    found = differences(project)
    if not found:
        print(f"{project.target} is up to date")
        return 0
    print(f"{project.target} differs from what would be generated; run `{_command(options)}`:", file=sys.stderr)
    for difference in found:
        print(f"  {difference}", file=sys.stderr)
    return 1


def _command(options: argparse.Namespace) -> str:
    """Write the command that generates what `--check` compares with."""
    given = [
        part
        for name, default in (
            ("schema", None),
            ("url", None),
            ("queries", Path("queries")),
            ("package", CLIENT_PACKAGE),
            ("target", None),
            ("evidence", None),
        )
        if (value := getattr(options, name)) != default
        for part in (f"--{name}", str(value))
    ]
    return shlex.join(["conviso-client", "generate", *(["--live"] if options.live else []), *given])
