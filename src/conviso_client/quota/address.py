"""The address of a Redis: whether it is one, and how to show it."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["is_redis_url", "masked"]


def is_redis_url(url: object) -> bool:
    """Say whether this can be the address of a Redis."""
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # which is read when it is asked for
    except ValueError:
        return False
    return bool(parts.netloc) if parts.scheme in {"redis", "rediss"} else parts.scheme == "unix" and bool(parts.path)


def masked(url: object) -> str:
    """Keep scheme, host and path of an address: user info and query may hold a password."""
    if not isinstance(url, str):
        return repr(url)
    scheme, colon, rest = url.partition("://")
    place = rest.partition("?")[0].rpartition("@")
    return f"{scheme}{colon}{'***@' if place[1] else ''}{place[2]}" if colon else "***"
