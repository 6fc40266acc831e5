"""Whatever is sent: an answer in the API's form, no 500, no hang, nothing of the inside."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project_schema import project_schema

SCHEMA = project_schema()
ROOTS = [("query", name, f) for name, f in sorted(SCHEMA.query_type.fields.items())]
ROOTS += [("mutation", name, f) for name, f in sorted(SCHEMA.mutation_type.fields.items())]
RELAXED = settings(suppress_health_check=list(HealthCheck))
TEXT = st.text(max_size=8) | st.sampled_from(
    ["", " ", "0", "-1", "443", "%", "_", "'", '"; DROP TABLE', "\\", "\x00", "é" * 50]
)
INTS = st.integers(-(2**31), 2**31 - 1) | st.sampled_from([0, 1, -1, 443, 444, 1000])
IDS = TEXT | INTS | st.sampled_from([10**25, "999999999999999999999999", "1e5", "٤٤٣"])
DATES = st.sampled_from(
    ["2026-01-31", "2026-01-31T23:59:59Z", "2026-01-31T10:00:00+05:30", "0001-01-01", "9999-12-31T23:59:59-12:00"]
)
JSON = st.recursive(st.none() | st.booleans() | INTS | TEXT, lambda inner: st.lists(inner, max_size=2), max_leaves=4)


def values(kind: Any, name: str, known: dict[str, list[str]], depth: int = 0) -> Any:
    """Values that fit a type, more often odd than not."""
    bare = get_nullable_type(kind)
    if is_list_type(bare):
        fitting = st.lists(values(bare.of_type, name, known, depth), max_size=3)
    else:
        fitting = single(get_named_type(kind), name, known, depth)
    return fitting if is_non_null_type(kind) else st.none() | fitting


def single(named: Any, name: str, known: dict[str, list[str]], depth: int) -> Any:
    if isinstance(named, GraphQLEnumType):
        return st.sampled_from(list(named.values))
    if isinstance(named, GraphQLInputObjectType):
        required = {
            key: values(f.type, key, known, depth + 1) for key, f in named.fields.items() if is_non_null_type(f.type)
        }
        more = {} if depth > 2 else {
            key: values(f.type, key, known, depth + 1) for key, f in named.fields.items() if key not in required
        }  # fmt: skip
        return st.fixed_dictionaries(required, optional=more)
    company = st.sampled_from([443, 443, 443, 444, 1])
    likely = known.get(name.removesuffix("s"), known.get("id", []))
    return {
        "Int": company if name in {"companyId", "scopeId"} else INTS | st.sampled_from([int(each) for each in likely]),
        "ID": company if name in {"companyId", "scopeId", "scopeIdEq"} else IDS | st.sampled_from(likely),
        "String": TEXT,
        "Float": st.floats(allow_nan=False, allow_infinity=False),
        "Boolean": st.booleans(),
        "JSON": JSON,
        "ISO8601DateTime": DATES,
        "ISO8601Date": DATES,
        "Upload": st.none(),
    }[named.name]


FAILS_ON = {"variables must be an object", "query must be a string", "the request must be a JSON object"}
"""What an application is known to fail on; any other 500 would be a fault of the sandbox."""


def check(answer: httpx.Response) -> None:
    assert answer.status_code in {200, 400, 404} or answer.json()["exception"] in FAILS_ON, answer.text
    assert "Traceback" not in answer.text
    assert "Internal server error" not in answer.text
    if answer.status_code == 200:
        body = answer.json()
        assert body.keys() <= {"data", "errors"}
        assert body.get("errors", [{"message": "x"}])[0]["message"]


@pytest.fixture
def known(arguments: Any) -> dict[str, list[str]]:
    """Ids that lead somewhere, by the names of arguments."""
    entities = arguments.shape.entities
    found = {
        f"{name[0].lower()}{name[1:].removesuffix('Interface')}Id": [str(entity.first_id)]
        for name, entity in entities.items()
    }
    return {**found, "id": [str(entity.first_id) for entity in entities.values()], "": [""]}


def test_any_arguments_of_any_root_field(client: Any, known: dict[str, list[str]], write_document: Any) -> None:
    @RELAXED
    @given(st.data())
    def run(data: st.DataObject) -> None:
        kind, name, f = data.draw(st.sampled_from(ROOTS))
        variables = {
            key: data.draw(values(argument.type, key, known)) for key, argument in f.args.items()
            if is_non_null_type(argument.type) or data.draw(st.booleans())
        }  # fmt: skip
        document = write_document(kind, name, f, list(variables), depth=3, budget=120)
        check(client.http.post(client.sandbox.url, json={"query": document, "variables": variables}))

    run()


def test_documents_that_are_broken(client: Any, arguments: Any, write_document: Any) -> None:
    documents = [
        write_document(kind, name, f, list(arguments.of(name, f)), depth=3, budget=60) for kind, name, f in ROOTS[::9]
    ]
    pieces = st.sampled_from(
        [
            "{",
            "}",
            "(",
            ")",
            "...",
            "$x",
            '"',
            '"""',
            "@include(if: $y)",
            "fragment f on Asset { id }",
            "\ufeff",
            "!",
            "on",
        ]
    )

    @RELAXED
    @given(st.sampled_from(documents), st.data())
    def run(document: str, data: st.DataObject) -> None:
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(document)))
            cut = data.draw(st.integers(0, 6))
            document = document[:at] + data.draw(pieces | st.just("")) + document[at + cut :]
        check(client.http.post(client.sandbox.url, json={"query": document, "variables": data.draw(JSON)}))

    run()


