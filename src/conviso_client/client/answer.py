"""Data and errors together, for those who asked for both."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from conviso_client.errors import ErrorDetail

__all__ = ["Answer"]

T = TypeVar("T")


class Answer(Generic[T]):
    """What a call gives with `errors="return"`: the data that arrived, and the errors that came with it."""

    __slots__ = ("data", "errors", "extensions")

    def __init__(self, data: T | None, errors: tuple[ErrorDetail, ...], extensions: dict[str, Any]) -> None:
        self.data = data
        """What did arrive; None if nothing did."""
        self.errors = errors
        """What the server could not answer; empty if all is there."""
        self.extensions = extensions
        """What else the server said about the answer."""

    def __repr__(self) -> str:
        return f"Answer(data={self.data!r}, errors={self.errors!r}, extensions={self.extensions!r})"
