"""Models of results: interfaces, unions, fragments in fragments, conditions, and what a newer API may answer."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic_core import to_jsonable_python

SCHEMA = """
type Query {
  thing: Thing
  things: [Thing!]!
  node: Node
  nodes: Page
  search: [Found!]!
  sast: Sast
}
interface Node { id: ID! name: String thing: Thing tags: [String!]! }
type Thing implements Node {
  id: ID! name: String thing: Thing tags: [String!]! code: String grid: [[Thing]] node: Node found: Found status: Status
}
type Sast implements Node { id: ID! name: String thing: Thing tags: [String!]! line: Int }
type Dast implements Node { id: ID! name: String thing: Thing tags: [String!]! url: String status: Status }
union Found = Sast | Dast | Thing
enum Status { OPEN CLOSED }
type Page { collection: [Node!]! metadata: Metadata }
type Metadata { total: Int! }
"""
ISSUES = """
query nodes { nodes { collection { ...Issue } metadata { total } } }
query node { node { ...IssueDetail } }
fragment Issue on Node { id name ...SastIssue ...DastIssue }
fragment SastIssue on Sast { line }
fragment DastIssue on Dast { url status }
fragment IssueDetail on Node {
  ...Base
  ... on Sast { line thing { id } }
  ... on Thing { node { id ... on Dast { url } } }
}
fragment Base on Node { id tags }
"""


def plain(value: Any) -> Any:
    """Write what was decoded as it came."""
    return to_jsonable_python(value, fallback=lambda model: model.to_dict(api_names=True))


SHAPES = {
    "a plain selection": ("query thing { thing { id name } }", {"id": "1", "name": None}),
    "an alias": ("query thing { thing { key: id title: name id } }", {"key": "1", "title": "n", "id": "1"}),
    "the type's name under an alias": ("query thing { thing { kind: __typename } }", {"kind": "Thing"}),
    "the type's name of an interface under an alias": (
        "query node { node { kind: __typename id } }",
        {"kind": "Sast", "id": "1"},
    ),
    "the type's name beside alternatives, twice": (
        "query node { node { kind: __typename __typename ... on Sast { line } } }",
        {"__typename": "Sast", "kind": "Sast", "line": 1},
    ),
    "lists in lists with null everywhere": (
        "query thing { thing { grid { id } } }",
        {"grid": [[{"id": "1"}, None], None, []]},
    ),
    "a fragment in a fragment in a fragment": (
        "query thing { thing { ...A } } fragment A on Thing { ...B id } fragment B on Thing { thing { ...C } } "
        "fragment C on Thing { code }",
        {"id": "1", "thing": {"code": "c"}},
    ),
    "a fragment beside one that has it already": (
        "query thing { thing { ...A ...B } } fragment A on Thing { id } fragment B on Thing { ...A name }",
        {"id": "1", "name": "n"},
    ),
    "bases in contrary orders": (
        "query thing { thing { ...X ...Y } } fragment X on Thing { ...A ...B } fragment Y on Thing { ...B ...A } "
        "fragment A on Thing { id } fragment B on Thing { name }",
        {"id": "1", "name": "n"},
    ),
    "bases that select different parts of a field": (
        "query thing { thing { ...A ...B } } "
        "fragment A on Thing { thing { id } } fragment B on Thing { thing { name } }",
        {"thing": {"id": "1", "name": "n"}},
    ),
    "a field that says more than the base": (
        "query thing { thing { ...A thing { thing { code } } } } fragment A on Thing { id thing { id } }",
        {"id": "1", "thing": {"id": "2", "thing": {"code": "c"}}},
    ),
    "the same field twice": (
        "query thing { thing { thing { id } thing { name } id id } }",
        {"thing": {"id": "1", "name": "n"}, "id": "2"},
    ),
    "an interface's fragment on a concrete type": (
        "query sast { sast { ...N line } } fragment N on Node { id name }",
        {"id": "1", "name": "n", "line": 3},
    ),
    "nothing but an interface's fragment on a concrete type": (
        "query sast { sast { ...N } } fragment N on Node { id name }",
        {"id": "1", "name": "n"},
    ),
    "an interface's fragment with alternatives on a concrete type": (
        "query sast { sast { ...N } } fragment N on Node { id ... on Sast { line } ... on Dast { url } }",
        {"id": "1", "line": 3},
    ),
    "a union's fragment on a concrete type": (
        "query sast { sast { ...F } } fragment F on Found { ... on Sast { line } ... on Dast { url } }",
        {"line": 3},
    ),
    "nothing but alternatives": (
        "query search { search { ... on Sast { line } ... on Thing { code } } }",
        [{"__typename": "Sast", "line": 1}, {"__typename": "Thing", "code": "c"}, {"__typename": "Dast"}],
    ),
    "an interface as an alternative of a union": (
        "query search { search { ... on Node { id } ... on Dast { url } } }",
        [{"__typename": "Sast", "id": "1"}, {"__typename": "Dast", "id": "2", "url": "u"}],
    ),
    "an alternative in two parts": (
        "query node { node { ...A ... on Sast { name } } } fragment A on Sast { line }",
        {"__typename": "Sast", "line": 1, "name": "n"},
    ),
    "alternatives that say more of a common field": (
        "query node { node { thing { id } ... on Sast { thing { name } } ... on Dast { thing { code } } } }",
        {"__typename": "Dast", "thing": {"id": "1", "code": "c"}},
    ),
    "alternatives in alternatives": (
        "query node { node { id ... on Thing { node { ... on Dast { url } } found { ... on Sast { line } } } } }",
        {
            "__typename": "Thing",
            "id": "1",
            "node": {"__typename": "Dast", "url": "u"},
            "found": {"__typename": "Sast", "line": 1},
        },
    ),
    "alternatives of which there is one": (
        "query node { node { id ... on Sast { line } } }",
        {"__typename": "Thing", "id": "1"},
    ),
    "a base with alternatives beside it": (
        "query node { node { ...B ... on Sast { line } } } fragment B on Node { id name }",
        {"__typename": "Sast", "id": "1", "name": None, "line": 1},
    ),
    "a base of alternatives that is a model elsewhere": (
        "query node { node { ...B ... on Sast { line } } } query thing { thing { node { ...B } } } "
        "fragment B on Node { id name }",
        {"__typename": "Sast", "id": "1", "name": None, "line": 1},
    ),
    "a fragment with alternatives in a fragment": (
        "query node { node { ...Outer } } fragment Outer on Node { name ...Inner } "
        "fragment Inner on Node { id ... on Sast { line } }",
        {"__typename": "Sast", "id": "1", "name": None, "line": 1},
    ),
    "a type called like a generated name": (
        "query node { node { ...Thing } } fragment Thing on Node { id ... on Thing { code } }",
        {"__typename": "Thing", "id": "1", "code": "c"},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_is_decoded_whole(bench, shape: str) -> None:
    query, answer = SHAPES[shape]
    method = query.split()[1]
    package = bench.package(SCHEMA, query)
    decoded = package.decode(method, answer)
    assert plain(decoded) == answer


class TestConditions:
    QUERIES = """
