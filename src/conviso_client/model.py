"""What generated models, inputs and enums are made of: open enums, tolerant results, strict inputs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema
from typing_extensions import Self

__all__ = [
    "ID",
    "NULL_AS_EMPTY",
    "Date",
    "DateTime",
    "InputModel",
    "IntID",
    "OpenEnum",
    "OtherThan",
    "ResultModel",
    "UnknownTypename",
    "api_name",
]


class OpenEnum(str, Enum):
    """A string enum that a newer API may extend.

    A value that this client does not know becomes a member-like value: it equals its string, hashes like it, pickles,
    and says `is_known == False`.
    """

    _value_: str

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


def api_name(name: str) -> str:
    """Give the API's name of a Python attribute: `company_id` is `companyId`, `global_` is `global`."""
    return to_camel(name.rstrip("_"))


class ResultModel(BaseModel):
    """A part of an answer. Fields that the API added since are ignored."""

    model_config = ConfigDict(
        alias_generator=api_name,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        defer_build=True,
        protected_namespaces=(),
    )


class InputModel(BaseModel):
    """An argument object. Only what is set is sent; None is sent as null."""

    model_config = ConfigDict(
        alias_generator=api_name,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        arbitrary_types_allowed=True,
        defer_build=True,
        extra="forbid",
        protected_namespaces=(),
        validate_assignment=True,
    )


def _iso_8601(value: object) -> object:
    """Refuse numbers, which pydantic takes for seconds since 1970, also when they are strings such as `20260131`."""
    if isinstance(value, date) or (isinstance(value, str) and re.match(r"\d{4}-", value)):
        return value
    raise ValueError("give a date or a datetime, or an ISO 8601 string such as 2026-01-31")


def _plain_date(value: object) -> object:
    """Keep a plain day a day: pydantic would make it midnight."""
    given = _iso_8601(value)
    return date.fromisoformat(given) if isinstance(given, str) and len(given) == len("2026-01-31") else given


if TYPE_CHECKING:
    ID = str | int
    """An id; the API gives ids as strings and takes numbers as well."""

    IntID = int | str
    """An id where the API wants an Int; a string of digits will do."""

    UnknownTypename = Literal["a type that this client does not know"]
    """Any type name but those of the union's other members. A literal for type checkers, so that they can narrow."""

    Date = date | str
    """A day as an argument: a date, or a string like `2026-01-31`."""

    DateTime = datetime | date | str
    """A moment as an argument: a datetime, a date (the API accepts a plain day), or either as an ISO 8601 string."""
else:
    ID = str
    IntID = int
    Date = Annotated[date, BeforeValidator(_iso_8601)]
    DateTime = Annotated[datetime | date, BeforeValidator(_plain_date)]
    UnknownTypename = str


@dataclass(frozen=True)
class OtherThan:
    """Mark a type name that is none of those given: they have models of their own."""

    names: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, name: str) -> str:
        if name in self.names:
            raise ValueError(f"{name} has a model of its own, which does not fit")
        return name


@dataclass(frozen=True)
class _Replaced:
    """Mark a nullable value that is replaced when it is null."""

    factory: Callable[[], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        nullable = core_schema.nullable_schema(handler(source))
        return core_schema.no_info_after_validator_function(self._replace, nullable)

    def _replace(self, value: Any) -> Any:
        return self.factory() if value is None else value


NULL_AS_EMPTY = _Replaced(list)
"""Mark a list whose nullability no source confirms: null reads as an empty list."""
