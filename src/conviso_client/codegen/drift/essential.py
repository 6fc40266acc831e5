"""Leave out of two schemas what neither changed between them nor is within reach of the operations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from graphql import DefinitionNode, FieldNode, NamedTypeNode, TypeNode, Visitor, visit

from conviso_client.codegen.documents import Documents

__all__ = ["essential_parts"]

_HEAD = re.compile(
    r'(?:"""(?:\\"""|[^"]|"(?!""))*"""\s*|"(?:\\.|[^"\\\n])*"\s*)?'
    r"(?P<kind>type|interface|input|enum)\s+(?P<name>\w+)(?P<rest>[^{]*)\{"
)
_SEVERAL = re.compile(r"\b(?:type|interface|input|enum|union|scalar|directive|schema|extend)\b")
_ROOTS = frozenset({"Query", "Mutation", "Subscription"})

Parse = Callable[[str], tuple[DefinitionNode, ...]]


def essential_parts(old: list[str], new: list[str], documents: Documents, parse: Parse) -> tuple[list[str], list[str]]:
    """Choose among the definitions of two schemas, each given in parts.

    Kept are: what differs; what the operations reach, by the names of the fields that they select; the inputs, enums
    and interfaces of all that is kept; and whatever is no plain definition of a type. Other types that are referred to
    become empty ones, the same in both.
    """
    before, after = _Parts(old), _Parts(new)
    if before.is_extended or after.is_extended:
        return old, new
    search = _Search(before, after, documents, parse)
    search.run()
    stubs = [before.stub(name) for name in sorted(search.referred - search.kept)]
    return (
        [*before.others, *before.chosen(search.kept), *stubs],
        [*after.others, *after.chosen(search.kept), *stubs],
    )


class _Parts:
    """The parts of one schema: plain definitions of types by name, and the others."""

    def __init__(self, parts: Iterable[str]) -> None:
        self.types: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.implementors: dict[str, set[str]] = defaultdict(set)
        self.others: list[str] = []
        for part in parts:
            head = _HEAD.match(part)
            if head is None or _SEVERAL.search(head["rest"]) or head["name"] in self.types:
                self.others.append(part)
                continue
            self.types[head["name"]] = part
            self.kinds[head["name"]] = head["kind"]
            for interface in re.findall(r"\w+", head["rest"].partition("implements")[2].partition("@")[0]):
                self.implementors[interface].add(head["name"])

    @property
    def is_extended(self) -> bool:
        return any(re.search(r"\bextend\b", part) for part in self.others)

    def chosen(self, names: set[str]) -> list[str]:
        return [self.types[name] for name in sorted(names & self.types.keys())]

    def stub(self, name: str) -> str:
        return f"{self.kinds[name]} {name} {{ _: Boolean }}"


class _Search:
    """Finds what must be kept."""

    def __init__(self, old: _Parts, new: _Parts, documents: Documents, parse: Parse) -> None:
        self.both = (old, new)
        self.parse = parse
        self.selected, named = _names(documents)
        changed = {name for name in {*old.types, *new.types} if old.types.get(name) != new.types.get(name)}
        mentioned = {word for parts in self.both for part in parts.others for word in re.findall(r"\w+", part)}
        self.waiting = [*changed, *named, *mentioned, *_ROOTS]
        self.kept: set[str] = set()
        self.referred: set[str] = set()

    def run(self) -> None:
        known = {*self.both[0].types, *self.both[1].types}
        while self.waiting:
            name = self.waiting.pop()
            if name in self.kept or name not in known:
                continue
            self.kept.add(name)
            for text in {parts.types[name] for parts in self.both if name in parts.types}:
                for node in self.parse(text):
                    self._follow(node)
            self.waiting += [one for parts in self.both for one in parts.implementors.get(name, ())]
        self.referred &= known

    def _follow(self, node: Any) -> None:
        self.waiting += [interface.name.value for interface in getattr(node, "interfaces", ())]
        for field in getattr(node, "fields", None) or ():
            name = _named(field.type)
            is_output = hasattr(field, "arguments")
            self.waiting += [_named(argument.type) for argument in field.arguments] if is_output else [name]
            if is_output and (field.name.value in self.selected or not self._is_composite(name)):
                self.waiting.append(name)
            self.referred.add(name)

    def _is_composite(self, name: str) -> bool:
        return any(parts.kinds.get(name) in ("type", "interface") for parts in self.both)


def _names(documents: Documents) -> tuple[set[str], set[str]]:
    """Collect the fields that documents select, and the types that they name."""
    fields: set[str] = set()
    types: set[str] = set()

    class Collect(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            fields.add(node.name.value)

        def enter_named_type(self, node: NamedTypeNode, *_: object) -> None:
            types.add(node.name.value)

    visit(documents.as_document(), Collect())
    return fields, types


def _named(node: TypeNode) -> str:
    while not isinstance(node, NamedTypeNode):
        node = node.type  # type: ignore[attr-defined]
    return str(node.name.value)
