"""Errors of graphql-core's validation rules, translated to graphql-ruby's messages, codes and extensions.

Each function translates the errors of one rule. It runs while the rule visits the node, because only then the context
knows the types at that place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

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

from conviso_client.codegen.compat import print_literal

from .kinds import name_of, named
from .profiles import Profile
from .refusal import Entry, entry
from .reporter import ErrorReporter
from .variables import ruby_literal

__all__ = ["translate", "undefined_field", "unknown_argument"]

_TYPES = re.compile(r"of type '(.+?)' used in position expecting type '(.+?)'")


def translate(rule: str, error: GraphQLError, reporter: ErrorReporter, context: Any) -> list[Entry]:
    """Translate an error of a rule of graphql-core, of which it may be several here."""
    nodes = list(error.nodes or ())
    message = _MESSAGES.get(rule)
    if message is None:
        return [entry(error.message, nodes, reporter.path(nodes[0]) if nodes else [])]
    return list(message(reporter, nodes, error.message, context))


def _undefined_field(reporter: ErrorReporter, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    field, parent = reporter.enclosing(nodes[0], FieldNode), context.get_parent_type()
    yield undefined_field(reporter, field, parent)


def undefined_field(reporter: ErrorReporter, field: FieldNode, parent: Any) -> Entry:
    """A field that a type does not have."""
    name = field.name.value
    known: Mapping[str, object] = getattr(parent, "fields", {})
    message = f"Field '{name}' doesn't exist on type '{parent.name}'{reporter.suggestion(name, known)}"
    return entry(message, [field], reporter.path(field), code="undefinedField", typeName=parent.name, fieldName=name)


def _unknown_argument(reporter: ErrorReporter, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    argument = reporter.enclosing(nodes[0], ArgumentNode)
    holder = cast("FieldNode | DirectiveNode", reporter.parent(argument))
    kind = "Directive" if isinstance(holder, DirectiveNode) else "Field"
    known: Any = context.get_directive() if kind == "Directive" else context.get_field_def()
    yield unknown_argument(reporter, argument, kind, holder.name.value, known.args)


def unknown_argument(
    reporter: ErrorReporter, node: ArgumentNode | ObjectFieldNode, kind: str, owner: str, known: Iterable[str]
) -> Entry:
    """An argument, or a key of an input, that there is not."""
    name = node.name.value
    message = f"{kind} '{owner}' doesn't accept argument '{name}'{reporter.suggestion(name, known)}"
    about = {"name": owner, "typeName": kind, "argumentName": name}
    return entry(message, [node], reporter.path(node), code="argumentNotAccepted", **about)


def _unknown_type(reporter: ErrorReporter, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    kind: Any = nodes[0]
    name, known = kind.name.value, context.schema.type_map
    holder = reporter.enclosing(kind, VariableDefinitionNode, FragmentDefinitionNode, InlineFragmentNode, DocumentNode)
    if isinstance(holder, VariableDefinitionNode):
        yield _bad_variable_type(reporter, holder, name, "isn't a defined input type", reporter.suggestion(name, known))
    elif not isinstance(holder, DocumentNode):
        message = f"No such type {name}, so it can't be a fragment condition{reporter.suggestion(name, known)}"
        yield entry(message, [holder], reporter.path(holder), code="undefinedType", typeName=name)


def _no_input_type(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    definition = reporter.enclosing(nodes[0], VariableDefinitionNode)
    yield _bad_variable_type(reporter, definition, print_ast(definition.type).strip("[]!"), "isn't a valid input type")


def _bad_variable_type(
    reporter: ErrorReporter, definition: VariableDefinitionNode, kind: str, what: str, suggestion: str = ""
) -> Entry:
    name = definition.variable.name.value
    about = {"code": "variableRequiresValidType", "typeName": kind, "variableName": name}
    return entry(f"{kind} {what} (on ${name}){suggestion}", [definition], reporter.path(definition), **about)


def _leaf_or_not(reporter: ErrorReporter, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    field, kind = reporter.enclosing(nodes[0], FieldNode), context.get_type()
    name, of = field.name.value, name_of(kind)
    message = f"Field must have selections (field '{name}' returns {of} but has no selections. "
    message += f"Did you mean '{name} {{ ... }}'?)"
    is_enum, profile = is_enum_type(named(kind)), reporter.profile
    if field.selection_set is not None and is_enum and profile.looks_into_enums:
        for node in field.selection_set.selections:
            yield from _on_enum(reporter, node, named(kind), context)
        return
    if field.selection_set is not None:
        selected = ", ".join(_selected(node, profile) for node in field.selection_set.selections)
        leaves = "enums" if is_enum else "scalars"
        message = f"Selections can't be made on {leaves} (field '{name}' returns {of} but has selections [{selected}])"
    yield entry(
        message, [field], reporter.path(field), code="selectionMismatch", nodeName=f"field '{name}'", typeName=of
    )


def _on_enum(reporter: ErrorReporter, node: SelectionNode, kind: Any, context: Any) -> Iterator[Entry]:
    """An enum's selections are looked at as if it were an object without fields."""
    if isinstance(node, FieldNode):
        yield undefined_field(reporter, node, kind)
    else:
        fragment: Any = context.get_fragment(node.name.value) if isinstance(node, FragmentSpreadNode) else node
        if fragment is not None and fragment.type_condition is not None:
            yield _cannot_spread(reporter, node, fragment, kind.name)


