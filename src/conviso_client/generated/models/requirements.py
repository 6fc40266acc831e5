# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultModel, ResultPage

from .common import (
    ActivitySummary,
    CheckRef,
    PageMetadata,
    ProjectRequirementSummary,
    RequirementRef,
    RequirementSummary,
)

__all__ = [
    "CheckDetail",
    "CreateOrUpdateRequirementPayload",
    "CreateProjectRequirementPayload",
    "DeleteRequirementPayload",
    "ProjectRequirement",
    "RequirementCollection",
    "RequirementDetail",
    "UpdateProjectRequirementPayload",
]


class CheckDetail(CheckRef):
    """An activity of a requirement as it is written once."""

    description: str | None
    reference: str | None
    category: str | None
    item: str | None
    action_plan: str | None
    sort: int | None
    __hash__ = ResultModel.__hash__


class RequirementDetail(RequirementSummary):
    """A requirement of a company with all that it asks for.

    `check` are its activities as they are written once; the activities of a project are made from them.
    """

    check: list[CheckDetail]
    __hash__ = ResultModel.__hash__


class CreateOrUpdateRequirementPayload(ResultModel):
    """The API's `CreateOrUpdateRequirementPayload`."""

    requirement: RequirementDetail | None


class ProjectRequirement(ProjectRequirementSummary):
    """The API's `ProjectRequirement`."""

    activities: list[ActivitySummary] | None = None
    __hash__ = ResultModel.__hash__


class CreateProjectRequirementPayload(ResultModel):
    """The API's `CreateProjectRequirementPayload`."""

    project_requirement: ProjectRequirement | None
    errors: list[str] | None


class DeleteRequirementPayload(ResultModel):
    """The API's `DeleteRequirementPayload`."""

    requirement: RequirementRef | None


class RequirementCollection(ResultPage["RequirementSummary"]):
    """The API's `RequirementCollection`."""

    collection: Annotated[list[RequirementSummary], NULL_AS_EMPTY]
    metadata: PageMetadata


class UpdateProjectRequirementPayload(ResultModel):
    """The API's `UpdateProjectRequirementPayload`."""

    project_requirement: ProjectRequirement | None
    errors: list[str] | None
