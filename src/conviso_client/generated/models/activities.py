# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from .common import ActivityEvidence, ActivitySummary, PageMetadata, UserRef

__all__ = [
    "Activity",
    "ActivityCollection",
    "ActivityHistory",
    "ActivityHistoryCollection",
    "AddActivityAttachmentPayload",
    "UpdateActivityStatusPayload",
]


class ActivityHistory(ResultModel):
    """The API's `ActivityHistory`."""

    id: ResultID
    action_type: str | None
    created_at: Timestamp | None
    portal_user: UserRef | None
    evidences: list[ActivityEvidence] | None
    __hash__ = ResultModel.__hash__


class ActivityHistoryCollection(ResultPage["ActivityHistory"]):
    """The API's `ActivityHistoryCollection`."""

    collection: Annotated[list[ActivityHistory], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class Activity(ActivitySummary):
    """The API's `Activity`."""

    history: ActivityHistoryCollection | None = None
    __hash__ = ResultModel.__hash__


class ActivityCollection(ResultPage["Activity"]):
    """The API's `ActivityCollection`."""

    collection: Annotated[list[Activity], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class AddActivityAttachmentPayload(ResultModel):
    """The API's `AddActivityAttachmentPayload`."""

    activity: ActivitySummary | None
    errors: list[str] | None


class UpdateActivityStatusPayload(ResultModel):
    """The API's `UpdateActivityStatusPayload`."""

    activity: ActivitySummary | None
    errors: list[str] | None
