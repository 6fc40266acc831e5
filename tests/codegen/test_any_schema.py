"""Whatever the schema and the selection: what a server answers is decoded to the value that it sent."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    execute_sync,
    is_abstract_type,
    is_composite_type,
    print_ast,
    validate,
)
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st
from pydantic_core import to_jsonable_python

from conviso_client.call.operation import Operation
from conviso_client.codegen.documents import Documents, read_documents
from conviso_client.codegen.evidence import Evidence
from conviso_client.codegen.lower import lower
from conviso_client.codegen.schema import read_schema

SCALARS = {
    "String": ["", "x", 'it\'s "é"'],
    "Int": [0, -1, 7],
    "Float": [0.5, -1.25],
    "Boolean": [True, False],
    "ID": ["1", "x"],
    "ISO8601Date": ["2026-01-31"],
    "ISO8601DateTime": ["2026-01-31T10:00:00Z", "2026-01-31T10:00:00-03:00"],
    "JSON": [{"a": [1, None]}, [], 5],
    "Mood": ["GOOD", "name", "mro"],
}
ALIASES = ["first", "Second", "thirdOne", "list", "f4"]
NAMES = ["id", "name", "fooBar", "URL", "date", "list", "type", "copy", "from", "datetime", "model_config", "x2"]


class Sample:
    """A random schema, and operations on it. A field has the same type wherever it is: so all selections are valid."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.objects = random.sample(["Object0", "object_one", "_Object2", "Any", "objectThree"], random.randint(2, 3))
        # A union may have the name that a path or a fragment spells.
        self.union = random.choice(["Either", "RootNode", "RootEither", "Fragment0", "Several_Second"])
        self.composites = [*self.objects, "Node", self.union]
        self.types = {name: self.output() for name in random.sample(NAMES, random.randint(4, 8))}
        common = random.sample(sorted(self.types), 2)
        self.fields = {name: sorted({*common, *self.some(self.types)}) for name in self.objects} | {"Node": common}
        self.members = self.some(self.objects)
        self.fragments: list[str] = []
        self.filters = random.randint(1, 30)
        self.own_names = {self.union, "Node"} - {"Fragment0"}

    def some(self, things: Any) -> list[str]:
        return self.random.sample(sorted(things), self.random.randint(1, len(things)))

    def output(self) -> str:
        kind = self.random.choice([*SCALARS, *self.composites, *self.composites])
        for wrapper in self.random.choice(["{}", "{}!", "[{}]", "[{}!]!", "[[{}]!]"]).split():
            kind = wrapper.format(kind)
        return kind

    def schema(self) -> str:
        lines = ["scalar ISO8601Date scalar ISO8601DateTime scalar JSON scalar Upload", "enum Mood { GOOD name mro }"]
        for name, fields in self.fields.items():
            head = "interface Node" if name == "Node" else f"type {name} implements Node"
            lines.append(f"{head} {{ {' '.join(f'{field}: {self.types[field]}' for field in fields)} }}")
        lines.append(f"union {self.union} = {' | '.join(self.members)}")
        lines += [self.filter(number) for number in range(self.filters)]
        lines.append(f"type Query {{ {' '.join(f'root{kind}(by: filter0): {kind}' for kind in self.composites)} }}")
        return "\n".join(lines)

    def filter(self, number: int) -> str:
        """Write an input that may contain any other, itself and a placeholder."""
        others = " ".join(f"of{other}: filter{other}" for other in range(self.filters) if self.random.random() < 0.8)
        own = self.random.choice(["_: Boolean", "_not: filter0", "file: Upload", "when: ISO8601DateTime mood: Mood"])
        return f"input filter{number} {{ _and: [filter{number}!] {own} {others} }}"

    def queries(self) -> str:
        head = "($on: Boolean! = true, $off: Boolean! = false, $by: filter0)"
        written = [
            f"query root{kind}{head} {{ root{kind}(by: $by) {self.selection(kind, 3)} }}" for kind in self.composites
        ]
        uses = "{ id: __typename @include(if: $on) ... @include(if: $off) { no: __typename } }"
        head = head.replace(", $by: filter0", "")
        extra = [f"query rootNode2{head} {{ rootNode2: rootNode {uses} }}"]
        roots = zip(ALIASES, self.random.sample(self.composites, self.random.randint(2, 4)), strict=False)
        roots = [f"{alias}: root{kind} {self.selection(kind, 2)}" for alias, kind in roots]
        several = f"query several{head} {{ {' '.join(roots)} }}"
        return "\n".join([*map(self.using_variables, [*written, several]), *extra, *self.fragments])

    def using_variables(self, query: str) -> str:
        """Use each variable at least once, as GraphQL demands."""
        return (
            query[: query.rindex("}", 0, -2)] + "on: __typename @include(if: $on) off: __typename @skip(if: $off) } }"
        )

    def selection(self, kind: str, depth: int) -> str:
        parts = [self.part(kind, depth) for _ in range(self.random.randint(1, 4))]
        return f"{{ {' '.join(parts)} }}"

    def part(self, kind: str, depth: int) -> str:
        choice = self.random.random()
        if choice < 0.6 and kind != self.union:
            return self.field(kind, depth)
        if choice < 0.65 or depth == 0:
            return "kind: __typename"
        condition = self.random.choice([kind, *(self.possible(kind))])
        if choice < 0.85:
            return f"... on {condition} {self.directive()} {self.selection(condition, depth - 1)}"
        number = len(self.fragments)
        name = f"Fragment{number}"
        if condition in self.own_names:  # a fragment may be named as its type
            self.own_names.remove(condition)
            name = condition
        self.fragments.append("")
        self.fragments[number] = f"fragment {name} on {condition} {self.selection(condition, depth - 1)}"
        return f"...{name} {self.directive()}"

    def field(self, kind: str, depth: int) -> str:
        name = self.random.choice(self.fields[kind])
        named = self.types[name].strip("[]!")
        if named not in self.composites:
            alias = self.random.choice(["", "", f"other_{name}: "])
            return f"{alias}{name} {self.directive()}"
        if depth == 0:
            return "kind: __typename"
        return f"{name} {self.directive()} {self.selection(named, depth - 1)}"

    def directive(self) -> str:
        return self.random.choice(
            ["", "", "", "@include(if: $on)", "@include(if: $off)", "@skip(if: $on)", "@skip(if: $off)"]
        )

    def possible(self, kind: str) -> list[str]:
        """List type conditions that may stand on a type."""
        if kind in self.objects:
            return ["Node", *([self.union] if kind in self.members else [])]
        return ["Node", *(self.members if kind == self.union else self.objects)]


