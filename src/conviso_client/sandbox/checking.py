"""Check what users pass in: fields of dataclasses, names of operations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from difflib import get_close_matches
from functools import cache
from typing import Any, cast, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from conviso_client.errors import ConfigurationError

__all__ = ["OperationNames", "check_fields", "nearest"]


def check_fields(made: Any, what: str) -> None:
    """Check the fields of a dataclass strictly by their annotations.

    Raises ConfigurationError, which names the field and, unless the repr hides that field, the value.
    """
    hidden = {f.name for f in fields(made) if not f.repr}
    for name, adapter in _adapters(cast("Any", type(made))).items():
        value = getattr(made, name)
        try:
            adapter.validate_python(value, strict=True)
        except ValidationError as error:
            first = error.errors(include_input=False, include_context=False, include_url=False)[0]
            if name in hidden:
                raise ConfigurationError(f"{what} has an invalid {name!r}: {first['msg']}") from None
            inner = "".join(f"[{part!r}]" for part in first["loc"])
            problem = f"{inner} {first['msg']}".lstrip()
            raise ConfigurationError(f"{what} cannot have {name!r} {value!r}: {problem}") from None


@cache
def _adapters(kind: type) -> dict[str, TypeAdapter[Any]]:
    allowed = ConfigDict(arbitrary_types_allowed=True)
    hints = get_type_hints(kind, include_extras=True)
    return {f.name: TypeAdapter(hints[f.name], config=allowed) for f in fields(kind)}


def nearest(name: str, known: Collection[str]) -> str:
    """End an error about an unknown name with a suggestion. Empty if no known name is similar."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


class OperationNames:
    """The known names of operations: root fields, names from the settings, and names of received requests.

    An unknown name is refused. Otherwise `assert_not_called` would pass and a fault would never happen.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {_key(name): name for name in known}

    def add(self, name: str) -> None:
        """Add the name of a received operation."""
        self._known.setdefault(_key(name), name)

    def resolve(self, name: str) -> str:
        """Return the API's spelling of a name in either spelling. Raises ConfigurationError for an unknown name."""
        found = self._known.get(_key(name))
        if found is None:
            hint = nearest(name, [*self._known.values()])
            own = "an operation of your own belongs into Settings(operations=[...])"
            raise ConfigurationError(f"there is no operation {name!r}{hint or f' ({own})'}")
        return found


def _key(name: str) -> str:
    return name.replace("_", "").lower()
