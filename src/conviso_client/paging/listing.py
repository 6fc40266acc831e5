"""How the pages of an operation's list are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from conviso_client.errors import ConfigurationError

from .reading import page_variables

if TYPE_CHECKING:
    from conviso_client.call.operation import Operation, Paging

__all__ = ["Listing"]


class Listing(NamedTuple):
    """An operation that is read page by page, with arguments that stay the same for all pages."""

    operation: Operation[Any]
    paging: Paging
    variables: Mapping[str, Any]

    @classmethod
    def of(cls, operation: Operation[Any], variables: Mapping[str, Any]) -> Listing:
        """Keep the arguments as they are now. Raises `ConfigurationError` for what is no list, or cannot be sent."""
        from conviso_client.call.arguments import checked_arguments
        from conviso_client.call.body import Variables

        if operation.paging is None:
            raise ConfigurationError(f"{operation.name} is not read page by page")
        tolerant = _tolerant(operation, operation.paging.metadata or ())
        return cls(tolerant, operation.paging, Variables.of(checked_arguments(operation, variables)).values)

    def variables_of(self, number: int, size: int) -> dict[str, Any]:
        """Return the variables that ask for one page."""
        return page_variables(self.paging, self.variables, number, size)


@lru_cache(maxsize=256)
def _tolerant(operation: Operation[Any], metadata: tuple[str, ...]) -> Operation[Any]:
    """Let pages do without their metadata: a list can be read to its end all the same. One copy has one decoder."""
    from conviso_client.models.values import api_name

    return operation.changed(tolerated=tuple(map(api_name, metadata)))
