"""The company, in every operation that is about one: in the right variable, in the right type, from the right place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from conviso_client import AsyncConviso, Conviso
from conviso_client.call.operation import Operation
from conviso_client.errors import ConfigurationError
from conviso_client.generated.operations import update_project
from conviso_client.types import CreateAssetInput, DeleteIssueInput, ProjectSearch

from .arguments import OPERATIONS, arguments, refusals

ABOUT_A_COMPANY = {name: operation for name, operation in OPERATIONS.items() if operation.company}
IN_AN_INPUT = {name: op for name, op in ABOUT_A_COMPANY.items() if op.company and op.company.path[0] == "input"}


@pytest.fixture(autouse=True)
def _no_company_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVISO_COMPANY_ID", raising=False)


def client(company_id: Any = None) -> Conviso:
    return Conviso("key", url="http://127.0.0.1:9/graphql", company_id=company_id)


def sent(conviso: Conviso | AsyncConviso, operation: Operation[Any], **more: Any) -> Any:
    explanation = conviso.explain(getattr(conviso, operation.method), **arguments(operation), **more)
    assert refusals(operation, dict(explanation.variables)) == []
    return explanation.variables


def found(variables: Any, operation: Operation[Any]) -> Any:
    assert operation.company
    for name in operation.company.path:
        variables = variables[name]
    return variables


def test_all_carriers_are_there() -> None:
    carriers = {(op.company.path, op.company.type) for op in ABOUT_A_COMPANY.values() if op.company}
    assert carriers == {
        (("companyId",), "ID"),
        (("scopeId",), "Int"),
        (("params", "scopeIdEq"), "ID"),
        (("id",), "ID"),
        (("input", "companyId"), "ID"),
        (("input", "companyId"), "Int"),
    }
    assert len(ABOUT_A_COMPANY) > 50


def test_the_clients_company_is_filled_in() -> None:
    for company in [443, "443", " 443 "]:
        for operation in ABOUT_A_COMPANY.values():
            assert operation.company
            expected = 443 if operation.company.type == "Int" else "443"
            with client(company) as conviso:
                got = found(sent(conviso, operation), operation)
            assert got == expected
            assert type(got) is type(expected)


def test_an_explicit_one_wins() -> None:
    for operation in ABOUT_A_COMPANY.values():
        with client(1) as conviso:
            assert str(found(sent(conviso, operation, company_id="443"), operation)) == "443"


def test_the_inputs_own_comes_before_the_clients() -> None:
    for name, operation in IN_AN_INPUT.items():
        given = arguments(operation)
        given["input"].company_id = 444
        with client(1) as conviso:
            explanation = conviso.explain(getattr(conviso, name), **given)
            assert str(found(explanation.variables, operation)) == "444"
            explanation = conviso.explain(getattr(conviso, name), **given, company_id=443)
            assert str(found(explanation.variables, operation)) == "443"


def test_without_any_the_three_ways_are_named() -> None:
    for operation in ABOUT_A_COMPANY.values():
        assert operation.company
        with client() as conviso:
            if not operation.company.required:
                assert "443" not in str(sent(conviso, operation))
                continue
            with pytest.raises(ConfigurationError) as caught:
                sent(conviso, operation)
        text = str(caught.value)
        assert text.startswith(f"{operation.name}: a company is needed: give ")
        for way in ("company_id= to the call", "company_id= to the client", "CONVISO_COMPANY_ID"):
            assert way in text


def test_the_environment_is_the_last_resort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVISO_COMPANY_ID", "443")
    with client() as conviso, client(444) as other:
        assert conviso.explain(conviso.assets).variables["companyId"] == "443"
        assert other.explain(other.assets).variables["companyId"] == "444"


def test_what_changes_a_record_is_not_moved_to_another_company() -> None:
    """`updateProject` applies every argument that it receives, so the client's company is not sent with it."""
    with client(443) as conviso:
        assert "companyId" not in sent(conviso, update_project)["input"]


@pytest.mark.parametrize("value", ["", "  ", "9" * 5000, True, 4.5, [443], object()])
def test_what_is_no_company_is_refused_at_once(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="company_id must be the company's number, such as 443, not "):
        client(value)
    with client(1) as conviso:
        with pytest.raises(ConfigurationError, match="company_id must be the company's number"):
            conviso.for_company(value)
        with pytest.raises(ConfigurationError, match="company_id must be the company's number"):
            conviso.explain(conviso.assets, company_id=value)


@pytest.mark.parametrize("wrong", ["aurora", "-1", -1])
def test_what_is_no_company_is_refused_wherever_it_is_given(wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    words = f"company_id must be the company's number, such as 443, not '?{wrong}'?"
    with client() as conviso:
        for make in (
            lambda: client(wrong),
            lambda: conviso.for_company(wrong),
            lambda: conviso.with_options(company_id=wrong),
            lambda: conviso.explain(conviso.requirements, company_id=wrong),
            lambda: conviso.explain(conviso.delete_issue, DeleteIssueInput(id=1, company_id=wrong)),
        ):
            with pytest.raises(ConfigurationError, match=words):
                make()
    monkeypatch.setenv("CONVISO_COMPANY_ID", str(wrong))
    with pytest.raises(ConfigurationError, match="company_id must be the company's number"):
        client()


def test_a_number_of_numpy_is_one() -> None:
    with client(np.int64(443)) as conviso:
        assert conviso.explain(conviso.assets).variables["companyId"] == "443"
        assert conviso.explain(conviso.requirements, company_id=np.int32(7)).variables["scopeId"] == 7


class TestForCompany:
    def test_it_shares_all_but_the_company(self) -> None:
        with client(1) as conviso:
            other = conviso.for_company(443)
            assert type(other) is Conviso
            assert other.explain(other.assets).variables["companyId"] == "443"
            assert conviso.explain(conviso.assets).variables["companyId"] == "1"
            assert other._transport is conviso._transport
            assert other._shared is conviso._shared

    def test_closing_it_closes_nothing(self) -> None:
        with client(1) as conviso:
            with conviso.for_company(443):
                pass
            conviso._transport._open()

    def test_no_company_is_none(self) -> None:
        with client(1) as conviso, pytest.raises(ConfigurationError, match="not None"):
            conviso.for_company(None)  # type: ignore[arg-type]

    def test_the_asynchronous_client_has_it_too(self) -> None:
        other = AsyncConviso("key", company_id=1).for_company("443")
        assert type(other) is AsyncConviso
        assert found(sent(other, ABOUT_A_COMPANY["create_asset"]), ABOUT_A_COMPANY["create_asset"]) == 443


def test_the_arguments_are_left_as_they_were() -> None:
    given, search = CreateAssetInput(name="x"), ProjectSearch(label_cont="api")
    with client(443) as conviso:
        assert conviso.explain(conviso.create_asset, given).variables["input"]["companyId"] == 443
        assert conviso.explain(conviso.projects, params=search).variables["params"]["scopeIdEq"] == "443"
    assert given.model_dump() == {"name": "x"}
    assert search.model_dump() == {"labelCont": "api"}
