"""How names of the API become names in Python, in one place for checks, models and methods."""

from __future__ import annotations

import builtins
import keyword

from ariadne_codegen.utils import str_to_pascal_case, str_to_snake_case
from graphql import FieldNode
from pydantic import BaseModel

__all__ = [
    "argument_name",
    "class_name",
    "enum_member_name",
    "field_name",
    "method_name",
    "plain_builtin",
    "response_key",
]

_BUILTIN_TYPES = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type))
_MODEL_ATTRIBUTES = frozenset(name for name in dir(BaseModel) if not name.startswith("_"))


def response_key(field: FieldNode) -> str:
    """Name a selected field as the answer does: by its alias, if it has one."""
    return field.alias.value if field.alias else field.name.value


def class_name(name: str) -> str:
    """`createAsset` becomes `CreateAsset`."""
    return str_to_pascal_case(name)


def method_name(name: str) -> str:
    """`createAsset` becomes `create_asset`."""
    return str_to_snake_case(name)


def argument_name(name: str) -> str:
    """`companyId` becomes `company_id`, a keyword such as `from` becomes `from_`."""
    snake = str_to_snake_case(name)
    return f"{snake}_" if keyword.iskeyword(snake) else snake


def field_name(name: str) -> str:
    """Name a field of a model: like an argument, and never an attribute that every model has."""
    snake = argument_name(name).lstrip("_")
    return f"{snake}_" if snake in _MODEL_ATTRIBUTES else snake


def plain_builtin(name: str) -> str:
    """Take away the underscore that ariadne-codegen adds to `type_` and its like: an attribute may be called so."""
    plain = name.removesuffix("_")
    is_builtin = plain in _BUILTIN_TYPES and plain not in _MODEL_ATTRIBUTES and not keyword.iskeyword(plain)
    return plain if is_builtin else name


def enum_member_name(name: str, taken: frozenset[str]) -> str:
    """Name an enum member; one that would hide an attribute of the enum gets an underscore."""
    return f"{name}_" if name in taken or keyword.iskeyword(name) else name
