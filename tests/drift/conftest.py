"""A small schema with operations, and what is said when the schema is edited."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conviso_client.cli import main

SCHEMA = """
directive @cached(seconds: Int = 5) on FIELD | FRAGMENT_SPREAD

directive @idle(why: String, code: Int!) repeatable on FIELD

"A moment."
scalar Moment @specifiedBy(url: "https://example.com/moment")

enum Severity {
  LOW
  HIGH
  "Not shown any more."
  GONE @deprecated(reason: "use LOW")
}

enum Order {
  NEWEST
  OLDEST
}

enum Idle {
  A
  B
}

interface Node {
  id: ID!
}

interface Named {
  name: String!
}

type Asset implements Node & Named {
  id: ID!
  name: String!
  risk: Int
  severity: Severity
  owner: Person
  tags: [String!]!
  notes(last: Int, order: Order): [Note]
  seen: Moment
  idle: String
  weight: Int
  extra: String!
}

type Project implements Node & Named {
  id: ID!
  name: String!
  label: String
  size: Int
}

type Person {
  id: ID!
  name: String
  email: String
}

type Note {
  text: String
  author: Person
}

type Unused {
  id: ID!
  value: Idle
}

union Hit = Asset | Project

input Search {
  text: String
  severities: [Severity!]
  range: Range
  limit: Int = 10
  order: Order
}

input Range {
  from: Int
  to: Int
  step: Int! = 1
}

input CreateAsset {
  name: String!
  owner: ID
  kind: Kind
}

enum Kind {
  CODE
  CLOUD
}

input Unneeded {
  id: ID
  other: Int = 1
  pick: Pick
}

input Pick @oneOf {
  first: Int
  last: Int
}

type Payload {
  asset: Asset
  errors: [String!]
}

type Query {
  asset(id: ID!, full: Boolean = false): Asset
  assets(search: Search, first: Int = 50, order: Order = NEWEST): [Asset!]!
  search(text: String!, language: String, limit: Int! = 5): [Hit!]!
  node(id: ID!): Node
  unused(id: ID, filter: Unneeded): Unused
}

type Mutation {
  createAsset(input: CreateAsset!): Payload
}
"""

OPERATIONS = {
    "assets.graphql": """\
query asset($id: ID!, $full: Boolean = false, $withSeen: Boolean = false) {
  asset(id: $id, full: $full) {
    ...AssetSummary
    seen @include(if: $withSeen)
    extra @include(if: $withSeen)
    notes(last: 3, order: OLDEST) {
      text
      author { name }
    }
  }
}

query assets($search: Search, $first: Int = 50) {
  assets(search: $search, first: $first) {
    ...AssetSummary
  }
}

fragment AssetSummary on Asset {
  id
  name
  risk
  severity
  tags
  owner { id email }
}
""",
    "search.graphql": """\
query search($text: String!) {
  search(text: $text) @cached(seconds: 9) {
    __typename
    ... on Asset { id size: weight }
    ... on Project { id label size }
  }
}

query node($id: ID!) {
  node(id: $id) {
    id
    ... on Project { label }
  }
}
""",
    "writes.graphql": """\
mutation createAsset($input: CreateAsset!) {
  createAsset(input: $input) {
    asset { id }
    errors
  }
}

query fixed {
  fixed: assets(search: {text: "x", severities: [HIGH], range: {from: 1}}, order: NEWEST) {
    id
  }
}
""",
}


Edits = Iterable[tuple[str, str]]


class Answer(NamedTuple):
    """What `schema diff` said."""

    status: int
    changes: list[dict[str, Any]]

    def told(self) -> set[tuple[str, str, str, str, str]]:
        """Each change: kind, coordinate, severity, effect, and the lines that it touches with their operations."""
        return {
            (one["kind"], one["coordinate"], one["severity"], one["effect"], _touches(one["touches"]))
            for one in self.changes
        }


class Bench:
    """A folder with the small schema and its operations."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.old = folder / "old.graphql"
        self.old.write_text(SCHEMA, encoding="utf-8")
        (folder / "queries").mkdir()
        for name, text in OPERATIONS.items():
            (folder / "queries" / name).write_text(text, encoding="utf-8")

    def edited(self, edits: Edits) -> Path:
        """The schema with some of its text replaced; each text must stand there once."""
        text = SCHEMA
        for old, new in edits:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the schema"
            text = text.replace(old, new)
        path = self.folder / "new.graphql"
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        """The exit status of a command, and what it wrote to its two outputs."""
        status = main([str(argument) for argument in arguments])
        written = self.capsys.readouterr()
        return status, written.out, written.err

    def diff(self, edits: Edits, *options: str) -> tuple[int, str, str]:
        return self.run("schema", "diff", self.old, self.edited(edits), "--queries", self.folder / "queries", *options)

    def judge(self, edits: Edits) -> Answer:
        status, written, errors = self.diff(edits, "--format", "json")
        assert not errors
        answer = json.loads(written)
        assert answer["exitStatus"] == status
        return Answer(status, answer["changes"])


def _touches(touches: list[dict[str, Any]]) -> str:
    lines = [(Path(one["file"]).stem, one["line"], one["operations"]) for one in touches]
    return "; ".join(f"{file}:{line} {' '.join(names)}" for file, line, names in sorted(lines))


@pytest.fixture
def bench(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bench:
    return Bench(tmp_path, capsys)


@pytest.fixture
def judge(bench: Bench) -> Callable[[Edits], Answer]:
    return bench.judge
