"""GraphQL over HTTP: reading a request, in JSON or by the multipart specification, and writing an answer."""

from __future__ import annotations

from typing import Any

from ariadne.asgi.handlers import GraphQLHTTPHandler
from ariadne.exceptions import HttpError
from pydantic_core import from_json, to_json
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

__all__ = ["json_answer", "read_parameters", "refusal"]

_reader = GraphQLHTTPHandler()


def json_answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer in JSON."""
    return Response(to_json(body), status, headers, "application/json; charset=utf-8")


def refusal(message: str, status: int) -> Response:
    """An answer that says why a request was not even read, in GraphQL's form."""
    return json_answer({"errors": [{"message": message}]}, status)


async def read_parameters(request: Request) -> dict[str, Any] | Response:
    """Read `query`, `variables` and `operationName`, files in their places; or give the answer that refuses it."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "multipart/form-data" and "boundary=" not in request.headers["content-type"]:
        return refusal("the multipart request has no boundary", 400)
    try:
        if kind == "multipart/form-data":
            parameters: Any = await _reader.extract_data_from_multipart_request(request)
        elif kind in {"application/json", "application/graphql+json", ""}:
            parameters = from_json(await request.body(), allow_inf_nan=False)
        else:
            return refusal(f"content type {kind!r} is not accepted: send application/json or multipart/form-data", 415)
    except ClientDisconnect:
        raise
    except HttpError as error:
        return refusal(error.message or "the multipart request is malformed", 400)
    except MultiPartException as error:
        return refusal(error.message, 400)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        return refusal(f"the request cannot be read: {type(error).__name__}", 400)
    if isinstance(parameters, list):
        return refusal("batches of operations are not accepted", 400)
    if not isinstance(parameters, dict):
        return refusal("the request must be a JSON object", 400)
    return parameters
