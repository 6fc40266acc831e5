"""What `conviso-client generate` does."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from conviso_client.cli.terminal import tell, write_json
from conviso_client.errors import ConfigurationError

from .drift.sources import default_schema, live_schema
from .files import replace_file
from .own import check_package, target_of
from .package import Difference, Project, differences, generate, is_current
from .template import CLIENT_PACKAGE

__all__ = ["run_generate"]


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
        found = differences(project)
        _tell(project, options, found=found)
        return 1 if found else 0
    files = [] if not options.force and is_current(project) else sorted(generate(project))
    _tell(project, options, written=files)
    return 0


def _tell(
    project: Project, options: argparse.Namespace, *, found: Sequence[Difference] = (), written: Sequence[str] = ()
) -> None:
    if options.json:
        write_json(
            {
                "version": 1,
                "exitStatus": 1 if found else 0,
                "target": project.target.as_posix(),
                "written": written,
                "differences": [difference._asdict() for difference in found],
            }
        )
    elif found:
        tell(
            f"{project.target} differs from what would be generated; run `{_command(options)}`:",
            *(f"  {difference.state}: {difference.file}" for difference in found),
        )
    elif written:
        print(f"Wrote {len(written)} files to {project.target}")
    else:
        print(f"{project.target} is up to date")


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
