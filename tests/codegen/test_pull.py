"""Pulling the schema from an endpoint, over real HTTP, and every way in which that fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from graphql import (
    build_schema,
    graphql_sync,
    introspection_from_schema,
    lexicographic_sort_schema,
    parse,
    print_schema,
)
from graphql.language import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, Visitor, visit

from conviso_client.cli import main
from conviso_client.codegen.schema import canonical_sdl

SCHEMA = build_schema(
    '"The whole" schema { query: Query }\n'
    'type Query { a(x: Int @deprecated(reason: "so")): When b: One }\n'
    'scalar When @specifiedBy(url: "https://when.example")\n'
    "enum One { A B } input Choice @oneOf { a: Int b: Int }\n"
    "directive @again repeatable on FIELD"
)


class Reply(NamedTuple):
    body: bytes
    status: int = 200
    content_type: str = "application/json"


def as_json(value: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status)


def answer(query: str) -> Reply:
    result = graphql_sync(SCHEMA, query)
    return as_json({"data": result.data})


class Endpoint:
    """An HTTP server whose answer to a query is a function."""

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.keys: list[str | None] = []
        self.reply: Callable[[str], Reply] = answer
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.queries.append(json.loads(body)["query"])
                endpoint.keys.append(self.headers["x-api-key"])
                reply = endpoint.reply(endpoint.queries[-1])
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/graphql"


@pytest.fixture
def endpoint(monkeypatch) -> Iterator[Endpoint]:
    monkeypatch.setenv("CONVISO_API_KEY", "the-secret-key")
    monkeypatch.delenv("CONVISO_API_URL", raising=False)
    made = Endpoint()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    file = tmp_path / "schema.graphql"
    file.write_text("the old one")
    return file


def pull(endpoint: Endpoint, output: Path) -> int:
    return main(["schema", "pull", "--url", endpoint.url, "--output", str(output)])


def test_the_whole_schema_comes_with_all_that_the_server_knows(endpoint: Endpoint, output: Path, capsys) -> None:
    assert pull(endpoint, output) == 0
    introspection = introspection_from_schema(SCHEMA, schema_description=True, input_object_one_of=True)
    assert output.read_text(encoding="utf-8") == canonical_sdl(introspection, "")
    assert '"""The whole"""' in output.read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"Wrote {output}: 4 types from {endpoint.url}\n"
    assert len(endpoint.queries) == 1
    assert endpoint.keys == ["the-secret-key"]


def test_the_address_may_come_from_the_environment(endpoint: Endpoint, output: Path, monkeypatch) -> None:
    monkeypatch.setenv("CONVISO_API_URL", endpoint.url)
    assert main(["schema", "pull", "--output", str(output)]) == 0
    assert "type Query" in output.read_text(encoding="utf-8")


class Refuse(Visitor):
    """Find whether a query asks for something."""

    def __init__(self, unknown: str) -> None:
        super().__init__()
        self.unknown, self.found = unknown, False

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        arguments = {argument.name.value for argument in node.arguments}
        self.found |= node.name.value == self.unknown
        self.found |= (
            self.unknown == "includeDeprecated" and node.name.value == "args" and "includeDeprecated" in arguments
        )


KNOWN = {
    "isOneOf": ("input Choice @oneOf", "input Choice"),
    "includeDeprecated": ('(x: Int @deprecated(reason: "so"))', ""),
    "isRepeatable": ("repeatable ", ""),
    "specifiedByURL": (' @specifiedBy(url: "https://when.example")', ""),
}


def refusing(*unknown: str, words: str = "Field '{}' doesn't exist on type '__Type'") -> Callable[[str], Reply]:
    """Answer as a server that does not know some names, and says so of all of them at once."""

    def reply(query: str) -> Reply:
        searches = [Refuse(name) for name in unknown]
        for search in searches:
            visit(parse(query), search)
        found = [search.unknown for search in searches if search.found]
        return as_json({"errors": [{"message": words.format(name)} for name in found]}) if found else answer(query)

    return reply


@pytest.mark.parametrize(
    "unknown", [(name,) for name in KNOWN] + [("isOneOf", "specifiedByURL"), ("specifiedByURL", "isRepeatable")]
)
def test_only_what_a_server_refuses_is_left_out(endpoint: Endpoint, output: Path, unknown: tuple[str, ...]) -> None:
    endpoint.reply = refusing(*unknown)
    assert pull(endpoint, output) == 0
    assert len(endpoint.queries) == 2
    sdl = print_schema(lexicographic_sort_schema(SCHEMA))
    for name in unknown:
        sdl = sdl.replace(*KNOWN[name])
    assert output.read_text(encoding="utf-8") == sdl + "\n"


RUBY = [
    {
        "message": "Field 'specifiedByURL' doesn't exist on type '__Type'",
        "locations": [{"line": 41, "column": 3}],
        "path": ["fragment FullType", "specifiedByURL"],
        "extensions": {"code": "undefinedField", "typeName": "__Type", "fieldName": "specifiedByURL"},
    },
    {
        "message": "Field 'isOneOf' doesn't exist on type '__Type' (Did you mean `isRepeatable`?)",
        "extensions": {"code": "undefinedField", "typeName": "__Type", "fieldName": "isOneOf"},
    },
]


def test_deprecated_arguments_come_from_a_server_that_spells_an_option_otherwise(
    endpoint: Endpoint, output: Path
) -> None:
    endpoint.reply = lambda query: as_json({"errors": RUBY}) if "isOneOf" in query else answer(query)
    assert pull(endpoint, output) == 0
    assert len(endpoint.queries) == 2
    written = output.read_text(encoding="utf-8")
    assert '@deprecated(reason: "so")' in written
    assert "repeatable" in written


def test_a_server_that_names_nothing_is_asked_with_less_and_less(endpoint: Endpoint, output: Path) -> None:
    endpoint.reply = refusing("isRepeatable", words="invalid query")
    assert pull(endpoint, output) == 0
    assert len(endpoint.queries) == 6


def depth(query: str) -> int:
    document = parse(query)
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}

    def within(selection_set: Any) -> int:
        return max(
            within(fragments[part.name.value].selection_set)
            if isinstance(part, FragmentSpreadNode)
            else 1 + (within(part.selection_set) if part.selection_set else 0)
            for part in selection_set.selections
        )

    return within(document.definitions[0].selection_set)


@pytest.mark.parametrize(("limit", "asked"), [(15, 1), (13, 1), (12, 2), (11, 2), (9, 3)])
def test_a_limit_of_depth_costs_lists_of_lists_and_nothing_else(
    endpoint: Endpoint, output: Path, limit: int, asked: int
) -> None:
    def limited(query: str) -> Reply:
        message = f"Query has depth of {depth(query)}, which exceeds max depth of {limit}"
        return as_json({"errors": [{"message": message}]}) if depth(query) > limit else answer(query)

    endpoint.reply = limited
    assert pull(endpoint, output) == 0
    assert len(endpoint.queries) == asked
    assert output.read_text(encoding="utf-8") == print_schema(lexicographic_sort_schema(SCHEMA)) + "\n"


def test_a_type_that_does_not_fit_into_the_limit_is_no_schema(endpoint: Endpoint, output: Path, capsys) -> None:
    deep = build_schema("type Query { a: [[[Int!]!]!]! }")
    endpoint.reply = lambda query: (
        as_json({"errors": [{"message": "Query has depth of 13, which exceeds max depth of 9"}]})
        if depth(query) > 9
        else as_json({"data": graphql_sync(deep, query).data})
    )
    assert pull(endpoint, output) == 4
    assert "holds no usable schema" in capsys.readouterr().err
    assert output.read_text() == "the old one"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (as_json({"error": "Invalid API key"}, 401), "401"),
        (as_json({"errors": [{"message": "Invalid API key"}]}, 401), "Invalid API key"),
        (Reply(b"", 403), "403"),
        (Reply(b"<!doctype html><html><title>Sign in</title></html>", 200, "text/html"), "web page"),
        (Reply(b'{"data": {"__schema": {"types": [', 200), ""),
        (Reply(b"", 200), ""),
        (as_json([]), ""),
        (as_json({"data": None}), ""),
        (as_json({"data": {}}), "does not tell its schema"),
        (as_json({"data": {"__schema": None}}), "does not tell its schema"),
        (as_json({"data": {"__schema": {"types": []}}}), "holds an invalid schema: Query root type must be provided"),
        (
            as_json({"errors": [{"message": "GraphQL introspection is not allowed"}]}),
            "does not tell its schema: GraphQL introspection is not allowed. Introspection may be switched off there",
        ),
    ],
)
def test_an_endpoint_that_gives_no_schema_leaves_the_old_file(
    endpoint: Endpoint, output: Path, capsys, reply: Reply, message: str
) -> None:
    endpoint.reply = lambda _: reply
    assert pull(endpoint, output) == 4
    error = capsys.readouterr().err
    assert error.startswith("conviso-client: ")
    assert message in error
    assert "Traceback" not in error
    assert "the-secret-key" not in error
    assert endpoint.url in error
    assert output.read_text() == "the old one"
    assert [path.name for path in output.parent.iterdir()] == ["schema.graphql"]


def test_a_query_that_is_too_complex_is_not_asked_for_again(endpoint: Endpoint, output: Path, capsys) -> None:
    message = "Query has complexity of 500, which exceeds max complexity of 400"
    endpoint.reply = lambda _: as_json({"errors": [{"message": message}]})
    assert pull(endpoint, output) == 4
    assert message in capsys.readouterr().err
    assert len(endpoint.queries) == 1


def test_without_a_key_nothing_is_sent(endpoint: Endpoint, output: Path, monkeypatch, capsys) -> None:
    monkeypatch.delenv("CONVISO_API_KEY")
    assert pull(endpoint, output) == 4
    assert "CONVISO_API_KEY" in capsys.readouterr().err
    assert endpoint.queries == []
    assert output.read_text() == "the old one"


def test_an_address_that_is_none_is_refused(output: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", "the-secret-key")
    assert main(["schema", "pull", "--url", "ftp://x", "--output", str(output)]) == 4
    assert "url must be like" in capsys.readouterr().err
    assert output.read_text() == "the old one"
