"""Which queries are not safe to repeat, because they do something."""

from __future__ import annotations

from functools import cache

__all__ = ["acting_fields"]


@cache
def acting_fields() -> frozenset[str]:
    """Return the root fields of queries that act."""
    from conviso_client.call.operation import Operation
    from conviso_client.generated import operations

    return frozenset(
        each.name  # pyright: ignore[reportUnknownMemberType]
        for each in vars(operations).values()
        if isinstance(each, Operation) and each.kind == "query" and not each.repeatable
    )
