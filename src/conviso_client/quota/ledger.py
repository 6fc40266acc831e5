"""The arithmetic of the quota: what is charged, when the next permit may be given, and to which process.

A permit is charged until `per` seconds after its answer came, and at the latest `per + spread` after it was given. The
server counted it somewhere in between, so no window of the server's holds more requests than were charged at one time.
Between processes, permits go to the one that has used the least of late: see docs/decisions/0011-quota-line.md. Time is
an argument.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from conviso_client.quota.limiter import Settlement

__all__ = ["BATCH", "LONGEST_HINT", "OUTAGE", "Ledger", "Limits", "Member", "Pace", "PermitReport", "hold_seconds"]

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
BATCH = 64
"""Permits that a process gets at a time, at most."""
REGRESSION = 1.0
"""Seconds by which a clock must have gone back to be another one: readings of two processors may differ a little."""
QUIET = 1 / 4
"""Part of the permits up to which a process that nobody waits beside has hardly used the quota."""
TOGETHER = 1 / 6
"""Part of `per` within which processes begin together: what the first of them got at once counts for the others."""
HEAD_START = 1 / 20
"""Part of the permits by which a process that begins later has used less than those who wait already, at most."""

_MAGIC = b"cnvquot4"
_HEAD = struct.Struct("<8sqdddIIdd?dqdd")
"""Magic and format, the fields of a ledger, how many members and charges, and the pace. Members and charges follow."""
_MEMBER = struct.Struct("<qddqdd")
_STEP = 1024
"""Bytes of which an image has a multiple: SQLite replaces it in place by one of like size, at half the price."""


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


class PermitReport(NamedTuple):
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


class Member(NamedTuple):
    """A process that uses the ledger."""

    seen: float
    """When it came last."""
    used: float = 0.0
    """Permits that it had got by then. A permit counts half after `per` seconds, a quarter after two times that."""
    waiting: int = 0
    since: float = 0.0
    """When the first of its waiters came."""
    due: float = 0.0
    """When it comes again at the latest; if it does not, nobody waits for it until it does."""


class Ledger:
    """What is charged at a time, the pace that rejections left behind, and the processes that share them."""

    __slots__ = ("began", "ends", "epoch", "last", "limits", "members", "offset", "pace")

    def __init__(
        self, limits: Limits, epoch: int = 0, last: float = 0.0, ends: Iterable[float] = (), pace: Pace | None = None
    ) -> None:
        self.limits = limits
        self.epoch = epoch
        """Tells one ledger from the one that took its place."""
        self.last = last
        """The ledger's time, which never goes back."""
        self.ends = array("d", ends)
        """When each charge ends, sorted."""
        self.pace = pace or Pace()
        self.offset = 0.0
        """What is added to the store's clock, which may have been set back, or begun anew with its machine."""
        self.began = 0.0
        """When the quota was last hardly used."""
        self.members: dict[int, Member] = {}

    def advance(self, clock: float) -> float:
        """Drop what is over by the store's clock, and return the ledger's time, which never goes back."""
        if clock + self.offset < self.last - REGRESSION:
            self.offset = self.last - clock
        self.last = now = max(clock + self.offset, self.last)
        ends = self.ends
        if ends and ends[0] <= now:
            del ends[: bisect_right(ends, now)]
        if len(self.members) > 1:  # who did not come for a window no longer shares the quota
            over = now - self.limits.per - self.limits.spread
            self.members = {name: member for name, member in self.members.items() if member.seen >= over}
        return now

    def due(self, now: float, position: int = 1, *, hopeful: bool = False) -> float:
        """Return the earliest time, as far as is known, for the permit that is `position`-th in line.

        While one request tries the server, nobody else is due until its answer is no longer waited for: `hopeful`, that
        answer is taken to come now.
        """
        ends, limits, pace, due = self.ends, self.limits, self.pace, now
        if len(ends) + position > limits.permits:
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

    def settle(self, now: float, report: PermitReport) -> None:
        """Take note of what became of a permit; one that is no longer known changes nothing but the pace."""
        outcome, ends, per = report.settlement.outcome, self.ends, self.limits.per
        latest = report.at + per + self.limits.spread
        found = bisect_left(ends, latest)
        if found < len(ends) and ends[found] == latest:
            if outcome == "unsent":
                del ends[found]
            elif (end := max(min(report.when, now), report.at) + per) < latest:
                del ends[found]
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

    def carry(self, ends: Iterable[float]) -> None:
        """Charge what the ledger does not know: it was renewed, or could not be reached when it began."""
        for end in ends:
            if end > self.last and end not in self.ends:
                insort(self.ends, end)

    def serve(self, name: int, reports: Iterable[PermitReport], waiting: int = 0, since: float = 0.0) -> list[float]:
        """Take note of what a process reports; return the permits that are due for those who wait in it.

        To be called after `advance`. `since` is when the first of the `waiting` came.
        """
        now = self.last
        permits: list[float] = []
        for report in reports:
            self.settle(now, report)
        mine = self.members.get(name)
        others = self._others(name, now) if len(self.members) > (mine is not None) else ()
        used = self._used(mine, now) if mine else 0.0
        if waiting and not (mine and mine.waiting):
            if others and now - self.began > self.limits.per * TOGETHER:
                used = max(used, min(others)[0] - self.limits.permits * HEAD_START)
            elif not others and used < self.limits.permits * QUIET:
                self.began = now
        due = now
        while len(permits) < min(waiting, BATCH):
            ahead = _ahead(others, round(used) + len(permits), since) if others else 0
            if (due := self.due(now, ahead + 1)) > now:
                break
            permits.append(self.take(now))
        # A permit may come earlier than it is due: others give up, or their answers come.
        due = min(due, now + self.limits.spread / (8 if self.pace.trying else 2))
        self.members[name] = Member(now, used + len(permits), waiting - len(permits), since, due)
        return permits

    def wait(self, name: int, now: float, position: int = 1) -> float:
        """Return the seconds until the waiter that is `position`-th in its process is served, as far as is known."""
        mine = self.members[name]
        ahead = _ahead(self._others(name, now), round(self._used(mine, now)) + position - 1, mine.since)
        return max(self.due(now, position + ahead, hopeful=True) - now, 0.0)

    @classmethod
    def read(cls, image: bytes, limits: Limits) -> Ledger:
        """Read what `image` wrote. Raises `ValueError` if it is something else."""
        try:
            magic, epoch, last, offset, began, members, charges, *pace = _HEAD.unpack_from(image)
            if magic != _MAGIC:
                raise ValueError("it is not a ledger")
            split = _HEAD.size + members * _MEMBER.size
            end = split + charges * 8
            if end > len(image):
                raise ValueError("it was cut off")
        except struct.error as error:
            raise ValueError(f"it was cut off: {error}") from None
        ledger = cls(limits, epoch, last, (), Pace(*pace))
        ledger.offset, ledger.began = offset, began
        ledger.ends.frombytes(image[split:end])
        for name, *member in _MEMBER.iter_unpack(image[_HEAD.size : split]):
            ledger.members[name] = Member(*member)
        return ledger

    def image(self) -> bytes:
        """Return this as bytes."""
        members, ends = self.members, self.ends
        fields = self.epoch, self.last, self.offset, self.began, len(members), len(ends)
        parts = [_HEAD.pack(_MAGIC, *fields, *self.pace)]
        for name, member in members.items():
            parts.append(_MEMBER.pack(name, *member))
        parts.append(ends.tobytes())
        size = _HEAD.size + len(members) * _MEMBER.size + len(ends) * 8
        return b"".join((*parts, bytes(-size % _STEP)))

    def _hold(self, now: float, report: PermitReport) -> None:
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

    def _used(self, member: Member, now: float) -> float:
        return member.used * float(0.5 ** ((now - member.seen) / self.limits.per))

    def _others(self, name: int, now: float) -> list[tuple[int, int, float]]:
        """Return what the other processes have used, how many wait there, and since when.

        Those that did not come when they were due are left out: death, SIGSTOP and an overloaded machine are one case.
        """
        late = now - self.limits.spread / 4
        return [
            (round(self._used(member, now)), member.waiting, member.since)
            for other, member in self.members.items()
            if other != name and member.waiting and member.due >= late
        ]


def hold_seconds(hint: float | None, refused: int, jitter: float, per: float = 60.0) -> float:
    """Return how long a hold lasts: as the server says, else longer each time.

    A hint that came to nothing before, `refused` times, is believed half.
    """
    grown = per * min(HOLD * 2.0**refused * (1 + jitter / 2), LONGEST_HOLD)
    if hint is None:
        return grown
    hint = min(max(hint, 0.0), LONGEST_HINT)
    return max(hint, grown / 2) if refused else hint


def _ahead(others: Iterable[tuple[int, int, float]], used: int, since: float) -> int:
    """Return how many waiters elsewhere come before one whose process has used so much, and waits since then.

    The second in a process counts as if the first had its permit. Who has waited longer comes first among equals.
    """
    return sum([max(0, min(waiting, used - theirs + (first < since))) for theirs, waiting, first in others])
