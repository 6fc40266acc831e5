"""From an answer's status and bytes to a typed result, or to the error that says what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conviso_client.answer import Answer
from conviso_client.errors import (
    AuthenticationError,
    ConnectionLost,
    InvalidResponse,
    MutationRejected,
    NotFound,
    PermissionDenied,
    RateLimited,
    ResponseError,
    ServerError,
    WrongEndpoint,
)
from conviso_client.options import EXCERPT
from conviso_client.secret import Secret, hide

from .codec import codec
from .graphql_errors import details, graphql_error, means_rate_limited, refused_before_running
from .retry import Fate, Problem, retry_after

if TYPE_CHECKING:
    from conviso_client.operation import Operation
    from conviso_client.options import ErrorMode

    from .effects import Reply

__all__ = ["Context", "Success", "read", "request_id"]


class Success(NamedTuple):
    """A result."""

    value: Any


class Context(NamedTuple):
    """What an answer is read with."""

    operation: Operation[Any]
    errors: ErrorMode
    key: Secret[str]
    """Hidden wherever the answer repeats it."""
    now: float
    """Unix time."""


def read(reply: Reply, context: Context) -> Success | Problem:
    """Say what an answer means."""
    if 200 <= reply.status < 300 and context.errors == "raise":
        value = _decoded(reply.body, context.operation)
        if value is not None:
            return _accepted(value, context)
    return _Examination(reply, context).verdict()


def _decoded(body: bytes, operation: Operation[Any]) -> Any:
    """Return the value of an answer without flaws; None if it has any."""
    from pydantic import ValidationError
    from pydantic_core import from_json

    try:
        if operation.result:
            return codec(operation).envelope.validate_json(body)["data"][operation.name]
        answer = from_json(body)
    except (ValidationError, ValueError):
        return None
    if isinstance(answer, dict) and isinstance(answer.get("data"), dict) and not answer.get("errors"):
        return answer["data"]
    return None


def _accepted(value: Any, context: Context) -> Success | Problem:
    """Return the value, unless it is the payload of a rejected mutation."""
    payload = context.operation.payload
    if not payload:
        return Success(value)
    entries = (getattr(value, "errors", None) or ()) if "errors" in payload else ()
    if entries or ("success" in payload and getattr(value, "success", None) is False):
        messages = tuple(hide(_message(entry), context.key) for entry in entries)
        text = f"the server refused it: {'; '.join(messages)}" if messages else "the server refused it without a reason"
        return Problem(Fate.FINAL, MutationRejected(text, errors=messages, payload=value))
    return Success(value)


def _message(entry: Any) -> str:
    """Return the text of one of a payload's errors: a string, or an object with a message."""
    text = getattr(entry, "message", entry)
    return str(text)


class _Flaw(NamedTuple):
    """Why a body is no JSON."""

    text: str
    page: bool = False
    cut_off: bool = False


def _parsed(body: bytes) -> Any:
    """Return what the JSON says, or a `_Flaw`."""
    from pydantic_core import from_json

    try:
        return from_json(body)
    except ValueError as error:
        problem = str(error)
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body:
        return _Flaw("the answer is empty")
    if start.startswith(b"<"):
        return _Flaw("a web page came where JSON was due", page=True)
    if body.startswith(b"\xef\xbb\xbf"):
        return _Flaw("the answer begins with a byte order mark, which JSON must not")
    return _Flaw(f"the answer is not valid JSON: {problem}", cut_off=problem.startswith("EOF while parsing"))


