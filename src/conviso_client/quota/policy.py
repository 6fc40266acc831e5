"""The quota as a value: what the server allows, what of it this machine uses, and who shares it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypedDict

from conviso_client.errors import ConfigurationError, missing_extra
from conviso_client.quota.limiter import HoldOnly, Limiter
from conviso_client.quota.store import Store

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Quota"]

MOST = 100_000
"""A ledger holds eight bytes for each request, and is read and written whole."""

_POSSIBLE: dict[str, tuple[Callable[[float], bool], str]] = {
    "requests": (lambda value: isinstance(value, int) and 1 <= value <= MOST, f"a whole number from 1 to {MOST}"),
    "per": (lambda value: 0 < value <= 86_400, "seconds, over 0, at most 86400"),
    "margin": (lambda value: 0 <= value < 1, "a fraction from 0 up to, not including, 1: 0.0025 keeps back 3 of 1200"),
    "spread": (lambda value: 0 < value <= 3_600, "seconds, over 0, at most 3600"),
    "share": (lambda value: 0 < value <= 1, "a fraction, over 0 and up to 1"),
}
"""Each option with a test of a finite number, and what it may be."""


class QuotaOptions(TypedDict, total=False):
    """What can be set of a quota that counts; `Quota` explains it."""

    requests: int
    per: float
    margin: float
    spread: float
    share: float


@dataclass(frozen=True, repr=False)
class Quota:
    """How many requests may be sent, and who shares the count.

    Make one with `Quota.shared()`, `Quota.local()`, `Quota.redis(url)`, `Quota.using(store)` or `Quota.off()`. Two
    clients with the same endpoint and key share a count without being told. `requests` in any `per` seconds is what the
    server allows; `margin` is the fraction of it that is kept back, rounded down to whole requests; a request that got
    no answer is taken to have been counted within `spread` seconds; `share`, over 0 and up to 1, is the part of what is
    left that those who share the count may use. Raises `ConfigurationError` for an impossible option.
    """

    kind: Literal["shared", "local", "redis", "using", "off"]
    requests: int = 1200  # in 60 seconds: the published limit
    per: float = 60.0
    margin: float = 0.0025
    spread: float = 2.0
    share: float = 1.0
    url: str | None = None
    store: Store | None = field(default=None, hash=False)  # it may be a dataclass, which has no hash

    @classmethod
    def shared(cls, **options: Unpack[QuotaOptions]) -> Quota:
        """Share the count with every process of this user on this machine, through a small file.

        The options are `requests`, `per`, `margin`, `spread` and `share`. While the file cannot be used, each process
        uses its part of the quota by itself, and one warning says so.
        """
        return cls("shared", **options)

    @classmethod
    def local(cls, **options: Unpack[QuotaOptions]) -> Quota:
        """Share the count among the threads and tasks of this process only. The options are those of `shared`."""
        return cls("local", **options)

    @classmethod
    def redis(cls, url: str, **options: Unpack[QuotaOptions]) -> Quota:
        """Share the count with every machine that uses the same Redis (6 or newer) or Valkey.

        `url` starts with `redis://`, `rediss://` or `unix://`. `share` is the part that all these machines together may
        use; the other options are those of `shared`. While Redis cannot be reached, each process uses its part of the
        quota by itself. Needs the extra `redis`. Raises `ConfigurationError` if it is not installed.
        """
        return cls("redis", url=url, **options)

    @classmethod
    def using(cls, store: Store, **options: Unpack[QuotaOptions]) -> Quota:
        """Share the count with everyone who uses the same store, which you write: see `Store`.

        The options are those of `shared`.
        """
        return cls("using", store=store, **options)

    @classmethod
    def off(cls) -> Quota:
        """Pace nothing. A 429 is still waited out, by every thread and task of the client that got it."""
        return cls("off")

    def __post_init__(self) -> None:
        for name, (possible, what) in _POSSIBLE.items():
            value = getattr(self, name)
            number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
            if not (number and possible(value)):
                raise _impossible(name, value, f"Give {what}.")
        if self.kind == "redis":
            from importlib.util import find_spec

            from conviso_client.quota.redis import is_redis_url, masked

            if not is_redis_url(self.url):
                way_out = "Give an address like redis://host:6379/0, rediss://... or unix:///path."
                raise _impossible("url", masked(self.url), way_out)
            if find_spec("redis") is None:
                raise missing_extra("Quota.redis", "redis")
        if self.kind == "using" and not _is_store(self.store):
            way_out = "Give an object with the method `update` and the attribute `quick` of `Store`."
            raise _impossible("store", self.store, way_out)

    @property
    def permits(self) -> int:
        """How many requests may be charged at one time: what `margin` and `share` leave of `requests`, at least one."""
        kept = self.requests - math.floor(self.requests * self.margin + 1e-9)
        return max(1, math.floor(kept * self.share + 1e-9))

    def limiter(self, endpoint: str, api_key: str) -> Limiter:
        """Return what gives permits for one endpoint and key; the same one for the same arguments, except for `off`.

        Raises `ConfigurationError` if the extra that this quota needs is not installed.
        """
        if self.kind == "off":
            return HoldOnly()
        from conviso_client.quota import registry

        name = registry.name_of(endpoint, api_key)
        del api_key  # an error below must not show it among its variables
        return registry.limiter(self, name)

    def __repr__(self) -> str:
        shown: list[str] = []
        if self.url is not None:
            from conviso_client.quota.redis import masked

            shown.append(repr(masked(self.url)))
        if self.store is not None:
            shown.append(repr(self.store))
        options = [name for name in QuotaOptions.__annotations__ if getattr(self, name) != getattr(Quota, name)]
        shown += [f"{name}={getattr(self, name)!r}" for name in options]
        return f"Quota.{self.kind}({', '.join(shown)})"


def _is_store(store: object) -> bool:
    # A class has both too, and would fail in each update, where no call may fail because of a store.
    return not isinstance(store, type) and callable(getattr(store, "update", None)) and hasattr(store, "quick")


def _impossible(name: str, value: object, way_out: str) -> Exception:
    return ConfigurationError(f"Quota: {name}={value!r} is not possible. {way_out}")
