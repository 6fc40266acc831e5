"""Every error that a call can end in.

    ConvisoError
    ├── ConfigurationError         no key, an impossible option, a value that cannot be sent
    ├── TransportError             no usable answer came
    │   ├── ConnectionFailed       the request never left: it did not run
    │   ├── RequestTimeout         a query that got no answer in time
    │   ├── ConnectionLost         a query whose answer broke off
    │   └── OutcomeUnknown         a write that may have run: check before you repeat it
    ├── DeadlineExceeded           the next wait would cross `deadline` or `max_queue`
    ├── ResponseError              an answer that is not a GraphQL result
    │   ├── AuthenticationError    401
    │   ├── PermissionDenied       403
    │   ├── NotFound               404
    │   ├── RateLimited            429, with `retry_after`
    │   ├── ServerError            5xx, and 408, 425 or 499 that did not go away
    │   ├── WrongEndpoint          a web page where JSON was due, or a redirect
    │   └── InvalidResponse        JSON that does not fit the models
    ├── GraphQLError               the answer's `errors`, with the data that came along
    │   ├── QueryTooComplex        deeper or wider than the API allows
    │   ├── RecordNotFound
    │   ├── RecordNotUnique
    │   └── NotAuthorized
    ├── MutationRejected           the payload's own errors, or `success: false`
    ├── GateUndecided              the gate gave no verdict: not a pass
    ├── ImportFailed               some rows of an import failed
    ├── JobFailed                  a job of the platform failed
    ├── JobUnfinished              a job of the platform did not end in time: it goes on
    ├── IncompleteList             a list may lack rows (`strict=True`)
    ├── TotalUnknown               a list without a known length
    └── UnreadableFile             a scanner report that is broken, cut off, empty or too large
        └── UnknownFormat          a report in an unknown format

All of them survive `pickle` and `copy`, and none holds the API key, a request or a header.
"""

from __future__ import annotations

# ruff: noqa: N818  # a name that says what happened needs no suffix
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from ._version import INSTALLED_FROM

if TYPE_CHECKING:
    from .paging.state import PagerState

__all__: list[str] = ["ConfigurationError", "ConvisoError", "DeadlineExceeded"]
__all__ += ["ConnectionFailed", "ConnectionLost", "OutcomeUnknown", "RequestTimeout", "TransportError"]
__all__ += ["AuthenticationError", "InvalidResponse", "NotFound", "PermissionDenied", "RateLimited"]
__all__ += ["ResponseError", "ServerError", "WrongEndpoint"]
__all__ += ["ErrorDetail", "GraphQLError", "NotAuthorized", "QueryTooComplex", "RecordNotFound", "RecordNotUnique"]
__all__ += ["MutationRejected", "raise_for_finding_errors"]
__all__ += ["GateUndecided", "ImportFailed", "IncompleteList", "JobFailed", "JobUnfinished", "TotalUnknown"]
__all__ += ["UnknownFormat", "UnreadableFile"]
__all__ += ["ListChanged", "UnknownValue"]


class ErrorDetail(NamedTuple):
    """One entry of the `errors` of an answer."""

    message: str
    code: str | None = None
    """`extensions.code`, such as `RECORD_NOT_FOUND`; None if the server gave none."""
    path: tuple[str | int, ...] = ()
    """Where it happened: names and positions in the data, or in the document, where the operation comes first, such as
    `mutation createAsset`. Empty if the server named no place. Whether anything ran is `ConvisoError.ran`, not this."""
    extensions: dict[str, Any] = {}  # noqa: RUF012  # never changed
    """What else the server said."""