class Server:
    """Answers any field with a random value of its type."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def resolve(self, source: Any, info: Any) -> Any:
        return self.value(info.return_type, info.schema)

    def value(self, kind: Any, schema: Any) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self.value(kind.of_type, schema) or self.some(kind.of_type, schema)
        return None if self.random.random() < 0.2 else self.some(kind, schema)

    def some(self, kind: Any, schema: Any) -> Any:
        if isinstance(kind, GraphQLList):
            return [self.value(kind.of_type, schema) for _ in range(self.random.randint(0, 2))]
        if is_abstract_type(kind):
            return {"__typename": self.random.choice(schema.get_possible_types(kind)).name}
        return {} if is_composite_type(kind) else self.random.choice(SCALARS[kind.name])


def answer(document: Any, schema: Any, random: Random) -> Any:
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLEnumType) and not kind.name.startswith("__"):
            assert [value.value for value in kind.values.values()] == list(kind.values)
    server = Server(random)
    result = execute_sync(
        schema, document, field_resolver=server.resolve, type_resolver=lambda value, *_: value["__typename"]
    )
    if result.errors:
        raise GraphQLError(str(result.errors))
    return result.data


def without_needless_names(data: Any, decoded: Any) -> Any:
    """Leave out the types' names that the generator asked for in vain: where this value has but one model."""
    if isinstance(data, list) and isinstance(decoded, list):
        return [without_needless_names(*pair) for pair in zip(data, decoded, strict=True)]
    if isinstance(data, dict) and isinstance(decoded, dict):
        kept = {key: value for key, value in data.items() if key != "__typename" or key in decoded}
        return {key: without_needless_names(value, decoded.get(key)) for key, value in kept.items()}
    return data


@settings(max_examples=settings().max_examples // 5, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=False))
def test_what_a_server_answers_is_decoded_to_what_it_sent(bench, random: Random) -> None:
    sample = Sample(random)
    schema, queries = sample.schema(), sample.queries()
    note(f"{schema}\n\n{queries}")
    package = bench.package(schema, queries)
    built = package.schema
    for name, operation in vars(package.operations).items():
        if not isinstance(operation, Operation):
            continue
        document = package.document(name)
        assert not validate(built, document)
        for _ in range(3):
            data = operation.value_in(answer(document, built, random))
            if data is not None:
                note(f"{name}: {data}")
                decoded = package.decode(name, data)
                dumped = to_jsonable_python(decoded, fallback=lambda model: model.to_dict(api_names=True))
                assert dumped == without_needless_names(data, dumped)


@settings(max_examples=settings().max_examples // 5, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=False))
def test_another_operation_changes_no_name_that_was_there(bench, random: Random) -> None:
    sample = Sample(random)
    schema, queries = sample.schema(), sample.queries()
    note(f"{schema}\n\n{queries}")
    project = bench.project(schema, queries)
    built, documents = read_schema(project.schema), read_documents(project.queries)
    models = named(documents, built)
    for left_out in documents.operations:
        rest = [operation for operation in documents.operations if operation is not left_out]
        assert named(replace(documents, operations=tuple(rest)), built).items() <= models.items()


def named(documents: Documents, schema: GraphQLSchema) -> dict[str, str]:
    """What each name of a model, and of a union of models, stands for."""
    lowered = lower(documents, schema, Evidence({}, frozenset()))
    models = {node.name.value: print_ast(node) for node in lowered.fragments}
    return models | {name: str(union) for name, union in lowered.unions.items()} | lowered.results


def test_a_scalar_that_only_arguments_have(bench) -> None:
    schema = "type Query { a(n: Int, x: Float, id: ID): B } type B { on: Boolean }"
    package = bench.package(schema, "query a($n: Int, $x: Float, $id: ID) { a(n: $n, x: $x, id: $id) { on } }")
    assert package.operation("a").arguments == (("n", "int"), ("x", "float"), ("id", "ID"))
