"""The arithmetic of the quota: what is charged, and when the next permit may be given. Pure: the time is an argument.

A permit is charged until `per` seconds after its answer came, and at the latest `per + spread` after it was given. The
server counted it somewhere in between, so no window of the server's holds more requests than were charged at one time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from math import inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from conviso_client.quota.limiter import Settlement

__all__ = ["CALM", "LONGEST_HINT", "Ledger", "Limits", "Pace", "Report", "hold_seconds"]

TICK = 1e-6
"""Seconds between two permits at least: the time of a permit is its name."""
CUT = 0.7
"""What a rejection leaves of the rate."""
RECOVERY = 0.06
"""Part of the full rate that comes back in `per` seconds at first: 0.02 requests/s each second of 1200 in 60."""
HASTE = 0.3
"""Part of the full rate by which the recovery grows: the longer nobody was rejected, the faster."""
OUTAGE = 1 / 6
"""Part of `per` within which a rejection after a hold belongs to the one before: a longer hold and no further cut."""
HOLD = 1 / 60
"""Part of `per` that the first hold without a hint lasts at least: one second of a minute."""
LONGEST_HOLD = 1 / 2
"""Part of `per` that a hold without a hint lasts at most: 30 seconds of a minute."""
LONGEST_HINT = 3600.0
"""Seconds for which a hint is believed; then one request tries again."""
MEMORY = 10
"""Windows of `per` seconds without a rejection after which permits may come in bursts again."""


class Limits(NamedTuple):
    """What a ledger keeps to."""

    permits: int
    """How many may be charged at one time."""
    per: float
    spread: float

    @property
    def lifetime(self) -> float:
        """Seconds after which nothing of a ledger that nobody used matters any more."""
        return (MEMORY + 1) * self.per + self.spread + LONGEST_HINT


class Report(NamedTuple):
    """What became of a permit, as its process tells the ledger."""

    at: float
    """The time of the permit."""
    settlement: Settlement
    when: float = inf
    """The ledger's time when the answer came; never later than when the ledger hears of it."""
    jitter: float = 0.0
    """The random part of the hold that may follow: from 0 to 1."""


class Pace(NamedTuple):
    """What rejections have left behind. Times are the ledger's."""

    held_at: float = 0.0
    """When the last hold was placed; 0: never."""
    held_until: float = 0.0
    """Nobody sends before."""
    trying: bool = False
    """True from a hold until the server took a request again: one at a time is sent."""
    tried_until: float = 0.0
    """Until when at the latest the answer to that one is waited for."""
    refused: int = 0
    """Holds in a row."""
    rate: float = 0.0
    """Permits per second at `held_at`, evenly spaced; 0: bursts are allowed."""
    next_at: float = 0.0
    """When the next permit comes by even spacing."""

    def moved(self, seconds: float) -> Pace:
        """Return the same on a clock that is ahead by so many seconds."""
        return self._replace(
            held_at=self.held_at + seconds,
            held_until=self.held_until + seconds,
            tried_until=self.tried_until + seconds,
            next_at=self.next_at + seconds,
        )


CALM = Pace()


