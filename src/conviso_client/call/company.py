"""How a call gets the company that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conviso_client.call.options import checked_company
from conviso_client.errors import ConfigurationError
from conviso_client.models.json_value import is_object

if TYPE_CHECKING:
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
    carried = _found(variables, company.path)
    value = explicit if explicit is not None else default if carried is _ABSENT else carried
    if value is not None:
        _put(variables, company.path, _coerced(operation, company, value))
    elif company.required:
        raise ConfigurationError(
            "a company is needed: give company_id= to the call, company_id= to the client, "
            "or set the environment variable CONVISO_COMPANY_ID",
            operation=operation.name,
        )
    return variables


_ABSENT = object()


def _found(variables: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not is_object(variables) or name not in variables:
            return _ABSENT
        variables = variables[name]
    return variables


def _put(variables: dict[str, Any], path: tuple[str, ...], value: int | str) -> None:
    for name in path[:-1]:
        if variables.get(name) is None:
            variables[name] = {}
        variables = variables[name]
    variables[path[-1]] = value


def _coerced(operation: Operation[Any], company: Company, value: Any) -> int | str:
    try:
        number = value if type(value) is int and value > 0 else checked_company(value)
    except ConfigurationError as error:
        error.operation = operation.name
        raise
    return str(number) if company.type == "ID" else number
