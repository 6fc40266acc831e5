"""Validate a document as graphql-ruby does.

graphql-core's rules find most errors, and `messages` translates them. This module has the rules that differ between the
two libraries: values of arguments, missing arguments, names of operations, introspection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from graphql import (
    SKIP,
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLSchema,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    ParallelVisitor,
    TypeInfo,
    TypeInfoVisitor,
    Undefined,
    ValidationContext,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
    specified_rules,
    value_from_ast_untyped,
    visit,
)

from conviso_client.codegen.compat import print_literal

from .kinds import Kind, name_of
from .messages import translate, undefined_field, unknown_argument
from .profiles import Profile
from .refusal import Entry, entry
from .reporter import ErrorReporter
from .variables import ruby_literal

__all__ = ["validation_errors"]

_MAX_ERRORS = 20
_OWN = frozenset({
    "LoneAnonymousOperationRule", "ProvidedRequiredArgumentsRule", "SingleFieldSubscriptionsRule",
    "UniqueOperationNamesRule", "ValuesOfCorrectTypeRule",
})  # fmt: skip
"""Rules of graphql-core that have another in their place here."""


class _TooManyErrors(Exception):  # noqa: N818  (it only ends the visit)
    """Stops the visit after `_MAX_ERRORS`."""


def validation_errors(
    schema: GraphQLSchema, document: DocumentNode, profile: Profile, *, introspection: bool = True
) -> list[Entry]:
    """List the errors of a document, at most `_MAX_ERRORS` of each kind of rule."""
    reporter = ErrorReporter(document, profile)
    said = list(_about_operations(schema, document, reporter))
    if any(each["extensions"]["code"] == "missingSubscriptionConfiguration" for each in said):
        return said
    info = TypeInfo(schema)
    context = ValidationContext(schema, document, info, lambda _error: None)
    rules: list[Visitor] = [
        rule(cast("Any", _Reporting(context, rule.__name__, reporter)))
        for rule in specified_rules
        if rule.__name__ not in _OWN
    ]
    rules.append(_Values(context, reporter, _unknown_fields(schema, profile, introspection=introspection)))
    with suppress(_TooManyErrors):
        visit(document, TypeInfoVisitor(info, ParallelVisitor(rules)))
    return [*said, *reporter.errors]


def _about_operations(schema: GraphQLSchema, document: DocumentNode, reporter: ErrorReporter) -> Iterator[Entry]:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    named: dict[str | None, list[Node]] = defaultdict(list)
    for operation in operations:
        if operation.operation is OperationType.SUBSCRIPTION and schema.subscription_type is None:
            message, code = "Schema is not configured for subscriptions", "missingSubscriptionConfiguration"
            yield entry(message, [operation], reporter.path(operation), code=code)
        named[operation.name.value if operation.name else None].append(operation)
    for name, nodes in named.items():
        code = "uniquelyNamedOperations"
        if name is None and len(operations) > 1:
            yield entry("Operation name is required when multiple operations are present", nodes, [], code=code)
        elif len(nodes) > 1:
            yield entry(f'Operation name "{name}" must be unique', nodes, [], code=code, operationName=name)


def _unknown_fields(schema: GraphQLSchema, profile: Profile, *, introspection: bool) -> Mapping[str, frozenset[str]]:
    """Fields of introspection that graphql-core has and this server does not have, by type."""
    query: Any = schema.query_type
    unknown = {query.name: frozenset({"__schema", "__type"})} if query and not introspection else {}
    return (
        unknown if profile.knows_specified_by_url else {**unknown, "__Type": frozenset({"specifiedByURL", "isOneOf"})}
    )


class _Reporting:
    """A validation context for one rule, which reports to the reporter."""

    def __init__(self, context: ValidationContext, rule: str, reporter: ErrorReporter) -> None:
        self._context = context
        self._rule = rule
        self._reporter = reporter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def report_error(self, error: GraphQLError) -> None:
        self._reporter.errors += translate(self._rule, error, self._reporter, self._context)
        if len(self._reporter.errors) >= _MAX_ERRORS:
            raise _TooManyErrors


class _Values(Visitor):
    """Checks arguments and input fields: literals of the wrong type, unknown names, missing required ones."""

    def __init__(
        self, context: ValidationContext, reporter: ErrorReporter, unknown: Mapping[str, frozenset[str]]
    ) -> None:
        super().__init__()
        self._context = context
        self._reporter = reporter
        self._unknown = unknown

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent: Any = self._context.get_parent_type()
        definition: Any = self._context.get_field_def()
        if parent is None or definition is None:
            return
        if node.name.value in self._unknown.get(parent.name, ()):
            self._add(undefined_field(self._reporter, node, parent))
            return
        self._require(node, "Field", definition.args)

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        definition: Any = self._context.get_directive()
        if definition is not None:
            self._require(node, "Directive", definition.args)

    def enter_argument(self, node: ArgumentNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]) -> None:
        holder = next(each for each in reversed(ancestors) if isinstance(each, (FieldNode, DirectiveNode)))
        kind = "Field" if isinstance(holder, FieldNode) else "Directive"
        self._check(node, kind, holder.name.value, holder)

    def enter_object_value(self, node: ObjectValueNode, *_: Any) -> None:
        kind: Any = get_named_type(cast("Any", self._context.get_input_type()))
        if not isinstance(kind, GraphQLInputObjectType):
            return
        given = {field.name.value for field in node.fields or ()}
        for name, f in cast("Mapping[str, Any]", kind.fields).items():
            if name not in given and is_required_input_field(f):
                message = f"Argument '{name}' on InputObject '{kind.name}' is required. Expected type {f.type}"
                about = {"argumentName": name, "argumentType": str(f.type), "inputObjectType": kind.name}
                path = [*self._reporter.path(node), name]
                self._add(entry(message, [node], path, code="missingRequiredInputObjectAttribute", **about))

    def enter_object_field(self, node: ObjectFieldNode, _key: Any, _parent: Any, _path: Any, ancestors: Any) -> None:
        holder = next(each for each in reversed(ancestors) if isinstance(each, ObjectValueNode))
        kind: Any = get_named_type(cast("Any", self._context.get_parent_input_type()))
        if not isinstance(kind, GraphQLInputObjectType):
            return
        if node.name.value in kind.fields:
            self._check(node, "InputObject", kind.name, holder)
        else:
            self._add(unknown_argument(self._reporter, node, "InputObject", kind.name, kind.fields))

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> Any:
        kind, name, default = self._context.get_input_type(), node.variable.name.value, node.default_value
        if kind is None or default is None:
            return None
        path, about = self._reporter.path(node), {"variableName": name}
        explains = self._reporter.profile.explains_defaults
        flaw = _flaw(kind, default)
        if is_non_null_type(kind) and not explains:
            message = f"Non-null variable ${name} can't have a default value"
            self._add(entry(message, [node], path, code="defaultValueInvalidOnNonNullVariable", **about))
        elif flaw is not None:
            message = (explains and flaw) or f"Default value for ${name} doesn't match type {kind}"
            self._add(entry(message, [node], path, code="defaultValueInvalidType", **about, typeName=str(kind)))
        return SKIP  # its parts were looked at

    def _require(self, node: FieldNode | DirectiveNode, kind: str, arguments: Mapping[str, Any]) -> None:
        given = {argument.name.value for argument in node.arguments or ()}
        missing = [name for name, argument in arguments.items() if name not in given and is_required_argument(argument)]
        if missing:
            listed = ", ".join(missing)
            message = f"{kind} '{node.name.value}' is missing required arguments: {listed}"
            about = {"className": kind, "name": node.name.value, "arguments": listed}
            self._add(entry(message, [node], self._reporter.path(node), code="missingRequiredArguments", **about))

    def _check(self, node: ArgumentNode | ObjectFieldNode, kind: str, owner: str, holder: Node) -> None:
        expected = self._context.get_input_type()
        if expected is None or _fits(expected, node.value):
            return
        name, value = node.name.value, print_literal(node.value)
        message = f"Argument '{name}' on {kind} '{owner}' has an invalid value ({value}). Expected type '{expected}'."
        about = {"typeName": kind, "argumentName": name}
        path = self._reporter.path(node)
        self._add(entry(message, [holder], path, code="argumentLiteralsIncompatible", **about))

    def _add(self, error: Entry) -> None:
        self._reporter.errors.append(error)
        if len(self._reporter.errors) >= _MAX_ERRORS:
            raise _TooManyErrors


def _flaw(kind: Kind, value: Any) -> str | None:
    """Say what is wrong with a default, at the first place; "" where graphql-ruby has no words, None if it fits."""
    if is_non_null_type(kind):
        return "" if value.kind == "null_value" else _flaw(kind.of_type, value)
    if value.kind == "null_value":
        return None
    if is_list_type(kind):
        return _first(_flaw(kind.of_type, item) for item in (value.values if value.kind == "list_value" else [value]))
    if isinstance(kind, GraphQLInputObjectType):
        if value.kind != "object_value":
            return ""
        given: dict[str, Any] = {field.name.value: field.value for field in value.fields or ()}
        fields = cast("Mapping[str, Any]", kind.fields)
        missing = any(name not in given and is_required_input_field(field) for name, field in fields.items())
        flaws = [_flaw(fields[name].type, item) if name in fields else "" for name, item in given.items()]
        return _first([*flaws, "" if missing else None])
    if _fits(kind, value):
        return None
    if isinstance(kind, GraphQLEnumType):
        return f'Expected "{value.value}" to be one of: {", ".join(kind.values)}' if value.kind == "enum_value" else ""
    return f"Could not coerce value {ruby_literal(value_from_ast_untyped(value))} to {name_of(kind)}"


def _first(flaws: Iterable[str | None]) -> str | None:
    return next((flaw for flaw in flaws if flaw is not None), None)


def _fits(kind: Kind, value: Any) -> bool:
    """Whether a literal fits a type. Fields of input objects are visited on their own."""
    if is_non_null_type(kind):
        return bool(value.kind != "null_value" and _fits(kind.of_type, value))
    if value.kind in {"null_value", "variable"}:
        return True
    if is_list_type(kind):
        items = value.values if value.kind == "list_value" else [value]
        return all(_fits(kind.of_type, item) for item in items)
    if isinstance(kind, GraphQLInputObjectType):
        return bool(value.kind == "object_value")
    if isinstance(kind, GraphQLEnumType):
        return bool(value.kind == "enum_value" and value.value in kind.values)
    if value.kind == "enum_value" and kind.name == "ID":
        return False  # graphql-core 3.3 takes it
    try:
        return bool(kind.parse_literal(value) is not Undefined)
    except Exception:  # noqa: BLE001  (a scalar may refuse a value with any exception)
        return False
