"""One logical call: the only retry loop, as a generator that yields effects and is sent what came of each.

It does no I/O, and it does not know whether the executor in `drive` is synchronous.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from conviso_client.errors import ConvisoError, DeadlineExceeded, OutcomeUnknown, RateLimited, RecordNotFound
from conviso_client.http.request import MAX_CONCURRENT_CALLS, Failure, Outcome, Reply, Request, Send
from conviso_client.http.secret import Secret
from conviso_client.models.values import is_object
from conviso_client.observe.record import Record
from conviso_client.quota.limiter import Limiter, OnHold, Permit, QuotaWaitExceeded, Settlement

from .options import Options
from .reply import Context, Success, request_id
from .retry import Action, RetryState, decide
from .runtime import Runtime

if TYPE_CHECKING:
    from .operation import Asked

__all__ = ["Acquire", "AskKey", "Call", "Effect", "Plan", "Reader", "Settle", "Sleep", "full", "plan"]

ErrorT = TypeVar("ErrorT", bound=ConvisoError)


Reader = Callable[[Reply, Context], Success | Failure]
"""Says what an answer means."""


class Call(NamedTuple):
    """All that a plan needs to know."""

    operation: Asked
    request: Request
    read: Reader
    options: Options
    limiter_of: Callable[[Secret[str]], Limiter]
    """The quota's ledger for a key."""
    record: Record | None
    """None where nobody listens."""
    runtime: Runtime
    variables: Mapping[str, Any] = {}
    """As they are sent, but for the files."""


class Acquire(NamedTuple):
    """Wait for permission to send; the answer is a `Permit`, or `QuotaWaitExceeded` if it cannot come in time."""

    limiter: Limiter
    wait: float | None
    """Seconds; None waits as long as it takes."""
    again: Permit | None
    """The permit of the attempt before, whose position in the queue is kept."""
    on_hold: OnHold | None
    """Is told the seconds of a wait that a 429 has caused; None if nobody listens."""


class Settle(NamedTuple):
    """Report to the quota what became of a permit."""

    limiter: Limiter
    permit: Permit
    settlement: Settlement


class Sleep(NamedTuple):
    """Let this many seconds pass."""

    seconds: float


class AskKey(NamedTuple):
    """Return the API key that follows one that the server refused."""

    refused: Secret[str]


Effect = Acquire | Send | Settle | Sleep | AskKey
Plan = Generator[Effect, Any, Any]

ANSWERED = Settlement("answered")


def plan(call: Call, key: Secret[str], queued: float = 0.0) -> Plan:
    """Make one call: return the result, or raise the one error that says what happened.

    `key` is the API key as it is known now; `queued` is how many seconds of `max_queue` are gone already.
    """
    options, record, time = call.options, call.record, call.runtime.time
    state = _State(call, key)
    wait = None if options.max_queue is None else max(0.0, options.max_queue - queued)
    # A hold after a 429 may last an hour, which somebody else met: whoever waits for it must be able to see why.
    on_hold = None if record is None else record.held
    while True:
        granted: Permit | QuotaWaitExceeded = yield Acquire(state.limiter, wait, state.permit, on_hold)
        if isinstance(granted, QuotaWaitExceeded):
            raise state.too_late(str(granted))
        state.permit = granted
        sent_at = time()
        if state.began is None:
            state.began = sent_at
        left = None if options.deadline is None else max(0.0, options.deadline - (sent_at - state.began))
        if left == 0:
            yield Settle(state.limiter, granted, Settlement("unsent"))
            raise state.too_late("permission to send again came too late")
        state.attempts += 1
        if record is not None:
            record.started(state.attempts, granted.waited)
        try:
            reply: Reply | Failure = yield Send(call.request, state.key, options.timeout, left)
        except GeneratorExit:  # nobody is left who could act on an effect
            raise
        except BaseException:
            # Nobody knows whether it left, so the permit counts as used.
            yield Settle(state.limiter, granted, ANSWERED)
            raise
        context = Context(call.operation, call.request.url, state.key, call.request.headers, call.runtime.wall())
        result = reply if isinstance(reply, Failure) else call.read(reply, context)
        yield Settle(state.limiter, granted, ANSWERED if isinstance(result, Success) else _settlement(result))
        if record is not None:
            _tell(record, state.attempts, reply, result, time() - sent_at)
        if isinstance(result, Success):
            return result.value
        state.fail(result, reply, context)
        del reply  # it may repeat the key, and error reports show the variables of frames
        yield from state.follow_up()
        wait, on_hold = state.left(), None