class _Examination:
    """What is wrong with an answer."""

    def __init__(self, reply: Reply, context: Context) -> None:
        self._reply = reply
        self._context = context
        self._answer = hide(_parsed(reply.body), context.key) if reply.body else _parsed(reply.body)
        answer = self._answer if isinstance(self._answer, dict) else {}
        self._data = answer.get("data")
        self._extensions = answer.get("extensions")
        errors = answer.get("errors")
        self._odd_errors = errors is not None and not isinstance(errors, list)
        self._errors = details(errors) if isinstance(errors, list) else ()

    def verdict(self) -> Success | Problem:
        status = self._reply.status
        if status == 429 or self._is_rate_limited():
            return self._problem(Fate.LIMITED, RateLimited, "the quota of the API key is used up")
        if status == 401:
            return self._problem(Fate.KEY_REFUSED, AuthenticationError, "the API key was refused")
        if status == 403:
            return self._problem(Fate.FINAL, PermissionDenied, "the server does not permit this")
        if status in (408, 425) or 500 <= status < 600:
            return self._problem(Fate.BROKEN, ServerError, f"the server could not answer (HTTP {status})")
        if 300 <= status < 400:
            return self._problem(
                Fate.FINAL, WrongEndpoint, f"the server points elsewhere (HTTP {status}){self._location()}"
            )
        if 400 <= status < 500:
            return self._refusal()
        if 200 <= status < 300:
            return self._content()
        return self._problem(Fate.WRONG, ResponseError, f"HTTP {status} is no answer to a request")

    def _is_rate_limited(self) -> bool:
        if not any(means_rate_limited(error) for error in self._errors):
            return False
        operation = self._context.operation
        fields = 1 if operation.result else 0
        return operation.repeatable or refused_before_running(self._errors, self._data, fields=fields)

    def _location(self) -> str:
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(self._reply.headers.get("location", ""))
            where = f"{parts.hostname or ''}{parts.path}"[:EXCERPT]
        except ValueError:
            where = ""
        return f": to {hide(where, self._context.key)}" if where else ""

    def _refusal(self) -> Problem:
        status = self._reply.status
        if self._errors:
            return self._graphql_error()
        if status == 404:
            return self._problem(Fate.FINAL, NotFound, "nothing is there (HTTP 404)")
        return self._problem(Fate.FINAL, ResponseError, f"the server refused the request (HTTP {status})")

    def _content(self) -> Success | Problem:
        if isinstance(self._answer, _Flaw):
            if self._answer.cut_off:
                return Problem(Fate.BROKEN, ConnectionLost("the answer ends early", status=self._reply.status))
            error_type = WrongEndpoint if self._answer.page else InvalidResponse
            return self._problem(Fate.WRONG, error_type, self._answer.text)
        if not isinstance(self._answer, dict):
            return self._invalid(f"the answer is {_kind(self._answer)} instead of an object", None)
        if self._odd_errors:
            return self._invalid(f"`errors` is {_kind(self._answer['errors'])} instead of a list", "errors")
        if self._errors and self._context.errors == "raise":
            return self._graphql_error()
        return self._value()

    def _graphql_error(self) -> Problem:
        error = graphql_error(self._errors, data=self._partial(), status=self._reply.status)
        return Problem(Fate.FINAL, error)

    def _partial(self) -> Any:
        """Return what did arrive, typed where it fits."""
        from pydantic import ValidationError

        operation = self._context.operation
        if not operation.result or not isinstance(self._data, dict):
            return self._data
        root = self._data.get(operation.name)
        if root is None:
            return None
        try:
            return codec(operation).value.validate_python(root)
        except ValidationError:
            return root

    def _value(self) -> Success | Problem:
        """Decode an answer again, slowly, to say what does not fit; or because data and errors are wanted together."""
        from pydantic import ValidationError

        operation = self._context.operation
        if self._errors:
            return self._together(self._partial())
        if not isinstance(self._data, dict):
            return self._invalid(f"`data` is {_kind(self._data)} instead of an object, and there are no errors", "data")
        if not operation.result:
            return self._together(self._data)
        root = self._data.get(operation.name)
        if root is None:
            return self._invalid("the value is null, and there are no errors", f"data.{operation.name}")
        try:
            value = codec(operation).value.validate_python(root)
        except ValidationError as error:
            flaw = error.errors(include_url=False, include_context=False, include_input=False)[0]
            path = ".".join(map(str, ("data", operation.name, *flaw["loc"])))
            return self._invalid(f"{flaw['msg']} (the first of {error.error_count()} flaws)", path)
        accepted = _accepted(value, self._context)
        return accepted if isinstance(accepted, Problem) else self._together(value)

    def _together(self, value: Any) -> Success:
        if self._context.errors == "raise":
            return Success(value)
        extensions = self._extensions if isinstance(self._extensions, dict) else {}
        return Success(Answer(value, self._errors, extensions))

    def _invalid(self, text: str, path: str | None) -> Problem:
        where = f" at {path}" if path else ""
        return self._problem(Fate.WRONG, InvalidResponse, f"the answer does not fit{where}: {text}", path=path)

    def _problem(self, fate: Fate, error_type: type[ResponseError], text: str, **attributes: Any) -> Problem:
        messages = tuple(error.message for error in self._errors)
        wait = retry_after(self._reply.headers, self._context.now)
        said = f": {'; '.join(messages)[:EXCERPT]}" if messages else ""
        error = error_type(
            f"{text}{said}",
            status=self._reply.status,
            messages=messages,
            excerpt=self._excerpt(),
            retry_after=wait,
            **attributes,
        )
        return Problem(fate, error, wait)

    def _excerpt(self) -> str:
        start = self._reply.body[: 4 * EXCERPT].decode("utf-8", "replace")
        text = " ".join(hide(start, self._context.key).split())
        return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}..."


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "a boolean", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def request_id(reply: Reply, key: Secret[str]) -> str | None:
    """Return the server's own id of a request; None if it gave none."""
    text = reply.headers.get("x-request-id", "")
    shown: str = hide(text[:EXCERPT], key)
    return shown or None
