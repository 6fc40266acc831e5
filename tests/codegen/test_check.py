"""What is refused before anything is generated, with file and line."""

from __future__ import annotations

import inspect
from typing import ClassVar

import pytest

from conviso_client.codegen.problems import GenerationError, Problem

SCHEMA = """
scalar JSON
scalar Upload
type Query {
  asset(id: ID, where: Where, state: State, from: Int, old: Int @deprecated(reason: "no use")): Asset
  assets: [Asset!]!
  generateProjectReport: Asset
  node: Node
  execute: Int
  withOptions: Int
  close: Int
  correlation: Int
  _call: Int
  import: Int
  list: Int
  fooBar: Int
  foo_bar: Int
  date(kind: Date): Date
  thing(kind: Kind, kindValue: KindValue): Int
}
type Mutation { createAsset(input: Where): Asset }
type Subscription { asset: Asset }
interface Node { id: ID! }
type Asset implements Node {
  id: ID! name: String asset: Asset fooBar: Int foo_bar: Int _1: Int class: Int
  old: String @deprecated(reason: "use name")
}
type Scan implements Node { id: ID! line: Int }
enum State { OPEN CLOSED @deprecated }
enum Date { TODAY }
enum Kind { A }
input KindValue { a: Int }
input Where { name: String old: String @deprecated(reason: "gone") nested: Where state: State }
"""


