"""What the API refuses before anything runs: documents that are too deep, too wide, or not valid.

Depth and complexity are counted statically, fragments expanded wherever they are spread; a root field is depth 1, each
further selection set adds 1, and every field is a point. Introspection is free.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    specified_rules,
    validate,
)
from graphql.validation import ASTValidationRule, NoSchemaIntrospectionCustomRule

__all__ = ["MAX_COMPLEXITY", "MAX_DEPTH", "Cost", "check", "cost"]

MAX_DEPTH = 15
MAX_COMPLEXITY = 400
_MAX_ERRORS = 20


class Cost(NamedTuple):
    """What a piece of a document costs."""

    depth: int
    complexity: int


def check(schema: GraphQLSchema, document: DocumentNode, *, introspection: bool = True) -> list[GraphQLError]:
    """All that is wrong with a document; the limits first, because they bound the work of the other checks."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            spent = cost(definition, fragments)
            if spent.complexity > MAX_COMPLEXITY:
                return [_too_much("complexity", spent.complexity, MAX_COMPLEXITY)]
            if spent.depth > MAX_DEPTH:
                return [_too_much("depth", spent.depth, MAX_DEPTH)]
    rules = _RULES if introspection else [*_RULES, NoSchemaIntrospectionCustomRule]
    return validate(schema, document, rules, max_errors=_MAX_ERRORS)


def cost(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> Cost:
    """Count an operation. A fragment that spreads itself counts as nothing there: another check refuses it."""
    known: dict[str, Cost] = {}

    def of(selections: SelectionSetNode | None, level: int) -> Cost:
        depth = complexity = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                if node.name.value.startswith("__"):
                    continue
                inner = of(node.selection_set, level + 1)
                inner = Cost(inner.depth + 1 if node.selection_set else inner.depth, inner.complexity + 1)
            elif isinstance(node, FragmentSpreadNode):
                inner = spread(node.name.value)
            else:
                inner = of(getattr(node, "selection_set", None), level)
            depth, complexity = max(depth, inner.depth), complexity + inner.complexity
        return Cost(depth, complexity)

    def spread(name: str) -> Cost:
        if name not in known:
            known[name] = Cost(0, 0)
            known[name] = of(fragments[name].selection_set, 0) if name in fragments else Cost(0, 0)
        return known[name]

    return of(operation.selection_set, 0)


def _too_much(what: str, found: int, allowed: int) -> GraphQLError:
    return GraphQLError(f"Query has {what} of {found}, which exceeds max {what} of {allowed}")


class _Rule(NamedTuple):
    """How graphql-ruby speaks of a broken rule."""

    code: str
    pattern: str = ""
    """What graphql-core says, to be said otherwise."""
    message: str = ""


_SPOKEN = {
    "KnownArgumentNamesRule": _Rule(
        "argumentNotAccepted",
        r"Unknown argument '(\w+)' on field '\w+\.(\w+)'",
        r"Field '\2' doesn't accept argument '\1'",
    ),
    "FieldsOnCorrectTypeRule": _Rule(
        "undefinedField", r"Cannot query field '(\w+)' on type '(\w+)'", r"Field '\1' doesn't exist on type '\2'"
    ),
    "ProvidedRequiredArgumentsRule": _Rule(
        "missingRequiredArguments",
        r"Field '(\w+)' argument '(\w+)' of type .* is required.*",
        r"Field '\1' is missing required arguments: \2",
    ),
    "KnownTypeNamesRule": _Rule("undefinedType", r"Unknown type '(\w+)'", r"\1 isn't a defined type"),
    "ValuesOfCorrectTypeRule": _Rule("argumentLiteralsIncompatible"),
    "VariablesInAllowedPositionRule": _Rule("variableMismatch"),
    "NoUndefinedVariablesRule": _Rule("variableNotDefined"),
    "NoUnusedVariablesRule": _Rule("variableNotUsed"),
    "VariablesAreInputTypesRule": _Rule("variableRequiresValidType"),
    "UniqueVariableNamesRule": _Rule("variableNotUnique"),
    "KnownFragmentNamesRule": _Rule("useAndDefineFragment"),
    "NoUnusedFragmentsRule": _Rule("useAndDefineFragment"),
    "NoFragmentCyclesRule": _Rule("infiniteLoop"),
    "PossibleFragmentSpreadsRule": _Rule("cannotSpreadFragment"),
    "FragmentsOnCompositeTypesRule": _Rule("fragmentOnNonCompositeType"),
    "ScalarLeafsRule": _Rule("selectionMismatch"),
    "OverlappingFieldsCanBeMergedRule": _Rule("fieldConflict"),
    "UniqueArgumentNamesRule": _Rule("argumentNotUnique"),
    "UniqueFragmentNamesRule": _Rule("fragmentNotUnique"),
    "UniqueInputFieldNamesRule": _Rule("inputFieldNotUnique"),
    "UniqueOperationNamesRule": _Rule("operationNameNotUnique"),
    "KnownDirectivesRule": _Rule("undefinedDirective"),
}


class _Speaker:
    """A validation context that puts errors into graphql-ruby's words."""

    def __init__(self, context: Any, spoken: _Rule) -> None:
        self._context = context
        self._spoken = spoken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def report_error(self, error: GraphQLError) -> None:
        error.extensions = {**(error.extensions or {}), "code": self._spoken.code}
        if self._spoken.pattern:
            error.message = re.sub(f"^{self._spoken.pattern}.*", self._spoken.message, error.message, flags=re.DOTALL)
        self._context.report_error(error)


def _speaking(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    """The same rule, whose errors have the code, and where it matters the words, that graphql-ruby gives them."""
    spoken = _SPOKEN.get(rule.__name__)
    if spoken is None:
        return rule

    def make(self: Any, context: Any) -> None:
        rule.__init__(self, _Speaker(context, spoken))  # type: ignore[arg-type]

    return type(rule.__name__, (rule,), {"__init__": make})


_RULES = [_speaking(rule) for rule in specified_rules]
