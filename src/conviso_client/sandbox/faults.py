"""Faults on command: what is to go wrong, with which request, and before or after it ran."""

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
    """What is to go wrong. Without `status` and `body`, the real answer is what is delayed, cut or dripped.

    Raises ConfigurationError for a value that makes no sense.
    """

    status: _Status | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None
    """Text, or anything that JSON can say."""
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
    """Whether the operation runs before it goes wrong. None: it runs if the fault needs its real answer."""
    skip: _Count = 0
    """How many of these requests pass unharmed first."""
    times: Annotated[int, Field(ge=1)] = 1
    """How many requests it happens to."""

    def __post_init__(self) -> None:
        check_fields(self, "a fault")

    def __repr__(self) -> str:
        given = {name: value for name, value in vars(self).items() if value != getattr(_NONE, name)}
        return f"Fault({', '.join(f'{name}={value!r}' for name, value in given.items())})"

    @property
    def runs(self) -> bool:
        """Whether the operation is run."""
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
    """How long every answer takes: seconds, give or take."""

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
    """A status that some of the answers have, by chance."""

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
    """A fault, and how many requests are left to pass it and to meet it."""

    fault: Fault
    skip: int
    times: int


class Faults:
    """The faults that are waiting, and those that happen by chance. Safe to use from any thread."""

    def __init__(
        self,
        chances: Collection[Chance] = (),
        latency: Latency | None = None,
        seed: int = 1,
        resolve: Callable[[str], str] = str,
    ) -> None:
        """`resolve` turns the name of an operation into the API's spelling, or refuses it."""
        self._changed = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._happening = 0
        self._chances = tuple(chances)
        self._latency = latency or Latency()
        self._random = random.Random(seed)  # noqa: S311  (it decides about accidents, not about secrets)
        self._resolve = resolve

    def next(self, **fault: Any) -> None:
        """Let something go wrong with the next request, or the next of an `operation`; see `Fault` for what can.

        Raises ConfigurationError for an operation that there is not.
        """
        self.add(Fault.read(fault))

    def add(self, *faults: Fault) -> None:
        """Add faults to those that are waiting, all or none; they happen in their order. Raises as `next` does."""
        named = [replace(f, operation=self._resolve(f.operation)) if f.operation else f for f in faults]
        with self._changed:
            self._waiting += [_Waiting(fault, fault.skip, fault.times) for fault in named]

    def clear(self) -> None:
        """Forget the faults that are waiting."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def waiting(self) -> int:
        """How many requests will still go wrong as scripted."""
        with self._changed:
            return sum(waiting.times for waiting in self._waiting)

    def unused(self) -> list[Fault]:
        """The faults that have met no request yet, in their order."""
        with self._changed:
            return [waiting.fault for waiting in self._waiting if waiting.times == waiting.fault.times]

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until every fault has happened: those that run the operation have run it, and nothing was answered yet.

        From there on a test can kill the program that waits for an answer. `timeout` is in seconds. Returns False if it
        passed.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._happening, timeout)

    def take(self, names: Collection[str]) -> Fault | None:
        """What goes wrong with this request, if anything, given the names of what it asks for. `done` must follow."""
        with self._changed:
            fault = self._next(names)
            self._happening += fault is not None
            return fault

    def done(self) -> None:
        """Say that a fault has happened, but for what is sent."""
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
        """Seconds that the next answer is to take at least."""
        if self._latency == (0.0, 0.0):
            return 0.0
        with self._changed:
            spread = self._random.uniform(-self._latency.spread, self._latency.spread)
        return max(0.0, self._latency.mean + spread)
