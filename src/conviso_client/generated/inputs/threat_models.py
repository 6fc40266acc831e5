# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from typing import Any

from conviso_client.models.inputs import ID, InputModel, Sequence

__all__ = [
    "CreateThreatModelArtifactInput",
    "CreateThreatModelArtifactVersionInput",
    "CreateThreatModelingRequirementsInput",
    "ThreatModelingRequirementItemInput",
    "UpdateThreatModelArtifactInput",
]


class CreateThreatModelArtifactInput(InputModel):
    """The API's `CreateThreatModelArtifactInput`."""

    assignee_email: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    description: str | None = None
    label: str
    scope_text: str | None = None


class CreateThreatModelArtifactVersionInput(InputModel):
    """The API's `CreateThreatModelArtifactVersionInput`."""

    architecture_items: Any
    artifact_id: ID
    diagram_content: str | None = None
    diagram_type: str | None = None
    notes: str | None = None
    requirement_ids: Sequence[ID] | None = None
    source_project_id: ID | None = None


class CreateThreatModelingRequirementsInput(InputModel):
    """The API's `CreateThreatModelingRequirementsInput`."""

    company_id: ID | None = None
    """None takes the client's company."""
    requirements: Sequence[ThreatModelingRequirementItemInput]


class ThreatModelingRequirementItemInput(InputModel):
    """The API's `ThreatModelingRequirementItemInput`."""

    capec_ids: Sequence[ID]
    label: str
    requirement_id: ID | None = None


class UpdateThreatModelArtifactInput(InputModel):
    """The API's `UpdateThreatModelArtifactInput`."""

    assignee_email: str | None = None
    description: str | None = None
    id: ID
    label: str
    scope_text: str | None = None
