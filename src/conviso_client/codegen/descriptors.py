"""Find out, once and when generating, what the run time must know of an operation."""

from __future__ import annotations

import ast
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Literal

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLType,
    NonNullTypeNode,
    OperationType,
    TypeNode,
    get_named_type,
    is_non_null_type,
    strip_ignored_characters,
    type_from_ast,
)

from conviso_client.call.operation import Company, Operation, Paging

from . import documents as source
from .check_names import acting_fields, root_fields
from .evidence import Evidence
from .naming import field_name, method_name, plain_builtin, response_key
from .problems import GenerationError, Problem, problem_at
from .python_types import argument_annotation
from .selections import Selections
from .sending import conditional_fields, document_text, sent_cost

__all__ = ["Descriptions"]

_UPLOAD = "Upload"


class Descriptions:
    """Descriptors of a set of operations. `acting` names root fields of queries that are known to change something."""

    def __init__(
        self,
        documents: source.Documents,
        schema: GraphQLSchema,
        evidence: Evidence,
        models: str,
        acting: frozenset[str] = frozenset(),
    ) -> None:
        self.documents = documents
        self.schema = schema
        self.evidence = evidence
        self.models = models
        self.acting = acting | acting_fields(documents)
        self.selections = Selections(documents, schema)
        self.with_uploads = _inputs_with_uploads(schema)

    def describe(self, operation: source.WrittenOperation, result: str) -> Operation[object]:
        """Make the descriptor; `result` is the annotation of the root field's value.

        Raises `GenerationError` if an instruction in the operation's comment leads nowhere.
        """
        node = operation.node
        cost = sent_cost(operation, self.documents, self.schema)
        is_query = node.operation is OperationType.QUERY
        roots = root_fields(operation, self.documents)
        fields = {field.name.value for field in roots.values()}
        company = self.company(operation)
        return Operation(
            name=operation.name,
            method=method_name(operation.name),
            kind="query" if is_query else "mutation",
            document=strip_ignored_characters(document_text(operation, self.documents, self.schema)),
            result=result,
            models=self.models,
            repeatable=is_query and not operation.comment.acts and self.acting.isdisjoint(fields),
            depth=cost.depth,
            complexity=cost.complexity,
            arguments=tuple(
                (name, ast.unparse(argument_annotation(kind, name, nullable=False)))
                for name, kind in self.variables(operation)
            ),
            required=tuple(self._required(operation, company)),
            company=company,
            paging=self.paging(operation),
            uploads=tuple(self._uploads(operation)),
            payload=() if is_query else tuple(self._payload(operation)),
            nullable=is_query and len(roots) == 1 and self._is_nullable(*fields),
            roots=tuple(roots) if len(roots) > 1 else (),
            conditional=tuple(
                (plain_builtin(field_name(name)), variable)
                for name, variable in conditional_fields(operation, self.documents, self.schema)
            ),
        )

    def _is_nullable(self, root: str) -> bool:
        """Tell if null is an answer to a query's root field. Where its type is a deduction, it may be."""
        query = self.schema.query_type
        assert query
        return not is_non_null_type(query.fields[root].type) or f"{query.name}.{root}" in self.evidence.inferred

    def problems(self) -> Iterator[Problem]:
        """List the instructions that lead nowhere: `@company` and `@list`."""
        for operation in self.documents.operations:
            for read in (self.company, self.paging):
                try:
                    read(operation)
                except GenerationError as error:  # noqa: PERF203
                    yield from error.problems

    def _required(self, operation: source.WrittenOperation, company: Company | None) -> Iterator[str]:
        for definition in operation.node.variable_definitions:
            name = definition.variable.name.value
            is_required = isinstance(definition.type, NonNullTypeNode) and definition.default_value is None
            if is_required and (company is None or company.path != (name,)):
                yield name

    def company(self, operation: source.WrittenOperation) -> Company | None:
        """Find the variable that carries the company: as the comment says, else by name."""
        if operation.comment.company:
            written, *words = operation.comment.company.split()
            path = tuple(written.lstrip("$").split("."))
            company = self._company_at(operation, path, required=bool(words))
            if company is None:
                message = f"@company {'.'.join(path)}: there is no ID or Int variable of this path"
                raise GenerationError([problem_at(operation.node, message)])
            return company
        for name, kind in self.variables(operation):
            field = self._input_fields(kind).get("companyId")
            path = (name, "companyId") if field is not None and is_non_null_type(field) else (name,)
            if path[-1] == "companyId" and (company := self._company_at(operation, path)):
                return company
        return None

    def company_field(self, operation: source.WrittenOperation) -> tuple[str, str] | None:
        """Give the input type and its field that carry the company, if it is not a variable of its own."""
        company = self.company(operation)
        if company is None or len(company.path) == 1:
            return None
        return str(get_named_type(self._input_at(operation, company.path[:-1]))), company.path[-1]

    def _company_at(
        self, operation: source.WrittenOperation, path: tuple[str, ...], required: bool = False
    ) -> Company | None:
        kind = self._input_at(operation, path)
        scalar = str(_nullable(kind)) if kind else ""
        if scalar not in ("ID", "Int"):
            return None
        return Company(path, "Int" if scalar == "Int" else "ID", required or is_non_null_type(kind))

    def _input_at(self, operation: source.WrittenOperation, path: tuple[str, ...]) -> GraphQLType | None:
        kind: GraphQLType | None = dict(self.variables(operation)).get(path[0])
        for name in path[1:]:
            kind = self._input_fields(kind).get(name) if kind else None
        return kind

    def paging(self, operation: source.WrittenOperation) -> Paging | None:
        """Find out whether and how the operation is read page by page."""
        path = tuple((operation.comment.list_path or "collection").split("."))
        style = self._page_variables(operation)
        if style and isinstance(self._output_at(operation, path), GraphQLList):
            beside = (*path[:-1], "metadata")
            metadata = _python_path(beside) if self._output_at(operation, beside) else None
            return Paging(*style, _python_path(path), metadata)
        if operation.comment.list_path:
            message = f"@list {operation.comment.list_path}: there is no list at this path, or no variables for pages"
            raise GenerationError([problem_at(operation.node, message)])
        return None

    def _page_variables(
        self, operation: source.WrittenOperation
    ) -> tuple[Literal["limit", "pagination"], tuple[str, ...], tuple[str, ...]] | None:
        variables = dict(self.variables(operation))
        if {"page", "limit"} <= set(variables):
            return "limit", ("page",), ("limit",)
        if "pagination" in variables and {"page", "perPage"} <= set(self._input_fields(variables["pagination"])):
            return "pagination", ("pagination", "page"), ("pagination", "perPage")
        return None

    def variables(self, operation: source.WrittenOperation) -> Iterator[tuple[str, GraphQLInputType]]:
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

    def _output_at(self, operation: source.WrittenOperation, path: tuple[str, ...]) -> GraphQLType | None:
        """Give the type, null aside, of what stands at a path below the root field; None if nothing does."""
        if len(root_fields(operation, self.documents)) > 1:
            return None
        kind: GraphQLType = self.schema.get_root_type(operation.node.operation)  # type: ignore[assignment]
        selection_sets = [operation.node.selection_set]
        for name in (operation.name, *path):
            found = [
                (parent, field)
                for selection_set in selection_sets
                for parent, field in self.selections.fields_in(selection_set, get_named_type(kind))
                if response_key(field) == name and not field.name.value.startswith("__")
            ]
            if not found:
                return None
            parent, field = found[0]
            kind = parent.fields[field.name.value].type
            selection_sets = [field.selection_set for _, field in found if field.selection_set]
        return _nullable(kind)

    def _payload(self, operation: source.WrittenOperation) -> Iterator[str]:
        return (name for name in ("errors", "success") if self._output_at(operation, (name,)))

    def _uploads(self, operation: source.WrittenOperation) -> Iterator[tuple[str, ...]]:
        """Give the paths to files, `*` for each item of a list: of several into one input, the shortest."""
        for name, kind in self.variables(operation):
            seen: set[str] = set()
            waiting: deque[tuple[tuple[str, ...], GraphQLType]] = deque([((name,), kind)])
            while waiting:
                path, inner = waiting.popleft()
                found = _nullable(inner)
                if isinstance(found, GraphQLList):
                    waiting.append(((*path, "*"), found.of_type))
                elif isinstance(found, GraphQLInputObjectType):
                    # Inputs contain one another: each is read once, not once for each of its paths.
                    if found.name in self.with_uploads - seen:
                        seen.add(found.name)
                        waiting.extend(((*path, key), field.type) for key, field in found.fields.items())
                elif str(found) == _UPLOAD:
                    yield path


def _inputs_with_uploads(schema: GraphQLSchema) -> set[str]:
    """Name the inputs that hold a file, themselves or in an input within."""
    containers: defaultdict[str, set[str]] = defaultdict(set)
    for name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLInputObjectType):
            for field in kind.fields.values():
                containers[get_named_type(field.type).name].add(name)
    found: set[str] = set()
    waiting = [_UPLOAD]
    while waiting:
        outer = containers[waiting.pop()] - found
        found |= outer
        waiting += outer
    return found


def _python_path(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain_builtin(field_name(name)) for name in path)


def _nullable(kind: GraphQLType) -> GraphQLType:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind
