# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, Sequence

from ..enums import ToolTypeCategoryValue

__all__ = [
    "AssociateProjectInput",
    "CreateOrUpdateBackstageIntegrationInput",
    "ImportAssetToIntegrationInput",
    "ImportAssetToIntegrationProjectInput",
    "SyncAssetInput",
    "SyncVulnerabilityWithDefectTrackerInput",
]


class AssociateProjectInput(InputModel):
    """The API's `AssociateProjectInput`."""

    branches: Sequence[str] | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    integration: ToolTypeCategoryValue
    project_id: ID | None = None
    project_ids: Sequence[ID] | None = None
    """Deprecated: No longer supported"""
    repository_url: str | None = None
    subproject_path: str | None = None


class CreateOrUpdateBackstageIntegrationInput(InputModel):
    """The API's `CreateOrUpdateBackstageIntegrationInput`."""

    auto_import_enabled: bool | None = None
    backstage_url: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    instance_id: str | None = None


class ImportAssetToIntegrationInput(InputModel):
    """The API's `ImportAssetToIntegrationInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    integration_type: str | None = None
    projects: Sequence[ImportAssetToIntegrationProjectInput] | None = None


class ImportAssetToIntegrationProjectInput(InputModel):
    """The API's `ImportAssetToIntegrationProjectInput`."""

    asset_type: str | None = None
    description: str | None = None
    id: str | None = None
    lifecycle: str | None = None
    name: str | None = None
    owner: str | None = None
    repo_url: str | None = None
    tags: Sequence[str] | None = None
    url: str | None = None


class SyncAssetInput(InputModel):
    """The API's `SyncAssetInput`."""

    asset_id: ID
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    integration: ToolTypeCategoryValue


class SyncVulnerabilityWithDefectTrackerInput(InputModel):
    """The API's `SyncVulnerabilityWithDefectTrackerInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    id: ID
