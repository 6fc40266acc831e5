"""From a document and its variables to the bytes of a request."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import PydanticSerializationError, to_json

from conviso_client.errors import ConfigurationError
from conviso_client.http.request import Body, JsonBody, MultipartBody
from conviso_client.models.values import listed, whole_number
from conviso_client.upload import Upload

from .operation import Operation

__all__ = ["Variables", "request_body"]


class Variables(NamedTuple):
    """The variables of an operation as JSON knows them, and the files that are in them by their path."""

    values: dict[str, Any]
    uploads: dict[str, Upload]

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Variables:
        """Read what a caller gave. Input models are sent with what is set in them, under the API's names.

        Raises `ConfigurationError` for what is nested without end.
        """
        values: dict[str, Any] = {}
        uploads: dict[str, Upload] = {}
        try:
            for name, value in given.items():
                values[name] = value if type(value) in _SCALARS else _plain(value, f"variables.{name}", uploads)
        except RecursionError:
            values.clear()
        else:
            return cls(values, uploads)
        raise ConfigurationError(f"the variables are nested too deeply, or contain themselves: {', '.join(given)}")


_SCALARS = frozenset({str, int, bool, type(None)})


def _plain(value: Any, path: str, uploads: dict[str, Upload]) -> Any:
    """Turn a value into what JSON knows, without the unset fields of input models, and note the files in it."""
    if isinstance(value, (str, int)) or value is None:
        return value
    if dump := getattr(value, "model_dump", None):
        value = dump(by_alias=True, exclude_unset=True)
    if issubclass(type(value), Mapping):
        plain: dict[str, Any] = {}
        for name, item in value.items():
            plain[str(name)] = item if type(item) in _SCALARS else _plain(item, f"{path}.{name}", uploads)
        return plain
    if isinstance(value, Upload):
        uploads[path] = value
        return None
    if flaw := _flaw_of(value):
        raise ConfigurationError(f"{path}: {flaw}")
    if (rows := listed(value)) is not None:
        return [_plain(item, f"{path}.{index}", uploads) for index, item in enumerate(rows)]
    number = float(value) if isinstance(value, float) else whole_number(value)
    return value if number is None else number


def _flaw_of(value: Any) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} cannot be sent as JSON; give a number, or None"
    if isinstance(value, datetime) and value.utcoffset() is None:
        return f"{value} has no time zone, and the API would read it in its server's own"
    if hasattr(value, "read"):
        return f"{value!r} is a file: give Upload.from_file(...) or Upload.from_path(...)"
    return None


MAX_FILES = 127
"""Files in one request. Rack, in front of the API, refuses the 128th."""


def request_body(operation: Operation[Any], variables: Variables) -> Body:
    """Build the body of a request; files become parts of their own.

    Raises `ConfigurationError` for a value that JSON cannot express, and for files that cannot be sent.
    """
    try:
        content = b"".join((_prefix(operation.name, operation.document), to_json(variables.values), b"}"))
    except (PydanticSerializationError, ValueError) as error:
        problem = str(error)
    else:
        if not variables.uploads:  # most calls: plain JSON can be sent again at no cost
            return JsonBody(content)
        _check_sendable([*variables.uploads.values()])
        return MultipartBody(content, variables.uploads)
    raise ConfigurationError(f"the variables cannot be sent as JSON: {problem}", operation=operation.name)


@lru_cache(maxsize=1024)
def _prefix(name: str, document: str) -> bytes:
    """Return the part of the body that all calls of an operation share."""
    operation_name = b',"operationName":' + to_json(name) if name else b""
    return b"".join((b'{"query":', to_json(document), operation_name, b',"variables":'))


def _check_sendable(uploads: list[Upload]) -> None:
    if len(uploads) > MAX_FILES:
        raise ConfigurationError(
            f"{len(uploads)} files are more than the {MAX_FILES} that one request can have: send them in several calls"
        )
    for upload in uploads:
        if upload.spent or (not upload.rewindable and uploads.count(upload) > 1):
            raise ConfigurationError(
                f"the stream {upload.filename!r} can be read only once: make a new upload for each use, "
                "or give its content with Upload.from_bytes"
            )
