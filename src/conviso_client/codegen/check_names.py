"""Refuse names that would not work in Python: of methods, arguments, models, fields and types."""

from __future__ import annotations

import keyword
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import cast

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    Node,
    SelectionSetNode,
    VariableDefinitionNode,
    get_named_type,
    print_ast,
    type_from_ast,
)

from conviso_client.client.base import AsyncBaseClient, BaseClient

from .arguments import argument_types
from .coordinates import used_coordinates
from .documents import Documents, WrittenOperation
from .model_names import named_fields, names_of_arguments
from .naming import (
    ANNOTATION_BUILTINS,
    argument_name,
    field_name,
    is_class_name,
    literal_name,
    method_name,
    plain_builtin,
    response_key,
    type_class,
)
from .problems import Problem, problem_at
from .selections import is_typename

__all__ = ["acting_fields", "argument_names", "fields_of", "method_names", "model_names", "root_fields", "type_names"]

_CLIENT_MEMBERS = frozenset(name for client in (BaseClient, AsyncBaseClient) for name in dir(client))


def method_names(documents: Documents) -> Iterator[Problem]:
    """Check that each operation becomes a method of its own that hides nothing."""
    by_method: dict[str, list[WrittenOperation]] = defaultdict(list)
    for operation in documents.operations:
        if operation.name:
            by_method[method_name(operation.name)].append(operation)
    for method, operations in by_method.items():
        first, *others = operations
        where = problem_at(first.node, "")
        for other in others:
            message = f"{other.name} and {first.name} ({where.file}:{where.line}) would both become the method {method}"
            yield problem_at(other.node, message)
        if method in _CLIENT_MEMBERS:
            yield problem_at(first.node, f"the method {method} would hide a member of the client: choose another name")
        if method in ANNOTATION_BUILTINS:
            yield problem_at(first.node, f"the method {method} would hide the built-in type: choose another name")
        if not _is_name(method):
            message = f"{first.name} would become the method {method!r}, which Python does not allow"
            yield problem_at(first.node, message)


def argument_names(operation: WrittenOperation) -> Iterator[Problem]:
    """Check that each variable becomes an argument of its own, and that each text belongs to one."""
    taken: dict[str, str] = {}
    variables = [definition.variable.name.value for definition in operation.node.variable_definitions]
    for definition, name in zip(operation.node.variable_definitions, variables, strict=True):
        python = argument_name(name)
        if python in taken:
            yield problem_at(definition, f"${name} and ${taken[python]} would both become the argument {python}")
        if not _is_name(python):
            message = f"${name} would become the argument {python!r}, which Python does not allow: rename it"
            yield problem_at(definition, message)
        taken[python] = name
    for name in operation.comment.arguments:
        if name not in variables:
            known = ", ".join(sorted(variables)) or "none"
            yield problem_at(operation.node, f"@arg {name}: there is no such variable (there is {known})")


