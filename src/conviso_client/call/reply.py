"""From an answer's status and bytes to a typed result, or to the error that says what happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import ValidationError, from_json, to_json

from conviso_client.errors import (
    ConnectionLost,
    ConvisoError,
    InvalidResponse,
    MutationRejected,
    RecordNotFound,
    ResponseError,
    WrongEndpoint,
    in_line,
    printable,
)
from conviso_client.http.request import Failure, Outcome, Reply
from conviso_client.http.secret import Secret, hide, secrets_of

from .codec import codec
from .graphql_errors import details, graphql_error, means_rate_limited
from .malformed import NotJson, failure, kind_of, mismatches, parsed
from .operation import Operation
from .options import EXCERPT
from .retry import Signs, meaning_of

if TYPE_CHECKING:
    from pydantic import JsonValue

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
    operation: Operation[Any] = context.operation
    value: Any = None
    if 200 <= reply.status < 300:
        try:
            value = codec(operation).decode(reply.body) if operation.result else _data(reply.body)
        except ValueError:
            value = None
    if value is None or (operation.payload and _is_rejected(value, operation)):
        return _Examination(reply, context).verdict()
    return Success(value)


def request_id(reply: Reply, context: Context) -> str | None:
    """Return the server's own id of a request; None if it gave none."""
    given = reply.headers.get("x-request-id")
    text: str = hide(given, context.secrets) if given else ""
    return printable(text)[:EXCERPT] or None


