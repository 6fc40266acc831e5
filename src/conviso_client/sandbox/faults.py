"""Scripted faults: what fails, for which request, before or after execution."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from conviso_client.errors import ConfigurationError

from .checking import check_fields, nearest

__all__ = ["Chance", "Fault", "Faults", "Latency"]

_LATENCY = re.compile(r"(\d+(?:\.\d+)?)(ms|s)(?:\+-(\d+(?:\.\d+)?)(?:ms|s)?)?")
_CHANCE = re.compile(r"(\d{3}):(0(?:\.\d+)?|1(?:\.0+)?)")

_Status = Annotated[int, Field(ge=100, le=599)]
_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, repr=False)
class Fault:
    """One scripted fault. Without `status` and `body`, the real answer is delayed, truncated or dripped.

    `headers` and `content_type` also change the real answer. Of `hang`, `reset`, `truncate` and `drip`, the first that
    is set happens; see `wire.deliver`. Raises ConfigurationError for a value that makes no sense.
    """

    status: _Status | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None
    """Text, or any JSON value."""
    content_type: str | None = None
    delay: _Seconds = 0.0
    """Seconds before the answer begins."""
    hang: bool = False
    """Never answer; the connection stays open."""
    reset: bool = False
    """Break the connection without an answer."""
    truncate: _Count | None = None
    """Break the connection after so many bytes of the body."""
    drip: _Seconds = 0.0
    """Seconds between small pieces of the body."""
    operation: str | None = None
    """Only requests of this operation, by its name or one of its root fields; None: any."""
    after: bool | None = None
    """Whether the operation runs first. None: it runs if the fault needs the real answer."""
    skip: _Count = 0
    """How many matching requests pass unharmed first."""
    times: Annotated[int, Field(ge=1)] = 1
    """How many requests it affects."""

    def __post_init__(self) -> None:
        check_fields(self, "a fault")

    def __repr__(self) -> str:
        given = {name: value for name, value in vars(self).items() if value != getattr(_NONE, name)}
        return f"Fault({', '.join(f'{name}={value!r}' for name, value in given.items())})"

    @property
    def runs(self) -> bool:
        """Whether the operation runs."""
        if self.after is not None:
            return self.after
        return self.status is None and self.body is None and not self.hang and not self.reset

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Fault:
        """A fault from JSON. Raises ConfigurationError for an unknown field, or a value that makes no sense."""
        names = [f.name for f in fields(cls)]
        for name in given:
            if name not in names:
                raise ConfigurationError(f"a fault has no {name!r}{nearest(name, names) or f': {names}'}")
        return cls(**given)


_NONE = Fault()


class Latency(NamedTuple):
    """Latency of every answer in seconds: the mean, and the largest deviation."""

    mean: _Seconds = 0.0
    spread: _Seconds = 0.0

    @classmethod
    def parse(cls, text: str) -> Latency:
        """Read `50ms`, `50ms+-20` or `1.5s+-0.5`. Raises ConfigurationError."""
        found = _LATENCY.fullmatch(text)
        if found is None:
            raise ConfigurationError(f"invalid latency {text!r}: write 50ms or 50ms+-20")
        unit = 0.001 if found[2] == "ms" else 1.0
        return cls(float(found[1]) * unit, float(found[3] or 0) * unit)


class Chance(NamedTuple):
    """A status that a random share of the answers gets."""

    status: _Status
    share: Annotated[float, Field(ge=0, le=1)]

    @classmethod
    def parse(cls, text: str) -> Chance:
        """Read `503:0.05`. Raises ConfigurationError."""
        found = _CHANCE.fullmatch(text)
        if found is None or not 100 <= int(found[1]) <= 599:
            raise ConfigurationError(f"invalid fault {text!r}: write STATUS:SHARE, such as 503:0.05")
        return cls(int(found[1]), float(found[2]))


@dataclass(eq=False)
class _Waiting:
    """A pending fault, with the numbers of requests still to skip and to affect."""

    fault: Fault
    skip: int
    times: int


class Faults:
    """The pending faults, and the random ones. Safe to use from any thread."""

    def __init__(
        self,
        chances: Collection[Chance] = (),
        latency: Latency | None = None,
        seed: int = 1,
        resolve: Callable[[str], str] = str,
    ) -> None:
        """`resolve` returns the API's spelling of an operation's name, or raises ConfigurationError."""
        self._changed = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._happening = 0
        self._chances = tuple(chances)
        self._latency = latency or Latency()
        self._random = random.Random(seed)  # noqa: S311  (it decides about accidents, not about secrets)
        self._resolve = resolve

    def next(self, **fault: Any) -> None:
        """Script a fault for the next request, or the next of an `operation`. See `Fault` for the fields.

        Raises ConfigurationError for an unknown operation.
        """
        self.add(Fault.read(fault))

    def add(self, *faults: Fault) -> None:
        """Add faults, all or none. They happen in order. Raises as `next` does."""
        named = [replace(f, operation=self._resolve(f.operation)) if f.operation else f for f in faults]
        with self._changed:
            self._waiting += [_Waiting(fault, fault.skip, fault.times) for fault in named]

    def clear(self) -> None:
        """Drop the pending faults."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def waiting(self) -> int:
        """How many requests the pending faults will still affect."""
        with self._changed:
            return sum(waiting.times for waiting in self._waiting)

    def unused(self) -> list[Fault]:
        """The faults that have affected no request yet, in order."""
        with self._changed:
            return [waiting.fault for waiting in self._waiting if waiting.times == waiting.fault.times]

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all pending faults have happened.

        Operations have been executed by then where the fault executes them, and answers have not been sent: a test can
        kill the client now. `timeout` is in seconds. Returns False on timeout.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._happening, timeout)

    def take(self, names: Collection[str]) -> Fault | None:
        """Take the fault for a request, given the names of its operation. None: no fault. Call `done` afterwards."""
        with self._changed:
            fault = self._next(names)
            self._happening += fault is not None
            return fault

    def done(self) -> None:
        """Report that a fault has happened, up to what is sent."""
        with self._changed:
            self._happening -= 1
            self._changed.notify_all()

    def _next(self, names: Collection[str]) -> Fault | None:
        for waiting in self._waiting:
            fault = waiting.fault
            if fault.operation is not None and fault.operation not in names:
                continue
            if waiting.skip > 0:
                waiting.skip -= 1
                return None
            waiting.times -= 1
            if waiting.times == 0:
                self._waiting.remove(waiting)
            return fault
        for chance in self._chances:
            if self._random.random() < chance.share:
                return Fault(status=chance.status)
        return None

    def latency(self) -> float:
        """Seconds by which the next answer is delayed."""
        if self._latency == (0.0, 0.0):
            return 0.0
        with self._changed:
            spread = self._random.uniform(-self._latency.spread, self._latency.spread)
        return max(0.0, self._latency.mean + spread)
