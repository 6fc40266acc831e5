"""A schema that grew needs no code, and neither does one that has nothing in common with ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.sandbox import Sandbox, Settings, schema_text

GROWTH = """
type Widget {
  id: ID!
  name: String
  owner: PortalUser!
  asset: Asset
  colour: WidgetColour
  gears(page: Int, limit: Int): GearCollection!
  gearsCount: Int
  createdAt: ISO8601DateTime!
  shape: WidgetShape
  newest: String @deprecated
}
type WidgetShape { sides: Int names: [String!]! }
enum WidgetColour { RED GREEN }
type WidgetCollection { collection: [Widget!]! metadata: CollectionMetadata! }
type Gear { id: ID! widget: Widget! teeth: Int label: String }
type GearCollection { collection: [Gear!]! metadata: CollectionMetadata! }
input WidgetSearch { nameCont: String colours: [WidgetColour!] ownerId: ID createdAtRange: DateRangeInput }
input CreateWidgetInput { companyId: ID! name: String! ownerId: ID! colour: WidgetColour clientMutationId: String }
type CreateWidgetPayload { widget: Widget errors: [String!] clientMutationId: String }
input UpdateWidgetInput { id: ID! name: String colour: WidgetColour }
type UpdateWidgetPayload { widget: Widget }
input DeleteWidgetInput { id: ID! }
type DeleteWidgetPayload { widget: Widget success: Boolean }
extend type Query {
  widget(id: ID!): Widget
  widgets(companyId: ID!, params: WidgetSearch, sortBy: String, page: Int, limit: Int): WidgetCollection!
  widgetOfTheDay: Widget
}
extend type Mutation {
  createWidget(input: CreateWidgetInput!): CreateWidgetPayload
  updateWidget(input: UpdateWidgetInput!): UpdateWidgetPayload
  deleteWidget(input: DeleteWidgetInput!): DeleteWidgetPayload
}
"""
ZOO = """
scalar Moment
interface Animal { id: ID! name: String! keeper: Keeper }
type Lion implements Animal { id: ID! name: String! keeper: Keeper roars: Boolean! }
type Fish implements Animal { id: ID! name: String! keeper: Keeper depth: Float }
union Thing = Lion | Rock
type Rock { id: ID! weight: Int! born: Moment }
type Keeper { id: ID! name: String! animals: [Animal!]! friends: [Keeper!] iD2: String ID2: String }
type Edge { cursor: String! node: Animal }
type PageInfo { hasNextPage: Boolean! endCursor: String startCursor: String hasPreviousPage: Boolean! }
type AnimalConnection { edges: [Edge] nodes: [Animal] pageInfo: PageInfo! }
type Query {
  animal(id: ID!): Animal!
  animals(first: Int, after: String): AnimalConnection!
  keepers: [Keeper!]!
  things: [Thing!]!
  grid: [[Int!]!]!
  now: Moment
}
"""


@pytest.fixture
def serve(tmp_path: Path, client_of: Callable[..., Any]) -> Any:
    running: list[Sandbox] = []

    def make(text: str) -> Any:
        path = tmp_path / "schema.graphql"
        path.write_text(text, encoding="utf-8")
        running.append(Sandbox(settings=Settings(schema=path)).start())
        return client_of(running[-1])

    yield make
    for sandbox in running:
        sandbox.stop()


def test_new_types_and_root_fields_answer_and_can_be_written(serve: Any) -> None:
    client = serve(schema_text() + GROWTH)
    query = """query ($params: WidgetSearch, $limit: Int) { widgets(companyId: 443, params: $params, limit: $limit) {
      collection { id name colour owner { id } createdAt
        gears(limit: 2) { collection { id widget { id } } metadata { totalCount } }
        gearsCount shape { sides names } }
      metadata { totalCount } } }"""
    widgets = client.data(query, limit=100)["collection"]
    assert widgets
    for each in widgets:
        assert each["gearsCount"] == each["gears"]["metadata"]["totalCount"]
        assert all(gear["widget"] == {"id": each["id"]} for gear in each["gears"]["collection"])
        assert client.data("query ($id: ID!) { widget(id: $id) { id } }", id=each["id"]) == {"id": each["id"]}
    red = client.data(query, params={"colours": ["RED"]}, limit=100)["collection"]
    assert {each["id"] for each in red} == {each["id"] for each in widgets if each["colour"] == "RED"}
    assert client.data("{ widgetOfTheDay { id } }")

    create = """mutation ($i: CreateWidgetInput!) { createWidget(input: $i) { errors clientMutationId widget {
      id name owner { id } } } }"""
    owner = widgets[0]["owner"]["id"]
    made = client.data(create, i={"companyId": 443, "name": "Own", "ownerId": owner, "clientMutationId": "x"})
    assert (made["errors"], made["clientMutationId"], made["widget"]["owner"]) == ([], "x", {"id": owner})
    (found,) = client.data(query, params={"nameCont": "own"})["collection"]
    assert found["colour"] is None
    unknown = client.errors(create, i={"companyId": 443, "name": "x", "ownerId": 1})
    assert unknown[0]["extensions"]["code"] == "RECORD_NOT_FOUND"
    update = "mutation ($i: UpdateWidgetInput!) { updateWidget(input: $i) { widget { name colour } } }"
    changed = client.data(update, i={"id": found["id"], "colour": "GREEN"})["widget"]
    assert changed == {"name": "Own", "colour": "GREEN"}
    delete = "mutation ($i: DeleteWidgetInput!) { deleteWidget(input: $i) { success } }"
    assert client.data(delete, i={"id": found["id"]}) == {"success": True}
    assert client.errors("query ($id: ID!) { widget(id: $id) { id } }", id=found["id"])


def test_a_severity_that_came_later_can_be_written_and_found(serve: Any) -> None:
    client = serve(schema_text().replace("enum SeverityCategory {", "enum SeverityCategory {\n  OFF_THE_SCALE", 1))
    (asset,) = client.data("{ assets(companyId: 443, limit: 1) { collection { id } } }")["collection"]
    create = """mutation ($i: CreateNetworkVulnerabilityInput!) { createNetworkVulnerability(input: $i) {
      issue { id severity sla { state } } } }"""
    texts = ("title", "description", "solution", "summary", "impactDescription", "stepsToReproduce", "address")
    given = dict.fromkeys(texts, "x") | {"impactLevel": "HIGH", "probabilityLevel": "LOW", "severity": "OFF_THE_SCALE"}
    place = {"assetId": int(asset["id"]), "port": 1, "protocol": "tcp", "attackVector": "x"}
    issue = client.data(create, i=given | place)["issue"]
    assert issue["severity"] == "OFF_THE_SCALE"
    assert issue["sla"]["state"] == "NOT_PARAMETERIZED"
    query = """query ($f: IssuesFiltersInput, $s: [IssueSortOptionInput!]) { issues(companyId: 443, filters: $f,
      sortOptions: $s, pagination: {page: 1, perPage: 1}) { collection { id } } }"""
    assert client.data(query, f={"severities": ["OFF_THE_SCALE"]})["collection"] == [{"id": issue["id"]}]
    (first,) = client.data(query, s=[{"sortBy": "SEVERITY", "order": "ASC"}])["collection"]
    assert first == {"id": issue["id"]}
    counted = client.data(
        "{ issuesAggregation(companyId: 443, filters: {severities: [OFF_THE_SCALE]}, pagination: {perPage: 9}) "
        "{ collection { title } } }"
    )
    assert counted["collection"] == [{"title": "x"}]


def test_a_schema_of_another_world(serve: Any) -> None:
    client = serve(ZOO)
    keepers = client.data("{ keepers { id name iD2 ID2 animals { __typename id name keeper { id } } friends { id } } }")
    for keeper in keepers:
        assert all(animal["keeper"] == {"id": keeper["id"]} for animal in keeper["animals"])
    query = """query ($a: String) { animals(first: 5, after: $a) { edges { cursor node { id } } pageInfo {
      hasNextPage endCursor } } }"""
    seen: list[str] = []
    after = None
    while True:
        page = client.data(query, a=after)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == 12
    animal = client.data(
        "query ($id: ID!) { animal(id: $id) { __typename ... on Lion { roars } ... on Fish { depth } } }", id=seen[0]
    )
    assert animal["__typename"] in {"Lion", "Fish"}
    assert {each["__typename"] for each in client.data("{ things { __typename } }")} <= {"Lion", "Rock", "Fish"}
    assert all(isinstance(number, int) for row in client.data("{ grid }") for number in row)


SCALARS = """
scalar DateTime scalar Date scalar BigInt scalar Decimal scalar URL scalar Blob scalar Map scalar Tick
type Query { events: [Event!]! pause: Pause now: Tick deadlineAt: Tick }
type Event {
  id: ID! createdAt: DateTime! day: Date! size: BigInt! price: Decimal! link: URL! blob: Blob! extra: [Map!]!
  updatedAt: String! closedOn: Tick! state: Tick pauses: [DateTime!]! pause: Pause grid: [[Date!]!]!
}
type Pause { createdAt: Int seenAt: Tick! extra: [Map!]! sizes: [[BigInt!]!]! }
"""
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def test_scalars_of_another_world_hold_what_their_names_say(serve: Any) -> None:
    client = serve(SCALARS)
    fields = "id createdAt day size price link blob extra updatedAt closedOn state pauses grid"
    inner = "createdAt seenAt extra sizes"
    data = client.post(f"{{ events {{ {fields} pause {{ {inner} }} }} pause {{ {inner} }} now deadlineAt }}")["data"]
    assert MOMENT.fullmatch(data["deadlineAt"])
    assert not MOMENT.fullmatch(data["now"])
    for pause in (data["pause"], *(event["pause"] for event in data["events"])):
        assert MOMENT.fullmatch(pause["seenAt"])
        assert isinstance(pause["createdAt"], int)
        assert pause["extra"] == [{}]
        assert all(isinstance(size, int) for row in pause["sizes"] for size in row)
    for event in data["events"]:
        for moment in (event["createdAt"], event["updatedAt"], event["closedOn"], *event["pauses"]):
            assert MOMENT.fullmatch(moment)
        assert all(DAY.fullmatch(day) for day in (event["day"], *event["grid"][0]))
        assert isinstance(event["size"], int)
        assert isinstance(event["price"], float)
        assert event["link"].startswith("https://")
        assert event["extra"] == [{}]
        assert event["blob"]
        assert not MOMENT.fullmatch(event["state"])


def test_a_part_of_our_schema_is_enough(serve: Any) -> None:
    client = serve(
        """type Asset { id: ID! name: String branches: [Branch!] }
        type Branch { id: ID! name: String }
        type AssetCollection { collection: [Asset!]! metadata: CollectionMetadata! }
        type CollectionMetadata { totalCount: Int! }
        type Query { assets(companyId: ID, limit: Int): AssetCollection! asset(id: ID!): Asset }"""
    )
    found = client.data("{ assets(limit: 3) { collection { id name branches { name } } metadata { totalCount } } }")
    assert len(found["collection"]) == 3
    assert all(each["name"] and each["branches"] for each in found["collection"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("type Query {", "no valid GraphQL schema: {path}:1: Syntax Error"),
        ("type A { b: C }", "no valid GraphQL schema: {path}:1: Unknown type 'C'"),
        ("type A { b: Int }", "Query root type must be provided."),
        ("type Query { a: Int } type Query { b: Int }", "{path}:1: There can be only one type named 'Query'."),
    ],
)
def test_what_is_no_schema_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "schema.graphql"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        Sandbox(settings=Settings(schema=path)).start()
    assert message.format(path=path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_schema_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    for name in ("missing", "binary", "."):
        with pytest.raises(ConfigurationError, match="cannot read the schema"):
            schema_text(tmp_path / name)
