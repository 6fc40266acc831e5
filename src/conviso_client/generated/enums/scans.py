# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = ["ScanRunStateEnum", "ScanRunStateEnumValue"]


class ScanRunStateEnum(OpenEnum):
    """The API's `ScanRunStateEnum`."""

    CANCELLED = "CANCELLED"
    COMPLETED = "COMPLETED"
    DLQ = "DLQ"
    ENQUEUED = "ENQUEUED"
    FAILED = "FAILED"
    INGESTED = "INGESTED"
    LOST = "LOST"
    REQUESTED = "REQUESTED"
    RUNNING = "RUNNING"
    STALE = "STALE"
    SUPERSEDED = "SUPERSEDED"


if TYPE_CHECKING:
    ScanRunStateEnumValue: TypeAlias = (
        ScanRunStateEnum
        | Literal[
            "CANCELLED",
            "COMPLETED",
            "DLQ",
            "ENQUEUED",
            "FAILED",
            "INGESTED",
            "LOST",
            "REQUESTED",
            "RUNNING",
            "STALE",
            "SUPERSEDED",
        ]
    )
else:
    ScanRunStateEnumValue = ScanRunStateEnum
