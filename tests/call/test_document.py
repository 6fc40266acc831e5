"""What a document does, without parsing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.client.document import ad_hoc_operation, check_ad_hoc
from conviso_client.errors import ConfigurationError

ACTING = frozenset({"securityGateRun"})


@pytest.mark.parametrize(
    ("document", "name", "kind"),
    [
        ("{ a }", None, "query"),
        ("query { a }", None, "query"),
        ("query Q($x: In = {a: [1]}) @d(x: {}) { a(b: {c: 1}) { d } }", None, "query"),
        ("fragment F on mutation { a } query Q { ...F }", None, "query"),
        ("query Q { ...F } fragment F on T { mutation }", None, "query"),
        ("# mutation { x }\nquery { mutation }", None, "query"),
        ('query { a(b: "} mutation {") }', None, "query"),
        ('query { a(b: """ " } mutation { \\""" """) }', None, "query"),
        ("query A { a } query B { b }", None, "query"),
        ("query A { a } mutation B { b }", "A", "query"),
        ("\ufeff query { a }", None, "query"),
        ("mutation { a }", None, "mutation"),
        ("mutation M { a }", "M", "mutation"),
        ("query A { a } mutation B { b }", None, "mutation"),
        ("query A { a } mutation B { b }", "B", "mutation"),
        ("query A { a }", "Other", "mutation"),
        ("subscription { a }", None, "mutation"),
        ("whatever { a }", None, "mutation"),
        ("fragment F on T { a }", None, "mutation"),
        ("type T { a: Int }", None, "mutation"),
        ("query { a", None, "mutation"),
        ("query { a } }", None, "mutation"),
        ("query { a } mutation", None, "mutation"),
        ("", None, "mutation"),
        ('query { a(b: "', None, "mutation"),
    ],
)
def test_kinds(document: str, name: str | None, kind: str):
    operation = ad_hoc_operation(document, name, ACTING)
    assert operation.kind == kind
    assert operation.repeatable == (kind == "query")
    assert operation.document == document


def test_names():
    assert ad_hoc_operation("query Q { a }", None, ACTING).name == "Q"
    assert ad_hoc_operation("query A { a } query B { b }", "B", ACTING).name == "B"
    assert ad_hoc_operation("query A { a } query B { b }", None, ACTING).name == ""
    assert ad_hoc_operation("{ a }", None, ACTING).name == ""


def test_a_query_that_acts_is_not_repeated():
    operation = ad_hoc_operation("{ gate: securityGateRun(assetId: 1) { status } }", None, ACTING)
    assert operation.kind == "query"
    assert not operation.repeatable


@pytest.mark.parametrize(
    "document",
    [
        "{ asset(id: 1) { id } securityGateRun(assetId: 2) { status } }",
        "query { gate: securityGateRun a: asset }",
        "{ ... { securityGateRun } ... on Query @include(if: true) { asset } }",
        "query { ...Gate ...Both } fragment Both on Query { ...Both asset } fragment Gate on Query { securityGateRun }",
        "{ securityGateRun { asset { id } } ... @skip(if: false) { __typename asset } }",
    ],
)
def test_what_acts_beside_what_reads_is_refused(document: str):
    with pytest.raises(ConfigurationError, match="securityGateRun changes something, and asset beside it only reads"):
        ad_hoc_operation(document, None, ACTING)


@pytest.mark.parametrize(
    "document",
    [
        "{ a: securityGateRun(assetId: 1) { asset { id } } b: securityGateRun(assetId: 2) { ... on Run { id } } }",
        "{ __typename gate: securityGateRun(with: {asset: [1]}) { asset } }",
        "{ ...Gate } fragment Gate on Query { securityGateRun } fragment Unused on Query { asset }",
        "mutation { createAsset securityGateRun }",
        "{ asset { securityGateRun } issue }",
    ],
)
def test_what_acts_alone_is_sent_once(document: str):
    assert not ad_hoc_operation(document, None, ACTING).repeatable


def test_only_the_operation_that_runs_must_not_mix():
    document = "query Gate { securityGateRun } query Both { securityGateRun asset }"
    assert not ad_hoc_operation(document, "Gate", ACTING).repeatable
    with pytest.raises(ConfigurationError, match="operation of its own"):
        ad_hoc_operation(document, "Both", ACTING)


@given(st.text(alphabet='{}()[]"\\#\n qmutaion'))
def test_no_document_is_too_odd(document: str):
    assert ad_hoc_operation(document, None, ACTING).kind in ("query", "mutation")


@given(st.text(alphabet='{}()"#\n ab'), st.text(alphabet='{}()"#\n ab'))
def test_a_mutation_is_never_taken_for_a_query(before: str, after: str):
    """Unless it stands in a string or a comment, where it is none."""
    document = f"{before} mutation M {{ a }} {after}"
    operation = ad_hoc_operation(document, None, ACTING)
    if '"' not in before and "#" not in before and before.count("{") == before.count("}"):
        balanced = all(before[:end].count("{") >= before[:end].count("}") for end in range(len(before)))
        assert operation.kind == "mutation" or not balanced


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ("query @cached(ttl: 3) { a }", ""),
        ("query @ cached { a }", ""),
        ("query Q @cached { a }", "Q"),
        ("mutation @audited @slow { a }", ""),
        ("query ($id: ID!) @cached { a(id: $id) }", ""),
    ],
)
def test_the_name_of_a_directive_is_not_that_of_the_operation(document: str, name: str):
    found = ad_hoc_operation(document, None, frozenset())
    assert found.name == name
    assert found.kind == document.partition(" ")[0]


def test_a_document_is_scanned_once():
    document = "query Once { a }"
    assert ad_hoc_operation(document, None, frozenset()) is ad_hoc_operation(document, None, frozenset())


@pytest.mark.parametrize("name", [["assets"], 5, b"assets"])
def test_what_is_no_name_of_an_operation_is_refused(name: object):
    with pytest.raises(ConfigurationError, match="operation_name must be the name of an operation, not"):
        check_ad_hoc("{ a }", None, name)
