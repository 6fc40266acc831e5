# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, Sequence

from ..enums import RequirementTypeEnumValue

__all__ = [
    "ActivityAttributeInput",
    "ActivityInput",
    "CreateProjectRequirementInput",
    "DeleteRequirementInput",
    "RequirementInput",
    "RequirementsFilterInput",
    "UpdateProjectRequirementInput",
]


class ActivityAttributeInput(InputModel):
    """The API's `ActivityAttributeInput`."""

    description: str | None = None
    id: ID | None = None
    label: str | None = None
    reference: str | None = None
    sort: int | None = None


class ActivityInput(InputModel):
    """The API's `ActivityInput`."""

    action_plan: str | None = None
    category: str | None = None
    description: str
    id: ID | None = None
    item: str | None = None
    label: str
    reference: str | None = None
    sort: str | None = None
    type_id: ID | None = None
    vulnerability_template_id: ID | None = None


class CreateProjectRequirementInput(InputModel):
    """The API's `CreateProjectRequirementInput`."""

    activities: Sequence[ActivityAttributeInput] | None = None
    client_mutation_id: str | None = None
    description: str | None = None
    label: str
    project_id: ID


class DeleteRequirementInput(InputModel):
    """The API's `DeleteRequirementInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    requirement_id: ID


class RequirementInput(InputModel):
    """The API's `RequirementInput`."""

    activities: Sequence[ActivityInput] | None = None
    associated_project_type_id: Sequence[ID] | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    description: str
    global_: bool | None = None
    id: ID | None = None
    label: str
    type: RequirementTypeEnumValue | None = None


class RequirementsFilterInput(InputModel):
    """The API's `RequirementsFilterInput`."""

    label: str | None = None
    only_from_company: bool | None = None


class UpdateProjectRequirementInput(InputModel):
    """The API's `UpdateProjectRequirementInput`."""

    activities: Sequence[ActivityAttributeInput] | None = None
    client_mutation_id: str | None = None
    description: str | None = None
    id: ID
    label: str | None = None
