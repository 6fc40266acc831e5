from __future__ import annotations

import io
import os
import re
import tempfile
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.http.request import quoted
from conviso_client.upload import Upload


def read(upload: Upload) -> bytes:
    return b"".join(upload.chunks())


def test_from_path(tmp_path: Path):
    path = tmp_path / "bom.json"
    path.write_bytes(b"{}")
    upload = Upload.from_path(path)
    assert (upload.filename, upload.content_type, upload.size(), upload.rewindable) == (
        "bom.json",
        "application/json",
        2,
        True,
    )
    assert read(upload) == read(upload) == b"{}"
    assert repr(upload) == "Upload('bom.json', 'application/json')"


def test_from_path_takes_other_names(tmp_path: Path):
    path = tmp_path / "x"
    path.write_bytes(b"")
    upload = Upload.from_path(str(path), filename="report.sarif", content_type="application/sarif+json")
    assert (upload.filename, upload.content_type) == ("report.sarif", "application/sarif+json")
    assert Upload.from_path(path).content_type == "application/octet-stream"


def test_a_missing_file_and_a_directory_are_named(tmp_path: Path):
    with pytest.raises(ConfigurationError, match=r"nowhere\.json.*No such file"):
        Upload.from_path(tmp_path / "nowhere.json")
    with pytest.raises(ConfigurationError, match="directory"):
        Upload.from_path(tmp_path)


def test_a_file_that_goes_away(tmp_path: Path):
    path = tmp_path / "gone.json"
    path.write_bytes(b"{}")
    upload = Upload.from_path(path)
    path.unlink()
    with pytest.raises(ConfigurationError, match=r"gone\.json"):
        upload.size()


def test_a_named_pipe_is_read_once(tmp_path: Path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    upload = Upload.from_path(path)
    assert (upload.size(), upload.rewindable) == (None, False)
    writer = threading.Thread(target=path.write_bytes, args=(b"from elsewhere",))
    writer.start()
    assert read(upload) == b"from elsewhere"
    writer.join()


def test_from_bytes_keeps_its_own():
    content = bytearray(b"abc")
    upload = Upload.from_bytes(content, "a.txt")
    content[0] = 0
    assert (read(upload), upload.size(), upload.content_type) == (b"abc", 3, "text/plain")


def test_from_file_begins_where_the_file_stands_and_leaves_it_open():
    file = io.BytesIO(b"0123456789")
    file.seek(3)
    upload = Upload.from_file(file, filename="digits")
    assert upload.size() == 7
    assert read(upload) == read(upload) == b"3456789"
    assert not file.closed


def test_from_file_takes_the_name_of_the_file(tmp_path: Path):
    path = tmp_path / "named.csv"
    path.write_bytes(b"1,2")
    with path.open("rb") as file:
        assert Upload.from_file(file).filename == "named.csv"
    assert Upload.from_file(io.BytesIO()).filename == "upload"
    with os.fdopen(os.open(path, os.O_RDONLY), "rb") as file:
        assert Upload.from_file(file).filename == "upload"


def test_uploads_of_one_file_do_not_disturb_each_other(tmp_path: Path):
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(range(256)) * 2_000)
    with path.open("rb") as file:
        file.seek(1)
        upload, other = Upload.from_file(file), Upload.from_file(file)
        whole = path.read_bytes()[1:]
        readers = [each.chunks(each.size()) for each in (upload, upload, other)]
        got = [bytearray(), bytearray(), bytearray()]
        for turn in zip(*readers, strict=True):
            for content, chunk in zip(got, turn, strict=True):
                content += chunk
    assert got == [whole] * 3


def test_threads_may_send_one_file_at_once(tmp_path: Path):
    path = tmp_path / "large.bin"
    path.write_bytes(os.urandom(500_000))
    with path.open("rb") as file, ThreadPoolExecutor(8) as threads:
        upload = Upload.from_file(file)
        assert set(threads.map(lambda _: read(upload), range(40))) == {path.read_bytes()}


def test_of_two_readers_of_a_stream_one_is_refused(tmp_path: Path):
    ends = os.pipe()
    os.write(ends[1], b"once")
    os.close(ends[1])
    with os.fdopen(ends[0], "rb") as stream:
        upload = Upload.from_file(stream, filename="a")
        assert not upload.spent
        assert read(upload) == b"once"
        assert upload.spent
        with pytest.raises(ConfigurationError, match=r"'a' was sent already.*from_bytes"):
            read(upload)


