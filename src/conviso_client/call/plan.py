"""One logical call: the only retry loop, as a generator that says what to do next and is told what came of it.

It does no I/O, and it does not know whether its driver is synchronous. See `drive`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from conviso_client.errors import ConvisoError, DeadlineExceeded, OutcomeUnknown, RateLimited, RecordNotFound
from conviso_client.http.request import MAX_CONCURRENT_CALLS
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement

from .effects import Acquire, AskKey, Effect, Reply, Request, Send, Settle, Sleep
from .reply import Context, Success, request_id
from .retry import Action, Decision, Failure, Outcome, RetryState, decide

if TYPE_CHECKING:
    from pydantic import JsonValue

    from conviso_client.call.operation import Asked
    from conviso_client.call.options import Options
    from conviso_client.http.secret import Secret
    from conviso_client.observe.record import Record
    from conviso_client.quota.limiter import Limiter

    from .runtime import Runtime

__all__ = ["Call", "Plan", "admitted", "plan"]

E = TypeVar("E", bound=ConvisoError)
S = TypeVar("S")


class Call(NamedTuple):
    """All that a plan needs to know."""

    operation: Asked
    request: Request
    read: Callable[[Reply, Context], Success | Failure]
    """Says what an answer means."""
    options: Options
    limiter_of: Callable[[Secret[str]], Limiter]
    """The quota's ledger for a key."""
    record: Record | None
    """None where nobody listens."""
    runtime: Runtime
    variables: Mapping[str, Any] = {}
    """As they are sent, but for the files."""


Plan = Generator[Effect, Any, Any]


def plan(call: Call, key: Secret[str], queued: float = 0.0) -> Plan:
    """Make one call: return the result, or raise the one error that says what happened.

    `key` is the API key as it is known now; `queued` is how many seconds of `max_queue` are gone already.
    """
    state = _State(call, key, queued)
    problem: Failure | None = None
    while True:
        granted: Permit | QuotaWaitExceeded = yield state.acquire()
        late = state.note_permit(granted, problem)
        if late is not None:
            if isinstance(granted, Permit):
                yield Settle(state.limiter, granted, Settlement("unsent"))
            raise late
        try:
            reply: Reply | Failure = yield state.send()
        except GeneratorExit:  # nobody is left who could act on an effect
            raise
        except BaseException:
            yield state.settle(Settlement("answered"))
            raise
        came = state.outcome(reply)
        yield state.settle(_settlement(came) if isinstance(came, Failure) else Settlement("answered"))
        state.note(reply, came)
        del reply  # it may repeat the key, and error reports show the variables of frames
        if isinstance(came, Success):
            return came.value
        problem = came
        step, seconds = state.decide(problem)
        if step is Action.WAIT:
            yield Sleep(seconds)
        elif step is Action.NEW_KEY:
            state.use_key((yield AskKey(state.key)), problem)
        elif step is not Action.HOLD:
            raise state.end(step, problem)


