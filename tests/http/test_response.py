"""What a server may send: more than its answer, more than was asked for, and less than it says."""

from __future__ import annotations

import gzip
import json
import zlib
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest

from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.errors import ConnectionLost, InvalidResponse, OutcomeUnknown
from conviso_client.http.deadline import Stream, TooSlow
from conviso_client.http.response import BodyReader, Truncated
from conviso_client.http.secret import Secret
from tests.faults.conftest import Caller, Thing, operation
from tests.faults.server import Action, Connection, Server, answer, raw_answer

BODY = json.dumps({"data": {"thing": {"id": "1"}}}).encode()
OTHER = json.dumps({"data": {"thing": {"id": "another's"}}}).encode()
JSON = {"content-type": "application/json"}


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


class TestPacked:
    @pytest.mark.parametrize(
        ("encoding", "body"),
        [
            ("gzip", gzip.compress(BODY)),
            ("X-GZIP", gzip.compress(BODY)),
            ("gzip", gzip.compress(BODY[:5]) + gzip.compress(BODY[5:])),
            ("deflate", zlib.compress(BODY)),
            ("deflate", raw_deflate(BODY)),
            ("identity", BODY),
        ],
        ids=["gzip", "x-gzip", "two of gzip", "deflate", "deflate without its head", "identity"],
    )
    def test_in_a_way_that_was_asked_for(self, caller: Caller, server: Server, encoding: str, body: bytes):
        server.otherwise = answer(body, headers=JSON | {"content-encoding": encoding})
        assert caller("mutation") == Thing(id="1")
        assert server.received[0].headers["accept-encoding"] == "gzip, deflate"

    def test_in_another_way(self, caller: Caller, server: Server):
        server.otherwise = answer(BODY, headers=JSON | {"content-encoding": "br"})
        error = caller.error()
        assert type(error) is InvalidResponse
        assert "packed as 'br', which was not asked for" in str(error)

    def test_not_at_all(self, caller: Caller, server: Server):
        server.otherwise = answer(BODY, headers=JSON | {"content-encoding": "gzip"})
        error = caller.error(max_attempts=1)
        assert type(error) is ConnectionLost
        assert "cannot be unpacked" in str(error)

    def test_piece_by_piece_with_a_look_at_the_clock_and_the_size(self, monkeypatch: pytest.MonkeyPatch):
        looks = iter(range(100))
        monkeypatch.setattr("conviso_client.http.response.time", SimpleNamespace(monotonic=lambda: next(looks)))
        reader = BodyReader("gzip", 10 * 2**20, 100.0)
        with pytest.raises(InvalidResponse, match="larger than max_response_bytes=10485760"):
            reader.feed(gzip.compress(bytes(400 * 2**20), 1))
        assert next(looks) == 11

    def test_an_end_that_is_missing(self):
        reader = BodyReader("gzip", None, None)
        reader.feed(gzip.compress(BODY)[:-1])
        with pytest.raises(Truncated):
            reader.end()


class TestLimit:
    @pytest.mark.parametrize("packed", [False, True])
    def test_of_size(self, caller: Caller, server: Server, packed: bool):
        body = BODY + b" " * 1000
        headers = JSON | {"content-encoding": "gzip"} if packed else JSON
        server.otherwise = answer(gzip.compress(body) if packed else body, headers=headers)
        assert caller(max_response_bytes=len(body)) == Thing(id="1")
        error = caller.error(max_response_bytes=len(body) - 1)
        assert type(error) is InvalidResponse
        assert f"max_response_bytes={len(body) - 1}" in str(error)
        error = caller.error("mutation", max_response_bytes=1)
        assert type(error) is OutcomeUnknown
        assert type(error.cause) is InvalidResponse

    def test_none(self, caller: Caller, server: Server):
        assert caller(max_response_bytes=None) == Thing(id="1")


