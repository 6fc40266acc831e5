"""How names of the API become names in Python, in one place for checks, models and methods."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection
from functools import cache

from graphql import FieldNode

__all__ = [
    "ANNOTATION_BUILTINS",
    "argument_name",
    "attribute_name",
    "class_name",
    "enum_member_names",
    "field_name",
    "is_class_name",
    "literal_name",
    "method_name",
    "plain_builtin",
    "response_key",
    "type_class",
]

ANNOTATION_BUILTINS = frozenset({"bool", "float", "int", "list", "str"})
"""The builtins that annotations of fields use: a field of this name would hide them from its class."""
_BUILTIN_TYPES = (
    frozenset(name for name, value in vars(builtins).items() if isinstance(value, type)) - ANNOTATION_BUILTINS
)
_ENUM_ATTRIBUTES = frozenset({*dir(str), "is_known", "mro", "name", "value"})
_CLASSES = frozenset(
    {
        *("Annotated", "Any", "Literal", "Sequence", "TYPE_CHECKING", "TypeAlias"),
        *(
            "Alias",
            "BY_TYPENAME",
            "Field",
            "ID",
            "IntID",
            "Date",
            "DateTime",
            "Upload",
            "NULL_AS_EMPTY",
            "OtherThan",
            "UnknownTypename",
        ),
        *("InputModel", "OpenEnum", "ResultDate", "ResultID", "ResultModel", "ResultPage", "Timestamp"),
        *("AsyncBaseClient", "AsyncOperations", "AsyncPager", "BaseClient", "Operations", "Pager", "PagerState"),
        *("Company", "Operation", "Paging"),
    }
)
"""The names that generated modules import or define for themselves."""
_WORDS = re.compile(r"[0-9]+|[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""The words of a name; of `HTTPServer2` these are `HTTP`, `Server` and `2`, as ariadne-codegen has it."""
_BODY_NAMES = frozenset({"self", "operations"})
"""The names that the body of a method uses."""


@cache
def _model_attributes() -> frozenset[str]:
    """Name the attributes that every model has. Few commands ask, and the others shall not wait for pydantic."""
    from pydantic import BaseModel

    from conviso_client.models.results import ResultModel

    return frozenset(name for model in (ResultModel, BaseModel) for name in dir(model) if not name.startswith("_"))


def response_key(field: FieldNode) -> str:
    """Name a selected field as the answer does: by its alias, if it has one."""
    return field.alias.value if field.alias else field.name.value


def is_class_name(name: str) -> bool:
    """Tell if a generated class may be called so: Python allows it, and no generated module uses the name itself."""
    return name[:1].isupper() and not keyword.iskeyword(name) and name not in _CLASSES and not name.endswith("Zz")


def class_name(name: str) -> str:
    """`createAsset` becomes `CreateAsset`."""
    return "".join(f"{word[:1].upper()}{word[1:]}" for word in name.split("_"))


def type_class(name: str) -> str:
    """Name the class of an API's type as the type, or by the rules of Python: `order_by` becomes `OrderBy`."""
    python = name if name[0].isupper() else class_name(name)
    if not python[:1].isalpha():
        python = f"Type{python}"
    return python if is_class_name(python) else f"{python}_"


def method_name(name: str) -> str:
    """`createAsset` becomes `create_asset`."""
    return "_".join(_WORDS.findall(name)).lower()


def argument_name(name: str) -> str:
    """`companyId` becomes `company_id`, a keyword such as `from` becomes `from_`."""
    snake = method_name(name)
    return f"{snake}_" if keyword.iskeyword(snake) or snake in _BODY_NAMES else snake


def field_name(name: str) -> str:
    """Name a field of a model: like an argument, and never an attribute that every model has."""
    snake = _lettered(method_name(name))
    is_taken = keyword.iskeyword(snake) or snake in _model_attributes() or snake in ANNOTATION_BUILTINS
    return f"{snake}_" if is_taken else snake


def attribute_name(name: str) -> str:
    """Mend a name as ariadne-codegen makes it: it knows no attributes but pydantic's, and is afraid for `type`."""
    return f"{name}_" if name in _model_attributes() else plain_builtin(_lettered(name))


def _lettered(snake: str) -> str:
    """Begin with a letter, as pydantic demands: `_` becomes `field`, and `_2fa` `field_2fa`."""
    return snake if snake[:1].isalpha() else f"field_{snake}".rstrip("_")


def plain_builtin(name: str) -> str:
    """Take away the underscore that ariadne-codegen adds to `type_` and its like: an attribute may be called so."""
    plain = name.removesuffix("_")
    is_builtin = plain in _BUILTIN_TYPES and plain not in _model_attributes() and not keyword.iskeyword(plain)
    return plain if is_builtin else name


def literal_name(enum: str) -> str:
    """Name what an argument takes where the API wants an enum: its members, or their strings."""
    return f"{type_class(enum)}Value"


def enum_member_names(values: Collection[str]) -> dict[str, str]:
    """Name the members of an enum by its values; what Python or the enum itself wants for itself gets an underscore."""
    members: dict[str, str] = {}
    for value in values:
        name = value
        while _is_reserved_in_enums(name) or (name != value and (name in values or name in members.values())):
            name += "_"
        members[value] = name
    return members


def _is_reserved_in_enums(name: str) -> bool:
    is_sunder = len(name) > 2 and name[0] == name[-1] == "_" and name[-2] != "_"
    return is_sunder or keyword.iskeyword(name) or name in _ENUM_ATTRIBUTES
