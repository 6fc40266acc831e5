"""The quota as a value: what the server allows, what of it this machine uses, and who shares it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from conviso_client.quota.limiter import Limiter

__all__ = ["Quota"]

REQUESTS = 1200
"""Requests that the API allows a key in `PER` seconds: the published limit."""
PER = 60.0
MARGIN = 0.0025
"""Fraction kept back, rounded down: 3 of 1200, none of 120."""
SPREAD = 2.0
"""Seconds after which a request that got no answer has surely been counted by the server."""
MOST = 100_000
"""More permits than this do not fit the file."""


@dataclass(frozen=True, repr=False)
class Quota:
    """How many requests may be sent, and who shares the count.

    Make one with `Quota.shared()`, `Quota.local()`, `Quota.redis(url)` or `Quota.off()`. Two clients with the same
    endpoint and key share a count without being told. `requests` in any `per` seconds is what the server allows;
    `margin` is the fraction of it that is kept back; a request that got no answer is taken to have been counted within
    `spread` seconds; `share` is the part of what is left that those who share the count may use.
    """

    kind: Literal["shared", "local", "redis", "off"]
    requests: int = REQUESTS
    per: float = PER
    margin: float = MARGIN
    spread: float = SPREAD
    share: float = 1.0
    url: str | None = None

    @classmethod
    def shared(
        cls,
        *,
        requests: int = REQUESTS,
        per: float = PER,
        margin: float = MARGIN,
        spread: float = SPREAD,
        share: float = 1.0,
    ) -> Quota:
        """Share the count with every process of this user on this machine, through a small locked file.

        `requests` are allowed in `per` seconds, of which the fraction `margin` is kept back (rounded down to whole
        requests); `spread` is in seconds; `share`, over 0 and up to 1, is the part that this machine may use. Where no
        file can be locked, each process counts its own requests, and one warning says so.
        Raises `ConfigurationError` for an impossible option.
        """
        return cls("shared", requests, per, margin, spread, share)

    @classmethod
    def local(
        cls,
        *,
        requests: int = REQUESTS,
        per: float = PER,
        margin: float = MARGIN,
        spread: float = SPREAD,
        share: float = 1.0,
    ) -> Quota:
        """Share the count among the threads and tasks of this process only. The options are those of `shared`."""
        return cls("local", requests, per, margin, spread, share)

    @classmethod
    def redis(
        cls,
        url: str,
        *,
        requests: int = REQUESTS,
        per: float = PER,
        margin: float = MARGIN,
        spread: float = SPREAD,
        share: float = 1.0,
    ) -> Quota:
        """Share the count with every machine that uses the same Redis (6 or newer) or Valkey.

        `url` starts with `redis://`, `rediss://` or `unix://`. `share` is the part that all these machines together may
        use; the other options are those of `shared`. While Redis cannot be reached, each process uses its part of the
        quota by itself. Needs the extra `redis`. Raises `ConfigurationError` for an impossible option, or if the extra
        is not installed.
        """
        return cls("redis", requests, per, margin, spread, share, url)

    @classmethod
    def off(cls) -> Quota:
        """Pace nothing. A 429 is still waited out, by every thread and task of the client that got it."""
        return cls("off")

    def __post_init__(self) -> None:
        _whole("requests", self.requests, MOST)
        _within("per", self.per, 0.0, 86_400.0, "seconds, over 0")
        _within("spread", self.spread, 0.0, 3_600.0, "seconds, over 0")
        _within("share", self.share, 0.0, 1.0, "a fraction, over 0 and up to 1")
        if not (_is_number(self.margin) and 0 <= self.margin < 1):
            raise _impossible(
                "margin", self.margin, "Give a fraction from 0 up to, not including, 1: 0.0025 keeps back 3 of 1200."
            )
        if self.kind == "redis":
            from importlib.util import find_spec

            from conviso_client.quota.address import is_redis_url, masked

            if not is_redis_url(self.url):
                way_out = "Give an address like redis://host:6379/0, rediss://... or unix:///path."
                raise _impossible("url", masked(self.url), way_out)
            if find_spec("redis") is None:
                from conviso_client.quota.redis import extra_missing

                raise extra_missing()

    @property
    def permits(self) -> int:
        """How many requests may be charged at one time: what `margin` and `share` leave of `requests`, at least one."""
        kept = self.requests - math.floor(self.requests * self.margin + 1e-9)
        return max(1, math.floor(kept * self.share + 1e-9))

    def limiter(self, endpoint: str, api_key: str) -> Limiter:
        """Return what gives permits for one endpoint and key; the same one for the same arguments, except for `off`.

        Raises `ConfigurationError` if the extra that this quota needs is not installed.
        """
        from conviso_client.quota.registry import limiter, name_of

        name = name_of(endpoint, api_key)
        del api_key  # an error below must not show it among its variables
        return limiter(self, name)

    def __repr__(self) -> str:
        shown: list[str] = []
        if self.url is not None:
            from conviso_client.quota.address import masked

            shown.append(repr(masked(self.url)))
        defaults = {"requests": REQUESTS, "per": PER, "margin": MARGIN, "spread": SPREAD, "share": 1.0}
        shown += [
            f"{name}={value!r}" for name, default in defaults.items() if (value := getattr(self, name)) != default
        ]
        return f"Quota.{self.kind}({', '.join(shown)})"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _whole(name: str, value: object, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise _impossible(name, value, f"Give a whole number from 1 to {most}.")


def _within(name: str, value: object, above: float, most: float, what: str) -> None:
    if not (_is_number(value) and above < value <= most):  # type: ignore[operator]
        raise _impossible(name, value, f"Give {what}, at most {most:g}.")


def _impossible(name: str, value: object, way_out: str) -> Exception:
    from conviso_client.errors import ConfigurationError

    return ConfigurationError(f"Quota: {name}={value!r} is not possible. {way_out}")
