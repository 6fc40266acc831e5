"""The vocabulary of change: what kinds there are, and how bad each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from typing_extensions import Self

__all__ = ["Change", "Differences", "Kind", "Severity", "dict_diff", "list_diff", "member_of"]

ItemT = TypeVar("ItemT")


class Severity(str, Enum):
    """How bad a change is for some client, whoever it is."""

    BREAKING = "breaking"
    """A request that was valid may be refused, or its answer may have another shape."""
    DANGEROUS = "dangerous"
    """Every request stays valid, yet a client may meet what it never met before."""
    SAFE = "safe"


class Kind(str, Enum):
    """What can happen to a schema."""

    severity: Severity

    def __new__(cls, name: str, severity: Severity) -> Self:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.severity = severity
        return kind

    ROOT_TYPE_REMOVED = "ROOT_TYPE_REMOVED", Severity.BREAKING
    ROOT_TYPE_CHANGED = "ROOT_TYPE_CHANGED", Severity.BREAKING
    TYPE_REMOVED = "TYPE_REMOVED", Severity.BREAKING
    TYPE_KIND_CHANGED = "TYPE_KIND_CHANGED", Severity.BREAKING
    INTERFACE_REMOVED = "INTERFACE_REMOVED", Severity.BREAKING
    POSSIBLE_TYPE_REMOVED = "POSSIBLE_TYPE_REMOVED", Severity.BREAKING
    FIELD_REMOVED = "FIELD_REMOVED", Severity.BREAKING
    FIELD_TYPE_CHANGED = "FIELD_TYPE_CHANGED", Severity.BREAKING
    FIELD_BECAME_NULLABLE = "FIELD_BECAME_NULLABLE", Severity.BREAKING
    ARGUMENT_REMOVED = "ARGUMENT_REMOVED", Severity.BREAKING
    ARGUMENT_TYPE_CHANGED = "ARGUMENT_TYPE_CHANGED", Severity.BREAKING
    ARGUMENT_BECAME_REQUIRED = "ARGUMENT_BECAME_REQUIRED", Severity.BREAKING
    REQUIRED_ARGUMENT_ADDED = "REQUIRED_ARGUMENT_ADDED", Severity.BREAKING
    INPUT_FIELD_REMOVED = "INPUT_FIELD_REMOVED", Severity.BREAKING
    INPUT_FIELD_TYPE_CHANGED = "INPUT_FIELD_TYPE_CHANGED", Severity.BREAKING
    INPUT_FIELD_BECAME_REQUIRED = "INPUT_FIELD_BECAME_REQUIRED", Severity.BREAKING
    REQUIRED_INPUT_FIELD_ADDED = "REQUIRED_INPUT_FIELD_ADDED", Severity.BREAKING
    ONE_OF_ADDED = "ONE_OF_ADDED", Severity.BREAKING
    ENUM_VALUE_REMOVED = "ENUM_VALUE_REMOVED", Severity.BREAKING
    DIRECTIVE_REMOVED = "DIRECTIVE_REMOVED", Severity.BREAKING
    DIRECTIVE_ARGUMENT_REMOVED = "DIRECTIVE_ARGUMENT_REMOVED", Severity.BREAKING
    DIRECTIVE_ARGUMENT_TYPE_CHANGED = "DIRECTIVE_ARGUMENT_TYPE_CHANGED", Severity.BREAKING
    DIRECTIVE_ARGUMENT_BECAME_REQUIRED = "DIRECTIVE_ARGUMENT_BECAME_REQUIRED", Severity.BREAKING
    REQUIRED_DIRECTIVE_ARGUMENT_ADDED = "REQUIRED_DIRECTIVE_ARGUMENT_ADDED", Severity.BREAKING
    DIRECTIVE_LOCATION_REMOVED = "DIRECTIVE_LOCATION_REMOVED", Severity.BREAKING
    DIRECTIVE_REPEATABLE_REMOVED = "DIRECTIVE_REPEATABLE_REMOVED", Severity.BREAKING
    OPERATION_REFUSED = "OPERATION_REFUSED", Severity.BREAKING
    """An operation is no longer valid, and no single change explains it."""

    INTERFACE_ADDED = "INTERFACE_ADDED", Severity.DANGEROUS
    POSSIBLE_TYPE_ADDED = "POSSIBLE_TYPE_ADDED", Severity.DANGEROUS
    OPTIONAL_ARGUMENT_ADDED = "OPTIONAL_ARGUMENT_ADDED", Severity.DANGEROUS
    ARGUMENT_DEFAULT_CHANGED = "ARGUMENT_DEFAULT_CHANGED", Severity.DANGEROUS
    OPTIONAL_INPUT_FIELD_ADDED = "OPTIONAL_INPUT_FIELD_ADDED", Severity.DANGEROUS
    INPUT_FIELD_DEFAULT_CHANGED = "INPUT_FIELD_DEFAULT_CHANGED", Severity.DANGEROUS
    ENUM_VALUE_ADDED = "ENUM_VALUE_ADDED", Severity.DANGEROUS
    DEPRECATED = "DEPRECATED", Severity.DANGEROUS
    SCALAR_SPECIFICATION_CHANGED = "SCALAR_SPECIFICATION_CHANGED", Severity.DANGEROUS
    DIRECTIVE_ARGUMENT_DEFAULT_CHANGED = "DIRECTIVE_ARGUMENT_DEFAULT_CHANGED", Severity.DANGEROUS

    ROOT_TYPE_ADDED = "ROOT_TYPE_ADDED", Severity.SAFE
    TYPE_ADDED = "TYPE_ADDED", Severity.SAFE
    FIELD_ADDED = "FIELD_ADDED", Severity.SAFE
    FIELD_BECAME_NON_NULL = "FIELD_BECAME_NON_NULL", Severity.SAFE
    ARGUMENT_RELAXED = "ARGUMENT_RELAXED", Severity.SAFE
    INPUT_FIELD_RELAXED = "INPUT_FIELD_RELAXED", Severity.SAFE
    ONE_OF_REMOVED = "ONE_OF_REMOVED", Severity.SAFE
    UNDEPRECATED = "UNDEPRECATED", Severity.SAFE
    DEPRECATION_REASON_CHANGED = "DEPRECATION_REASON_CHANGED", Severity.SAFE
    DESCRIPTION_CHANGED = "DESCRIPTION_CHANGED", Severity.SAFE
    DIRECTIVE_ADDED = "DIRECTIVE_ADDED", Severity.SAFE
    OPTIONAL_DIRECTIVE_ARGUMENT_ADDED = "OPTIONAL_DIRECTIVE_ARGUMENT_ADDED", Severity.SAFE
    DIRECTIVE_ARGUMENT_RELAXED = "DIRECTIVE_ARGUMENT_RELAXED", Severity.SAFE
    DIRECTIVE_LOCATION_ADDED = "DIRECTIVE_LOCATION_ADDED", Severity.SAFE
    DIRECTIVE_REPEATABLE_ADDED = "DIRECTIVE_REPEATABLE_ADDED", Severity.SAFE


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
    def severity(self) -> Severity:
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