class _State:
    """Where a call stands."""

    def __init__(self, call: Call, key: Secret[str], queued: float) -> None:
        self.key = key
        self.limiter = call.limiter_of(key)
        self._call = call
        self._queued = queued
        self._permit: Permit | None = None
        self._began: float | None = None
        self._sent_at = 0.0
        self._attempts = 0
        self._failures = 0
        self._renewed = False
        self._status: int | None = None
        self._request_id: str | None = None
        self._ran: bool | None = False

    def use_key(self, key: Secret[str], refusal: Failure) -> None:
        """Take the key that follows a refused one, which ends the call if it is the same."""
        if key.same_as(self.key):
            raise self._finished(refusal.error)
        self._renewed = True
        self.key = key
        self.limiter = self._call.limiter_of(key)
        self._permit = None

    def acquire(self) -> Acquire:
        """Wait for permission to send: the first time within `max_queue`, later within the deadline."""
        record = self._call.record
        if self._began is not None:
            return Acquire(self.limiter, self._left(), self._permit, None)
        longest = self._call.options.max_queue
        wait = None if longest is None else max(0.0, longest - self._queued)
        # A hold after a 429 may last an hour, which somebody else met: whoever waits for it must be able to see why.
        return Acquire(self.limiter, wait, self._permit, None if record is None else record.held)

    def note_permit(self, granted: Permit | QuotaWaitExceeded, problem: Failure | None) -> DeadlineExceeded | None:
        """Take note of a permit; return the error that ends the call if it comes too late, or not at all."""
        if isinstance(granted, QuotaWaitExceeded):
            return self._too_late(str(granted), problem)
        self._permit = granted
        if self._began is None:
            self._began = self._call.runtime.time()
        elif self._left() == 0:
            return self._too_late("permission to send again came too late", problem)
        return None

    def send(self) -> Send:
        """Begin an attempt."""
        call, permit = self._call, self._permit
        assert permit is not None
        self._attempts += 1
        self._sent_at = call.runtime.time()
        if call.record is not None:
            call.record.started(self._attempts, permit.waited)
        return Send(call.request, self.key, call.options.timeout, self._left())

    def settle(self, settlement: Settlement) -> Settle:
        """Report to the quota what became of the attempt."""
        assert self._permit is not None
        return Settle(self.limiter, self._permit, settlement)

    def outcome(self, reply: Reply | Failure) -> Success | Failure:
        """Say what came of the attempt."""
        call = self._call
        context = Context(call.operation, call.request.url, self.key, call.request.headers, call.runtime.wall())
        came = reply if isinstance(reply, Failure) else call.read(reply, context)
        if isinstance(came, Failure):
            self._status, self._request_id = None, None
            if isinstance(reply, Reply):
                self._status, self._request_id = reply.status, request_id(reply, context)
            # One attempt that may have run leaves the call in doubt, whatever becomes of the others.
            self._ran = came.outcome.ran if came.outcome.ran or self._ran is False else None
        return came

    def note(self, reply: Reply | Failure, came: Success | Failure) -> None:
        """Tell of the attempt."""
        record = self._call.record
        if record is None:
            return
        seconds = self._call.runtime.time() - self._sent_at
        if isinstance(reply, Reply):
            record.answered(self._attempts, reply.status, seconds, len(reply.body))
        if isinstance(came, Failure):
            record.failed(self._attempts, came.error, seconds)

    def decide(self, problem: Failure) -> Decision:
        """Choose what follows an attempt without a result."""
        call = self._call
        if problem.outcome in (Outcome.UNSENT, Outcome.BROKEN):
            self._failures += 1
        left = self._left()
        facts = RetryState(
            repeatable=call.operation.repeatable,
            replayable=call.request.body.replayable,
            failures=self._failures,
            max_attempts=call.options.max_attempts,
            left=float("inf") if left is None else left,
            new_key=not self._renewed,
        )
        decision = decide(problem, facts, call.runtime.random)
        if call.record is not None and decision.action is Action.WAIT:
            call.record.waiting("backoff", decision.seconds)
        elif call.record is not None and decision.action is Action.HOLD:
            call.record.waiting("rate limited", problem.retry_after)
        return decision

    def end(self, step: Action, problem: Failure) -> ConvisoError:
        """Return the error that the call ends with."""
        if step is Action.RAISE_DEADLINE:
            return self._too_late("there is no time left to try again", problem)
        if step is Action.RAISE_UNKNOWN:
            cause = self._finished(problem.error)
            unknown = OutcomeUnknown(f"sent, but no usable answer came: {cause.message}")
            unknown.__cause__ = cause
            return self._finished(unknown)
        return self._finished(problem.error)

    def _too_late(self, reason: str, problem: Failure | None) -> DeadlineExceeded:
        options = self._call.options
        bound = f"max_queue={options.max_queue} s" if problem is None else f"deadline={options.deadline} s"
        cause = None if problem is None else self._finished(problem.error)
        after = "" if cause is None else f"; the last attempt: {cause.message}"
        error = DeadlineExceeded(f"gave up within {bound}: {reason}{after}")
        error.__cause__ = cause
        return self._finished(error)

    def _finished(self, error: E) -> E:
        """Complete an error with what is known of the call."""
        error.operation = self._call.operation.name or None
        error.attempts = self._attempts
        error.elapsed = None if self._began is None else self._call.runtime.time() - self._began
        error.correlation_id = self._call.request.correlation_id
        error.status = self._status
        error.request_id = self._request_id
        error.ran = self._ran
        asked = _asked(self._call.variables) if isinstance(error, RecordNotFound) else None
        if asked is not None:
            error.message = f"{error.message} (id {asked})"
        return error

    def _left(self) -> float | None:
        """Return the seconds until the deadline; None if there is none."""
        deadline = self._call.options.deadline
        if deadline is None or self._began is None:
            return deadline
        return max(0.0, deadline - (self._call.runtime.time() - self._began))


def _settlement(problem: Failure) -> Settlement:
    if problem.outcome is Outcome.LIMITED or isinstance(problem.error, RateLimited):
        return Settlement("rejected", problem.retry_after)
    return Settlement("unsent" if problem.outcome in (Outcome.UNSENT, Outcome.UNSENDABLE) else "answered")


def admitted(call: Call, slot: S | None) -> S:
    """Return the slot of a call that may begin. Raises `DeadlineExceeded` if too many others were under way."""
    if slot is not None:
        return slot
    longest = call.options.max_queue
    raise DeadlineExceeded(
        f"gave up within max_queue={longest} s: {MAX_CONCURRENT_CALLS} other calls of this client are under way",
        operation=call.operation.name or None,
        correlation_id=call.request.correlation_id,
        attempts=0,
        ran=False,
    )


def _asked(variables: Mapping[str, Any]) -> str | None:
    """Return the id that a call is about: its only one beside the company's."""
    inner: JsonValue = variables.get("input")
    named = {**variables, **(inner if isinstance(inner, dict) else {})}
    ids = {
        name: value
        for name, value in named.items()
        if isinstance(value, (str, int))
        and (name == "id" or (name.endswith("Id") and name not in ("companyId", "scopeId")))
    }
    chosen = ids.get("id", next(iter(ids.values())) if len(ids) == 1 else None)
    return None if chosen is None else str(chosen)
