"""Write the Python type of an argument: of a method's parameter, or of a field of an input."""

from __future__ import annotations

import ast
import re

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
)

from .naming import literal_name, type_class
from .syntax import import_from

__all__ = ["ID_NAME", "RESULT_SCALARS", "argument_annotation", "imports_for"]

RESULT_SCALARS = {"ISO8601DateTime": "datetime", "ISO8601Date": "date", "JSON": "Any", "Upload": "Any"}
"""What the API's own scalars are in results."""

_ARGUMENT_SCALARS = {
    "String": "str",
    "Boolean": "bool",
    "Float": "float",
    "Int": "int",
    "ID": "ID",
    "ISO8601DateTime": "DateTime",
    "ISO8601Date": "Date",
    "Upload": "Upload",
}
ID_NAME = re.compile(r"(^i|I)ds?$")

_NAMES = frozenset({"ID", "IntID", "Date", "DateTime", "InputModel", "Sequence"})
"""The names that stand in `conviso_client.models.inputs`."""


def argument_annotation(kind: GraphQLInputType, name: str, nullable: bool | None = None) -> ast.expr:
    """Annotate an argument; `nullable` overrides what the type says.

    An Int whose name says that it is an id takes strings as well: the API gives the same number as an ID elsewhere.
    """
    optional = not isinstance(kind, GraphQLNonNull) if nullable is None else nullable
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(inner, GraphQLList):
        annotation: ast.expr = ast.Subscript(ast.Name("Sequence"), argument_annotation(inner.of_type, name))
    else:
        annotation = ast.Name(_named(inner, name))
    return ast.BinOp(annotation, ast.BitOr(), ast.Constant(None)) if optional else annotation


def _named(kind: GraphQLInputType, name: str) -> str:
    named = get_named_type(kind)
    if isinstance(named, GraphQLEnumType):
        return literal_name(named.name)
    if isinstance(named, GraphQLInputObjectType):
        return type_class(named.name)
    if named.name == "Int" and ID_NAME.search(name):
        return "IntID"
    return _ARGUMENT_SCALARS.get(named.name, "Any")


def imports_for(used: set[str], enums: set[str], inputs: set[str]) -> list[ast.ImportFrom]:
    """Give the imports for the names that annotations of arguments use."""
    literals = set(map(literal_name, enums))
    imports = [
        import_from("typing", used & {"Any"}),
        import_from("conviso_client.models.inputs", used & _NAMES),
        import_from("conviso_client.upload", used & {"Upload"}),
        import_from("enums", used & literals, level=1),
        import_from("inputs", used & inputs, level=1),
    ]
    return [node for node in imports if node.names]
