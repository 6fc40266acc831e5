"""What graphql-core finds wrong with a document, in the words of graphql-ruby.

Each function says one rule's errors: it is given the error while its rule looks at the node, so that the context still
knows the types around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    SelectionNode,
    VariableDefinitionNode,
    is_enum_type,
    print_ast,
)

from .flavour import Flavour
from .kinds import name_of, named
from .refusal import Entry, entry
from .variables import ruby_literal

__all__ = ["Speaker"]

N = TypeVar("N", bound=Node)
_RETURNED = re.compile(r"they return conflicting types '(.+?)' and '(.+?)'")
_TYPES = re.compile(r"of type '(.+?)' used in position expecting type '(.+?)'")


class Speaker:
    """What is said of one document."""

    def __init__(self, document: DocumentNode, flavour: Flavour) -> None:
        self._document = document
        self.flavour = flavour
        self._parents: dict[int, Node] = {}
        self.said: list[Entry] = []

    def say(self, rule: str, error: GraphQLError, context: Any) -> None:
        """Put an error of a rule into words."""
        nodes = list(error.nodes or ())
        spoken = _SPOKEN.get(rule)
        if spoken is None:
            self.said.append(entry(error.message, nodes, self.path(nodes[0]) if nodes else []))
        else:
            self.said += spoken(self, nodes, error.message, context)

    def path(self, node: Node) -> list[str]:
        """Where a node stands, from its operation or fragment down."""
        steps: list[str] = []
        at: Node | None = node
        while at is not None:
            steps += _step(at)
            at = self.parent(at)
        return steps[::-1]

    def parent(self, node: Node) -> Node | None:
        """The node around another."""
        if not self._parents:
            self._note(self._document)
        return self._parents.get(id(node))

    def around(self, node: Node, *kinds: type[N]) -> N:
        """The nearest node of some kinds: the node itself, or what it is in."""
        at: Node | None = node
        while not isinstance(at, kinds):
            assert at is not None
            at = self.parent(at)
        return at

    def hint(self, name: str, known: Iterable[str]) -> str:
        """The end of a message about an unknown name: those that are like it, where graphql-ruby tells them."""
        near = (
            [f"`{each}`" for each in get_close_matches(name, list(known), cutoff=0.7)] if self.flavour.suggests else []
        )
        listed = " or ".join([", ".join(near[:-1]), near[-1]]) if len(near) > 1 else "".join(near)
        return f" (Did you mean {listed}?)" if near else ""

    def _note(self, node: Node) -> None:
        for key in node.keys:
            value: Any = getattr(node, key, None)
            for child in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(child, Node):
                    self._parents[id(child)] = node
                    self._note(child)


def _step(node: Node) -> list[str]:
    match node:
        case OperationDefinitionNode():
            return [f"{node.operation.value} {node.name.value}" if node.name else node.operation.value]
        case FragmentDefinitionNode():
            return [f"fragment {node.name.value}"]
        case FieldNode():
            return [(node.alias or node.name).value]
        case FragmentSpreadNode():
            return [f"... {node.name.value}"]
        case InlineFragmentNode():
            return [f"... on {node.type_condition.name.value}" if node.type_condition else "..."]
        case ArgumentNode() | ObjectFieldNode():
            return [node.name.value]
        case _:
            return []


def _undefined_field(s: Speaker, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    field, parent = s.around(nodes[0], FieldNode), context.get_parent_type()
    yield undefined_field(s, field, parent)


def undefined_field(s: Speaker, field: FieldNode, parent: Any) -> Entry:
    """A field that a type does not have."""
    name = field.name.value
    known: Mapping[str, object] = getattr(parent, "fields", {})
    message = f"Field '{name}' doesn't exist on type '{parent.name}'{s.hint(name, known)}"
    return entry(message, [field], s.path(field), code="undefinedField", typeName=parent.name, fieldName=name)


def _unknown_argument(s: Speaker, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    argument = s.around(nodes[0], ArgumentNode)
    holder = cast("FieldNode | DirectiveNode", s.parent(argument))
    kind = "Directive" if isinstance(holder, DirectiveNode) else "Field"
    known: Any = context.get_directive() if kind == "Directive" else context.get_field_def()
    yield unknown_argument(s, argument, kind, holder.name.value, known.args)


def unknown_argument(
    s: Speaker, node: ArgumentNode | ObjectFieldNode, kind: str, owner: str, known: Iterable[str]
) -> Entry:
    """An argument, or a key of an input, that there is not."""
    name = node.name.value
    message = f"{kind} '{owner}' doesn't accept argument '{name}'{s.hint(name, known)}"
    about = {"name": owner, "typeName": kind, "argumentName": name}
    return entry(message, [node], s.path(node), code="argumentNotAccepted", **about)


def _unknown_type(s: Speaker, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    kind: Any = nodes[0]
    name, known = kind.name.value, context.schema.type_map
    holder = s.around(kind, VariableDefinitionNode, FragmentDefinitionNode, InlineFragmentNode, DocumentNode)
    if isinstance(holder, VariableDefinitionNode):
        yield _bad_variable_type(s, holder, name, f"isn't a defined input type{s.hint(name, known)}")
    elif not isinstance(holder, DocumentNode):
        message = f"No such type {name}, so it can't be a fragment condition{s.hint(name, known)}"
        yield entry(message, [holder], s.path(holder), code="undefinedType", typeName=name)


def _no_input_type(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    definition = s.around(nodes[0], VariableDefinitionNode)
    yield _bad_variable_type(s, definition, print_ast(definition.type).strip("[]!"), "isn't a valid input type")


def _bad_variable_type(s: Speaker, definition: VariableDefinitionNode, kind: str, what: str) -> Entry:
    name = definition.variable.name.value
    about = {"code": "variableRequiresValidType", "typeName": kind, "variableName": name}
    return entry(f"{kind} {what} (on ${name})", [definition], s.path(definition), **about)


def _leaf_or_not(s: Speaker, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    field, kind = s.around(nodes[0], FieldNode), context.get_type()
    name, of = field.name.value, name_of(kind)
    message = f"Field must have selections (field '{name}' returns {of} but has no selections. "
    message += f"Did you mean '{name} {{ ... }}'?)"
    if field.selection_set is not None and is_enum_type(named(kind)):
        for node in field.selection_set.selections:
            yield from _on_enum(s, node, named(kind), context)
        return
    if field.selection_set is not None:
        selected = ", ".join(_selected(node) for node in field.selection_set.selections)
        message = f"Selections can't be made on scalars (field '{name}' returns {of} but has selections [{selected}])"
    yield entry(message, [field], s.path(field), code="selectionMismatch", nodeName=f"field '{name}'", typeName=of)


def _on_enum(s: Speaker, node: SelectionNode, kind: Any, context: Any) -> Iterator[Entry]:
    """An enum's selections are looked at as if it were an object without fields."""
    if isinstance(node, FieldNode):
        yield undefined_field(s, node, kind)
    else:
        fragment: Any = context.get_fragment(node.name.value) if isinstance(node, FragmentSpreadNode) else node
        if fragment is not None and fragment.type_condition is not None:
            yield _cannot_spread(s, node, fragment, kind.name)


