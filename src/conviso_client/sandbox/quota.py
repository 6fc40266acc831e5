"""The quota: so many requests in so many seconds for each key, counted in one of three ways."""

from __future__ import annotations

import math
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from email.utils import formatdate
from typing import Annotated, Literal, NamedTuple, Protocol

from pydantic import Field
from starlette.responses import PlainTextResponse, Response

from conviso_client.errors import ConfigurationError

__all__ = ["Allowance", "Allowances", "Hint", "Kind", "QuotaRule"]

Kind = Literal["fixed", "sliding", "bucket"]
Hint = Literal["none", "seconds", "date"]
_PATTERN = re.compile(r"(\d+)/(\d+(?:\.\d+)?)")


class QuotaRule(NamedTuple):
    """What a key may do."""

    requests: Annotated[int, Field(ge=1)] = 1200
    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 60.0
    kind: Kind = "fixed"
    """`fixed`: windows that begin at multiples of their length. `sliding`: any window. `bucket`: a bucket of tokens."""
    hint: Hint = "none"
    """How `Retry-After` says when to come back, if it does."""

    @classmethod
    def parse(cls, text: str, kind: Kind = "fixed", hint: Hint = "none") -> QuotaRule:
        """Read `1200/60`: requests and seconds. Raises ConfigurationError."""
        found = _PATTERN.fullmatch(text)
        if found is None or int(found[1]) < 1 or float(found[2]) <= 0:
            raise ConfigurationError(f"invalid quota {text!r}: write REQUESTS/SECONDS, such as 1200/60")
        return cls(int(found[1]), float(found[2]), kind, hint)


class Allowance(Protocol):
    """What one key has left."""

    def take(self, now: float) -> float | None:
        """Take leave for one request: None if it is given, else the seconds until it can be."""
        ...


class _Fixed:
    def __init__(self, rule: QuotaRule) -> None:
        self._rule = rule
        self._window = -1
        self._used = 0

    def take(self, now: float) -> float | None:
        window = math.floor(now / self._rule.seconds)
        if window != self._window:
            self._window, self._used = window, 0
        if self._used >= self._rule.requests:
            return (window + 1) * self._rule.seconds - now
        self._used += 1
        return None


class _Sliding:
    def __init__(self, rule: QuotaRule) -> None:
        self._rule = rule
        self._taken: deque[float] = deque()

    def take(self, now: float) -> float | None:
        while self._taken and self._taken[0] <= now - self._rule.seconds:
            self._taken.popleft()
        if len(self._taken) >= self._rule.requests:
            return self._taken[0] + self._rule.seconds - now
        self._taken.append(now)
        return None


class _Bucket:
    def __init__(self, rule: QuotaRule) -> None:
        self._rate = rule.requests / rule.seconds
        self._size = float(rule.requests)
        self._tokens = self._size
        self._at: float | None = None

    def take(self, now: float) -> float | None:
        if self._at is not None:
            self._tokens = min(self._size, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return (1 - self._tokens) / self._rate
        self._tokens -= 1
        return None


_ALLOWANCES: dict[Kind, Callable[[QuotaRule], Allowance]] = {"fixed": _Fixed, "sliding": _Sliding, "bucket": _Bucket}


class Allowances:
    """The allowances of all keys. `clock` gives seconds since the epoch."""

    def __init__(self, rule: QuotaRule, clock: Callable[[], float] = time.time) -> None:
        self._rule = rule
        self._clock = clock
        self._allowances = defaultdict[str, Allowance](lambda: _ALLOWANCES[rule.kind](rule))

    def reset(self) -> None:
        """Give every key its whole quota back."""
        self._allowances.clear()

    def wait(self, key: str) -> float | None:
        """Take one request off a key's quota; the seconds to wait if there is nothing left."""
        return self._allowances[key].take(self._clock())

    def refusal(self, key: str) -> Response | None:
        """Take one request off a key's quota; the answer that refuses it if there is nothing left."""
        now = self._clock()
        wait = self._allowances[key].take(now)
        if wait is None:
            return None
        headers = {
            "none": {},
            "seconds": {"Retry-After": str(math.ceil(wait))},
            "date": {"Retry-After": formatdate(math.ceil(now + wait), usegmt=True)},
        }[self._rule.hint]
        return PlainTextResponse("Retry later\n", 429, headers)