def test_the_time_may_be_over_while_it_is_unpacked(monkeypatch: pytest.MonkeyPatch):
    """No byte comes any more, and the clock is looked at nevertheless."""
    looks = iter(range(100))
    monkeypatch.setattr("conviso_client.http.response.time", SimpleNamespace(monotonic=lambda: next(looks)))
    reader = BodyReader("gzip", None, 2.5)
    with pytest.raises(TooSlow):
        reader.feed(gzip.compress(bytes(5 * 2**20), 1))


def more_than(first: bytes, rest: bytes) -> Action:
    """Send an answer and more behind it, once, and honest answers later on the connection."""
    return lambda connection: connection.send(first + rest)


CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
WHOLE = raw_answer(200, BODY, JSON)
IN_CHUNKS = CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
LEFT_OVER = {
    "another answer": raw_answer(200, OTHER, JSON),
    "half of one": raw_answer(200, OTHER, JSON)[:30],
    "a line": b"\r\n",
}


@pytest.mark.parametrize("first", [WHOLE, IN_CHUNKS], ids=["length", "chunks"])
@pytest.mark.parametrize("rest", LEFT_OVER.values(), ids=LEFT_OVER)
@pytest.mark.parametrize("own", [False, True])
def test_what_is_left_over_is_nobodys_answer(
    caller: Caller, server: Server, first: bytes, rest: bytes, own: bool
) -> None:
    server.script = [more_than(first, rest)]
    if caller.mode == "sync":
        with (
            httpx.Client() as http_client,
            BaseClient(Secret("k"), **caller.arguments({"http_client": http_client if own else None})) as client,
        ):
            results = [client._call(operation("query"), {}) for _ in range(3)]
    else:

        async def calls() -> list[Any]:
            async with (
                httpx.AsyncClient() as http_client,
                AsyncBaseClient(
                    Secret("k"), **caller.arguments({"http_client": http_client if own else None})
                ) as client,
            ):
                return [await client._call(operation("query"), {}) for _ in range(3)]

        results = anyio.run(calls)
    assert results == [Thing(id="1")] * 3


@pytest.mark.parametrize("first", [WHOLE, IN_CHUNKS], ids=["length", "chunks"])
def test_an_honest_connection_is_used_again(server: Server, first: bytes) -> None:
    def honest(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" + first)

    server.otherwise = honest
    with BaseClient(Secret("k"), **Caller("sync", server.url).arguments({})) as client:
        for _ in range(4):
            client._call(operation("query"), {})
    assert server.most_connections == 1


class Parts:
    """A connection from which these parts are read."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = list(parts)

    def get_extra_info(self, _: str) -> None: ...

    def write(self, _: bytes, timeout: Any) -> None: ...

    def read(self, _: int, timeout: Any) -> bytes:
        return self.parts.pop(0)


@pytest.mark.parametrize(
    ("answer", "exactly"),
    [
        (WHOLE, True),
        (IN_CHUNKS, True),
        (CHUNKED + b"2;extension=1\r\n{}\r\n0\r\n\r\n", True),
        (CHUNKED + b"2\r\n{}\r\n0\r\ntrailer: 1\r\n\r\n", False),
        (CHUNKED + b"what", False),
        (WHOLE + b"x", False),
        (b"HTTP/1.1 204 No Content\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\n\n", False),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + WHOLE, True),
    ],
    ids=["length", "chunks", "extension", "trailer", "no size", "more", "no content", "bare lines", "continue"],
)
def test_where_an_answer_ends(answer: bytes, exactly: bool):
    for cut in {0, 5, len(answer) // 2}:
        stream = Stream(Parts(answer[:cut], answer[cut:]))
        stream.write(b"POST")
        stream.read(1)
        stream.read(1)
        assert stream.answered_exactly == exactly


def test_a_large_answer_is_not_kept_to_look_for_its_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("conviso_client.http.deadline.MOST", 100)
    stream = Stream(Parts(WHOLE, bytes(50), WHOLE))
    stream.write(b"POST")
    stream.read(1)
    stream.read(1)
    assert not stream.answered_exactly
    stream.write(b"POST")
    stream.read(1)
    assert not stream.answered_exactly or len(WHOLE) <= 100
