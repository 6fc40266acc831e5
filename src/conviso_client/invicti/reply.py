"""Turn an answer of the REST API into a typed result or a typed error."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from conviso_client.call.malformed import NotJson, failure, mismatches, parsed
from conviso_client.call.reply import Context, Success
from conviso_client.call.retry import LONGEST_WAIT, Signs, meaning_of
from conviso_client.errors import (
    AuthenticationError,
    ConnectionLost,
    InvalidResponse,
    NotFound,
    RateLimited,
    ResponseError,
    WrongEndpoint,
    printable,
)
from conviso_client.http.fork import ForkSafeLock
from conviso_client.http.request import Failure, Outcome, Reply
from conviso_client.models.values import is_list, is_object

if TYPE_CHECKING:
    from .request import Ask

__all__ = ["read"]

MOST = 20
"""Messages of a body to show."""
ADVICE: dict[type[ResponseError], str] = {
    AuthenticationError: "Check the API key, which is sent as `X-Auth`, whatever the answer says of a bearer token; a "
    "regenerated key replaces the one before, and an account may allow some addresses alone.",
    NotFound: "Check the id, the organization, and `url` (INVICTI_API_URL).",
    WrongEndpoint: "Check `url` (INVICTI_API_URL): it is the host alone, such as https://platform.invicti.com.",
    InvalidResponse: "Use `request` to see what came; the models hold what is known of an API without a public schema.",
}
_building = ForkSafeLock()


def read(reply: Reply, context: Context) -> Success | Failure:
    """Interpret an answer."""
    answer = parsed(reply.body)
    if not 200 <= reply.status < 300:
        return _refusal(reply, context, answer)
    if not isinstance(answer, NotJson) or not reply.body.strip():
        return _value(reply, context, answer)
    if answer.cut_off:
        return Failure(Outcome.BROKEN, ConnectionLost("the answer ends early"))
    error_type = WrongEndpoint if answer.is_page else InvalidResponse
    return _problem(reply, context, answer, Outcome.WRONG, error_type, f"{answer.text}, from {context.url}")


def _value(reply: Reply, context: Context, answer: Any) -> Success | Failure:
    from .request import Answer

    asked: Any = context.operation
    if asked.model is Answer:
        location = reply.headers.get("location")
        return Success(Answer(reply.status, None if isinstance(answer, NotJson) else answer, location))
    try:
        return Success(_adapter(asked.model).validate_json(reply.body))
    except ValidationError as error:
        (path, text), *_ = mismatches(error, answer)
    where = ".".join(map(str, path)) or None
    said = f"{where or 'the answer'} does not fit: {text}"
    return _problem(reply, context, answer, Outcome.EXECUTED, InvalidResponse, said, path=where)


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    with _building.lock:
        return TypeAdapter(model)


def _refusal(reply: Reply, context: Context, answer: Any) -> Failure:
    asked: Ask[Any] = context.operation
    meaning = meaning_of(reply.status, Signs(), repeatable=asked.repeatable)
    text = meaning.text.format(status=reply.status)
    if meaning.error is RateLimited:
        text = "the API asks for a pause"
    return _problem(reply, context, answer, meaning.outcome, meaning.error, text)


def _problem(
    reply: Reply,
    context: Context,
    answer: Any,
    outcome: Outcome,
    error_type: type[ResponseError],
    text: str,
    **attributes: Any,
) -> Failure:
    words = dict.fromkeys(islice(_messages(answer), MOST))
    wait = _wait(answer)
    result = failure(reply, context, outcome, error_type, text, answer=answer, words=words, wait=wait, **attributes)
    result.error.advice = ADVICE.get(error_type, error_type.advice)
    return result


def _wait(answer: Any) -> float | None:
    """Return the seconds to wait by the body of a 429; None if it has none."""
    given = answer.get("retryAfter") if is_object(answer) else None
    try:
        seconds = -1.0 if given is None or isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(seconds, LONGEST_WAIT) if 0 <= seconds < float("inf") else None


NAMES = ("message", "error", "errors", "title", "detail", "errorMessage", "description")


def _messages(value: Any, path: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the messages in a body, whose form no source shows. A field's name precedes its messages."""
    if isinstance(value, str) and value.strip():
        yield printable(f"{path}: {value.strip()}" if path else value.strip())
    elif is_list(value) and depth < 5:
        for item in value:
            yield from _messages(item, path, depth + 1)
    elif is_object(value) and depth < 5:
        said = [name for name in NAMES if name in value]
        field = value.get("field")
        path = field if isinstance(field, str) else path
        for name in said or (value if depth else ()):
            yield from _messages(value[name], path if said else str(name), depth + 1)
