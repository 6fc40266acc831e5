"""From an answer's status and bytes to a typed result, or to the error that says what happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json

from conviso_client.call.options import EXCERPT
from conviso_client.client.answer import Answer
from conviso_client.errors import (
    ConnectionLost,
    ConvisoError,
    ErrorDetail,
    InvalidResponse,
    MutationRejected,
    ResponseError,
    SchemaMismatch,
    WrongEndpoint,
)
from conviso_client.http.secret import Secret, hide
from conviso_client.models.json_value import is_list, is_object
from conviso_client.models.warnings import warn

from .body_text import Flaw, excerpt, kind_of, messages_in, parsed
from .codec import codec
from .graphql_errors import details, graphql_error, means_rate_limited
from .misfits import misfits
from .retry import Fate, Problem, Signs, meaning_of, retry_after

if TYPE_CHECKING:
    from pydantic import ValidationError

    from conviso_client.call.operation import Operation
    from conviso_client.call.options import ErrorMode

    from .effects import Reply

__all__ = ["Context", "Success", "read", "request_id"]


class Success(NamedTuple):
    """A result."""

    value: Any


class Context(NamedTuple):
    """What an answer is read with."""

    operation: Operation[Any]
    errors: ErrorMode
    lenient: bool
    key: Secret[str]
    """Hidden wherever the answer repeats it."""
    now: float
    """Unix time."""


def read(reply: Reply, context: Context) -> Success | Problem:
    """Say what an answer means."""
    if 200 <= reply.status < 300 and context.errors == "raise":
        value = _decoded(reply.body, context.operation)
        if value is not None and not _is_rejected(value, context.operation):
            return Success(value)
    return _Examination(reply, context).verdict()


def request_id(reply: Reply, key: Secret[str]) -> str | None:
    """Return the server's own id of a request; None if it gave none."""
    given = reply.headers.get("x-request-id")
    return hide(given[:EXCERPT], key) if given else None


def _decoded(body: bytes, operation: Operation[Any]) -> Any:
    """Return the value of an answer without flaws; None if it has any."""
    try:
        if operation.result:
            return codec(operation).decode(body)
        answer = from_json(body)
    except ValueError:
        return None
    if is_object(answer) and is_object(answer.get("data")) and answer.get("errors") in (None, []):
        return answer["data"]
    return None


def _is_rejected(value: Any, operation: Operation[Any]) -> bool:
    """Say whether a value is the payload of a mutation that was refused."""
    payload = operation.payload
    return ("errors" in payload and bool(getattr(value, "errors", None))) or (
        "success" in payload and getattr(value, "success", None) is False
    )


