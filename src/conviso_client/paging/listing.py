"""How the pages of an operation's list are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, get_args, get_origin

from conviso_client.call.arguments import checked_arguments, with_company
from conviso_client.call.body import Variables
from conviso_client.call.codec import codec
from conviso_client.call.operation import Operation, Paging
from conviso_client.errors import ConfigurationError
from conviso_client.models.results import field_types, is_model
from conviso_client.models.values import api_name

__all__ = ["Listing", "page_variables"]


class ListClient(Protocol):
    """What a list must know of its client."""

    @property
    def url(self) -> str: ...
    @property
    def company_id(self) -> int | str | None: ...


class Listing(NamedTuple):
    """An operation that is read page by page, with arguments that stay the same for all pages."""

    operation: Operation[Any]
    paging: Paging
    variables: Mapping[str, Any]
    company_id: int | str | None
    """The company that the call names; None takes the client's."""
    client: ListClient

    @classmethod
    def of(
        cls, operation: Operation[Any], variables: Mapping[str, Any], company_id: int | str | None, client: ListClient
    ) -> Listing:
        """Keep the arguments as they are now. Raises `ConfigurationError` for what is no list, or cannot be sent."""
        if operation.paging is None:
            raise ConfigurationError(f"{operation.name} is not read page by page")
        kept = Variables.of(checked_arguments(operation, variables)).values
        return cls(_tolerant(operation), operation.paging, kept, company_id, client)

    def arguments(self) -> dict[str, Any]:
        """Return the variables that all pages have in common, the company among them.

        Raises `ConfigurationError` if the list needs a company and there is none.
        """
        return with_company(self.operation, deepcopy(dict(self.variables)), self.company_id, self.client.company_id)

    @property
    def row_type(self) -> Any:
        """The type of a row: a model, or a union of models."""
        found = codec(self.operation).annotation
        for name in self.paging.items:
            (model,) = [part for part in (found, *get_args(found)) if is_model(part)]
            (found,) = [field.annotation for field in field_types(model) if field.name == name]
        (rows,) = [part for part in (found, *get_args(found)) if get_origin(part) is list]
        return get_args(rows)[0]


@lru_cache(maxsize=256)  # one copy for all lists of an operation, and so one decoder
def _tolerant(operation: Operation[Any]) -> Operation[Any]:
    """Let pages do without their metadata: a list can be read to its end all the same."""
    assert operation.paging is not None
    return operation.changed(tolerated=tuple(map(api_name, operation.paging.metadata or ())))


def page_variables(paging: Paging, variables: Mapping[str, Any], number: int, size: int) -> dict[str, Any]:
    """Return the variables that ask for one page."""
    if paging.style == "limit":
        return {**variables, paging.page[0]: number, paging.size[0]: size}
    return {**variables, paging.page[0]: {paging.page[1]: number, paging.size[1]: size}}