def model_names(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    """Check that each fragment may be a class, and each field that it selects an attribute."""
    taken = names_of_arguments(schema)
    for name, fragment in documents.fragments.items():
        if name in taken:
            message = f"a model named {name} would collide with the schema's {name}: choose another name"
            yield problem_at(fragment.node, message)
        elif not is_class_name(name):
            message = f"a model cannot be named {name}: begin with a capital, and avoid what generated code imports"
            yield problem_at(fragment.node, message)
        yield from _field_names([fragment.node.selection_set], documents)
    for operation in documents.operations:
        yield from _field_names([operation.node.selection_set], documents)
    yield from _written_names(documents, schema, taken)


def _written_names(documents: Documents, schema: GraphQLSchema, taken: set[str]) -> Iterator[Problem]:
    """Check that each `@model` names a selection, and that what has one name is the same."""
    problems: list[Problem] = []
    named = named_fields(documents, problems)
    yield from problems
    first: dict[str, tuple[str, Problem]] = {}
    for use in used_coordinates(documents, schema):
        name = named.get(id(use.node))
        if name is None or use.type is None or not isinstance(use.node, FieldNode) or not use.node.selection_set:
            continue
        selected = f"{get_named_type(use.type)} {print_ast(use.node.selection_set)}"
        same, where = first.setdefault(name, (selected, problem_at(use.node, "")))
        if name in taken or name in documents.fragments or not is_class_name(name):
            yield problem_at(use.node, f"@model {name}: the name is taken, or no class can have it: choose another")
        elif selected != same:
            message = f"@model {name}: something else is selected under this name at {where.file}:{where.line}"
            yield problem_at(use.node, message)


def type_names(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    """Check that each enum and input that is used becomes a class of its own, and each field an attribute."""
    used = list(_used_types(documents, schema))
    inputs = {kind.name: kind for _, kind in used if isinstance(kind, GraphQLInputObjectType)}
    clashes = {name: found for name, kind in inputs.items() if (found := list(_clashes(kind)))}
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for _, kind in used:
        for name in _class_names(kind):
            owners[name].add(kind.name)
    for node, kind in used:
        for name in _class_names(kind):
            if len(owners[name]) > 1:
                types = " and ".join(sorted(owners[name]))
                yield problem_at(node, f"the API's types {types} would both become {name}: leave one of them out")
        for one, other, python in clashes.get(kind.name, ()):
            variable = cast(VariableDefinitionNode, node).variable.name.value
            message = (
                f"${variable} takes {kind.name}, of which {one} and {other} would both become {python}: "
                f"write the object in the operation, with variables for its fields, in the place of ${variable}"
            )
            yield problem_at(node, message)


def _used_types(
    documents: Documents, schema: GraphQLSchema
) -> Iterator[tuple[Node, GraphQLEnumType | GraphQLInputObjectType]]:
    """Give the enums and inputs of variables and results, with the node that brings them in."""
    for operation in documents.operations:
        for definition in operation.node.variable_definitions:
            kinds = argument_types([cast(GraphQLInputType, type_from_ast(schema, definition.type))])
            yield from ((definition, kind) for kind in kinds.values())
    for use in used_coordinates(documents, schema):
        named = get_named_type(use.type) if use.type else None
        if isinstance(named, GraphQLEnumType):
            yield use.node, named


def _class_names(kind: GraphQLEnumType | GraphQLInputObjectType) -> list[str]:
    own = type_class(kind.name)
    return [own, literal_name(kind.name)] if isinstance(kind, GraphQLEnumType) else [own]


def _clashes(kind: GraphQLInputObjectType) -> Iterator[tuple[str, str, str]]:
    """Give the fields of an input that would have one name in Python, and that name."""
    taken: dict[str, str] = {}
    for name in kind.fields:
        python = plain_builtin(field_name(name))
        if taken.setdefault(python, name) != name:
            yield taken[python], name, python


def fields_of(selection_sets: Iterable[SelectionSetNode], documents: Documents) -> Iterator[FieldNode]:
    """Give all fields of selection sets, those of their fragments included."""
    for selection_set in selection_sets:
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, FragmentSpreadNode):
                fragment = documents.fragments[selection.name.value]
                yield from fields_of([fragment.node.selection_set], documents)
            else:
                yield from fields_of([selection.selection_set], documents)  # type: ignore[attr-defined]


def root_fields(operation: WrittenOperation, documents: Documents) -> dict[str, FieldNode]:
    """Give an operation's root fields by response name."""
    roots = fields_of([operation.node.selection_set], documents)
    return {response_key(field): field for field in roots if not is_typename(field)}


def acting_fields(documents: Documents) -> frozenset[str]:
    """Give the root fields of queries that change something, as the comments say."""
    acting = [root_fields(operation, documents) for operation in documents.operations if operation.comment.acts]
    return frozenset(field.name.value for roots in acting if len(roots) == 1 for field in roots.values())


def _field_names(selection_sets: Iterable[SelectionSetNode], documents: Documents) -> Iterator[Problem]:
    by_key: dict[str, list[FieldNode]] = defaultdict(list)
    taken: dict[str, str] = {}
    for field in fields_of(selection_sets, documents):
        by_key[response_key(field)].append(field)
    for key, (field, *others) in by_key.items():
        python = field_name(key)
        if is_typename(field):
            continue
        if taken.setdefault(python, key) != key:
            yield problem_at(field, f"{key} and {taken[python]} would both become {python}: give one an alias")
        if not _is_name(python):
            yield problem_at(field, f"{key} would become {python!r}, which Python does not allow: give it an alias")
        yield from _field_names([node.selection_set for node in (field, *others) if node.selection_set], documents)


def _is_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)
