"""The ways in which a server may enforce a quota. The API does not say which one is its own."""

from __future__ import annotations

from collections import deque
from typing import Protocol

__all__ = ["KINDS", "Kind"]


class Kind(Protocol):
    def accepts(self, now: float) -> bool:
        """Count a request and say whether it is within the quota."""
        ...

    def retry_after(self, now: float) -> float:
        """Return the seconds until a request may be accepted again."""
        ...


class FixedWindow:
    """So many requests between two marks of the clock; those that are rejected count too."""

    def __init__(self, requests: int, per: float) -> None:
        self.requests, self.per = requests, per
        self.window, self.count = -1, 0

    def accepts(self, now: float) -> bool:
        if int(now // self.per) != self.window:
            self.window, self.count = int(now // self.per), 0
        self.count += 1
        return self.count <= self.requests

    def retry_after(self, now: float) -> float:
        return self.per - now % self.per


class SlidingLog:
    """So many accepted requests in the time before each request."""

    def __init__(self, requests: int, per: float) -> None:
        self.requests, self.per = requests, per
        self.accepted: deque[float] = deque()

    def accepts(self, now: float) -> bool:
        while self.accepted and self.accepted[0] <= now - self.per:
            self.accepted.popleft()
        if len(self.accepted) >= self.requests:
            return False
        self.accepted.append(now)
        return True

    def retry_after(self, now: float) -> float:
        return max(0.0, self.accepted[0] + self.per - now) if self.accepted else 0.0


class TokenBucket:
    """A steady rate, with a burst of a twentieth of the quota."""

    def __init__(self, requests: int, per: float) -> None:
        self.rate, self.burst = requests / per, max(1.0, requests / 20)
        self.tokens, self.filled_at = self.burst, 0.0

    def accepts(self, now: float) -> bool:
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    def retry_after(self, now: float) -> float:
        del now
        return max(0.0, (1 - self.tokens) / self.rate)


KINDS: dict[str, type[FixedWindow | SlidingLog | TokenBucket]] = {
    "fixed": FixedWindow,
    "sliding": SlidingLog,
    "bucket": TokenBucket,
}
