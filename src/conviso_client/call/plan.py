"""One logical call: the only retry loop, as a generator that says what to do next and is told what came of it.

It does no I/O, and it does not know whether its driver is synchronous. See `drive`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from conviso_client.errors import ConvisoError, DeadlineExceeded, OutcomeUnknown, RateLimited, RecordNotFound
from conviso_client.http.request import MAX_CONCURRENT_CALLS
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement

from .effects import Acquire, AskKey, Effect, NoReply, Reply, Request, Send, Settle, Sleep
from .reply import Context, Success, read, request_id
from .retry import Decision, Facts, Fate, Problem, Step, decide

if TYPE_CHECKING:
    from conviso_client.call.operation import Operation
    from conviso_client.call.options import Options
    from conviso_client.http.secret import Secret
    from conviso_client.observe.record import Record
    from conviso_client.quota.limiter import Limiter

    from .runtime import Runtime

__all__ = ["Call", "Plan", "plan", "queue_is_full"]

E = TypeVar("E", bound=ConvisoError)


class Call(NamedTuple):
    """All that a plan needs to know."""

    operation: Operation[Any]
    request: Request
    options: Options
    limiter_of: Callable[[Secret[str]], Limiter]
    """The quota's ledger for a key."""
    record: Record
    runtime: Runtime
    variables: Mapping[str, Any] = {}
    """As they are sent, but for the files."""


Plan = Generator[Effect, Any, Any]


def plan(call: Call, queued: float = 0.0) -> Plan:
    """Make one call: return the result, or raise the one error that says what happened.

    `queued` is how many seconds of `max_queue` are gone already.
    """
    run = _Run(call, queued)
    yield from run.ask_key()
    yield from run.get_permit()
    while True:
        outcome = yield from run.attempt()
        if isinstance(outcome, Success):
            return outcome.value
        step, seconds = run.decide(outcome)
        if step is Step.WAIT:
            yield Sleep(seconds)
        elif step is Step.NEW_KEY:
            yield from run.ask_key(outcome)
        elif step is not Step.HOLD:
            raise run.end(step, outcome)
        yield from run.get_permit(outcome)


Part = Generator[Effect, Any, None]