class _Examination:
    """A second, slower look at an answer that is not simply a result."""

    def __init__(self, reply: Reply, context: Context) -> None:
        self._status = reply.status
        self._context = context
        self._answer = parsed(reply.body)
        self._fields = self._answer if is_object(self._answer) else {}
        self._data = self._fields.get("data")
        errors = self._fields.get("errors")
        self._errors = tuple(map(self._hidden, details(errors))) if is_list(errors) else ()
        self._wait = retry_after(reply.headers, context.now)
        self._location = reply.headers.get("location", "")
        self._body = reply.body

    def _hidden(self, error: ErrorDetail) -> ErrorDetail:
        """Hide the key. Results stay as they came, but what an error shows may end up in a log."""
        key = self._context.key
        path = tuple(hide(list(error.path), key))
        return ErrorDetail(hide(error.message, key), hide(error.code, key), path, hide(error.extensions, key))

    def verdict(self) -> Success | Problem:
        """Say what the answer means."""
        status, operation = self._status, self._context.operation
        meaning = meaning_of(status, self._signs(), repeatable=operation.repeatable)
        self._fate = meaning.fate
        if 200 <= status < 300 and meaning.error is ResponseError:
            return self._content()
        if self._errors and meaning.error is ResponseError and 400 <= status < 500:
            return self._graphql_error()
        elsewhere = self._elsewhere() if meaning.error is WrongEndpoint else ""
        return self._problem(meaning.fate, meaning.error, meaning.text.format(status=status) + elsewhere)

    def _signs(self) -> Signs:
        throttled = [means_rate_limited(error) for error in self._errors]
        data = self._data
        return Signs(
            errors=bool(self._errors),
            data="data" in self._fields,
            payload=is_object(data) and any(value is not None for value in data.values()),
            throttled=any(throttled) if self._context.operation.repeatable else bool(throttled) and all(throttled),
        )

    def _elsewhere(self) -> str:
        where = re.sub(r"^(\w+:)?(//)?([^/@]*@)?|[?#].*$", "", self._location)[:EXCERPT]
        return f", to {hide(where, self._context.key)}" if where else ""

    def _content(self) -> Success | Problem:
        if isinstance(self._answer, Flaw):
            if self._answer.cut_off:
                return Problem(Fate.BROKEN, ConnectionLost("the answer ends early"))
            error_type = WrongEndpoint if self._answer.is_page else InvalidResponse
            return self._problem(Fate.WRONG, error_type, self._answer.text)
        if not is_object(self._answer):
            return self._invalid(f"it is {kind_of(self._answer)} instead of an object", None)
        if not isinstance(self._fields.get("errors", []), (list, type(None))):
            return self._invalid(f"it is {kind_of(self._fields['errors'])} instead of a list", "errors")
        if not self._errors:
            return self._value()
        if self._context.errors == "raise":
            return self._graphql_error()
        return self._together(self._partial(self._data))

    def _graphql_error(self) -> Problem:
        data = self._partial(hide(self._data, self._context.key))
        error = graphql_error(self._errors, data=data)
        if self._fate is Fate.EXECUTED and self._signs().payload:
            self._advise(error)
        return Problem(self._fate, error)

    def _advise(self, error: ConvisoError) -> None:
        """Let the error of a write that surely ran say so."""
        if not self._context.operation.repeatable:
            error.advise("It ran: look at what it did before you repeat it.")

    def _partial(self, data: Any) -> Any:
        """Return what did arrive, typed where it fits."""
        operation = self._context.operation
        if not operation.result or not is_object(data):
            return data
        root = data.get(operation.name)
        if root is None:
            return None
        loose = self._loosely(root)
        return root if loose is None else loose

    def _value(self) -> Success | Problem:
        """Decode an answer without errors, and say what of it does not fit."""
        from pydantic import ValidationError

        operation = self._context.operation
        if not is_object(self._data):
            return self._invalid(
                f"it is {kind_of(self._data)} instead of an object, though there are no errors", "data"
            )
        if not operation.result:
            return self._together(self._data)
        root = self._data.get(operation.name)
        if root is None:
            fate = Fate.EXECUTED if operation.name in self._data else Fate.WRONG
            return self._invalid("it is null, though there are no errors", f"data.{operation.name}", fate)
        try:
            value = codec(operation).value.validate_python(root)
        except ValidationError as error:
            value, flaws = self._loosely(root), self._flaws(error, root)
            if value is None or (flaws and not self._context.lenient):
                return self._invalid(*flaws[0], Fate.EXECUTED)
            _warn_of(flaws)
        return self._rejection(value, root) if _is_rejected(value, operation) else self._together(value)

    def _rejection(self, value: Any, root: Any) -> Problem:
        key = self._context.key
        entries = getattr(value, "errors", None) or ()
        messages = tuple(hide(str(getattr(entry, "message", entry)), key) for entry in entries)
        reason = "; ".join(messages) if messages else "it gave no reason"
        shown = hide(root, key)
        payload = value if shown == root else self._loosely(shown)
        error = MutationRejected(f"the server refused it: {reason}", errors=messages, payload=payload)
        return Problem(Fate.EXECUTED, error)

    def _flaws(self, error: ValidationError, root: Any) -> list[tuple[str, str]]:
        """Return what does not fit, unless it is tolerated, and where, without the values themselves."""
        name, tolerated = f"data.{self._context.operation.name}", self._context.operation.tolerated
        return [
            (text, ".".join(map(str, (name, *path))))
            for path, text in misfits(error, root)
            if not tolerated or path[: len(tolerated)] != tolerated
        ]

    def _loosely(self, root: Any) -> Any:
        """Decode the value with None for what of it does not fit; return None if nothing does."""
        try:
            return codec(self._context.operation).lenient.validate_python(root)
        except ValueError:
            return None

    def _together(self, value: Any) -> Success:
        if self._context.errors == "raise":
            return Success(value)
        extensions = self._fields.get("extensions")
        return Success(Answer(value, self._errors, extensions if is_object(extensions) else {}))

    def _invalid(self, text: str, path: str | None, fate: Fate = Fate.WRONG) -> Problem:
        what = f"{path} in the answer" if path else "the answer"
        problem = self._problem(fate, InvalidResponse, f"{what} does not fit: {text}", path=path)
        if fate is Fate.EXECUTED:
            self._advise(problem.error)
        return problem

    def _problem(self, fate: Fate, error_type: type[ResponseError], text: str, **attributes: Any) -> Problem:
        messages = tuple(hide(list(messages_in(self._fields, self._errors)), self._context.key))
        error = error_type(
            f"{text}: {'; '.join(messages)[:EXCERPT]}" if messages else text,
            messages=messages,
            excerpt=excerpt(self._body, self._answer, self._context.key),
            retry_after=self._wait,
            **attributes,
        )
        return Problem(fate, error, self._wait)


def _warn_of(flaws: list[tuple[str, str]]) -> None:
    """Warn once for each place, whatever the number of the row."""
    for path, text in {re.sub(r"\.\d+(?=\.|$)", "[]", path): text for text, path in reversed(flaws)}.items():
        warn(f"{path}: {text}; it reads as None, as lenient=True wants", SchemaMismatch)
