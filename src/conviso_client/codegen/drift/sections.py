"""Put a diff in an order that people can read: what breaks, what is touched, and the rest in few lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .changes import Change, ChangeSeverity, Kind, member_of
from .diff import Diff, Entry
from .touches import Effect, Touch

__all__ = [
    "ReportLine",
    "Section",
    "Verdict",
    "headline",
    "names",
    "one_line",
    "plural",
    "sections",
    "summary",
    "verdicts",
]

_MAX_NAMES = 6
_FOLDED = {
    Kind.FIELD_REMOVED: "fields were removed",
    Kind.FIELD_ADDED: "fields were added",
    Kind.ENUM_VALUE_REMOVED: "values were removed",
    Kind.ENUM_VALUE_ADDED: "values were added",
    Kind.INPUT_FIELD_REMOVED: "fields were removed",
    Kind.OPTIONAL_INPUT_FIELD_ADDED: "optional fields were added",
    Kind.REQUIRED_INPUT_FIELD_ADDED: "required fields were added",
    Kind.OPTIONAL_ARGUMENT_ADDED: "optional arguments were added",
    Kind.DESCRIPTION_CHANGED: "descriptions changed",
    Kind.POSSIBLE_TYPE_REMOVED: "types no longer come",
    Kind.POSSIBLE_TYPE_ADDED: "types may come",
}
"""Changes that are told together, by type."""


class ReportLine(NamedTuple):
    """One change, or several that are told together."""

    text: str
    touches: Sequence[Touch] = ()


class Verdict(NamedTuple):
    """What becomes of operations that break."""

    touch: Touch
    """The place, or the first of several."""
    others: int
    """How many places more there are."""
    operations: tuple[str, ...]

    @property
    def location(self) -> str:
        return f"{self.touch.file}:{self.touch.line}"

    @property
    def more(self) -> str:
        return f" and {self.others} more {'place' if self.others == 1 else 'places'}" if self.others else ""


class Section(NamedTuple):
    """Changes that matter alike."""

    title: str
    severity: ChangeSeverity
    breaks: bool
    rows: list[ReportLine]
    size: int
    """How many changes there are; a row may tell several."""


def headline(diff: Diff) -> str:
    """Say in one line what the diff comes to."""
    if not diff.entries:
        return "Nothing changed."
    counts = [f"{diff.count(severity)} {severity.value}" for severity in ChangeSeverity if diff.count(severity)]
    changed = f"{plural(len(diff.entries), 'change')} ({', '.join(counts)})"
    broken = {name for entry in diff.breaking_operations for name in entry.operations}
    if not broken:
        return f"{changed}. No operation breaks."
    return f"{changed}. {plural(len(broken), 'operation')} {'break' if len(broken) > 1 else 'breaks'}."


def sections(diff: Diff) -> list[Section]:
    """Sort the changes into sections, the worst first; empty ones are left out."""
    found = [_section("Breaks operations", ChangeSeverity.BREAKING, diff.breaking_operations, breaks=True)]
    for severity in ChangeSeverity:
        entries = [e for e in diff.entries if e.change.severity is severity and not e.effect.breaks]
        name = severity.value.capitalize()
        touched = [entry for entry in entries if entry.touches]
        found.append(_section(f"{name}, in use, and no operation breaks", severity, touched))
        found.append(_section(f"{name}, not in use", severity, [entry for entry in entries if not entry.touches]))
    return [section for section in found if section.rows]


def verdicts(touches: Iterable[Touch]) -> list[Verdict]:
    """List what breaks: each place that must be edited, and together the places where nothing is to be written."""
    together: dict[object, list[Touch]] = {}
    for touch in touches:
        if touch.effect.breaks:
            is_edited = touch.effect is Effect.EDIT
            key: object = (touch.file, touch.line) if is_edited else touch.advice
            together.setdefault((touch.effect, key), []).append(touch)
    return [
        Verdict(first, len(others), tuple(sorted({name for touch in (first, *others) for name in touch.operations})))
        for first, *others in together.values()
    ]


def summary(entry: Entry) -> str:
    """Say what changed, and what became of it."""
    change = entry.change
    verdict = f"; perhaps it is now {member_of(change.renamed_to)}" if change.renamed_to else ""
    return one_line(change.message) + verdict


def one_line(text: str) -> str:
    """Write what comes from a schema in one line, without what a terminal would obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def names(listed: Sequence[str], most: int = _MAX_NAMES) -> str:
    """List names, not too many."""
    if len(listed) <= most + 1:
        return ", ".join(listed)
    return f"{', '.join(listed[:most])} and {len(listed) - most} more"


