"""Results: parts of an answer, typed and light."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, SupportsIndex, TypeVar, get_args, overload

from pydantic_core import CoreSchema, SchemaValidator, core_schema, to_jsonable_python
from typing_extensions import Self, dataclass_transform

from .described import DescribedType
from .scalars import ResultDate, ResultID, Timestamp
from .schemas import Schemas, schema_of
from .values import api_name, is_list

if TYPE_CHECKING:
    UnknownTypename = Literal["a type that this client does not know"]
    """Any type name but those of the union's other members. A literal for type checkers, so that they can narrow."""
else:
    UnknownTypename = str

__all__ = [
    "BY_TYPENAME",
    "NULL_AS_EMPTY",
    "Alias",
    "OtherThan",
    "ResultDate",
    "ResultID",
    "ResultModel",
    "ResultPage",
    "Timestamp",
    "UnknownTypename",
    "field_types",
    "is_model",
]

_NOT_ASKED = ...
"""Stands for the value of a field that was not asked for, and in its slot if an answer might have had the field."""
_NAMES = ("name", "title", "label")
_STATE = ("status", "severity")
_LONGEST = 60
"""Characters of a text that a repr shows."""
_MOST = 3
"""Items of a list that a repr shows."""
_JSON = frozenset({bool, float, int, str, type(None)})


class _ResultType(DescribedType):
    """Give a model slots: the dicts and sets of pydantic's own models are five sixths of their size.

    Python lets only one base of a class have slots. Models that stand beside such a base are made with `mixin=True`.
    """

    __stored__: dict[str, str]
    """The slot of each field. One that is not always asked for is a property, and its slot has another name."""
    __read__: attrgetter[Any]
    """Gives all fields as they read: null equals what was not asked for."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, mixin: bool = False) -> Any:
        fields = [field for field in _annotations(namespace) if not field.startswith("_")]
        stored = {field: f"_{field}" if field in namespace else field for field in fields}
        optional = {field: _optional(stored[field], namespace[field]) for field in fields if field in namespace}
        own = list(stored.values())
        if mixin:
            own = [] if any(base.__dictoffset__ for base in bases) else ["__dict__"]
        if not any(base.__weakrefoffset__ for base in bases):
            own.append("__weakref__")  # never before a dict: Python 3.10 would let no other base beside it have slots
        made = super().__new__(cls, name, bases, {"__slots__": own, **namespace, **optional})
        inherited: dict[str, str] = {}
        for base in reversed(bases):
            inherited |= getattr(base, "__stored__", {})
        made.__stored__ = inherited | stored
        made.__read__ = attrgetter(*(made.__stored__ or ["__class__"]))
        return made


def _annotations(namespace: Mapping[str, Any]) -> Mapping[str, Any]:
    if sys.version_info >= (3, 14):
        from annotationlib import Format, call_annotate_function, get_annotate_from_class_namespace

        if annotate := get_annotate_from_class_namespace(namespace):
            return call_annotate_function(annotate, Format.FORWARDREF)
    annotations: Mapping[str, Any] = namespace.get("__annotations__", {})
    return annotations


def _optional(slot: str, default: Any) -> property:
    def get(model: Any) -> Any:
        value = getattr(model, slot, _NOT_ASKED)
        return default if value is _NOT_ASKED else value

    return property(get, lambda model, value: setattr(model, slot, value))


@dataclass_transform(kw_only_default=True)
class ResultModel(metaclass=_ResultType):
    """A part of an answer. Fields that the API added since are ignored; a value of another kind is an error.

    Two are equal if they are of the same model and all that they hold is equal. One that has an `id` can be hashed, by
    model and id, so that sets and dicts can hold it.
    """

    __slots__ = ()

    if not TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None:
            """Check the fields. Raises pydantic's `ValidationError` for one that is missing or does not fit."""
            _validator(type(self)).validate_python(fields, by_alias=True, by_name=True, self_instance=self)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """Make one of what `to_dict()` gave, with Python's names or with the API's.

        Raises pydantic's `ValidationError` for what is missing or does not fit.
        """
        made: Self = _validator(cls).validate_python(value, by_alias=True, by_name=True)
        return made

    def to_dict(self, *, api_names: bool = False) -> dict[str, Any]:
        """Return what it holds as values that JSON knows: dates become ISO 8601 strings, enums their strings.

        What was not asked for, such as the history of an issue, is left out: null would read as none. `api_names` gives
        the API's names, such as `createdAt`, instead of `created_at`.
        """
        plain: dict[str, Any] = _plain(self, api_names)
        return plain

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """Let results be fields of pydantic's models, and take part in `TypeAdapter`."""
        return _schema(cls, handler if isinstance(handler, Schemas) else schema_of)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        read = type(self).__read__
        return bool(read(self) == read(other))

    def __hash__(self) -> int:
        id_ = getattr(self, "id", None)
        if id_ is None:
            raise TypeError(f"unhashable: this {type(self).__name__} has no id")
        return hash((type(self), id_))

    def __getstate__(self) -> dict[str, Any]:
        return {
            name: held
            for name, slot in type(self).__stored__.items()
            if (held := getattr(self, slot, _NOT_ASKED)) is not _NOT_ASKED
        }

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        slots = type(self).__stored__
        for name, value in state.items():
            if name in slots:  # another version may have had others
                setattr(self, slots[name], value)

    def __repr__(self) -> str:
        """Show the id, name, status and severity, and with `...` that there is more; without any of them, all."""
        fields = {name: getattr(self, name, None) for name in type(self).__stored__}
        name = next((name for name in _NAMES if fields.get(name) is not None), None)
        telling = [field for field in ("id", name, *_STATE) if field is not None and fields.get(field) is not None]
        shown = [f"{field}={_abbreviated(fields[field])}" for field in telling or fields]
        more = ["..."] if len(shown) < len(fields) else []
        return f"{type(self).__name__}({', '.join(shown + more)})"


