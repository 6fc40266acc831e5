"""Which model has which name: of a fragment, of a type, or of the place, and the same whatever else is written."""

from __future__ import annotations

from inspect import signature
from typing import Any

import pytest

TRACKER = """
type Query {
  step(id: ID!): Step
  steps: [Step!]
  path(id: ID!): Path
  any: Thing
  things: [Thing!]!
  named: Named
}
type Step { id: ID! name: String color: String path: Path }
type Path { id: ID! step: Step steps: [Step!]! other: Path pathStep: Step }
type PathStep { id: ID }
interface Named { id: ID! }
type File implements Named { id: ID! fileName: String }
type Link implements Named { id: ID! url: String }
union Thing = File | Link
"""


def names(package: Any) -> set[str]:
    return set(package.models.__all__)


@pytest.mark.parametrize(
    "queries",
    [
        "query any { any { ... on File { fileName } ... on Link { url } } }",
        "query any { any { ...Thing } }"
        "fragment Thing on Thing { __typename ... on File { fileName } ... on Link { url } }",
        "query any { any { ...ThingBase ...OtherThing } }"
        "fragment ThingBase on File { fileName } fragment OtherThing on Link { url }",
    ],
)
def test_a_union_may_lend_its_name(bench, queries: str) -> None:
    package = bench.package(TRACKER, queries)
    file = package.decode("any", {"__typename": "File", "fileName": "a.txt"})
    assert file.file_name == "a.txt"
    assert package.decode("any", {"__typename": "Link", "url": "x"}).url == "x"
    assert package.decode("any", {"__typename": "Folder"}).typename__ == "Folder"


def test_a_fragment_may_be_named_as_its_type_and_as_a_place(bench) -> None:
    package = bench.package(
        TRACKER,
        "fragment Path on Path { id step { id } steps { ...Path_Step } }"
        "fragment PathStep on Step { id name } fragment Path_Step on Step { id color }"
        "query path($id: ID!) { path(id: $id) { ...Path } }"
        "query steps { steps { ...PathStep } }",
    )
    path = package.decode("path", {"id": "1", "step": {"id": "2"}, "steps": [{"id": "3", "color": "red"}]})
    assert type(path.step).__name__ == "Path_Step_2"
    assert type(path.steps[0]).__name__ == "Path_Step"
    assert package.operation("steps").result == "list[PathStep]"


def test_the_root_has_the_name_of_its_type_if_no_other_root_field_gives_it(bench) -> None:
    package = bench.package(
        TRACKER,
        "query named { named { id } } query step($id: ID!) { step(id: $id) { id } } query steps { steps { id } }"
        "query mine { mine: named { id } } query pathStep($id: ID!) { pathStep: step(id: $id) { id } }",
    )
    results = {name: package.operation(name).result for name in ("named", "step", "steps", "mine", "path_step")}
    assert results == {
        "named": "Named",
        "step": "Step",
        "steps": "list[Steps]",
        "mine": "Mine",
        "path_step": "PathStep_Step",  # PathStep is another type
    }


ADDED = [
    "query added { added: steps { id name color path { id step { id name color } } } }",
    "query step($id: ID!) { step(id: $id) { id name } }",
    "query path($id: ID!) { path(id: $id) { id step { name } } }",
    "query pathStep($id: ID!) { pathStep: path(id: $id) { steps { id } } }",
    "query things { things { ...OnlyFile ... on Link { url } } }",
    "query named { named { id ...OnlyFile } }",
    "query file { file: any { ...OnlyFile } }",
]


@pytest.mark.parametrize("added", ADDED)
@pytest.mark.parametrize("file", ["0.graphql", "z.graphql"])
def test_another_operation_changes_no_name(bench, added: str, file: str) -> None:
    written = (
        "query mine { mine: steps { id name path { id } } } query all { all: path(id: 1) { step { id } steps { id } } }"
        "query thing { thing: any { ...Each } } fragment Each on Thing { ...OnlyFile ... on Link { url } }"
        "fragment OnlyFile on File { fileName }"
    )
    before = bench.package(TRACKER, {"a.graphql": written})
    after = bench.package(TRACKER, {"a.graphql": written, file: added})
    for name in names(before):
        ours, theirs = (getattr(package.models, name) for package in (before, after))
        assert signature(ours) == signature(theirs), name
    for method in ("mine", "all", "thing"):
        assert before.operation(method).result == after.operation(method).result