def refused(query: str, *messages: str):
    return pytest.param(query, list(messages), id=query[:60])


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        refused("{ assets { id } }", "all.graphql:1: the operation has no name: name it after its root field"),
        refused(
            "query {\n assets { id } }\nquery asset { asset { id } }",
            "all.graphql:1: This anonymous operation must be the only defined operation.",
            "all.graphql:1: the operation has no name: name it after its root field",
        ),
        refused(
            "query fooBar { fooBar }\n\nquery foo_bar { foo_bar }",
            "all.graphql:3: foo_bar and fooBar (all.graphql:1) would both become the method foo_bar",
        ),
        refused(
            "query assets { assets { id } }\nquery assets { assets { id } }",
            "all.graphql:2: There can be only one operation named 'assets'.",
            "all.graphql:2: assets and assets (all.graphql:1) would both become the method assets",
        ),
        *(
            refused(
                f"\nquery {name} {{ {name} }}",
                f"all.graphql:2: the method {method} would hide a member of the client: choose another name",
            )
            for name, method in (
                ("execute", "execute"),
                ("withOptions", "with_options"),
                ("close", "close"),
                ("correlation", "correlation"),
            )
        ),
        refused(
            "query list { list }", "all.graphql:1: the method list would hide the built-in type: choose another name"
        ),
        refused(
            "query import { import }",
            "all.graphql:1: import would become the method 'import', which Python does not allow",
        ),
        refused(
            "query _1 { _1: fooBar }", "all.graphql:1: _1 would become the method '1', which Python does not allow"
        ),
        refused("query _ { _: fooBar }", "all.graphql:1: _ would become the method '', which Python does not allow"),
        refused(
            "query mine { asset { id } }",
            "all.graphql:1: mine must have the name of its root field, asset: "
            "call the operation asset, or write mine: asset",
        ),
        refused(
            "query generate { a: generateProjectReport { id }\n assets { id } }",
            "all.graphql:1: generateProjectReport changes something, and assets beside it only reads: "
            "give each an operation of its own",
        ),
        refused(
            "# @acts\nquery asset { asset { id } }\nquery two { ... { asset { id } } assets { id } }",
            "all.graphql:3: asset changes something, and assets beside it only reads: "
            "give each an operation of its own",
        ),
        refused(
            "# @acts\nquery both { asset { id } assets { id } }",
            "all.graphql:2: @acts: which of asset, assets? Give what changes something an operation of its own",
        ),
        refused(
            "query asset { __typename }", "all.graphql:1: asset selects no root field; a method returns what it selects"
        ),
        refused(
            "query asset($a: Boolean!) { asset @include(if: $a) { id } }",
            "all.graphql:1: a root field must not be conditional: a method always returns its value",
        ),
        refused(
            "query asset($a: Boolean!) { ... @skip(if: $a) { asset { id } } }",
            "all.graphql:1: a root field must not be conditional: a method always returns its value",
        ),
        refused(
            "subscription asset { asset { id } }",
            "all.graphql:1: the API has no subscriptions: write a query or a mutation",
        ),
    ],
)
def test_operations(bench, query: str, messages: list[str]) -> None:
    assert bench.problems(SCHEMA, query) == messages


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        refused(
            "query asset(\n  $from: Int\n  $from_: ID) { asset(from: $from, id: $from_) { id } }",
            "all.graphql:3: $from_ and $from would both become the argument from_",
        ),
        refused(
            "query asset($fooBar: Int,\n $foo_bar: ID) { asset(from: $fooBar, id: $foo_bar) { id } }",
            "all.graphql:2: $foo_bar and $fooBar would both become the argument foo_bar",
        ),
        refused(
            "query asset(\n $_: Int\n $_1: ID) { asset(from: $_, id: $_1) { id } }",
            "all.graphql:2: $_ would become the argument '', which Python does not allow: rename it",
            "all.graphql:3: $_1 would become the argument '1', which Python does not allow: rename it",
        ),
        refused(
            "\n# @arg ident: the id\nquery asset($id: ID, $from: Int) { asset(id: $id, from: $from) { id } }",
            "all.graphql:3: @arg ident: there is no such variable (there is from, id)",
        ),
        refused(
            "# @arg id: the id\nquery asset { asset { id } }",
            "all.graphql:2: @arg id: there is no such variable (there is none)",
        ),
        refused(
            "# @company scopeId\n"
            "query asset($scopeId: ID, $companyId: Int) { asset(id: $scopeId, from: $companyId) { id } }",
            "all.graphql:2: asset would have two arguments company_id: rename the variable",
        ),
    ],
)
def test_arguments(bench, query: str, messages: list[str]) -> None:
    assert bench.problems(SCHEMA, query) == messages


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        refused(
            "query asset { asset { fooBar\n foo_bar } }",
            "all.graphql:2: foo_bar and fooBar would both become foo_bar: give one an alias",
        ),
        refused(
            "query asset { asset { ...A foo_bar } }\nfragment A on Asset { fooBar }",
            "all.graphql:1: foo_bar and fooBar would both become foo_bar: give one an alias",
        ),
        refused(
            "query asset { asset { asset { fooBar }\n asset { foo_bar } } }",
            "all.graphql:2: foo_bar and fooBar would both become foo_bar: give one an alias",
        ),
        refused(
            "query asset { asset { asset { id\n Id: name } } }",
            "all.graphql:2: Id and id would both become id: give one an alias",
        ),
        refused(
            "query asset { asset { __: id _: id } }",
            "all.graphql:1: _ and __ would both become field: give one an alias",
        ),
        *(
            refused(
                f"query asset {{ asset {{ ...{name} }} }}\n\nfragment {name} on Asset {{ id }}",
                f"all.graphql:3: a model named {name} would collide with the schema's {name}: choose another name",
            )
            for name in ("State", "Where", "StateValue")
        ),
        *(
            refused(
                f"query asset {{ asset {{ ...{name} }} }}\nfragment {name} on Asset {{ id }}",
                f"all.graphql:2: a model cannot be named {name}: "
                "begin with a capital, and avoid what generated code imports",
            )
            for name in (
                "asset",
                "_Asset",
                "None",
                "Field",
                "Any",
                "ResultModel",
                "Pager",
                "Company",
                "date",
                "str",
                "BuZz",
            )
        ),
    ],
)
def test_models(bench, query: str, messages: list[str]) -> None:
    assert bench.problems(SCHEMA, query) == messages


