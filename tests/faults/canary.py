"""A key that is easy to find again, and all the places where a failing call might leave it."""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any

from conviso_client.http.secret import Secret

CANARY = 'Tweety/7f+3"&=bird'
IN_A_HEADER = "Woodstock/9 & friends"
"""What a header of the caller's own says, which is hidden as well."""
FORMS = (
    CANARY,
    "Tweety%2F7f%2B3%22%26%3Dbird",
    "Tweety/7f+3&quot;&amp;=bird",
    json.dumps(CANARY)[1:-1],
    "Tweety",
    "weety/7f",
    "Woodstock",
)
"""As they are, in a URL, in HTML, in JSON, and cut off at either end."""


def texts(value: Any, depth: int = 7, seen: set[int] | None = None) -> Iterator[str]:
    """Yield all texts that can be reached from a value in the way of a debugger: reprs, attributes, items."""
    seen = set() if seen is None else seen
    if isinstance(value, Secret) or id(value) in seen or depth == 0:
        return
    seen.add(id(value))
    if isinstance(value, str):
        yield value
    elif isinstance(value, (bytes, bytearray)):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, dict):
        for name, item in list(value.items()):
            yield from texts(name, depth - 1, seen)
            yield from texts(item, depth - 1, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in list(value):
            yield from texts(item, depth - 1, seen)
    elif not isinstance(value, (type, FrameType)) and not callable(value):
        yield repr(value)
        yield from texts(getattr(value, "__dict__", {}), depth - 1, seen)
        for slot in getattr(type(value), "__slots__", ()):
            yield from texts(getattr(value, slot, None), depth - 1, seen)


def everything_about(error: BaseException) -> Iterator[str]:
    """Yield what an error report may hold: texts, attributes, causes, and the variables of the frames."""
    seen: set[int] = set()
    todo: list[BaseException | None] = [error]
    while todo:
        current = todo.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield str(current)
        yield repr(current)
        yield from texts(current.args)
        yield from texts(vars(current))
        yield "".join(traceback.format_exception(current))
        for frame, _ in traceback.walk_tb(current.__traceback__):
            if "/tests/" not in frame.f_code.co_filename and "/_pytest/" not in frame.f_code.co_filename:
                yield from texts(dict(frame.f_locals))
        todo += [current.__cause__, current.__context__]


def assert_clean(found: Iterator[str]) -> None:
    for text in found:
        assert not any(form in text for form in FORMS), text


def assert_error_is_clean(error: BaseException) -> None:
    """Look at what an error report may hold, here and where the error was sent to."""
    assert_clean(everything_about(error))
    pickled = pickle.dumps(error)
    assert_clean(iter([pickled.decode("latin-1")]))
    assert_clean(everything_about(pickle.loads(pickled)))