def _plain(value: Any, api_names: bool) -> Any:
    """Return a value as JSON has it, with the API's names of fields or with Python's."""
    if isinstance(value, ResultModel):
        called = _api_names(type(value)) if api_names else type(value).__stored__
        return {
            called[name] if api_names else name: held if type(held) in _JSON else _plain(held, api_names)
            for name, slot in type(value).__stored__.items()
            if (held := getattr(value, slot, _NOT_ASKED)) is not _NOT_ASKED
        }
    if is_list(value):
        return [item if type(item) in _JSON else _plain(item, api_names) for item in value]
    return value.value if isinstance(value, Enum) else to_jsonable_python(value)


def _abbreviated(value: Any) -> str:
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, str) and len(value) > _LONGEST:
        return repr(f"{value[:_LONGEST]}...")
    if is_list(value) and len(value) > _MOST:
        return f"[{len(value)} items]"
    return repr(value)


class FieldType(NamedTuple):
    """A field of a model."""

    name: str
    api_name: str
    annotation: Any
    required: bool
    """False for what comes only where it was asked for."""


def is_model(annotation: Any) -> bool:
    """Tell if an annotation is a model."""
    return isinstance(annotation, _ResultType)


@cache
def field_types(model: type[ResultModel]) -> tuple[FieldType, ...]:
    """Return the fields of a model, those of its bases first."""
    found: dict[str, FieldType] = {}
    for base in reversed(model.__mro__):
        if isinstance(base, _ResultType):
            for name, annotation in get_annotations(base, eval_str=True).items():
                if not name.startswith("_"):
                    marks = (mark.name for mark in get_args(annotation) if isinstance(mark, Alias))
                    required = base.__stored__[name] == name
                    found[name] = FieldType(name, next(marks, api_name(name)), annotation, required)
    return tuple(found.values())


@cache
def _api_names(model: type[ResultModel]) -> dict[str, str]:
    return {field.name: field.api_name for field in field_types(model)}


@cache
def _validator(model: type[ResultModel]) -> SchemaValidator:
    return SchemaValidator(_schema(model, schema_of))


@cache
def _schema(model: type[ResultModel], schemas: Schemas) -> CoreSchema:
    asked = [field for field in field_types(model) if field.required or field.name not in schemas.unasked]
    arguments = core_schema.dataclass_args_schema(model.__name__, [_argument(field, schemas) for field in asked])
    plain = core_schema.plain_serializer_function_ser_schema(model.to_dict)
    slots = list(model.__stored__.values())
    return core_schema.dataclass_schema(model, arguments, slots, slots=True, serialization=plain)


def _argument(field: FieldType, schemas: Schemas) -> core_schema.DataclassField:
    schema = schemas(field.annotation)
    if field.required:
        return core_schema.dataclass_field(field.name, schema, kw_only=True, validation_alias=field.api_name)
    schema = core_schema.with_default_schema(schema, default=_NOT_ASKED)
    # pydantic-core calls a field like its slot, for it would otherwise call the property's setter in each row. So the
    # name in Python is one more alias.
    aliases: list[list[str | int]] = [[name] for name in dict.fromkeys((field.api_name, field.name))]
    return core_schema.dataclass_field(f"_{field.name}", schema, kw_only=True, validation_alias=aliases)


RowT = TypeVar("RowT")


class ResultPage(ResultModel, Generic[RowT]):
    """A page of a list: iterate over it for its rows; it has a length, and its rows have an index."""

    if TYPE_CHECKING:
        collection: Any
    else:

        def __class_getitem__(cls, row: Any) -> type:
            """Keep the class: the type of the rows is for type checkers."""
            return cls

    def __iter__(self) -> Iterator[RowT]:
        return iter(self._rows())

    def __len__(self) -> int:
        return len(self._rows())

    @overload
    def __getitem__(self, index: SupportsIndex) -> RowT: ...
    @overload
    def __getitem__(self, index: slice) -> list[RowT]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> RowT | list[RowT]:
        return self._rows()[index]

    def _rows(self) -> list[RowT]:
        return self.collection or []


class Alias(NamedTuple):
    """Mark a field whose name in the API does not follow from its name in Python."""

    name: str


class OtherThan(NamedTuple):
    """Mark a type name that is none of those given: they have models of their own."""

    names: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, name: str) -> str:
        if name in self.names:
            raise ValueError(f"{name} has a model of its own, which does not fit")
        return name


class _NullAsEmpty:
    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        nullable = core_schema.nullable_schema(handler(source))
        return core_schema.no_info_after_validator_function(lambda rows: [] if rows is None else rows, nullable)


NULL_AS_EMPTY = _NullAsEmpty()
"""Mark a list whose nullability no source confirms: null reads as an empty list."""


class _ByTypename:
    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        *members, other = get_args(source)
        known = {_typename(member): handler(member) for member in members}
        # As it is in an answer, and in `to_dict()`.
        discriminator: list[list[str | int]] = [["__typename"], ["typename__"]]
        tagged = core_schema.tagged_union_schema(known, discriminator)
        return core_schema.union_schema([tagged, handler(other)], mode="left_to_right")


def _typename(model: type[ResultModel]) -> str:
    (name,) = get_args(get_annotations(model, eval_str=True)["typename__"])
    return str(name)


BY_TYPENAME = _ByTypename()
"""Mark a union of models that is read by `__typename`; its last member is for every other type."""
