"""What is wrong with an answer that is no result, said in its own terms and without secrets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json, to_json

from conviso_client.errors import InvalidResponse, RateLimited, ResponseError, in_line, printable
from conviso_client.http.request import Failure, Outcome, Reply
from conviso_client.http.secret import hidden_beginning, hide

from .options import EXCERPT
from .retry import retry_after

if TYPE_CHECKING:
    from pydantic import JsonValue
    from pydantic_core import ErrorDetails, ValidationError

    from .reply import Context

__all__ = ["NotJson", "failure", "kind_of", "mismatches", "parsed"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ENOUGH = 16_384
"""Bytes of a body that are looked at for an excerpt: pages begin with much white space."""


class NotJson(NamedTuple):
    """Why a body is no JSON."""

    text: str
    is_page: bool = False
    cut_off: bool = False
    """True if it is the beginning of JSON."""


def parsed(body: bytes) -> JsonValue | NotJson:
    """Return what the JSON says, or why it is none."""
    try:
        answer: JsonValue = from_json(body)
    except ValueError as error:
        problem = str(error)
    else:
        return answer
    if not body:
        return NotJson("the answer is empty")
    if body[:64].lstrip(BYTE_ORDER_MARK + b" \t\r\n").startswith(b"<"):
        return NotJson("a web page came where JSON was due", is_page=True)
    if body.startswith(BYTE_ORDER_MARK):
        return NotJson("the answer begins with a byte order mark, which JSON must not")
    return NotJson(f"the answer is not valid JSON: {problem}", cut_off=problem.startswith("EOF while parsing"))


def kind_of(value: Any) -> str:
    """Name the kind of a JSON value."""
    names = {"NoneType": "null", "bool": "a boolean", "str": "a string", "list": "a list", "dict": "an object"}
    return names.get(type(value).__name__, "a number")


def failure(
    reply: Reply,
    context: Context,
    outcome: Outcome,
    error_type: type[ResponseError],
    text: str,
    *,
    answer: JsonValue | NotJson,
    words: Iterable[str],
    wait: float | None = None,
    **attributes: Any,
) -> Failure:
    """Make the error for an answer that is no result.

    `answer` is what `parsed` returned; `words` are the server's own, which `text` goes before; `wait` is how many
    seconds the body asks to wait, where None leaves that to the headers.
    """
    secrets = context.secrets
    messages = tuple(hide([*words], secrets))
    wait = retry_after(reply.headers, context.now) if wait is None else wait
    body = reply.body if isinstance(answer, NotJson) else to_json(answer)
    excerpt = printable(" ".join(hidden_beginning(body, ENOUGH, secrets).split()))
    excerpt = excerpt if len(excerpt) <= EXCERPT else f"{excerpt[:EXCERPT]}..."
    if error_type is not InvalidResponse:
        is_page = isinstance(answer, NotJson) and answer.is_page
        reason = "; ".join(messages) or ("" if is_page else excerpt)
        text += f": {in_line(reason[:EXCERPT])}" if reason else ""
    if error_type is RateLimited and wait is not None:
        text += f"; the server asks to wait {wait:.3g} s"
    error = error_type(text, messages=messages, excerpt=excerpt, retry_after=wait, **attributes)
    return Failure(outcome, error, wait)


def mismatches(error: ValidationError, value: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Return each path in a value at which it does not fit, with what would, but without the values themselves.

    Where there are alternatives by type, pydantic also tells why each of the others was not taken; that is left out.
    """
    details = error.errors(include_url=False, include_context=False, include_input=False)
    telling = [detail for detail in details if not _is_about_alternatives(detail)]
    return [(tuple(_path(detail, value)), _wanted(detail)) for detail in telling or details]


def _is_about_alternatives(detail: ErrorDetails) -> bool:
    is_typename = detail["loc"][-1:] == ("__typename",) and detail["type"] == "value_error"
    return is_typename or detail["type"] in ("union_tag_invalid", "union_tag_not_found")


def _path(detail: ErrorDetails, value: Any) -> Iterator[str | int]:
    """Give the steps into the value. Pydantic also gives the names of alternatives, which lead nowhere."""
    *inner, last = detail["loc"] or ("",)
    for step in inner:
        if _leads_into(value, step):
            yield step
            value = value[step]
    if detail["type"] == "missing" or _leads_into(value, last):
        yield last


def _leads_into(value: Any, step: str | int) -> bool:
    return step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int)


def _wanted(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "it is missing"
    text = detail["msg"].replace("a valid array", "a list")
    return f"it {text.removeprefix('Input ')}" if text.startswith("Input ") else text
