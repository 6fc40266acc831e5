"""From an answer's status and bytes to a typed result, or to the error that says what happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import ValidationError, from_json, to_json

from conviso_client.call.options import EXCERPT
from conviso_client.errors import (
    ConnectionLost,
    ConvisoError,
    ErrorDetail,
    InvalidResponse,
    MutationRejected,
    RateLimited,
    RecordNotFound,
    ResponseError,
    WrongEndpoint,
    in_line,
    printable,
)
from conviso_client.http.secret import Secret, hide, secrets_of

from .body_text import Flaw, excerpt, kind_of, messages_in, parsed
from .codec import codec
from .graphql_errors import details, graphql_error, means_rate_limited
from .misfits import misfits
from .retry import Failure, Outcome, Signs, meaning_of, retry_after

if TYPE_CHECKING:
    from pydantic import JsonValue

    from conviso_client.call.operation import Operation
    from conviso_client.http.request import Reply

__all__ = ["Context", "Success", "read", "request_id"]


class Success(NamedTuple):
    """A result."""

    value: Any


class Context(NamedTuple):
    """What an answer is read with."""

    operation: Any
    """What was asked for, as the reader of its answers knows it."""
    url: str
    """The endpoint, which errors about the address name."""
    key: Secret[str]
    headers: Secret[tuple[tuple[str, str], ...]]
    """The caller's own. Their values are hidden like the key wherever the answer repeats them."""
    now: float
    """Unix time."""

    @property
    def secrets(self) -> Secret[tuple[str, ...]]:
        """What must not be seen. Few answers need it."""
        return secrets_of(self.key, self.headers)


def read(reply: Reply, context: Context) -> Success | Failure:
    """Say what the answer to an operation of GraphQL means."""
    if 200 <= reply.status < 300:
        value = _decoded(reply.body, context.operation)
        if value is not None and not _is_rejected(value, context.operation):
            return Success(value)
    return _Examination(reply, context).verdict()


def request_id(reply: Reply, context: Context) -> str | None:
    """Return the server's own id of a request; None if it gave none."""
    given = reply.headers.get("x-request-id")
    text: str = hide(given, context.secrets) if given else ""
    return printable(text)[:EXCERPT] or None


