"""Projects, requirements and activities."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

LIST = """query ($params: ProjectSearch, $page: Int, $limit: Int, $sortBy: String, $descending: Boolean) {
  projects(params: $params, page: $page, limit: $limit, sortBy: $sortBy, descending: $descending) {
    collection { id label status startDate endDate projectType { id label } tags { name } company { id }
      assets { id } requirementsProgress { done open pending total }
      vulnerabilitiesCount { total totalWithNotification } }
    metadata { totalCount totalPages currentPage totalDone totalPlanned totalAnalysis totalPaused totalVulnsCount }
  }
}"""
CREATE = """mutation ($input: CreateProjectInput!) { createProject(input: $input) {
  errors project { id label status goal startDate tags { name } assets { id } projectType { id }
    projectRequirements { id label checklist { id } activities { id title status } }
    projectScopeUrls { url } userWithAccess { email } allocatedAnalyst { portalUser { email } } } } }"""
STATUS = """mutation ($input: UpdateProjectStatusInput!) { updateProjectStatus(input: $input) {
  errors project { id status } } }"""
REQUIREMENT = """mutation ($input: RequirementInput!) { createOrUpdateRequirement(input: $input) { requirement {
  id label check { id label sort } } } }"""
ACTIVITY = """query ($id: ID!) { activities(params: {projectId: $id}, limit: 100) { collection {
  id title status permittedStatus startedAt finishedAt evidences { filename } playbook { id }
  history(pagination: {perPage: 9}) { collection { actionType evidences { filename } } metadata { totalCount } }
} metadata { totalCount } } }"""
MOVE = """mutation ($input: UpdateActivityStatusInput!) { updateActivityStatus(input: $input) {
  errors activity { id status startedAt finishedAt reason } } }"""


def listed(client: Any, **variables: Any) -> Any:
    params = {"scopeIdEq": "443", **variables.pop("params", {})}
    return client.data(LIST, params=params, limit=variables.pop("limit", 100), **variables)


def some(client: Any) -> tuple[int, int]:
    """An asset and a project type."""
    asset = client.data("{ assets(companyId: 443, limit: 1) { collection { id } } }")["collection"][0]["id"]
    kind = client.data("{ projectTypes(limit: 1) { collection { id } } }")["collection"][0]["id"]
    return int(asset), int(kind)


def given(client: Any, **fields: Any) -> dict[str, Any]:
    asset, kind = some(client)
    base = {"companyId": 443, "label": "New", "goal": "g", "scope": "s", "startDate": "2026-04-01"}
    return {**base, "assetsIds": [asset], "typeId": kind, **fields}


def create(client: Any, **fields: Any) -> Any:
    payload = client.data(CREATE, input=given(client, **fields))
    assert payload["errors"] == []
    return payload["project"]


def test_a_created_project_has_all_that_was_given(client: Any) -> None:
    before = listed(client)["metadata"]["totalCount"]
    playbook = client.data("{ requirements(scopeId: 443, pagination: {}) { collection { id check { label } } } }")[
        "collection"
    ][0]
    made = create(
        client,
        tags=["urgent"],
        playbooksIds=[int(playbook["id"])],
        projectScopeUrls=["https://a.example.com"],
        accessPortalUserEmails=["ana.almeida@example.com"],
        allocatedPortalUserEmails=["ana.almeida@example.com"],
    )
    asset, kind = some(client)
    assert (made["status"], made["startDate"]) == ("PLANNED", "2026-04-01T00:00:00Z")
    assert (made["assets"], made["projectType"]) == ([{"id": str(asset)}], {"id": str(kind)})
    assert made["tags"] == [{"name": "urgent"}]
    assert made["projectScopeUrls"] == [{"url": "https://a.example.com"}]
    assert made["userWithAccess"] == [{"email": "ana.almeida@example.com"}]
    assert made["allocatedAnalyst"] == [{"portalUser": {"email": "ana.almeida@example.com"}}]
    (requirement,) = made["projectRequirements"]
    assert requirement["checklist"] == {"id": playbook["id"]}
    assert [each["title"] for each in requirement["activities"]] == [check["label"] for check in playbook["check"]]
    assert {each["status"] for each in requirement["activities"]} == {"not_started"}
    assert listed(client)["metadata"]["totalCount"] == before + 1
    assert [each["id"] for each in listed(client, params={"tags": ["urgent"]})["collection"]] == [made["id"]]
    projects = client.data(f'{{ asset(id: "{asset}") {{ projects {{ id }} }} }}')["projects"]
    assert {"id": made["id"]} in projects


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"assetsIds": []}, "Assets can't be blank"),
        ({"typeId": 1}, "Invalid project type"),
        ({"label": " "}, "Label can't be blank"),
        ({"endDate": "2026-01-01"}, "End date must be after start date"),
    ],
)
def test_an_incomplete_project_is_refused_in_the_payload(client: Any, fields: dict[str, Any], message: str) -> None:
    payload = client.data(CREATE, input=given(client, **fields))
    assert payload == {"project": None, "errors": [message]}


def test_unknown_references_are_not_found_and_nothing_is_kept(client: Any) -> None:
    before = listed(client)["metadata"]["totalCount"]
    for fields in ({"assetsIds": [1]}, {"playbooksIds": [1]}, {"accessPortalUserEmails": ["x@y.z"]}):
        assert client.errors(CREATE, input=given(client, **fields))[0]["extensions"]["code"] == "RECORD_NOT_FOUND"
    assert listed(client)["metadata"]["totalCount"] == before


FLOW = {
    "PLANNED": {"ANALYSIS", "DISCONTINUED"},
    "ANALYSIS": {"PLANNED", "PAUSED", "DISCONTINUED", "DONE"},
    "PAUSED": {"ANALYSIS", "DISCONTINUED"},
    "DISCONTINUED": {"PLANNED", "ANALYSIS"},
    "DONE": {"ANALYSIS"},
}
WAYS = {"PLANNED": [], "ANALYSIS": ["ANALYSIS"], "PAUSED": ["ANALYSIS", "PAUSED"], "DISCONTINUED": ["DISCONTINUED"]}
WAYS["DONE"] = ["ANALYSIS", "DONE"]


@pytest.mark.parametrize("status", sorted(FLOW))
def test_the_status_flow(client: Any, status: str) -> None:
    for target in sorted(FLOW.keys() - {status}):
        project = create(client)["id"]
        for step in WAYS[status]:
            assert client.data(STATUS, input={"id": project, "projectStatus": step})["errors"] == []
        payload = client.data(STATUS, input={"id": project, "projectStatus": target})
        assert (payload["errors"] == []) == (target in FLOW[status])
        assert payload["project"]["status"] == (target if target in FLOW[status] else status)


def test_counters_agree_with_the_list(client: Any) -> None:
    found = listed(client)
    statuses = [each["status"] for each in found["collection"]]
    meta = found["metadata"]
    for name in ("DONE", "PLANNED", "ANALYSIS", "PAUSED"):
        assert meta[f"total{name.capitalize()}"] == statuses.count(name)
    counted = sum(each["vulnerabilitiesCount"]["totalWithNotification"] for each in found["collection"])
    assert meta["totalVulnsCount"] == counted
    stats = client.data("{ projectsStats(filters: {companyId: 443}) { status { value count } } }")["status"]
    assert {row["value"]: row["count"] for row in stats if row["count"]} == {
        each: statuses.count(each) for each in set(statuses)
    }


def test_counts_of_issues_agree_with_the_list_and_follow_it(client: Any) -> None:
    fields = "id totalPublishedVulnerabilities vulnerabilitiesCountByStatus { total identified inProgress unpublished }"
    projects = f"{{ projects(params: {{scopeIdEq: 443}}, limit: 100) {{ collection {{ {fields} }} }} }}"
    issues = """query ($ids: [ID!]) { issues(companyId: 443, filters: {projectIds: $ids}, pagination: {perPage: 1000}) {
        collection { id status permittedStatus } } }"""

    def check(project: dict[str, Any]) -> list[Any]:
        found = client.data(issues, ids=[project["id"]])["collection"]
        statuses = [each["status"] for each in found]
        unpublished = statuses.count("DRAFT") + statuses.count("CREATED")
        assert project["vulnerabilitiesCountByStatus"] == {
            "total": len(found),
            "identified": statuses.count("IDENTIFIED"),
            "inProgress": statuses.count("IN_PROGRESS"),
            "unpublished": unpublished,
        }
        assert project["totalPublishedVulnerabilities"] == len(found) - unpublished
        return found

    found = [(project, check(project)) for project in client.data(projects)["collection"]]
    project, issue = next((p, each) for p, list_ in found for each in list_ if each["status"] == "IDENTIFIED")
    change = "mutation ($id: ID!) { changeIssueStatus(input: {id: $id, status: IN_PROGRESS}) { issue { id } } }"
    client.data(change, id=issue["id"])
    after = next(each for each in client.data(projects)["collection"] if each["id"] == project["id"])
    check(after)
    assert after != project


def test_filters_and_orders(client: Any) -> None:
    everything = listed(client)["collection"]
    sample = everything[0]
    checks: list[tuple[dict[str, Any], Any]] = [
        ({"idEq": int(sample["id"])}, lambda each: each["id"] == sample["id"]),
        ({"idIn": [sample["id"]]}, lambda each: each["id"] == sample["id"]),
        ({"labelCont": sample["label"][2:9].upper()}, lambda each: sample["label"][2:9] in each["label"]),
        ({"labelEq": sample["label"]}, lambda each: each["label"] == sample["label"]),
        ({"projectStatusLabelIn": ["DONE", "PAUSED"]}, lambda each: each["status"] in {"DONE", "PAUSED"}),
        (
            {"projectTypeLabelEq": sample["projectType"]["label"]},
            lambda each: each["projectType"] == sample["projectType"],
        ),
        ({"tagNameEq": sample["tags"][0]["name"]}, lambda each: sample["tags"][0] in each["tags"]),
        ({"startDateGteq": sample["startDate"]}, lambda each: each["startDate"] >= sample["startDate"]),
    ]
    for params, holds in checks:
        expected = {each["id"] for each in everything if holds(each)}
        assert {each["id"] for each in listed(client, params=params)["collection"]} == expected, params
    labels = [each["label"] for each in listed(client, sortBy="label", descending=True)["collection"]]
    assert labels == sorted(labels, reverse=True)


def test_bulk(client: Any) -> None:
    projects = [create(client)["id"] for _ in range(3)]
    update = """mutation ($i: BulkUpdateProjectStatusInput!) { bulkUpdateProjectStatus(input: $i) {
      projects { collection { id status } metadata { totalCount } } } }"""
    payload = client.data(update, i={"companyId": 443, "ids": projects, "projectStatus": "ANALYSIS"})
    assert {each["status"] for each in payload["projects"]["collection"]} == {"ANALYSIS"}
    assert payload["projects"]["metadata"]["totalCount"] == 3
    delete = (
        "mutation ($i: BulkDeleteProjectInput!) { bulkDeleteProjects(input: $i) { projects { collection { id } } } }"
    )
    gone = client.data(delete, i={"companyId": 443, "ids": projects[:2]})["projects"]["collection"]
    assert {each["id"] for each in gone} == set(projects[:2])
    assert {each["id"] for each in listed(client)["collection"]} & set(projects) == {projects[2]}


def requirement(client: Any, **fields: Any) -> Any:
    base = {"companyId": 443, "label": "Brand new", "description": "d", "activities": []}
    return client.data(REQUIREMENT, input={**base, **fields})["requirement"]


def test_a_requirement_and_its_activities_are_replaced(client: Any) -> None:
    made = requirement(client, activities=[{"label": "A", "description": "a"}, {"label": "B", "description": "b"}])
    assert [check["label"] for check in made["check"]] == ["A", "B"]
    kept = {"id": made["check"][1]["id"], "label": "B2", "description": "b"}
    changed = requirement(client, id=made["id"], activities=[kept, {"label": "C", "description": "c"}])
    assert changed["id"] == made["id"]
    assert {check["label"] for check in changed["check"]} == {"B2", "C"}
    assert kept["id"] in {check["id"] for check in changed["check"]}
    one = client.data(
        "query ($id: ID!) { requirement(companyId: 443, id: $id) { label check { label } } }", id=made["id"]
    )
    assert len(one["check"]) == 2
    delete = "mutation ($id: ID!) { deleteRequirement(input: {requirementId: $id}) { requirement { id } } }"
    assert client.data(delete, id=made["id"])["requirement"] == {"id": made["id"]}
    assert client.errors(delete, id=made["id"])[0]["extensions"]["code"] == "RECORD_NOT_FOUND"


def test_labels_of_requirements_are_unique_and_activities_required(client: Any) -> None:
    requirement(client)
    given = {"companyId": 443, "label": "brand NEW", "description": "d", "activities": []}
    (error,) = client.errors(REQUIREMENT, input=given)
    assert error["extensions"]["code"] == "RECORD_NOT_UNIQUE"
    assert error["message"].endswith("has already been taken")
    assert "errors" not in client.post(REQUIREMENT, input={**given, "companyId": 444})
    for activities in ({}, {"activities": None}):
        (error,) = client.errors(REQUIREMENT, input={"companyId": 443, "label": "x", "description": "d", **activities})
        assert error["message"] == "Activities can't be blank"


def test_a_requirement_inside_a_project(client: Any) -> None:
    project = create(client)["id"]
    add = """mutation ($i: CreateProjectRequirementInput!) { createProjectRequirement(input: $i) {
      errors projectRequirement { id label activities { id title } } } }"""
    made = client.data(
        add, i={"projectId": project, "label": "Own", "activities": [{"label": "One"}, {"label": "Two"}]}
    )
    own = made["projectRequirement"]
    assert [each["title"] for each in own["activities"]] == ["One", "Two"]
    change = """mutation ($i: UpdateProjectRequirementInput!) { updateProjectRequirement(input: $i) {
      projectRequirement { label activities { title } } } }"""
    activities = [{"id": own["activities"][0]["id"], "label": "Uno"}, {"label": "Three"}]
    changed = client.data(change, i={"id": own["id"], "label": "Owned", "activities": activities})["projectRequirement"]
    assert changed["label"] == "Owned"
    assert {each["title"] for each in changed["activities"]} == {"Uno", "Two", "Three"}
    listed_ones = client.data("query ($id: ID!) { projectRequirements(projectId: $id) { id } }", id=project)
    assert listed_ones == [{"id": own["id"]}]
    by_requirement = "query ($id: ID!) { activities(params: {projectRequirementId: $id}) { metadata { totalCount } } }"
    assert client.data(by_requirement, id=own["id"])["metadata"]["totalCount"] == 3


def test_activities_move_and_keep_their_history(client: Any) -> None:
    playbook = client.data("{ requirements(scopeId: 443, pagination: {}) { collection { id } } }")["collection"][0][
        "id"
    ]
    project = create(client, playbooksIds=[int(playbook)])["id"]
    first = client.data(ACTIVITY, id=project)["collection"][0]
    assert first["status"] == "not_started"
    assert "in_progress" in first["permittedStatus"]
    begun = client.data(MOVE, input={"id": first["id"], "status": "IN_PROGRESS"})["activity"]
    assert (begun["status"], begun["startedAt"], begun["finishedAt"]) == ("in_progress", "2026-03-10T12:00:00Z", None)
    done = client.data(MOVE, input={"id": first["id"], "status": "DONE", "reason": "checked"})
    assert (done["errors"], done["activity"]["reason"]) == ([], "checked")
    refused = client.data(MOVE, input={"id": first["id"], "status": "NOT_APPLICABLE"})
    assert refused["errors"]
    assert refused["activity"]["status"] == "done"
    found = next(each for each in client.data(ACTIVITY, id=project)["collection"] if each["id"] == first["id"])
    assert found["history"]["metadata"]["totalCount"] == 2
    progress = next(each for each in listed(client)["collection"] if each["id"] == project)["requirementsProgress"]
    assert progress["total"] == 1
    assert progress["open"] == 1


def test_evidence_is_kept(client: Any, arguments: Any) -> None:
    activity = client.data(ACTIVITY, id=listed(client, limit=1)["collection"][0]["id"])["collection"][0]
    add = """mutation ($id: ID!, $files: [Upload!]) { addActivityAttachment(input: {id: $id, archives: $files}) {
      errors activity { evidences { filename } history(pagination: {}, attachmentActionsOnly: true) {
        collection { actionType evidences { filename } } } } } }"""
    added = client.data(add, id=activity["id"], files=[arguments.file])
    assert added["errors"] == []
    assert {"filename": arguments.file.name} in added["activity"]["evidences"]
    assert added["activity"]["history"]["collection"][0]["evidences"] == [{"filename": arguments.file.name}]
    assert client.data(add, id=activity["id"], files=[])["errors"] == ["Archives can't be blank"]


def test_an_attachment_belongs_to_an_issue_or_a_project_and_can_be_fetched(client: Any, arguments: Any) -> None:
    project = int(listed(client, limit=1)["collection"][0]["id"])
    create_one = """mutation ($i: CreateAttachmentInput!) { createAttachment(input: $i) {
      errors attachment { id archiveFilename archiveSize presignedUrl project { id } issueId } } }"""
    base = {"companyId": 443, "archive": arguments.file}
    made = client.data(create_one, i={**base, "projectId": project})["attachment"]
    assert (made["archiveFilename"], made["archiveSize"]) == (arguments.file.name, len(arguments.file.content))
    assert made["project"] == {"id": str(project)}
    assert httpx.get(made["presignedUrl"]).content == arguments.file.content
    for owners in ({}, {"projectId": project, "issueId": 219001}):
        assert client.data(create_one, i={**base, **owners})["errors"]
