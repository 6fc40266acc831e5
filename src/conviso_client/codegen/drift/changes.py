"""The vocabulary of change: what kinds there are, and how bad each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from typing_extensions import Self

__all__ = ["Change", "ChangeSeverity", "Differences", "Kind", "dict_diff", "list_diff", "member_of"]

ItemT = TypeVar("ItemT")


class ChangeSeverity(str, Enum):
    """How bad a change is for some client, whoever it is."""

    BREAKING = "breaking"
    """A request that was valid may be refused, or its answer may have another shape."""
    DANGEROUS = "dangerous"
    """Every request stays valid, yet a client may meet what it never met before."""
    SAFE = "safe"


class Kind(str, Enum):
    """What can happen to a schema."""

    severity: ChangeSeverity

    def __new__(cls, name: str, severity: ChangeSeverity) -> Self:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.severity = severity
        return kind

    ROOT_TYPE_REMOVED = "ROOT_TYPE_REMOVED", ChangeSeverity.BREAKING
    ROOT_TYPE_CHANGED = "ROOT_TYPE_CHANGED", ChangeSeverity.BREAKING
    TYPE_REMOVED = "TYPE_REMOVED", ChangeSeverity.BREAKING
    TYPE_KIND_CHANGED = "TYPE_KIND_CHANGED", ChangeSeverity.BREAKING
    INTERFACE_REMOVED = "INTERFACE_REMOVED", ChangeSeverity.BREAKING
    POSSIBLE_TYPE_REMOVED = "POSSIBLE_TYPE_REMOVED", ChangeSeverity.BREAKING
    FIELD_REMOVED = "FIELD_REMOVED", ChangeSeverity.BREAKING
    FIELD_TYPE_CHANGED = "FIELD_TYPE_CHANGED", ChangeSeverity.BREAKING
    FIELD_BECAME_NULLABLE = "FIELD_BECAME_NULLABLE", ChangeSeverity.BREAKING
    ARGUMENT_REMOVED = "ARGUMENT_REMOVED", ChangeSeverity.BREAKING
    ARGUMENT_TYPE_CHANGED = "ARGUMENT_TYPE_CHANGED", ChangeSeverity.BREAKING
    ARGUMENT_BECAME_REQUIRED = "ARGUMENT_BECAME_REQUIRED", ChangeSeverity.BREAKING
    REQUIRED_ARGUMENT_ADDED = "REQUIRED_ARGUMENT_ADDED", ChangeSeverity.BREAKING
    INPUT_FIELD_REMOVED = "INPUT_FIELD_REMOVED", ChangeSeverity.BREAKING
    INPUT_FIELD_TYPE_CHANGED = "INPUT_FIELD_TYPE_CHANGED", ChangeSeverity.BREAKING
    INPUT_FIELD_BECAME_REQUIRED = "INPUT_FIELD_BECAME_REQUIRED", ChangeSeverity.BREAKING
    REQUIRED_INPUT_FIELD_ADDED = "REQUIRED_INPUT_FIELD_ADDED", ChangeSeverity.BREAKING
    ONE_OF_ADDED = "ONE_OF_ADDED", ChangeSeverity.BREAKING
    ENUM_VALUE_REMOVED = "ENUM_VALUE_REMOVED", ChangeSeverity.BREAKING
    DIRECTIVE_REMOVED = "DIRECTIVE_REMOVED", ChangeSeverity.BREAKING
    DIRECTIVE_ARGUMENT_REMOVED = "DIRECTIVE_ARGUMENT_REMOVED", ChangeSeverity.BREAKING
    DIRECTIVE_ARGUMENT_TYPE_CHANGED = "DIRECTIVE_ARGUMENT_TYPE_CHANGED", ChangeSeverity.BREAKING
    DIRECTIVE_ARGUMENT_BECAME_REQUIRED = "DIRECTIVE_ARGUMENT_BECAME_REQUIRED", ChangeSeverity.BREAKING
    REQUIRED_DIRECTIVE_ARGUMENT_ADDED = "REQUIRED_DIRECTIVE_ARGUMENT_ADDED", ChangeSeverity.BREAKING
    DIRECTIVE_LOCATION_REMOVED = "DIRECTIVE_LOCATION_REMOVED", ChangeSeverity.BREAKING
    DIRECTIVE_REPEATABLE_REMOVED = "DIRECTIVE_REPEATABLE_REMOVED", ChangeSeverity.BREAKING
    OPERATION_REFUSED = "OPERATION_REFUSED", ChangeSeverity.BREAKING
    """An operation is no longer valid, and no single change explains it."""

    INTERFACE_ADDED = "INTERFACE_ADDED", ChangeSeverity.DANGEROUS
    POSSIBLE_TYPE_ADDED = "POSSIBLE_TYPE_ADDED", ChangeSeverity.DANGEROUS
    OPTIONAL_ARGUMENT_ADDED = "OPTIONAL_ARGUMENT_ADDED", ChangeSeverity.DANGEROUS
    ARGUMENT_DEFAULT_CHANGED = "ARGUMENT_DEFAULT_CHANGED", ChangeSeverity.DANGEROUS
    OPTIONAL_INPUT_FIELD_ADDED = "OPTIONAL_INPUT_FIELD_ADDED", ChangeSeverity.DANGEROUS
    INPUT_FIELD_DEFAULT_CHANGED = "INPUT_FIELD_DEFAULT_CHANGED", ChangeSeverity.DANGEROUS
    ENUM_VALUE_ADDED = "ENUM_VALUE_ADDED", ChangeSeverity.DANGEROUS
    DEPRECATED = "DEPRECATED", ChangeSeverity.DANGEROUS
    SCALAR_SPECIFICATION_CHANGED = "SCALAR_SPECIFICATION_CHANGED", ChangeSeverity.DANGEROUS
    DIRECTIVE_ARGUMENT_DEFAULT_CHANGED = "DIRECTIVE_ARGUMENT_DEFAULT_CHANGED", ChangeSeverity.DANGEROUS

    ROOT_TYPE_ADDED = "ROOT_TYPE_ADDED", ChangeSeverity.SAFE
    TYPE_ADDED = "TYPE_ADDED", ChangeSeverity.SAFE
    FIELD_ADDED = "FIELD_ADDED", ChangeSeverity.SAFE
    FIELD_BECAME_NON_NULL = "FIELD_BECAME_NON_NULL", ChangeSeverity.SAFE
    ARGUMENT_RELAXED = "ARGUMENT_RELAXED", ChangeSeverity.SAFE
    INPUT_FIELD_RELAXED = "INPUT_FIELD_RELAXED", ChangeSeverity.SAFE
    ONE_OF_REMOVED = "ONE_OF_REMOVED", ChangeSeverity.SAFE
    UNDEPRECATED = "UNDEPRECATED", ChangeSeverity.SAFE
    DEPRECATION_REASON_CHANGED = "DEPRECATION_REASON_CHANGED", ChangeSeverity.SAFE
    DESCRIPTION_CHANGED = "DESCRIPTION_CHANGED", ChangeSeverity.SAFE
    DIRECTIVE_ADDED = "DIRECTIVE_ADDED", ChangeSeverity.SAFE
    OPTIONAL_DIRECTIVE_ARGUMENT_ADDED = "OPTIONAL_DIRECTIVE_ARGUMENT_ADDED", ChangeSeverity.SAFE
    DIRECTIVE_ARGUMENT_RELAXED = "DIRECTIVE_ARGUMENT_RELAXED", ChangeSeverity.SAFE
    DIRECTIVE_LOCATION_ADDED = "DIRECTIVE_LOCATION_ADDED", ChangeSeverity.SAFE
    DIRECTIVE_REPEATABLE_ADDED = "DIRECTIVE_REPEATABLE_ADDED", ChangeSeverity.SAFE


class Change(NamedTuple):
    """One thing that changed."""

    kind: Kind
    coordinate: str
    """Where: `Asset`, `Asset.name`, `Query.assets(page:)`, `Severity.HIGH`, `@include(if:)`."""
    message: str
    """What, as a clause that begins with the coordinate."""
    old: str | None = None
    """The type, default, reason, text or member that there was."""
    new: str | None = None
    """The type, default, reason, text or member that there is."""
    renamed_to: str | None = None
    """The coordinate that has probably taken its place: a guess from names and shapes."""
    follows: str | None = None
    """The coordinate of the change that explains this one: of a renamed type, or of the interface's same field."""

    @property
    def severity(self) -> ChangeSeverity:
        return self.kind.severity

    @property
    def type_name(self) -> str:
        """The type or directive that the change is in."""
        return self.coordinate.split(".")[0].split("(")[0]


def member_of(coordinate: str) -> str:
    """Give the last name of a coordinate: `page` of `Query.assets(page:)`, `name` of `Asset.name`, else the type."""
    return coordinate.replace("(", ".").rstrip(":)").rpartition(".")[2]


@dataclass(frozen=True)
class Differences(Generic[ItemT]):
    """What two mappings have in common by name, and what only one of them has."""

    removed: dict[str, ItemT]
    added: dict[str, ItemT]
    persisted: dict[str, tuple[ItemT, ItemT]]


def dict_diff(old: Mapping[str, ItemT], new: Mapping[str, ItemT]) -> Differences[ItemT]:
    """Compare two mappings by their names."""
    return Differences(
        removed={name: item for name, item in old.items() if name not in new},
        added={name: item for name, item in new.items() if name not in old},
        persisted={name: (item, new[name]) for name, item in old.items() if name in new},
    )


def list_diff(old: Iterable[Any], new: Iterable[Any]) -> Differences[Any]:
    """Compare two lists of things that have names."""
    return dict_diff({item.name: item for item in old}, {item.name: item for item in new})
