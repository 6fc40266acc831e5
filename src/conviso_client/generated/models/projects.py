# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from .common import (
    AssetRef,
    CompanyRef,
    PageMetadata,
    ProjectRef,
    ProjectRequirementSummary,
    ProjectTypeRef,
    RequirementRef,
    UserRef,
)

__all__ = [
    "AnalysisStatusTypeCollection",
    "BulkDeleteProjectPayload",
    "BulkUpdateProjectStatusPayload",
    "CreateProjectPayload",
    "DeletedProjects",
    "ProjectAssignment",
    "ProjectCollection",
    "ProjectDetail",
    "ProjectPageMetadata",
    "ProjectReport",
    "ProjectRequirementsProgress",
    "ProjectScopeUrl",
    "ProjectStatusDetail",
    "ProjectSummary",
    "ProjectTypeCollection",
    "ProjectTypeDetail",
    "Tag",
    "TeamRef",
    "UpdateProjectPayload",
    "UpdateProjectStatusPayload",
]


class ProjectStatusDetail(ResultModel):
    """A status that a project can have.

    `is_initial` marks the one in which projects begin.
    """

    id: ResultID
    label: str
    is_initial: bool
    __hash__ = ResultModel.__hash__


class AnalysisStatusTypeCollection(ResultPage["ProjectStatusDetail"]):
    """The API's `AnalysisStatusTypeCollection`."""

    collection: Annotated[list[ProjectStatusDetail], NULL_AS_EMPTY]
    metadata: PageMetadata


class DeletedProjects(ResultPage["ProjectRef"]):
    """The projects that a deletion answered with."""

    collection: Annotated[list[ProjectRef], NULL_AS_EMPTY]


class BulkDeleteProjectPayload(ResultModel):
    """The API's `BulkDeleteProjectPayload`."""

    projects: DeletedProjects | None


class ProjectPageMetadata(ResultModel):
    """Where a page of projects stands in its list."""

    total_count: int
    total_pages: int
    current_page: int
    limit_value: int


class ProjectAssignment(ResultModel):
    """A person who is assigned to a project, and the hours set aside for it."""

    id: ResultID
    allocated_hours: int | None
    created_at: Timestamp
    portal_user: UserRef | None
    __hash__ = ResultModel.__hash__


class ProjectRequirementsProgress(ResultModel):
    """The API's `ProjectRequirementsProgress`."""

    done: int | None
    open: int | None
    pending: int | None
    total: int | None


class Tag(ResultModel):
    """The API's `Tag`."""

    name: str


class ProjectSummary(ResultModel):
    """A project as a row of a list.

    Other operations want `id`, not `pid`. `requirements_progress` counts how much of what its requirements ask for is
    done.
    """

    id: ResultID
    pid: str | None
    label: str
    status: str | None
    is_open: bool
    waiting: bool
    is_public: bool | None
    environment_compromised: bool | None
    start_date: Timestamp
    end_date: Timestamp | None
    due_date: Timestamp | None
    estimated_hours: str | None
    created_at: Timestamp | None
    updated_at: Timestamp | None
    company: CompanyRef
    project_type: ProjectTypeRef
    tags: list[Tag] | None
    assets: list[AssetRef] | None
    assigned_users: list[ProjectAssignment] | None
    requirements_progress: ProjectRequirementsProgress | None
    __hash__ = ResultModel.__hash__


class ProjectCollection(ResultPage["ProjectSummary"]):
    """The API's `ProjectCollection`."""

    collection: Annotated[list[ProjectSummary], NULL_AS_EMPTY]
    metadata: ProjectPageMetadata


class BulkUpdateProjectStatusPayload(ResultModel):
    """The API's `BulkUpdateProjectStatusPayload`."""

    projects: ProjectCollection | None


class CreateProjectPayload(ResultModel):
    """The API's `CreateProjectPayload`."""

    project: ProjectSummary | None
    errors: list[str] | None


class ProjectScopeUrl(ResultModel):
    """The API's `ProjectScopeUrl`."""

    id: ResultID
    url: str | None
    __hash__ = ResultModel.__hash__


class TeamRef(ResultModel):
    """A team, by id and name."""

    id: ResultID
    label: str
    __hash__ = ResultModel.__hash__


class ProjectDetail(ProjectSummary):
    """A project, whole.

    `playbooks` are the company's requirements that were attached to the project; `project_requirements` are what became
    of them inside it, each with its `checklist` as the link back.
    """

    type: str
    api_code: str | None
    goal: str | None
    objective: str | None
    scope: str | None
    comment: str | None
    executive_summary: str | None
    main_recommendations: str | None
    environment_invaded: bool | None
    planned_started_at: Timestamp | None
    estimated_days: str | None
    project_scope_urls: list[ProjectScopeUrl] | None
    assigned_teams: list[TeamRef] | None
    playbooks: list[RequirementRef] | None
    project_requirements: list[ProjectRequirementSummary] | None
    __hash__ = ResultModel.__hash__


class ProjectReport(ResultModel):
    """The API's `ProjectReport`."""

    id: ResultID
    status: str | None
    progress: float | None
    report_url: str | None
    __hash__ = ResultModel.__hash__


class ProjectTypeDetail(ProjectTypeRef):
    """A type of project, with its code and its purpose."""

    code: str
    description: str | None
    default_duration: int | None
    __hash__ = ResultModel.__hash__


class ProjectTypeCollection(ResultPage["ProjectTypeDetail"]):
    """The API's `ProjectTypeCollection`."""

    collection: Annotated[list[ProjectTypeDetail], NULL_AS_EMPTY]
    metadata: PageMetadata


class UpdateProjectPayload(ResultModel):
    """The API's `UpdateProjectPayload`."""

    project: ProjectSummary | None
    msg: list[str] | None
    errors: list[str] | None


class UpdateProjectStatusPayload(ResultModel):
    """The API's `UpdateProjectStatusPayload`."""

    project: ProjectSummary | None
    errors: list[str] | None
