"""What graphql-ruby refuses of a document, as it says it: message, code, path and what else stands in `extensions`.

graphql-core finds most of what is wrong, and `spoken` says it. What graphql-ruby looks at in another way is found here:
the values of arguments, missing arguments, names of operations, introspection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from graphql import (
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
    print_ast,
    specified_rules,
    visit,
)

from .flavour import Flavour
from .kinds import Kind
from .refusal import Entry, entry
from .spoken import Speaker, undefined_field, unknown_argument

__all__ = ["validation_errors"]

_MAX_ERRORS = 20
_OWN = frozenset({
    "LoneAnonymousOperationRule", "ProvidedRequiredArgumentsRule", "SingleFieldSubscriptionsRule",
    "UniqueOperationNamesRule", "ValuesOfCorrectTypeRule",
})  # fmt: skip
"""Rules of graphql-core that have another in their place here."""


class _Enough(Exception):  # noqa: N818  (it is no error)
    """More errors than anybody reads."""


def validation_errors(
    schema: GraphQLSchema, document: DocumentNode, flavour: Flavour, *, introspection: bool = True
) -> list[Entry]:
    """All that is wrong with a document, up to a number."""
    speaker = Speaker(document, flavour)
    said = list(_about_operations(schema, document, speaker))
    if any(each["extensions"]["code"] == "missingSubscriptionConfiguration" for each in said):
        return said
    info = TypeInfo(schema)
    context = ValidationContext(schema, document, info, lambda _error: None)
    rules: list[Visitor] = [
        rule(cast("Any", _Reporting(context, rule.__name__, speaker)))
        for rule in specified_rules
        if rule.__name__ not in _OWN
    ]
    rules.append(_Values(context, speaker, introspection=introspection))
    with suppress(_Enough):
        visit(document, TypeInfoVisitor(info, ParallelVisitor(rules)))
    return [*said, *speaker.said]


def _about_operations(schema: GraphQLSchema, document: DocumentNode, speaker: Speaker) -> Iterator[Entry]:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    named: dict[str | None, list[Node]] = defaultdict(list)
    for operation in operations:
        if operation.operation is OperationType.SUBSCRIPTION and schema.subscription_type is None:
            message, code = "Schema is not configured for subscriptions", "missingSubscriptionConfiguration"
            yield entry(message, [operation], speaker.path(operation), code=code)
        named[operation.name.value if operation.name else None].append(operation)
    for name, nodes in named.items():
        code = "uniquelyNamedOperations"
        if name is None and len(operations) > 1:
            yield entry("Operation name is required when multiple operations are present", nodes, [], code=code)
        elif len(nodes) > 1:
            yield entry(f'Operation name "{name}" must be unique', nodes, [], code=code, operationName=name)


class _Reporting:
    """A validation context for one rule, whose errors are put into words."""

    def __init__(self, context: ValidationContext, rule: str, speaker: Speaker) -> None:
        self._context = context
        self._rule = rule
        self._speaker = speaker

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def report_error(self, error: GraphQLError) -> None:
        self._speaker.say(self._rule, error, self._context)
        if len(self._speaker.said) >= _MAX_ERRORS:
            raise _Enough


class _Values(Visitor):
    """Arguments and keys of inputs: the values that are written for them, and those that are missing."""

    def __init__(self, context: ValidationContext, speaker: Speaker, *, introspection: bool) -> None:
        super().__init__()
        self._context = context
        self._speaker = speaker
        self._introspection = introspection

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent: Any = self._context.get_parent_type()
        definition: Any = self._context.get_field_def()
        if parent is None or definition is None:
            return
        if node.name.value in {"__schema", "__type"} and not self._introspection:
            self._say(undefined_field(self._speaker, node, parent))
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
                path = [*self._speaker.path(node), name]
                self._say(entry(message, [node], path, code="missingRequiredInputObjectAttribute", **about))

    def enter_object_field(self, node: ObjectFieldNode, _key: Any, _parent: Any, _path: Any, ancestors: Any) -> None:
        holder = next(each for each in reversed(ancestors) if isinstance(each, ObjectValueNode))
        kind: Any = get_named_type(cast("Any", self._context.get_parent_input_type()))
        if not isinstance(kind, GraphQLInputObjectType):
            return
        if node.name.value in kind.fields:
            self._check(node, "InputObject", kind.name, holder)
        else:
            self._say(unknown_argument(self._speaker, node, "InputObject", kind.name, kind.fields))

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        kind, name, default = self._context.get_input_type(), node.variable.name.value, node.default_value
        if kind is None or default is None:
            return
        path, about = self._speaker.path(node), {"variableName": name}
        if is_non_null_type(kind):
            message = f"Non-null variable ${name} can't have a default value"
            self._say(entry(message, [node], path, code="defaultValueInvalidOnNonNullVariable", **about))
        elif not _fits(kind, default):
            message, about["typeName"] = f"Default value for ${name} doesn't match type {kind}", str(kind)
            self._say(entry(message, [node], path, code="defaultValueInvalidType", **about))

    def _require(self, node: FieldNode | DirectiveNode, kind: str, arguments: Mapping[str, Any]) -> None:
        given = {argument.name.value for argument in node.arguments or ()}
        missing = [name for name, argument in arguments.items() if name not in given and is_required_argument(argument)]
        if missing:
            listed = ", ".join(missing)
            message = f"{kind} '{node.name.value}' is missing required arguments: {listed}"
            about = {"className": kind, "name": node.name.value, "arguments": listed}
            self._say(entry(message, [node], self._speaker.path(node), code="missingRequiredArguments", **about))

    def _check(self, node: ArgumentNode | ObjectFieldNode, kind: str, owner: str, holder: Node) -> None:
        expected = self._context.get_input_type()
        if expected is None or _fits(expected, node.value):
            return
        name, value = node.name.value, print_ast(node.value)
        message = f"Argument '{name}' on {kind} '{owner}' has an invalid value ({value}). Expected type '{expected}'."
        about = {"typeName": kind, "argumentName": name}
        path = self._speaker.path(node)
        self._say(entry(message, [holder], path, code="argumentLiteralsIncompatible", **about))

    def _say(self, said: Entry) -> None:
        self._speaker.said.append(said)
        if len(self._speaker.said) >= _MAX_ERRORS:
            raise _Enough


def _fits(kind: Kind, value: Any) -> bool:
    """Whether a literal may stand where a type is expected. What is inside an input object is looked at by itself."""
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
    try:
        return bool(kind.parse_literal(value) is not Undefined)
    except Exception:  # noqa: BLE001  (a scalar says in any way that it does not take a value)
        return False
