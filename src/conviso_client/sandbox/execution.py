"""Execute a request's parameters: validate, check variables and limits, run, format the answer."""

from __future__ import annotations

import json
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    value_from_ast_untyped,
)

from conviso_client.codegen.compat import with_executor
from conviso_client.codegen.cost import MAX_COMPLEXITY, MAX_DEPTH, cost_of

from .context import RequestContext
from .kinds import name_of
from .profiles import PROFILES, Server
from .refusal import DocumentRefused, Entry, entry
from .stats import RequestedOperation
from .syntax import TOO_LARGE, read_document
from .validation import validation_errors
from .variables import variable_errors

__all__ = ["DocumentExecutor", "Execution"]

_logger = logging.getLogger("conviso_client.sandbox")
_KEPT_DOCUMENTS = 500
_NULL = re.compile(r"Cannot return null for non-nullable field (\w+)\.(\w+)\.$")


def _execute_field(
    execution: Any, fully: Any, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Any
) -> Any:
    """Execute one field: a plain leaf on a fast path, everything else and every failure as graphql-core does."""
    field_def = parent_type.fields.get(field_nodes[0].name.value)
    leaf = getattr(field_def.resolve, "leaf", None) if field_def else None
    if leaf is not None:
        resolver, serialize = leaf
        try:
            value = resolver(source, execution.context_value, {})
            if value is not None:
                return serialize(value)
        except Exception:  # noqa: BLE001, S110  (the normal path meets it again and reports it)
            pass
    return fully(parent_type, source, field_nodes, path)


_FAST = with_executor(_execute_field)


class _Prepared(NamedTuple):
    """A parsed document."""

    document: DocumentNode | None
    refusal: Entry | None = None
    """Why parsing failed."""


class Execution(NamedTuple):
    """The outcome of a request."""

    body: dict[str, Any]
    executed: bool
    """Whether the operation ran."""
    crash: str = ""
    """Why the application failed, which Rails answers with 500. Empty if it did not fail."""


