"""Results: parts of an answer, typed and light."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, SupportsIndex, TypeVar, get_args, overload

from pydantic_core import CoreSchema, SchemaValidator, core_schema, to_jsonable_python
from typing_extensions import Self, dataclass_transform

from .described import DescribedType
from .scalars import ResultDate, ResultID, Timestamp
from .schemas import schema_of
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

NOT_ASKED = ...
"""Stands in the slot of a field that was not asked for: it pickles and copies as itself."""
_NAMES = ("name", "title", "label")
_STATE = ("status", "severity")
_LONGEST = 60
"""Characters of a text that a repr shows."""
_JSON = frozenset({bool, float, int, str, type(None)})
_MOST = 3
"""Items of a list that a repr shows."""


class _ResultType(DescribedType):
    """Give a model slots: the dicts and sets of pydantic's own models are five sixths of their size.

    Python lets only one base of a class have slots. Models that stand beside such a base are made with `mixin=True`.
    """

    __readers__: dict[str, Callable[[Any], Any]]
    """What reads the slot of a field, where `NOT_ASKED` may be."""
    __values__: Any
    """Gives all attributes."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, mixin: bool = False) -> Any:
        fields = [field for field in _annotations(namespace) if not field.startswith("_")]
        defaults = {field: namespace.pop(field) for field in fields if field in namespace}
        if mixin:
            namespace |= {field: _InDict(field) for field in fields}
        own = ["__dict__"] * (not any(base.__dictoffset__ for base in bases)) if mixin else fields
        made = super().__new__(cls, name, bases, {**namespace, "__slots__": (*namespace.get("__slots__", ()), *own)})
        made.__readers__ = {}
        for base in reversed(bases):
            made.__readers__ |= getattr(base, "__readers__", {})
        for field in fields:
            slot = vars(made)[field]
            made.__readers__[field] = slot.__get__
            if field in defaults:
                setattr(made, field, property(_or_default(slot.__get__, defaults[field]), slot.__set__))
        made.__values__ = attrgetter(*(made.__readers__ or ["__class__"]))
        return made


def _annotations(namespace: Mapping[str, Any]) -> Mapping[str, Any]:
    if sys.version_info >= (3, 14):
        from annotationlib import Format, call_annotate_function, get_annotate_from_class_namespace

        if annotate := get_annotate_from_class_namespace(namespace):
            return call_annotate_function(annotate, Format.FORWARDREF)
    annotations: Mapping[str, Any] = namespace.get("__annotations__", {})
    return annotations


def _or_default(read: Callable[[Any], Any], default: Any) -> Callable[[Any], Any]:
    def get(model: Any) -> Any:
        value = read(model)
        return default if value is NOT_ASKED else value

    return get


class _InDict:
    """A field of a mixin."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, model: object, owner: type | None = None) -> object:
        return self if model is None else model.__dict__[self._name]

    def __set__(self, model: Any, value: Any) -> None:
        vars(model)[self._name] = value


@dataclass_transform(kw_only_default=True)
class ResultModel(metaclass=_ResultType):
    """A part of an answer. Fields that the API added since are ignored; a value of another kind is an error.

    Two are equal if they are of the same model and all that they hold is equal. One that has an `id` can be hashed, by
    model and id, so that sets and dicts can hold it.
    """

    __slots__ = ("__weakref__",)

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
        plain: dict[str, Any] = _plain(self, _api_names if api_names else None)
        return plain

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """Let results be fields of pydantic's models, and take part in `TypeAdapter`."""
        return _schema(cls)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        values = type(self).__values__
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        id_ = getattr(self, "id", None)
        if id_ is None:
            raise TypeError(f"unhashable: this {type(self).__name__} has no id")
        return hash((type(self), id_))

    def __getstate__(self) -> dict[str, Any]:
        return _held(self)

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name in type(self).__readers__:
            setattr(self, name, state.get(name, NOT_ASKED))

    def __repr__(self) -> str:
        """Show the id, name, status and severity, and with `...` that there is more; without any of them, all."""
        fields = {name: getattr(self, name) for name in type(self).__readers__}
        name = next((name for name in _NAMES if fields.get(name) is not None), None)
        telling = [field for field in ("id", name, *_STATE) if field is not None and fields.get(field) is not None]
        shown = [f"{field}={_short(fields[field])}" for field in telling or fields]
        more = ["..."] if len(shown) < len(fields) else []
        return f"{type(self).__name__}({', '.join(shown + more)})"


