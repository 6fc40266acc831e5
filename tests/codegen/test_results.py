"""Results that are no model: scalars, enums and lists of them at the root, and as rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

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
