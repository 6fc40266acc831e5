"""Bring the project to the API's present schema: pull, diff, regenerate, test, and say so in the changelog.

All or nothing: if an operation must be edited, or a test fails, the tree is left as it was. What was found stands in
`build/schema/`: `outcome` (`same`, `changed` or `edit`), and `report.md` for a pull request or an issue.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from conviso_client.codegen.check import find_problems
from conviso_client.codegen.documents import read_documents
from conviso_client.codegen.drift.diff import Diff, diff_schemas
from conviso_client.codegen.drift.markdown import markdown
from conviso_client.codegen.drift.sections import names, sections
from conviso_client.codegen.drift.sources import EndpointError, live_schema
from conviso_client.codegen.drift.table import table
from conviso_client.codegen.drift.touches import Effect
from conviso_client.codegen.evidence import Evidence, read_evidence
from conviso_client.codegen.files import replace_file
from conviso_client.codegen.package import Project, generate
from conviso_client.codegen.schema import SchemaText, parse_schema, read_schema_text
from conviso_client.errors import ConvisoError
from tools.changelog import Level, as_text, read_changelog
from tools.evidence_rows import follow_schema

EXIT_DONE, EXIT_FAILED, EXIT_EDIT, EXIT_USAGE, EXIT_ENDPOINT = range(5)

SCHEMA = Path("schema.graphql")
QUERIES = Path("queries")
EVIDENCE = Path("evidence.tsv")
GENERATED = Path("src/conviso_client/generated")
CHANGELOG = Path("CHANGELOG.md")
VERSION = Path("src/conviso_client/_version.py")
DOCS = Path("docs")
REPORT = Path("build/schema")


def main() -> int:
    """Update, and give the exit status.

    0 done, or nothing to do; 1 a test failed; 2 operations must be edited; 3 bad usage or input; 4 the endpoint.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="the endpoint (default: CONVISO_API_URL, else the API's)")
    parser.add_argument("--test", default="make test", metavar="COMMAND", help="default: %(default)s")
    options = parser.parse_args()
    shutil.rmtree(REPORT, ignore_errors=True)  # an update that fails must leave nothing to publish
    try:
        return update(live_schema(options.url), options.test)
    except EndpointError as error:
        print(f"schema-update: {error}", file=sys.stderr)
        return EXIT_ENDPOINT
    except ConvisoError as error:
        print(f"schema-update: {error}", file=sys.stderr)
        return EXIT_USAGE
    except subprocess.CalledProcessError as error:
        print(f"schema-update: {shlex.join(error.cmd)} failed; the tree is as it was", file=sys.stderr)
        return EXIT_FAILED
    except FileNotFoundError as error:
        print(f"schema-update: cannot run {error.filename}; the tree is as it was", file=sys.stderr)
        return EXIT_USAGE


def update(pulled: SchemaText, test: str) -> int:
    """Bring the project to a schema."""
    text = read_schema_text(SCHEMA)
    old, new = parse_schema(text), parse_schema(pulled)
    documents, evidence = read_documents(QUERIES), read_evidence(EVIDENCE)
    diff = diff_schemas((text.source, old), (pulled.source, new), documents, evidence)
    if not diff.entries:
        _report("same", diff)
        print("The schema has not changed.")
        return EXIT_DONE
    print(table(diff))
    known = follow_schema(EVIDENCE, diff, new) if EVIDENCE.exists() else None
    problems = find_problems(documents, new, _evidence_of(known))
    if problems or any(entry.effect is Effect.EDIT for entry in diff.entries):
        todo = _to_edit(diff, map(str, problems))
        _report("edit", diff, todo)
        print("\n".join(["These operations must be edited; nothing was changed:", *todo]), file=sys.stderr)
        return EXIT_EDIT
    with _all_or_nothing([SCHEMA, EVIDENCE, GENERATED, CHANGELOG, VERSION, DOCS]):
        replace_file(SCHEMA, pulled.sdl)
        if known is not None:
            replace_file(EVIDENCE, known)
        generate(Project(SCHEMA, QUERIES, GENERATED, "conviso_client.generated", EVIDENCE))
        version = _write_changelog(diff)
        # Another process: this one has the old client imported.
        subprocess.run([sys.executable, "-m", "tools.reference", "--write"], check=True)
        _test(test)
    _report("changed", diff)
    print(f"Ready for review, as version {version}: git diff")
    return EXIT_DONE


def _test(command: str) -> None:
    """Run the maintainer's own command, without the key: tests have no business with the live API."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONVISO_API_")}
    subprocess.run(shlex.split(command), check=True, env=environment)  # noqa: S603


def changelog_lines(diff: Diff) -> Iterator[str]:
    """Write a line for each change, or for several that are told together."""
    for section in sections(diff):
        for row in section.rows:
            operations = sorted({name for touch in row.touches for name in touch.operations})
            used = f" (used by {names(operations)})" if operations else ""
            yield f"schema: {section.severity.value}: {row.text}{used}"


def level_of(diff: Diff, api_breaks: Iterable[str]) -> Level:
    """Say what the changes ask of the version."""
    if diff.breaking_operations or list(api_breaks):
        return Level.BREAKING
    return Level.FEATURE if any(entry.touches for entry in diff.entries) else Level.PATCH


def _write_changelog(diff: Diff) -> str:
    api_breaks = _api_breaks()
    lines = [*changelog_lines(diff), *(f"python: breaking: {one}" for one in api_breaks)]
    changelog = read_changelog(CHANGELOG).with_entries(lines, level_of(diff, api_breaks))
    version = as_text(changelog.newest.version)
    replace_file(CHANGELOG, changelog.text())
    replace_file(VERSION, re.sub(r'"[^"]+"', f'"{version}"', VERSION.read_text(encoding="utf-8"), count=1))
    return version


def _api_breaks() -> list[str]:
    """Ask another process: this one has the old client imported."""
    command = [sys.executable, "-m", "tools.python_api", "--list"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()  # noqa: S603


def _to_edit(diff: Diff, problems: Iterable[str]) -> list[str]:
    told = [
        f"{touch.file}:{touch.line}: {touch.advice} ({entry.change.message}; part of {', '.join(touch.operations)})"
        for entry in diff.entries
        for touch in entry.touches
        if touch.effect is Effect.EDIT
    ]
    places = {line.split(": ")[0] for line in told}
    return told + sorted({line for line in problems if line.split(": ")[0] not in places})


def _evidence_of(table_text: str | None) -> Evidence:
    if table_text is None:
        return read_evidence(None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / EVIDENCE.name
        path.write_text(table_text, encoding="utf-8")
        return read_evidence(path)


def _report(outcome: str, diff: Diff, todo: Iterable[str] = ()) -> None:
    REPORT.mkdir(parents=True, exist_ok=True)
    text = markdown(diff)
    if lines := [f"- [ ] {line}" for line in todo]:
        text = "\n".join(["### To edit before the schema can be updated", "", *lines, "", text])
    replace_file(REPORT / "report.md", text)
    replace_file(REPORT / "outcome", f"{outcome}\n")


@contextmanager
def _all_or_nothing(paths: list[Path]) -> Generator[None]:
    with tempfile.TemporaryDirectory() as folder:
        kept = [(path, Path(folder) / str(number)) for number, path in enumerate(paths) if path.exists()]
        for path, copy in kept:
            _copy(path, copy)
        is_done = False
        try:
            yield
            is_done = True
        finally:
            for path, copy in () if is_done else kept:
                _remove(path)
                _copy(copy, path)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


if __name__ == "__main__":
    sys.exit(main())
