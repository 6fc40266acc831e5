"""What to do after an attempt: pure decisions, with the time left and the dice as arguments."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from enum import Enum
from typing import NamedTuple

from conviso_client.errors import (
    AuthenticationError,
    NotFound,
    PermissionDenied,
    RateLimited,
    ResponseError,
    ServerError,
    WrongEndpoint,
)
from conviso_client.http.request import Failure, Outcome

from .options import BACKOFF_BASE, BACKOFF_CAP

__all__ = ["Action", "Decision", "RetryState", "Signs", "decide", "full_jitter", "meaning_of", "retry_after"]


class Meaning(NamedTuple):
    """What an HTTP status says."""

    outcome: Outcome
    error: type[ResponseError]
    text: str
    """The error's message, with `{status}` for the status."""


LIMITED = Meaning(Outcome.LIMITED, RateLimited, "the quota of the API key is used up")
"""What a 429 means, and an error in GraphQL's form that says the same."""

MAY_HAVE_RUN = (408, 425, 499, *range(500, 600))
"""A proxy sends these when it gives up on an application that may be at work; an application, when it breaks."""

STATUSES: tuple[tuple[Container[int], Meaning], ...] = (
    # HTTP status         did it run, and may another attempt help? (see `Outcome`)   what is raised
    ((429,), LIMITED),
    ((401,), Meaning(Outcome.KEY_REFUSED, AuthenticationError, "the API key was refused")),
    ((403,), Meaning(Outcome.REFUSED, PermissionDenied, "the server does not permit this")),
    ((404,), Meaning(Outcome.REFUSED, NotFound, "nothing is there (HTTP 404)")),
    (MAY_HAVE_RUN, Meaning(Outcome.BROKEN, ServerError, "the server could not answer (HTTP {status})")),
    (range(400, 500), Meaning(Outcome.REFUSED, ResponseError, "the server refused the request (HTTP {status})")),
    # 303 points at the answer to a request that was taken. The other redirects ask for it to be sent elsewhere.
    ((303,), Meaning(Outcome.WRONG, WrongEndpoint, "the server points elsewhere")),
    (range(300, 400), Meaning(Outcome.REFUSED, WrongEndpoint, "the server points elsewhere")),
    (range(200, 300), Meaning(Outcome.WRONG, ResponseError, "the answer does not say what became of it")),
)
"""What a status says of a request; the first row that has it counts.

The body can say more. With the key `data`, be it null, graphql-ruby executed the request, even if the status calls it
refused. With `errors` and no `data`, nothing ran, unless the status is one of `MAY_HAVE_RUN`, which a proxy may have
sent. See docs/decisions/0090-did-it-run.md.
"""
NO_ANSWER = Meaning(Outcome.WRONG, ResponseError, "HTTP {status} is no answer to a request")


class Signs(NamedTuple):
    """What a body says of whether the request ran."""

    errors: bool = False
    """It has `errors`."""
    data: bool = False
    """It has the key `data`, be it null."""
    payload: bool = False
    """A root field has a value."""
    throttled: bool = False
    """All its `errors` say what a 429 says; of what may be sent twice, one is enough."""


def meaning_of(status: int, signs: Signs, *, repeatable: bool) -> Meaning:
    """Say what became of a request. `repeatable`: running it twice does no harm."""
    meaning = next((meaning for statuses, meaning in STATUSES if status in statuses), NO_ANSWER)
    refused = signs.errors and not signs.data and status < 500 and status not in MAY_HAVE_RUN
    if signs.throttled and (repeatable or refused):
        return LIMITED
    if meaning.outcome in (Outcome.REFUSED, Outcome.KEY_REFUSED) and signs.data:
        return meaning._replace(outcome=Outcome.EXECUTED)
    if 200 <= status < 300 and signs.errors:
        # What a resolver reports that met a limit half-way looks like this too.
        in_doubt = signs.throttled and not signs.payload
        outcome = Outcome.REFUSED if not signs.data else Outcome.WRONG if in_doubt else Outcome.EXECUTED
        return meaning._replace(outcome=outcome)
    return meaning


class RetryState(NamedTuple):
    """What else the decision depends on."""

    repeatable: bool
    """True if running it twice does no harm."""
    replayable: bool
    """True if the body can be sent again."""
    failures: int
    """Attempts of this call that failed so far, this one included; refusals by the quota do not count."""
    max_attempts: int
    left: float
    """Seconds until the deadline; `inf` if there is none."""
    new_key: bool
    """True if a refused key may be asked for once more."""


