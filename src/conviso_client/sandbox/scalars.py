"""Parse scalars as graphql-ruby and Ruby's standard library do, independently of Python's parsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from graphql import GraphQLError, StringValueNode, Undefined, ValueNode, value_from_ast_untyped

from .profiles import Profile

__all__ = ["DATES", "bind_scalar", "equivalent_scalar", "to_timestamp"]

DATES = frozenset({"ISO8601DateTime", "ISO8601Date"})
_KNOWN = DATES | {"Boolean", "Float", "ID", "Int", "JSON", "Upload"}
_BY_SCALAR = (
    (re.compile(r"(?i)date.?time|timestamp|instant|moment|^time$"), "ISO8601DateTime"),
    (re.compile(r"(?i)date$"), "ISO8601Date"),
    (re.compile(r"Int(eger)?\d*$|^(Long|Short|Byte)$"), "Int"),
    (re.compile(r"Decimal|Double|Float|Numeric|Money"), "Float"),
    (re.compile(r"Bool"), "Boolean"),
    (re.compile(r"J[Ss][Oo][Nn]|Map$|Object$|Any$|Hash$|Dict"), "JSON"),
)
_MOMENT = re.compile(r"[a-z]At$")
_PERHAPS_MOMENT = re.compile(r"[a-z](At|On|Date|Time|Until|Since)$|^(date|time)$")
_TIME = re.compile(
    r"\s*(?P<year>[+-]?\d+)-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?P<part>\.\d+)?"
    r"(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?\s*",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_BASIC_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "%Y-%m-%d"),
    (re.compile(r"\d{8}"), "%Y%m%d"),
    (re.compile(r"\d{4}-W\d\d-\d"), "%G-W%V-%u"),
    (re.compile(r"\d{4}W\d{3}"), "%GW%V%u"),
    (re.compile(r"\d{4}-\d{3}"), "%Y-%j"),
    (re.compile(r"\d{7}"), "%Y%j"),
    (re.compile(r"\d{4}-\d\d"), "%Y-%m"),
)
_FARTHEST = datetime.max.replace(tzinfo=timezone.utc)
_NEAREST = datetime.min.replace(tzinfo=timezone.utc)


def equivalent_scalar(scalar: str, field: str) -> str:
    """Find the known scalar that another one resembles, by its name or by the name of a field of that type."""
    if scalar in _KNOWN:
        return scalar
    if scalar == "String":
        return "ISO8601DateTime" if _MOMENT.search(field) else "String"
    by_name = next((kind for pattern, kind in _BY_SCALAR if pattern.search(scalar)), None)
    return by_name or ("ISO8601DateTime" if _PERHAPS_MOMENT.search(field) else "String")


def to_timestamp(value: datetime) -> str:
    """Write a moment as the API does: UTC, whole seconds, `Z`."""
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def bind_scalar(scalar: Any, profile: Profile) -> None:
    """Give a scalar of a schema its parser. An unknown scalar accepts anything."""
    parse = _SCALARS.get(scalar.name)
    if parse is None:
        return

    def parse_value(value: Any) -> Any:
        return parse(value, profile)

    def parse_literal(node: ValueNode, variables: Mapping[str, Any] | None = None) -> Any:
        if scalar.name == "JSON":
            return value_from_ast_untyped(node, dict(variables or {}))
        return parse_value(node.value if isinstance(node, StringValueNode) else Undefined)

    scalar.parse_value, scalar.parse_literal = parse_value, parse_literal


def _parse_datetime(value: Any, profile: Profile) -> str:
    """Parse a timestamp. One without a zone is in the zone of the server, which is UTC here."""
    if isinstance(value, str):
        time, day = _TIME.fullmatch(value), _DAY.fullmatch(value)
        if day is None and profile.takes_basic_dates:
            day = _BASIC_DAY.fullmatch(value)
        try:
            if time is not None:
                return to_timestamp(_moment(time))
            if day is not None:
                return to_timestamp(datetime(int(day[1]), int(day[2]), int(day[3] or 1), tzinfo=timezone.utc))
        except ValueError:
            pass
    raise GraphQLError(f"{value!r} is not an ISO 8601 timestamp")


def _moment(found: re.Match[str]) -> datetime:
    """Convert the parts of a timestamp. Raises ValueError.

    Ruby accepts 24:00:00, second 60 and day 31 in every month, and carries the excess over.
    """
    parts = {name: int(found[name]) for name in ("year", "month", "day", "hour", "minute", "second")}
    end_of_day = parts["hour"] == 24 and parts["minute"] == parts["second"] == 0
    limits = {"month": 12, "day": 31, "hour": 24 if end_of_day else 23, "minute": 59, "second": 60}
    if any(parts[name] > most for name, most in limits.items()) or not (parts["month"] and parts["day"]):
        raise ValueError
    zone = (found["zone"] or "Z").replace(":", "").upper()
    hours, minutes = (0, 0) if zone == "Z" else (int(zone[1:3]), int(zone[3:5] or 0))
    if hours > 23 or minutes > 59:
        raise ValueError
    offset = timedelta(hours=hours, minutes=minutes)
    if parts["year"] > _FARTHEST.year - 1:  # beyond what Python can represent
        return _FARTHEST
    if parts["year"] < 2:
        return _NEAREST
    begin = datetime(parts["year"], parts["month"], 1, tzinfo=timezone.utc)
    lasted = {"days": parts["day"] - 1, "hours": parts["hour"], "minutes": parts["minute"], "seconds": parts["second"]}
    return begin + timedelta(**lasted) - (-offset if zone.startswith("-") else offset)


def _parse_date(value: Any, _profile: Profile) -> str:
    """Parse a calendar, week or ordinal date. A time after it is ignored."""
    if isinstance(value, str):
        text = value.strip()
        day, has_time, _ = text.partition("T")
        if not has_time or _TIME.fullmatch(text):
            for pattern, form in _DATES:
                if pattern.fullmatch(day):
                    try:
                        return datetime.strptime(day, form).date().isoformat()  # noqa: DTZ007  (it has no time)
                    except ValueError:
                        break
    raise GraphQLError(f"{value!r} is not an ISO 8601 date")


def _parse_upload(value: Any, _profile: Profile) -> Any:
    if value is None or not hasattr(value, "filename"):
        raise GraphQLError("an Upload takes a file of a multipart request")
    return value


def _parse_json(value: Any, _profile: Profile) -> Any:
    return value


_SCALARS: Mapping[str, Callable[[Any, Profile], Any]] = {
    "ISO8601DateTime": _parse_datetime,
    "ISO8601Date": _parse_date,
    "JSON": _parse_json,
    "Upload": _parse_upload,
}
