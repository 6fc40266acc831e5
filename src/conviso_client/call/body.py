"""From a document and its variables to the bytes of a request."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import PydanticSerializationError, to_json

from conviso_client.errors import ConfigurationError
from conviso_client.models.values import listed, whole_number
from conviso_client.upload import Upload

if TYPE_CHECKING:
    from conviso_client.call.operation import Operation
    from conviso_client.http.request import Body

__all__ = ["JsonBody", "MultipartBody", "Variables", "request_body"]


class JsonBody(NamedTuple):
    """A body without files."""

    json: bytes
    content_type: str = "application/json"
    uploads: Mapping[str, Upload] = MappingProxyType({})
    failure: None = None
    replayable: bool = True

    def length(self) -> int:
        """Return the size in bytes."""
        return len(self.json)

    def chunks(self) -> Iterator[bytes]:
        """Give it in one piece."""
        return iter((self.json,))


class MultipartBody:
    """A body with files, by the GraphQL multipart request specification."""

    __slots__ = ("_end", "_parts", "_sizes", "content_type", "failure", "json", "uploads")

    def __init__(self, operations: bytes, uploads: Mapping[str, Upload]) -> None:
        """Take the JSON of the request with null for each file, and the files by their path in it."""
        import secrets

        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self.json = operations
        self.uploads = uploads
        self.failure: ConfigurationError | None = None
        """Why the latest reading ended early, if a file was the reason."""
        line = f"\r\n--{boundary}\r\nContent-Disposition: form-data; name="
        paths = to_json({str(number): [path] for number, path in enumerate(uploads)})
        head = f'{line[2:]}"operations"\r\n\r\n'.encode() + operations
        head += f'{line}"map"\r\n\r\n'.encode() + paths
        self._parts: list[tuple[bytes, Upload]] = []
        for number, upload in enumerate(uploads.values()):
            name = f'"{number}"; filename="{quoted(upload.filename)}"\r\nContent-Type: {upload.content_type}'
            self._parts.append((head + f"{line}{name}\r\n\r\n".encode(), upload))
            head = b""
        self._end = f"\r\n--{boundary}--\r\n".encode()
        self.length()

    @property
    def replayable(self) -> bool:
        """Whether it can be sent (again): False if a stream was read that cannot be rewound."""
        return not any(upload.spent for upload in self.uploads.values())

    def length(self) -> int | None:
        """Look how long it is now, in bytes, and hold the next reading to that; None if the end of a stream will tell.

        Raises `ConfigurationError` if a file cannot be read any more.
        """
        self._sizes = [upload.size() for _, upload in self._parts]
        known = [size for size in self._sizes if size is not None]
        heads = sum(len(head) for head, _ in self._parts)
        return heads + sum(known) + len(self._end) if len(known) == len(self._sizes) else None

    def chunks(self) -> Iterator[bytes]:
        """Read it from the beginning.

        Raises `ConfigurationError` if a file cannot be read, or is not of the size that was announced; that is kept as
        `failure`, for an HTTP library may put an exception of its own in its place.
        """
        self.failure = None
        try:
            for (head, upload), size in zip(self._parts, self._sizes, strict=True):
                yield head
                yield from upload.chunks(size)
        except ConfigurationError as error:
            # The server was promised more, by a length or by the last chunk: it cannot take this for a request.
            self.failure = ConfigurationError(f"{error.message}; the request did not leave whole, so it did not run")
            raise self.failure from None
        yield self._end


def quoted(filename: str) -> str:
    """Escape a file name for a header, in the way of browsers.

    Rack undoes escapes only where each percent sign begins one, so as soon as there is one all percent signs become
    escapes; a name without any stays as it is.
    """
    if not re.search(r'["\r\n]|%[0-9A-Fa-f]{2}', filename):
        return filename
    return re.sub(r'["\r\n%]', lambda found: f"%{ord(found[0]):02X}", filename)


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
