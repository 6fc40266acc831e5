"""From a document and its variables to the bytes of a request."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import PydanticSerializationError, to_json

from conviso_client.errors import ConfigurationError
from conviso_client.models.values import listed, whole_number
from conviso_client.upload import Upload

if TYPE_CHECKING:
    from conviso_client.call.operation import Operation
    from conviso_client.http.request import Body

__all__ = ["JsonBody", "MultipartBody", "Variables", "request_body"]


class JsonBody:
    """A body without files."""

    __slots__ = ("json", "uploads")

    content_type = "application/json"
    failure = None
    replayable = True

    def __init__(self, content: bytes) -> None:
        self.json = content
        self.uploads: Mapping[str, Upload] = {}

    def length(self) -> int:
        """Return the size in bytes."""
        return len(self.json)

    def chunks(self) -> Iterator[bytes]:
        """Give it in one piece."""
        return iter((self.json,))


class Part(NamedTuple):
    """A part of a multipart body: its head, and what follows."""

    head: bytes
    content: bytes | Upload

    def size(self) -> int | None:
        """Return the size of the content in bytes; None if only the end of a stream will tell."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size()

    def chunks(self, size: int | None) -> Iterator[bytes]:
        """Read the content, which must be of this size; None if nobody knows."""
        return iter((self.content,)) if isinstance(self.content, bytes) else self.content.chunks(size)


class MultipartBody:
    """A body with files, by the GraphQL multipart request specification."""

    __slots__ = ("_boundary", "_parts", "_sizes", "content_type", "failure", "json", "uploads")

    failure: ConfigurationError | None
    """Why the latest reading ended early, if a file was the reason."""

    def __init__(self, operations: bytes, uploads: Mapping[str, Upload]) -> None:
        """Take the JSON of the request with null for each file, and the files by their path in it."""
        import secrets

        self.failure = None
        self.json = operations
        self.uploads = uploads
        self._boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={self._boundary}"
        paths = to_json({str(number): [path] for number, path in enumerate(uploads)})
        self._parts = [
            self._part('name="operations"', operations),
            self._part('name="map"', paths),
            *(
                self._part(f'name="{number}"; filename="{quoted(upload.filename)}"', upload)
                for number, upload in enumerate(uploads.values())
            ),
        ]
        self.length()

    def _part(self, disposition: str, content: bytes | Upload) -> Part:
        kind = f"\r\nContent-Type: {content.content_type}" if isinstance(content, Upload) else ""
        head = f"--{self._boundary}\r\nContent-Disposition: form-data; {disposition}{kind}\r\n\r\n"
        return Part(head.encode(), content)

    @property
    def replayable(self) -> bool:
        """Whether it can be sent (again): False if a stream was read that cannot be rewound."""
        return not any(upload.spent for upload in self.uploads.values())

    def length(self) -> int | None:
        """Look how long it is now, in bytes, and hold the next reading to that; None if the end of a stream will tell.

        Raises `ConfigurationError` if a file cannot be read any more.
        """
        self._sizes = [part.size() for part in self._parts]
        known = [size for size in self._sizes if size is not None]
        if len(known) < len(self._sizes):
            return None
        return sum(len(part.head) + len(b"\r\n") for part in self._parts) + sum(known) + len(self._end())

    def chunks(self) -> Iterator[bytes]:
        """Read it from the beginning.

        Raises `ConfigurationError` if a file cannot be read, or is not of the size that was announced; that is kept as
        `failure`, for an HTTP library may put an exception of its own in its place.
        """
        self.failure = None
        try:
            for part, size in zip(self._parts, self._sizes, strict=True):
                yield part.head
                yield from part.chunks(size)
                yield b"\r\n"
        except ConfigurationError as error:
            # The server was promised more, by a length or by the last chunk: it cannot take this for a request.
            self.failure = ConfigurationError(f"{error.message}; the request did not leave whole, so it did not run")
            raise self.failure from None
        yield self._end()

    def _end(self) -> bytes:
        return f"--{self._boundary}--\r\n".encode()


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
        uploads: dict[str, Upload] = {}
        try:
            return cls({name: _plain(value, f"variables.{name}", uploads) for name, value in given.items()}, uploads)
        except RecursionError:
            pass
        raise ConfigurationError(f"the variables are nested too deeply, or contain themselves: {', '.join(given)}")


def request_body(operation: Operation[Any], variables: Variables) -> Body:
    """Build the body of a request; files become parts of their own.

    Raises `ConfigurationError` for a value that JSON cannot express, and for files that cannot be sent.
    """
    try:
        content = b"".join((_prefix(operation.name, operation.document), to_json(variables.values), b"}"))
    except (PydanticSerializationError, ValueError) as error:
        problem = str(error)
    else:
        return MultipartBody(content, _sendable(variables.uploads)) if variables.uploads else JsonBody(content)
    raise ConfigurationError(f"the variables cannot be sent as JSON: {problem}", operation=operation.name)


MAX_FILES = 127
"""Files in one request. Rack, in front of the API, refuses the 128th."""


def _sendable(uploads: dict[str, Upload]) -> dict[str, Upload]:
    if len(uploads) > MAX_FILES:
        raise ConfigurationError(
            f"{len(uploads)} files are more than the {MAX_FILES} that one request can have: send them in several calls"
        )
    streams = [upload for upload in uploads.values() if not upload.rewindable]
    for upload in streams:
        if upload.spent or streams.count(upload) > 1:
            raise ConfigurationError(
                f"the stream {upload.filename!r} can be read only once: make a new upload for each use, "
                "or give its content with Upload.from_bytes"
            )
    return uploads


@lru_cache(maxsize=1024)
def _prefix(name: str, document: str) -> bytes:
    """Return the part of the body that all calls of an operation share."""
    operation_name = b',"operationName":' + to_json(name) if name else b""
    return b"".join((b'{"query":', to_json(document), operation_name, b',"variables":'))


def _plain(value: Any, path: str, uploads: dict[str, Upload]) -> Any:
    """Turn a value into what JSON knows, without the unset fields of input models, and note the files in it."""
    if isinstance(value, (str, int)) or value is None:
        return value
    if dump := getattr(value, "model_dump", None):
        value = dump(by_alias=True, exclude_unset=True)
    if issubclass(type(value), Mapping):
        return {str(name): _plain(item, f"{path}.{name}", uploads) for name, item in value.items()}
    if isinstance(value, Upload):
        uploads[path] = value
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ConfigurationError(f"{path}: {value} cannot be sent as JSON; give a number, or None")
        return float(value)
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise ConfigurationError(f"{path}: {value} has no time zone, and the API would read it in its server's own")
    if hasattr(value, "read"):
        raise ConfigurationError(f"{path}: {value!r} is a file: give Upload.from_file(...) or Upload.from_path(...)")
    if (rows := listed(value)) is not None:
        return [_plain(item, f"{path}.{index}", uploads) for index, item in enumerate(rows)]
    number = whole_number(value)
    return value if number is None else number
