"""Tell a diff to machines: JSON, and annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.cli.terminal import json_text
from conviso_client.errors import printable

from .changes import ChangeSeverity
from .diff import Diff, Entry
from .sections import headline, names, summary, verdicts

__all__ = ["JSON_VERSION", "annotation", "as_annotations", "as_json"]

JSON_VERSION = 1
"""Raised when a field of the JSON goes or changes its meaning; added fields do not raise it."""


def as_json(diff: Diff) -> str:
    """Write a diff as JSON, as `docs/schema-diff.schema.json` describes it."""
    answer = {
        "version": JSON_VERSION,
        "old": diff.old,
        "new": diff.new,
        "exitStatus": diff.exit_status,
        "counts": {severity.value: diff.count(severity) for severity in ChangeSeverity},
        "breaks": sorted({name for entry in diff.breaking_operations for name in entry.operations}),
        "unfit": list(diff.unfit),
        "changes": [_change(entry) for entry in diff.entries],
    }
    return json_text(answer)


def _change(entry: Entry) -> dict[str, Any]:
    change = entry.change
    return {
        "kind": change.kind.value,
        "severity": change.severity.value,
        "coordinate": change.coordinate,
        "message": change.message,
        "old": change.old,
        "new": change.new,
        "renamedTo": change.renamed_to,
        "follows": change.follows,
        "effect": entry.effect.value,
        "touches": [
            {
                "file": touch.file,
                "line": touch.line,
                "operations": list(touch.operations),
                "effect": touch.effect.value,
                "advice": touch.advice,
            }
            for touch in entry.touches
        ],
    }


def as_annotations(diff: Diff) -> str:
    """Write workflow commands: an error where an operation breaks, a warning where it uses what is at risk.

    GitHub shows ten of each level for a step, so the worst stand first, and what no operation uses is one notice.
    """
    lines = [line for entry in diff.entries for line in _entry(entry)]
    if diff.entries:
        lines.append(annotation("notice", "Schema", headline(diff)))
    return "".join(f"{line}\n" for line in lines)


def annotation(level: str, title: str, text: str, file: str = "", line: int = 0) -> str:
    """Write one workflow command; without a file it is about the whole run."""
    location = f"file={_property(file)},line={line}," if file else ""
    return f"::{level} {location}title={_property(title)}::{_data(text)}"


def _entry(entry: Entry) -> Iterator[str]:
    if entry.change.severity is ChangeSeverity.SAFE and not entry.effect.breaks:
        return
    for verdict in verdicts(entry.touches):
        text = f"{verdict.touch.effect.value}: {verdict.touch.advice} ({names(verdict.operations)}){verdict.more}"
        yield annotation("error", summary(entry), text, verdict.touch.file, verdict.touch.line)
    for touch in entry.touches:
        if not touch.effect.breaks:
            text = names(touch.operations) + (f": {touch.advice}" if touch.advice else "")
            yield annotation("warning", summary(entry), text, touch.file, touch.line)


def _data(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
