"""The arguments of methods: checked before anything is sent, forgiving where the API has two types for one thing."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from conviso_client import Conviso
from conviso_client.errors import ConfigurationError, UnknownValue
from conviso_client.models.inputs import InputModel
from conviso_client.types import CreateAssetInput, IssueSortOptionInput, UpdateAssetInput

from .arguments import OPERATIONS, arguments, refusals

REQUIRED = {name: operation for name, operation in OPERATIONS.items() if operation.required}


@pytest.fixture(scope="module")
def conviso() -> Iterator[Conviso]:
    """One client of one kind: arguments are checked before it matters which."""
    with Conviso("key", url="http://127.0.0.1:9/graphql", company_id=443) as conviso:
        yield conviso


def other_spelling(value: Any) -> Any:
    """The same with strings of digits for numbers, and the other way round, where that is an id."""
    if isinstance(value, InputModel):
        fields = type(value).model_fields
        ids = [name for name in value.model_fields_set if "id" in name.split("_") or "ids" in name.split("_")]
        given = {name: getattr(value, name) for name in value.model_fields_set}
        changed = {name: swapped(given[name]) for name in ids if name in fields}
        return type(value).model_validate(given | changed)
    return swapped(value)


def swapped(value: Any) -> Any:
    if isinstance(value, list):
        return [swapped(item) for item in value]
    return (
        str(value) if isinstance(value, int) else int(value) if isinstance(value, str) and value.isdecimal() else value
    )


def test_an_id_may_be_a_number_or_a_string_everywhere(conviso: Conviso) -> None:
    for name, operation in OPERATIONS.items():
        given = arguments(operation)
        kinds = {argument.lower(): kind for argument, kind in operation.arguments}
        for argument, value in given.items():
            if isinstance(value, InputModel) or kinds.get(argument.replace("_", "")) in ("ID", "IntID"):
                given[argument] = other_spelling(value)
        explained = conviso.explain(getattr(conviso, name), **given)
        assert refusals(operation, dict(explained.variables)) == []


def test_what_is_required_cannot_be_none(conviso: Conviso) -> None:
    for name, operation in REQUIRED.items():
        given = arguments(operation)
        for argument in given:
            with pytest.raises(ConfigurationError, match=f"^{name}: {argument} is missing$"):
                conviso.explain(getattr(conviso, name), **{**given, argument: None})


def test_a_wrong_type_is_named(conviso: Conviso) -> None:
    for name, operation in REQUIRED.items():
        given = arguments(operation)
        for argument in given:
            with pytest.raises(ConfigurationError, match=f"^{name}: {argument}"):
                conviso.explain(getattr(conviso, name), **{**given, argument: object()})


def test_the_pages_of_a_list_are_checked_at_once(conviso: Conviso) -> None:
    with pytest.raises(ConfigurationError, match="assets: search: should be a valid dictionary or instance of Assets"):
        conviso.iter_assets(search="api")  # type: ignore[arg-type]


def test_the_wrong_input(conviso: Conviso) -> None:
    with pytest.raises(ConfigurationError, match=r"input: .* CreateAssetInput, not UpdateAssetInput\(id='7'\)"):
        conviso.explain(conviso.create_asset, UpdateAssetInput(id=7))  # type: ignore[arg-type]


def test_a_dict_is_made_the_input(conviso: Conviso) -> None:
    explained = conviso.explain(conviso.create_asset, {"name": "x", "asset_type": "api"})  # type: ignore[arg-type]
    assert explained.variables["input"] == CreateAssetInput(name="x", asset_type="api", company_id=443).model_dump()
    with pytest.raises(ConfigurationError, match=r"input\.name is missing; there is no input\.nam; did you mean name"):
        conviso.explain(conviso.create_asset, {"nam": "x"})  # type: ignore[arg-type]


def test_a_value_that_is_not_known_is_warned_of_and_sent(conviso: Conviso) -> None:
    with pytest.warns(UnknownValue, match=r"vulnerabilities: order: .*'rank'.* is not among "):
        explained = conviso.explain(conviso.vulnerabilities, order="rank")  # type: ignore[arg-type]
    assert explained.variables["order"] == "rank"


def test_what_fits_is_sent_as_it_is(conviso: Conviso) -> None:
    option = IssueSortOptionInput(sort_by="SEVERITY", order="DESC")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explained = conviso.explain(conviso.issues, sort_options=[option], with_detail=True)
    assert explained.variables["sortOptions"] == [{"sortBy": "SEVERITY", "order": "DESC"}]
