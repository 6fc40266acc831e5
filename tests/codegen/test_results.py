"""Results that are no model: scalars, enums and lists of them at the root, and as rows."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from conviso_client.call.codec import codec

SCHEMA = """
scalar ISO8601Date
scalar ISO8601DateTime
scalar JSON
scalar Color
enum Status { OPEN CLOSED }
type Page { collection: [Status!]! }
type Query {
  status: Status
  when: ISO8601DateTime
  day: ISO8601Date!
  anything: JSON
  color: Color
  yes: Boolean!
  number: Int
  share: Float
  names: [[String!]]!
  statuses: [Status!]
  page(page: Int, limit: Int): Page
}
"""
FIELDS = ("status", "when", "day", "anything", "color", "yes", "number", "share", "names", "statuses")


@pytest.fixture(scope="module")
def package(bench):
    queries = [f"query {name} {{ {name} }}" for name in FIELDS]
    queries.append("query page($page: Int = 1, $limit: Int = 2) { page(page: $page, limit: $limit) { collection } }")
    return bench.package(SCHEMA, "\n".join(queries))


@pytest.mark.parametrize(
    ("method", "answer", "value"),
    [
        ("status", "OPEN", "OPEN"),
        ("status", "NEW", "NEW"),
        ("when", "2026-01-31T10:00:00Z", dt.datetime(2026, 1, 31, 10, tzinfo=dt.timezone.utc)),
        ("day", "2026-01-31", dt.date(2026, 1, 31)),
        ("anything", {"a": [1, None]}, {"a": [1, None]}),
        ("color", ["red"], ["red"]),
        ("yes", False, False),
        ("number", 0, 0),
        ("share", 0.5, 0.5),
        ("names", [["a", "b"], None, []], [["a", "b"], None, []]),
        ("statuses", ["OPEN", "NEW"], ["OPEN", "NEW"]),
    ],
)
def test_a_root_that_is_no_object_is_decoded_by_its_type(package, method: str, answer: Any, value: Any) -> None:
    decoded = package.decode(method, answer)
    assert decoded == value
    assert type(decoded) is type(value) or isinstance(decoded, package.enums.Status)


def test_an_enum_at_the_root_is_a_member(package) -> None:
    assert package.decode("status", "OPEN") is package.enums.Status.OPEN
    assert not package.decode("status", "NEW").is_known


def test_the_rows_of_a_page_may_be_enums(package) -> None:
    assert package.operation("page").paging.items == ("collection",)
    assert package.decode("page", {"collection": ["CLOSED"]}).collection == [package.enums.Status.CLOSED]
    assert "Pager[Status, Page]" in package.files["client.py"]


@pytest.mark.parametrize("name", FIELDS)
def test_the_method_promises_the_result_without_none(package, name: str) -> None:
    annotation = package.operation(name).result
    assert f"{name}: Operation[{annotation}] =" in package.files["operations.py"]
    assert f"def {name}(self) -> {annotation}:" in package.files["client.py"]
    assert not annotation.endswith("| None")


SEVERAL = """
# Show what is on the first page.
query dashboard($limit: Int = 2, $with: Boolean = false) {
  page(page: 1, limit: $limit) { collection }
  open: status
  ... on Query { names number @include(if: $with) }
  ...Share
  __typename
}
fragment Share on Query { share page(page: 1, limit: $limit) { kind: __typename } }
query page { page { collection } total: number }
"""


@pytest.fixture(scope="module")
def several(bench):
    return bench.package(SCHEMA, SEVERAL)


def test_several_root_fields_are_a_result_with_a_field_for_each(several) -> None:
    operation = several.operation("dashboard")
    assert operation.result == "Dashboard"
    assert operation.roots == ("page", "open", "names", "number", "share")
    assert operation.paging is None
    page = {"collection": ["OPEN"], "kind": "Page"}
    data = {"page": page, "open": None, "names": [["a"]], "share": None, "__typename": "Query"}
    found = several.decode("dashboard", data)
    assert type(found) is several.models.Dashboard
    assert found.page.collection == [several.enums.Status.OPEN]
    assert (found.open, found.names, found.number, found.share) == (None, [["a"]], None, None)
    assert codec(operation).decode(json.dumps({"data": data}).encode()) == found
    assert "def dashboard(self, *, limit: int = 2, with_: bool = False) -> Dashboard:" in several.files["client.py"]


def test_a_root_field_of_the_operations_name_beside_others_is_no_list_to_page_through(several) -> None:
    operation = several.operation("page")
    assert (operation.result, operation.roots, operation.paging) == ("Page_Data", ("page", "total"), None)
