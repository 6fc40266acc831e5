"""Assertions on the requests that the sandbox received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from conviso_client.sandbox import Sandbox
    from conviso_client.sandbox.stats import Seen

__all__ = ["assert_called", "assert_not_called"]


def assert_called(sandbox: Sandbox, operation: str, *, times: int | None = None, **variables: Any) -> list[Seen]:
    """Assert that an operation was called, and return its requests, oldest first.

    `operation` is its name or one of its root fields: `createAsset`, also spelt `create_asset`; a name that there is
    not is refused with ConfigurationError. `times` is how often; None: at least once. `variables` are
    what the requests must have had among their variables; of an object, what is named must be there and more may be.
    """
    __tracebackhide__ = True
    found = [seen for seen in sandbox.seen(operation) if _holds(seen.variables, variables)]
    if (times is None and not found) or (times is not None and len(found) != times):
        wanted = "at least once" if times is None else f"{times} times"
        with_what = f" with {variables!r}" if variables else ""
        raise AssertionError(f"{operation} was to be called {wanted}{with_what}; the server saw:\n{_told(sandbox)}")
    return found


def assert_not_called(sandbox: Sandbox, operation: str, **variables: Any) -> None:
    """Assert that an operation was not called, or not with these variables. Raises as `assert_called` does."""
    __tracebackhide__ = True
    assert_called(sandbox, operation, times=0, **variables)


def _holds(given: Any, wanted: Any) -> bool:
    """Whether what was given has all that is wanted."""
    named, known = _object(wanted), _object(given)
    if named is None or known is None:
        return bool(given == wanted)
    return all(name in known and _holds(known[name], value) for name, value in named.items())


def _object(value: Any) -> Mapping[str, Any] | None:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else None


def _told(sandbox: Sandbox) -> str:
    lines = [f"  {seen.operation} {seen.variables!r} -> {seen.status or 'no answer'}" for seen in sandbox.seen()]
    return "\n".join(lines) or "  nothing"