def _selected(node: SelectionNode) -> str:
    if isinstance(node, InlineFragmentNode):
        return f"on {node.type_condition.name.value} {{ ... }}" if node.type_condition else "... { ... }"
    return str(cast("Any", node).name.value)


def _undeclared_variable(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    variable: Any = nodes[0]
    name, user = variable.name.value, _definition_name(s, variable)
    message = f"Variable ${name} is used by {user} but not declared"
    yield entry(message, [variable], s.path(variable), code="variableNotDefined", variableName=name)


def _unused_variable(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    name = s.around(nodes[0], VariableDefinitionNode).variable.name.value
    operation = s.around(nodes[0], OperationDefinitionNode)
    message = f"Variable ${name} is declared by {_definition_name(s, operation)} but not used"
    yield entry(message, [operation], s.path(operation), code="variableNotUsed", variableName=name)


def _definition_name(s: Speaker, node: Node) -> str:
    definition = s.around(node, OperationDefinitionNode, FragmentDefinitionNode)
    if definition.name is not None:
        return definition.name.value
    return f"anonymous {cast('OperationDefinitionNode', definition).operation.value}"


def _variable_mismatch(s: Speaker, nodes: list[Node], message: str, _context: Any) -> Iterator[Entry]:
    found, (_, variable) = _TYPES.search(message), nodes
    assert found
    given, wanted = found.groups()
    argument = s.around(variable, ArgumentNode, ObjectFieldNode)
    lists = sum(isinstance(node, ListValueNode) for node in _between(s, variable, argument))
    what = "Nullability mismatch"
    if given.count("[") != wanted.count("["):
        what = "List dimension mismatch"
    elif given.strip("[]!") != wanted.strip("[]!"):
        what = "Type mismatch"
    for _ in range(lists):  # a variable within a list is told as the list that it makes
        given, wanted = f"[{given}]!", f"[{wanted}]"
    name, of = cast("Any", variable).name.value, cast("Any", argument).name.value
    about = {"variableName": name, "typeName": given, "argumentName": of, "errorMessage": what}
    text = f"{what} on variable ${name} and argument {of} ({given} / {wanted})"
    yield entry(text, [argument], s.path(argument), code="variableMismatch", **about)


def _between(s: Speaker, node: Node, end: Node) -> Iterator[Node]:
    at = s.parent(node)
    while at is not None and at is not end:
        yield at
        at = s.parent(at)


def _twice(kind: type[Node], what: str, code: str, key: str, *, above: bool) -> _Spoken:
    """Something of a kind whose name must be unique; `above`: the path is that of what it is in."""

    def say(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
        found = [s.around(node, kind) for node in nodes]
        named_so = cast("Any", found[0])
        name = (named_so.variable if kind is VariableDefinitionNode else named_so).name.value
        parent = s.parent(found[0])
        path = s.path(parent) if above and parent is not None else []
        yield entry(what.format(name), found, path, **{"code": code, key: name})

    return say


def _unknown_fragment(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    spread = s.around(nodes[0], FragmentSpreadNode)
    name = spread.name.value
    about = {"code": "useAndDefineFragment", "fragmentName": name}
    yield entry(f"Fragment {name} was used, but not defined", [spread], s.path(spread), **about)


def _unused_fragment(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    fragment = s.around(nodes[0], FragmentDefinitionNode)
    name = fragment.name.value
    about = {"code": "useAndDefineFragment", "fragmentName": name}
    yield entry(f"Fragment {name} was defined, but not used", [fragment], s.path(fragment), **about)


def _fragment_cycle(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    for fragment in {id(f): f for f in (s.around(node, FragmentDefinitionNode) for node in nodes)}.values():
        name = fragment.name.value
        message = f"Fragment {name} contains an infinite loop"
        yield entry(message, [fragment], s.path(fragment), code="infiniteLoop", fragmentName=name)


def _impossible_spread(s: Speaker, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    node: Any = nodes[0]
    fragment = context.get_fragment(node.name.value) if isinstance(node, FragmentSpreadNode) else node
    yield _cannot_spread(s, node, fragment, context.get_parent_type().name)


def _cannot_spread(s: Speaker, node: Any, fragment: Any, parent: str) -> Entry:
    name = f" {node.name.value}" if isinstance(node, FragmentSpreadNode) else ""
    of = fragment.type_condition.name.value
    about = {"typeName": of, "fragmentName": name or "unknown", "parentName": parent}
    message = f"Fragment{name} on {of} can't be spread inside {parent}"
    return entry(message, [node], s.path(node), code="cannotSpreadFragment", **about)


def _fragment_on_leaf(s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    fragment: Any = s.around(nodes[0], InlineFragmentNode, FragmentDefinitionNode)
    name = fragment.type_condition.name.value
    message = f"Invalid fragment on type {name} (must be Union, Interface or Object)"
    yield entry(message, [fragment], s.path(fragment), code="fragmentOnNonCompositeType", typeName=name)


def _field_conflict(s: Speaker, nodes: list[Node], message: str, _context: Any) -> Iterator[Entry]:
    fields = [node for node in nodes if isinstance(node, FieldNode)]
    one, other = fields[len(fields) // 2 - 1], fields[-1]
    key, types = (one.alias or one.name).value, _RETURNED.search(message)
    if types is not None and not s.flavour.compares_returned_types:
        return
    kind, conflicts = "field", f"{one.name.value} or {other.name.value}"
    if types is not None:
        kind, conflicts = "return_type", f"`{types[1]}` or `{types[2]}`"
    elif one.name.value == other.name.value:
        kind, conflicts = "argument", f"{_arguments(one)} or {_arguments(other)}"
    text = f"Field '{key}' has {'an' if kind == 'argument' else 'a'} {kind} conflict: {conflicts}?"
    yield entry(text, [one, other], [], code="fieldConflict", fieldName=key, conflicts=conflicts)


def _arguments(field: FieldNode) -> str:
    values = {argument.name.value: print_ast(argument.value) for argument in field.arguments or ()}
    return ruby_literal({name: re.sub(r'^"(.*)"$', r"\1", text) for name, text in values.items()})


_PLACES = {
    "QUERY": "queries", "MUTATION": "mutations", "SUBSCRIPTION": "subscriptions", "FIELD": "fields",
    "FRAGMENT_DEFINITION": "fragment definitions", "FRAGMENT_SPREAD": "fragment spreads",
    "INLINE_FRAGMENT": "inline fragments", "VARIABLE_DEFINITION": "variable definitions",
}  # fmt: skip


def _directive(s: Speaker, nodes: list[Node], message: str, context: Any) -> Iterator[Entry]:
    directive = s.around(nodes[0], DirectiveNode)
    name, known = directive.name.value, {each.name: each for each in context.schema.directives}
    if name not in known:
        text = f"Directive @{name} is not defined{s.hint(name, known)}"
        yield entry(text, [directive], s.path(directive), code="undefinedDirective", directiveName=name)
        return
    target = _PLACES.get(message.rpartition(" on ")[2].strip(".").upper().replace(" ", "_"), "this")
    allowed = ", ".join(_PLACES.get(place.name, place.name.lower()) for place in known[name].locations)
    text = f"'@{name}' can't be applied to {target} (allowed: {allowed})"
    yield entry(text, [directive], s.path(directive), code="directiveCannotBeApplied", targetName=target, name=name)


def _definition(_s: Speaker, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    yield entry("Query cannot contain schema definitions", nodes, [], code="queryContainsSchemaDefinitions")


_Spoken = Callable[[Speaker, "list[Node]", str, Any], Iterator[Entry]]
_SPOKEN: dict[str, _Spoken] = {
    "ExecutableDefinitionsRule": _definition,
    "FieldsOnCorrectTypeRule": _undefined_field,
    "FragmentsOnCompositeTypesRule": _fragment_on_leaf,
    "KnownArgumentNamesRule": _unknown_argument,
    "KnownDirectivesRule": _directive,
    "KnownFragmentNamesRule": _unknown_fragment,
    "KnownTypeNamesRule": _unknown_type,
    "NoFragmentCyclesRule": _fragment_cycle,
    "NoUndefinedVariablesRule": _undeclared_variable,
    "NoUnusedFragmentsRule": _unused_fragment,
    "NoUnusedVariablesRule": _unused_variable,
    "OverlappingFieldsCanBeMergedRule": _field_conflict,
    "PossibleFragmentSpreadsRule": _impossible_spread,
    "ScalarLeafsRule": _leaf_or_not,
    "UniqueArgumentNamesRule": _twice(
        ArgumentNode, 'There can be only one argument named "{}"', "argumentNotUnique", "name", above=True
    ),
    "UniqueDirectivesPerLocationRule": _twice(
        DirectiveNode,
        'The directive "{}" can only be used once at this location.',
        "directiveNotUniqueForLocation",
        "directiveName",
        above=True,
    ),
    "UniqueFragmentNamesRule": _twice(
        FragmentDefinitionNode, 'Fragment name "{}" must be unique', "fragmentNotUnique", "fragmentName", above=False
    ),
    "UniqueInputFieldNamesRule": _twice(
        ObjectFieldNode, 'There can be only one input field named "{}"', "inputFieldNotUnique", "name", above=True
    ),
    "UniqueVariableNamesRule": _twice(
        VariableDefinitionNode,
        'There can only be one variable named "{}"',
        "variableNotUnique",
        "variableName",
        above=True,
    ),
    "VariablesAreInputTypesRule": _no_input_type,
    "VariablesInAllowedPositionRule": _variable_mismatch,
}
