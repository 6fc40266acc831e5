"""GraphQL over HTTP as a Rails application reads it: JSON, forms and multipart requests."""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import parse_qs, unquote

from ariadne.asgi.handlers import GraphQLHTTPHandler
from ariadne.exceptions import HttpError
from pydantic_core import from_json, to_json
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive

__all__ = ["BodyTooLarge", "discard_body", "json_answer", "limited", "rails_error", "read_parameters", "refusal"]

_MOST_FILES = 127
"""Rack refuses a request with more files before the application sees it."""
_LONGEST_PART = 16 * 1024 * 1024
"""Bytes of a multipart field that is not a file."""
_reader = GraphQLHTTPHandler()
_ESCAPES = re.compile(r"%.?.?")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


class BodyTooLarge(Exception):  # noqa: N818  (a name that says what happened)
    """A body exceeds the limit. All of it was read and discarded."""


def limited(receive: Receive, most: int) -> Receive:
    """Limit a body to this many bytes. Raises BodyTooLarge."""
    size = 0

    async def receive_limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size <= most:
            return message
        # A client that is still sending would see a broken connection instead of the answer, so read the rest.
        while message.get("more_body"):
            message = await receive()
        raise BodyTooLarge

    return receive_limited


async def discard_body(request: Request) -> None:
    """Read a body to its end and discard it."""
    async for _ in request.stream():
        pass


def json_answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Make an answer in JSON."""
    return Response(to_json(body), status, headers, "application/json; charset=utf-8")


def refusal(message: str, status: int) -> Response:
    """Make an answer that says why a request was refused, in GraphQL's form."""
    return json_answer({"errors": [{"message": message}]}, status)


_ERRORS = {400: "Bad Request", 404: "Not Found", 500: "Internal Server Error"}


def rails_error(request: Request, status: int, why: str) -> Response:
    """Make the answer of Rails to a request that no route takes, or on which the application failed.

    It is JSON if the client accepts JSON, else empty. `why` takes the place of the exception, which Rails shows in
    development only.
    """
    accepted = request.headers.get("accept", "*/*")
    if "json" not in accepted and "*/*" not in accepted:
        return Response(b"", status)
    return json_answer({"status": status, "error": _ERRORS[status], "exception": why}, status)


async def read_parameters(request: Request) -> dict[str, Any] | Response:
    """Read `query`, `variables` and `operationName`, with files in their places. Returns the refusal if that fails.

    Rails ignores a body of another content type: it leaves no parameters, and the missing query is refused later.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    try:
        if kind == "application/json":
            return _from_json(request, await request.body())
        if kind == "application/x-www-form-urlencoded":
            return _parameters(parse_qs((await request.body()).decode()))
        if kind == "multipart/form-data":
            return await _from_multipart(request)
    except (ValueError, RecursionError) as error:
        return rails_error(request, 400, f"the request cannot be read: {type(error).__name__}")
    await discard_body(request)
    return {}


def _from_json(request: Request, body: bytes) -> dict[str, Any] | Response:
    parameters: Any = _without_nulls(from_json(body, allow_inf_nan=False)) if body.strip() else {}
    if isinstance(parameters, dict):
        return cast("dict[str, Any]", parameters)
    if parameters is None or isinstance(parameters, list):
        return {}
    return rails_error(request, 500, "the request must be a JSON object")


def _without_nulls(value: Any) -> Any:
    """Remove nulls from the lists of a JSON body. Rails does so, and only there."""
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in cast("dict[str, Any]", value).items()}
    return value


def _parameters(form: dict[str, list[str]]) -> dict[str, Any]:
    return {name: values[-1] for name, values in form.items()}


async def _from_multipart(request: Request) -> dict[str, Any] | Response:
    """Read a request that follows the GraphQL multipart specification, or a plain form."""
    try:
        form = await request.form(max_files=_MOST_FILES, max_part_size=_LONGEST_PART)
        for part in form.values():
            if isinstance(part, UploadFile):
                part.filename = file_name(part.filename or "")
        if "operations" not in form:
            return {name: value for name, value in form.items() if isinstance(value, str)}
        parameters = await _reader.extract_data_from_multipart_request(request)
    except MultiPartException as error:
        return rails_error(request, 500, error.message) if "Too many" in error.message else {}
    except HttpError as error:
        return refusal(error.message or "the multipart request is malformed", 400)
    except (AttributeError, KeyError, TypeError) as error:
        return refusal(f"the request cannot be read: {type(error).__name__}", 400)
    return cast("dict[str, Any]", parameters) if isinstance(parameters, dict) else {}


def file_name(sent: str) -> str:
    """Read a file name as Rack does: percent signs are decoded if all of them are escapes, folders are cut off."""
    if all(_ESCAPE.match(found) for found in _ESCAPES.findall(sent)):
        sent = unquote(sent)
    return re.split(r"[/\\]", sent)[-1]
