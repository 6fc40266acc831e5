"""Ids, days and moments, as results read them and as inputs take them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from .values import number_of, whole_number

__all__ = ["ID", "Date", "DateTime", "IntID", "ResultDate", "ResultID", "Timestamp"]


class _As:
    """Mark a type with its schema of pydantic-core."""

    def __init__(self, schema: CoreSchema) -> None:
        self._schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return self._schema


def _before(function: Callable[[object], object], schema: CoreSchema) -> _As:
    return _As(core_schema.no_info_before_validator_function(function, schema))


def _written(form: str, parse: Callable[[str], date], schema: CoreSchema, name: str) -> _As:
    """Read a text of one form only: pydantic reads digits alone as seconds since 1970."""
    text = core_schema.no_info_after_validator_function(parse, core_schema.str_schema(strict=True, pattern=f"^{form}$"))
    either = core_schema.json_or_python_schema(text, core_schema.union_schema([schema, text]))
    message = f"Input should be {name}"
    return _As(core_schema.custom_error_schema(either, "conviso_client", custom_error_message=message))


def _id(value: object) -> object:
    known = value if isinstance(value, str) else whole_number(value)
    if known is None:
        raise ValueError("should be an id: a string or a whole number")
    return str(known)


def _int_id(value: object) -> object:
    number = number_of(value.strip()) if isinstance(value, str) else whole_number(value)
    if number is None:
        raise ValueError("should be the number of an id, which may be a string of digits")
    return number


def _iso_8601(value: object) -> object:
    """Refuse numbers and strings of digits, which pydantic reads as seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and re.match(r"\d{4}-", value)):
        return value
    raise ValueError("should be a date or a datetime, or an ISO 8601 string such as 2026-01-31")


def _plain_date(value: object) -> object:
    """Keep a plain day a day: pydantic would make it midnight."""
    given = _iso_8601(value)
    return date.fromisoformat(given) if isinstance(given, str) and len(given) == len("2026-01-31") else given


def _with_zone(value: date) -> date:
    """Refuse a moment without a zone: the API would read it in the zone of its server, which nobody here knows."""
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise ValueError("should have a time zone, as datetime.now().astimezone() and 2026-01-31T10:00:00Z have one")
    return value


if TYPE_CHECKING:
    ResultID = str
    """An id in a result. It is a string, also where the server gives a number."""

    ResultDate = date
    """A day in a result."""

    Timestamp = datetime
    """A moment in a result, with its zone."""

    ID = str | int
    """An id; the API gives ids as strings and takes numbers as well."""

    IntID = int | str
    """An id where the API wants an Int; a string of digits will do."""

    Date = date | str
    """A day as an argument: a date, or a string like `2026-01-31`."""

    DateTime = datetime | date | str
    """A moment as an argument: a datetime with a zone, a date (its beginning), or either as an ISO 8601 string."""
else:
    # Some servers give ids as numbers.
    _number = core_schema.no_info_after_validator_function(str, core_schema.int_schema(strict=True))
    _either = core_schema.union_schema(
        [core_schema.str_schema(strict=True), _number],
        mode="left_to_right",
        custom_error_type="conviso_client",
        custom_error_message="Input should be an id: a string or a whole number",
    )
    ResultID = Annotated[str, _As(_either)]
    _lax, _lax_date = core_schema.datetime_schema(strict=False), core_schema.date_schema(strict=False)
    _day = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    _plain = core_schema.date_schema(strict=True)
    ResultDate = Annotated[date, _written(_day, date.fromisoformat, _plain, "a date such as 2026-01-31")]
    _time = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})"
    _aware = core_schema.datetime_schema(strict=True, tz_constraint="aware")
    # Python's zones where Python can read Z: pydantic's are an object in each time, which the garbage collector visits.
    _parse = datetime.fromisoformat if sys.version_info >= (3, 11) else SchemaValidator(_lax).validate_python
    _example = "a time in ISO 8601 with a zone, such as 2026-01-31T10:00:00Z"
    Timestamp = Annotated[datetime, _written(f"{_day}[T ]{_time}", _parse, _aware, _example)]
    ID = Annotated[str, _before(_id, core_schema.str_schema())]
    IntID = Annotated[int, _before(_int_id, core_schema.int_schema())]
    Date = Annotated[date, _before(_iso_8601, _lax_date)]
    _zoned = core_schema.no_info_after_validator_function(_with_zone, core_schema.union_schema([_lax, _lax_date]))
    DateTime = Annotated[datetime | date, _before(_plain_date, _zoned)]