def _selected(node: SelectionNode, profile: Profile) -> str:
    """Name a selection; 1.13 fails on inline fragments, here it names them."""
    if isinstance(node, InlineFragmentNode):
        condition = f"on {node.type_condition.name.value} " if node.type_condition else ""
        text = f"... {condition}{{ ... }}"
    else:
        text = str(cast("Any", node).name.value)
    return text if profile.looks_into_enums else f'"{text}"'


def _undeclared_variable(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    variable: Any = nodes[0]
    name, user = variable.name.value, _definition_name(reporter, variable)
    message = f"Variable ${name} is used by {user} but not declared"
    yield entry(message, [variable], reporter.path(variable), code="variableNotDefined", variableName=name)


def _unused_variable(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    name = reporter.enclosing(nodes[0], VariableDefinitionNode).variable.name.value
    operation = reporter.enclosing(nodes[0], OperationDefinitionNode)
    message = f"Variable ${name} is declared by {_definition_name(reporter, operation)} but not used"
    yield entry(message, [operation], reporter.path(operation), code="variableNotUsed", variableName=name)


def _definition_name(reporter: ErrorReporter, node: Node) -> str:
    definition: Any = reporter.enclosing(node, OperationDefinitionNode, FragmentDefinitionNode)
    if definition.name is not None:
        return str(definition.name.value)
    return f"anonymous {definition.operation.value}"


def _variable_mismatch(reporter: ErrorReporter, nodes: list[Node], message: str, _context: Any) -> Iterator[Entry]:
    found, (_, variable) = _TYPES.search(message), nodes
    assert found
    given, wanted = found.groups()
    argument = reporter.enclosing(variable, ArgumentNode, ObjectFieldNode)
    lists = sum(isinstance(node, ListValueNode) for node in _between(reporter, variable, argument))
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
    yield entry(text, [argument], reporter.path(argument), code="variableMismatch", **about)


def _between(reporter: ErrorReporter, node: Node, end: Node) -> Iterator[Node]:
    at = reporter.parent(node)
    while at is not None and at is not end:
        yield at
        at = reporter.parent(at)


def _twice(kind: type[Node], what: str, code: str, key: str, *, above: bool) -> _Message:
    """Something of a kind whose name must be unique; `above`: the path is that of what it is in."""

    def message(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
        found = [reporter.enclosing(node, kind) for node in nodes]
        named_so = cast("Any", found[0])
        name = (named_so.variable if kind is VariableDefinitionNode else named_so).name.value
        parent = reporter.parent(found[0])
        path = reporter.path(parent) if above and parent is not None else []
        yield entry(what.format(name), found, path, **{"code": code, key: name})

    return message


def _unknown_fragment(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    spread = reporter.enclosing(nodes[0], FragmentSpreadNode)
    name = spread.name.value
    about = {"code": "useAndDefineFragment", "fragmentName": name}
    yield entry(f"Fragment {name} was used, but not defined", [spread], reporter.path(spread), **about)


def _unused_fragment(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    fragment = reporter.enclosing(nodes[0], FragmentDefinitionNode)
    name = fragment.name.value
    about = {"code": "useAndDefineFragment", "fragmentName": name}
    yield entry(f"Fragment {name} was defined, but not used", [fragment], reporter.path(fragment), **about)


def _fragment_cycle(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    for fragment in {id(f): f for f in (reporter.enclosing(node, FragmentDefinitionNode) for node in nodes)}.values():
        name = fragment.name.value
        message = f"Fragment {name} contains an infinite loop"
        yield entry(message, [fragment], reporter.path(fragment), code="infiniteLoop", fragmentName=name)


def _impossible_spread(reporter: ErrorReporter, nodes: list[Node], _message: str, context: Any) -> Iterator[Entry]:
    node: Any = nodes[0]
    fragment = context.get_fragment(node.name.value) if isinstance(node, FragmentSpreadNode) else node
    yield _cannot_spread(reporter, node, fragment, context.get_parent_type().name)


def _cannot_spread(reporter: ErrorReporter, node: Any, fragment: Any, parent: str) -> Entry:
    name = f" {node.name.value}" if isinstance(node, FragmentSpreadNode) else ""
    of = fragment.type_condition.name.value
    about = {"typeName": of, "fragmentName": name or "unknown", "parentName": parent}
    message = f"Fragment{name} on {of} can't be spread inside {parent}"
    return entry(message, [node], reporter.path(node), code="cannotSpreadFragment", **about)


def _fragment_on_leaf(reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    fragment: Any = reporter.enclosing(nodes[0], InlineFragmentNode, FragmentDefinitionNode)
    name = fragment.type_condition.name.value
    message = f"Invalid fragment on type {name} (must be Union, Interface or Object)"
    yield entry(message, [fragment], reporter.path(fragment), code="fragmentOnNonCompositeType", typeName=name)


def _field_conflict(_reporter: ErrorReporter, nodes: list[Node], message: str, _context: Any) -> Iterator[Entry]:
    if "they return conflicting types" in message:  # graphql-ruby lets it pass
        return
    fields = [node for node in nodes if isinstance(node, FieldNode)]
    one, other = fields[len(fields) // 2 - 1], fields[-1]
    key, kind, conflicts = (one.alias or one.name).value, "field", f"{one.name.value} or {other.name.value}"
    if one.name.value == other.name.value:
        kind, conflicts = "argument", f"{_arguments(one)} or {_arguments(other)}"
    text = f"Field '{key}' has {'an' if kind == 'argument' else 'a'} {kind} conflict: {conflicts}?"
    yield entry(text, [one, other], [], code="fieldConflict", fieldName=key, conflicts=conflicts)


def _arguments(field: FieldNode) -> str:
    values = {argument.name.value: print_literal(argument.value) for argument in field.arguments or ()}
    return ruby_literal({name: re.sub(r'^"(.*)"$', r"\1", text) for name, text in values.items()})


_LOCATIONS = {
    "QUERY": "queries", "MUTATION": "mutations", "SUBSCRIPTION": "subscriptions", "FIELD": "fields",
    "FRAGMENT_DEFINITION": "fragment definitions", "FRAGMENT_SPREAD": "fragment spreads",
    "INLINE_FRAGMENT": "inline fragments", "VARIABLE_DEFINITION": "variable definitions",
}  # fmt: skip


def _directive(reporter: ErrorReporter, nodes: list[Node], message: str, context: Any) -> Iterator[Entry]:
    directive = reporter.enclosing(nodes[0], DirectiveNode)
    name: str = directive.name.value
    known: dict[str, Any] = {each.name: each for each in context.schema.directives}
    if name not in known:
        text = f"Directive @{name} is not defined{reporter.suggestion(name, known)}"
        yield entry(text, [directive], reporter.path(directive), code="undefinedDirective", directiveName=name)
        return
    target = _LOCATIONS.get(message.rpartition(" on ")[2].strip(".").upper().replace(" ", "_"), "this")
    allowed = ", ".join(_LOCATIONS.get(location.name, "others") for location in known[name].locations)
    text = f"'@{name}' can't be applied to {target} (allowed: {allowed})"
    yield entry(
        text, [directive], reporter.path(directive), code="directiveCannotBeApplied", targetName=target, name=name
    )


def _definition(_reporter: ErrorReporter, nodes: list[Node], _message: str, _context: Any) -> Iterator[Entry]:
    yield entry("Query cannot contain schema definitions", nodes, [], code="queryContainsSchemaDefinitions")


_Message = Callable[[ErrorReporter, "list[Node]", str, Any], Iterator[Entry]]
_MESSAGES: dict[str, _Message] = {
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
