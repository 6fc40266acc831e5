"""graphql-core 3.2 and 3.3 to the same effect; `make graphql-3.3` runs these tests with the latter."""

from __future__ import annotations

import textwrap

import pytest
from graphql import (
    GraphQLSyntaxError,
    OperationDefinitionNode,
    Undefined,
    build_client_schema,
    build_schema,
    introspection_from_schema,
)

from conviso_client.codegen.compat import default_value, parse_operations, print_sorted
from conviso_client.codegen.drift.changes import Kind
from conviso_client.codegen.drift.compare import compare
from conviso_client.codegen.drift.compatible import is_narrower

SDL = textwrap.dedent(
    '''
    """Keeps { its } braces."""
    directive @shown(as: View = { order: [{ up: true }] }) on FIELD

    input Order {
      by: String = "id"
      up: Boolean
    }

    type Query {
      f(
        view: View = { size: 3, order: { up: false } }, none: Int = null
        must: Int
      ): Int
    }

    input View {
      size: Int = 10
      order: [Order!]
    }
    '''
)
PRINTED = textwrap.dedent(
    '''\
    """Keeps { its } braces."""
    directive @shown(as: View = {order: [{by: "id", up: true}], size: 10}) on FIELD

    input Order {
      by: String = "id"
      up: Boolean
    }

    type Query {
      f(must: Int, none: Int = null, view: View = {order: [{by: "id", up: false}], size: 3}): Int
    }

    input View {
      order: [Order!]
      size: Int = 10
    }'''
)


def test_a_schema_is_printed_the_same_to_the_byte() -> None:
    schema = build_schema(SDL)
    answered = build_client_schema(introspection_from_schema(schema))
    assert print_sorted(schema) == print_sorted(answered) == PRINTED
    assert compare(schema, answered) == compare(build_schema(PRINTED), schema) == []


def test_a_long_default_stays_in_its_line() -> None:
    words = "word " * 30
    sdl = f'input Text {{\n  words: String\n}}\n\ntype Query {{\n  f(text: Text = {{words: "{words}"}}): Int\n}}'
    assert f'  f(text: Text = {{words: "{words}"}}): Int\n' in print_sorted(build_schema(sdl))


def test_defaults_are_values_with_the_defaults_inside() -> None:
    schema = build_schema(SDL)
    arguments = schema.query_type.fields["f"].args  # type: ignore[union-attr]
    assert default_value(arguments["view"]) == {
        "size": 3,
        "order": [{"by": "id", "up": False}],
    }
    assert default_value(arguments["none"]) is None
    assert default_value(arguments["must"]) is Undefined
    (directive,) = (one for one in schema.directives if one.name == "shown")
    assert default_value(directive.args["as"]) == {"size": 10, "order": [{"by": "id", "up": True}]}


@pytest.mark.parametrize(
    ("old", "new"),
    [("size: 3", "size: 4"), ("size: 3, ", ""), (", none: Int = null", ", none: Int"), ('"id"', '"name"')],
)
def test_a_default_that_changed_is_seen(old: str, new: str) -> None:
    changes = compare(build_schema(SDL), build_schema(SDL.replace(old, new)))
    assert {change.kind for change in changes} <= {
        Kind.ARGUMENT_DEFAULT_CHANGED,
        Kind.INPUT_FIELD_DEFAULT_CHANGED,
        Kind.DIRECTIVE_ARGUMENT_DEFAULT_CHANGED,
    }
    assert changes


def test_what_an_operation_lacks_is_empty() -> None:
    (operation,) = parse_operations("{ a }").definitions
    assert isinstance(operation, OperationDefinitionNode)
    (field,) = operation.selection_set.selections
    assert operation.variable_definitions == operation.directives == ()
    assert field.directives == field.arguments == ()  # type: ignore[attr-defined]


def test_an_empty_selection_set_is_a_syntax_error() -> None:
    with pytest.raises(GraphQLSyntaxError, match="Expected Name, found '}'"):
        parse_operations("{ a { } }")


@pytest.mark.parametrize(
    ("old", "new", "narrower"),
    [
        ("Int", "Int", True),
        ("Int", "Int!", True),
        ("Int!", "Int", False),
        ("[Int]", "[Int!]!", True),
        ("[Int!]", "[Int]", False),
        ("[Int]", "Int", False),
        ("Int", "[Int]", False),
        ("Int", "ID!", False),
        ("[[Int]!]", "[[Int!]!]!", True),
    ],
)
def test_a_type_with_more_exclamation_marks_is_narrower(old: str, new: str, narrower: bool) -> None:
    fields = build_schema(f"type Query {{ old: {old} new: {new} }}").query_type.fields  # type: ignore[union-attr]
    assert is_narrower(fields["old"].type, fields["new"].type) is narrower
