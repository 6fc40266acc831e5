"""Pulling the schema from an endpoint, over real HTTP, and every way in which that fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from graphql import build_schema, graphql_sync, introspection_from_schema, parse
from graphql.language import FieldNode, Visitor, visit

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


@pytest.mark.parametrize(
    ("unknown", "asked"), [("isOneOf", 2), ("includeDeprecated", 3), ("isRepeatable", 5), ("specifiedByURL", 6)]
)
def test_a_server_that_refuses_an_option_is_asked_without_it(
    endpoint: Endpoint, output: Path, unknown: str, asked: int
) -> None:
    def older(query: str) -> Reply:
        search = Refuse(unknown)
        visit(parse(query), search)
        if search.found:
            return as_json({"errors": [{"message": f"Field '{unknown}' doesn't exist on type '__Type'"}]})
        return answer(query)

    endpoint.reply = older
    assert pull(endpoint, output) == 0
    assert len(endpoint.queries) == asked
    assert "type Query" in output.read_text(encoding="utf-8")


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