def test_bodies_that_are_anything(client: Any) -> None:
    shapes = st.fixed_dictionaries({}, optional={"query": JSON | TEXT, "variables": JSON, "operationName": JSON})
    kinds = st.sampled_from(
        [
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=b",
            "text/plain",
            "",
            "application/json;charset=x",
        ]
    )
    bodies = st.binary(max_size=40) | shapes.map(lambda shape: json.dumps(shape).encode())

    @RELAXED
    @given(bodies, kinds, st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "OPTIONS", "DELETE"]))
    def run(body: bytes, kind: str, method: str) -> None:
        check(client.http.request(method, client.sandbox.url, content=body, headers={"content-type": kind}))

    run()


def test_multipart_bodies_that_are_almost_right(client: Any) -> None:
    @RELAXED
    @given(
        JSON | st.dictionaries(TEXT, JSON, max_size=3), JSON | st.dictionaries(TEXT, JSON, max_size=3), st.booleans()
    )
    def run(operations: Any, places: Any, with_file: bool) -> None:
        form = {"operations": json.dumps(operations), "map": json.dumps(places)}
        files = {"0": ("x", b"y")} if with_file else {"unused": ("x", b"y")}
        check(client.http.post(client.sandbox.url, data=form, files=files))

    run()


@pytest.mark.parametrize(
    "query",
    [
        "{ " + "a: companies { metadata { totalCount } } " * 5_000 + "}",
        "query (" + "".join(f"$v{n}: Int " for n in range(5_000)) + ") { companies { metadata { totalCount } } }",
        "{ assets(companyId: 443, search: {tags: [" + '"x", ' * 9_000 + "]}) { metadata { totalCount } } }",
        "".join(f"fragment f{n} on Asset {{ ...f{n + 1} ...f{n + 1} }} " for n in range(40))
        + "{ asset(id: 1) { ...f0 } }",
        "{ asset(id: " + "[" * 2_000 + "1" + "]" * 2_000 + ") { id } }",
        "#" * 1_000_000,
        "{ companies { " + "__typename " * 9_000 + "} }",
    ],
    ids=["aliases", "variables", "list", "fragments", "nesting", "comment", "typenames"],
)
def test_documents_that_are_meant_to_hurt(client: Any, query: str) -> None:
    check(client.http.post(client.sandbox.url, json={"query": query}, timeout=60))
