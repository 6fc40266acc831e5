"""Hours of calls in seconds: the ledger and the kinds of server on a clock of their own, without any processes."""

from __future__ import annotations

import heapq
import random
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.quota.kinds import KINDS
from benchmarks.quota.server import Hidden
from conviso_client.quota.ledger import Ledger, Limits, PermitReport
from conviso_client.quota.limiter import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Requests", "Scenario", "simulate"]


class Scenario(NamedTuple):
    kind: str = "fixed"
    requests: int = 1200
    per: float = 60.0
    permits: int = 1197
    spread: float = 2.0
    callers: int = 64
    round_trip: float = 0.2
    """Seconds; each varies by a third."""
    seconds: float = 1800.0
    hint: bool = False
    hidden: Hidden | None = None
    late: float = 0.002
    """Seconds by which a sleeper wakes too late."""
    seed: int = 1


class Requests(NamedTuple):
    """What the server saw: when, and whether it was within the quota."""

    seen: list[tuple[float, bool]]

    def share(self, begin: float, end: float, rate: float) -> float:
        """Return the requests that were accepted from `begin` to `end`, as a part of `rate` a second."""
        return sum(accepted for at, accepted in self.seen if begin <= at < end) / (end - begin) / rate

    def rejected(self, begin: float = 0.0, end: float = float("inf")) -> float:
        """Return the part of the requests from `begin` to `end` that were rejected."""
        answers = [accepted for at, accepted in self.seen if begin <= at < end]
        return answers.count(False) / max(1, len(answers))


class _Run:
    """Callers that each send one request after another, and a server."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.random = random.Random(scenario.seed)
        self.ledger = Ledger(Limits(scenario.permits, scenario.per, scenario.spread))
        self.server = KINDS[scenario.kind](scenario.requests, scenario.per)
        self.now = self.began = 1000.0 + self.random.uniform(0, scenario.per)
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        self.count = 0
        self.waiting = scenario.callers
        self.wake_at = float("inf")
        self.seen: list[tuple[float, bool]] = []

    def at(self, time: float, what: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.events, (time, self.count, what))

    def run(self) -> Requests:
        self.at(self.now, self.serve)
        if self.scenario.hidden:
            self.at(self.began + self.scenario.hidden.begin, self.consume)
        while self.events and self.events[0][0] < self.began + self.scenario.seconds:
            self.now, _, what = heapq.heappop(self.events)
            what()
        return Requests(self.seen)

    def serve(self) -> None:
        if self.now >= self.wake_at:
            self.wake_at = float("inf")
        now = self.ledger.advance(self.now)
        while self.waiting:
            due = self.ledger.due(now)
            if due > now:
                wake_at = min(due + self.scenario.late, now + self.scenario.spread / 8)
                if wake_at < self.wake_at:
                    self.wake_at = wake_at
                    self.at(wake_at, self.serve)
                return
            self.waiting -= 1
            self.send(self.ledger.take(now))

    def send(self, at: float) -> None:
        trip = self.scenario.round_trip * self.random.uniform(2 / 3, 4 / 3)
        answer_at = self.now + trip
        self.at(self.now + trip * self.random.uniform(0.2, 0.8), lambda: self.arrive(at, answer_at))

    def arrive(self, at: float, answer_at: float) -> None:
        accepted = self.server.accepts(self.now)
        hint = self.server.retry_after(self.now) if self.scenario.hint and not accepted else None
        self.seen.append((self.now - self.began, accepted))
        settlement = Settlement("answered") if accepted else Settlement("rejected", hint)
        report = PermitReport(at, settlement, jitter=self.random.random())
        self.at(answer_at, lambda: self.answer(report))

    def answer(self, report: PermitReport) -> None:
        self.ledger.settle(self.ledger.advance(self.now), report)
        self.waiting += 1
        self.serve()

    def consume(self) -> None:
        hidden = self.scenario.hidden
        assert hidden is not None
        self.server.accepts(self.now)
        if self.now < self.began + hidden.end:
            self.at(self.now + self.random.uniform(0.5, 1.5) / hidden.rate, self.consume)


def simulate(scenario: Scenario) -> Requests:
    """Let the callers of a scenario call as fast as they may."""
    return _Run(scenario).run()
