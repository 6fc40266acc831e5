"""SARIF 2.1.0, result by result: one at a time is in memory as objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

from conviso_client.errors import UnknownFormat, UnreadableFile
from conviso_client.findings.document import Cursor
from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import OWN_FINGERPRINT, key, numbered, squeezed, stable_url
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import first_sentence, is_object, items, member, number, text

from . import sarif_result
from .sarif_result import Row
from .sarif_run import Run

__all__ = ["read"]

_NO_FAILURES = frozenset(("pass", "notApplicable", "informational"))


def read(report: ReportText) -> Iterator[Finding]:
    """Yield the findings of all runs."""
    runs = _runs(report)
    if not runs:
        report.doubt(f"{report.name} has no runs")
    for run in runs:
        report.tools[run.family] = None
        _look_for_doubts(report, run)
    sift = _Sift(report)
    keys = iter(sift.keys(runs))
    for run in runs:
        for row in _rows(report, run):
            yield sarif_result.finding(row, next(keys), sift)
        if run.outside:
            report.warn(
                f"{run.family} names files outside of the checkout, such as {min(run.outside)}: their keys depend "
                "on its folder. Give `root`, the folder as the scanner saw it"
            )


def _runs(report: ReportText) -> list[Run]:
    cursor = Cursor(report.text, ends=report.ends)
    runs: list[Run] = []
    for name in cursor.members():
        if name == "version":
            version = cursor.take()
            if not (isinstance(version, str) and version.startswith("2.1")):
                raise UnknownFormat(f"{report.name} is SARIF {version}: only 2.1.0 is read", file=report.name)
        elif name == "runs":
            if cursor.kind() != "[":
                raise UnreadableFile(f"{report.name} is no SARIF: `runs` is no list", file=report.name)
            runs = [_run(cursor, report) for _ in cursor.items()]
    return runs


def _run(cursor: Cursor, report: ReportText) -> Run:
    members: dict[str, Any] = {}
    results_at = None
    if cursor.kind() == "{":
        for name in cursor.members():
            if name == "results" and cursor.kind() == "[":
                results_at = cursor.at
                cursor.skip(1)
            else:
                members[name] = cursor.take()
    else:
        cursor.take()
    return Run(members, results_at, report.roots)


def _look_for_doubts(report: ReportText, run: Run) -> None:
    if run.results_at is None:
        report.doubt(f"{run.family} gives no list of results, which is not the same as an empty one")
    for invocation in run.invocations:
        if invocation.get("executionSuccessful") is False:
            report.doubt(f"{run.family} says that it did not succeed")
        for kind in ("toolExecutionNotifications", "toolConfigurationNotifications"):
            for each in map(member, items(invocation.get(kind))):
                if each.get("level") == "error":
                    message = run.message(member(each, "message"), {})
                    report.doubt(f"{run.family} reports an error: {first_sentence(message) or 'without a message'}")
                    for location in items(each.get("locations")):
                        uri, base = run.uri(member(location, "physicalLocation", "artifactLocation"))
                        if uri:
                            report.unread.add(run.file(uri, base))


def _rows(report: ReportText, run: Run, *, count: bool = True) -> Iterator[Row]:
    """Yield the results that are findings, once for each location."""
    if run.results_at is None:
        return
    for result in Cursor(report.text, run.results_at).values():
        reason = _reason_to_leave_out(result)
        if reason is not None:
            if count:
                report.leave_out(reason)
            continue
        told = member(result, "message")
        message = run.message(told, {})
        rule = run.rules.of(result, message)
        if not message:
            message = run.message(told, rule.told)
            if not message and rule.id is None:
                if count:
                    report.leave_out("without rule and message")
                continue
        for location in items(result.get("locations")) or (None,):
            yield Row(run, result, rule, message, member(location))


def _reason_to_leave_out(result: Any) -> str | None:
    if not is_object(result):
        return "not an object"
    if "kind" not in result and "baselineState" not in result:
        return None
    kind = result.get("kind")
    if isinstance(kind, str) and kind in _NO_FAILURES:
        return f"kind {kind}"
    return "absent since the baseline" if result.get("baselineState") == "absent" else None


class _Sift:
    """Collect from all results before the first finding: twins, lines with secrets, titles from messages."""

    def __init__(self, report: ReportText) -> None:
        self._report = report
        self.secret_lines: dict[str, set[int]] = {}
        self.titles: dict[Any, str] = {}

    def keys(self, runs: list[Run]) -> list[str]:
        """Return the key of each row, numbered among twins."""
        bases: list[str] = []
        where: list[int] = []
        own: dict[int, str] = {}
        for run in runs:
            for row in _rows(self._report, run, count=False):
                given = ""
                if "partialFingerprints" in row.result:
                    given = text(member(row.result, "partialFingerprints").get(OWN_FINGERPRINT))
                if given:
                    own[len(bases)] = given
                bases.append(given or _base(row))
                line, column = row.line or 0, number(row.region.get("startColumn")) or 0
                where.append((line << 64) + (column << 32) + crc32(row.message.encode("utf-8", "replace")))
                if row.rule.is_about_secrets:
                    self._note(row)
                if row.rule.titled_by_message:
                    title = first_sentence(row.masked_message)
                    self.titles[row.rule] = min(title, self.titles.get(row.rule, title))
        keys = numbered(bases, where)
        for at, given in own.items():
            keys[at] = given
        return keys

    def _note(self, row: Row) -> None:
        if row.line is not None and row.file is not None:
            last = number(row.region.get("endLine")) or row.line
            self.secret_lines.setdefault(row.file, set()).update(range(row.line, min(last, row.line + 1000) + 1))


def _base(row: Row) -> str:
    """Return the key of a row without twins."""
    run, rule = row.run, row.rule
    seen = squeezed(row.snippet) or run.logical(row.location) or run.settled(row.masked_message)
    return key(run.family, rule.stem, row.file or (row.url and stable_url(row.url)), seen)