query thing($a: Boolean! = true, $b: Boolean! = true) {
  thing {
    id @include(if: $a)
    ...Some @skip(if: $a)
    ... @include(if: $b) { grid { id } }
    thing @include(if: $a) { id name }
    thing @include(if: $b) { name code }
    tags
    tags @include(if: $a)
  }
}
fragment Some on Thing { code node { ... on Sast @include(if: $a) { line } } }
query node($a: Boolean! = true) {
  node { id ... on Sast @include(if: $a) { line } ... on Dast { url @skip(if: $a) } }
}
"""

    @pytest.fixture(scope="class")
    @classmethod
    def package(cls, bench):
        return bench.package(SCHEMA, cls.QUERIES)

    @pytest.mark.parametrize(
        "answer",
        [
            {"tags": []},
            {"tags": ["x"], "id": "1", "thing": {"id": "2", "name": "n", "code": "c"}, "grid": [[{"id": "3"}]]},
            {"tags": [], "thing": {"name": "n", "code": "c"}},
            {"tags": [], "thing": {"id": "2", "name": "n"}},
            {"tags": [], "code": "c", "node": {"__typename": "Sast"}},
            {"tags": [], "code": "c", "node": {"__typename": "Sast", "line": 1}},
        ],
    )
    def test_what_is_not_asked_for_may_be_missing(self, package, answer: Any) -> None:
        assert plain(package.decode("thing", answer)) == answer

    def test_what_is_missing_reads_as_none(self, package) -> None:
        thing = package.decode("thing", {"tags": []})
        assert (thing.id, thing.code, thing.node, thing.grid, thing.thing) == (None,) * 5

    def test_what_is_asked_for_anyway_is_still_required(self, package) -> None:
        with pytest.raises(ValidationError) as caught:
            package.decode("thing", {"id": "1"})
        assert [error["loc"] for error in caught.value.errors()] == [("tags",)]

    @pytest.mark.parametrize("answer", [{"__typename": "Sast", "id": "1"}, {"__typename": "Dast", "id": "1"}])
    def test_alternatives_may_be_conditional(self, package, answer: Any) -> None:
        decoded = package.decode("node", answer)
        assert plain(decoded) == answer
        assert type(decoded).__name__ == f"Node_{answer['__typename']}"


class TestAlternatives:
    @pytest.fixture(scope="class")
    @classmethod
    def package(cls, bench):
        return bench.package(SCHEMA, ISSUES)

    def test_members_and_fallback_are_named_after_the_fragments(self, package) -> None:
        models = package.models
        assert {"Issue", "IssueBase", "SastIssue", "DastIssue", "OtherIssue"} <= set(models.__all__)
        assert {"IssueDetail", "IssueDetail_Sast", "IssueDetail_Thing", "OtherIssueDetail"} <= set(models.__all__)
        assert models.IssueDetail_Sast.__mro__[1] is models.OtherIssueDetail.__mro__[1] is models.Base
        assert models.SastIssue.__mro__[1] is models.OtherIssue.__mro__[1] is models.IssueBase

    def test_each_type_gets_its_own_model(self, package) -> None:
        answer = {
            "collection": [
                {"__typename": "Dast", "id": "1", "name": "n", "url": "u", "status": "OPEN"},
                {"__typename": "Sast", "id": "2", "name": None, "line": 7},
                {"__typename": "Thing", "id": "3", "name": None},
                {"__typename": "Quantum", "id": "4", "name": "new"},
            ],
            "metadata": {"total": 4},
        }
        page = package.decode("nodes", answer)
        models = package.models
        assert [type(row) for row in page.collection] == [
            models.DastIssue,
            models.SastIssue,
            models.OtherIssue,
            models.OtherIssue,
        ]
        assert [row.typename__ for row in page.collection] == ["Dast", "Sast", "Thing", "Quantum"]
        assert page.collection[0].status is package.enums.Status.OPEN
        assert plain(page) == answer

    @pytest.mark.parametrize(
        ("row", "path"),
        [
            ({"__typename": "Sast", "id": "1", "name": None}, ("line",)),
            ({"__typename": "Sast", "id": "1", "name": None, "line": "no number"}, ("line",)),
            ({"__typename": "Quantum", "name": None}, ("id",)),
            ({"id": "1", "name": None}, ("__typename",)),
        ],
    )
    def test_a_row_that_fits_no_model_is_an_error_at_its_path(self, package, row: Any, path: tuple[str, ...]) -> None:
        with pytest.raises(ValidationError) as caught:
            package.decode("nodes", {"collection": [row], "metadata": None})
        found = [tuple(part for part in error["loc"] if isinstance(part, str)) for error in caught.value.errors()]
        assert any(loc[0] == "collection" and loc[-1:] == path for loc in found), found

    def test_the_fallback_does_not_take_what_has_a_model_of_its_own(self, package) -> None:
        with pytest.raises(ValidationError, match="Sast has a model of its own, which does not fit"):
            package.decode("node", {"__typename": "Sast", "id": "1", "tags": []})
        with pytest.raises(ValidationError, match="Sast has a model of its own"):
            package.models.OtherIssue(id="1", name=None, typename__="Sast")

    def test_docstrings_name_the_alternatives(self, package) -> None:
        assert (
            "One of `DastIssue`, `SastIssue`, or `OtherIssue`. Each is a `IssueBase`." in package.files["models/all.py"]
        )
        assert package.models.OtherIssue.__doc__.startswith("A `Issue` of a type that has no model of its own")


class TestNewerApi:
    @pytest.fixture(scope="class")
    @classmethod
    def package(cls, bench):
        return bench.package(SCHEMA, "query thing { thing { id status tags grid { id } } }")

    def answer(self, **changes: Any) -> dict[str, Any]:
        return {"id": "1", "status": "OPEN", "tags": [], "grid": None} | changes

    def test_an_unknown_enum_value_is_kept(self, package) -> None:
        status = package.decode("thing", self.answer(status="PAUSED")).status
        assert isinstance(status, package.enums.Status)
        assert (status, status.is_known) == ("PAUSED", False)

    def test_an_unknown_field_is_ignored(self, package) -> None:
        assert plain(package.decode("thing", self.answer(brand="new"))) == self.answer()

    def test_a_number_reads_as_an_id(self, package) -> None:
        assert package.decode("thing", self.answer(id=17)).id == "17"

    @pytest.mark.parametrize(
        ("changes", "path"),
        [
            ({"tags": None}, ("tags",)),
            ({"tags": ["a", None]}, ("tags", 1)),
            ({"grid": [[{"id": None}]]}, ("grid", 0, 0, "id")),
            ({"status": 5}, ("status",)),
        ],
    )
    def test_what_does_not_fit_is_an_error_at_its_path(self, package, changes: Any, path: tuple[Any, ...]) -> None:
        with pytest.raises(ValidationError) as caught:
            package.decode("thing", self.answer(**changes))
        assert [error["loc"] for error in caught.value.errors()] == [path]


class TestDeducedTypes:
    """Fields whose type is only a deduction: decoding must not depend on it."""

    QUERY = """
