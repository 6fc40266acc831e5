"""Assets: what is written is seen in every list, get and count that follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule

from conviso_client.sandbox import Sandbox
from conviso_client.sandbox.domains.assets import repository_key

CREATE = "mutation ($input: CreateAssetInput!) { createAsset(input: $input) { asset { ...a } errors } }"
UPDATE = "mutation ($input: UpdateAssetInput!) { updateAsset(input: $input) { asset { ...a } } }"
DELETE = "mutation ($input: DeleteAssetInput!) { deleteAsset(input: $input) { asset { collection { id } } } }"
GET = "query ($id: ID!) { asset(id: $id) { ...a } }"
LIST = """query ($company: ID!, $search: AssetsSearch, $page: Int, $limit: Int) {
  assets(companyId: $company, search: $search, page: $page, limit: $limit) {
    collection { ...a } metadata { totalCount totalPages currentPage limitValue }
  }
}"""
FRAGMENT = """ fragment a on Asset {
  id name description assetType businessImpact assetsTagList technologies environment dataClassification
  branches { name default } repositoryDetail { repositoryKey } company { id } createdAt updatedAt
}"""


def listed(client: Any, **variables: Any) -> Any:
    return client.data(LIST + FRAGMENT, company=443, **variables)


def create(client: Any, **fields: Any) -> Any:
    payload = client.data(CREATE + FRAGMENT, input={"companyId": 443, **fields})
    assert payload["errors"] == []
    return payload["asset"]


def test_scores_do_not_change_with_the_clock(client: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    score = "{ current { value date } differenceFromLast { value date } }"
    query = f"{{ asset(id: 530001) {{ riskScore {score} updatedAt }} overallRiskScoreHistory(companyId: 443) {score} }}"
    before = client.post(query)["data"]
    assert before["asset"]["riskScore"]["current"]["date"] == before["asset"]["updatedAt"]
    now = sandbox.state.world.clock()
    monkeypatch.setattr(sandbox.state.world, "clock", lambda: now + timedelta(days=1))
    assert client.post(query)["data"] == before


def test_a_created_asset_is_found_everywhere(client: Any) -> None:
    before = listed(client)["metadata"]["totalCount"]
    made = create(
        client,
        name="org/new",
        assetType="api",
        businessImpact="HIGH",
        tecnologyList=["Zig"],
        assetsTagList=["unheard-of"],
        repoUrl="git@github.com:Org/New.git",
        branchName="trunk",
        environmentList=["production", "staging"],
    )
    assert made["name"] == "org/new"
    assert made["technologies"] == ["Zig"]
    assert made["environment"] == "production, staging"
    assert made["branches"] == [{"name": "trunk", "default": True}]
    assert made["repositoryDetail"] == {"repositoryKey": "github.com/org/new"}
    assert made["createdAt"] == made["updatedAt"] == "2026-03-10T12:00:00Z"
    assert client.data(GET + FRAGMENT, id=made["id"]) == made
    assert listed(client)["metadata"]["totalCount"] == before + 1
    assert listed(client, limit=1)["collection"] == [made]
    for search in ({"name": "ORG/NEW"}, {"tags": ["unheard-of"]}, {"technology": ["Zig"]}, {"search": "g/ne"}):
        assert [each["id"] for each in listed(client, search=search)["collection"]] == [made["id"]]


def test_what_was_not_given_is_null_and_not_made_up(client: Any) -> None:
    made = create(client, name="bare")
    assert (made["description"], made["businessImpact"], made["repositoryDetail"]) == (
        None,
        None,
        {"repositoryKey": None},
    )
    assert (made["technologies"], made["branches"], made["dataClassification"]) == ([], [], ["NOT_DEFINED"])


def test_an_update_changes_what_it_names_and_nothing_else(client: Any) -> None:
    made = create(client, name="one", description="kept", tecnologyList=["Go"])
    changed = client.data(UPDATE + FRAGMENT, input={"id": made["id"], "companyId": 443, "name": "two"})["asset"]
    assert changed == {**made, "name": "two"}
    cleared = client.data(UPDATE + FRAGMENT, input={"id": made["id"], "companyId": 443, "description": None})["asset"]
    assert cleared["description"] is None


def test_a_seeded_field_can_be_set_to_null(client: Any) -> None:
    seeded = listed(client, limit=1)["collection"][0]
    assert seeded["assetType"]
    client.data(UPDATE + FRAGMENT, input={"id": seeded["id"], "companyId": 443, "description": None})
    assert client.data(GET + FRAGMENT, id=seeded["id"])["description"] is None


@pytest.mark.parametrize(("name", "message"), [("  ", "Name can't be blank"), (None, "Name has already been taken")])
def test_a_name_is_refused_in_the_payload(client: Any, name: str | None, message: str) -> None:
    taken = listed(client, limit=1)["collection"][0]["name"]
    payload = client.data(CREATE + FRAGMENT, input={"companyId": 443, "name": taken if name is None else name})
    assert payload == {"asset": None, "errors": [message]}


def test_deleted_assets_are_gone_with_their_issues(client: Any) -> None:
    given = "companyId: 443, filters: {assetIds: $ids}, pagination: {}"
    issues = f"query ($ids: [ID!]) {{ issues({given}) {{ metadata {{ totalCount }} }} }}"
    gone = [each["id"] for each in listed(client, limit=2)["collection"]]
    assert client.data(issues, ids=gone)["metadata"]["totalCount"] > 0
    total = listed(client)["metadata"]["totalCount"]
    assert len(client.data(DELETE, input={"id": gone, "companyId": 443})["asset"]["collection"]) == 2
    assert listed(client)["metadata"]["totalCount"] == total - 2
    assert client.data(issues, ids=gone)["metadata"]["totalCount"] == 0
    assert client.errors(GET + FRAGMENT, id=gone[0])[0]["extensions"]["code"] == "RECORD_NOT_FOUND"
    assert client.errors(DELETE, input={"id": gone})[0]["extensions"]["code"] == "RECORD_NOT_FOUND"


def test_assets_of_one_repository_become_one(client: Any) -> None:
    url = "https://github.com/org/shared"
    owner = create(client, name="owner", repoUrl=url, branchName="main")
    other = create(client, name="other", branchName="feature")
    finding = {"assetId": int(other["id"]), "title": "t", "description": "d", "branch": "feature"}
    issue = client.data(
        "mutation ($i: CreateOrUpdateSastFindingInput!) { createOrUpdateSastFinding(input: $i) { issue { id } } }",
        i=finding,
    )["issue"]["id"]
    survivor = client.data(UPDATE + FRAGMENT, input={"id": other["id"], "companyId": 443, "repoUrl": url + ".git"})[
        "asset"
    ]
    assert survivor["id"] == owner["id"]
    assert {branch["name"]: branch["default"] for branch in survivor["branches"]} == {"main": True, "feature": False}
    assert client.data(GET + FRAGMENT, id=other["id"])["id"] == owner["id"]
    gate = "query ($id: ID!) { securityGateRun(assetId: $id) { asset { id } } }"
    assert client.data(gate, id=other["id"])["asset"]["id"] == owner["id"]
    assert client.data("query ($id: ID!) { issue(id: $id) { asset { id } } }", id=issue)["asset"]["id"] == owner["id"]
    assert [each["id"] for each in listed(client, search={"name": "other"})["collection"]] == []
    stats = "query ($ids: [ID!]) { issuesStats(companyId: 443, filters: {assetIds: $ids}) { severities { count } } }"
    assert sum(row["count"] for row in client.data(stats, ids=[other["id"]])["severities"]) == 0
    third = create(client, name="third", repoUrl="https://github.com/org/third")
    client.data(
        UPDATE + FRAGMENT, input={"id": owner["id"], "companyId": 443, "repoUrl": "https://github.com/org/third"}
    )
    assert client.data(GET + FRAGMENT, id=other["id"])["id"] == third["id"]


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Org/Repo",
        "https://github.com/org/repo.git",
        "https://user:token@github.com/org/repo/",
        "git@github.com:org/repo.git",
        "ssh://git@github.com:22/org/repo.git",
        "github.com/org/repo",
    ],
)
def test_a_repository_is_known_by_any_spelling_of_its_address(url: str) -> None:
    assert repository_key(url) == "github.com/org/repo"


def test_pages_add_up_and_do_not_overlap(client: Any) -> None:
    whole = [each["id"] for each in listed(client, limit=1000)["collection"]]
    pages = [listed(client, page=number, limit=7) for number in (1, 2, 3)]
    assert [each["id"] for page in pages for each in page["collection"]] == whole[:21]
    meta = pages[0]["metadata"]
    assert meta == {"totalCount": len(whole), "totalPages": -(-len(whole) // 7), "currentPage": 1, "limitValue": 7}
    beyond = listed(client, page=99, limit=7)
    assert (beyond["collection"], beyond["metadata"]["currentPage"]) == ([], 99)
    assert listed(client, limit=50_000)["metadata"]["limitValue"] == 1000
    assert listed(client, page=-1, limit=0)["metadata"] == listed(client)["metadata"]


def test_sorting_and_filters(client: Any) -> None:
    names = [
        each["name"] for each in listed(client, limit=1000, search={"sortBy": "name", "order": "DESC"})["collection"]
    ]
    assert names == sorted(names, reverse=True)
    for impact in ("HIGH", "LOW"):
        found = listed(client, limit=1000, search={"businessImpact": [impact]})["collection"]
        assert {each["businessImpact"] for each in found} <= {impact}
    tagged = listed(client, limit=1000, search={"tags": ["pci", "gdpr"]})["collection"]
    assert tagged
    assert all({"pci", "gdpr"} & set(each["assetsTagList"]) for each in tagged)


def test_the_same_seed_gives_the_same_data(client: Any, client_of: Any) -> None:
    with Sandbox(settings=client.sandbox.settings) as twin, Sandbox(seed=2) as other:
        assert listed(client_of(twin), limit=100) == listed(client, limit=100)
        assert listed(client_of(other), limit=100) != listed(client, limit=100)


def test_references_lead_both_ways(client: Any) -> None:
    query = "query { assets(companyId: 443, limit: 100) { collection { id projects { id assets { id } } } } }"
    seen = 0
    for asset in client.data(query)["collection"]:
        for project in asset["projects"]:
            seen += 1
            assert asset["id"] in {each["id"] for each in project["assets"]}
    assert seen


NAMES = st.text("abcdefgh", min_size=1, max_size=3)


class AssetsMachine(RuleBasedStateMachine):
    """Creating, updating, deleting and listing against a plain dict."""

    client: Any = None
    assets = Bundle("assets")

    @initialize()
    def begin(self) -> None:
        self.client.sandbox.reset()
        self.seeded = [each["id"] for each in listed(self.client, limit=1000)["collection"]]
        self.model: dict[str, dict[str, Any]] = {}

    @rule(target=assets, name=NAMES, tags=st.lists(st.sampled_from("xyz"), unique=True))
    def create(self, name: str, tags: list[str]) -> Any:
        payload = self.client.data(CREATE + FRAGMENT, input={"companyId": 443, "name": name, "assetsTagList": tags})
        if name in {each["name"] for each in self.model.values()}:
            assert payload["errors"] == ["Name has already been taken"]
            return None
        self.model[payload["asset"]["id"]] = {"name": name, "assetsTagList": tags}
        return payload["asset"]["id"]

    @rule(asset=assets, name=NAMES)
    def rename(self, asset: Any, name: str) -> None:
        if asset not in self.model:
            return
        answer = self.client.post(UPDATE + FRAGMENT, input={"id": asset, "companyId": 443, "name": name})
        if any(other != asset and each["name"] == name for other, each in self.model.items()):
            assert answer["errors"][0]["message"] == "Name has already been taken"
        else:
            self.model[asset]["name"] = name

    @rule(asset=consumes(assets))
    def delete(self, asset: Any) -> None:
        answer = self.client.post(DELETE, input={"id": asset or "1", "companyId": 443})
        assert ("errors" not in answer) == (self.model.pop(asset, None) is not None)

    @rule(tag=st.sampled_from("xyz"))
    def by_tag(self, tag: str) -> None:
        found = listed(self.client, limit=1000, search={"tags": [tag]})
        expected = {number for number, each in self.model.items() if tag in each["assetsTagList"]}
        assert {each["id"] for each in found["collection"]} == expected
        assert found["metadata"]["totalCount"] == len(expected)

    @rule()
    def everything(self) -> None:
        found = listed(self.client, limit=1000)
        assert [each["id"] for each in found["collection"]][len(self.model) :] == self.seeded
        held = {each["id"]: each for each in found["collection"] if each["id"] in self.model}
        assert {number: each["name"] for number, each in held.items()} == {
            number: each["name"] for number, each in self.model.items()
        }


def test_any_sequence_of_writes_agrees_with_a_plain_model(client: Any) -> None:
    AssetsMachine.client = client
    examples = settings().max_examples // 4
    relaxed = settings(max_examples=examples, stateful_step_count=15, suppress_health_check=list(HealthCheck))
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(AssetsMachine, settings=relaxed)
