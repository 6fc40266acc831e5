"""The kinds as a whole: none untested, none that disagrees with graphql-core, none that disagrees with validation."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from graphql import BreakingChangeType as Breaking
from graphql import DangerousChangeType as Dangerous
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    print_ast,
    validate,
    validate_schema,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conviso_client.codegen.documents import Documents, read_documents
from conviso_client.codegen.drift.changes import Kind
from conviso_client.codegen.drift.compare import compare
from conviso_client.codegen.drift.diff import diff_schemas
from conviso_client.codegen.drift.touches import Effect

CASES: dict[str, Any] = {}
for file in ("test_kinds_in_results.py", "test_kinds_in_inputs.py"):
    CASES |= runpy.run_path(str(Path(__file__).with_name(file)))["CASES"]

OURS = {
    Breaking.TYPE_REMOVED: {Kind.TYPE_REMOVED},
    Breaking.TYPE_CHANGED_KIND: {Kind.TYPE_KIND_CHANGED},
    Breaking.TYPE_REMOVED_FROM_UNION: {Kind.POSSIBLE_TYPE_REMOVED},
    Breaking.VALUE_REMOVED_FROM_ENUM: {Kind.ENUM_VALUE_REMOVED},
    Breaking.REQUIRED_INPUT_FIELD_ADDED: {Kind.REQUIRED_INPUT_FIELD_ADDED},
    Breaking.IMPLEMENTED_INTERFACE_REMOVED: {Kind.INTERFACE_REMOVED},
    Breaking.FIELD_REMOVED: {Kind.FIELD_REMOVED, Kind.INPUT_FIELD_REMOVED},
    Breaking.FIELD_CHANGED_KIND: {
        Kind.FIELD_TYPE_CHANGED,
        Kind.FIELD_BECAME_NULLABLE,
        Kind.INPUT_FIELD_TYPE_CHANGED,
        Kind.INPUT_FIELD_BECAME_REQUIRED,
    },
    Breaking.REQUIRED_ARG_ADDED: {Kind.REQUIRED_ARGUMENT_ADDED},
    Breaking.ARG_REMOVED: {Kind.ARGUMENT_REMOVED},
    Breaking.ARG_CHANGED_KIND: {Kind.ARGUMENT_TYPE_CHANGED, Kind.ARGUMENT_BECAME_REQUIRED},
    Breaking.DIRECTIVE_REMOVED: {Kind.DIRECTIVE_REMOVED},
    Breaking.DIRECTIVE_ARG_REMOVED: {Kind.DIRECTIVE_ARGUMENT_REMOVED},
    Breaking.REQUIRED_DIRECTIVE_ARG_ADDED: {Kind.REQUIRED_DIRECTIVE_ARGUMENT_ADDED},
    Breaking.DIRECTIVE_REPEATABLE_REMOVED: {Kind.DIRECTIVE_REPEATABLE_REMOVED},
    Breaking.DIRECTIVE_LOCATION_REMOVED: {Kind.DIRECTIVE_LOCATION_REMOVED},
    Dangerous.VALUE_ADDED_TO_ENUM: {Kind.ENUM_VALUE_ADDED},
    Dangerous.TYPE_ADDED_TO_UNION: {Kind.POSSIBLE_TYPE_ADDED},
    Dangerous.OPTIONAL_INPUT_FIELD_ADDED: {Kind.OPTIONAL_INPUT_FIELD_ADDED},
    Dangerous.OPTIONAL_ARG_ADDED: {Kind.OPTIONAL_ARGUMENT_ADDED},
    Dangerous.IMPLEMENTED_INTERFACE_ADDED: {Kind.INTERFACE_ADDED},
    # Without its default a non-null argument is required, which graphql-core only calls dangerous.
    Dangerous.ARG_DEFAULT_VALUE_CHANGE: {Kind.ARGUMENT_DEFAULT_CHANGED, Kind.ARGUMENT_BECAME_REQUIRED},
}
if newer := getattr(Dangerous, "INPUT_FIELD_DEFAULT_VALUE_CHANGE", None):  # 3.3 compares directives as well
    OURS[newer] = {Kind.INPUT_FIELD_DEFAULT_CHANGED, Kind.INPUT_FIELD_BECAME_REQUIRED}
    OURS[Breaking.ARG_CHANGED_KIND] |= {Kind.DIRECTIVE_ARGUMENT_TYPE_CHANGED, Kind.DIRECTIVE_ARGUMENT_BECAME_REQUIRED}
    OURS[Dangerous.ARG_DEFAULT_VALUE_CHANGE] |= {Kind.DIRECTIVE_ARGUMENT_DEFAULT_CHANGED}
MIRRORED = [
    ({Kind.TYPE_REMOVED}, {Kind.TYPE_ADDED}),
    ({Kind.FIELD_REMOVED}, {Kind.FIELD_ADDED}),
    ({Kind.ENUM_VALUE_REMOVED}, {Kind.ENUM_VALUE_ADDED}),
    ({Kind.ARGUMENT_REMOVED}, {Kind.OPTIONAL_ARGUMENT_ADDED, Kind.REQUIRED_ARGUMENT_ADDED}),
    ({Kind.INPUT_FIELD_REMOVED}, {Kind.OPTIONAL_INPUT_FIELD_ADDED, Kind.REQUIRED_INPUT_FIELD_ADDED}),
    ({Kind.POSSIBLE_TYPE_REMOVED}, {Kind.POSSIBLE_TYPE_ADDED}),
    ({Kind.INTERFACE_REMOVED}, {Kind.INTERFACE_ADDED}),
    ({Kind.DEPRECATED}, {Kind.UNDEPRECATED}),
    ({Kind.DESCRIPTION_CHANGED}, {Kind.DESCRIPTION_CHANGED}),
    ({Kind.DIRECTIVE_REMOVED}, {Kind.DIRECTIVE_ADDED}),
]


def test_every_kind_has_a_case() -> None:
    seen = {expected[0] for _, _, all_expected in CASES.values() for expected in all_expected}
    assert {kind.value for kind in Kind} - seen == set()


@pytest.fixture
def base(bench: Any) -> str:
    return bench.old.read_text(encoding="utf-8")


@pytest.fixture
def documents(bench: Any) -> Documents:
    return read_documents(bench.folder / "queries")


def edit(text: str, names: list[str]) -> GraphQLSchema:
    """The schema with several cases' edits; those that no longer apply are passed over."""
    for name in names:
        for old, new in CASES[name][0]:
            text = text.replace(old, new) if text.count(old) == 1 else text
    try:
        schema = build_schema(text)
    except (TypeError, GraphQLError):
        schema = None
    assume(schema is not None and not validate_schema(schema))
    assert schema
    return schema


