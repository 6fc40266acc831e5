# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from conviso_client.models.enums import OpenEnum

__all__ = ["RequirementSyncConfigTypeEnum", "RequirementSyncModeEnum"]


class RequirementSyncConfigTypeEnum(OpenEnum):
    """The API's `RequirementSyncConfigTypeEnum`."""

    EPIC_ISSUE_TYPE_ID = "EPIC_ISSUE_TYPE_ID"
    PROJECT_ID = "PROJECT_ID"
    STORY_ISSUE_TYPE_ID = "STORY_ISSUE_TYPE_ID"
    SUBTASK_ISSUE_TYPE_ID = "SUBTASK_ISSUE_TYPE_ID"


class RequirementSyncModeEnum(OpenEnum):
    """The API's `RequirementSyncModeEnum`."""

    HIERARCHICAL = "HIERARCHICAL"
    METADATA = "METADATA"
