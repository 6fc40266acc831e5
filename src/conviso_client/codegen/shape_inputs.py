"""Shape the inputs: strict argument objects of which only what was set is sent."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from graphql import GraphQLInputField, GraphQLInputObjectType, is_required_input_field

from conviso_client.models.values import api_name

from .evidence import Evidence
from .naming import field_name, plain_builtin, type_class
from .python_types import argument_annotation, imports_for
from .syntax import all_of, docstring, import_from, names_in

__all__ = ["inputs_module"]


def _input(kind: GraphQLInputObjectType, company_field: str | None, evidence: Evidence) -> ast.ClassDef:
    body: list[ast.stmt] = [docstring(kind.description or f"The API's `{kind.name}`.")]
    for name, field in kind.fields.items():
        is_company = name == company_field
        body.append(_field(name, field, optional=is_company))
        text = "None takes the client's company." if is_company else _text(kind, name, field, evidence)
        if text:
            body.append(docstring(text))
    return ast.ClassDef(type_class(kind.name), [ast.Name("InputModel")], [], body, [])


def inputs_module(
    inputs: Iterable[GraphQLInputObjectType],
    enums: Iterable[str],
    company_fields: Mapping[str, str],
    evidence: Evidence,
) -> ast.Module:
    """Make the classes of inputs, by name: strict, and sent with what was set.

    `company_fields` names for an input the field that carries the company, which may be left to the client.
    """
    classes = [_input(kind, company_fields.get(kind.name), evidence) for kind in inputs]
    ordered = sorted(classes, key=lambda node: node.name)
    used = set[str]().union(*(names_in(node) for node in ordered))
    body: list[ast.stmt] = [
        docstring("The API's input objects. What is not set is not sent; None is sent as null.", ""),
        import_from("__future__", ["annotations"]),
        *([import_from("pydantic", ["Field"])] if "Field" in used else []),
        *imports_for(used | {"InputModel"}, set(enums), set()),
        all_of(node.name for node in ordered),
        *ordered,
    ]
    return ast.Module(body, [])


def _field(name: str, field: GraphQLInputField, optional: bool) -> ast.AnnAssign:
    python = plain_builtin(field_name(name))
    may_be_left_out = optional or not is_required_input_field(field)
    annotation = argument_annotation(field.type, name, nullable=may_be_left_out)
    default = ast.Constant(None) if may_be_left_out else None
    value: ast.expr | None = default
    if api_name(python) != name:
        keywords = [ast.keyword("alias", ast.Constant(name))]
        if default:
            keywords.insert(0, ast.keyword("default", default))
        value = ast.Call(ast.Name("Field"), [], keywords)
    return ast.AnnAssign(ast.Name(python), annotation, value, simple=1)


def _text(kind: GraphQLInputObjectType, name: str, field: GraphQLInputField, evidence: Evidence) -> str:
    parts = [field.description or ""]
    if field.deprecation_reason is not None:
        parts.append(f"Deprecated: {field.deprecation_reason}")
    if not evidence.is_confirmed(f"{kind.name}.{name}"):
        parts.append("No recent source confirms this field.")
    return "\n\n".join(part for part in parts if part)
