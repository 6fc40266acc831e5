"""From variables to bytes."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from typing import Any, List, Optional  # noqa: UP035

import pytest

from conviso_client.call.body import Variables, request_body
from conviso_client.errors import ConfigurationError
from conviso_client.http.request import JsonBody, MultipartBody
from conviso_client.models.inputs import InputModel
from conviso_client.upload import Upload

from .support import operation


class Inner(InputModel):
    some_name: Optional[str] = None  # noqa: UP045
    day: Optional[date] = None  # noqa: UP045


class Outer(InputModel):
    inner_list: Optional[List[Inner]] = None  # noqa: UP006, UP045
    a_file: Optional[Upload] = None  # noqa: UP045
    company_id: Optional[int] = None  # noqa: UP045


def sent(variables: dict[str, Any]) -> Any:
    body = request_body(operation(repeatable=True), Variables.of(variables))
    assert isinstance(body, JsonBody)
    assert body.length() == len(body.json)
    assert body.replayable
    return json.loads(b"".join(body.chunks()))["variables"]


def test_input_models_send_what_is_set_under_the_names_of_the_api():
    outer = Outer(inner_list=[Inner(some_name="x"), Inner(some_name=None), Inner()])
    assert sent({"input": outer}) == {"input": {"innerList": [{"someName": "x"}, {"someName": None}, {}]}}


def test_input_models_at_any_depth():
    inner = Inner(day=date(2026, 1, 31))
    expected = {"day": "2026-01-31"}
    assert sent({"a": [{"b": (inner,)}], "c": {"d": inner}}) == {"a": [{"b": [expected]}], "c": {"d": expected}}


def test_values():
    moment = datetime(2026, 1, 31, 12, 30, tzinfo=timezone.utc)
    given = {"a": moment, "b": date(2026, 1, 31), "c": 1.5, "d": True, "e": None, "f": "ü\u2028", "g": {1}, "h": {}}
    assert sent(given) == {
        "a": "2026-01-31T12:30:00Z",
        "b": "2026-01-31",
        "c": 1.5,
        "d": True,
        "e": None,
        "f": "ü\u2028",
        "g": [1],
        "h": {},
    }


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_does_not_know(number: float):
    with pytest.raises(ConfigurationError, match=r"variables\.a\.0\.b"):
        sent({"a": [{"b": number}]})


@pytest.mark.parametrize("value", [object(), "\ud800", lambda: 1, b"\xff"])
def test_values_that_json_does_not_know(value: Any):
    with pytest.raises(ConfigurationError, match="cannot be sent as JSON") as caught:
        sent({"a": value})
    assert caught.value.operation == "thing"


def test_the_document_and_the_name():
    body = request_body(operation(repeatable=True, name="", document='{ a(b: "c") }'), Variables.of({}))
    assert json.loads(b"".join(body.chunks())) == {"query": '{ a(b: "c") }', "variables": {}}


def test_files_are_found_wherever_they_are():
    first, second = Upload.from_bytes(b"1", "a"), Upload.from_bytes(b"22", "b")
    variables = Variables.of({"input": Outer(a_file=first), "list": [{"x": second}], "company": 3})
    assert variables.values == {"input": {"aFile": None}, "list": [{"x": None}], "company": 3}
    assert variables.uploads == {"variables.input.aFile": first, "variables.list.0.x": second}
    body = request_body(operation(repeatable=False), variables)
    assert isinstance(body, MultipartBody)
    assert body.length() == len(b"".join(body.chunks()))
    assert body.replayable


def test_one_file_in_two_places():
    upload = Upload.from_bytes(b"1", "a")
    body = request_body(operation(repeatable=False), Variables.of({"a": upload, "b": upload}))
    assert b'{"0":["variables.a"],"1":["variables.b"]}' in b"".join(body.chunks())
