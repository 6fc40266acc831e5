"""`conviso-client doctor`: check all that a program would use here. The API key is never shown."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

from conviso_client._version import __version__
from conviso_client.call.options import company_from_environment, endpoint
from conviso_client.client.sync_client import Conviso
from conviso_client.errors import AuthenticationError, ConvisoError, missing_extra, printable
from conviso_client.observe.events import AttemptAnswered
from conviso_client.quota import Quota

from .terminal import columns, has_colour, wrapped, write_json
from .words import in_words_of_commands

__all__ = ["Diagnosis", "examine", "run"]

EXIT_WELL = 0
EXIT_ILL = 1
_URL = "CONVISO_API_URL"
_LIBRARIES = ("httpx", "pydantic", "rich", "graphql-core", "redis", "httpx2")
_ROUNDS = 3
"""Small requests; the fastest is the latency."""
_SHOWN = 10
"""Companies to name."""
_REFUSED = "the API refuses the key in CONVISO_API_KEY: copy it anew; generating another one invalidates the one before"
_MARKS = {"ok": "ok  ", "note": "note", "fail": "FAIL"}
_COLOURS = {"ok": "32", "note": "33", "fail": "31"}


class Diagnosis(NamedTuple):
    """The result of a check."""

    name: str
    state: Literal["ok", "note", "fail"]
    """`note`: it works, with a remark."""
    text: str
    data: dict[str, Any] = {}  # noqa: RUF012  # never changed
    """The same for programs."""


def run(options: argparse.Namespace) -> int:
    """Write the results; return 1 if a check failed, else 0."""
    found: list[Diagnosis] = []
    for finding in examine(options.url, schema=not options.no_schema):
        found.append(finding)
        if not options.json:
            print(_line(finding), flush=True)
    status = EXIT_ILL if any(finding.state == "fail" for finding in found) else EXIT_WELL
    if options.json:
        checks = {finding.name: {"state": finding.state, "text": finding.text, **finding.data} for finding in found}
        write_json({"version": 1, "exitStatus": status, "ok": status == EXIT_WELL, "checks": checks})
    return status


def _line(finding: Diagnosis) -> str:
    mark = _MARKS[finding.state]
    text = printable(f"{mark}  {finding.name}: {finding.text}")
    if width := columns(sys.stdout):
        text = wrapped(text, width, " " * (len(mark) + 2))
    colour = _COLOURS[finding.state]
    return f"\033[1;{colour}m{mark}\033[0m{text[len(mark) :]}" if has_colour(sys.stdout) else text


def examine(
    url: str | None = None, *, schema: bool = True, clock: Callable[[], float] = time.perf_counter
) -> Iterator[Diagnosis]:
    """Yield the result of each check; one that makes the others impossible is the last. `clock` gives seconds."""
    yield _versions()
    where = _endpoint(url)
    yield where
    if where.state == "fail":
        return
    seconds: list[float] = []
    try:
        conviso = Conviso(
            url=url,
            app_name="conviso-client-doctor",
            on_event=lambda event: seconds.append(event.seconds) if isinstance(event, AttemptAnswered) else None,
        )
    except ConvisoError as error:
        yield Diagnosis("key", "fail", in_words_of_commands(str(error)))
        return
    with conviso:
        yield Diagnosis("key", "ok", "from the environment variable CONVISO_API_KEY", {"source": "CONVISO_API_KEY"})
        yield _company()
        yield _quota()
        began = clock()
        try:
            yield _companies(conviso)
            for _ in range(_ROUNDS - 1):
                conviso.companies(limit=1)
        except ConvisoError as error:
            text = _REFUSED if isinstance(error, AuthenticationError) else f"{type(error).__name__}: {error}"
            yield Diagnosis("companies", "fail", text, {"error": type(error).__name__})
            return
        fastest = min(seconds)
        text = f"{fastest * 1000:.0f} ms for a small request, the fastest of {len(seconds)} in {clock() - began:.1f} s"
        yield Diagnosis("latency", "ok", text, {"seconds": fastest, "requests": len(seconds)})
    if schema:
        yield _schema(url)


def _versions() -> Diagnosis:
    versions = {"conviso-client": __version__, "python": platform.python_version(), "system": platform.platform()}
    installed = {found.name for library in _LIBRARIES for found in metadata.distributions(name=library)}
    versions |= {library: metadata.version(library) for library in _LIBRARIES if library in installed}
    return Diagnosis("versions", "ok", ", ".join(f"{name} {version}" for name, version in versions.items()), versions)


def _endpoint(url: str | None) -> Diagnosis:
    variable = os.environ.get(_URL) if url is None else None
    source = "--url" if url is not None else _URL if variable else "the default"
    try:
        found = endpoint(url)
    except ConvisoError as error:
        return Diagnosis("endpoint", "fail", f"{in_words_of_commands(str(error))} (from {source})", {"source": source})
    data = {"url": found, "source": source}
    if variable == "":
        text = f"{found}, from {source}, because {_URL} is set but empty"
        return Diagnosis("endpoint", "note", text, data)
    return Diagnosis("endpoint", "ok", f"{found}, from {source}", data)


def _company() -> Diagnosis:
    company = company_from_environment()
    if company is None:
        text = "none: set CONVISO_COMPANY_ID, or give --company to a command, company_id= to a client"
        return Diagnosis("company", "note", text, {"id": None})
    return Diagnosis("company", "ok", f"{company}, from CONVISO_COMPANY_ID", {"id": company})


def _quota() -> Diagnosis:
    quota = Quota.shared()
    allowed = f"{quota.permits} requests in any {quota.per:g} s"
    data = {"permits": quota.permits, "per": quota.per}
    try:
        from conviso_client.quota.file import directory

        folder = directory() if find_spec("_sqlite3") else None
    except OSError:
        folder = None
    if folder is None:
        text = f"{allowed}, counted by each process alone: no file can be shared here"
        return Diagnosis("quota", "note", text, {**data, "ledger": "process", "place": None})
    return Diagnosis(
        "quota",
        "ok",
        f"{allowed}, shared by the processes of this user in {folder}",
        {**data, "ledger": "file", "place": os.fspath(folder)},
    )


def _companies(conviso: Conviso) -> Diagnosis:
    seen = [{"id": company.id, "label": company.label} for company in conviso.iter_companies()]
    named = ", ".join(f"{company['id']} {company['label']}" for company in seen[:_SHOWN])
    more = f" and {len(seen) - _SHOWN} more" if len(seen) > _SHOWN else ""
    text = f"the key sees {len(seen)}: {named}{more}" if seen else "the key sees none"
    chosen = company_from_environment()
    if chosen is not None and chosen not in [company["id"] for company in seen]:
        return Diagnosis("companies", "fail", f"{text}; {chosen} is not among them", {"companies": seen})
    return Diagnosis("companies", "ok" if seen else "note", text, {"companies": seen})


def _schema(url: str | None) -> Diagnosis:
    if find_spec("graphql") is None:
        text = f"not compared: {missing_extra('that', 'schema')}"
        return Diagnosis("schema", "note", text, {"compared": False})
    from conviso_client.codegen.drift.diff import diff_schemas
    from conviso_client.codegen.drift.sources import EndpointError, live_schema, operations_in
    from conviso_client.codegen.library import bundled
    from conviso_client.codegen.schema import parse_schema, read_schema_text

    try:
        live = live_schema(url)
    except EndpointError as error:
        return Diagnosis("schema", "note", f"not compared: {error}", {"compared": False})
    ours, documents = read_schema_text(bundled("schema.graphql")), operations_in(Path(bundled("queries")))
    if live.sdl == ours.sdl:
        return Diagnosis("schema", "ok", "the live schema is the bundled one", {"compared": True, "changes": 0})
    diff = diff_schemas(("bundled", parse_schema(ours)), (live.source, parse_schema(live)), documents)
    broken = sorted({name for entry in diff.breaking_operations for name in entry.operations})
    data = {"compared": True, "changes": len(diff.entries), "broken_operations": broken}
    if broken:
        text = f"{len(diff.entries)} changes since the bundled one; they break {', '.join(broken)}"
        return Diagnosis("schema", "fail", f"{text}: see conviso-client schema diff --live", data)
    text = f"{len(diff.entries)} changes since the bundled one; none breaks an operation of this client"
    return Diagnosis("schema", "note", text, data)
