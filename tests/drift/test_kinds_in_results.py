"""Every kind of change in what comes back: its class, what it touches, and the exit status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

SAME, FINE, BREAKS = 0, 1, 2
SUMMARY = "asset assets"
RISK = f"assets:22 {SUMMARY}"

CASES = {
    "nothing": ((), SAME, ()),
    "only the order and the layout": ((("  id: ID!\n  value: Idle", "  value:   Idle\n  id: ID!"),), SAME, ()),
    "field removed that an operation selects": (
        (("  risk: Int\n", ""),),
        BREAKS,
        (("FIELD_REMOVED", "Asset.risk", "breaking", "edit", RISK),),
    ),
    "field removed that none selects": (
        (("  idle: String\n", ""),),
        FINE,
        (("FIELD_REMOVED", "Asset.idle", "breaking", "none", ""),),
    ),
    "field added": (
        (("  idle: String\n", "  idle: String\n  more: Int\n"),),
        FINE,
        (("FIELD_ADDED", "Asset.more", "safe", "none", ""),),
    ),
    "result may be null": (
        (("  tags: [String!]!", "  tags: [String!]"),),
        BREAKS,
        (("FIELD_BECAME_NULLABLE", "Asset.tags", "breaking", "regenerate", f"assets:24 {SUMMARY}"),),
    ),
    "items of a list may be null": (
        (("  tags: [String!]!", "  tags: [String]!"),),
        BREAKS,
        (("FIELD_BECAME_NULLABLE", "Asset.tags", "breaking", "regenerate", f"assets:24 {SUMMARY}"),),
    ),
    "result may be null where the client asks on condition": (
        (("  extra: String!", "  extra: String"),),
        FINE,
        (("FIELD_BECAME_NULLABLE", "Asset.extra", "breaking", "none", "assets:5 asset"),),
    ),
    "root field may be null, which is a failure either way": (
        (("order: Order = NEWEST): [Asset!]!", "order: Order = NEWEST): [Asset!]"),),
        FINE,
        (("FIELD_BECAME_NULLABLE", "Query.assets", "breaking", "none", "assets:14 assets; writes:9 fixed"),),
    ),
    "result is never null": (
        (("  risk: Int\n", "  risk: Int!\n"),),
        FINE,
        (("FIELD_BECAME_NON_NULL", "Asset.risk", "safe", "none", RISK),),
    ),
    "scalar replaced by one that the models do not read": (
        (("  risk: Int\n", "  risk: String\n"),),
        BREAKS,
        (("FIELD_TYPE_CHANGED", "Asset.risk", "breaking", "regenerate", RISK),),
    ),
    "scalar replaced by one that the models read": (
        (("  errors: [String!]", "  errors: [ID!]"),),
        FINE,
        (("FIELD_TYPE_CHANGED", "Payload.errors", "breaking", "none", "writes:4 createAsset"),),
    ),
    "scalar replaced by an object": (
        (("  risk: Int\n", "  risk: Note\n"),),
        BREAKS,
        (("FIELD_TYPE_CHANGED", "Asset.risk", "breaking", "edit", RISK),),
    ),
    "object replaced by a scalar": (
        (("  owner: Person", "  owner: String"),),
        BREAKS,
        (("FIELD_TYPE_CHANGED", "Asset.owner", "breaking", "edit", f"assets:25 {SUMMARY}"),),
    ),
    "value replaced by a list": (
        (("  owner: Person", "  owner: [Person!]"),),
        BREAKS,
        (("FIELD_TYPE_CHANGED", "Asset.owner", "breaking", "regenerate", f"assets:25 {SUMMARY}"),),
    ),
    "object replaced by another that has what is selected": (
        (("  owner: Person", "  owner: Owner"), ("union Hit", "type Owner { id: ID! email: String }\n\nunion Hit")),
        FINE,
        (
            ("FIELD_TYPE_CHANGED", "Asset.owner", "breaking", "none", f"assets:25 {SUMMARY}"),
            ("TYPE_ADDED", "Owner", "safe", "none", f"assets:25 {SUMMARY}"),
        ),
    ),
    "object replaced by another that lacks what is selected": (
        (("  owner: Person", "  owner: Owner"), ("union Hit", "type Owner { id: ID! mail: String }\n\nunion Hit")),
        BREAKS,
        (
            ("FIELD_TYPE_CHANGED", "Asset.owner", "breaking", "edit", f"assets:25 {SUMMARY}"),
            ("TYPE_ADDED", "Owner", "safe", "none", f"assets:25 {SUMMARY}"),
        ),
    ),
    "object replaced by another whose fields may be null": (
        (("  owner: Person", "  owner: Owner"), ("union Hit", "type Owner { id: ID email: String }\n\nunion Hit")),
        BREAKS,
        (
            ("FIELD_TYPE_CHANGED", "Asset.owner", "breaking", "regenerate", f"assets:25 {SUMMARY}"),
            ("TYPE_ADDED", "Owner", "safe", "none", f"assets:25 {SUMMARY}"),
        ),
    ),
    "type added": (
        (("union Hit", "type More { id: ID }\n\nunion Hit"),),
        FINE,
        (("TYPE_ADDED", "More", "safe", "none", ""),),
    ),
    "type removed that nothing names": (
        (
            ("  author: Person", "  author: String"),
            ("  owner: Person", "  owner: Project"),
            *[
                ("type Person {\n  id: ID!\n  name: String\n  email: String\n}\n\n", ""),
                ("  label: String\n", "  label: String\n  email: String\n"),
            ],
        ),
        BREAKS,
        (
            ("TYPE_REMOVED", "Person", "breaking", "none", ""),
            ("FIELD_TYPE_CHANGED", "Asset.owner", "breaking", "none", f"assets:25 {SUMMARY}"),
            ("FIELD_TYPE_CHANGED", "Note.author", "breaking", "edit", "assets:8 asset"),
            ("FIELD_ADDED", "Project.email", "safe", "none", f"assets:25 {SUMMARY}"),
        ),
    ),
    "type renamed whose name a fragment spells out": (
        (("type Project implements", "type Venture implements"), ("Asset | Project", "Asset | Venture")),
        BREAKS,
        (
            ("TYPE_REMOVED", "Project", "breaking", "edit", "search:5 search; search:12 node"),
            ("TYPE_ADDED", "Venture", "safe", "none", ""),
            ("POSSIBLE_TYPE_REMOVED", "Hit", "breaking", "none", "search:2 search"),
            ("POSSIBLE_TYPE_ADDED", "Hit", "dangerous", "none", "search:2 search"),
            ("POSSIBLE_TYPE_REMOVED", "Node", "breaking", "none", "search:10 node"),
            ("POSSIBLE_TYPE_ADDED", "Node", "dangerous", "none", "search:10 node"),
            ("POSSIBLE_TYPE_REMOVED", "Named", "breaking", "none", ""),
            ("POSSIBLE_TYPE_ADDED", "Named", "dangerous", "none", ""),
        ),
    ),
    "type renamed that is only selected in place": (
        (("type Payload", "type Result"), ("input: CreateAsset!): Payload", "input: CreateAsset!): Result")),
        FINE,
        (
            ("TYPE_REMOVED", "Payload", "breaking", "none", ""),
            ("TYPE_ADDED", "Result", "safe", "none", "writes:2 createAsset"),
            ("FIELD_TYPE_CHANGED", "Mutation.createAsset", "breaking", "none", "writes:2 createAsset"),
        ),
    ),
    "kind of a type changed": (
        (("type Note {\n  text: String\n  author: Person\n}", "scalar Note"),),
        BREAKS,
        (("TYPE_KIND_CHANGED", "Note", "breaking", "edit", "assets:6 asset"),),
    ),
    "enum became a scalar, which decodes": (
        (("enum Idle {\n  A\n  B\n}", "scalar Idle"),),
        FINE,
        (("TYPE_KIND_CHANGED", "Idle", "breaking", "none", ""),),
    ),
    "interface no longer implemented, and a fragment that cannot apply": (
        (("type Project implements Node & Named", "type Project implements Named"),),
        BREAKS,
        (("INTERFACE_REMOVED", "Project", "breaking", "edit", "search:10 node; search:12 node"),),
    ),
    "interface no longer implemented, and no fragment for it": (
        (("type Asset implements Node & Named", "type Asset implements Named"),),
        FINE,
        (("INTERFACE_REMOVED", "Asset", "breaking", "none", "search:10 node"),),
    ),
    "interface implemented": (
        (("type Person {", "type Person implements Node {"),),
        FINE,
        (("INTERFACE_ADDED", "Person", "dangerous", "none", "search:10 node"),),
    ),
    "new type of an interface": (
        (("union Hit", "type More implements Node { id: ID! }\n\nunion Hit"),),
        FINE,
        (
            ("TYPE_ADDED", "More", "safe", "none", ""),
            ("POSSIBLE_TYPE_ADDED", "Node", "dangerous", "none", "search:10 node"),
        ),
    ),
    "member added to a union": (
        (("Asset | Project", "Asset | Project | Person"),),
        FINE,
        (("POSSIBLE_TYPE_ADDED", "Hit", "dangerous", "none", "search:2 search"),),
    ),
    "member removed from a union": (
        (("Asset | Project", "Asset"),),
        BREAKS,
        (("POSSIBLE_TYPE_REMOVED", "Hit", "breaking", "edit", "search:2 search; search:5 search"),),
    ),
    "operation refused although the change is safe": (
        (("  size: Int\n", "  size: Int!\n"),),
        BREAKS,
        (
            ("FIELD_BECAME_NON_NULL", "Project.size", "safe", "none", "search:5 search"),
            ("OPERATION_REFUSED", "search", "breaking", "edit", "search:5 search"),
        ),
    ),
    "query type replaced by one that has what is called": (
        (
            ("type Query {", "type Root {"),
            ("directive @cached", "schema { query: Root mutation: Mutation }\n\ndirective @cached"),
        ),
        FINE,
        (
            ("TYPE_REMOVED", "Query", "breaking", "none", ""),
            ("TYPE_ADDED", "Root", "safe", "none", ""),
            (
                "ROOT_TYPE_CHANGED",
                "schema.query",
                "breaking",
                "none",
                "assets:1 asset; assets:13 assets; search:1 search; search:9 node; writes:8 fixed",
            ),
        ),
    ),
    "mutations removed": (
        (("type Mutation {\n  createAsset(input: CreateAsset!): Payload\n}\n", ""),),
        BREAKS,
        (
            ("TYPE_REMOVED", "Mutation", "breaking", "none", ""),
            ("ROOT_TYPE_REMOVED", "schema.mutation", "breaking", "edit", "writes:1 createAsset"),
        ),
    ),
    "subscriptions added": (
        (("type Mutation {", "type Subscription { asset: Asset }\n\ntype Mutation {"),),
        FINE,
        (
            ("TYPE_ADDED", "Subscription", "safe", "none", ""),
            ("ROOT_TYPE_ADDED", "schema.subscription", "safe", "none", ""),
        ),
    ),
    "field deprecated that an operation selects": (
        (("  risk: Int\n", '  risk: Int @deprecated(reason: "use severity")\n'),),
        FINE,
        (("DEPRECATED", "Asset.risk", "dangerous", "none", RISK),),
    ),
    "field deprecated that none selects": (
        (("  value: Idle", "  value: Idle @deprecated"),),
        FINE,
        (("DEPRECATED", "Unused.value", "dangerous", "none", ""),),
    ),
    "deprecation withdrawn": (
        ((' @deprecated(reason: "use LOW")', ""),),
        FINE,
        (("UNDEPRECATED", "Severity.GONE", "safe", "none", "assets:13 assets"),),
    ),
    "deprecated for another reason": (
        (("use LOW", "use HIGH"),),
        FINE,
        (("DEPRECATION_REASON_CHANGED", "Severity.GONE", "safe", "none", "assets:13 assets"),),
    ),
    "description of a type": (
        (("A moment.", "A point in time."),),
        FINE,
        (("DESCRIPTION_CHANGED", "Moment", "safe", "none", "assets:4 asset"),),
    ),
    "description of a field": (
        (("  risk: Int\n", '  "From 0 to 100."\n  risk: Int\n'),),
        FINE,
        (("DESCRIPTION_CHANGED", "Asset.risk", "safe", "none", RISK),),
    ),
    "specification of a scalar": (
        (("example.com/moment", "example.com/time"),),
        FINE,
        (("SCALAR_SPECIFICATION_CHANGED", "Moment", "dangerous", "none", "assets:4 asset"),),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_class_touch_and_exit_status(case: str, judge: Callable[[Any], Any]) -> None:
    edits, status, expected = CASES[case]
    answer = judge(edits)
    assert answer.told() == set(expected)
    assert answer.status == status