TAKEN = "the name is taken, or no class can have it: choose another"
NOTHING = "nothing is selected at this path, within what is written here"


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        refused(
            "# @model a: Kind\nquery a { a: asset { id } }\n# @model b: lower\nquery b { b: asset { id } }",
            f"all.graphql:2: @model Kind: {TAKEN}",
            f"all.graphql:4: @model lower: {TAKEN}",
        ),
        refused(
            "# @model a: A\nquery a { a: asset { ...A id } }\nfragment A on Asset { id }",
            f"all.graphql:2: @model A: {TAKEN}",
        ),
        refused(
            "# @model a: Same\nquery a { a: asset { id } }\n# @model b: Same\nquery b { b: asset { id name } }",
            "all.graphql:4: @model Same: something else is selected under this name at all.graphql:2",
        ),
        refused(
            "# @model a.b: B\nquery a { a: asset { id } }\n# @model id: B\nquery b { b: asset { id } }",
            f"all.graphql:2: @model a.b: {NOTHING}",
            f"all.graphql:4: @model id: {NOTHING}",
        ),
        refused(
            "# @model a.asset: B\nquery a { a: asset { ...A } }\nfragment A on Asset { asset { id } }",
            f"all.graphql:2: @model a.asset: {NOTHING}",
        ),
    ],
)
def test_names_that_are_written(bench, query: str, messages: list[str]) -> None:
    assert bench.problems(SCHEMA, query) == messages


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [("enum Kind { A }", "input KindValue { a: Int }", "KindValue"), ("input aB { a: Int }", "enum AB { A }", "AB")],
)
def test_two_types_that_would_have_one_class(bench, first: str, second: str, name: str) -> None:
    one, two = first.split()[1], second.split()[1]
    schema = f"type Query {{ a(one: {one}, two: {two}): Int }} {first} {second}"
    assert bench.package(schema, f"query a($one: {one}) {{ a(one: $one) }}").decode("a", 1) == 1
    types = " and ".join(sorted([one, two]))
    assert bench.problems(schema, f"query a($one: {one},\n $two: {two}) {{ a(one: $one, two: $two) }}") == [
        f"all.graphql:{line}: the API's types {types} would both become {name}: leave one of them out"
        for line in (1, 2)
    ]


def test_types_whose_names_the_generator_needs_get_an_underscore(bench) -> None:
    package = bench.package(SCHEMA, "query date($kind: Date) { date(kind: $kind) }")
    assert package.operation("date").result == "Date_"
    assert package.decode("date", next(iter(package.enums.Date_))) in package.enums.Date_


def test_types_that_are_not_used_may_have_any_name(bench) -> None:
    assert bench.package(SCHEMA, "query thing($kind: Kind) { thing(kind: $kind) }").decode("thing", 1) == 1


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        refused(
            "query asset {\n asset { nme } }",
            "all.graphql:2: Cannot query field 'nme' on type 'Asset'. Did you mean 'name'?",
        ),
        refused(
            "query asset($id: ID) {\n asset { id } }",
            "all.graphql:1: Variable '$id' is never used in operation 'asset'.",
        ),
        refused(
            "query asset { asset { id } }\nfragment A on Asset { id }",
            "all.graphql:2: Fragment 'A' is never used.",
        ),
        refused(
            "query asset { asset { ...A } }\n"
            "fragment A on Asset { asset { ...B } }\nfragment B on Asset { asset { ...A } }",
            "all.graphql:3: Cannot spread fragment 'A' within itself via 'B'.",
        ),
        refused(
            "mutation createAsset { createAsset(input: {nme: 1}) { id } }",
            "all.graphql:1: Field 'nme' is not defined by type 'Where'. Did you mean 'name'?",
        ),
    ],
)
def test_what_graphql_itself_refuses(bench, query: str, messages: list[str]) -> None:
    assert bench.problems(SCHEMA, query) == messages


class TestCost:
    def deep(self, depth: int) -> str:
        return "query asset { asset " + "{ asset " * (depth - 2) + "{ id }" + " }" * (depth - 2) + " }"

    def wide(self, count: int) -> str:
        fields = " ".join(f"f{number}: name" for number in range(count - 1))
        return f"query asset {{ asset {{ ...Wide }} }} fragment Wide on Asset {{ {fields} }}"

    def test_the_deepest_that_the_api_allows(self, bench) -> None:
        assert bench.package(SCHEMA, self.deep(15)).operation("asset").depth == 15
        assert bench.problems(SCHEMA, self.deep(16)) == ["all.graphql:1: asset has depth 16; the API allows 15"]

    def test_the_most_complex_that_the_api_allows(self, bench) -> None:
        assert bench.package(SCHEMA, self.wide(400)).operation("asset").complexity == 400
        assert bench.problems(SCHEMA, self.wide(401)) == ["all.graphql:1: asset has complexity 401; the API allows 400"]

    def test_alternatives_count_once_and_what_is_added_counts_too(self, bench) -> None:
        fragment = "fragment F on Node { id kind: __typename }"
        query = f"query node {{ node {{ ... on Asset {{ ...F }} ... on Scan {{ ...F }} }} }} {fragment}"
        operation = bench.package(SCHEMA, query).operation("node")
        assert (operation.depth, operation.complexity) == (2, 4)