query thing { thing { id tags name grid { id } thing { id tags } } }
query nodes { nodes { collection { id } } }
"""

    @pytest.fixture(scope="class")
    @classmethod
    def package(cls, bench, evidence):
        schema = SCHEMA.replace("name: String thing", "name: String! thing")
        table = evidence("""
            Query.thing confirmed inferred
            Query.nodes confirmed
            Thing.id confirmed inferred
            Node.id confirmed
            Thing.name confirmed inferred
            Thing.tags confirmed inferred
            Thing.grid confirmed inferred
            Thing.thing confirmed
            Page.collection confirmed
        """)
        return bench.package(schema, cls.QUERY, table)

    def test_null_reads_as_none_or_as_an_empty_list(self, package) -> None:
        answer = {"id": "1", "tags": None, "name": None, "grid": None, "thing": {"id": "2", "tags": None}}
        thing = package.decode("thing", answer)
        assert (thing.tags, thing.name, thing.grid, thing.thing.tags) == ([], None, None, [])

    def test_an_id_is_always_there(self, package) -> None:
        with pytest.raises(ValidationError):
            package.decode("thing", {"id": None, "tags": [], "name": "n", "grid": None, "thing": None})

    def test_the_rows_of_a_page_are_a_list_whatever_comes(self, package) -> None:
        assert package.decode("nodes", {"collection": None}).collection == []
        assert [row.id for row in package.decode("nodes", {"collection": [{"id": "1"}]}).collection] == ["1"]

    def test_where_a_model_stands_in_for_the_type_too(self, bench, evidence) -> None:
        """A union, or one of several models of a type, has a shadow field, which keeps to the same rules."""
        schema = SCHEMA.replace("type Page { collection: [Node!]!", "type Page { collection: [Node!]").replace(
            "node: Node found", "node: Node! found"
        )
        query = """
            query nodes { nodes { collection { ... on Sast { line } ... on Dast { url } } } }
            query thing { thing { id node { ... on Sast { line } } } }
            """
        confirmed = ["Query.nodes", "Query.thing", "Page.collection", "Node.id", "Thing.id", "Sast.line", "Dast.url"]
        table = evidence("\n".join([*(f"{name} confirmed" for name in confirmed), "Thing.node confirmed inferred"]))
        package = bench.package(schema, query, table)
        (rows,) = get_annotations(package.models.Page).values()
        assert type(None) not in get_args(rows)
        assert package.decode("nodes", {"collection": None}).collection == []
        assert package.decode("thing", {"id": "1", "node": None}).node is None

    def test_what_is_documented_stays_as_it_is(self, bench, evidence) -> None:
        table = evidence("Query.thing confirmed\nThing.id confirmed\nThing.tags confirmed documented")
        package = bench.package(SCHEMA, "query thing { thing { id tags } }", table)
        with pytest.raises(ValidationError):
            package.decode("thing", {"id": "1", "tags": None})
