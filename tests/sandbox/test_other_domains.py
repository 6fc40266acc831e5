"""Everything else that users automate: SBOM, scans, imports, applications, tickets, pentests, access, metrics."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [
        {
            "name": "lodash",
            "version": "4.17.20",
            "purl": "pkg:npm/lodash@4.17.20",
            "licenses": [{"license": {"id": "MIT"}}],
        },
        {
            "group": "org.example",
            "name": "core",
            "version": "1.0",
            "purl": "pkg:maven/org.example/core@1.0",
            "licenses": [{"expression": "Apache-2.0 OR MIT"}],
            "components": [{"name": "nested", "version": "2"}],
        },
    ],
}
XML = """<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><metadata><component type="application">
<name>app</name></component></metadata><components><component type="library"><group>@scope</group><name>left</name>
<version>3</version><purl>pkg:npm/%40scope/left@3</purl><licenses><license><name>Custom</name></license></licenses>
</component></components></bom>"""
SBOM = "mutation ($i: ImportSbomInput!) { importSbom(input: $i) { success } }"
COMPONENTS = """query ($search: SbomComponentSearchInput) {
  sbomComponents(companyId: 443, search: $search, limit: 1000) {
  collection { name version packageManager technology license issuesBySeverity asset { id } }
  metadata { totalCount } } }"""


@pytest.fixture
def asset(client: Any) -> str:
    create = "mutation ($i: CreateAssetInput!) { createAsset(input: $i) { asset { id } } }"
    return client.data(create, i={"companyId": 443, "name": "fresh"})["asset"]["id"]


@pytest.fixture
def file(arguments: Any) -> Callable[[str, Any], Any]:
    kind = type(arguments.file)

    def make(name: str, content: Any) -> Any:
        return kind(name, content if isinstance(content, bytes) else json.dumps(content).encode())

    return make


def test_components_of_a_cyclonedx_file_appear(client: Any, asset: str, file: Any) -> None:
    given = {"companyId": 443, "assetId": asset, "branchName": "main", "file": file("bom.json", BOM)}
    for _ in range(2):
        assert client.data(SBOM, i=given) == {"success": True}
    found = client.data(COMPONENTS, search={"assetIds": [asset]})["collection"]
    by_name = {each["name"]: each for each in found}
    assert len(found) == 3
    assert set(by_name) == {"lodash", "org.example:core", "nested"}
    assert (by_name["lodash"]["packageManager"], by_name["lodash"]["technology"]) == ("npm", "JavaScript")
    assert by_name["lodash"]["issuesBySeverity"]["high"] == 1
    assert by_name["org.example:core"]["license"] == "Apache-2.0 OR MIT"
    vulnerable = client.data(COMPONENTS, search={"assetIds": [asset], "vulnerableOnly": True})["collection"]
    assert [each["name"] for each in vulnerable] == ["lodash"]
    branches = client.data("query ($a: ID!) { branches(assetId: $a, companyId: 443) { collection { name } } }", a=asset)
    assert branches["collection"] == [{"name": "main"}]


def test_a_cyclonedx_file_may_be_xml(client: Any, asset: str, file: Any) -> None:
    client.data(SBOM, i={"assetId": asset, "file": file("bom.xml", XML.encode())})
    (found,) = client.data(COMPONENTS, search={"assetIds": [asset]})["collection"]
    assert (found["name"], found["version"], found["license"]) == ("@scope/left", "3", "Custom")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"<a/>", b"<bom", b"\xff\xfe\x00", b'{"bomFormat": "SPDX"}'])
def test_a_file_that_is_no_cyclonedx_is_refused(client: Any, asset: str, file: Any, content: bytes) -> None:
    (error,) = client.errors(SBOM, i={"assetId": asset, "file": file("x", content)})
    assert error["message"] == "File is not a CycloneDX document"
    assert client.data(COMPONENTS, search={"assetIds": [asset]})["collection"] == []


SYNC = "query ($id: ID!) { controlSyncStatus(id: $id) { id status successCount failureCount failureReason } }"


def test_a_synchronisation_is_counted_to_its_end(client: Any, asset: str) -> None:
    create = """mutation ($i: CreateControlSyncStatusInput!) { createControlSyncStatus(input: $i) {
      success controlSyncStatus { id status externalVulnerabilityCount } } }"""
    given = {"assetId": asset, "integration": "CONVISO_AST", "externalVulnerabilityCount": 3}
    made = client.data(create, i=given)["controlSyncStatus"]
    assert (made["status"], made["externalVulnerabilityCount"]) == ("pending", 3)
    more = """mutation ($i: IncreaseIssueScanCountInput!) { increaseIssueScanCount(input: $i) {
      controlSyncStatus { status successCount failureCount } } }"""
    count = {"assetId": asset, "integration": "CONVISO_AST", "controlSyncStatusId": made["id"]}
    assert client.data(more, i={**count, "successCount": 2})["controlSyncStatus"]["status"] == "pending"
    for _ in range(5):
        assert client.data(SYNC, id=made["id"])["status"] == "pending"
    last = client.data(more, i={**count, "failureCount": 1, "failureReason": "broken"})["controlSyncStatus"]
    assert last == {"status": "failed", "successCount": 2, "failureCount": 1}
    scans = (
        "query ($a: [ID!]) { scanHistories(companyId: 443, assetIds: $a) { collection { finalState failureReason } } }"
    )
    assert client.data(scans, a=[asset])["collection"] == [{"finalState": "FAILED", "failureReason": "broken"}]


def test_a_job_of_the_platform_moves_on_with_every_look(client: Any, asset: str, file: Any) -> None:
    dast = "mutation ($i: StartConvisoDastInput!) { startConvisoDast(input: $i) { controlSyncStatus { id status } } }"
    started = client.data(dast, i={"assetId": asset})["controlSyncStatus"]
    assert [client.data(SYNC, id=started["id"])["status"] for _ in range(4)] == [
        "pending",
        "pending",
        "succeeded",
        "succeeded",
    ]
    mobsf = (
        "mutation ($i: ImportMobsfInput!) { importMobsf(input: $i) { errors controlSyncStatus { id asset { name } } } }"
    )
    report = file("report.json", {"app_name": "Shop"})
    assert client.data(mobsf, i={"company_id": 443, "file": report})["controlSyncStatus"]["asset"]["name"] == "Shop"
    assert client.data(mobsf, i={"file": report})["errors"] == ["asset_id or company_id is required"]
    assert client.data(mobsf, i={"company_id": 443, "file": file("x", {})})["errors"] == ["The report has no app_name"]


def test_a_scan_run_goes_through_its_states(client: Any, asset: str) -> None:
    create = "mutation ($i: CreateScanRunInput!) { createScanRun(input: $i) { success scanRun { id state } } }"
    run = client.data(create, i={"assetId": asset, "metadata": {"ci": "x"}})["scanRun"]
    assert run["state"] == "REQUESTED"
    update = "mutation ($i: UpdateScanRunInput!) { updateScanRun(input: $i) { success errors scanRun { state } } }"
    skipped = client.data(update, i={"id": run["id"], "state": "COMPLETED"})
    assert (skipped["success"], skipped["scanRun"]) == (False, {"state": "REQUESTED"})
    assert "nvalid transition" in skipped["errors"][0]
    for state in ("ENQUEUED", "RUNNING"):
        assert client.data(update, i={"id": run["id"], "state": state}) == {
            "success": True,
            "errors": [],
            "scanRun": {"state": state},
        }
    early = client.data(update, i={"id": run["id"], "state": "COMPLETED", "errorClass": "X"})
    assert "FAILED only" in early["errors"][0]
    assert client.data(update, i={"id": run["id"], "state": "FAILED", "errorClass": "X"})["success"]


SARIF = {
    "version": "2.1.0",
    "runs": [
        {
            "tool": {"driver": {"rules": [{"id": "R1", "shortDescription": {"text": "A rule"}}]}},
            "results": [
                {
                    "ruleId": "R1",
                    "level": "error",
                    "message": {"text": "Found it"},
                    "locations": [
                        {"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 7}}}
                    ],
                },
                {"ruleId": "R2", "message": {"text": "No place"}},
            ],
        }
    ],
}
ISSUES = """query ($a: [ID!]) { issues(companyId: 443, filters: {assetIds: $a}, pagination: {}) { collection {
  title severity branch { name } ... on SastFinding { detail { fileName vulnerableLine } }
  ... on ContainerFinding { containerDetail: detail { package cve } } } } }"""


def test_findings_of_a_sarif_file_become_issues(client: Any, asset: str, file: Any) -> None:
    imported = "mutation ($i: ImportAstFindingsFileInput!) { importAstFindingsFile(input: $i) { success } }"
    given = {"companyId": 443, "assetId": asset, "vulnerabilityTypes": ["SAST_FINDING"], "branch": "main"}
    for _ in range(2):
        assert client.data(imported, i={**given, "file": file("r.sarif", SARIF)})["success"]
    found = client.data(ISSUES, a=[asset])["collection"]
    assert {(each["title"], each["severity"]) for each in found} == {("A rule", "HIGH"), ("R2", "MEDIUM")}
    assert len(found) == 2
    assert {"fileName": "a.py", "vulnerableLine": 7} in [each["detail"] for each in found]
    assert not client.data(imported, i={**given, "file": file("r.sarif", b"nonsense")})["success"]


def test_findings_of_a_container_file_become_issues(client: Any, asset: str, file: Any) -> None:
    imported = "mutation ($i: ImportContainerFindingsFileInput!) { importContainerFindingsFile(input: $i) { success } }"
    found = {"VulnerabilityID": "CVE-1", "PkgName": "openssl", "Severity": "CRITICAL", "InstalledVersion": "1"}
    report = file("trivy.json", {"Results": [{"Vulnerabilities": [found]}]})
    assert client.data(imported, i={"companyId": 443, "assetId": asset, "file": report})["success"]
    (issue,) = client.data(ISSUES, a=[asset])["collection"]
    assert issue["containerDetail"] == {"package": "openssl", "cve": "CVE-1"}


def test_deploys_of_an_asset(client: Any, asset: str) -> None:
    create = "mutation ($i: CreateDeployInput!) { createDeploy(input: $i) { errors deploy { id currentCommit } } }"
    given = {"currentCommit": "b", "previousCommit": "a"}
    made = client.data(create, i={**given, "assetId": asset, "branchName": "main"})["deploy"]
    query = "query ($a: ID!) { deploysByAsset(assetId: $a) { collection { id } } }"
    assert client.data(query, a=asset)["collection"] == [{"id": made["id"]}]
    assert client.data(create, i=given)["errors"] == ["Asset or project must exist"]


def test_applications_hold_assets(client: Any, asset: str) -> None:
    fragment = "errors application { id name assetsCount assets { id } }"
    create = f"mutation ($i: CreateApplicationInput!) {{ createApplication(input: $i) {{ {fragment} }} }}"
    made = client.data(create, i={"companyId": 443, "name": "Shop", "assetIds": [int(asset)]})["application"]
    assert (made["assetsCount"], made["assets"]) == (1, [{"id": asset}])
    remove = f"mutation ($i: RemoveApplicationAssetsInput!) {{ removeApplicationAssets(input: $i) {{ {fragment} }} }}"
    given = {"companyId": 443, "id": int(made["id"]), "assetIds": [int(asset)]}
    assert client.data(remove, i=given)["application"]["assetsCount"] == 0
    add = f"mutation ($i: AddApplicationAssetsInput!) {{ addApplicationAssets(input: $i) {{ {fragment} }} }}"
    for _ in range(2):
        assert client.data(add, i=given)["application"]["assetsCount"] == 1
    update = f"mutation ($i: UpdateApplicationInput!) {{ updateApplication(input: $i) {{ {fragment} }} }}"
    renamed = client.data(update, i={"companyId": 443, "id": int(made["id"]), "name": "Store"})["application"]
    assert (renamed["name"], renamed["assetsCount"]) == ("Store", 1)
    assert client.data('{ applications(companyId: 443, search: "stor") { id } }') == [{"id": made["id"]}]
    assert client.data(update, i={"companyId": 443, "id": int(made["id"]), "name": ""})["errors"] == [
        "Name can't be blank"
    ]


def test_tickets(client: Any) -> None:
    create = """mutation ($i: CreateTicketInput!) { createTicket(input: $i) { errors { message } ticket {
      id status createdBy { id } } } }"""
    given = {"companyId": 443, "title": "Help", "description": "d", "type": "BUG", "priority": "P1", "impact": "HIGH"}
    made = client.data(create, i=given)["ticket"]
    assert made["status"] == "OPEN"
    query = "query ($p: TicketSearch) { tickets(companyId: 443, params: $p, limit: 100) { collection { id title } } }"
    for params in (
        {"search": "HELP"},
        {"priorities": ["P1"], "types": ["BUG"], "impacts": ["HIGH"]},
        {"mineOnly": True},
    ):
        assert made["id"] in [each["id"] for each in client.data(query, p=params)["collection"]]
    one = client.data("query ($id: ID!) { ticket(companyId: 443, id: $id) { title } }", id=made["id"])
    assert one == {"title": "Help"}
    assert client.data(create, i={**given, "title": " "})["errors"] == [{"message": "Title can't be blank"}]


def test_a_pentest_runs_and_can_be_cancelled(client: Any) -> None:
    application = client.data("{ applications(companyId: 443) { id } }")[0]["id"]
    create = (
        "mutation ($i: CreatePentestArtifactInput!) { createPentestArtifact(input: $i) { pentestArtifact { id } } }"
    )
    given = {"companyId": "443", "applicationId": application, "label": "P", "pentestType": "web"}
    artifact = client.data(create, i={**given, "assigneeEmail": "ana.almeida@example.com"})["pentestArtifact"]["id"]
    start = """mutation ($i: CreatePentestExecutionInput!) { createPentestExecution(input: $i) {
      pentestExecution { id status runNumber } } }"""
    runs = [client.data(start, i={"artifactId": artifact})["pentestExecution"] for _ in range(2)]
    assert [run["runNumber"] for run in runs] == [1, 2]
    look = "query ($id: ID!) { pentestExecution(id: $id) { status } }"
    assert [client.data(look, id=runs[0]["id"])["status"] for _ in range(3)] == ["running", "running", "done"]
    cancel = """mutation ($i: CancelPentestExecutionInput!) { cancelPentestExecution(input: $i) {
      pentestExecution { status } } }"""
    assert client.data(cancel, i={"id": runs[1]["id"]})["pentestExecution"]["status"] == "cancelled"
    assert "cannot be cancelled" in client.errors(cancel, i={"id": runs[0]["id"]})[0]["message"]
    query = """query ($id: ID!) { pentestArtifact(id: $id) { executionsCount latestExecution {
      id } executions { id } assignee { email } } }"""
    found = client.data(query, id=artifact)
    assert (found["executionsCount"], found["latestExecution"]["id"]) == (2, runs[1]["id"])
    assert found["assignee"] == {"email": "ana.almeida@example.com"}


def test_versions_of_a_threat_model(client: Any) -> None:
    create = """mutation ($i: CreateThreatModelArtifactInput!) { createThreatModelArtifact(input: $i) {
      threatModelArtifact { id } } }"""
    artifact = client.data(create, i={"companyId": "443", "label": "T"})["threatModelArtifact"]["id"]
    version = """mutation ($i: CreateThreatModelArtifactVersionInput!) { createThreatModelArtifactVersion(input: $i) {
      version { id version notes } } }"""
    for number in (1, 2):
        made = client.data(version, i={"artifactId": artifact, "architectureItems": [{"a": 1}], "notes": "n"})[
            "version"
        ]
        assert made["version"] == number
    found = client.data(
        "query ($id: ID!) { threatModelArtifact(id: $id) { latestVersion { version } versions { version } } }",
        id=artifact,
    )
    assert (found["latestVersion"], len(found["versions"])) == ({"version": 2}, 2)
    query = """query ($has: Boolean) {
      threatModelArtifacts(companyId: 443, hasVersion: $has, pagination: {perPage: 100}) {
      collection { id } metadata { totalCount } } }"""
    assert artifact in [each["id"] for each in client.data(query, has=True)["collection"]]
    assert artifact not in [each["id"] for each in client.data(query, has=False)["collection"]]


def test_access_of_a_person(client: Any) -> None:
    user = client.data('{ portalUserProfile(email: "ana.almeida@example.com") { id name } }')
    profiles = client.data("{ portalUserAccessProfiles(companyId: 443) { collection { id name } } }")["collection"]
    teams = client.data('{ teamsByScope(id: "443", limit: 2) { collection { id } } }')["collection"]
    update = """mutation ($i: UpdatePortalUserAccessInput!) { updatePortalUserAccess(input: $i) {
      portalUserAccess { accessProfile { id } portalUser { id } teams { id } } } }"""
    given = {"companyId": 443, "portalUserId": user["id"], "accessProfileId": profiles[0]["id"]}
    access = client.data(update, i={**given, "teamsIds": [team["id"] for team in teams]})["portalUserAccess"]
    assert access["accessProfile"] == {"id": profiles[0]["id"]}
    assert {team["id"] for team in access["teams"]} == {team["id"] for team in teams}
    again = """query ($id: ID) { portalUserProfile(companyId: 443, id: $id) { profile(companyId: 443) {
      id } teams(companyId: 443) { id } } }"""
    found = client.data(again, id=user["id"])
    assert found["profile"] == {"id": profiles[0]["id"]}
    assert len(found["teams"]) == len(teams)


def test_a_report_is_made_while_one_looks(client: Any) -> None:
    project = client.data("{ projects(params: {scopeIdEq: 443}, limit: 1) { collection { id } } }")["collection"][0][
        "id"
    ]
    generate = """query ($p: ID!) {
      generateProjectReport(projectId: $p, language: "en", evidences: true, requirements: true) {
      id status progress reportUrl } }"""
    report = client.data(generate, p=project)
    assert (report["status"], report["reportUrl"]) == ("pending", None)
    assert client.data(generate, p=project)["id"] != report["id"]
    look = "query ($p: ID!, $r: ID!) { projectReport(projectId: $p, reportId: $r) { status progress reportUrl } }"
    seen = [client.data(look, p=project, r=report["id"]) for _ in range(3)]
    assert [each["status"] for each in seen] == ["running", "running", "done"]
    assert httpx.get(seen[-1]["reportUrl"]).status_code == 200


def test_external_tools(client: Any) -> None:
    save = """mutation ($i: CreateOrUpdateBackstageIntegrationInput!) { createOrUpdateBackstageIntegration(input: $i) {
      backstageIntegration { id instanceId backstageUrl } } }"""
    made = client.data(save, i={"companyId": 443, "instanceId": "mine", "backstageUrl": "https://b"})[
        "backstageIntegration"
    ]
    again = client.data(save, i={"companyId": 443, "instanceId": "mine", "backstageUrl": "https://c"})[
        "backstageIntegration"
    ]
    assert (again["id"], again["backstageUrl"]) == (made["id"], "https://c")
    load = """mutation ($i: ImportAssetToIntegrationInput!) { importAssetToIntegration(input: $i) {
      importedCount success errors } }"""
    rows = [{"name": "from-portal", "repoUrl": "https://github.com/org/portal"}, {"name": ""}]
    answer = client.data(load, i={"companyId": 443, "integrationType": "backstage", "projects": rows})
    assert answer == {"importedCount": 1, "success": False, "errors": ["Name can't be blank"]}
    asset = client.data('{ assets(companyId: 443, search: {name: "from-portal"}) { collection { id } } }')[
        "collection"
    ][0]["id"]
    sync = "mutation ($i: SyncAssetInput!) { syncAsset(input: $i) { assetId integration failureReason } }"
    unknown = client.data(sync, i={"assetId": asset, "integration": "SNYK"})
    assert "not associated" in unknown["failureReason"]
    link = """mutation ($i: AssociateProjectInput!) { associateProject(input: $i) {
      data { asset { id } externalToolProject { integrationType } } } }"""
    given = {
        "companyId": 443,
        "integration": "SNYK",
        "projectId": "p1",
        "repositoryUrl": "git@github.com:org/portal.git",
    }
    data = client.data(link, i=given)["data"]
    assert data == {"asset": {"id": asset}, "externalToolProject": {"integrationType": "snyk"}}
    known = client.data(sync, i={"assetId": asset, "integration": "SNYK"})
    assert known == {"assetId": asset, "integration": "snyk", "failureReason": None}


def test_figures_over_time(client: Any) -> None:
    query = """query ($p: FilterParams!) { mttrOverTime(companyId: 443, params: $p) {
      dates all critical high medium low notification } }"""
    found = client.data(query, p={"startDate": "2025-10-01", "endDate": "2026-03-31"})
    assert found["dates"] == ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    assert all(len(series) == 6 for series in found.values())
    assert any(found["all"])
    counts = client.data("{ assetScansCount(companyId: 443) { assetsWithScans assetsWithoutScans } }")
    total = client.data("{ assets(companyId: 443) { metadata { totalCount } } }")["metadata"]["totalCount"]
    assert sum(counts.values()) == total


def test_companies_are_found_by_their_label(client: Any) -> None:
    query = "query ($p: CompanySearch) { companies(params: $p) { collection { id label } metadata { totalCount } } }"
    everything = client.data(query)["collection"]
    sample = everything[0]
    for params in ({"labelEq": sample["label"]}, {"labelCont": sample["label"][1:6].upper()}):
        assert client.data(query, p=params)["collection"] == [sample]
    assert client.data(query, p={"labelEq": "nobody"})["metadata"]["totalCount"] == 0
    assert client.data("query ($id: ID!) { company(id: $id) { label } }", id=sample["id"]) == {"label": sample["label"]}
