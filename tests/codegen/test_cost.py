"""What an operation costs: counted as graphql-ruby counts it, which was asked for documents made at random."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, build_schema, parse

from conviso_client.codegen.cost import Cost, cost_of

RECORDED = json.loads((Path(__file__).parent / "recorded_cost.json").read_text(encoding="utf-8"))
"""Documents with the depth and the complexity that graphql-ruby 1.13.15 gave them."""
SCHEMA = build_schema("""
    interface Node { id: ID! me: Node kids: [Node] name: String }
    interface Named { name: String other: Named u: U }
    type A implements Node & Named {
      id: ID! me: Node kids: [Node] name: String other: Named u: U a: A n: Node x: Int y: Int
    }
    type B implements Node { id: ID! me: Node kids: [Node] name: String b: B u: U x: Int }
    type C implements Named { name: String other: Named u: U c: C n: Node z: Int }
    union U = A | B | C
    type Query { node: Node named: Named u: U a: A b: B c: C }
""")


def count(text: str, variables: dict[str, Any] | None = None, **options: bool) -> Cost:
    definitions = parse(text).definitions
    fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
    (operation,) = (node for node in definitions if isinstance(node, OperationDefinitionNode))
    return cost_of(SCHEMA, operation, fragments, variables, **options)


@pytest.mark.parametrize("nth", range(len(RECORDED)))
def test_it_is_what_the_real_server_counts(nth: int) -> None:
    document, depth, complexity = RECORDED[nth]
    assert count(document) == (depth, complexity)


def test_the_names_of_types_and_introspection_count() -> None:
    assert count("{ __typename a { __typename } __schema { types { name } } }") == (3, 6)


@pytest.mark.parametrize(
    ("variables", "cost"),
    [(None, (3, 4)), ({}, (3, 4)), ({"yes": True, "no": False}, (3, 4)), ({"yes": False, "no": True}, (1, 1))],
)
def test_a_field_that_is_left_out_costs_nothing_if_that_is_known(variables: Any, cost: tuple[int, int]) -> None:
    text = "query ($yes: Boolean!, $no: Boolean!) { b: __typename a @include(if: $yes) @skip(if: $no) { a { x } } }"
    assert count(text, variables) == cost


def test_a_fragment_that_is_left_out_counts_in_old_servers_only() -> None:
    text = "{ a { x ... @skip(if: true) { a { x } } ...F @include(if: false) } } fragment F on A { y }"
    assert count(text) == (3, 5)
    assert count(text, skipped_fragments=False) == (2, 2)


def test_what_the_schema_does_not_know_counts_too() -> None:
    assert count("{ nothing { more } a { odd ...Missing ... on Nobody { x } } }") == (2, 5)


def test_fragments_that_spread_themselves_or_a_million_of_themselves_end() -> None:
    assert count("{ a { ...F } } fragment F on A { x a { ...F } }").complexity >= 3
    levels = "".join(f"fragment F{n} on A {{ l: a {{ ...F{n + 1} }} r: a {{ ...F{n + 1} }} }} " for n in range(40))
    assert count("{ a { ...F0 } } " + levels + "fragment F40 on A { x }") == (42, 3 * 2**40 - 1)
