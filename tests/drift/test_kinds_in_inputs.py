"""Every kind of change in what is sent: its class, what it touches, and the exit status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

FINE, BREAKS = 1, 2
ASSETS = "assets:14 assets; writes:9 fixed"
SEARCH = "assets:13 assets; writes:9 fixed"

CASES = {
    "argument removed that operations pass": (
        (("(id: ID!, full: Boolean = false): Asset", "(id: ID!): Asset"),),
        BREAKS,
        (("ARGUMENT_REMOVED", "Query.asset(full:)", "breaking", "edit", "assets:2 asset"),),
    ),
    "argument removed that none passes": (
        (("(id: ID, filter: Unneeded)", "(filter: Unneeded)"),),
        FINE,
        (("ARGUMENT_REMOVED", "Query.unused(id:)", "breaking", "none", ""),),
    ),
    "optional argument added": (
        (("(text: String!, language", "(text: String!, first: Int = 5, language"),),
        FINE,
        (("OPTIONAL_ARGUMENT_ADDED", "Query.search(first:)", "dangerous", "none", "search:2 search"),),
    ),
    "required argument added": (
        (("(text: String!, language", "(text: String!, first: Int!, language"),),
        BREAKS,
        (("REQUIRED_ARGUMENT_ADDED", "Query.search(first:)", "breaking", "edit", "search:2 search"),),
    ),
    "required argument added with a default": (
        (("(text: String!, language", "(text: String!, first: Int! = 5, language"),),
        FINE,
        (("OPTIONAL_ARGUMENT_ADDED", "Query.search(first:)", "dangerous", "none", "search:2 search"),),
    ),
    "argument made required that an operation does not pass": (
        (("language: String,", "language: String!,"),),
        BREAKS,
        (("ARGUMENT_BECAME_REQUIRED", "Query.search(language:)", "breaking", "edit", "search:2 search"),),
    ),
    "argument made required that an operation passes": (
        (("notes(last: Int, order: Order)", "notes(last: Int, order: Order!)"),),
        FINE,
        (("ARGUMENT_BECAME_REQUIRED", "Asset.notes(order:)", "breaking", "none", "assets:6 asset"),),
    ),
    "argument required because its default is gone": (
        (("limit: Int! = 5", "limit: Int!"),),
        BREAKS,
        (("ARGUMENT_BECAME_REQUIRED", "Query.search(limit:)", "breaking", "edit", "search:2 search"),),
    ),
    "argument made required that a nullable variable feeds": (
        (("first: Int = 50", "first: Int!"),),
        BREAKS,
        (("ARGUMENT_BECAME_REQUIRED", "Query.assets(first:)", "breaking", "edit", ASSETS),),
    ),
    "argument made required that is passed with a value": (
        (("order: Order = NEWEST", "order: Order!"),),
        BREAKS,
        (("ARGUMENT_BECAME_REQUIRED", "Query.assets(order:)", "breaking", "edit", ASSETS),),
    ),
    "argument made required that none calls": (
        (("(id: ID, filter: Unneeded)", "(id: ID!, filter: Unneeded)"),),
        FINE,
        (("ARGUMENT_BECAME_REQUIRED", "Query.unused(id:)", "breaking", "none", ""),),
    ),
    "argument of another type that a variable feeds": (
        (("first: Int = 50", "first: String"),),
        BREAKS,
        (("ARGUMENT_TYPE_CHANGED", "Query.assets(first:)", "breaking", "edit", "assets:14 assets"),),
    ),
    "argument of another type that takes what is written": (
        (("notes(last: Int,", "notes(last: Float,"),),
        FINE,
        (("ARGUMENT_TYPE_CHANGED", "Asset.notes(last:)", "breaking", "none", "assets:6 asset"),),
    ),
    "argument of another type that refuses what is written": (
        (("notes(last: Int,", "notes(last: Boolean,"),),
        BREAKS,
        (("ARGUMENT_TYPE_CHANGED", "Asset.notes(last:)", "breaking", "edit", "assets:6 asset"),),
    ),
    "argument no longer required": (
        (("asset(id: ID!,", "asset(id: ID,"),),
        FINE,
        (("ARGUMENT_RELAXED", "Query.asset(id:)", "safe", "none", "assets:2 asset"),),
    ),
    "default of an argument that callers may leave out": (
        (("first: Int = 50", "first: Int = 20"),),
        FINE,
        (("ARGUMENT_DEFAULT_CHANGED", "Query.assets(first:)", "dangerous", "none", ASSETS),),
    ),
    "default of an argument that is always passed": (
        (("notes(last: Int, order: Order)", "notes(last: Int = 1, order: Order)"),),
        FINE,
        (("ARGUMENT_DEFAULT_CHANGED", "Asset.notes(last:)", "dangerous", "none", ""),),
    ),
    "argument deprecated": (
        (("(id: ID!, full: Boolean = false): Asset", "(id: ID!, full: Boolean = false @deprecated): Asset"),),
        FINE,
        (("DEPRECATED", "Query.asset(full:)", "dangerous", "none", "assets:2 asset"),),
    ),
    "input field removed that a document writes and callers may set": (
        (("  range: Range\n", ""),),
        BREAKS,
        (("INPUT_FIELD_REMOVED", "Search.range", "breaking", "edit", SEARCH),),
    ),
    "input field removed that callers may set": (
        (("  limit: Int = 10\n", ""),),
        BREAKS,
        (("INPUT_FIELD_REMOVED", "Search.limit", "breaking", "regenerate", "assets:13 assets"),),
    ),
    "input field removed inside another input": (
        (("  to: Int\n", ""),),
        BREAKS,
        (("INPUT_FIELD_REMOVED", "Range.to", "breaking", "regenerate", "assets:13 assets"),),
    ),
    "input field removed that no operation reaches": (
        (("  other: Int = 1\n", ""),),
        FINE,
        (("INPUT_FIELD_REMOVED", "Unneeded.other", "breaking", "none", ""),),
    ),
    "optional input field added": (
        (("  kind: Kind\n", "  kind: Kind\n  url: String\n"),),
        FINE,
        (("OPTIONAL_INPUT_FIELD_ADDED", "CreateAsset.url", "dangerous", "none", "writes:1 createAsset"),),
    ),
    "required input field added that callers must set": (
        (("  kind: Kind\n", "  kind: Kind\n  url: String!\n"),),
        BREAKS,
        (("REQUIRED_INPUT_FIELD_ADDED", "CreateAsset.url", "breaking", "regenerate", "writes:1 createAsset"),),
    ),
    "required input field added that a document does not write": (
        (("  to: Int\n", "  to: Int\n  unit: String!\n"),),
        BREAKS,
        (("REQUIRED_INPUT_FIELD_ADDED", "Range.unit", "breaking", "edit", SEARCH),),
    ),
    "input field made required that callers may leave out": (
        (("  owner: ID\n", "  owner: ID!\n"),),
        BREAKS,
        (("INPUT_FIELD_BECAME_REQUIRED", "CreateAsset.owner", "breaking", "regenerate", "writes:1 createAsset"),),
    ),
    "input field made required that a document writes": (
        (("  from: Int\n", "  from: Int!\n"),),
        BREAKS,
        (("INPUT_FIELD_BECAME_REQUIRED", "Range.from", "breaking", "regenerate", SEARCH),),
    ),
    "input field required because its default is gone": (
        (("  step: Int! = 1\n", "  step: Int!\n"),),
        BREAKS,
        (("INPUT_FIELD_BECAME_REQUIRED", "Range.step", "breaking", "edit", SEARCH),),
    ),
    "input field of another type": (
        (("  limit: Int = 10\n", "  limit: String\n"),),
        BREAKS,
        (("INPUT_FIELD_TYPE_CHANGED", "Search.limit", "breaking", "regenerate", "assets:13 assets"),),
    ),
    "input field of another type that takes what callers set": (
        (("  limit: Int = 10\n", "  limit: Float\n"),),
        FINE,
        (("INPUT_FIELD_TYPE_CHANGED", "Search.limit", "breaking", "none", "assets:13 assets"),),
    ),
    "input field no longer required": (
        (("input CreateAsset {\n  name: String!", "input CreateAsset {\n  name: String"),),
        FINE,
        (("INPUT_FIELD_RELAXED", "CreateAsset.name", "safe", "none", "writes:1 createAsset"),),
    ),
    "default of an input field": (
        (("  limit: Int = 10\n", "  limit: Int = 20\n"),),
        FINE,
        (("INPUT_FIELD_DEFAULT_CHANGED", "Search.limit", "dangerous", "none", SEARCH),),
    ),
    "input takes exactly one field": (
        (("input Search {", "input Search @oneOf {"), ("  limit: Int = 10\n", "  limit: Int\n")),
        BREAKS,
        (
            ("ONE_OF_ADDED", "Search", "breaking", "edit", SEARCH),
            ("INPUT_FIELD_DEFAULT_CHANGED", "Search.limit", "dangerous", "none", SEARCH),
        ),
    ),
    "input takes any number of fields": (
        ((" @oneOf {", " {"),),
        FINE,
        (("ONE_OF_REMOVED", "Pick", "safe", "none", ""),),
    ),
    "input renamed whose name a document spells out": (
        (("input CreateAsset {", "input NewAsset {"), ("input: CreateAsset!", "input: NewAsset!")),
        BREAKS,
        (
            ("TYPE_REMOVED", "CreateAsset", "breaking", "edit", "writes:1 createAsset"),
            ("TYPE_ADDED", "NewAsset", "safe", "none", ""),
            ("ARGUMENT_TYPE_CHANGED", "Mutation.createAsset(input:)", "breaking", "edit", "writes:2 createAsset"),
        ),
    ),
    "enum renamed that only inputs reach": (
        (("enum Kind {", "enum AssetKind {"), ("  kind: Kind\n", "  kind: AssetKind\n")),
        FINE,
        (
            ("TYPE_REMOVED", "Kind", "breaking", "none", ""),
            ("TYPE_ADDED", "AssetKind", "safe", "none", "writes:1 createAsset"),
            ("INPUT_FIELD_TYPE_CHANGED", "CreateAsset.kind", "breaking", "none", "writes:1 createAsset"),
        ),
    ),
    "enum value removed that a document writes": (
        (("  OLDEST\n", ""),),
        BREAKS,
        (("ENUM_VALUE_REMOVED", "Order.OLDEST", "breaking", "edit", "assets:6 asset; assets:13 assets"),),
    ),
    "enum value removed that callers may pass": (
        (("  CLOUD\n", ""),),
        BREAKS,
        (("ENUM_VALUE_REMOVED", "Kind.CLOUD", "breaking", "regenerate", "writes:1 createAsset"),),
    ),
    "enum value removed that no operation reaches": (
        (("  A\n  B\n", "  A\n"),),
        FINE,
        (("ENUM_VALUE_REMOVED", "Idle.B", "breaking", "none", ""),),
    ),
    "enum value added": (
        (("  LOW\n", "  LOW\n  MEDIUM\n"),),
        FINE,
        (
            (
                "ENUM_VALUE_ADDED",
                "Severity.MEDIUM",
                "dangerous",
                "none",
                "assets:13 assets; assets:23 asset assets",
            ),
        ),
    ),
    "directive removed that a document carries": (
        (("directive @cached(seconds: Int = 5) on FIELD | FRAGMENT_SPREAD\n", ""),),
        BREAKS,
        (("DIRECTIVE_REMOVED", "@cached", "breaking", "edit", "search:2 search"),),
    ),
    "directive removed that none carries": (
        (("directive @idle(why: String, code: Int!) repeatable on FIELD\n", ""),),
        FINE,
        (("DIRECTIVE_REMOVED", "@idle", "breaking", "none", ""),),
    ),
    "directive added": (
        (("directive @idle", "directive @fresh on FIELD\n\ndirective @idle"),),
        FINE,
        (("DIRECTIVE_ADDED", "@fresh", "safe", "none", ""),),
    ),
    "directive's argument removed": (
        (("@cached(seconds: Int = 5)", "@cached"),),
        BREAKS,
        (("DIRECTIVE_ARGUMENT_REMOVED", "@cached(seconds:)", "breaking", "edit", "search:2 search"),),
    ),
    "directive's argument of another type": (
        (("@cached(seconds: Int = 5)", "@cached(seconds: String)"),),
        BREAKS,
        (("DIRECTIVE_ARGUMENT_TYPE_CHANGED", "@cached(seconds:)", "breaking", "edit", "search:2 search"),),
    ),
    "directive's required argument added": (
        (("@cached(seconds: Int = 5)", "@cached(seconds: Int = 5, key: String!)"),),
        BREAKS,
        (("REQUIRED_DIRECTIVE_ARGUMENT_ADDED", "@cached(key:)", "breaking", "edit", "search:2 search"),),
    ),
    "directive's optional argument added": (
        (("@cached(seconds: Int = 5)", "@cached(seconds: Int = 5, key: String)"),),
        FINE,
        (("OPTIONAL_DIRECTIVE_ARGUMENT_ADDED", "@cached(key:)", "safe", "none", "search:2 search"),),
    ),
    "directive's argument takes more": (
        (("code: Int!", "code: Int"),),
        FINE,
        (("DIRECTIVE_ARGUMENT_RELAXED", "@idle(code:)", "safe", "none", ""),),
    ),
    "directive's argument has another default": (
        (("@cached(seconds: Int = 5)", "@cached(seconds: Int = 6)"),),
        FINE,
        (("DIRECTIVE_ARGUMENT_DEFAULT_CHANGED", "@cached(seconds:)", "dangerous", "none", "search:2 search"),),
    ),
    "directive's argument became required, and is passed": (
        (("@cached(seconds: Int = 5)", "@cached(seconds: Int!)"),),
        FINE,
        (("DIRECTIVE_ARGUMENT_BECAME_REQUIRED", "@cached(seconds:)", "breaking", "none", "search:2 search"),),
    ),
    "directive may stand elsewhere no longer": (
        (("on FIELD | FRAGMENT_SPREAD", "on FRAGMENT_SPREAD"),),
        BREAKS,
        (("DIRECTIVE_LOCATION_REMOVED", "@cached", "breaking", "edit", "search:2 search"),),
    ),
    "directive may stand elsewhere": (
        (("on FIELD | FRAGMENT_SPREAD", "on FIELD | FRAGMENT_SPREAD | QUERY"),),
        FINE,
        (("DIRECTIVE_LOCATION_ADDED", "@cached", "safe", "none", "search:2 search"),),
    ),
    "directive may no longer be repeated": (
        (("@idle(why: String, code: Int!) repeatable on", "@idle(why: String, code: Int!) on"),),
        FINE,
        (("DIRECTIVE_REPEATABLE_REMOVED", "@idle", "breaking", "none", ""),),
    ),
    "directive may be repeated": (
        (("@cached(seconds: Int = 5) on", "@cached(seconds: Int = 5) repeatable on"),),
        FINE,
        (("DIRECTIVE_REPEATABLE_ADDED", "@cached", "safe", "none", "search:2 search"),),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_class_touch_and_exit_status(case: str, judge: Callable[[Any], Any]) -> None:
    edits, status, expected = CASES[case]
    answer = judge(edits)
    assert answer.told() == set(expected)
    assert answer.status == status