def _decoded(body: bytes, operation: Operation[Any]) -> Any:
    """Return the value of an answer without flaws; None if it has any."""
    try:
        if operation.result:
            return codec(operation).decode(body)
        answer: JsonValue = from_json(body)
    except ValueError:
        return None
    if not isinstance(answer, dict) or answer.get("errors") not in (None, []):
        return None
    data = answer.get("data")
    return data if isinstance(data, dict) else None


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
        self._operation: Operation[Any] = context.operation
        self._answer = parsed(reply.body)
        self._fields: dict[str, JsonValue] = self._answer if isinstance(self._answer, dict) else {}
        self._data = self._fields.get("data")
        errors = self._fields.get("errors")
        self._errors = tuple(map(self._hidden, details(errors))) if isinstance(errors, list) else ()
        self._wait = retry_after(reply.headers, context.now)
        self._location = reply.headers.get("location", "")
        self._body = reply.body

    def _hidden(self, error: ErrorDetail) -> ErrorDetail:
        """Hide secrets. Results stay as they came, but what an error shows may end up in a log."""
        secrets = self._context.secrets
        path = tuple(hide(list(error.path), secrets))
        return ErrorDetail(
            hide(error.message, secrets), hide(error.code, secrets), path, hide(error.extensions, secrets)
        )

    def verdict(self) -> Success | Failure:
        """Say what the answer means."""
        status, operation = self._status, self._operation
        meaning = meaning_of(status, self._signs(), repeatable=operation.repeatable)
        self._outcome = meaning.outcome
        if 200 <= status < 300 and meaning.error is ResponseError:
            return self._content()
        if self._errors and meaning.error is ResponseError and 400 <= status < 500:
            return self._graphql_error()
        text = meaning.text.format(status=status)
        if meaning.error is WrongEndpoint:
            text += self._elsewhere()
        if meaning.error.names_address:
            text += f", at {self._context.url}"
        return self._problem(meaning.outcome, meaning.error, text)

    def _signs(self) -> Signs:
        throttled = [means_rate_limited(error) for error in self._errors]
        data = self._data
        return Signs(
            errors=bool(self._errors),
            data="data" in self._fields,
            payload=isinstance(data, dict) and any(value is not None for value in data.values()),
            throttled=any(throttled) if self._operation.repeatable else bool(throttled) and all(throttled),
        )

    def _elsewhere(self) -> str:
        where: str = hide(re.sub(r"^(\w+:)?(//)?([^/@]*@)?|[?#].*$", "", self._location), self._context.secrets)
        return f" to {where[:EXCERPT]}" if where else ""

    def _content(self) -> Success | Failure:
        if isinstance(self._answer, Flaw):
            if self._answer.cut_off:
                return Failure(Outcome.BROKEN, ConnectionLost("the answer ends early"))
            if self._answer.is_page:
                return self._problem(Outcome.WRONG, WrongEndpoint, f"{self._answer.text}, from {self._context.url}")
            return self._problem(Outcome.WRONG, InvalidResponse, self._answer.text)
        if not isinstance(self._answer, dict):
            return self._invalid(f"it is {kind_of(self._answer)} instead of an object", None)
        if not isinstance(self._fields.get("errors", []), (list, type(None))):
            return self._invalid(f"it is {kind_of(self._fields['errors'])} instead of a list", "errors")
        return self._graphql_error() if self._errors else self._value()

    def _graphql_error(self) -> Failure:
        error = graphql_error(self._errors, data=self._arrived())
        if self._outcome is Outcome.EXECUTED and self._signs().payload:
            self._advise(error)
        return Failure(self._outcome, error)

    def _advise(self, error: ConvisoError) -> None:
        """Let the error of a write that surely ran say so."""
        if not self._operation.repeatable:
            error.advise("It ran: look at what it did before you repeat it.")

    def _arrived(self) -> Any:
        """Return what did arrive: the root field's value, typed if all of it fits, else plain."""
        operation = self._operation
        data: JsonValue = hide(self._data, self._context.secrets)
        if not operation.result or not isinstance(data, dict):
            return data
        root = operation.value_in(data)
        try:
            return root if root is None else codec(operation).value.validate_python(root)
        except ValueError:
            return root

    def _value(self) -> Success | Failure:
        """Decode an answer without errors, and say what of it does not fit."""
        operation = self._operation
        if not isinstance(self._data, dict):
            return self._invalid(
                f"it is {kind_of(self._data)} instead of an object, though there are no errors", "data"
            )
        root = operation.value_in(self._data)
        if root is None:
            return self._nothing()
        try:
            value = codec(operation).value.validate_json(to_json(root))
        except ValidationError as error:
            value = self._tolerated(error, root)
            if isinstance(value, Failure):
                return value
        return self._rejection(value, root) if _is_rejected(value, operation) else Success(value)

    def _nothing(self) -> Failure:
        operation = self._operation
        is_there = isinstance(self._data, dict) and operation.name in self._data
        if operation.repeatable and operation.nullable and is_there:
            # graphql-ruby answers so for what the key may not see.
            return Failure(Outcome.EXECUTED, RecordNotFound("there is nothing, or nothing that the key may see"))
        outcome = Outcome.EXECUTED if is_there else Outcome.WRONG
        return self._invalid("it is null, though there are no errors", f"data.{operation.name}", outcome)

    def _tolerated(self, error: Any, root: Any) -> Any:
        """Decode what does not fit only where that is tolerated; else say what does not fit, and where."""
        operation = self._operation
        name = "data" if operation.roots else f"data.{operation.name}"
        tolerated = operation.tolerated
        flaws = misfits(error, root)
        hard = [flaw for flaw in flaws if not tolerated or flaw.path[: len(tolerated)] != tolerated]
        if not hard:
            return codec(self._operation).tolerant(tolerated).validate_python(root)
        path, text = hard[0]
        return self._invalid(text, ".".join(map(str, (name, *path))), Outcome.EXECUTED)

    def _rejection(self, value: Any, root: Any) -> Failure:
        secrets = self._context.secrets
        entries = getattr(value, "errors", None) or ()
        messages = tuple(printable(hide(str(getattr(entry, "message", entry)), secrets)) for entry in entries)
        reason = in_line("; ".join(messages)) if messages else "it gave no reason"
        payload = value if hide(root, secrets) == root else self._arrived()
        error = MutationRejected(f"the server refused it: {reason}", errors=messages, payload=payload)
        return Failure(Outcome.EXECUTED, error)

    def _invalid(self, text: str, path: str | None, outcome: Outcome = Outcome.WRONG) -> Failure:
        what = f"{path} in the answer" if path else "the answer"
        data = hide(self._data, self._context.secrets)
        problem = self._problem(outcome, InvalidResponse, f"{what} does not fit: {text}", path=path, data=data)
        if outcome is Outcome.EXECUTED:
            self._advise(problem.error)
        return problem

    def _problem(self, outcome: Outcome, error_type: type[ResponseError], text: str, **attributes: Any) -> Failure:
        messages = tuple(hide(list(messages_in(self._fields, self._errors)), self._context.secrets))
        shown = excerpt(self._body, self._answer, self._context.secrets)
        reason = "; ".join(messages) or ("" if isinstance(self._answer, Flaw) and self._answer.is_page else shown)
        wait = self._wait if error_type is RateLimited else None
        asked = "" if wait is None else f"; the server asks to wait {wait:.3g} s"
        told = f": {in_line(reason[:EXCERPT])}" if reason and error_type is not InvalidResponse else ""
        error = error_type(
            f"{text}{told}{asked}", messages=messages, excerpt=shown, retry_after=self._wait, **attributes
        )
        return Failure(outcome, error, self._wait)
