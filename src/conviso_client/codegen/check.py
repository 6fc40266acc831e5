"""Refuse operations that would not work: before generation, with file and line."""

from __future__ import annotations

import inspect
import keyword
from collections import defaultdict
from collections.abc import Iterator

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    Node,
    OperationType,
    SelectionSetNode,
    validate,
)

from conviso_client.base import AsyncBaseClient, BaseClient

from .coordinates import Use, used_coordinates
from .cost import MAX_COMPLEXITY, MAX_DEPTH, cost_of
from .documents import Documents, Fragment, Operation
from .evidence import Evidence
from .naming import argument_name, field_name, method_name, response_key
from .problems import Problem, problem_at

__all__ = ["allowed_deprecations", "find_problems"]

_CLIENT_MEMBERS = frozenset(
    name
    for client in (BaseClient, AsyncBaseClient)
    for name in (*dir(client), *inspect.signature(client.__init__).parameters)
)


def find_problems(
    documents: Documents, schema: GraphQLSchema, evidence: Evidence, *, deprecated: bool = True
) -> list[Problem]:
    """List everything that keeps the operations from being generated; an empty list is a good answer.

    What is deprecated keeps them too, unless it is allowed; `deprecated=False` passes over it.
    """
    problems = [*_invalid(documents, schema), *_method_names(documents)]
    if problems:
        return problems
    return [
        *_model_names(documents, schema),
        *_costs(documents),
        *_operations(documents),
        *_coordinates(documents, schema, evidence),
        *(_deprecations(documents, schema) if deprecated else ()),
    ]


def _invalid(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    for operation in documents.operations:
        if not operation.name:
            yield problem_at(operation.node, "the operation has no name: name it after its root field")
    for error in validate(schema, documents.as_document(), max_errors=1000):
        yield _from_graphql(error)


def _from_graphql(error: GraphQLError) -> Problem:
    node: Node | None = error.nodes[-1] if error.nodes else None
    return problem_at(node, error.message) if node else Problem("", 0, error.message)


def _method_names(documents: Documents) -> Iterator[Problem]:
    by_method: dict[str, list[Operation]] = defaultdict(list)
    for operation in documents.operations:
        by_method[method_name(operation.name)].append(operation)
    for method, operations in by_method.items():
        first, *others = operations
        where = problem_at(first.node, "")
        for other in others:
            message = f"{other.name} and {first.name} ({where.file}:{where.line}) would both become the method {method}"
            yield problem_at(other.node, message)
        if method in _CLIENT_MEMBERS:
            yield problem_at(first.node, f"the method {method} would hide a member of the client: choose another name")
        if keyword.iskeyword(method) or not method.isidentifier():
            yield problem_at(first.node, f"{first.name} would become the method {method}, which Python does not allow")


def _model_names(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    object_types = {name for name, kind in schema.type_map.items() if hasattr(kind, "interfaces")}
    for name, fragment in documents.fragments.items():
        if name in schema.type_map and name not in object_types:
            message = f"a model named {name} would collide with the schema's {name}: choose another name"
            yield problem_at(fragment.node, message)
        yield from _field_collisions(fragment.node.selection_set, documents)
    for operation in documents.operations:
        yield from _field_collisions(operation.node.selection_set, documents)


def _field_collisions(selection_set: SelectionSetNode, documents: Documents) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for field in _fields(selection_set, documents):
        name = response_key(field)
        python = field_name(name)
        if taken.setdefault(python, name) != name:
            yield problem_at(field, f"{name} and {taken[python]} would both become {python}: give one an alias")
    for selection in selection_set.selections:
        if inner := getattr(selection, "selection_set", None):
            yield from _field_collisions(inner, documents)


def _fields(selection_set: SelectionSetNode, documents: Documents) -> Iterator[FieldNode]:
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, FragmentSpreadNode):
            yield from _fields(documents.fragments[selection.name.value].node.selection_set, documents)
        else:
            yield from _fields(selection.selection_set, documents)  # type: ignore[attr-defined]


def _costs(documents: Documents) -> Iterator[Problem]:
    fragments = {name: fragment.node for name, fragment in documents.fragments.items()}
    for operation in documents.operations:
        cost = cost_of(operation.node.selection_set, fragments)
        for name, value, limit in (("depth", cost.depth, MAX_DEPTH), ("complexity", cost.complexity, MAX_COMPLEXITY)):
            if value > limit:
                yield problem_at(operation.node, f"{operation.name} has {name} {value}; the API allows {limit}")


def _operations(documents: Documents) -> Iterator[Problem]:
    for operation in documents.operations:
        node = operation.node
        if node.operation is OperationType.SUBSCRIPTION:
            yield problem_at(node, "the API has no subscriptions: write a query or a mutation")
        roots = list(_fields(node.selection_set, documents))
        if len(roots) != 1:
            yield problem_at(node, f"{operation.name} selects {len(roots)} root fields; a method returns exactly one")
        elif (key := response_key(roots[0])) != operation.name:
            way_out = f"call the operation {key}, or write {operation.name}: {roots[0].name.value}"
            yield problem_at(node, f"{operation.name} must have the name of its root field, {key}: {way_out}")
        yield from _arguments(operation)


def _arguments(operation: Operation) -> Iterator[Problem]:
    taken = {"self": "self"}
    variables = {definition.variable.name.value for definition in operation.node.variable_definitions}
    for definition in operation.node.variable_definitions:
        name = definition.variable.name.value
        python = argument_name(name)
        if python in taken:
            yield problem_at(definition, f"${name} and {taken[python]} would both become the argument {python}")
        taken[python] = f"${name}"
    for name in operation.comment.arguments:
        if name not in variables:
            known = ", ".join(sorted(variables)) or "none"
            yield problem_at(operation.node, f"@arg {name}: there is no such variable (there is {known})")


def _coordinates(documents: Documents, schema: GraphQLSchema, evidence: Evidence) -> Iterator[Problem]:
    for use in used_coordinates(documents, schema):
        if use.is_type_name:
            if evidence.is_guessed(use.coordinate):
                yield problem_at(use.node, f"the type name {use.coordinate} is a guess and must not be sent")
        elif not evidence.is_confirmed(use.coordinate):
            yield problem_at(use.node, f"{use.coordinate} is not confirmed by a recent source: leave it out")


def _deprecations(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    allowed = allowed_deprecations(documents)
    for use in used_coordinates(documents, schema):
        if use.deprecation is not None and use.coordinate not in allowed:
            yield problem_at(use.node, f"{use.coordinate} is deprecated ({use.deprecation}): {_way_out(use)}")


def allowed_deprecations(documents: Documents) -> dict[str, str]:
    """Give the deprecated coordinates that comments allow, each with its reason."""
    definitions: list[Operation | Fragment] = [*documents.operations, *documents.fragments.values()]
    allowed: dict[str, str] = {}
    for definition in definitions:
        allowed.update(definition.comment.allowed_deprecations)
    return allowed


def _way_out(use: Use) -> str:
    return f"leave it out, or write '# @allow-deprecated {use.coordinate}: why' above the definition"
