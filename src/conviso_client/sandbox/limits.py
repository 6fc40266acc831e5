"""What the API refuses before anything runs: documents that are too deep, too wide, or not valid.

Depth and complexity are counted statically, fragments expanded wherever they are spread; a root field is depth 1, each
further selection set adds 1, and every field is a point. Introspection is free.
"""

from __future__ import annotations

from typing import NamedTuple

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


_CODES = {
    "KnownArgumentNamesRule": "argumentNotAccepted",
    "FieldsOnCorrectTypeRule": "undefinedField",
    "KnownTypeNamesRule": "undefinedType",
    "ProvidedRequiredArgumentsRule": "missingRequiredArguments",
    "ValuesOfCorrectTypeRule": "argumentLiteralsIncompatible",
    "VariablesInAllowedPositionRule": "variableMismatch",
    "NoUndefinedVariablesRule": "variableNotDefined",
    "NoUnusedVariablesRule": "variableNotUsed",
    "VariablesAreInputTypesRule": "variableRequiresValidType",
    "UniqueVariableNamesRule": "variableNotUnique",
    "KnownFragmentNamesRule": "useAndDefineFragment",
    "NoUnusedFragmentsRule": "useAndDefineFragment",
    "NoFragmentCyclesRule": "infiniteLoop",
    "PossibleFragmentSpreadsRule": "cannotSpreadFragment",
    "FragmentsOnCompositeTypesRule": "fragmentOnNonCompositeType",
    "ScalarLeafsRule": "selectionMismatch",
    "OverlappingFieldsCanBeMergedRule": "fieldConflict",
    "UniqueArgumentNamesRule": "argumentNotUnique",
    "UniqueFragmentNamesRule": "fragmentNotUnique",
    "UniqueInputFieldNamesRule": "inputFieldNotUnique",
    "UniqueOperationNamesRule": "operationNameNotUnique",
    "KnownDirectivesRule": "undefinedDirective",
}


def _coded(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    """The same rule, whose errors carry the code that graphql-ruby gives them."""
    code = _CODES.get(rule.__name__)
    if code is None:
        return rule

    class Coded(rule):  # type: ignore[misc, valid-type]
        def report_error(self, error: GraphQLError) -> None:
            error.extensions = {**(error.extensions or {}), "code": code}
            super().report_error(error)

    return Coded


_RULES = [_coded(rule) for rule in specified_rules]
