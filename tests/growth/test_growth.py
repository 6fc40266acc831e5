"""Models of today and answers of tomorrow: they decode, or fail exactly so."""

from __future__ import annotations

import json
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.call.operation import Operation
from conviso_client.call.reply import Context, Success, read
from conviso_client.errors import InvalidResponse
from conviso_client.generated import operations as generated
from conviso_client.http.request import Failure, Reply
from conviso_client.http.secret import Secret
from conviso_client.models.enums import OpenEnum
from conviso_client.models.results import ResultModel

from .future import NEW_FIELD, NEW_TYPE, NEW_VALUE, Future, Growth

OPERATIONS = {name: value for name, value in vars(generated).items() if isinstance(value, Operation)}
ABSTRACT = ("issue", "issues")
some_operation = st.sampled_from(sorted(OPERATIONS))
seeds = st.integers(0, 2**32)


def decoded(operation: Operation[Any], data: Any) -> Success | Failure:
    body = json.dumps({"data": data}).encode()
    return read(Reply(200, {}, body), Context(operation, "https://api.test/graphql", Secret("key"), Secret(()), 0.0))


def value_of(outcome: Success | Failure) -> Any:
    """The value, or that of the payload of a mutation whose made-up errors make it rejected."""
    if isinstance(outcome, Success):
        return outcome.value
    assert not isinstance(outcome.error, InvalidResponse), outcome.error
    return outcome.error.payload  # type: ignore[attr-defined]


def check(given_value: Any, value: Any) -> None:
    """Everything that came and has a place in the models is there."""
    if isinstance(given_value, dict) and isinstance(value, ResultModel):
        names = dict(zip(value.to_dict(api_names=True), value.to_dict(), strict=True))
        for key in given_value.keys() & names.keys():
            check(given_value[key], getattr(value, names[key]))
        assert names or given_value.keys() <= {"__typename", NEW_FIELD}
        assert NEW_FIELD not in names
        assert not hasattr(value, NEW_FIELD)
    elif isinstance(given_value, list):
        assert len(value) == len(given_value)
        for part, item in zip(given_value, value, strict=True):
            check(part, item)
    elif isinstance(value, (datetime, date)):
        assert given_value[:10] == value.isoformat()[:10]
    elif given_value is None:
        assert value in (None, [])
    elif isinstance(value, OpenEnum):
        assert value == given_value
        assert value.is_known == (given_value != NEW_VALUE)
    elif not isinstance(given_value, dict):
        assert value == given_value or str(given_value) == value


@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_of_today(name: str) -> None:
    future = Future(Growth(), Random(name))
    data = future.answer(OPERATIONS[name])
    assert future.broken == []
    check(data[OPERATIONS[name].name], value_of(decoded(OPERATIONS[name], data)))


@given(some_operation, seeds)
def test_new_values_types_and_fields_decode(name: str, seed: int) -> None:
    future = Future(Growth(new_values=0.3, new_types=0.5, new_fields=0.3), Random(seed))
    data = future.answer(OPERATIONS[name])
    check(data[OPERATIONS[name].name], value_of(decoded(OPERATIONS[name], data)))


@given(some_operation, seeds)
def test_a_promise_that_is_broken_is_named_and_nothing_else_fails(name: str, seed: int) -> None:
    operation = OPERATIONS[name]
    future = Future(Growth(new_values=0.2, new_types=0.3, new_fields=0.2, nulls=0.05), Random(seed))
    data = future.answer(operation)
    outcome = decoded(operation, data)
    if not future.broken:
        check(data[operation.name], value_of(outcome))
        return
    assert isinstance(outcome, Failure)
    error = outcome.error
    assert isinstance(error, InvalidResponse)
    assert error.path in future.broken
    assert f"{error.path} in the answer does not fit: " in str(error)
    assert error.data == data
    assert "The API's schema may have moved: look for a newer conviso-client." in str(error)


@pytest.mark.parametrize("name", ABSTRACT)
def test_a_type_of_tomorrow_keeps_what_all_have_in_common(name: str) -> None:
    operation = OPERATIONS[name]
    future = Future(Growth(new_types=1.0), Random(5))
    value = value_of(decoded(operation, data := future.answer(operation)))
    rows = value.collection if name == "issues" else [value]
    given_rows = data[operation.name]["collection"] if name == "issues" else [data[operation.name]]
    assert future.types == len(rows) > 0
    for row, given_row in zip(rows, given_rows, strict=True):
        assert row.typename__ == NEW_TYPE
        assert (row.id, row.title) == (given_row["id"], given_row["title"])
        assert type(row).__name__.startswith("Other")


def test_the_growth_does_happen() -> None:
    """The tests above would say nothing if it did not."""
    grown = Future(Growth(new_values=0.5, new_types=0.5, nulls=0.05), Random(1))
    for operation in OPERATIONS.values():
        grown.answer(operation)
    assert grown.values > 10
    assert grown.types > 0
    assert len(grown.broken) > 10