class _State:
    """Where a call stands."""

    def __init__(self, call: Call, key: Secret[str]) -> None:
        self.key: Secret[str] = key
        self.limiter = call.limiter_of(key)
        self.permit: Permit | None = None
        self.began: float | None = None
        self.attempts = 0
        self._call = call
        self._failure: Failure | None = None
        self._failures = 0
        self._renewed = False
        self._status: int | None = None
        self._request_id: str | None = None
        self._ran: bool | None = False

    def left(self) -> float | None:
        """Return the seconds until the deadline; None if there is none."""
        deadline = self._call.options.deadline
        if deadline is None or self.began is None:
            return deadline
        return max(0.0, deadline - (self._call.runtime.time() - self.began))

    def fail(self, failure: Failure, reply: Reply | Failure, context: Context) -> None:
        """Take note of an attempt without a result."""
        self._failure = failure
        self._failures += failure.outcome in (Outcome.UNSENT, Outcome.BROKEN)
        self._status, self._request_id = None, None
        if isinstance(reply, Reply):
            self._status, self._request_id = reply.status, request_id(reply, context)
        # One attempt that may have run leaves the call in doubt, whatever becomes of the others.
        # See docs/decisions/0090-did-it-run.md.
        self._ran = failure.outcome.ran if failure.outcome.ran or self._ran is False else None

    def follow_up(self) -> Plan:
        """Wait for the next attempt, or raise what ends the call."""
        call, failure, left = self._call, self._failure, self.left()
        assert failure is not None
        state = RetryState(
            repeatable=call.operation.repeatable,
            replayable=call.request.body.replayable,
            failures=self._failures,
            max_attempts=call.options.max_attempts,
            left=float("inf") if left is None else left,
            new_key=not self._renewed,
        )
        action, seconds = decide(failure, state, call.runtime.random)
        if action is Action.WAIT:
            if call.record is not None:
                call.record.waiting("backoff", seconds)
            yield Sleep(seconds)
        elif action is Action.HOLD:
            if call.record is not None:
                call.record.waiting("rate limited", failure.retry_after)
        elif action is Action.NEW_KEY:
            key: Secret[str] = yield AskKey(self.key)
            if key.same_as(self.key):
                raise self._finished(failure.error)
            # Another key has another quota, in whose queue the old permit is no position.
            self.key, self.limiter, self.permit, self._renewed = key, call.limiter_of(key), None, True
        elif action is Action.RAISE_DEADLINE:
            raise self.too_late("there is no time left to try again")
        else:
            error = self._finished(failure.error)
            raise error if action is Action.RAISE else self._unknown(error)

    def _unknown(self, cause: ConvisoError) -> OutcomeUnknown:
        error = OutcomeUnknown(f"sent, but no usable answer came: {cause.message}")
        error.__cause__ = cause
        return self._finished(error)

    def too_late(self, reason: str) -> DeadlineExceeded:
        """Return the error of a call that may wait no longer."""
        options, failure = self._call.options, self._failure
        if failure is None:
            return self._finished(DeadlineExceeded(f"gave up within max_queue={options.max_queue} s: {reason}"))
        cause = self._finished(failure.error)
        bound = f"deadline={options.deadline} s"
        error = DeadlineExceeded(f"gave up within {bound}: {reason}; the last attempt: {cause.message}")
        error.__cause__ = cause
        return self._finished(error)

    def _finished(self, error: ErrorT) -> ErrorT:
        """Complete an error with what is known of the call."""
        error.operation = self._call.operation.name or None
        error.attempts = self.attempts
        error.elapsed = None if self.began is None else self._call.runtime.time() - self.began
        error.correlation_id = self._call.request.correlation_id
        error.status = self._status
        error.request_id = self._request_id
        error.ran = self._ran
        record_id = _record_id(self._call.variables) if isinstance(error, RecordNotFound) else None
        if record_id is not None:
            error.message = f"{error.message} (id {record_id})"
        return error


def _tell(record: Record, attempt: int, reply: Reply | Failure, result: Success | Failure, seconds: float) -> None:
    if isinstance(reply, Reply):
        record.answered(attempt, reply.status, seconds, len(reply.body))
    if isinstance(result, Failure):
        record.failed(attempt, result.error, seconds)


def _settlement(failure: Failure) -> Settlement:
    if failure.outcome is Outcome.LIMITED or isinstance(failure.error, RateLimited):
        return Settlement("rejected", failure.retry_after)
    return Settlement("unsent" if failure.outcome in (Outcome.UNSENT, Outcome.UNSENDABLE) else "answered")


def _record_id(variables: Mapping[str, Any]) -> str | None:
    """Return the id that a call is about: its only one beside the company's."""
    inner = variables.get("input")
    named = {**variables, **(inner if is_object(inner) else {})}
    ids = {
        name: str(value)
        for name, value in named.items()
        if name == "id" or (name.endswith("Id") and name not in ("companyId", "scopeId"))
        if isinstance(value, (str, int))
    }
    return ids.get("id") or (next(iter(ids.values())) if len(ids) == 1 else None)


def full(call: Call) -> DeadlineExceeded:
    """Return the error of a call that may not begin, as too many others are under way."""
    return DeadlineExceeded(
        f"gave up within max_queue={call.options.max_queue} s: {MAX_CONCURRENT_CALLS} other calls of this client are "
        "under way",
        operation=call.operation.name or None,
        correlation_id=call.request.correlation_id,
        attempts=0,
        ran=False,
    )
