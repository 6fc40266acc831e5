"""Issues and findings: filters, statistics, status flow, registration, the security gate."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from conviso_client.types import SeverityCategory

LIST = """query ($filters: IssuesFiltersInput, $sort: [IssueSortOptionInput!], $page: PaginationInput!) {
  issues(companyId: 443, filters: $filters, sortOptions: $sort, pagination: $page) {
    collection {
      __typename id title status severity type category createdAt updatedAt permittedStatus
      asset { id assetsTagList } project { id } branch { name } assignedUsers { email } author { id }
      sla { state dueAt daysRemaining } aiAgentAnalysis { fpAnalyzed }
      ... on FindingInterface { fingerprint originalIssueIdFromTool }
      ... on SastFinding { detail { fileName codeSnippet firstLine vulnerableLine } }
      ... on ScaFinding { scaDetail: detail { package cve affectedVersion } }
    }
    metadata { totalCount totalPages currentPage limitValue }
  }
}"""
ISSUE = """query ($id: ID!) { issue(id: $id) {
  id title status severity permittedStatus assignedUsers { email } aiAgentAnalysis { fpAnalyzed }
  statusHistory { status reason createdAt previous { status } source { email } }
  history { action kind status previousStatus reason at authorEmail assigneeEmail }
} }"""
CHANGE = "mutation ($input: ChangeIssueStatusInput!) { changeIssueStatus(input: $input) { issue { id status } } }"
STATS = """query ($filters: IssuesStatsFiltersInput!) { issuesStats(companyId: 443, filters: $filters) {
  severities { value count } status { value count } types { value count } } }"""
SAST = """mutation ($input: CreateOrUpdateSastFindingInput!) { createOrUpdateSastFinding(input: $input) { issue {
  id status severity title branch { name } detail { fileName firstLine codeSnippet } originalIssueIdFromTool } } }"""


def listed(client: Any, page: int = 1, size: int = 1000, sort: Any = None, **filters: Any) -> Any:
    return client.data(LIST, filters=filters, sort=sort, page={"page": page, "perPage": size})


def first(client: Any, **filters: Any) -> Any:
    return listed(client, size=1, **filters)["collection"][0]


@pytest.mark.parametrize("severity", ["NOTIFICATION", "LOW", "MEDIUM", "HIGH", "CRITICAL"])
def test_every_count_equals_what_the_list_holds(client: Any, severity: str) -> None:
    found = listed(client, severities=[severity])
    assert found["metadata"]["totalCount"] == len(found["collection"]) > 0
    stats = client.data(STATS, filters={"severities": [severity]})
    by_status = {row["value"]: row["count"] for row in stats["status"]}
    assert sum(by_status.values()) == len(found["collection"])
    for status, count in by_status.items():
        assert count == sum(each["status"] == status for each in found["collection"])
    assert {row["value"]: row["count"] for row in stats["severities"]}[severity] == len(found["collection"])
    assert {row["value"] for row in stats["severities"]} == set(SeverityCategory)


def test_every_filter_keeps_what_it_says(client: Any) -> None:
    everything = listed(client)["collection"]
    sample = next(each for each in everything if each["assignedUsers"] and each["project"])
    email, asset = sample["assignedUsers"][0]["email"], sample["asset"]["id"]
    checks: list[tuple[dict[str, Any], Any]] = [
        ({"ids": [sample["id"]]}, lambda each: each["id"] == sample["id"]),
        ({"assetIds": [asset]}, lambda each: each["asset"]["id"] == asset),
        ({"projectIds": [sample["project"]["id"]]}, lambda each: each["project"] == sample["project"]),
        ({"statuses": ["IDENTIFIED", "DRAFT"]}, lambda each: each["status"] in {"IDENTIFIED", "DRAFT"}),
        ({"failureTypes": ["SCA_FINDING"]}, lambda each: each["__typename"] == "ScaFinding"),
        ({"title": sample["title"]}, lambda each: each["title"] == sample["title"]),
        ({"partialTitle": "INJECTION"}, lambda each: "injection" in each["title"].lower()),
        ({"categories": ["Secrets"]}, lambda each: each["category"] == "Secrets"),
        ({"assigneeEmails": [email]}, lambda each: {"email": email} in each["assignedUsers"]),
        ({"assetTags": ["pci"]}, lambda each: "pci" in each["asset"]["assetsTagList"]),
        ({"slaStates": ["BREACHED"]}, lambda each: each["sla"]["state"] == "BREACHED"),
        ({"slaStates": ["ON_TRACK", "RESOLVED"]}, lambda each: each["sla"]["state"] in {"ON_TRACK", "RESOLVED"}),
        ({"aiFpAnalyzed": True}, lambda each: each["aiAgentAnalysis"]["fpAnalyzed"]),
        ({"cves": ["CVE-2021-44228"]}, lambda each: "CVE-2021-44228" in each["title"]),
        (
            {"createdAtRange": {"startDate": "2025-12-01", "endDate": "2026-01-15T23:59:59Z"}},
            lambda each: "2025-12-01" <= each["createdAt"] <= "2026-01-15T23:59:59Z",
        ),
    ]
    for filters, holds in checks:
        expected = {each["id"] for each in everything if holds(each)}
        assert {each["id"] for each in listed(client, **filters)["collection"]} == expected, filters
        assert expected, filters


def test_the_defaults_of_the_schema_filter_nothing(client: Any) -> None:
    bare = "query { issues(companyId: 443, pagination: {}) { metadata { totalCount limitValue } } }"
    assert client.data(bare)["metadata"] == {"totalCount": listed(client)["metadata"]["totalCount"], "limitValue": 10}


def test_sorting(client: Any) -> None:
    ranks = ["NOTIFICATION", "LOW", "MEDIUM", "HIGH", "CRITICAL"]
    worst = [
        ranks.index(each["severity"])
        for each in listed(client, sort=[{"sortBy": "SEVERITY", "order": "DESC"}])["collection"]
    ]
    assert worst == sorted(worst, reverse=True)
    oldest = [
        each["createdAt"] for each in listed(client, sort=[{"sortBy": "CREATED_AT", "order": "ASC"}])["collection"]
    ]
    assert oldest == sorted(oldest)
    due = [
        each["sla"]["dueAt"] for each in listed(client, sort=[{"sortBy": "SLA_DUE_AT", "order": "ASC"}])["collection"]
    ]
    known = [moment for moment in due if moment]
    assert due == sorted(known) + [None] * (len(due) - len(known))


def test_dates_make_sense(client: Any) -> None:
    for each in listed(client)["collection"]:
        assert each["createdAt"] <= each["updatedAt"] <= "2026-03-10T12:00:00Z"
        history = client.data(ISSUE, id=each["id"])["statusHistory"] if each["id"].endswith("7") else []
        moments = [step["createdAt"] for step in history]
        assert moments == sorted(moments)
        assert not history or history[-1]["status"] == each["status"]


def test_a_status_change_is_kept_with_its_reason(client: Any) -> None:
    issue = first(client, statuses=["IDENTIFIED"])
    before = client.data(ISSUE, id=issue["id"])
    assert (
        client.data(CHANGE, input={"id": issue["id"], "status": "IN_PROGRESS", "reason": "begun"})["issue"]["status"]
        == "IN_PROGRESS"
    )
    after = client.data(ISSUE, id=issue["id"])
    assert after["statusHistory"][:-1] == before["statusHistory"]
    last = after["statusHistory"][-1]
    assert (last["status"], last["reason"], last["previous"]) == ("IN_PROGRESS", "begun", {"status": "IDENTIFIED"})
    assert last["createdAt"] == "2026-03-10T12:00:00Z"
    assert after["history"][-1]["previousStatus"] == "IDENTIFIED"
    assert issue["id"] in {each["id"] for each in listed(client, statuses=["IN_PROGRESS"])["collection"]}
    counts = {row["value"]: row["count"] for row in client.data(STATS, filters={"statuses": ["IN_PROGRESS"]})["status"]}
    assert counts["IN_PROGRESS"] == listed(client, statuses=["IN_PROGRESS"])["metadata"]["totalCount"]


@pytest.mark.parametrize("status", ["CREATED", "IDENTIFIED", "IN_PROGRESS", "FIX_ACCEPTED", "RISK_ACCEPTED"])
def test_permitted_status_is_what_is_permitted(client: Any, status: str) -> None:
    issue = first(client, statuses=[status])
    for other in ("CREATED", "IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION", "FIX_ACCEPTED", "FALSE_POSITIVE"):
        answer = client.post(CHANGE, input={"id": issue["id"], "status": other})
        assert ("errors" not in answer) == (other == status or other in issue["permittedStatus"])
        client.sandbox.reset()


def test_an_accepted_risk_may_have_an_end(client: Any) -> None:
    issue = first(client, statuses=["IDENTIFIED"])
    client.data(CHANGE, input={"id": issue["id"], "status": "RISK_ACCEPTED", "riskAcceptedUntil": "2027-01-01"})
    found = listed(client, riskAcceptedUntilRange={"startDate": "2026-12-31", "endDate": "2027-01-02"})["collection"]
    assert [each["id"] for each in found] == [issue["id"]]
    assert found[0]["sla"]["state"] == "NOT_TRACKED"


def test_bulk_changes_answer_with_a_job_and_happen(client: Any) -> None:
    chosen = [each["id"] for each in listed(client, size=3, statuses=["IDENTIFIED"])["collection"]]
    fixed = listed(client, size=1, statuses=["FIX_ACCEPTED"])["collection"][0]["id"]
    bulk = "mutation ($i: BulkChangeIssueStatusInput!) { bulkChangeIssueStatus(input: $i) { jobId } }"
    given = {"companyId": 443, "ids": [*chosen, fixed, "1"], "status": "AWAITING_VALIDATION"}
    assert client.data(bulk, i=given)["jobId"]
    assert {each["status"] for each in listed(client, ids=chosen)["collection"]} == {"AWAITING_VALIDATION"}
    assert first(client, ids=[fixed])["status"] == "FIX_ACCEPTED"
    delete = "mutation ($i: BulkDeleteIssuesInput!) { bulkDeleteIssues(input: $i) { jobId } }"
    assert client.data(delete, i={"companyId": 443, "ids": chosen})["jobId"]
    assert listed(client, ids=chosen)["collection"] == []


def test_assignees_are_replaced(client: Any) -> None:
    issue = first(client)
    mutation = "mutation ($i: UpdateIssueAssigneesInput!) { updateIssueAssignee(input: $i) { assignees { email } } }"
    emails = ["ana.almeida@example.com"]
    assert client.data(mutation, i={"issueId": issue["id"], "assigneeEmails": emails})["assignees"] == [
        {"email": emails[0]}
    ]
    assert issue["id"] in {each["id"] for each in listed(client, assigneeEmails=emails)["collection"]}
    assert client.data(ISSUE, id=issue["id"])["history"][-1]["assigneeEmail"] == emails[0]
    assert client.data(mutation, i={"issueId": issue["id"], "assigneeEmails": []})["assignees"] == []
    unknown = client.errors(mutation, i={"issueId": issue["id"], "assigneeEmails": ["nobody@example.com"]})
    assert unknown[0]["extensions"]["code"] == "RECORD_NOT_FOUND"


def test_an_issue_is_marked_as_analyzed(client: Any) -> None:
    issue = first(client, aiFpAnalyzed=False)
    mutation = (
        "mutation ($i: MarkIssueAsAnalyzedInput!) { markIssueAsAnalyzed(input: $i) { aiAgentAnalysis { fpAnalyzed } } }"
    )
    assert client.data(mutation, i={"companyId": 443, "issueId": issue["id"]})["aiAgentAnalysis"]["fpAnalyzed"]
    assert issue["id"] not in {each["id"] for each in listed(client, aiFpAnalyzed=False)["collection"]}


def finding(client: Any, **fields: Any) -> dict[str, Any]:
    asset = client.data("{ assets(companyId: 443, limit: 1) { collection { id } } }")["collection"][0]["id"]
    base = {
        "assetId": int(asset),
        "title": "Found",
        "description": "What it is",
        "severity": "HIGH",
        "fileName": "a.py",
    }
    return {**base, "firstLine": 3, "vulnerableLine": 4, "codeSnippet": "x = 1", **fields}


def test_a_finding_is_created_once_and_updated_by_its_original_id(client: Any) -> None:
    before = listed(client)["metadata"]["totalCount"]
    made = client.data(SAST, input=finding(client, originalIssueIdFromTool="T-1", branch="feature/x"))["issue"]
    assert (made["status"], made["branch"]) == ("IDENTIFIED", {"name": "feature/x"})
    assert made["detail"] == {"fileName": "a.py", "firstLine": 3, "codeSnippet": "x = 1"}
    again = client.data(SAST, input=finding(client, originalIssueIdFromTool="T-1", title="Renamed", firstLine=9))[
        "issue"
    ]
    assert (again["id"], again["title"], again["detail"]["firstLine"]) == (made["id"], "Renamed", 9)
    by_id = client.data(SAST, input={"id": made["id"], "severity": "LOW"})["issue"]
    assert (by_id["severity"], by_id["title"]) == ("LOW", "Renamed")
    assert listed(client)["metadata"]["totalCount"] == before + 1
    create = "mutation ($input: CreateSastFindingInput!) { createSastFinding(input: $input) { issue { id } } }"
    (error,) = client.errors(create, input=finding(client, originalIssueIdFromTool="T-1"))
    assert error["extensions"]["code"] == "RECORD_NOT_UNIQUE"


@pytest.mark.parametrize("missing", ["assetId", "title", "description"])
def test_a_new_finding_needs_its_content(client: Any, missing: str) -> None:
    given = finding(client)
    del given[missing]
    (error,) = client.errors(SAST, input=given)
    assert error["extensions"]["code"] == "RECORD_INVALID"
    assert missing.removesuffix("Id") in error["message"].lower()


def test_a_batch_says_which_rows_failed_and_keeps_the_others(client: Any) -> None:
    batch = """mutation ($f: [CreateOrUpdateFindingPolymorphicInput!]!) {
      batchCreateOrUpdateFindings(input: {findings: $f}) {
      issues { __typename title } findingErrors { index code message } } }"""
    asset = finding(client)["assetId"]
    base = {"title": "Row", "description": "d"}
    payload = client.data(
        batch,
        f=[
            {"assetId": asset, "sca": {**base, "package": "lodash", "cve": "CVE-2021-23337"}},
            {"sast": base},
            {"assetId": 1, "iac": base},
            {"assetId": asset, "sast": base, "sca": base},
            {"secret": {**base, "assetId": asset}},
            {"assetId": asset, "dast": {"description": "no title"}},
        ],
    )
    assert [each["__typename"] for each in payload["issues"]] == ["ScaFinding", "SecretFinding"]
    assert [(row["index"], row["code"]) for row in payload["findingErrors"]] == [
        (1, "RECORD_INVALID"),
        (2, "RECORD_NOT_FOUND"),
        (3, "RECORD_INVALID"),
        (5, "RECORD_INVALID"),
    ]
    assert len(listed(client, cves=["CVE-2021-23337"], title="Row")["collection"]) == 1


WEB = {
    "title": "XSS", "description": "d", "summary": "s", "impactDescription": "i", "stepsToReproduce": "r",
    "solution": "f",
    "impactLevel": "HIGH", "probabilityLevel": "LOW", "severity": "CRITICAL", "method": "GET", "scheme": "HTTPS",
    "port": 443, "url": "https://x.example.com", "request": "GET / HTTP/1.1", "response": "HTTP/1.1 200 OK",
}  # fmt: skip


def test_a_vulnerability_is_registered_and_replaced(client: Any) -> None:
    create = """mutation ($i: CreateWebVulnerabilityInput!) { createWebVulnerability(input: $i) { issue {
      id type status compromisedEnvironment detail { url port request } sla { state dueAt daysRemaining } } } }"""
    issue = client.data(create, i={**WEB, "assetId": finding(client)["assetId"]})["issue"]
    assert (issue["type"], issue["compromisedEnvironment"]) == ("WEB_VULNERABILITY", False)
    assert issue["detail"] == {"url": WEB["url"], "port": 443, "request": WEB["request"]}
    assert issue["sla"] == {"state": "ON_TRACK", "dueAt": "2026-03-17T12:00:00Z", "daysRemaining": 7}
    update = """mutation ($i: UpdateWebVulnerabilityInput!) { updateWebVulnerability(input: $i) { issue {
      id title detail { port } sla { dueAt } } } }"""
    given = {**WEB, "id": issue["id"], "assetId": finding(client)["assetId"], "port": 8443, "severity": "LOW"}
    changed = client.data(update, i=given)["issue"]
    assert (changed["id"], changed["detail"]) == (issue["id"], {"port": 8443})
    assert changed["sla"]["dueAt"] == "2026-09-06T12:00:00Z"


def test_code_of_infrastructure_comes_as_an_address_or_inline(client: Any) -> None:
    query = """query ($id: ID!) { issue(id: $id) { ... on IacFinding { detail {
      address: codeSnippet text: codeSnippet(blob: true) } } } }"""
    detail = client.data(query, id=first(client, failureTypes=["IAC_FINDING"])["id"])["detail"]
    assert detail["address"].startswith(client.sandbox.address)
    assert httpx.get(detail["address"]).text == detail["text"]
    assert "://" not in detail["text"].splitlines()[0]


GATE = """query ($id: ID!, $branch: String) { securityGateRun(assetId: $id, branchName: $branch) {
  status branch { name } issuesUrl reason { critical { count expiredCount limit maxDaysToFix status } high { count } }
  failingVulnerabilities(pagination: {page: 1, perPage: 2}) {
    collection { id title severity platformUrl } metadata { totalCount limitValue } } } }"""


def test_the_gate_follows_the_issues(client: Any) -> None:
    create = "mutation ($i: CreateAssetInput!) { createAsset(input: $i) { asset { id } } }"
    asset = client.data(create, i={"companyId": 443, "name": "gated", "branchName": "main"})["asset"]["id"]
    assert client.data(GATE, id=asset)["status"] == "PASS"
    client.data(SAST, input=finding(client, assetId=int(asset), severity="CRITICAL"))
    gate = client.data(GATE, id=asset, branch=" MAIN ")
    assert (gate["status"], gate["branch"], gate["failingVulnerabilities"]) == ("WARNING", {"name": "main"}, None)
    assert gate["reason"]["critical"] == {
        "count": 1,
        "expiredCount": 0,
        "limit": 0,
        "maxDaysToFix": 7,
        "status": "WARNING",
    }
    assert client.data(GATE, id=asset, branch="no-such-branch")["branch"] == {"name": "main"}
    given = "companyId: 443, pagination: {page: 1, perPage: 3}"
    latest = client.data(f"{{ securityGateExecutions({given}) {{ collection {{ status asset {{ id }} }} }} }}")[
        "collection"
    ]
    assert [each["status"] for each in latest] == ["WARNING", "WARNING", "PASS"]
    assert {each["asset"]["id"] for each in latest} == {asset}


def test_a_gate_with_overdue_issues_fails_and_names_them(client: Any) -> None:
    assets = [
        each["id"] for each in client.data("{ assets(companyId: 443, limit: 50) { collection { id } } }")["collection"]
    ]
    gates = [client.data(GATE, id=asset) for asset in assets]
    failed = [gate for gate in gates if gate["status"] == "FAIL"]
    assert failed
    for gate in failed:
        failing = gate["failingVulnerabilities"]
        assert 0 < len(failing["collection"]) <= failing["metadata"]["limitValue"] == 2
        assert all(each["platformUrl"].endswith(each["id"]) for each in failing["collection"])


def test_groups_of_issues_add_up(client: Any) -> None:
    query = """{ issuesAggregation(companyId: 443, pagination: {page: 1, perPage: 1000}) {
      collection { title severities { critical high medium low notification } } metadata { totalCount } } }"""
    groups = client.data(query)
    assert groups["metadata"]["totalCount"] == len(groups["collection"])
    assert (
        sum(sum(each["severities"].values()) for each in groups["collection"])
        == listed(client)["metadata"]["totalCount"]
    )
    top = client.data("{ topVulnerabilities(companyId: 443) { title totalCount affectedAssetsCount } }")
    counts = [each["totalCount"] for each in top]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == listed(client, title=top[0]["title"])["metadata"]["totalCount"]