class Action(Enum):
    """What the call does next."""

    WAIT = "wait, then send again"
    HOLD = "send again as soon as the quota gives a permit"
    NEW_KEY = "ask for the key, and send again if it is another one"
    RAISE = "raise the error"
    RAISE_UNKNOWN = "raise `OutcomeUnknown`"
    RAISE_DEADLINE = "raise `DeadlineExceeded`: there is no time to wait"


class Decision(NamedTuple):
    """The next step, and how long to wait before it."""

    action: Action
    seconds: float = 0.0


FINAL = (Outcome.REFUSED, Outcome.EXECUTED, Outcome.WRONG, Outcome.UNSENDABLE)
"""After these, sending again cannot help."""


def decide(failure: Failure, state: RetryState, random: Callable[[], float]) -> Decision:
    """Decide what follows an attempt without a result."""
    outcome = failure.outcome
    if outcome in (Outcome.BROKEN, Outcome.WRONG) and not state.repeatable:  # sent again, it could run twice
        return Decision(Action.RAISE_UNKNOWN)
    if outcome in FINAL or not state.replayable:
        return Decision(Action.RAISE)
    if failure.retry_after is not None and failure.retry_after >= state.left:
        return Decision(Action.RAISE)
    if outcome is Outcome.LIMITED:
        return Decision(Action.HOLD)
    if outcome is Outcome.KEY_REFUSED:
        return Decision(Action.NEW_KEY if state.new_key else Action.RAISE)
    if state.failures >= state.max_attempts:
        return Decision(Action.RAISE)
    seconds = max(full_jitter(state.failures, random), failure.retry_after or 0.0)
    return Decision(Action.WAIT, seconds) if seconds < state.left else Decision(Action.RAISE_DEADLINE)


def full_jitter(failures: int, random: Callable[[], float]) -> float:
    """Return the seconds to wait after so many failures: from 0 to a bound that doubles each time, up to a cap."""
    doublings = min(failures - 1, 16)
    return random() * min(BACKOFF_CAP, BACKOFF_BASE * 2.0**doublings)


EPOCH_FROM = 1e8
"""A reset beyond this is a moment in Unix time, below it a number of seconds."""
EPOCH_IN_MS_FROM = 1e11
"""A reset beyond this is Unix time in milliseconds."""
LONGEST_WAIT = 86_400.0
"""Seconds. Whoever asks for more is asked again after a day: no clock takes 1e300."""
_DATE = re.compile(r"[A-Za-z]{3,9}, [^,]+")
_RESET = re.compile(r"(?:^|[;,\s])(?:t|reset)\s*=\s*([\d.]+)")


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that the server asks to wait, at most a day; None if no header says it.

    The first that can be understood counts: `retry-after-ms`, `Retry-After` as seconds or date (the longest of
    several), `RateLimit` with `t=` or `reset=`, `RateLimit-Reset`, `X-RateLimit-Reset`. A moment in the past
    is 0. `now` is the Unix time.
    """
    for name, read in _READERS.items():
        waits = [wait for wait in read(headers.get(name, "").strip(), now) if wait is not None]
        if waits:
            return min(max(waits), LONGEST_WAIT)
    return None


def _delays_and_dates(text: str, now: float) -> list[float | None]:
    # HTTP libraries join the values of a header that came twice with commas, and dates have one of their own.
    dates = _DATE.findall(text) or [text]
    return [_seconds_until(date, now) for date in dates] + [*map(_number, _DATE.sub("", text).split(","))]


def _reset(text: str, now: float) -> float | None:
    number = _number(text)
    if number is None or number <= EPOCH_FROM:
        return number
    return max(0.0, (number / 1000 if number > EPOCH_IN_MS_FROM else number) - now)


_READERS: Mapping[str, Callable[[str, float], list[float | None]]] = {
    "retry-after-ms": lambda text, _: [_number(text, in_a_second=1000)],
    "retry-after": _delays_and_dates,
    "ratelimit": lambda text, now: [_reset(found, now) for found in _RESET.findall(text)],
    "ratelimit-reset": lambda text, now: [_reset(text, now)],
    "x-ratelimit-reset": lambda text, now: [_reset(text, now)],
}


def _number(text: str, in_a_second: int = 1) -> float | None:
    try:
        number = float(text) / in_a_second if text.isascii() and "_" not in text else -1.0
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _seconds_until(text: str, now: float) -> float | None:
    from email.utils import mktime_tz, parsedate_tz

    try:
        moment = parsedate_tz(text)
        return None if moment is None else max(0.0, mktime_tz(moment) - now)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
