from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import conviso_client
from conviso_client import errors
from conviso_client.errors import (
    ConnectionLost,
    ConvisoError,
    DeadlineExceeded,
    ErrorDetail,
    GraphQLError,
    OutcomeUnknown,
    RateLimited,
    ServerError,
)

CLASSES = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, ConvisoError)]
ROUND_TRIPS = [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy]


def made(error_type: type[ConvisoError]) -> ConvisoError:
    """An error of a class with everything that it can have."""
    attributes: dict[str, Any] = {
        "operation": "createAsset",
        "status": 503,
        "attempts": 3,
        "elapsed": 1.25,
        "correlation_id": "c-1",
        "request_id": "r-1",
        "errors": (ErrorDetail("no", "X", ("a", 0), {"code": "X"}),),
        "data": {"a": [1]},
        "retry_after": 2.5,
        "excerpt": "<html>",
        "messages": ("no",),
        "path": "data.a",
        "payload": {"errors": ["no"]},
        "duplicates": 1,
    }
    fitting = {name: value for name, value in attributes.items() if hasattr(error_type, name)}
    error = error_type("it failed", **fitting)
    error.__cause__ = ConnectionLost("the wire broke", attempts=1)
    return error


@pytest.mark.parametrize("error_type", CLASSES)
@pytest.mark.parametrize("round_trip", ROUND_TRIPS, ids=["pickle", "copy", "deepcopy"])
def test_round_trips(error_type: type[ConvisoError], round_trip: Any):
    error = made(error_type)
    again = round_trip(error)
    assert type(again) is error_type
    assert vars(again) == vars(error)
    assert str(again) == str(error)
    assert again.args == error.args
    assert str(again.__cause__) == str(error.__cause__)


@pytest.mark.parametrize("error_type", CLASSES)
def test_texts(error_type: type[ConvisoError]):
    text = str(made(error_type))
    assert text.startswith("createAsset: it failed")
    assert error_type.advice in text
    for detail in ("status 503", "attempts 3", "1.25 s", "correlation id c-1", "request id r-1"):
        assert detail in text
    assert str(error_type("it failed")).startswith("it failed")


def test_a_text_without_details():
    assert str(ConvisoError("it failed")) == "it failed"
    assert str(ServerError("it failed")) == "it failed. Repeat it later."
    assert str(ServerError("it failed!")) == "it failed! Repeat it later."


def test_a_foreign_cause_stays_behind():
    error = ConnectionLost("gone")
    error.__cause__ = OSError("details of the machine")
    assert pickle.loads(pickle.dumps(error)).__cause__ is None


def test_causes():
    cause = ServerError("HTTP 503")
    for error_type in (OutcomeUnknown, DeadlineExceeded):
        error = error_type("gave up")
        assert error.cause is None
        error.__cause__ = cause
        assert error.cause is cause
        error.__cause__ = ValueError()
        assert error.cause is None


def test_codes():
    details = (ErrorDetail("a", "A"), ErrorDetail("b"), ErrorDetail("c", "C"))
    assert GraphQLError("no", errors=details).codes == ("A", "C")
    assert GraphQLError("no").codes == ()


def test_defaults_are_what_does_not_apply():
    error = RateLimited("slow down")
    assert (error.operation, error.status, error.attempts, error.retry_after, error.messages) == (None,) * 4 + ((),)


def test_the_docstring_draws_the_whole_tree():
    drawing = errors.__doc__ or ""
    parents: list[str] = []
    drawn: dict[str, str | None] = {}
    for line in drawing.splitlines():
        name = line.replace("├──", "   ").replace("└──", "   ").replace("│", " ").split(maxsplit=1)[:1]
        if not name or not isinstance(getattr(errors, name[0], None), type):
            continue
        depth = (line.index(name[0]) - 4) // 4
        drawn[name[0]] = parents[depth - 1] if depth else None
        parents = [*parents[:depth], name[0]]
    real = {each.__name__: each.__mro__[1].__name__ for each in CLASSES}
    assert drawn == real | {"ConvisoError": None}


def test_every_error_is_public_at_the_top():
    for each in CLASSES:
        assert each.__name__ in errors.__all__
        assert getattr(conviso_client, each.__name__) is each
        assert each.__name__ in conviso_client.__all__
