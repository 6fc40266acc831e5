# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, Date, DateTime, InputModel, IntID, Sequence
from conviso_client.upload import Upload

from ..enums import NewProjectStatusEnumValue

__all__ = [
    "AttachmentInput",
    "BulkDeleteProjectInput",
    "BulkUpdateProjectStatusInput",
    "CreateProjectInput",
    "ProjectSearch",
    "ProjectTypeSearch",
    "UpdateProjectInput",
    "UpdateProjectStatusInput",
]


class AttachmentInput(InputModel):
    """The API's `AttachmentInput`."""

    allowed_portal_user_ids: Sequence[IntID] | None = None
    archive: Upload | None = None
    description: str | None = None
    id: ID | None = None
    issue_id: IntID | None = None
    project_id: IntID | None = None


class BulkDeleteProjectInput(InputModel):
    """The API's `BulkDeleteProjectInput`."""

    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    ids: Sequence[ID]


class BulkUpdateProjectStatusInput(InputModel):
    """The API's `BulkUpdateProjectStatusInput`."""

    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    ids: Sequence[ID]
    project_status: NewProjectStatusEnumValue
    reason: str | None = None


class CreateProjectInput(InputModel):
    """The API's `CreateProjectInput`."""

    access_portal_user_emails: Sequence[str] | None = None
    allocated_portal_user_emails: Sequence[str] | None = None
    assets_ids: Sequence[IntID] | None = None
    attachments: Sequence[AttachmentInput] | None = None
    attack_chain: str | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    connectivity: str | None = None
    credentials_ids: Sequence[IntID] | None = None
    end_date: Date | None = None
    estimated_hours: str | None = None
    goal: str
    label: str
    playbooks_ids: Sequence[IntID] | None = None
    project_scope_urls: Sequence[str] | None = None
    scope: str
    secret_ids: Sequence[str] | None = None
    start_date: Date
    students: int | None = None
    tags: Sequence[str] | None = None
    teams_ids: Sequence[IntID] | None = None
    type_id: IntID


class ProjectSearch(InputModel):
    """The API's `ProjectSearch`."""

    analysts_email_in: Sequence[str] | None = None
    api_code_eq: str | None = None
    continuous_delivery: str | None = None
    """No recent source confirms this field."""
    continuous_delivery_eq: bool | None = None
    """No recent source confirms this field."""
    created_at_gteq: DateTime | None = None
    created_at_lteq: DateTime | None = None
    end_date: DateTime | None = None
    end_date_cont: DateTime | None = None
    end_date_eq: DateTime | None = None
    end_date_gteq: DateTime | None = None
    end_date_lteq: DateTime | None = None
    engagement_statuses: Sequence[int] | None = None
    engagement_types: Sequence[int] | None = None
    environment_compromised: bool | None = None
    id_eq: int | None = None
    id_in: Sequence[ID] | None = None
    label_cont: str | None = None
    label_eq: str | None = None
    pending_requirements: bool | None = None
    project_status_label_cont: str | None = None
    project_status_label_eq: str | None = None
    project_status_label_in: Sequence[str] | None = None
    project_type_label_cont: str | None = None
    project_type_label_eq: str | None = None
    project_type_label_in: Sequence[str] | None = None
    scope_id_eq: ID | None = None
    """None takes the client's company."""
    scope_label_cont: str | None = None
    search: str | None = None
    show_hidden: bool | None = None
    start_date: DateTime | None = None
    start_date_cont: DateTime | None = None
    start_date_eq: DateTime | None = None
    start_date_gteq: DateTime | None = None
    start_date_lteq: DateTime | None = None
    tag_name_eq: str | None = None
    tags: Sequence[str] | None = None
    teams: Sequence[int] | None = None


class ProjectTypeSearch(InputModel):
    """The API's `ProjectTypeSearch`."""

    description_cont: str | None = None
    """No recent source confirms this field."""
    description_eq: str | None = None
    """No recent source confirms this field."""
    id_in: Sequence[int] | None = None
    """No recent source confirms this field."""
    label_cont: str | None = None
    label_eq: str | None = None
    """No recent source confirms this field."""


class UpdateProjectInput(InputModel):
    """The API's `UpdateProjectInput`."""

    access_portal_user_emails: Sequence[str] | None = None
    active_custom_executive_summary: bool | None = None
    active_custom_final_considerations: bool | None = None
    allocated_portal_user_emails: Sequence[str] | None = None
    assets_ids: Sequence[IntID] | None = None
    attachments: Sequence[AttachmentInput] | None = None
    attack_chain: str | None = None
    client_mutation_id: str | None = None
    comment: str | None = None
    company_id: IntID | None = None
    connectivity: str | None = None
    credentials_ids: Sequence[IntID] | None = None
    custom_executive_summary: str | None = None
    custom_final_considerations: str | None = None
    end_date: Date | None = None
    estimated_hours: str | None = None
    goal: str | None = None
    id: ID
    label: str | None = None
    playbooks_ids: Sequence[IntID] | None = None
    project_scope_urls: Sequence[str] | None = None
    scope: str | None = None
    secret_ids: Sequence[str] | None = None
    start_date: Date | None = None
    students: int | None = None
    tags: Sequence[str] | None = None
    teams_ids: Sequence[IntID] | None = None
    type_id: IntID | None = None


class UpdateProjectStatusInput(InputModel):
    """The API's `UpdateProjectStatusInput`."""

    client_mutation_id: str | None = None
    id: ID
    project_status: NewProjectStatusEnumValue
    reason: str | None = None