class TestDeprecated:
    USES: ClassVar = {
        "Asset.old": "query asset { asset { ...A } }\n{comment}fragment A on Asset {\n old }",
        "Query.asset(old:)": "{comment}query asset {\n asset(old: 1) { id } }",
        "Where.old": "{comment}query asset {\n asset(where: {nested: {old: null}}) { id } }",
    }

    @pytest.mark.parametrize("coordinate", USES)
    def test_a_deprecated_use_is_refused_unless_it_is_allowed(self, bench, coordinate: str) -> None:
        query = self.USES[coordinate]
        (problem,) = bench.problems(SCHEMA, query.replace("{comment}", "#\n"))
        reasons = {"Asset.old": "use name", "Query.asset(old:)": "no use", "Where.old": "gone"}
        line = 4 if coordinate == "Asset.old" else 3
        assert problem == (
            f"all.graphql:{line}: {coordinate} is deprecated ({reasons[coordinate]}): leave it out, or write "
            f"'# @allow-deprecated {coordinate}: why' above the definition"
        )
        bench.package(SCHEMA, query.replace("{comment}", f"# @allow-deprecated {coordinate}: no other way\n"))

    def test_a_reason_of_several_lines_is_told_in_one(self, bench) -> None:
        schema = 'type Query { a: Int @deprecated(reason: "no use\\r\\n::error::fake") }'
        [problem] = bench.problems(schema, "query a { a }")
        assert problem.startswith("all.graphql:1: Query.a is deprecated (no use ::error::fake): leave it out")

    def test_a_deprecated_enum_value_is_found_in_a_default(self, bench) -> None:
        (problem,) = bench.problems(SCHEMA, "query asset($state: State =\n CLOSED) { asset(state: $state) { id } }")
        assert problem.startswith("all.graphql:2: State.CLOSED is deprecated (No longer supported): ")

    def test_what_one_definition_may_use_no_other_may(self, bench) -> None:
        allowed = "# @allow-deprecated Asset.old: no other way\nquery asset { asset { old } }\n"
        (problem,) = bench.problems(SCHEMA, allowed + "query assets { assets { old } }")
        assert problem.startswith("all.graphql:3: Asset.old is deprecated (use name): ")

    def test_what_is_deprecated_says_so_where_it_is_used(self, bench) -> None:
        schema = SCHEMA.replace("  node: Node\n", '  node: Node @deprecated(reason: "use asset")\n')
        package = bench.package(
            schema,
            "# Get it.\n# @allow-deprecated Query.node: no other way\nquery node { node { ...N } }\n"
            "# @allow-deprecated Asset.old: no other way\nfragment N on Asset { id old was: old }",
        )
        assert "Get it.\n\nDeprecated: use asset" in inspect.getdoc(package.client.Operations.node)
        (models,) = (text for name, text in package.files.items() if "class N(" in text or "class Node_Asset(" in text)
        assert models.count('"""Deprecated: use name"""') == 2

    def test_an_argument_that_goes_where_it_is_deprecated_says_so(self, bench) -> None:
        package = bench.package(
            SCHEMA,
            "# @allow-deprecated Query.asset(old:): no other way\n# @allow-deprecated Where.old: no other way\n"
            "# @arg old: how old.\n"
            "query asset($id: ID, $old: Int, $name: String) "
            "{ asset(id: $id, old: $old, where: {old: $name}) { id } }",
        )
        text = inspect.getdoc(package.client.Operations.asset)
        assert "Args:\n    id: the id.\n    old: how old. Deprecated: no use\n    name: Deprecated: gone" in text

    def test_an_allowance_that_is_not_needed_is_refused(self, bench) -> None:
        query = "# @allow-deprecated Asset.name: was so once\nquery asset { asset { name } }"
        message = "all.graphql:2: @allow-deprecated Asset.name: nothing deprecated of this name is used"
        assert bench.problems(SCHEMA, query) == [message]


