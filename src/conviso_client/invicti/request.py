"""A request of the REST API, and how a call of it is made ready."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import quote, urlencode
from uuid import UUID

from conviso_client.call.body import JsonBody
from conviso_client.call.options import checked_url
from conviso_client.call.plan import Call
from conviso_client.call.prepare import Shared
from conviso_client.errors import ConfigurationError
from conviso_client.http.credentials import Credentials
from conviso_client.http.secret import Secret
from conviso_client.models.values import is_mapping, listed

from .reply import read

if TYPE_CHECKING:
    from conviso_client.call.options import Options
    from conviso_client.http.credentials import KeySource
    from conviso_client.quota import Quota

__all__ = ["DEFINITIONS", "Answer", "Ask", "Definition", "InvictiPlatform", "ask"]

URL = "https://platform.invicti.com"
"""The vendor's documentation names this host. There are others by region, and on the premises of customers."""
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
"""The API's definitions, with what their paths begin with; None where no source tells."""


class Answer(NamedTuple):
    """What the API answered to a request that no model is known for."""

    status: int
    data: Any
    """The JSON of the body as plain values; None if there is no body."""
    location: str | None
    """The header `Location`, which names what was created; None if there is none."""

    @property
    def id(self) -> str | None:
        """The id of what was created, by the end of `location`; None if it tells none."""
        return (self.location or "").rstrip("/").rpartition("/")[2] or None


class Ask(NamedTuple):
    """One request. It is a `conviso_client.call.operation.Asked`."""

    method: str
    path: str
    """From the host's root on."""
    params: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    model: Any = None
    """The type of the result; None gives an `Answer`."""

    @property
    def name(self) -> str:
        """How errors and events call it."""
        return f"{self.method} {self.path}"

    @property
    def kind(self) -> Literal["query", "mutation"]:
        return "query" if self.repeatable else "mutation"

    @property
    def repeatable(self) -> bool:
        """True if sending it twice does no harm. PUT and DELETE are not trusted to be idempotent."""
        return self.method == "GET"


def ask(
    definition: Definition,
    method: str,
    path: str,
    params: Mapping[str, Any] | None = None,
    json: Any = None,
    model: Any = None,
) -> Ask:
    """Check a request. A value of `params` that is None is left out, one that is a list is repeated.

    Raises `ConfigurationError` for what cannot be sent.
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
    """Write an id as a part of a path. Raises `ConfigurationError` for what can be no id."""
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
        """Take the key, the address, and who asks: the headers beside the key, without those of None."""
        from conviso_client.quota import Quota

        address = checked_url(str(url if url is not None else os.environ.get("INVICTI_API_URL") or URL), URL)
        super().__init__(address, Credentials(api_key, "INVICTI_API_KEY"), quota or Quota.off())
        self._identity = tuple((name, str(value)) for name, value in identity.items() if value is not None)

    def prepared(self, asked: Ask, options: Options) -> Call:
        """Get everything ready, so that the permit is the last thing to wait for."""
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