several_edits = st.lists(st.sampled_from(sorted(CASES)), max_size=6, unique=True)
reuse = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])


@given(names=several_edits)
@reuse
def test_nothing_that_graphql_core_finds_is_missed_or_played_down(base: str, names: list[str]) -> None:
    old, new = build_schema(base), edit(base, names)
    ours = Counter(change.kind for change in compare(old, new))
    theirs = Counter(
        change.type
        for change in (*find_breaking_changes(old, new), *find_dangerous_changes(old, new))
        if not change.description.startswith("Standard scalar")
    )
    for kind, count in theirs.items():
        assert sum(ours[one] for one in OURS[kind]) >= count, kind
        assert all(one.severity.value == "breaking" for one in OURS[kind]) or isinstance(kind, Dangerous)


@given(names=several_edits)
@reuse
def test_the_way_back_undoes_the_way_there(base: str, names: list[str]) -> None:
    old, new = build_schema(base), edit(base, names)
    there, back = (Counter(one.kind for one in compare(*pair)) for pair in ((old, new), (new, old)))
    for gone, come in MIRRORED:
        assert sum(there[kind] for kind in gone) == sum(back[kind] for kind in come)
    assert compare(new, new) == []


@given(names=several_edits)
@settings(reuse, max_examples=settings().max_examples // 2)
def test_exactly_the_operations_that_validation_refuses_need_an_edit(
    base: str, documents: Documents, names: list[str]
) -> None:
    old, new = build_schema(base), edit(base, names)
    found = diff_schemas(("old", old), ("new", new), documents)
    told = {
        name
        for entry in found.entries
        for touch in entry.touches
        if touch.effect is Effect.EDIT
        for name in touch.operations
    }
    assert told == refused(documents, new)


def refused(documents: Documents, schema: GraphQLSchema) -> set[str]:
    """The operations that a server with this schema would not run; the only fragment has none inside."""
    found = set()
    for operation in documents.operations:
        text = print_ast(operation.node)
        needed = [one.node for name, one in documents.fragments.items() if f"...{name}" in text]
        document = DocumentNode(definitions=(operation.node, *needed))
        if validate(schema, document) or schema.get_root_type(operation.node.operation) is None:
            found.add(operation.name)
    return found