class TestEvidence:
    QUERY = """
query asset($where: Where) {
  asset(where: $where, state: OPEN) { name }
}
"""
    CONFIRMED = """
        Query.asset confirmed
        Query.asset(where:) confirmed
        Query.asset(state:) confirmed
        State.OPEN confirmed
        Asset.name confirmed
    """

    def test_confirmed_names_pass(self, bench, evidence) -> None:
        bench.package(SCHEMA, self.QUERY, evidence(self.CONFIRMED))

    @pytest.mark.parametrize(
        "coordinate",
        ["Query.asset", "Query.asset(where:)", "Query.asset(state:)", "State.OPEN", "Asset.name"],
    )
    @pytest.mark.parametrize("state", ["2024", "guessed", None])
    def test_a_name_without_a_recent_source_is_refused(
        self, bench, evidence, coordinate: str, state: str | None
    ) -> None:
        lines = [line for line in self.CONFIRMED.strip().splitlines() if line.split()[0] != coordinate]
        if state:
            lines.append(f"{coordinate} {state}")
        (problem,) = bench.problems(SCHEMA, self.QUERY, evidence("\n".join(lines)))
        assert problem == f"all.graphql:3: {coordinate} is not confirmed by a recent source: leave it out"

    def test_an_input_field_in_the_document_counts(self, bench, evidence) -> None:
        query = 'query asset {\n asset(where:\n {name: "x"}) { name } }'
        (problem,) = bench.problems(SCHEMA, query, evidence(self.CONFIRMED))
        assert problem == "all.graphql:3: Where.name is not confirmed by a recent source: leave it out"

    @pytest.mark.parametrize(
        ("query", "line", "name"),
        [
            ("query asset(\n $where: Where) { asset(where: $where) { name } }", 2, "Where"),
            ("query asset { asset { ... on\n Asset { name } } }", 2, "Asset"),
            ("query asset { asset { ...A } }\nfragment A on Asset { name }", 2, "Asset"),
        ],
    )
    def test_a_guessed_type_name_is_not_spelled_out(self, bench, evidence, query: str, line: int, name: str) -> None:
        (problem,) = bench.problems(SCHEMA, query, evidence(f"{self.CONFIRMED}\n{name} guessed"))
        assert problem == f"all.graphql:{line}: the type name {name} is a guess and must not be sent"

    def test_a_table_without_its_columns_is_refused(self, bench) -> None:
        project = bench.project(SCHEMA, self.QUERY, "coordinate\tproof\n")
        from conviso_client.codegen.package import generate

        with pytest.raises(GenerationError) as caught:
            generate(project)
        assert caught.value.problems == (Problem(project.evidence.as_posix(), 1, "the column evidence is missing"),)

    def test_without_a_table_the_schema_is_trusted(self, bench) -> None:
        bench.package(SCHEMA, self.QUERY)


def test_every_problem_is_told_at_once_in_order(bench) -> None:
    queries = {
        "b.graphql": "query asset { asset { ...A fooBar foo_bar } }",
        "a.graphql": "fragment A on Asset {\n old }\nquery assets($_: Int) { assets { id } assets { id } }",
    }
    assert [problem.split(": ")[0] for problem in bench.problems(SCHEMA, queries)] == ["a.graphql:3"]
    queries["a.graphql"] = "fragment A on Asset {\n old }\nquery wrong { assets { id } }"
    found = bench.problems(SCHEMA, queries)
    assert [problem.split(": ")[0] for problem in found] == ["a.graphql:2", "a.graphql:3", "b.graphql:1"]


def test_the_error_survives_pickling() -> None:
    import pickle

    error = GenerationError([Problem("b", 2, "two"), Problem("a", 0, "one"), Problem("b", 2, "two")])
    assert str(error) == "a: one\nb:2: two"
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.problems) == (str(error), error.problems)
