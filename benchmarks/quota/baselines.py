"""What others do instead: each is a limiter of one process that knows nothing of the other processes."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from conviso_client.quota.limiter import Permit

if TYPE_CHECKING:
    from conviso_client.quota.limiter import Settlement

__all__ = ["Adaptive", "BackOff", "Pacer"]


class BackOff:
    """No pacing: a rejected call sleeps by itself, longer each time, with full jitter."""

    backs_off = True

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: object = None) -> Permit:
        del wait, again, on_hold
        return Permit(0, time.monotonic())

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        pass


class Pacer(BackOff):
    """An even pace at the full rate of the quota, in each process; a rejected call backs off as well."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.next_at = 0.0
        self.lock = threading.Lock()

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: object = None) -> Permit:
        del on_hold
        with self.lock:
            at = max(time.monotonic(), self.next_at)
            self.next_at = at + 1 / self.rate
        time.sleep(max(0.0, at - time.monotonic()))
        return super().acquire(wait, again)


class Adaptive(Pacer):
    """The adaptive mode of AWS's clients: a rate that each rejection cuts to 0.7 and that grows back as a cubic curve.

    `scale` is how much faster than real time the run is: the curve's constants are in seconds.
    """

    def __init__(self, rate: float, scale: float) -> None:
        super().__init__(rate)
        self.scale = scale
        self.full = rate
        self.highest = rate
        self.cut_at: float | None = None

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        del permit
        now = time.monotonic() * self.scale
        with self.lock:
            if settlement.outcome == "rejected":
                self.highest = self.rate
                self.cut_at = now
                self.rate = max(0.5 * self.scale, self.rate * 0.7)
            elif self.cut_at is not None:
                highest = self.highest / self.scale
                inflection = (highest * 0.3 / 0.4) ** (1 / 3)
                grown = 0.4 * (now - self.cut_at - inflection) ** 3 + highest
                self.rate = min(2 * self.full, max(self.rate, grown * self.scale))
