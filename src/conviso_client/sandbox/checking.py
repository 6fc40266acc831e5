"""Values that somebody gives, checked where they are given."""

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
    """Check the fields of a dataclass by their annotations, strictly.

    Raises ConfigurationError. It names the field and, unless the repr hides that field, the value.
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
            raise ConfigurationError(f"{what} cannot have {name!r} {value!r}: {inner} {first['msg']}") from None


@cache
def _adapters(kind: type) -> dict[str, TypeAdapter[Any]]:
    allowed = ConfigDict(arbitrary_types_allowed=True)
    hints = get_type_hints(kind, include_extras=True)
    return {f.name: TypeAdapter(hints[f.name], config=allowed) for f in fields(kind)}


def nearest(name: str, known: Collection[str]) -> str:
    """The end of an error about an unknown name: what was probably meant, or nothing."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


class OperationNames:
    """The operations that a request may be of: root fields, names of your own, and whatever was seen.

    A misspelt name must not go unnoticed: `assert_not_called` would pass, and a fault would never happen.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {_key(name): name for name in known}

    def add(self, name: str) -> None:
        """Know the name of an operation that came in."""
        self._known.setdefault(_key(name), name)

    def resolve(self, name: str) -> str:
        """The API's spelling of a name, which may be spelt as in Python. Raises ConfigurationError if it is unknown."""
        found = self._known.get(_key(name))
        if found is None:
            hint = nearest(name, [*self._known.values()])
            own = "an operation of your own belongs into Settings(operations=[...])"
            raise ConfigurationError(f"there is no operation {name!r}{hint or f' ({own})'}")
        return found


def _key(name: str) -> str:
    return name.replace("_", "").lower()