class DocumentExecutor:
    """Executes documents against a schema. Parsing and validation are cached by document."""

    def __init__(self, schema: GraphQLSchema, server: Server = "graphql-ruby-1", *, introspection: bool = True) -> None:
        self._schema = schema
        self._profile = PROFILES[server]
        self._introspection = introspection
        self._prepared: OrderedDict[str, _Prepared] = OrderedDict()
        self._checked: OrderedDict[str, list[Entry]] = OrderedDict()
        self._over_at_most: OrderedDict[str, list[Entry]] = OrderedDict()

    def run(self, context: RequestContext, parameters: Mapping[str, Any]) -> Execution:
        """Answer one request. The order of the checks is that of graphql-ruby."""
        query, name = parameters.get("query"), parameters.get("operationName")
        try:
            variables = _variables(parameters.get("variables"))
        except (TypeError, ValueError):
            return Execution({}, executed=False, crash="variables must be an object")
        if query is None:
            return _refused([entry("No query string was present")])
        if not isinstance(query, str):
            return Execution({}, executed=False, crash="query must be a string")
        document, unread = self._prepare(query)
        if document is None:
            return _refused([unread] if unread else [])
        operation = _selected(document, name)
        if operation is None and _has_operations(document):
            missing = "An operation name is required" if name is None else f"No operation named {json.dumps(name)}"
            return _refused([entry(missing)])
        errors = self._check(query, document)
        if errors or operation is None:
            return _refused(errors)
        refused = variable_errors(self._schema, operation, variables, self._profile)
        refused = refused or self._over(query, document, operation, variables)
        return _refused(refused) if refused else self._execute(context, document, operation, variables)

    def requested(self, parameters: Mapping[str, Any]) -> RequestedOperation:
        """Name the requested operation, as far as the document can be read."""
        query, name = parameters.get("query"), parameters.get("operationName")
        document = self._prepare(query).document if isinstance(query, str) else None
        operation = _selected(document, name) if document else None
        if operation is None:
            return RequestedOperation()
        fields = tuple(node.name.value for node in operation.selection_set.selections if isinstance(node, FieldNode))
        name = operation.name.value if operation.name else next(iter(fields), "anonymous")
        return RequestedOperation(name, fields, operation.operation is OperationType.MUTATION)

    def _execute(
        self, context: RequestContext, document: DocumentNode, operation: OperationDefinitionNode, variables: Any
    ) -> Execution:
        result = execute_sync(
            self._schema,
            document,
            context_value=context,
            variable_values=variables,
            operation_name=operation.name.value if operation.name else None,
            **_FAST,
        )
        failures = getattr(result, "errors", None) or ()
        crash = next((error for error in failures if _is_crash(error)), None)
        if crash is not None:
            _logger.error("a resolver failed at %s", crash.path, exc_info=crash.original_error)
            return Execution({}, executed=True, crash="a resolver failed")
        data = getattr(result, "data", None)
        if data is None and failures and all(error.path is None for error in failures):
            return _refused([dict(error.formatted) for error in failures])
        body: dict[str, Any] = {"data": data}
        if failures:
            errors = [self._formatted(error) for error in failures]
            body = {"errors": errors, **body} if self._profile.errors_first else {**body, "errors": errors}
        return Execution(body, executed=True)

    def _formatted(self, error: GraphQLError) -> Entry:
        """Format an execution error as the API does."""
        null = _NULL.match(error.message)
        if null is None:
            return dict(error.formatted)
        message = f"Cannot return null for non-nullable field {null[1]}.{null[2]}"
        if not self._profile.locates_nulls:
            return entry(message)
        if error.path and isinstance(error.path[-1], int):
            parent: Any = self._schema.type_map[null[1]]
            element = name_of(parent.fields[null[2]].type)
            message = f"Cannot return null for non-nullable element of type '{element}' for {null[1]}.{null[2]}"
        return {**error.formatted, "message": message}

    def _prepare(self, query: str) -> _Prepared:
        def prepared() -> _Prepared:
            try:
                return _Prepared(read_document(query, self._profile))
            except DocumentRefused as refused:
                return _Prepared(None, refused.entry)

        return _kept(self._prepared, query, prepared)

    def _check(self, query: str, document: DocumentNode) -> list[Entry]:
        def checked() -> list[Entry]:
            try:
                return validation_errors(self._schema, document, self._profile, introspection=self._introspection)
            except (RecursionError, GraphQLError):  # too deep, or too many fields to compare
                return [TOO_LARGE]

        return _kept(self._checked, query, checked)

    def _over(
        self, query: str, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> list[Entry]:
        """List the limits that the operation exceeds. Other operations of the document may exceed them."""
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        counted = self._profile.counts_skipped_fragments

        def over(given: Mapping[str, Any] | None) -> list[Entry]:
            try:
                cost = cost_of(self._schema, operation, fragments, given, skipped_fragments=counted)
            except RecursionError:
                return [TOO_LARGE]
            pairs = (("depth", cost.depth, MAX_DEPTH), ("complexity", cost.complexity, MAX_COMPLEXITY))
            return [
                entry(f"Query has {what} of {found}, which exceeds max {what} of {most}")
                for what, found, most in pairs
                if found > most
            ]

        # Variables can only skip fields, which makes an operation cheaper. So count the dearest case once, and count
        # again with the variables only if that exceeds a limit.
        name = operation.name.value if operation.name else ""
        at_most = _kept(self._over_at_most, f"{name} {query}", lambda: over(None))
        return over({**_defaults(operation), **variables}) if at_most else []


T = TypeVar("T")


def _kept(known: OrderedDict[str, T], query: str, make: Callable[[], T]) -> T:
    """Look up what is cached for a document, or make it. The oldest entry is dropped when the cache is full."""
    if query not in known:
        known[query] = make()
        if len(known) > _KEPT_DOCUMENTS:
            known.popitem(last=False)
    return known[query]


def _has_operations(document: DocumentNode) -> bool:
    return any(isinstance(node, OperationDefinitionNode) for node in document.definitions)


def _selected(document: DocumentNode, name: Any) -> OperationDefinitionNode | None:
    """Select the operation by its name. Without a name: the only operation, or the anonymous one."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    named = {node.name.value if node.name else None: node for node in operations}
    if name is None and len(named) == 1:
        return operations[-1]
    return named.get(name) if name is None or isinstance(name, str) else None


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    """The default values of variables; null for those without a default."""
    return {
        definition.variable.name.value: value_from_ast_untyped(definition.default_value)
        if definition.default_value
        else None
        for definition in operation.variable_definitions or ()
    }


def _variables(given: Any) -> dict[str, Any]:
    """Read the variables, which may be JSON in a string. Raises ValueError or TypeError where the application fails."""
    if given in (None, ""):
        return {}
    variables: Any = json.loads(given) if isinstance(given, str) else given
    if not isinstance(variables, dict):
        raise TypeError
    return cast("dict[str, Any]", variables)


def _refused(errors: list[Entry]) -> Execution:
    return Execution({"errors": errors}, executed=False)


def _is_crash(error: GraphQLError) -> bool:
    """Whether an error is a bug of the sandbox itself."""
    original = error.original_error
    return original is not None and not isinstance(original, GraphQLError) and not _NULL.match(error.message)
