"""What the `errors` of a GraphQL answer mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from conviso_client.errors import (
    ErrorDetail,
    GraphQLError,
    NotAuthorized,
    QueryTooComplex,
    RecordNotFound,
    RecordNotUnique,
    in_line,
    printable,
)

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["details", "graphql_error", "means_rate_limited"]

BY_CODE: dict[str, type[GraphQLError]] = {
    "recordnotfound": RecordNotFound,
    "recordnotunique": RecordNotUnique,
    "notauthorized": NotAuthorized,
    "unauthorized": NotAuthorized,
    "forbidden": NotAuthorized,
}
BY_MESSAGE: tuple[tuple[str, type[GraphQLError]], ...] = (
    (r"^record not found\b", RecordNotFound),
    (r"\balready been taken\b", RecordNotUnique),
    (r"^not authorized\b", NotAuthorized),
    (r"^scope - resource not accessible for id:", NotAuthorized),
    (r"\b(depth|complexity)\b.*\b(exceed\w*|limit|max\w*)\b", QueryTooComplex),
    (r"\b(exceed\w*|limit|max\w*)\b.*\b(depth|complexity)\b", QueryTooComplex),
    (r"\btoo large to execute\b", QueryTooComplex),
)
RATE_LIMITED_CODES = frozenset({"ratelimited", "ratelimit", "ratelimitexceeded", "toomanyrequests", "throttled", "429"})
RATE_LIMITED_MESSAGE = r"^\W*(rate.?limit(ed)?( (was )?(exceeded|reached))?|too many requests|throttled)\W*$"


def details(errors: list[JsonValue]) -> tuple[ErrorDetail, ...]:
    """Read the `errors` of an answer, whatever of their shape is missing."""
    return tuple(_detail(error) for error in errors)


def _detail(error: JsonValue) -> ErrorDetail:
    if not isinstance(error, dict):
        return ErrorDetail(_text_of(error))
    message, path, extensions = error.get("message"), error.get("path"), error.get("extensions")
    if not isinstance(extensions, dict):
        extensions = {}
    code = extensions.get("code")
    return ErrorDetail(
        message=_text_of(message),
        code=printable(str(code)) if isinstance(code, (str, int)) and code != "" else None,
        path=tuple(step for step in path if isinstance(step, (str, int))) if isinstance(path, list) else (),
        extensions=extensions,
    )


def _text_of(message: JsonValue) -> str:
    if message in (None, "", [], {}):
        return "the server gave no message"
    return printable(message if isinstance(message, str) else to_json(message).decode())


def graphql_error(errors: tuple[ErrorDetail, ...], **attributes: Any) -> GraphQLError:
    """Return the error for these `errors`: of the first class that one of them stands for."""
    first = errors[0]
    error_type = next(filter(None, map(_type_of, errors)), GraphQLError)
    message = first.message if len(first.message) <= 500 else f"{first.message[:500]}..."
    where = f" at {'.'.join(map(str, first.path))}" if first.path else ""
    code = f" [{first.code}]" if first.code else ""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    text = in_line(f"{message}{code}{where}{more}")
    return error_type(text, errors=errors, **attributes)


def _type_of(error: ErrorDetail) -> type[GraphQLError] | None:
    by_code = BY_CODE.get(_normal(error.code))
    if by_code is not None:
        return by_code
    text = error.message[:1000]
    return next((found for pattern, found in BY_MESSAGE if re.search(pattern, text, re.IGNORECASE)), None)


def _normal(code: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", (code or "").lower())


def means_rate_limited(error: ErrorDetail) -> bool:
    """Say whether an error means what HTTP 429 means. A message counts only where there is no code."""
    if error.code is not None:
        return _normal(error.code) in RATE_LIMITED_CODES
    return re.match(RATE_LIMITED_MESSAGE, error.message, re.IGNORECASE) is not None
