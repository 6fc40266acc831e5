"""From a request's parameters to the `{"data": ..., "errors": [...]}` of an answer."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    ExecutionContext,
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    execute_sync,
    get_operation_ast,
    parse,
    print_ast,
)

from . import limits
from .context import Context

__all__ = ["Executor", "Outcome"]

_logger = logging.getLogger("conviso_client.sandbox")
_KEPT_DOCUMENTS = 500
_BAD_VARIABLE = re.compile(
    r"Variable '\$(?P<name>\w+)' (?:got invalid value .*?(?: at '(?P<place>[^']+)')?; |of )(?P<explanation>.*)",
    re.DOTALL,
)
_MAX_TOKENS = 30_000


class FastExecution(ExecutionContext):
    """Execution that takes a short way to plain leaves; for everything else, and whenever it fails, the long one."""

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Any
    ) -> Any:
        """Execute one field."""
        field_def = parent_type.fields.get(field_nodes[0].name.value)
        leaf = getattr(field_def.resolve, "leaf", None) if field_def else None
        if leaf is not None:
            resolver, serialize = leaf
            try:
                value = resolver(source, self.context_value, {})
                if value is not None:
                    return serialize(value)
            except Exception:  # noqa: BLE001, S110  (the long way meets it again and reports it)
                pass
        return super().execute_field(parent_type, source, field_nodes, path)


class Prepared(NamedTuple):
    """A document that was read and checked."""

    document: DocumentNode | None
    errors: list[GraphQLError]


class Outcome(NamedTuple):
    """What an answer says."""

    body: dict[str, Any]
    executed: bool
    """Whether the operation ran."""


class Executor:
    """Runs documents against a schema; a document that was seen before is not checked again."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool = True) -> None:
        self._schema = schema
        self._introspection = introspection
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()

    def run(self, context: Context, parameters: Mapping[str, Any]) -> Outcome:
        """Answer one request."""
        query, variables = parameters.get("query"), parameters.get("variables")
        name = parameters.get("operationName")
        if not isinstance(query, str) or not query.strip():
            return _refused([GraphQLError("No query string was present")])
        if variables is not None and not isinstance(variables, dict):
            return _refused([GraphQLError("variables must be an object")])
        prepared = self._prepare(query)
        if prepared.document is None or prepared.errors:
            return _refused(prepared.errors)
        operation = get_operation_ast(prepared.document, name if isinstance(name, str) and name else None)
        if operation is None:
            return _refused(
                [GraphQLError("An operation name is required" if not name else f"No operation named {name!r}")]
            )
        return self._execute(context, prepared.document, operation, variables)

    def title(self, parameters: Mapping[str, Any]) -> str | None:
        """The name of the operation that is asked for, or of its first root field; None if it cannot be told."""
        query, name = parameters.get("query"), parameters.get("operationName")
        document = self._prepare(query).document if isinstance(query, str) and query.strip() else None
        operation = get_operation_ast(document, name if isinstance(name, str) and name else None) if document else None
        return operation_title(operation) if operation else None

    def _execute(
        self, context: Context, document: DocumentNode, operation: OperationDefinitionNode, variables: Any
    ) -> Outcome:
        result = execute_sync(
            self._schema,
            document,
            context_value=context,
            variable_values=variables,
            operation_name=operation.name.value if operation.name else None,
            execution_context_class=FastExecution,
        )
        errors = [_formatted(_about_variables(error, operation)) for error in getattr(result, "errors", None) or ()]
        data = getattr(result, "data", None)
        refused = data is None and bool(errors) and all("path" not in error for error in errors)
        body: dict[str, Any] = {} if refused else {"data": data}
        if errors:
            body["errors"] = errors
        return Outcome(body, executed=not refused)

    def _prepare(self, query: str) -> Prepared:
        prepared = self._prepared.get(query)
        if prepared is None:
            prepared = self._check(query)
            self._prepared[query] = prepared
            if len(self._prepared) > _KEPT_DOCUMENTS:
                self._prepared.popitem(last=False)
        return prepared

    def _check(self, query: str) -> Prepared:
        try:
            document = parse(query, max_tokens=_MAX_TOKENS)
            return Prepared(document, limits.check(self._schema, document, introspection=self._introspection))
        except GraphQLError as error:
            return Prepared(None, [error])
        except RecursionError:
            return Prepared(
                None, [GraphQLError(f"Query has depth over {limits.MAX_DEPTH}: it is nested too deeply to read")]
            )


def operation_title(operation: OperationDefinitionNode) -> str:
    """The name of an operation, or of its first root field if it has none."""
    if operation.name is not None:
        return operation.name.value
    first = operation.selection_set.selections[0]
    name = getattr(first, "name", None)
    return str(name.value) if name is not None else "anonymous"


def _about_variables(error: GraphQLError, operation: OperationDefinitionNode) -> GraphQLError:
    """An error about a variable's value, in graphql-ruby's words; others as they are."""
    found = _BAD_VARIABLE.match(error.message) if error.path is None else None
    if found is None:
        return error
    name, place, explanation = found["name"], found["place"] or "", found["explanation"]
    kinds = [print_ast(v.type) for v in operation.variable_definitions or () if v.variable.name.value == name]
    where = f" for {place.removeprefix(name).lstrip('.')}" if place.removeprefix(name) else ""
    message = f"Variable ${name} of type {kinds[0] if kinds else '?'} was provided invalid value{where}"
    problem = {"path": place.removeprefix(name).lstrip(".").split(".") if where else [], "explanation": explanation}
    return GraphQLError(
        f"{message} ({explanation})" if where else message, error.nodes, extensions={"problems": [problem]}
    )


def _refused(errors: list[GraphQLError]) -> Outcome:
    return Outcome({"errors": [_formatted(error) for error in errors]}, executed=False)


def _formatted(error: GraphQLError) -> dict[str, Any]:
    """An error as the API writes it; of a fault in the sandbox itself, nothing leaves but that there was one."""
    original = error.original_error
    if original is not None and not isinstance(original, GraphQLError):
        _logger.error("a resolver failed at %s", error.path, exc_info=original)
        return {"message": "Internal server error", **({"path": error.path} if error.path else {})}
    return dict(error.formatted)
