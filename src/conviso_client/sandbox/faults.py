"""Faults on command: what is to go wrong, with which request, and before or after it ran."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from conviso_client.errors import ConfigurationError

__all__ = ["Chance", "Fault", "Faults", "Latency"]

_LATENCY = re.compile(r"(\d+(?:\.\d+)?)(ms|s)(?:\+-(\d+(?:\.\d+)?)(?:ms|s)?)?")
_CHANCE = re.compile(r"(\d{3}):(0(?:\.\d+)?|1(?:\.0+)?)")


@dataclass(frozen=True)
class Fault:
    """What is to go wrong. Without `status` and `body`, the real answer is what is delayed, cut or dripped."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None
    """Text, or anything that JSON can say."""
    content_type: str | None = None
    delay: float = 0.0
    """Seconds before the answer begins."""
    hang: bool = False
    """Never answer; the connection stays open."""
    reset: bool = False
    """Break the connection without an answer."""
    truncate: int | None = None
    """Break the connection after so many bytes of the body."""
    drip: float = 0.0
    """Seconds between small pieces of the body."""
    operation: str | None = None
    """Only requests of this operation; None: any."""
    after: bool | None = None
    """Whether the operation runs before it goes wrong. None: it runs if the fault needs its real answer."""
    times: int = 1
    """How many requests it happens to."""

    @property
    def runs(self) -> bool:
        """Whether the operation is run."""
        if self.after is not None:
            return self.after
        return self.status is None and self.body is None and not self.hang and not self.reset

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Fault:
        """A fault from JSON. Raises ConfigurationError for a field that there is not, or a value of the wrong type."""
        kinds = {f.name: _KINDS[str(f.type).split(" |")[0].split("[")[0]] for f in fields(cls)}
        for name, value in given.items():
            if name not in kinds:
                raise ConfigurationError(f"a fault has no {name!r}; it has: {', '.join(kinds)}")
            if value is not None and (
                not isinstance(value, kinds[name]) or (isinstance(value, bool) and bool not in kinds[name])
            ):
                raise ConfigurationError(f"a fault's {name!r} cannot be {value!r}")
        if not 100 <= given.get("status", 200) <= 599:
            raise ConfigurationError(f"{given['status']} is no HTTP status")
        return cls(**given)


_KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "str": (str,),
    "Mapping": (dict,),
    "Any": (object, bool),
}


class Latency(NamedTuple):
    """How long every answer takes: seconds, give or take."""

    mean: float = 0.0
    spread: float = 0.0

    @classmethod
    def parse(cls, text: str) -> Latency:
        """Read `50ms`, `50ms+-20` or `1.5s+-0.5`. Raises ConfigurationError."""
        found = _LATENCY.fullmatch(text)
        if found is None:
            raise ConfigurationError(f"{text!r} is no latency: write 50ms or 50ms+-20")
        unit = 0.001 if found[2] == "ms" else 1.0
        return cls(float(found[1]) * unit, float(found[3] or 0) * unit)


class Chance(NamedTuple):
    """A status that some of the answers have, by chance."""

    status: int
    share: float

    @classmethod
    def parse(cls, text: str) -> Chance:
        """Read `503:0.05`. Raises ConfigurationError."""
        found = _CHANCE.fullmatch(text)
        if found is None or not 100 <= int(found[1]) <= 599:
            raise ConfigurationError(f"{text!r} is no fault: write STATUS:SHARE, such as 503:0.05")
        return cls(int(found[1]), float(found[2]))


class Faults:
    """The faults that are waiting, and those that happen by chance. Safe to use from any thread."""

    def __init__(self, chances: tuple[Chance, ...] = (), latency: Latency | None = None, seed: int = 1) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._chances = chances
        self._latency = latency or Latency()
        self._random = random.Random(seed)  # noqa: S311  (it decides about accidents, not about secrets)

    def next(self, **fault: Any) -> None:
        """Let something go wrong with the next request, or the next of an `operation`; see `Fault` for what can."""
        self.add(Fault.read(fault))

    def add(self, fault: Fault) -> None:
        """Add a fault to those that are waiting; they happen in their order."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Forget the faults that are waiting."""
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> int:
        """How many requests will still go wrong as scripted."""
        with self._lock:
            return sum(fault.times for fault in self._waiting)

    def take(self, operation: str | None) -> Fault | None:
        """What goes wrong with this request, if anything."""
        with self._lock:
            for at, fault in enumerate(self._waiting):
                if fault.operation is None or fault.operation == operation:
                    self._waiting[at : at + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                    return fault
            for chance in self._chances:
                if self._random.random() < chance.share:
                    return Fault(status=chance.status)
            return None

    def latency(self) -> float:
        """Seconds that the next answer is to take at least."""
        if self._latency == (0.0, 0.0):
            return 0.0
        with self._lock:
            spread = self._random.uniform(-self._latency.spread, self._latency.spread)
        return max(0.0, self._latency.mean + spread)
