"""A request of the REST API, and the preparation of its call."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

from conviso_client.call.options import Options, checked_url
from conviso_client.call.plan import Call
from conviso_client.call.prepare import Shared
from conviso_client.errors import ConfigurationError
from conviso_client.http.credentials import Credentials, KeySource
from conviso_client.http.request import JsonBody
from conviso_client.http.secret import Secret
from conviso_client.models.values import is_mapping, listed
from conviso_client.quota import Quota

from .reply import read

__all__ = ["DEFINITIONS", "Answer", "Ask", "Definition", "InvictiPlatform", "ask"]

T = TypeVar("T")

URL = "https://platform.invicti.com"
"""The host in the vendor's documentation. Other regions and on-premises installations have others."""
KEY_HEADER = "x-auth"

Definition = Literal[
    "Inventory",
    "DAST",
    "External Scan",
    "Inventory REST",
    "API Importers",
    "Integrations",
    "Identity Management",
    "SCIM v2",
]
DEFINITIONS: Mapping[Definition, str | None] = {
    "Inventory": "/api/inventory/v1",
    "DAST": "/api/v1",
    "External Scan": "/api/external-scan/v1",
    "Inventory REST": "/api/apihub/v1/inventory",
    "API Importers": None,
    "Integrations": None,
    "Identity Management": None,
    "SCIM v2": None,
}
"""The API's definitions, with the prefix of their paths; None where no source shows it."""


class Answer(NamedTuple):
    """The answer to a request without a known model."""

    status: int
    data: Any
    """The JSON of the body as plain values; None if there is no body."""
    location: str | None
    """The header `Location`, the address of a new record; None if there is none."""

    @property
    def id(self) -> str | None:
        """The id of the new record, from the end of `location`; None if it has none."""
        return (self.location or "").rstrip("/").rpartition("/")[2] or None


@dataclass(frozen=True)
class Ask(Generic[T]):
    """One request. It is a `conviso_client.call.operation.Asked`."""

    method: str
    path: str
    """From the root of the host."""
    params: tuple[tuple[str, str], ...]
    content: bytes
    model: type[T]
    """The type of the result."""

    @property
    def name(self) -> str:
        """Its name in errors and events."""
        return f"{self.method} {self.path}"

    @property
    def kind(self) -> Literal["query", "mutation"]:
        return "query" if self.repeatable else "mutation"

    @property
    def repeatable(self) -> bool:
        """True if it is safe to repeat. PUT and DELETE are not trusted to be idempotent."""
        return self.method == "GET"


def ask(
    definition: Definition,
    method: str,
    path: str,
    params: Mapping[str, Any] | None = None,
    json: Any = None,
    *,
    model: type[T],
) -> Ask[T]:
    """Check a request. In `params`, None is left out and a list is repeated.

    Raises `ConfigurationError` for a request that cannot be sent.
    """
    if definition not in [*DEFINITIONS]:
        raise ConfigurationError(f"there is no definition {definition!r}: use one of {', '.join(DEFINITIONS)}")
    if method not in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        raise ConfigurationError(f"method is one of GET, POST, PUT, PATCH and DELETE, not {method!r}")
    if not re.fullmatch(r"(?:/[\w.~!$&'()*+,;=:@%-]+)+", str(path), re.ASCII) or re.search(r"/\.{1,2}(?:/|$)", path):
        raise ConfigurationError(f"path is like /assets/123, with special characters as %XX, not {path!r}")
    if json is not None and method == "GET":
        raise ConfigurationError("a GET has no body: give params=")
    prefix = DEFINITIONS[definition]
    if prefix is None and not path.startswith("/api/"):
        raise ConfigurationError(
            f"the prefix of {definition} is not known: give the whole path, from /api/ on; not {path!r}"
        )
    content = b"" if json is None else _json(json)
    return Ask(method, f"{prefix or ''}{path}", tuple(_params(params or {})), content, model)


def _json(value: Any) -> bytes:
    from json import dumps

    try:
        return dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        problem = str(error)
    raise ConfigurationError(f"json= cannot be sent as JSON: {problem}")


def _params(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not is_mapping(given):
        raise ConfigurationError(f"params is a mapping of names to values, not {given!r}")
    for name, value in given.items():
        items = listed(value)
        yield from ((name, _text(name, each)) for each in ([value] if items is None else items) if each is not None)


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (int, float, UUID)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise ConfigurationError(f"params: {name} is a text, a number, a date, or a list of them, not {value!r}")


def segment(id_: Any) -> str:
    """Escape an id for a path. Raises `ConfigurationError` for an invalid one."""
    if not isinstance(id_, str) or not id_.strip(". "):
        raise ConfigurationError(f"an id of the Invicti Platform is a text, not {id_!r}")
    return quote(id_, safe="")


class InvictiPlatform(Shared):
    """The Invicti Platform."""

    def __init__(
        self,
        api_key: Secret[KeySource | None],
        url: str | None,
        identity: Mapping[str, str | None],
        quota: Quota | None,
    ) -> None:
        """Take the key, the address, and the headers beside the key; those of None are left out."""
        address = checked_url(str(url if url is not None else os.environ.get("INVICTI_API_URL") or URL), URL)
        super().__init__(address, Credentials(api_key, "INVICTI_API_KEY"), quota or Quota.off())
        self._identity = tuple((name, str(value)) for name, value in identity.items() if value is not None)

    def prepared(self, asked: Ask[Any], options: Options) -> Call:
        """Prepare everything, so that the permit is the last thing to wait for."""
        query = f"?{urlencode(asked.params)}" if asked.params else ""
        return self.call(
            asked,
            JsonBody(asked.content),
            read,
            options,
            {},
            url=f"{self.url}{asked.path}{query}",
            headers=Secret((*self._identity, *options.headers.reveal())),
            method=asked.method,
            accept="application/json",
            key_header=KEY_HEADER,
        )
