"""How the answer to one operation is decoded: straight from its bytes into its models."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from conviso_client.operation import Operation

__all__ = ["Codec", "codec"]

_building = threading.RLock()


class Codec:
    """Decodes the answers to one operation."""

    def __init__(self, operation: Operation[Any]) -> None:
        from pydantic import TypeAdapter
        from typing_extensions import NotRequired, TypedDict

        self.root = operation.name
        result = _evaluated(operation.result, import_module(operation.models))
        self.value: TypeAdapter[Any] = TypeAdapter(result)
        """Decodes the root field's value alone."""
        data = TypedDict("data", {self.root: result})  # type: ignore[misc]
        no_errors = tuple[()] | None
        self.envelope: TypeAdapter[Any] = TypeAdapter(
            TypedDict("answer", {"data": data, "errors": NotRequired[no_errors]})  # type: ignore[misc]
        )
        """Decodes a whole answer that has data and no errors."""


def codec(operation: Operation[Any]) -> Codec:
    """Return the decoder of an operation, made on first use."""
    # Models are completed when a decoder is made, which two threads must not do at once.
    with _building:
        return _codec(operation)


@lru_cache(maxsize=1024)
def _codec(operation: Operation[Any]) -> Codec:
    return Codec(operation)


class _Names(Mapping[str, Any]):
    """The names of a module, those that it loads when they are asked for included."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(vars(self._module))

    def __len__(self) -> int:
        return len(vars(self._module))


def _evaluated(annotation: str, module: ModuleType) -> Any:
    import builtins
    import typing

    return eval(annotation, {**vars(builtins), **vars(typing)}, _Names(module))  # noqa: S307  # made by the generator
