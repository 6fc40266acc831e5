"""Open enums: a value that the API added later decodes, and says that this client does not know it."""

from __future__ import annotations

from enum import Enum
from typing import Any, cast

from pydantic_core import CoreSchema, core_schema
from typing_extensions import Self

from conviso_client.errors import UnknownValue

from .values import is_list
from .warnings import warn

__all__ = ["OpenEnum", "warn_of_unknown_values"]


class OpenEnum(str, Enum):
    """A string enum that a newer API may extend.

    A value that this client does not know becomes a member-like value: it equals its string, hashes like it, pickles,
    and says `is_known == False`.
    """

    _value_: str

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        # Lax, so that a strict model takes a string too: the API gives nothing else.
        schema = core_schema.enum_schema(cls, list(cls.__members__.values()), sub_type="str", strict=False)
        # pydantic-core asked for the hook until 2.41; as an argument, it is deprecated since.
        return cast("CoreSchema", {**schema, "missing": cls._missing_})

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


def warn_of_unknown_values(argument: str, value: Any) -> None:
    """Warn of each value of an argument, or of a list, that its enum does not have."""
    for item in value if is_list(value) else [value]:
        if isinstance(item, OpenEnum) and not item.is_known:
            known = ", ".join(type(item))
            warn(f"{argument}: {item!r} is not among {known}; the API may know it", UnknownValue)
