from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from conviso_client.errors import ConfigurationError
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


@pytest.mark.parametrize("file", [io.StringIO("text"), 3, None])
def test_from_file_wants_a_binary_file(file: Any):
    with pytest.raises(ConfigurationError, match="binary mode"):
        Upload.from_file(file)


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