class Ledger:
    """What is charged at a time, and the pace that rejections left behind."""

    __slots__ = ("ends", "last", "limits", "pace")

    def __init__(self, limits: Limits, last: float = 0.0, ends: array[float] | None = None, pace: Pace = CALM) -> None:
        self.limits = limits
        self.last = last
        """The ledger's time, which never goes back."""
        self.ends = array("d") if ends is None else ends
        """When each charge ends, sorted."""
        self.pace = pace

    def advance(self, now: float) -> float:
        """Drop what is no longer charged and return the ledger's time."""
        self.last = now = max(now, self.last)
        ends = self.ends
        if ends and ends[0] <= now:
            del ends[: bisect_right(ends, now)]
        return now

    def due(self, now: float, position: int = 1, *, hopeful: bool = False) -> float:
        """Return the earliest time, as far as is known, for the permit that is `position`-th in line.

        While one request tries the server, nobody else is due until its answer is no longer waited for: `hopeful`, that
        answer is taken to come now.
        """
        ends, limits, pace = self.ends, self.limits, self.pace
        windows, before = divmod(position - 1, limits.permits)
        missing = len(ends) + before + 1 - limits.permits
        due = windows * limits.per + (now if missing <= 0 else min(ends[missing - 1], now + limits.per))
        if pace.held_at:
            due = max(due, pace.held_until)
            if pace.trying and not hopeful:
                due = max(due, pace.tried_until, now + limits.spread / 8 if position > 1 else now)
            if rate := self.rate(now):
                due = max(due, pace.next_at + (position - 1) / rate)
        return due

    def take(self, now: float) -> float:
        """Give a permit, which must be due, and return its time."""
        self.last = at = max(now, self.last + TICK)
        limits, pace = self.limits, self.pace
        insort(self.ends, at + limits.per + limits.spread)
        if pace.held_at:
            rate = self.rate(now)
            self.pace = pace._replace(
                tried_until=at + limits.spread if pace.trying else 0.0,
                next_at=max(pace.next_at, now - 1 / rate) + 1 / rate if rate else 0.0,
            )
        return at

    def settle(self, now: float, report: Report) -> None:
        """Take note of what became of a permit; one that is no longer known changes nothing but the pace."""
        outcome, ends, per = report.settlement.outcome, self.ends, self.limits.per
        latest = report.at + per + self.limits.spread
        found = bisect_left(ends, latest)
        if found < len(ends) and ends[found] == latest:
            end = max(min(report.when, now), report.at) + per
            if outcome == "unsent" or end < latest:
                del ends[found]
            if outcome != "unsent" and end < latest:
                insort(ends, end)
        pace = self.pace
        if outcome == "rejected":
            self._hold(now, report)
        elif pace.trying and report.at > pace.held_at:
            self.pace = pace._replace(tried_until=0.0, trying=outcome != "answered")

    def rate(self, now: float) -> float:
        """Return the permits per second that even spacing allows now; 0: bursts are allowed."""
        pace, limits = self.pace, self.limits
        windows = (now - pace.held_at) / limits.per
        if not pace.rate or (windows > MEMORY and not pace.trying):
            return 0.0
        full = limits.permits / limits.per
        return min(full, pace.rate + full * windows * (RECOVERY + HASTE * windows))

    def _hold(self, now: float, report: Report) -> None:
        pace, limits = self.pace, self.limits
        hint = report.settlement.retry_after
        if report.at <= pace.held_at:  # sent before the hold began: this rejection and the one before are one event
            if hint is not None:
                self.pace = pace._replace(held_until=max(pace.held_until, now + hold_seconds(hint, 0, 0.0)))
            return
        again = bool(pace.held_at) and (pace.trying or now < pace.held_until + limits.per * OUTAGE)
        refused = pace.refused if again else 0
        seconds = hold_seconds(hint, refused, report.jitter, limits.per)
        if hint is None and refused >= 3 and self.ends:
            # The end of a charge of our own is when a full window has room again: a long hold need not outlast it.
            seconds = min(seconds, max(self.ends[0] - now, seconds / 4))
        full = limits.permits / limits.per
        rate = (self.rate(now) or full) * (1.0 if again else CUT)
        until = now + seconds
        self.pace = Pace(max(now, self.last), until, True, 0.0, min(refused + 1, 16), max(rate, full / 20), until)


def hold_seconds(hint: float | None, refused: int, jitter: float, per: float = 60.0) -> float:
    """Return how long a hold lasts: as the server says, else longer each time.

    A hint that came to nothing before, `refused` times, is believed half.
    """
    grown = per * min(HOLD * 2.0**refused * (1 + jitter / 2), LONGEST_HOLD)
    if hint is None:
        return grown
    hint = min(max(hint, 0.0), LONGEST_HINT)
    return max(hint, grown / 2) if refused else hint