def test_a_file_that_is_another_size_than_announced():
    with pytest.raises(ConfigurationError, match="'a' cannot be read: it grew from 2 bytes"):
        list(Upload.from_bytes(b"abc", "a").chunks(2))
    with pytest.raises(ConfigurationError, match="'a' cannot be read: it shrank from 4 bytes to 3"):
        list(Upload.from_bytes(b"abc", "a").chunks(4))
    file = io.BytesIO(b"abc")
    file.seek(2)
    upload = Upload.from_file(file, filename="a")
    file.truncate(1)
    with pytest.raises(ConfigurationError, match="it ends before the position"):
        upload.size()


def test_a_file_that_was_closed():
    file = io.BytesIO(b"abc")
    upload = Upload.from_file(file, filename="a")
    file.close()
    for attempt in (upload.size, lambda: read(upload), lambda: Upload.from_file(file, filename="a")):
        with pytest.raises(ConfigurationError, match="the file 'a' cannot be read: I/O operation on closed file"):
            attempt()


def test_a_file_that_cannot_be_opened_again(tmp_path: Path):
    path = tmp_path / "gone.json"
    path.write_bytes(b"{}")
    upload = Upload.from_path(path)
    path.unlink()
    with pytest.raises(ConfigurationError, match=r"gone\.json.*No such file"):
        read(upload)


def test_a_child_process_does_not_wait_for_a_thread_of_its_parent():
    upload = Upload.from_file(io.BytesIO(b"abc"))
    begun, done = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            begun.set()
            done.wait()
            return super().read(size)

    reader = threading.Thread(target=read, args=[Upload.from_file(Slow(b"x"))])
    reader.start()
    begun.wait()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python's own, of forking with threads
        child = os.fork()
    if child == 0:
        os._exit(read(upload) != b"abc")
    assert os.waitpid(child, 0)[1] == 0
    done.set()
    reader.join()


@pytest.mark.parametrize("file", [io.StringIO("text"), 3, None])
def test_from_file_wants_a_binary_file(file: Any):
    with pytest.raises(ConfigurationError, match="binary mode"):
        Upload.from_file(file)


def test_a_temporary_file_that_is_text_is_refused_when_the_upload_is_made():
    with tempfile.NamedTemporaryFile("w+") as file, pytest.raises(ConfigurationError, match="binary mode"):
        Upload.from_file(file)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["a/path", Path("a/path")])
def test_from_file_takes_no_path(path: Any):
    with pytest.raises(ConfigurationError, match="'a/path' there is from_path"):
        Upload.from_file(path)


@pytest.mark.parametrize("content", ["text", None, [1]])
def test_from_bytes_wants_bytes(content: Any):
    with pytest.raises(ConfigurationError, match=r"a\.txt.* must be bytes"):
        Upload.from_bytes(content, "a.txt")


def test_a_name_is_needed():
    with pytest.raises(ConfigurationError, match="filename="):
        Upload.from_bytes(b"", "")


@pytest.mark.parametrize("content_type", ["text/plain\r\nX-Evil: 1", "ü", " "])
def test_a_content_type_is_checked(content_type: str):
    with pytest.raises(ConfigurationError, match="content_type"):
        Upload.from_bytes(b"", "a", content_type=content_type)


@pytest.mark.parametrize("name", ["a\\b.json", "a\0.json"])
def test_a_name_that_would_arrive_as_another_is_refused(name: str):
    with pytest.raises(ConfigurationError, match=r"no backslash and no null character: give filename="):
        Upload.from_bytes(b"", name)


def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_bytes(b"x")
    with pytest.raises(ConfigurationError, match=r"'caf\\udce9.txt' is not UTF-8: give filename="):
        Upload.from_path(path)
    assert read(Upload.from_path(path, filename="cafe.txt")) == b"x"


def test_a_path_with_a_null_character():
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Upload.from_path("a\0b")


@pytest.mark.parametrize(
    ("name", "escaped"),
    [
        ("plain ü.json", "plain ü.json"),
        ("100%.json", "100%.json"),
        ("100% of it.json", "100% of it.json"),
        ("a%41.json", "a%2541.json"),
        ('50% "x".json', "50%25 %22x%22.json"),
        ("50% of a%41", "50%25 of a%2541"),
        ("line\r\nbreak", "line%0D%0Abreak"),
    ],
)
def test_names_arrive_as_they_are(name: str, escaped: str):
    """Rack undoes the escapes of a name where every percent sign of it begins one, else none."""
    assert quoted(name) == escaped
    undone = all(re.match(r"%[0-9a-fA-F]{2}", found) for found in re.findall(r"%.?.?", escaped))
    assert (unquote(escaped) if undone else escaped) == name
