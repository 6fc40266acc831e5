"""Files: the GraphQL multipart request specification, and sending them again only if that is possible."""

from __future__ import annotations

import email
import io
import json
import os
import re
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from conviso_client.errors import AuthenticationError, ConfigurationError, ConnectionFailed, RateLimited
from conviso_client.upload import Upload

from .conftest import Caller, Thing
from .server import Received, Server, answer, hang_up


def parts(received: Received) -> list[Message]:
    message = email.message_from_bytes(
        f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode() + received.body
    )
    assert message.is_multipart()
    return message.get_payload()  # type: ignore[return-value]


def content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


class Pipe(io.RawIOBase):
    """A stream that can be read once."""

    def __init__(self, data: bytes) -> None:
        self.left = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def test_the_specification(caller: Caller, server: Server, tmp_path: Path):
    path = tmp_path / 'a "quoted"\nreport.json'
    path.write_bytes(b"{}" * 100_000)
    variables = {
        "input": {"archive": Upload.from_path(path), "assetId": 7},
        "files": [Upload.from_bytes(b"two", "two.txt"), Upload.from_bytes(b"three", "drei-ü", content_type="x/y")],
        "more": None,
    }
    assert caller("mutation", variables) == Thing(id="1")
    [received] = server.received
    assert int(received.headers["content-length"]) == len(received.body)
    operations, paths, *files = parts(received)
    assert json.loads(content(operations))["variables"] == {
        "input": {"archive": None, "assetId": 7},
        "files": [None, None],
    }
    assert json.loads(content(paths)) == {
        "0": ["variables.input.archive"],
        "1": ["variables.files.0"],
        "2": ["variables.files.1"],
    }
    assert [part.get_param("name", header="content-disposition") for part in (operations, paths, *files)] == [
        "operations",
        "map",
        "0",
        "1",
        "2",
    ]
    assert [content(part) for part in files] == [b"{}" * 100_000, b"two", b"three"]
    assert [part.get_content_type() for part in files] == ["application/json", "text/plain", "x/y"]
    assert b'filename="a %22quoted%22%0Areport.json"' in received.body
    assert 'filename="drei-ü"'.encode() in received.body


def test_in_a_document_of_the_caller(caller: Caller, server: Server):
    server.otherwise = answer({"data": {"importSbom": {"success": True}}})
    document = "mutation ($file: Upload!) { importSbom(input: {file: $file}) { success } }"
    caller.execute(document, {"file": Upload.from_bytes(b"<bom/>", "bom.xml")})
    operations, paths, file = parts(server.received[0])
    assert json.loads(content(operations)) == {"query": document, "variables": {"file": None}}
    assert json.loads(content(paths)) == {"0": ["variables.file"]}
    assert content(file) == b"<bom/>"


def uploads(tmp_path: Path) -> dict[str, Upload]:
    path = tmp_path / "file.bin"
    path.write_bytes(b"0123456789")
    file = io.BytesIO(b"0123456789")
    file.seek(4)
    return {
        "456789": Upload.from_file(file, filename="f"),
        "0123456789": Upload.from_path(path),
        "abc": Upload.from_bytes(b"abc", "a"),
    }


@pytest.mark.parametrize("expected", ["456789", "0123456789", "abc"])
def test_what_can_be_rewound_is_sent_again_whole(caller: Caller, server: Server, tmp_path: Path, expected: str):
    server.script = [answer(b"", status=429)] * 2
    assert caller("mutation", {"file": uploads(tmp_path)[expected]}) == Thing(id="1")
    assert [content(parts(each)[2]).decode() for each in server.received] == [expected] * 3


class TestStreamThatCanBeReadOnce:
    def test_is_sent(self, caller: Caller, server: Server):
        assert caller("mutation", {"file": Upload.from_file(Pipe(b"x" * 200_000))}) == Thing(id="1")
        assert server.received[0].headers["transfer-encoding"] == "chunked"
        assert content(parts(server.received[0])[2]) == b"x" * 200_000

    def test_is_not_sent_again_after_the_quota_refused_it(self, caller: Caller, server: Server):
        server.script = [answer(b"", status=429)]
        error = caller.error("mutation", {"file": Upload.from_file(Pipe(b"xyz"))})
        assert type(error) is RateLimited
        assert len(server.received) == 1

    def test_is_not_sent_again_after_the_key_was_refused(self, caller: Caller, server: Server):
        keys = iter(["one", "two"])
        caller.keys = lambda: next(keys)
        server.script = [answer(b"", status=401)]
        error = caller.error("mutation", {"file": Upload.from_file(Pipe(b"xyz"))})
        assert type(error) is AuthenticationError
        assert len(server.received) == 1

    def test_is_not_sent_again_by_a_query(self, caller: Caller, server: Server):
        server.script = [hang_up]
        caller.error("query", {"file": Upload.from_file(Pipe(b"xyz"))})
        assert len(server.received) == 1

    def test_is_tried_again_if_nothing_was_read(self, caller: Caller, server: Server):
        url = f"https://127.0.0.1:{server.port}"
        error = caller.error("mutation", {"file": Upload.from_file(Pipe(b"xyz"))}, url=url, max_attempts=3)
        assert type(error) is ConnectionFailed
        assert error.attempts == 3


