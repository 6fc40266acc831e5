"""What generated models, inputs and enums are made of: open enums, tolerant results, strict inputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    SupportsIndex,
    TypeVar,
    cast,
    overload,
)

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema
from typing_extensions import Self

from conviso_client.errors import UnknownValue

from .input_errors import refusal
from .json_value import is_list
from .repr import short_repr
from .values import whole_number
from .warnings import warn

if TYPE_CHECKING:
    from collections.abc import Sequence
else:
    Sequence = list  # so that pydantic takes sets, views, generators and arrays as well, and makes lists of them

__all__ = [
    "ID",
    "NULL_AS_EMPTY",
    "Date",
    "DateTime",
    "InputModel",
    "IntID",
    "OpenEnum",
    "OtherThan",
    "ResultDate",
    "ResultID",
    "ResultModel",
    "ResultPage",
    "Sequence",
    "Timestamp",
    "UnknownTypename",
    "api_name",
    "warn_of_unknown_values",
]


class OpenEnum(str, Enum):
    """A string enum that a newer API may extend.

    A value that this client does not know becomes a member-like value: it equals its string, hashes like it, pickles,
    and says `is_known == False`.
    """

    _value_: str

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _lax(handler(source))  # in a strict model too, a string is taken: the API gives nothing else

    @property
    def is_known(self) -> bool:
        """False for a value that this version of the client does not know."""
        return self._value_ in type(self)._value2member_map_

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = str(value)
        return unknown

    def __str__(self) -> str:
        return self._value_

    def __format__(self, format_spec: str) -> str:
        return format(self._value_, format_spec)

    def __repr__(self) -> str:
        member = f"{type(self).__name__}.{self._name_}"
        return member if self.is_known else f"{type(self).__name__}({self._value_!r})"

    __hash__ = str.__hash__


@cache
def api_name(name: str) -> str:
    """Give the API's name of a Python attribute: `company_id` is `companyId`, `global_` is `global`."""
    return to_camel(name.rstrip("_"))


def warn_of_unknown_values(place: str, value: Any) -> None:
    """Warn of an argument that is a value, or has one in it, which its enum does not list."""
    for item in value if is_list(value) else [value]:
        if isinstance(item, OpenEnum) and not item.is_known:
            known = ", ".join(type(item))
            warn(f"{place}: {item!r} is not among {known}; the API may know it", UnknownValue)


def _lax(schema: CoreSchema) -> CoreSchema:
    return cast("CoreSchema", {**schema, "strict": False})