MEMBER = "fragment Each on Thing { ...OnlyFile } fragment OnlyFile on File { fileName }"


@pytest.mark.parametrize(
    "selection", ["...OnlyFile", "id ...OnlyFile", "...Same", "... on File { ...OnlyFile }", "...OnlyFile ...Same"]
)
def test_the_model_of_an_alternative_is_for_the_alternative_alone(bench, selection: str) -> None:
    schema = TRACKER.replace("any: Thing", "any: Thing file: File")
    same = "fragment Same on File { ...OnlyFile id }" if "Same" in selection else ""
    package = bench.package(
        schema, f"query any {{ any {{ ...Each }} }} query file {{ file {{ {selection} }} }} {MEMBER} {same}"
    )
    assert type(package.decode("any", {"__typename": "File", "fileName": "a"})) is package.models.OnlyFile
    file = package.decode("file", {"id": "1", "fileName": "b"})
    assert file.file_name == "b"
    assert not isinstance(file, package.models.OnlyFile)


def test_a_comment_may_name_what_is_written_in_place(bench) -> None:
    package = bench.package(
        TRACKER,
        "# Show a path.\n# @model path: Way\n# @model path.step: Stone\n# @model path.steps: Stone\n"
        "query path($id: ID!) { path(id: $id) { ... on Path { step { id } } steps { id } other { ...Path } } }"
        "fragment Path on Path { id step { id } }",
    )
    path = package.decode("path", {"step": {"id": "1"}, "steps": [{"id": "2"}], "other": {"id": "3", "step": None}})
    assert (type(path).__name__, type(path.step).__name__) == ("Way", "Stone")
    assert type(path.steps[0]) is type(path.step)
    assert names(package) == {"Way", "Stone", "Path", "Path_Step"}


def test_what_is_merged_does_not_take_a_name_that_was_given_to_a_part_of_it(bench) -> None:
    package = bench.package(
        TRACKER,
        "query path($id: ID!) { path(id: $id) { ...One ...Two } } query other { other: path(id: 1) { ...One } }"
        "# one\n# @model step: Stone\nfragment One on Path { step { id } }\nfragment Two on Path { step { name } }",
    )
    assert package.decode("path", {"step": {"id": "1", "name": "x"}}).step.name == "x"
    assert type(package.decode("other", {"step": {"id": "1"}}).step).__name__ == "Stone"


LOWER = """
schema { query: query_root }
scalar uuid
type query_root { rows(where: rows_bool_exp, order_by: [rows_order!], id: uuid): [rows!]! _Entity: _Entity }
type rows { id: uuid! state: row_state other: rows }
type _Entity { id: ID }
enum row_state { date str asc }
enum order { asc desc }
input rows_order { state: order }
input rows_bool_exp { _and: [rows_bool_exp!] _not: rows_bool_exp state: String_comparison }
input String_comparison { _eq: row_state }
"""


def test_types_in_lower_case_become_classes_as_python_names_them(bench) -> None:
    package = bench.package(
        LOWER,
        "query rows($where: rows_bool_exp, $order_by: [rows_order!], $id: uuid) "
        "{ rows(where: $where, order_by: $order_by, id: $id) { id state other { id } } }"
        "query _Entity { _Entity { id } }",
    )
    inputs, enums = package.inputs, package.enums
    assert set(inputs.__all__) == {"RowsOrder", "RowsBoolExp", "String_comparison"}
    where = inputs.RowsBoolExp(not_=inputs.RowsBoolExp(state=inputs.String_comparison(eq="asc")), and_=[])
    sent = where.model_dump(by_alias=True, exclude_unset=True)
    assert sent == {"_not": {"state": {"_eq": "asc"}}, "_and": []}
    (row,) = package.decode("rows", [{"id": "1", "state": "asc", "other": None}])
    assert type(row).__name__ == "Rows"
    assert row.state is enums.RowState.asc
    assert "order_by: Sequence[RowsOrder] | None = None" in package.files["client.py"]
    assert package.operation("entity").result == "Entity"
