"""Find out, once and when generating, what the run time must know of an operation."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLType,
    OperationType,
    SelectionSetNode,
    TypeNode,
    get_named_type,
    is_non_null_type,
    strip_ignored_characters,
    type_from_ast,
)

from conviso_client.operation import Company, Operation, Paging

from . import documents as source
from .cost import cost_of
from .naming import field_name, method_name, plain_builtin, response_key
from .problems import GenerationError, problem_at
from .sending import document_text

__all__ = ["Descriptions"]


class Descriptions:
    """Descriptors of a set of operations."""

    def __init__(self, documents: source.Documents, schema: GraphQLSchema, models: str) -> None:
        self.documents = documents
        self.schema = schema
        self.models = models
        self.fragments = {name: fragment.node for name, fragment in documents.fragments.items()}

    def describe(self, operation: source.Operation, result: str) -> Operation[object]:
        """Make the descriptor; `result` is the annotation of the root field's value.

        Raises `GenerationError` if an instruction in the operation's comment leads nowhere.
        """
        node = operation.node
        cost = cost_of(node.selection_set, self.fragments)
        is_query = node.operation is OperationType.QUERY
        return Operation(
            name=operation.name,
            method=method_name(operation.name),
            kind="query" if is_query else "mutation",
            document=strip_ignored_characters(document_text(operation, self.documents, self.schema)),
            result=result,
            models=self.models,
            repeatable=is_query and not operation.comment.acts,
            depth=cost.depth,
            complexity=cost.complexity,
            company=self.company(operation),
            paging=self.paging(operation),
            uploads=tuple(self._uploads(operation)),
            payload=() if is_query else tuple(self._payload(operation)),
        )

    def company(self, operation: source.Operation) -> Company | None:
        """Find the variable that carries the company: as the comment says, else by name."""
        if operation.comment.company:
            path, *words = operation.comment.company.split()
            return self._company_at(operation, tuple(path.lstrip("$").split(".")), words == ["required"])
        for name, kind in self.variables(operation):
            if name == "companyId":
                return self._company_at(operation, (name,))
            field = self._input_fields(kind).get("companyId")
            if field is not None and is_non_null_type(field):
                return self._company_at(operation, (name, "companyId"))
        return None

    def _company_at(self, operation: source.Operation, path: tuple[str, ...], required: bool = False) -> Company:
        kind: GraphQLType | None = dict(self.variables(operation)).get(path[0])
        for name in path[1:]:
            kind = self._input_fields(kind).get(name) if kind else None
        scalar = str(get_named_type(kind)) if kind else ""
        if scalar not in ("ID", "Int"):
            message = f"@company {'.'.join(path)}: there is no ID or Int variable of this path"
            raise GenerationError([problem_at(operation.node, message)])
        return Company(path, "Int" if scalar == "Int" else "ID", required or is_non_null_type(kind))

    def paging(self, operation: source.Operation) -> Paging | None:
        """Find out whether and how the operation is read page by page."""
        variables = dict(self.variables(operation))
        path = tuple((operation.comment.list_path or "collection").split("."))
        items = self._python_path(operation, path)
        if items is None:
            return None
        beside = (*path[:-1], "metadata")
        metadata = self._python_path(operation, beside)
        if {"page", "limit"} <= set(variables):
            return Paging("limit", ("page",), ("limit",), items, metadata)
        for name, kind in variables.items():
            if {"page", "perPage"} <= set(self._input_fields(kind)) and name == "pagination":
                return Paging("pagination", (name, "page"), (name, "perPage"), items, metadata)
        return None

    def variables(self, operation: source.Operation) -> Iterator[tuple[str, GraphQLInputType]]:
        """Give the operation's variables with their types."""
        for definition in operation.node.variable_definitions:
            yield definition.variable.name.value, self.input_type(definition.type)

    def input_type(self, node: TypeNode) -> GraphQLInputType:
        """Read the type of a variable; the operations were validated before."""
        kind = type_from_ast(self.schema, node)
        if kind is None:
            raise GenerationError([problem_at(node, "unknown type")])
        return kind  # type: ignore[return-value]

    def _input_fields(self, kind: GraphQLType) -> dict[str, GraphQLInputType]:
        named = get_named_type(kind)
        if not isinstance(named, GraphQLInputObjectType) or isinstance(_nullable(kind), GraphQLList):
            return {}
        return {name: field.type for name, field in named.fields.items()}

    def _python_path(self, operation: source.Operation, path: tuple[str, ...]) -> tuple[str, ...] | None:
        selection_set = self._root(operation).selection_set
        for name in path:
            if selection_set is None:
                return None
            found = next((field for field in self._fields(selection_set) if response_key(field) == name), None)
            if found is None:
                return None
            selection_set = found.selection_set
        return tuple(plain_builtin(field_name(name)) for name in path)

    def _payload(self, operation: source.Operation) -> Iterator[str]:
        selection_set = self._root(operation).selection_set
        selected = {response_key(field) for field in self._fields(selection_set)} if selection_set else set[str]()
        return (name for name in ("errors", "success") if name in selected)

    def _uploads(self, operation: source.Operation) -> Iterator[tuple[str, ...]]:
        for name, kind in self.variables(operation):
            yield from self._uploads_in((name,), kind, frozenset())

    def _uploads_in(self, path: tuple[str, ...], kind: GraphQLType, seen: frozenset[str]) -> Iterator[tuple[str, ...]]:
        kind = _nullable(kind)
        if isinstance(kind, GraphQLList):
            yield from self._uploads_in((*path, "*"), kind.of_type, seen)
        elif isinstance(kind, GraphQLInputObjectType) and kind.name not in seen:
            for name, field in kind.fields.items():
                yield from self._uploads_in((*path, name), field.type, seen | {kind.name})
        elif str(kind) == "Upload":
            yield path

    def _root(self, operation: source.Operation) -> FieldNode:
        return next(self._fields(operation.node.selection_set))

    def _fields(self, selection_set: SelectionSetNode) -> Iterator[FieldNode]:
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, FragmentSpreadNode):
                yield from self._fields(self.fragments[selection.name.value].selection_set)
            else:
                yield from self._fields(selection.selection_set)  # type: ignore[attr-defined]


def _nullable(kind: GraphQLType) -> GraphQLType:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind
