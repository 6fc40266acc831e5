"""How a call gets its company."""

from __future__ import annotations

from typing import Any

import pytest

from conviso_client.call.arguments import with_company
from conviso_client.call.operation import Company
from conviso_client.errors import ConfigurationError

from .support import operation

TOP = Company(("companyId",), "ID", required=True)
DEEP = Company(("params", "scopeIdEq"), "Int", required=True)


def filled(company: Company | None, variables: dict[str, Any], explicit: Any = None, default: Any = None) -> Any:
    return with_company(operation(repeatable=True, company=company), variables, explicit, default)


@pytest.mark.parametrize(
    ("company", "variables", "explicit", "default", "expected"),
    [
        (TOP, {}, None, 443, {"companyId": "443"}),
        (TOP, {}, "1", 443, {"companyId": "1"}),
        (TOP, {"companyId": 7}, None, 443, {"companyId": "7"}),
        (TOP, {"companyId": 7}, 1, 443, {"companyId": "1"}),
        (DEEP, {}, None, "443", {"params": {"scopeIdEq": 443}}),
        (DEEP, {"params": None}, None, 443, {"params": {"scopeIdEq": 443}}),
        (DEEP, {"params": {"a": 1}}, None, 443, {"params": {"a": 1, "scopeIdEq": 443}}),
        (DEEP, {"params": {"scopeIdEq": "7"}}, None, 443, {"params": {"scopeIdEq": 7}}),
        (None, {"a": 1}, 1, 443, {"a": 1}),
        (DEEP._replace(required=False), {}, None, None, {}),
        (TOP._replace(required=False), {"companyId": None}, None, 443, {"companyId": None}),
    ],
)
def test_who_wins(company: Any, variables: dict[str, Any], explicit: Any, default: Any, expected: dict[str, Any]):
    assert filled(company, variables, explicit, default) == expected


@pytest.mark.parametrize("variables", [{}, {"params": {}}, {"params": {"scopeIdEq": None}}])
def test_without_any(variables: dict[str, Any]):
    with pytest.raises(ConfigurationError) as caught:
        filled(DEEP, variables)
    for way in ("company_id= to the call", "company_id= to the client", "CONVISO_COMPANY_ID"):
        assert way in str(caught.value)


@pytest.mark.parametrize("wrong", ["acme", "", " ", "1.5", "-1", -1, "0", 0, "4_4", True, 1.5, [], object()])
@pytest.mark.parametrize("company", [DEEP, TOP])
def test_what_is_no_company(company: Company, wrong: Any):
    with pytest.raises(ConfigurationError, match="company_id must be the company's number"):
        filled(company, {}, wrong)