def _data(body: bytes) -> dict[str, JsonValue] | None:
    """Return the data of an answer without flaws; None if it has any. Raises `ValueError`."""
    answer: JsonValue = from_json(body)
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
        self._reply = reply
        self._context = context
        self._operation: Operation[Any] = context.operation
        self._secrets = context.secrets
        self._answer = parsed(reply.body)
        self._fields: dict[str, JsonValue] = self._answer if isinstance(self._answer, dict) else {}
        self._data = self._fields.get("data")
        errors = self._fields.get("errors")
        # Results stay as they came. What an error shows may end up in a log.
        self._errors = tuple(
            error._replace(
                message=self._hidden(error.message),
                code=self._hidden(error.code),
                path=tuple(self._hidden(list(error.path))),
                extensions=self._hidden(error.extensions),
            )
            for error in (details(errors) if isinstance(errors, list) else ())
        )
        throttled = [means_rate_limited(error) for error in self._errors]
        self._signs = Signs(
            errors=bool(self._errors),
            data="data" in self._fields,
            payload=isinstance(self._data, dict) and any(value is not None for value in self._data.values()),
            throttled=any(throttled) if self._operation.repeatable else bool(throttled) and all(throttled),
        )

    def _hidden(self, value: Any) -> Any:
        return hide(value, self._secrets)

    def verdict(self) -> Success | Failure:
        """Say what the answer means."""
        status = self._reply.status
        outcome, error_type, text = meaning_of(status, self._signs, repeatable=self._operation.repeatable)
        if error_type is ResponseError and self._errors and (200 <= status < 300 or 400 <= status < 500):
            return self._graphql_error(outcome)
        if error_type is ResponseError and 200 <= status < 300:
            return self._content()
        text = text.format(status=status)
        if error_type is WrongEndpoint:
            location = re.sub(r"^(\w+:)?(//)?([^/@]*@)?|[?#].*$", "", self._reply.headers.get("location", ""))
            where: str = self._hidden(location)
            text += f" to {where[:EXCERPT]}" if where else ""
        if error_type.names_address:
            text += f", at {self._context.url}"
        return self._failure(outcome, error_type, text)

    def _graphql_error(self, outcome: Outcome) -> Failure:
        error = graphql_error(self._errors, data=self._arrived())
        if outcome is Outcome.EXECUTED and self._signs.payload:
            self._advise(error)
        return Failure(outcome, error)

    def _advise(self, error: ConvisoError) -> None:
        """Let the error of a write that surely ran say so."""
        if not self._operation.repeatable:
            error.advise("It ran: look at what it did before you repeat it.")

    def _arrived(self) -> Any:
        """Return what did arrive: the root field's value, typed if all of it fits, else plain."""
        operation = self._operation
        data: JsonValue = self._hidden(self._data)
        if not operation.result or not isinstance(data, dict):
            return data
        root = operation.value_in(data)
        try:
            return root if root is None else codec(operation).value.validate_python(root)
        except ValueError:
            return root

    def _content(self) -> Success | Failure:
        """Look into an answer without errors: its value may fit where all of it does not."""
        answer, operation = self._answer, self._operation
        if isinstance(answer, NotJson):
            if answer.cut_off:
                return Failure(Outcome.BROKEN, ConnectionLost("the answer ends early"))
            if answer.is_page:
                return self._failure(Outcome.WRONG, WrongEndpoint, f"{answer.text}, from {self._context.url}")
            return self._failure(Outcome.WRONG, InvalidResponse, answer.text)
        if not isinstance(answer, dict):
            return self._invalid(f"it is {kind_of(answer)} instead of an object", None)
        if not isinstance(answer.get("errors", []), (list, type(None))):
            return self._invalid(f"it is {kind_of(answer['errors'])} instead of a list", "errors")
        if not isinstance(self._data, dict):
            text = f"it is {kind_of(self._data)} instead of an object, though there are no errors"
            return self._invalid(text, "data")
        root = operation.value_in(self._data)
        if root is None:
            return self._nothing(is_there=operation.name in self._data)
        return self._value(root)

    def _nothing(self, *, is_there: bool) -> Failure:
        operation = self._operation
        if operation.repeatable and operation.nullable and is_there:
            # graphql-ruby answers so for what the key may not see.
            return Failure(Outcome.EXECUTED, RecordNotFound("there is nothing, or nothing that the key may see"))
        outcome = Outcome.EXECUTED if is_there else Outcome.WRONG
        return self._invalid("it is null, though there are no errors", f"data.{operation.name}", outcome)

    def _value(self, root: Any) -> Success | Failure:
        """Decode the root field's value, and say what of it does not fit. The tolerated part may be as it likes."""
        operation, tolerated = self._operation, self._operation.tolerated
        decoder = codec(operation)
        try:
            # As JSON again, so that the same rules hold as for a whole answer: Python's values are taken more strictly.
            value = decoder.value.validate_json(to_json(root))
        except ValidationError as error:
            for path, text in mismatches(error, root):
                if not tolerated or path[: len(tolerated)] != tolerated:
                    name = "data" if operation.roots else f"data.{operation.name}"
                    return self._invalid(text, ".".join(map(str, (name, *path))), Outcome.EXECUTED)
            value = decoder.tolerant(tolerated).validate_python(root)
        return self._rejection(value, root) if _is_rejected(value, operation) else Success(value)

    def _rejection(self, value: Any, root: Any) -> Failure:
        entries = getattr(value, "errors", None) or ()
        messages = tuple(printable(self._hidden(str(getattr(entry, "message", entry)))) for entry in entries)
        reason = in_line("; ".join(messages)) or "it gave no reason"
        payload = value if self._hidden(root) == root else self._arrived()
        error = MutationRejected(f"the server refused it: {reason}", errors=messages, payload=payload)
        return Failure(Outcome.EXECUTED, error)

    def _invalid(self, text: str, path: str | None, outcome: Outcome = Outcome.WRONG) -> Failure:
        subject = f"{path} in the answer" if path else "the answer"
        data = self._hidden(self._data)
        result = self._failure(outcome, InvalidResponse, f"{subject} does not fit: {text}", path=path, data=data)
        if outcome is Outcome.EXECUTED:
            self._advise(result.error)
        return result

    def _failure(self, outcome: Outcome, error_type: type[ResponseError], text: str, **attributes: Any) -> Failure:
        words = [error.message for error in self._errors] or [
            printable(word)
            for name in ("error", "message", "detail", "title", "errors")
            if isinstance(word := self._fields.get(name), str) and word
        ][:1]
        return failure(
            self._reply, self._context, outcome, error_type, text, answer=self._answer, words=words, **attributes
        )
