"""What a call would send, without sending it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from pydantic_core import from_json, to_json

from conviso_client.call.operation import MAX_COMPLEXITY, MAX_DEPTH, Operation
from conviso_client.call.plan import Call
from conviso_client.errors import ConfigurationError
from conviso_client.upload import Upload

__all__ = ["Explanation", "explanation"]


class Explanation(NamedTuple):
    """What a call would send, and what it costs."""

    operation: str
    """The API's name of the operation; empty for a document that names none."""
    kind: Literal["query", "mutation"]
    repeatable: bool
    """True if it may be sent again by itself when no answer comes: it only reads."""
    document: str
    """The GraphQL document."""
    variables: Mapping[str, Any]
    """As they are sent, with the company filled in; None stands for each file."""
    uploads: Mapping[str, Upload]
    """The files by their place, such as `variables.input.file`."""
    depth: int | None
    """Nesting as the API counts it, which allows `MAX_DEPTH`; None for a document of your own, which is not parsed."""
    complexity: int | None
    """Fields as the API counts them, which allows `MAX_COMPLEXITY`; None as for `depth`."""

    def __str__(self) -> str:
        limits = (self.depth, MAX_DEPTH, self.complexity, MAX_COMPLEXITY)
        cost = "" if self.depth is None else ", depth {} of {}, complexity {} of {}".format(*limits)
        again = "may be sent again" if self.repeatable else "is never sent twice"
        files = "".join(f"\n{path}: {upload!r}" for path, upload in self.uploads.items())
        variables = to_json(self.variables, indent=2).decode()
        return f"{self.kind} {self.operation}{cost}, {again}\nvariables: {variables}{files}\ndocument: {self.document}"


class _Rehearsed(BaseException):
    """Ends a method where it would begin to send. Nothing on the way takes it for a failure."""

    def __init__(self, call: Call) -> None:
        self.call = call


def explanation(method: Callable[..., Any], arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Explanation:
    """Call a method of a copy of its client that sends nothing.

    Raises `ConfigurationError` where the method does, and for what sends nothing.
    """
    client: Any = getattr(method, "__self__", None)
    function = getattr(method, "__func__", None)
    if function is None or not hasattr(client, "with_options"):
        raise ConfigurationError(
            f"explain takes a method of a client and its arguments, as in explain(conviso.asset, 7); not {method!r}"
        )
    rehearsal = client.with_options()
    vars(rehearsal)["_run"] = _rehearse
    try:
        begun = function(rehearsal, *arguments, **keywords)
        begun = begun.pages() if hasattr(begun, "pages") else begun
        begun = begun.__anext__() if hasattr(begun, "__anext__") else begun
        if hasattr(begun, "send"):
            # One step leads to the first request, also without an event loop: nothing before it waits.
            begun.send(None)
            begun.close()
    except _Rehearsed as rehearsed:
        return _explained(rehearsed.call)
    except (StopIteration, StopAsyncIteration):
        pass
    raise ConfigurationError(f"{function.__name__} sends nothing with these arguments")


def _rehearse(call: Call) -> None:
    raise _Rehearsed(call)


def _explained(call: Call) -> Explanation:
    operation, body = call.operation, call.request.body
    assert isinstance(operation, Operation)
    return Explanation(
        operation=operation.name,
        kind=operation.kind,
        repeatable=operation.repeatable,
        document=operation.document,
        variables=from_json(body.json)["variables"],
        uploads=dict(body.uploads),  # of a body's own kind of mapping nobody could make a copy or JSON
        depth=operation.depth or None,
        complexity=operation.complexity or None,
    )
