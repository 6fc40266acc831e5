"""From a request's parameters to the `{"data": ..., "errors": [...]}` of an answer."""

from __future__ import annotations

import json
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from graphql import (
    DocumentNode,
    ExecutionContext,
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    print_ast,
)

from . import limits
from .context import Context
from .stats import Asked

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
    crash: str = ""
    """Why the application failed, which Rails answers with 500; empty if it did not."""


class Executor:
    """Runs documents against a schema; a document that was seen before is not checked again."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool = True) -> None:
        self._schema = schema
        self._introspection = introspection
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()

    def run(self, context: Context, parameters: Mapping[str, Any]) -> Outcome:
        """Answer one request."""
        query, name = parameters.get("query"), parameters.get("operationName")
        try:
            variables = _variables(parameters.get("variables"))
        except (TypeError, ValueError):
            return Outcome({}, executed=False, crash="variables must be an object")
        if query is None:
            return _refused([GraphQLError("No query string was present")])
        if not isinstance(query, str):
            return Outcome({}, executed=False, crash="query must be a string")
        prepared = self._prepare(query)
        if prepared.document is None or prepared.errors:
            return _refused(prepared.errors)
        operation = get_operation_ast(prepared.document, name)
        if operation is None:
            missing = "An operation name is required" if name is None else f"No operation named {json.dumps(name)}"
            return _refused([GraphQLError(missing)])
        return self._execute(context, prepared.document, operation, variables)

    def asked(self, parameters: Mapping[str, Any]) -> Asked:
        """What is asked for, as far as it can be told."""
        query, name = parameters.get("query"), parameters.get("operationName")
        document = self._prepare(query).document if isinstance(query, str) and query.strip() else None
        operation = get_operation_ast(document, name) if document else None
        if operation is None:
            return Asked()
        fields = tuple(node.name.value for node in operation.selection_set.selections if isinstance(node, FieldNode))
        name = operation.name.value if operation.name else next(iter(fields), "anonymous")
        return Asked(name, fields, operation.operation is OperationType.MUTATION)

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


def _variables(given: Any) -> dict[str, Any]:
    """The variables, which may be JSON in a string. Raises ValueError or TypeError for what an application fails on."""
    if given in (None, ""):
        return {}
    variables: Any = json.loads(given) if isinstance(given, str) else given
    if not isinstance(variables, dict):
        raise TypeError
    return cast("dict[str, Any]", variables)


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
