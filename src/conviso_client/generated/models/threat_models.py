# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from .common import CompanyRef, PageMetadata, RequirementSummary, UserRef

__all__ = [
    "CreateThreatModelArtifactPayload",
    "CreateThreatModelArtifactVersionPayload",
    "CreateThreatModelingRequirementsPayload",
    "ThreatModelArtifact",
    "ThreatModelArtifactCollection",
    "ThreatModelArtifactVersion",
    "UpdateThreatModelArtifactPayload",
]


class ThreatModelArtifactVersion(ResultModel):
    """The API's `ThreatModelArtifactVersion`."""

    id: ResultID
    version: int | None
    diagram_type: str | None
    scope_text: str | None
    notes: str | None
    created_at: Timestamp | None
    __hash__ = ResultModel.__hash__


class ThreatModelArtifact(ResultModel):
    """The API's `ThreatModelArtifact`."""

    id: ResultID
    label: str | None
    description: str | None
    scope_text: str | None
    created_at: Timestamp | None
    updated_at: Timestamp | None
    company: CompanyRef | None
    assignee: UserRef | None
    latest_version: ThreatModelArtifactVersion | None
    versions: list[ThreatModelArtifactVersion] | None = None
    __hash__ = ResultModel.__hash__


class CreateThreatModelArtifactPayload(ResultModel):
    """The API's `CreateThreatModelArtifactPayload`."""

    threat_model_artifact: ThreatModelArtifact | None


class CreateThreatModelArtifactVersionPayload(ResultModel):
    """The API's `CreateThreatModelArtifactVersionPayload`."""

    version: ThreatModelArtifactVersion | None


class CreateThreatModelingRequirementsPayload(ResultModel):
    """The API's `CreateThreatModelingRequirementsPayload`."""

    requirements: list[RequirementSummary] | None


class ThreatModelArtifactCollection(ResultPage["ThreatModelArtifact"]):
    """The API's `ThreatModelArtifactCollection`."""

    collection: Annotated[list[ThreatModelArtifact], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class UpdateThreatModelArtifactPayload(ResultModel):
    """The API's `UpdateThreatModelArtifactPayload`."""

    threat_model_artifact: ThreatModelArtifact | None
