"""What can be told of an answer's body that is not simply a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conviso_client.call.options import EXCERPT
from conviso_client.errors import printable
from conviso_client.http.secret import hidden_beginning

if TYPE_CHECKING:
    from pydantic import JsonValue

    from conviso_client.errors import ErrorDetail
    from conviso_client.http.secret import Secret

__all__ = ["Flaw", "excerpt", "kind_of", "messages_in", "parsed"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ENOUGH = 16_384
"""Bytes of a body that are looked at for an excerpt: pages begin with much white space."""


class Flaw(NamedTuple):
    """Why a body is no JSON."""

    text: str
    is_page: bool = False
    cut_off: bool = False
    """True if it is the beginning of JSON."""


def parsed(body: bytes) -> JsonValue | Flaw:
    """Return what the JSON says, or a `Flaw`."""
    from pydantic_core import from_json

    try:
        answer: JsonValue = from_json(body)
    except ValueError as error:
        problem = str(error)
    else:
        return answer
    if not body:
        return Flaw("the answer is empty")
    if body[:64].lstrip(BYTE_ORDER_MARK + b" \t\r\n").startswith(b"<"):
        return Flaw("a web page came where JSON was due", is_page=True)
    if body.startswith(BYTE_ORDER_MARK):
        return Flaw("the answer begins with a byte order mark, which JSON must not")
    return Flaw(f"the answer is not valid JSON: {problem}", cut_off=problem.startswith("EOF while parsing"))


def kind_of(value: Any) -> str:
    """Name the kind of a JSON value."""
    names = {"NoneType": "null", "bool": "a boolean", "str": "a string", "list": "a list", "dict": "an object"}
    return names.get(type(value).__name__, "a number")


def messages_in(fields: dict[str, JsonValue], errors: tuple[ErrorDetail, ...]) -> tuple[str, ...]:
    """Return what an answer says in words: the messages of its `errors`, else its `error`, `message` or `detail`."""
    if errors:
        return tuple(error.message for error in errors)
    names = ("error", "message", "detail", "title", "errors")
    return tuple(printable(text) for name in names if isinstance(text := fields.get(name), str) and text)[:1]


def excerpt(body: bytes, answer: Any, secrets: Secret[tuple[str, ...]]) -> str:
    """Return the beginning of a body on one line, without secrets. `answer` is what `parsed` said of it."""
    from pydantic_core import to_json

    shown = body if isinstance(answer, Flaw) else to_json(answer)
    text = printable(" ".join(hidden_beginning(shown, ENOUGH, secrets).split()))
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}..."