class ResultModel(BaseModel):
    """A part of an answer. Fields that the API added since are ignored; a value of another kind is an error.

    Two are equal if they are of the same model and all that they hold is equal. One that has an `id` can be hashed, by
    model and id, so that sets and dicts can hold it.
    """

    model_config = ConfigDict(
        alias_generator=api_name,
        populate_by_name=True,
        strict=True,
        defer_build=True,
        protected_namespaces=(),
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Strict are the values in it. Strict itself, it would take no dict.
        schema = handler(source)
        return _lax(schema) if schema["type"] == "model" else schema

    def to_dict(self, *, api_names: bool = False) -> dict[str, Any]:
        """Return what it holds as values that JSON knows: dates become ISO 8601 strings, enums their strings.

        What was not asked for, such as the history of an issue, is left out: null would read as none. `api_names` gives
        the API's names, such as `createdAt`, instead of `created_at`. `model_dump()` keeps dates, and has all fields.
        """
        return self.model_dump(mode="json", by_alias=api_names, exclude_unset=True)

    def __hash__(self) -> int:
        id_ = getattr(self, "id", None)
        if id_ is None:
            raise TypeError(f"unhashable: this {type(self).__name__} has no id")
        return hash((type(self), id_))

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        return short_repr(vars(self))


RowT = TypeVar("RowT")

if TYPE_CHECKING:

    class _Rows(ResultModel, Generic[RowT]):
        collection: Any
else:

    class _Rows(ResultModel):
        def __class_getitem__(cls, row: Any) -> type:
            """Keep the class: pydantic would make another one for each type of row."""
            return cls


class ResultPage(_Rows[RowT]):
    """A page of a list: iterate over it for its rows; it has a length, and its rows have an index."""

    def __iter__(self) -> Iterator[RowT]:  # type: ignore[override]  # pydantic's own gives names and values
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


if TYPE_CHECKING:
    _Checked = BaseModel
else:

    class _CheckedType(type(BaseModel)):
        """Let the constructor of an input raise this package's own error."""

        def __call__(cls, *arguments: Any, **keywords: Any) -> Any:
            try:
                return super().__call__(*arguments, **keywords)
            except ValidationError as error:
                refused = refusal(error, cls.__name__, list(cls.model_fields))
            raise refused

    class _Checked(BaseModel, metaclass=_CheckedType):
        """Raise this package's own error where a field is assigned."""

        model_config = ConfigDict(defer_build=True)

        def __setattr__(self, name: str, value: Any) -> None:
            try:
                super().__setattr__(name, value)
            except ValidationError as error:
                refused = refusal(error, type(self).__name__, list(type(self).model_fields))
            else:
                return
            raise refused


class InputModel(_Checked):
    """An argument object. Only what is set is sent; None is sent as null.

    Its fields are given by their Python names or by the API's own. What does not fit raises `ConfigurationError`, when
    it is made and when a field is assigned.
    """

    model_config = ConfigDict(
        alias_generator=api_name,
        populate_by_name=True,
        arbitrary_types_allowed=True,
        defer_build=True,
        extra="forbid",
        loc_by_alias=False,
        protected_namespaces=(),
        validate_assignment=True,
    )

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Return what will be sent: what was set, under the API's names, unless options say otherwise."""
        chosen: dict[str, Any] = {"by_alias": True, "exclude_unset": True} | options
        return super().model_dump(**chosen)

    def model_dump_json(self, **options: Any) -> str:
        """Return what will be sent as JSON: what was set, under the API's names, unless options say otherwise."""
        chosen: dict[str, Any] = {"by_alias": True, "exclude_unset": True} | options
        return super().model_dump_json(**chosen)

    @field_validator("*", check_fields=False)
    @classmethod
    def _warn_of_unknown_values(cls, value: Any, info: ValidationInfo) -> Any:
        warn_of_unknown_values(f"{cls.__name__}.{info.field_name}", value)
        return value

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        return ((name, value) for name, value in self if name in self.model_fields_set)


def _id(value: object) -> object:
    if isinstance(value, str):
        return str(value)
    number = whole_number(value)
    if number is None:
        raise ValueError("should be an id: a string or a whole number")
    return str(number)


def _int_id(value: object) -> object:
    number = int(value) if isinstance(value, str) and value.strip().isdecimal() else whole_number(value)
    if number is None:
        raise ValueError("should be the number of an id, which may be a string of digits")
    return number


def _iso_8601(value: object) -> object:
    """Refuse numbers, which pydantic takes for seconds since 1970, also when they are strings such as `20260131`."""
    if isinstance(value, date) or (isinstance(value, str) and re.match(r"\d{4}-", value)):
        return value
    raise ValueError("should be a date or a datetime, or an ISO 8601 string such as 2026-01-31")


def _plain_date(value: object) -> object:
    """Keep a plain day a day: pydantic would make it midnight."""
    given = _iso_8601(value)
    return date.fromisoformat(given) if isinstance(given, str) and len(given) == len("2026-01-31") else given


def _with_zone(value: date) -> date:
    """Refuse a moment without a zone: the API would read it in the zone of its server, which nobody here knows."""
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise ValueError("should have a time zone, as datetime.now().astimezone() and 2026-01-31T10:00:00Z have one")
    return value


class _Id(NamedTuple):
    """Take a number for a string: some servers give ids so."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        number = core_schema.no_info_after_validator_function(str, core_schema.int_schema(strict=True))
        either = core_schema.union_schema([handler(source), number], mode="left_to_right")
        return _or_else(either, "Input should be an id: a string or a whole number")


class _Written:
    """Take a date or a time that is written like this: pydantic takes digits alone for seconds since 1970."""

    def __init__(self, pattern: str, schema: CoreSchema, name: str) -> None:
        self.pattern = pattern
        self.schema = schema
        self.name = name

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.chain_schema([core_schema.str_schema(pattern=self.pattern), self.schema])
        python = core_schema.no_info_before_validator_function(_iso_8601, self.schema)
        return _or_else(core_schema.json_or_python_schema(text, python), f"Input should be {self.name}")


def _or_else(schema: CoreSchema, message: str) -> CoreSchema:
    return core_schema.custom_error_schema(schema, "conviso_client", custom_error_message=message)


if TYPE_CHECKING:
    ResultID = str
    """An id in a result. It is a string, also where the server gives a number."""

    ResultDate = date
    """A day in a result."""

    Timestamp = datetime
    """A moment in a result, with its zone."""

    ID = str | int
    """An id; the API gives ids as strings and takes numbers as well."""

    IntID = int | str
    """An id where the API wants an Int; a string of digits will do."""

    UnknownTypename = Literal["a type that this client does not know"]
    """Any type name but those of the union's other members. A literal for type checkers, so that they can narrow."""

    Date = date | str
    """A day as an argument: a date, or a string like `2026-01-31`."""

    DateTime = datetime | date | str
    """A moment as an argument: a datetime with a zone, a date (its beginning), or either as an ISO 8601 string."""
else:
    ResultID = Annotated[str, _Id()]
    ResultDate = Annotated[
        date, _Written(r"^\d{4}-\d\d-\d\d$", core_schema.date_schema(strict=False), "a date such as 2026-01-31")
    ]
    Timestamp = Annotated[
        datetime,
        _Written(
            r"^\d{4}-\d\d-\d\d[Tt ]",
            core_schema.datetime_schema(strict=False, tz_constraint="aware"),
            "a time in ISO 8601 with a zone, such as 2026-01-31T10:00:00Z",
        ),
    ]
    ID = Annotated[str, BeforeValidator(_id)]
    IntID = Annotated[int, BeforeValidator(_int_id)]
    Date = Annotated[date, BeforeValidator(_iso_8601)]
    DateTime = Annotated[datetime | date, BeforeValidator(_plain_date), AfterValidator(_with_zone)]
    UnknownTypename = str


class OtherThan(NamedTuple):
    """Mark a type name that is none of those given: they have models of their own."""

    names: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, name: str) -> str:
        if name in self.names:
            raise ValueError(f"{name} has a model of its own, which does not fit")
        return name


class _Replaced(NamedTuple):
    """Mark a nullable value that is replaced when it is null."""

    factory: Callable[[], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        nullable = core_schema.nullable_schema(handler(source))
        return core_schema.no_info_after_validator_function(self._filled, nullable)

    def _filled(self, value: Any) -> Any:
        return self.factory() if value is None else value


NULL_AS_EMPTY = _Replaced(list)
"""Mark a list whose nullability no source confirms: null reads as an empty list."""
