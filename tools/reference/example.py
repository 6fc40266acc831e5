"""An example call for each operation: what is required, with values that the sandbox knows."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_input_field,
    type_from_ast,
)
from ruff import find_ruff_bin

from conviso_client.codegen.naming import argument_name, field_name
from conviso_client.sandbox.shape import Shape

from .example_values import MORE, OF_TYPES, WORDS
from .source import Described, Source

__all__ = ["Examples"]

_CUT = "\n# --- cut here ---\n"
_LINE_LENGTH = "80"
_TELLING = ("id", "name", "title", "label", "status", "severity", "version", "total_count", "count", "email")
_WORDS_OF_PAYLOADS = frozenset({"errors", "success"})


class Examples:
    """Examples as Python code, by method."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.shape = Shape(source.schema)

    def all(self) -> dict[str, str]:
        """Write and lay out the examples of all operations."""
        written = {found.operation.method: self.write(found) for found in self.source.operations}
        return dict(zip(written, _formatted(list(written.values())), strict=True))

    def write(self, described: Described) -> str:
        """Write one example, not yet laid out."""
        names: set[str] = set()
        arguments = ", ".join(self._arguments(described, names))
        method = described.pager if described.pager and not described.written.comment.acts else described.method
        lines = self._use(described, f"conviso.{method.name}({arguments})")
        imports = [f"from conviso_client.types import {', '.join(sorted(names - {'Upload'}))}"] * bool(
            names - {"Upload"}
        )
        imports += ["from conviso_client import Upload"] * ("Upload" in names)
        return "\n".join([*sorted(imports), "", *lines]).strip()

    def _arguments(self, described: Described, names: set[str]) -> Iterator[str]:
        operation = described.operation
        more = MORE.get(operation.name, {})
        positional = {parameter.name for parameter in described.method.parameters if parameter.positional}
        is_first = True
        for definition in described.written.node.variable_definitions:
            variable = definition.variable.name.value
            if operation.company and operation.company.path == (variable,):
                continue
            required = isinstance(definition.type, GraphQLNonNull) or variable in operation.required
            if not required and variable not in more:
                continue
            kind = cast(GraphQLInputType, type_from_ast(self.source.schema, definition.type))
            subject = self._subject(described)
            value = self._python(kind, self._value(variable, kind, subject, described, more.get(variable)), names)
            name = argument_name(variable)
            yield value if is_first and name in positional else f"{name}={value}"
            is_first = False

    def _subject(self, described: Described) -> str | None:
        """Name the entity that an operation is about: what it returns, or what its payload holds."""
        operation = described.operation
        root = self.source.schema.query_type if operation.kind == "query" else self.source.schema.mutation_type
        field = cast(Any, root).fields[operation.name]
        inner = getattr(get_named_type(field.type), "fields", {}).values() if operation.kind == "mutation" else ()
        for kind in (field.type, *(part.type for part in inner)):
            if found := self.shape.target(kind):
                return found.name
        called = self.shape.named(operation.name.removeprefix("delete").removeprefix("update"))
        return called.name if called else None

    def _value(self, name: str, kind: GraphQLInputType, subject: str | None, of: Described, more: Any = None) -> Any:
        """Make a value in the API's names; `more` is what the example shows, whole or in part."""
        bare = _not_null(kind)
        if isinstance(bare, GraphQLInputObjectType):
            return self._fields(bare, subject, of, more or {})
        if isinstance(bare, GraphQLList):
            if more is None and name in WORDS:
                return WORDS[name]
            items = [None] if more is None else more
            return [self._value(name.removesuffix("s"), bare.of_type, subject, of, item) for item in items]
        if more is not None:
            return self._resolved(more)
        return self._leaf(name, bare, subject)

    def _fields(
        self, kind: GraphQLInputObjectType, subject: str | None, of: Described, more: Mapping[str, Any]
    ) -> dict[str, Any]:
        company = of.operation.company
        left_out = company.path[-1] if company and len(company.path) > 1 else None
        names = [name for name, field in kind.fields.items() if is_required_input_field(field) and name not in more]
        return {
            name: self._value(name, kind.fields[name].type, subject, of, more.get(name))
            for name in [*sorted(names, key=lambda name: name != "id"), *more]
            if name != left_out
        }

    def _leaf(self, name: str, kind: GraphQLInputType, subject: str | None) -> Any:
        if name == "id" and subject:
            return self.shape.entities[subject].first_id
        if name in WORDS:
            return WORDS[name]
        if name.lower().endswith("id") and (entity := self.shape.named(name[:-2].removesuffix("_"))):
            return entity.first_id
        named = get_named_type(kind)
        return next(iter(named.values)) if isinstance(named, GraphQLEnumType) else OF_TYPES[named.name]

    def _resolved(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        entity, _, further = value[1:].partition("+")
        return self.shape.entities[entity].first_id + int(further or 0)

    def _python(self, kind: GraphQLInputType, value: Any, names: set[str]) -> str:
        """Write a value as code, and note the names that it needs."""
        bare = _not_null(kind)
        if isinstance(bare, GraphQLInputObjectType):
            names.add(bare.name)
            fields = (
                f"{field_name(name)}={self._python(bare.fields[name].type, item, names)}"
                for name, item in value.items()
            )
            return f"{bare.name}({', '.join(fields)})"
        if isinstance(bare, GraphQLList):
            return f"[{', '.join(self._python(bare.of_type, item, names) for item in value)}]"
        if isinstance(value, str) and value.startswith("file:"):
            names.add("Upload")
            return f"Upload.from_path({value.removeprefix('file:')!r})"
        return repr(value)

    def _use(self, described: Described, call: str) -> list[str]:
        """Use the result in a way that shows what is in it."""
        operation, face = described.operation, self.source.face
        [model, *_] = face.named_in(operation.result)
        if described.pager and not described.written.comment.acts:
            [row, *_] = face.named_in(described.pager.result)
        elif operation.result.startswith("list["):
            row = model
        elif rows := [member for _, member in face.members(model) if member.name == "collection"]:
            [row, *_] = face.named_in(rows[0].annotation)
            call = f"{call}.collection"
        else:
            name = "payload" if operation.kind == "mutation" else _variable(model)
            return [f"{name} = {call}", f"print({self._telling(model, name)})"]
        return [f"for {_variable(row)} in {call}:", f"    print({self._telling(row, _variable(row))})"]

    def _telling(self, model: str, name: str) -> str:
        """Choose what to print of a value: what names it, else its first fields."""
        face = self.source.face
        kind = face.types[model]
        owner = next((base for base in kind.alternatives if base in face.types), model)
        members = [member.name for _, member in face.members(owner) if member.name not in _WORDS_OF_PAYLOADS]
        members = members or [member.name for _, member in face.members(owner)]
        telling = [each for each in _TELLING if each in members][:3]
        if "id" in telling or len(telling) > 1 or not members:
            return ", ".join(f"{name}.{each}" for each in telling) or name
        return ", ".join(f"{name}.{each}" for each in members[:2])


def _not_null(kind: GraphQLInputType) -> GraphQLInputType:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind


def _variable(model: str) -> str:
    """Make a name for a value: `issue` for an `IssueSummary`."""
    words = argument_name(model[0].lower() + model[1:]).split("_")
    return "_".join(word for word in words if word not in {"summary", "detail", "ref"}) or words[0]


def _formatted(examples: list[str]) -> list[str]:
    """Lay out all examples at once."""
    command = [find_ruff_bin(), "format", "--isolated", "--no-cache", "--quiet"]
    text = subprocess.run(  # noqa: S603
        [*command, "--line-length", _LINE_LENGTH, "--target-version", "py310", "-"],
        input=_CUT.join(examples),
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    return [example.strip() for example in text.split(_CUT.strip())]