class ConvisoError(Exception):
    """The base of all errors of this package.

    Attributes that do not apply, or are not known, are None.
    """

    advice: str = ""
    """What to do next."""

    message: str
    """What failed, without the details that have attributes of their own."""
    operation: str | None = None
    """The API's name of the operation, such as `createAsset`."""
    status: int | None = None
    """HTTP status of the last answer."""
    attempts: int | None = None
    """Requests sent for this call."""
    elapsed: float | None = None
    """Seconds from the first permit to the end."""
    correlation_id: str | None = None
    """What was sent as `X-Correlation-ID` with every attempt."""
    request_id: str | None = None
    """The server's own id of the last request."""
    ran: bool | None = None
    """Whether the server executed the operation. False: nothing ran, so a write may be repeated. True: it was executed,
    and the error says what came of it. None: it was sent and may have run, or the error is about no call."""
    resume: PagerState | None = None
    """Where the reading of a list stood that met this error: `iter_...(resume=error.resume)` goes on from there."""

    def __init__(self, message: str, **attributes: Any) -> None:
        self.message = printable(message)
        super().__init__(self.message)
        self.__dict__.update(attributes)

    @property
    def cause(self) -> ConvisoError | None:
        """The error of this package that it follows from; None if there is none."""
        return self.__cause__ if isinstance(self.__cause__, ConvisoError) else None

    def advise(self, advice: str) -> None:
        """Put this advice before that of the class."""
        self.advice = f"{advice} {type(self).advice}".strip()

    def __str__(self) -> str:
        subject = f"{self.operation}: " if self.operation else ""
        advice = f"{'' if self.message.endswith(('.', '!', '?')) else '.'} {self.advice}" if self.advice else ""
        details = ", ".join(
            text.format(value) for name, text in _DETAILS.items() if (value := getattr(self, name)) is not None
        )
        return printable(f"{subject}{self.message}{advice}{f' ({details})' if details else ''}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.__dict__, self.cause)


_DETAILS = {
    "status": "status {}",
    "attempts": "attempts {}",
    "elapsed": "{:.2f} s",
    "correlation_id": "correlation id {}",
    "request_id": "request id {}",
}
"""How the attributes of an error are shown."""
_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ESCAPED = {code: ascii(chr(code))[1:-1] for code in _CONTROLS + _DIRECTIONS}
"""What a terminal would obey instead of showing it: a server's text is not to move the cursor, or hide what follows.

A table: to compile the same as a regular expression takes a quarter of this module's import.
"""


def printable(text: str) -> str:
    """Escape what a terminal would obey."""
    return text.translate(_ESCAPED)


def in_line(text: str) -> str:
    """Join the lines of a text: the next one could pass for a line of ours, or for a command of a pipeline's runner."""
    return " ".join(text.splitlines())


def _restored(error_type: type[ConvisoError], attributes: dict[str, Any], cause: ConvisoError | None) -> ConvisoError:
    error = error_type.__new__(error_type)
    ConvisoError.__init__(error, **attributes)
    error.__cause__ = cause
    return error


class ConfigurationError(ConvisoError):
    """The client was given something that cannot work, such as a file that cannot be sent whole. Nothing ran."""

    ran = False


class TransportError(ConvisoError):
    """No usable answer came."""


class ConnectionFailed(TransportError):
    """The request never left: name resolution, connection, TLS or proxy failed. It did not run."""

    advice = "Nothing was sent, so it is safe to repeat."


class RequestTimeout(TransportError):
    """A query got no complete answer in time."""

    advice = "Raise `timeout`, or ask for less."


class ConnectionLost(TransportError):
    """The connection broke before a query's answer was complete."""

    advice = "It is safe to repeat."


class OutcomeUnknown(TransportError):
    """A write was sent and no usable answer came: it may have run, or not.

    It is never sent again by itself. `cause` is what went wrong.
    """

    advice = "It may have run: look whether it did before you repeat it."


class DeadlineExceeded(ConvisoError):
    """The next step would wait past `deadline`, or the first permit past `max_queue`, so the call gave up at once.

    `cause` is the failure that made the wait necessary; None if the call was still waiting for its first permit.
    """


class ResponseError(ConvisoError):
    """The server answered with something that is not a GraphQL result."""

    excerpt: str = ""
    """The beginning of the body, shortened and without secrets."""
    messages: tuple[str, ...] = ()
    """The messages in the body's `errors`."""
    retry_after: float | None = None
    """Seconds after which the server wants to be asked again; None if it did not say."""
    names_address: ClassVar[bool] = False
    """Whether the address is what may be wrong."""


class AuthenticationError(ResponseError):
    """401: the key is wrong, expired or replaced by a newer one."""

    advice = "Check the API key; generating a new one invalidates the one before."


class PermissionDenied(ResponseError):
    """403: the key's owner may not do this."""

    advice = "Ask for a key whose owner has the permission."


class NotFound(ResponseError):
    """404: nothing answers at this address."""

    names_address = True
    advice = "Check `url` (CONVISO_API_URL)."


class RateLimited(ResponseError):
    """429: too many requests, and the server wants a longer wait than the deadline allows. It did not run."""

    advice = "It did not run; repeat it later, or raise `deadline`."


class ServerError(ResponseError):
    """5xx, and 408, 425 or 499: the server could not answer, though it was asked again."""

    advice = "Repeat it later."


class WrongEndpoint(ResponseError):
    """A web page came where JSON was due, or a redirect."""

    names_address = True
    advice = "Check `url` (CONVISO_API_URL): the API answers at https://api.convisoappsec.com/graphql."


class InvalidResponse(ResponseError):
    """The answer is complete, but it is not what the API promises."""

    advice = "The API's schema may have moved: look for a newer conviso-client."
    path: str | None = None
    """What in the answer does not fit, such as `data.asset.createdAt`."""
    data: Any = None
    """The `data` that came, as plain values; None if none did."""


class GraphQLError(ConvisoError):
    """The server answered with `errors`."""

    errors: tuple[ErrorDetail, ...] = ()
    data: Any = None
    """What did arrive: the root field's value, typed where it fits the models, else plain; None if nothing did."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The `extensions.code` of the errors that have one, in their order."""
        return tuple(error.code for error in self.errors if error.code is not None)


class QueryTooComplex(GraphQLError):
    """The document is deeper or wider than the API allows (depth 15, complexity 400). It did not run."""

    advice = "Ask for fewer fields, or split the document."


class RecordNotFound(GraphQLError):
    """There is no such record, or the key may not see it."""

    advice = "Check the id, and the company that it belongs to."


class RecordNotUnique(GraphQLError):
    """There is such a record already."""

    advice = "Look for the record that exists."


class NotAuthorized(GraphQLError):
    """The key may not see or do this, or the company is missing or another's."""

    advice = "Check `company_id` and the permissions of the key's owner."


class MutationRejected(ConvisoError):
    """The mutation was answered, and its payload says that it was refused."""

    errors: tuple[str, ...] = ()
    """The payload's own messages."""
    payload: Any = None
    """The whole payload, typed."""


class GateUndecided(ConvisoError):
    """There is no verdict on what was asked: an unknown branch, or an answer about something else. It is no pass."""


class ImportFailed(ConvisoError):
    """Findings were imported, and some of them failed; the others stay what they are."""

    failures: tuple[Any, ...] = ()
    """The rows that failed, as `conviso_client.findings.ResultRow`."""


class JobFailed(ConvisoError):
    """Work that the platform was to do ended in a failure."""

    ran = True
    job: str | None = None
    """The id that it was waited for by; None for what has none."""
    reason: str | None = None
    """What the platform says about it; None if it says nothing."""


class JobUnfinished(ConvisoError):
    """Work that the platform does was not done in the time that was given to it. It goes on."""

    advice = "It goes on: wait for its id again, or give it more time."
    ran = True
    job: str | None = None
    """The id that it was waited for by."""


class IncompleteList(ConvisoError):
    """A list was read to its end, and what came cannot be all: it changed while it was read, or the server cut it."""

    advice = "Read it again; without `strict=True` this is the warning `ListChanged`."
    expected: int | None = None
    """Rows that the list said it has, by the last page."""
    delivered: int | None = None
    """Rows that came, each counted once."""
    duplicates: int | None = None
    """Rows that came again, and were left out."""


class TotalUnknown(ConvisoError):
    """The list does not tell how many rows it has: no source confirms its metadata."""


class UnreadableFile(ConvisoError):
    """A scanner's report is broken, cut off, empty or too large. Nothing of it was used."""

    file: str | None = None
    """Name of the file."""
    line: int | None = None
    """Line on which it breaks off; None if that cannot be told."""


class UnknownFormat(UnreadableFile):
    """A scanner's report is in a format that is not known here, or not in the one that was asked for."""


class ListChanged(UserWarning):
    """A list was read to its end, and what came cannot be all of it."""


class UnknownValue(UserWarning):
    """An argument has a value that this client's version of the API does not list. It is sent: the API may be newer."""


def missing_extra(what: str, extra: str) -> ConfigurationError:
    """Return the error that says what needs an extra of this package, and how to install it."""
    return ConfigurationError(f"{what} needs the extra {extra!r}: pip install '{INSTALLED_FROM}[{extra}]'")


def raise_for_finding_errors(payload: Any) -> None:
    """Raise `MutationRejected` if a batch mutation refused any of its rows.

    `payload` is what `batch_create_or_update_findings` returned. The rows that went through are in its `issues`.
    """
    if not hasattr(payload, "finding_errors"):
        raise ConfigurationError(
            f"raise_for_finding_errors takes what batch_create_or_update_findings returned, not {payload!r}"
        )
    rows = payload.finding_errors or ()
    messages = tuple(f"row {row.index}: {row.code}: {row.message}" for row in rows if row is not None)
    if messages:
        shown = "; ".join(messages[:3]) + ("; ..." if len(messages) > 3 else "")
        raise MutationRejected(
            f"{len(messages)} rows were refused: {shown}", errors=messages, payload=payload, ran=True
        )
