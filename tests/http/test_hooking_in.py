"""Where our own client hooks into httpx: if httpx moves it one day, that must be loud."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import anyio
import httpx
import httpx2
import pytest

from conviso_client.http.base import client_class, transport_class
from conviso_client.http.environment import no_tls_context

URL = "http://127.0.0.1/graphql"


class Asked(Exception):  # noqa: N818
    """The pool was asked to send."""


class Pool:
    """A connection pool that says it was asked."""

    connections: tuple[Any, ...] = ()

    def handle_request(self, request: Any) -> Any:
        raise Asked

    async def handle_async_request(self, request: Any) -> Any:
        raise Asked


@pytest.mark.parametrize("library", [httpx, httpx2], ids=lambda each: each.__name__)
def test_a_request_goes_through_our_pool(library: Any, caplog: pytest.LogCaptureFixture) -> None:
    """On the versions that are installed: `make newest` runs this on the newest."""
    transport = transport_class(library, "HTTPTransport")(Pool(), no_tls_context())
    with pytest.raises(Asked):
        transport.handle_request(library.Request("POST", URL, content=b""))
    transport = transport_class(library, "AsyncHTTPTransport")(Pool(), no_tls_context())
    with pytest.raises(Asked):
        anyio.run(transport.handle_async_request, library.Request("POST", URL, content=b""))
    assert caplog.records == []


@pytest.mark.parametrize("library", [httpx, httpx2], ids=lambda each: each.__name__)
def test_no_cookie_is_kept(library: Any) -> None:
    def answer(request: Any) -> Any:
        return library.Response(200, headers={"set-cookie": "session=1"})

    with client_class(library, "Client")(transport=library.MockTransport(answer)) as client:
        client.get(URL)
        assert dict(client.cookies) == {}


def test_a_pool_that_is_kept_elsewhere_is_told(caplog: pytest.LogCaptureFixture) -> None:
    class Moved:
        def __init__(self, **_: Any) -> None:
            self._connection_pool = Pool()

    library = ModuleType("httpx3")
    library.HTTPTransport = Moved  # type: ignore[attr-defined]
    transport_class(library, "HTTPTransport")(Pool(), no_tls_context())
    assert "httpx3.HTTPTransport keeps its pool elsewhere: timeouts bound each read only" in caplog.text
