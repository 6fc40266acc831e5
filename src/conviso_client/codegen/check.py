"""Refuse operations that would not work: before generation, with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import FieldNode, GraphQLError, GraphQLSchema, Node, OperationType, validate

from .check_names import acting_fields, argument_names, method_names, model_names, root_fields, type_names
from .coordinates import Use, used_coordinates
from .cost import MAX_COMPLEXITY, MAX_DEPTH
from .descriptors import Descriptions
from .documents import Documents, Fragment, WrittenOperation
from .evidence import Evidence
from .library import clients_acting_fields
from .problems import Problem, problem_at
from .sending import sent_cost

__all__ = ["allowed_deprecations", "find_problems"]


def find_problems(
    documents: Documents, schema: GraphQLSchema, evidence: Evidence, *, deprecated: bool = True
) -> list[Problem]:
    """List everything that keeps the operations from being generated; an empty list is a good answer.

    What is deprecated keeps them too, unless it is allowed; `deprecated=False` passes over it.
    """
    problems = [*_invalid(documents, schema), *method_names(documents)]
    if problems:
        return problems
    return [
        *model_names(documents, schema),
        *type_names(documents, schema),
        *_costs(documents, schema),
        *Descriptions(documents, schema, evidence, "").problems(),
        *_operations(documents),
        *_coordinates(documents, schema, evidence),
        *(_deprecations(documents, schema) if deprecated else ()),
    ]


def _invalid(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    for operation in documents.operations:
        if not operation.name:
            yield problem_at(operation.node, "the operation has no name: name it after its root field")
        kind = operation.node.operation
        if kind is not OperationType.SUBSCRIPTION and schema.get_root_type(kind) is None:
            yield problem_at(operation.node, f"{operation.name} is a {kind.value}, and the schema has none")
    for error in validate(schema, documents.as_document(), max_errors=1000):
        yield _from_graphql(error)


def _from_graphql(error: GraphQLError) -> Problem:
    node: Node | None = error.nodes[-1] if error.nodes else None
    return problem_at(node, error.message) if node else Problem("", 0, error.message)


def _costs(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    for operation in documents.operations:
        cost = sent_cost(operation, documents, schema)
        for name, value, limit in (("depth", cost.depth, MAX_DEPTH), ("complexity", cost.complexity, MAX_COMPLEXITY)):
            if value > limit:
                yield problem_at(operation.node, f"{operation.name} has {name} {value}; the API allows {limit}")


def _operations(documents: Documents) -> Iterator[Problem]:
    for operation in documents.operations:
        node = operation.node
        if node.operation is OperationType.SUBSCRIPTION:
            yield problem_at(node, "the API has no subscriptions: write a query or a mutation")
        yield from _root(operation, documents)
        yield from argument_names(operation)


def _root(operation: WrittenOperation, documents: Documents) -> Iterator[Problem]:
    roots = root_fields(operation, documents)
    if not roots:
        yield problem_at(operation.node, f"{operation.name} selects no root field; a method returns what it selects")
    if len(roots) > 1:
        yield from _apart(operation, roots, documents)
        return
    for key, field in roots.items():
        if key != operation.name:
            way_out = f"call the operation {key}, or write {operation.name}: {field.name.value}"
            message = f"{operation.name} must have the name of its root field, {key}: {way_out}"
            yield problem_at(operation.node, message)
        if any(selection.directives for selection in (*operation.node.selection_set.selections, field)):
            yield problem_at(operation.node, "a root field must not be conditional: a method always returns its value")


def _apart(operation: WrittenOperation, roots: Mapping[str, FieldNode], documents: Documents) -> Iterator[Problem]:
    """Refuse a query that changes something beside what only reads, which could not be repeated any more."""
    if operation.node.operation is not OperationType.QUERY:
        return
    known = clients_acting_fields() | acting_fields(documents)
    acting = [field for field in roots.values() if field.name.value in known]
    reading = [field for field in roots.values() if field.name.value not in known]
    if acting and reading:
        one, other = acting[0].name.value, reading[0].name.value
        message = f"{one} changes something, and {other} beside it only reads: give each an operation of its own"
        yield problem_at(acting[0], message)
    elif operation.comment.acts and reading:
        fields = ", ".join(field.name.value for field in reading)
        message = f"@acts: which of {fields}? Give what changes something an operation of its own"
        yield problem_at(operation.node, message)


def _coordinates(documents: Documents, schema: GraphQLSchema, evidence: Evidence) -> Iterator[Problem]:
    for use in used_coordinates(documents, schema):
        if use.is_type_name:
            if evidence.is_guessed(use.coordinate):
                yield problem_at(use.node, f"the type name {use.coordinate} is a guess and must not be sent")
        elif not evidence.is_confirmed(use.coordinate):
            yield problem_at(use.node, f"{use.coordinate} is not confirmed by a recent source: leave it out")


def _deprecations(documents: Documents, schema: GraphQLSchema) -> Iterator[Problem]:
    """Compare what each definition uses with what its own comment allows."""
    alone = [Documents((operation,), {}) for operation in documents.operations]
    alone += [Documents((), {name: fragment}) for name, fragment in documents.fragments.items()]
    for definition in alone:
        allowed = allowed_deprecations(definition)
        uses = [use for use in used_coordinates(definition, schema) if use.deprecation is not None]
        for use in uses:
            if use.coordinate not in allowed:
                yield problem_at(use.node, f"{use.coordinate} is deprecated ({use.deprecation}): {_way_out(use)}")
        for coordinate in allowed.keys() - {use.coordinate for use in uses}:
            where = definition.as_document().definitions[0]
            yield problem_at(where, f"@allow-deprecated {coordinate}: nothing deprecated of this name is used")


def allowed_deprecations(documents: Documents) -> dict[str, str]:
    """Give the deprecated coordinates that comments allow, each with its reason."""
    definitions: list[WrittenOperation | Fragment] = [*documents.operations, *documents.fragments.values()]
    allowed: dict[str, str] = {}
    for definition in definitions:
        allowed.update(definition.comment.allowed_deprecations)
    return allowed


def _way_out(use: Use) -> str:
    return f"leave it out, or write '# @allow-deprecated {use.coordinate}: why' above the definition"
