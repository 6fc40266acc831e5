"""Inputs: strict argument objects of which only what was set is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from .described import DescribedType
from .enums import warn_of_unknown_values
from .input_errors import refusal
from .scalars import ID, Date, DateTime, IntID
from .values import api_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    _Checked = BaseModel
else:
    Sequence = list  # so that pydantic takes sets, views, generators and arrays as well, and makes lists of them

    class _CheckedType(DescribedType, type(BaseModel)):
        def __call__(cls, *arguments: Any, **keywords: Any) -> Any:
            return _checked(cls, super().__call__, *arguments, **keywords)

    class _Checked(BaseModel, metaclass=_CheckedType):
        """Raise this package's own error where an input is made, and where a field is assigned."""

        model_config = ConfigDict(defer_build=True)

        def __setattr__(self, name: str, value: Any) -> None:
            _checked(type(self), super().__setattr__, name, value)

    def _checked(model: type[BaseModel], action: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        try:
            return action(*arguments, **keywords)
        except ValidationError as error:
            refused = refusal(error, model.__name__, list(model.model_fields))
        raise refused  # here, so that it does not drag pydantic's error along


__all__ = ["ID", "Date", "DateTime", "InputModel", "IntID", "Sequence"]


_AS_SENT: dict[str, Any] = {"by_alias": True, "exclude_unset": True}


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
        return super().model_dump(**(_AS_SENT | options))

    def model_dump_json(self, **options: Any) -> str:
        """Return what will be sent as JSON: what was set, under the API's names, unless options say otherwise."""
        return super().model_dump_json(**(_AS_SENT | options))

    @field_validator("*", check_fields=False)
    @classmethod
    def _warn_of_unknown_values(cls, value: Any, info: ValidationInfo) -> Any:
        warn_of_unknown_values(f"{cls.__name__}.{info.field_name}", value)
        return value

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        return ((name, value) for name, value in self if name in self.model_fields_set)