def _held(model: ResultModel) -> dict[str, Any]:
    """Return the fields that were asked for."""
    return {name: value for name, read in type(model).__readers__.items() if (value := read(model)) is not NOT_ASKED}


def _plain(value: Any, names: Callable[[type[ResultModel]], Mapping[str, str]] | None) -> Any:
    """Return a value as JSON has it; `names` tells what the fields of a model are called, None leaves their names."""
    if isinstance(value, ResultModel):
        called = names and names(type(value))
        return {
            called[name] if called else name: held if type(held) in _JSON else _plain(held, names)
            for name, read in type(value).__readers__.items()
            if (held := read(value)) is not NOT_ASKED
        }
    if is_list(value):
        return [item if type(item) in _JSON else _plain(item, names) for item in value]
    return value.value if isinstance(value, Enum) else to_jsonable_python(value)


def _short(value: Any) -> str:
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, str) and len(value) > _LONGEST:
        return repr(f"{value[:_LONGEST]}...")
    if is_list(value) and len(value) > _MOST:
        return f"[{len(value)} items]"
    return repr(value)


@cache
def _validator(model: type[ResultModel]) -> SchemaValidator:
    return SchemaValidator(_schema(model))


@cache
def _schema(model: type[ResultModel]) -> CoreSchema:
    fields = _fields(model)
    arguments = core_schema.dataclass_args_schema(model.__name__, list(fields.values()))
    plain = core_schema.plain_serializer_function_ser_schema(model.to_dict)
    return core_schema.dataclass_schema(model, arguments, list(fields), slots=True, serialization=plain)


@cache
def _api_names(model: type[ResultModel]) -> dict[str, str]:
    return {name: str(field.get("validation_alias", name)) for name, field in _fields(model).items()}


@cache
def _fields(model: type[ResultModel]) -> dict[str, core_schema.DataclassField]:
    """Return the fields of a model with those of its bases, which are made once for all that have them."""
    fields: dict[str, core_schema.DataclassField] = {}
    for base in reversed(model.__bases__):
        if issubclass(base, ResultModel):
            fields |= _fields(base)
    for name, annotation in get_annotations(model, eval_str=True).items():
        if not name.startswith("_"):
            schema = schema_of(annotation)
            if isinstance(vars(model)[name], property):
                schema = core_schema.with_default_schema(schema, default=NOT_ASKED)
            alias = next((mark.name for mark in get_args(annotation) if isinstance(mark, Alias)), api_name(name))
            fields[name] = core_schema.dataclass_field(name, schema, kw_only=True, validation_alias=alias)
    return fields


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


def field_types(model: type[ResultModel]) -> tuple[FieldType, ...]:
    """Return the fields of a model, those of its bases first."""
    found: dict[str, FieldType] = {}
    called = _api_names(model)
    for base in reversed(model.__mro__):
        if isinstance(base, _ResultType):
            for name, annotation in get_annotations(base, eval_str=True).items():
                if name in called:
                    found[name] = FieldType(name, called[name], annotation, not isinstance(vars(base)[name], property))
    return tuple(found.values())


RowT = TypeVar("RowT")

if TYPE_CHECKING:

    class _Rows(ResultModel, Generic[RowT]):
        collection: Any
else:

    class _Rows(ResultModel):
        def __class_getitem__(cls, row: Any) -> type:
            """Keep the class: the type of the rows is for type checkers."""
            return cls


class ResultPage(_Rows[RowT]):
    """A page of a list: iterate over it for its rows; it has a length, and its rows have an index."""

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


class _Replaced(NamedTuple):
    """Mark a nullable value that is replaced when it is null."""

    factory: Callable[[], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        nullable = core_schema.nullable_schema(handler(source))
        return core_schema.no_info_after_validator_function(self._filled, nullable)

    def _filled(self, value: Any) -> Any:
        return self.factory() if value is None else value


NULL_AS_EMPTY = _Replaced(list)
"""Mark a list whose nullability no source confirms: null reads as an empty list."""


_TYPENAME: list[list[str | int]] = [["__typename"], ["typename__"]]
"""Where the name of a type is: in an answer, in a model."""


class _ByTypename:
    """Mark a union of models that is read by `__typename`; its last member is for every other type."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        *members, other = get_args(source)
        known = {_typename(member): handler(member) for member in members}
        tagged = core_schema.tagged_union_schema(known, _TYPENAME)
        return core_schema.union_schema([tagged, handler(other)], mode="left_to_right")


def _typename(model: type[ResultModel]) -> str:
    (name,) = get_args(get_annotations(model, eval_str=True)["typename__"])
    return str(name)


BY_TYPENAME = _ByTypename()