class _Run:
    """Where a call stands."""

    def __init__(self, call: Call, queued: float) -> None:
        self._call = call
        self._queued = queued
        self._key: Secret[str]
        self._limiter: Limiter
        self._permit: Permit | None = None
        self._began: float | None = None
        self._attempts = 0
        self._failures = 0
        self._renewed = False
        self._status: int | None = None
        self._request_id: str | None = None
        self._ran: bool | None = False

    def ask_key(self, refusal: Problem | None = None) -> Part:
        """Get the key; after the server refused one, end the call unless there is another one now."""
        refused = None if refusal is None else self._key
        key: Secret[str] = yield AskKey(refused)
        if refusal is not None and key.same_as(self._key):
            raise self._finished(refusal.error)
        self._renewed = refusal is not None
        self._key = key
        self._limiter = self._call.limiter_of(key)
        self._permit = None

    def get_permit(self, problem: Problem | None = None) -> Part:
        """Wait for leave to send: the first time within `max_queue`, later within the deadline."""
        granted: Permit | QuotaWaitExceeded = yield Acquire(self._limiter, self._longest_wait(), self._permit)
        if isinstance(granted, QuotaWaitExceeded):
            raise self._too_late(str(granted), problem)
        self._permit = granted
        if self._began is None:
            self._began = self._call.runtime.time()
        elif self._left() == 0:
            yield Settle(self._limiter, granted, Settlement("unsent"))
            raise self._too_late("leave to send again came too late", problem)

    def attempt(self) -> Generator[Effect, Any, Success | Problem]:
        """Send once, and say to the quota what became of it, whatever happens."""
        call, permit = self._call, self._permit
        assert permit is not None
        self._attempts += 1
        sent_at = call.runtime.time()
        call.record.started(self._attempts, permit.waited)
        try:
            reply: Reply | NoReply = yield Send(call.request, self._key, call.options.timeout, self._left())
        except GeneratorExit:  # nobody is left who could act on an effect
            raise
        except BaseException:
            yield Settle(self._limiter, permit, Settlement("answered"))
            raise
        outcome = self._outcome(reply)
        if isinstance(outcome, Problem) and self._ran is not True:
            # One attempt that may have run leaves the call in doubt, whatever becomes of the others.
            self._ran = outcome.fate.ran if outcome.fate.ran or self._ran is False else None
        yield Settle(self._limiter, permit, _settlement(outcome))
        self._note(reply, outcome, call.runtime.time() - sent_at)
        return outcome

    def _outcome(self, reply: Reply | NoReply) -> Success | Problem:
        call = self._call
        if isinstance(reply, NoReply):
            self._status = self._request_id = None
            return Problem(reply.fate, reply.error)
        context = Context(call.operation, call.request.url, self._key, call.request.headers, call.runtime.wall())
        self._status, self._request_id = reply.status, request_id(reply, context)
        return read(reply, context)

    def _note(self, reply: Reply | NoReply, outcome: Success | Problem, seconds: float) -> None:
        record = self._call.record
        if isinstance(reply, Reply):
            record.answered(self._attempts, reply.status, seconds, len(reply.body))
        if isinstance(outcome, Problem):
            record.failed(self._attempts, outcome.error, seconds)

    def decide(self, problem: Problem) -> Decision:
        """Choose what follows an attempt without a result."""
        call = self._call
        if problem.fate in (Fate.UNSENT, Fate.BROKEN):
            self._failures += 1
        left = self._left()
        facts = Facts(
            repeatable=call.operation.repeatable,
            replayable=call.request.body.replayable,
            failures=self._failures,
            max_attempts=call.options.max_attempts,
            left=float("inf") if left is None else left,
            new_key=not self._renewed,
        )
        decision = decide(problem, facts, call.runtime.random)
        if decision.step is Step.WAIT:
            call.record.waiting("backoff", decision.seconds)
        elif decision.step is Step.HOLD:
            call.record.waiting("rate limited", problem.retry_after)
        return decision

    def end(self, step: Step, problem: Problem) -> ConvisoError:
        """Return the error that the call ends with."""
        if step is Step.RAISE_DEADLINE:
            return self._too_late("there is no time left to try again", problem)
        if step is Step.RAISE_UNKNOWN:
            cause = self._finished(problem.error)
            unknown = OutcomeUnknown(f"sent, but no usable answer came: {cause.message}")
            unknown.__cause__ = cause
            return self._finished(unknown)
        return self._finished(problem.error)

    def _too_late(self, reason: str, problem: Problem | None) -> DeadlineExceeded:
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

    def _longest_wait(self) -> float | None:
        """Return the seconds that the next permit may take; None if it may take as long as it likes."""
        if self._began is not None:
            return self._left()
        longest = self._call.options.max_queue
        return None if longest is None else max(0.0, longest - self._queued)

    def _left(self) -> float | None:
        """Return the seconds until the deadline; None if there is none."""
        deadline = self._call.options.deadline
        if deadline is None or self._began is None:
            return deadline
        return max(0.0, deadline - (self._call.runtime.time() - self._began))


def _settlement(outcome: Success | Problem) -> Settlement:
    if isinstance(outcome, Problem):
        if outcome.fate is Fate.LIMITED or isinstance(outcome.error, RateLimited):
            return Settlement("rejected", outcome.retry_after)
        if outcome.fate in (Fate.UNSENT, Fate.UNSENDABLE):
            return Settlement("unsent")
    return Settlement("answered")


def queue_is_full(call: Call) -> DeadlineExceeded:
    """Return the error for a call that never got to ask for a permit, because too many others were under way."""
    longest = call.options.max_queue
    return DeadlineExceeded(
        f"gave up within max_queue={longest} s: {MAX_CONCURRENT_CALLS} other calls of this client are under way",
        operation=call.operation.name or None,
        correlation_id=call.request.correlation_id,
        attempts=0,
        ran=False,
    )


def _asked(variables: Mapping[str, Any]) -> str | None:
    """Return the id that a call is about: its only one beside the company's."""
    named = {**variables, **(variables["input"] if isinstance(variables.get("input"), dict) else {})}
    ids = {
        name: value
        for name, value in named.items()
        if isinstance(value, (str, int))
        and (name == "id" or (name.endswith("Id") and name not in ("companyId", "scopeId")))
    }
    chosen = ids.get("id", next(iter(ids.values())) if len(ids) == 1 else None)
    return None if chosen is None else str(chosen)