def _section(title: str, severity: ChangeSeverity, entries: Iterable[Entry], *, breaks: bool = False) -> Section:
    listed = list(entries)
    rows = [ReportLine(summary(entry), entry.touches) for entry in listed] if breaks else list(_rows(listed))
    return Section(title, severity, breaks, rows, len(listed))


def _rows(entries: list[Entry]) -> Iterator[ReportLine]:
    """Tell what follows from another change with it, and many alike in one line."""
    told = {entry.change.coordinate for entry in entries}
    followers: dict[str, list[Entry]] = defaultdict(list)
    leaders: list[Entry] = []
    for entry in entries:
        follows = entry.change.follows
        if follows in told and not entry.touches:
            followers[follows].append(entry)
        else:
            leaders.append(entry)
    for group in _groups(leaders):
        yield _row(group, [follower for entry in group for follower in followers.pop(entry.change.coordinate, [])])


def _groups(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Put together what is told in one line: changes of a kind in one type that touch the same places."""
    together: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        change = entry.change
        if renamed := _renamed_type(change):
            key: tuple[object, ...] = (renamed,)
        elif change.kind in (Kind.TYPE_ADDED, Kind.TYPE_REMOVED) and not change.renamed_to:
            key = (change.kind, change.new or change.old)
        elif change.kind in _FOLDED and not change.renamed_to:
            is_safe = change.severity is ChangeSeverity.SAFE
            locations = () if is_safe else tuple((touch.file, touch.line) for touch in entry.touches)
            key = (change.kind, change.type_name, locations)
        else:
            key = (change.kind, change.coordinate, change.message)
        together.setdefault(key, []).append(entry)
    yield from together.values()


def _renamed_type(change: Change) -> str | None:
    """Name the type whose new name is all that changed here."""
    return change.follows if change.follows and "." not in change.follows else None


def _row(entries: list[Entry], followers: list[Entry]) -> ReportLine:
    text = summary(entries[0]) if len(entries) == 1 else _folded(entries)
    if followers:
        types = sorted({follower.change.type_name for follower in followers})
        text += f" (and so in {names(types)})"
    touches = [touch for entry in entries for touch in entry.touches]
    if len(entries) > 1 and _renamed_type(entries[0].change):
        touches = [touch._replace(advice="it works as before") for touch in touches]
    return ReportLine(text, touches)


def _folded(entries: list[Entry]) -> str:
    change = entries[0].change
    if renamed := _renamed_type(change):
        locations = names([entry.change.coordinate for entry in entries])
        return f"{renamed} has another name in {len(entries)} places: {locations}"
    if change.kind in (Kind.TYPE_ADDED, Kind.TYPE_REMOVED):
        noun = {"input": "inputs", "enum": "enums", "scalar": "scalars"}.get(change.new or change.old or "", "types")
        members = ", ".join(entry.change.coordinate for entry in entries)
        return f"{len(entries)} {noun} were {'added' if change.new else 'removed'}: {members}"
    members = ", ".join(_told(entry) for entry in entries)
    return f"{change.type_name}: {len(entries)} {_FOLDED[change.kind]}: {members}"


def _told(entry: Entry) -> str:
    change = entry.change
    if change.kind in (Kind.POSSIBLE_TYPE_ADDED, Kind.POSSIBLE_TYPE_REMOVED):
        return change.new or change.old or ""
    return change.coordinate.removeprefix(f"{change.type_name}.")


def plural(count: int, noun: str) -> str:
    """Count with the right number."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
