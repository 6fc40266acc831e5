"""How a call gets the company that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conviso_client.call.options import checked_company
from conviso_client.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic import JsonValue

    from .operation import Company, Operation

__all__ = ["with_company"]


def with_company(
    operation: Operation[Any], variables: dict[str, Any], explicit: int | str | None, default: int | str | None
) -> dict[str, Any]:
    """Put the company where the operation carries it, in the type that the API wants there.

    An explicit argument wins, else what the variables carry already, else the client's default.
    Raises `ConfigurationError` if the operation needs a company and there is none.
    """
    company = operation.company
    if company is None:
        return variables
    *parents, name = company.path
    found: JsonValue = variables
    for parent in parents:
        found = found.get(parent) if isinstance(found, dict) else None
    carried = found[name] if isinstance(found, dict) and name in found else default
    value = carried if explicit is None else explicit
    if value is not None:
        holder = variables
        for parent in parents:
            if holder.get(parent) is None:
                holder[parent] = {}
            holder = holder[parent]
        holder[name] = _coerced(operation, company, value)
    elif company.required:
        raise ConfigurationError(
            "a company is needed: give company_id= to the call, company_id= to the client, "
            "or set the environment variable CONVISO_COMPANY_ID",
            operation=operation.name,
        )
    return variables


def _coerced(operation: Operation[Any], company: Company, value: Any) -> int | str:
    try:
        number = value if type(value) is int and value > 0 else checked_company(value)
    except ConfigurationError as error:
        error.operation = operation.name
        raise
    return str(number) if company.type == "ID" else number
