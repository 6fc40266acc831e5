"""How well what an operation uses is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    FragmentSpreadNode,
    GraphQLInputObjectType,
    Node,
    ObjectFieldNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    type_from_ast,
    visit,
)

from conviso_client.codegen.arguments import argument_types
from conviso_client.codegen.coordinates import used_coordinates
from conviso_client.codegen.documents import Documents, Fragment
from conviso_client.codegen.documents import WrittenOperation as Written

from .source import Described, Known, Source

__all__ = ["Tally", "places_of_variables", "tally"]


class Tally(NamedTuple):
    """What an operation sends, and what a caller may add to it."""

    sent: tuple[str, ...]
    """The names of the API in its document."""
    inferred: tuple[str, ...]
    """Those of them whose type is a deduction."""
    old: tuple[str, ...]
    """Input fields that a caller may set and that only the schema of 2024 shows."""
    guessed: tuple[str, ...]
    """Input fields that a caller may set and whose name is a guess."""
    sources: tuple[str, ...]
    """The sources that show the root field."""


def tally(described: Described, source: Source) -> Tally:
    """Count what is known of the names that an operation uses."""
    written = described.written
    reached = _reached(written.node.selection_set, source.documents)
    uses = used_coordinates(Documents((written,), reached), source.schema)
    sent = tuple(sorted({use.coordinate for use in uses if not use.is_type_name}))
    inferred = tuple(name for name in sent if _is(source.known.get(name), certainty="inferred"))
    settable = sorted(set(_settable(written, source)))
    root = source.known.get(_root(described))
    return Tally(
        sent=sent,
        inferred=inferred,
        old=tuple(name for name in settable if _is(source.known.get(name), evidence="2024")),
        guessed=tuple(name for name in settable if _is(source.known.get(name), evidence="guessed")),
        sources=root.sources if root else (),
    )


def _root(described: Described) -> str:
    return f"{described.operation.kind.capitalize()}.{described.operation.name}"


def _is(known: Known | None, **wanted: str) -> bool:
    return known is not None and all(getattr(known, name) == value for name, value in wanted.items())


def _reached(selection_set: SelectionSetNode, documents: Documents) -> dict[str, Fragment]:
    found: dict[str, Fragment] = {}

    class Collect(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
            name = node.name.value
            if name not in found:
                found[name] = documents.fragments[name]
                visit(found[name].node, Collect())

    visit(selection_set, Collect())
    return found


def _settable(written: Written, source: Source) -> Iterator[str]:
    """Give the fields of all inputs that the operation's variables reach."""
    kinds = [type_from_ast(source.schema, definition.type) for definition in written.node.variable_definitions]
    for name, kind in argument_types([kind for kind in kinds if kind is not None]).items():  # type: ignore[misc]
        if isinstance(kind, GraphQLInputObjectType):
            yield from (f"{name}.{field}" for field in kind.fields)


def places_of_variables(described: Described, source: Source) -> Mapping[str, tuple[str, ...]]:
    """Give for each variable the coordinates that it fills; none for one that only chooses what is asked for."""
    info = TypeInfo(source.schema)
    collector = _Places(info)
    visit(described.written.node, TypeInfoVisitor(info, collector))
    for fragment in _reached(described.written.node.selection_set, source.documents).values():
        visit(fragment.node, TypeInfoVisitor(info, collector))
    return {name: tuple(dict.fromkeys(found)) for name, found in collector.found.items()}


class _Places(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.found: dict[str, list[str]] = {}

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        parent, field = self.info.get_parent_type(), self.info.get_field_def()
        if parent and field and not self.info.get_directive():
            name = next(name for name, candidate in parent.fields.items() if candidate is field)  # type: ignore[union-attr]
            self._note(node.value, f"{parent.name}.{name}({node.name.value}:)")

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = get_named_type(self.info.get_parent_input_type())
        if parent:
            self._note(node.value, f"{parent.name}.{node.name.value}")

    def _note(self, value: Node, coordinate: str) -> None:
        if isinstance(value, VariableNode):
            self.found.setdefault(value.name.value, []).append(coordinate)