def test_a_file_that_goes_away_on_the_way(caller: Caller, server: Server, tmp_path: Path):
    path = tmp_path / "file.bin"
    path.write_bytes(b"0123456789")
    upload = Upload.from_path(path)
    path.unlink()
    error = caller.error("mutation", {"file": upload})
    assert type(error).__name__ == "ConfigurationError"
    assert "file.bin" in str(error)
    assert server.received == []


class Faulty(io.BytesIO):
    """Ten bytes on disk, and something happens to them when they are read."""

    def __init__(self, happens: Callable[[Faulty], Any]) -> None:
        super().__init__(b"0123456789")
        self.happens = happens

    def read(self, size: int | None = -1) -> bytes:
        instead = self.happens(self)
        return super().read(size) if instead is None else instead


def breaks(_: Faulty) -> None:
    raise OSError(5, os.strerror(5))


def shrinks(file: Faulty) -> None:
    file.truncate(4)


def grows(file: Faulty) -> None:
    here = file.tell()
    file.seek(0, os.SEEK_END)
    file.write(b"more")
    file.seek(here)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (breaks, "Input/output error"),
        (shrinks, "shrank from 10 bytes to 4"),
        (grows, "grew from 10 bytes to 1[48] or more"),
        (Faulty.close, "closed file"),
        (lambda _: "text", "must return bytes, not str"),
        (lambda _: 5, "must return bytes, not int"),
    ],
)
@pytest.mark.parametrize("kind", ["mutation", "query"])
def test_what_happens_to_a_file_while_it_is_sent(
    caller: Caller, server: Server, happens: Any, words: str, kind: str
) -> None:
    file = Upload.from_file(Faulty(happens), filename="a")
    error = caller.error(kind, {"file": file})
    assert type(error) is ConfigurationError
    assert re.search(f"the file 'a' cannot be read: .*{words}.*it did not run", str(error))
    assert error.attempts == 1
    assert server.received == []


def test_a_stream_that_has_nothing_to_read_now_is_no_end(caller: Caller, server: Server) -> None:
    class Waiting(Pipe):
        def read(self, size: int = -1) -> Any:
            return None

    error = caller.error("mutation", {"file": Upload.from_file(Waiting(b""), filename="a")})
    assert "read() must return bytes, not NoneType" in str(error)
    assert server.received == []


def test_a_file_that_was_closed_before_the_call(caller: Caller, server: Server) -> None:
    file = io.BytesIO(b"0123456789")
    upload = Upload.from_file(file, filename="a")
    file.close()
    with pytest.raises(ConfigurationError, match="the file 'a' cannot be read: I/O operation on closed file"):
        caller("mutation", {"file": upload})
    assert server.received == []


def test_a_stream_is_sent_by_one_call_only(caller: Caller, server: Server) -> None:
    stream = Upload.from_file(Pipe(b"xyz"), filename="a")
    assert caller("mutation", {"file": stream}) == Thing(id="1")
    with pytest.raises(ConfigurationError, match=r"'a' can be read only once: make a new upload"):
        caller("mutation", {"file": stream})
    twice = Upload.from_file(Pipe(b"xyz"), filename="b")
    with pytest.raises(ConfigurationError, match=r"'b' can be read only once"):
        caller("mutation", {"files": [twice, twice]})
    assert len(server.received) == 1


def test_files_that_one_request_can_have(caller: Caller, server: Server) -> None:
    file = Upload.from_bytes(b"x", "a")
    assert caller("mutation", {"files": [file] * 127}) == Thing(id="1")
    with pytest.raises(ConfigurationError, match="128 files are more than the 127"):
        caller("mutation", {"files": [file] * 128})
    assert len(server.received) == 1
