"""Writing all or nothing, also where a target is a link or no file at all, and where a person breaks it off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conviso_client.codegen.files import replace_file, replace_folder


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "schema.graphql"
    target.write_text("old")
    link = tmp_path / "schema.graphql"
    link.symlink_to(target)
    replace_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert list((tmp_path / "real").iterdir()) == [target]


def test_standard_output_may_be_the_file(tmp_path: Path) -> None:
    schema = tmp_path / "answer.graphql"
    schema.write_text("type Query { a: Int }")
    command = [sys.executable, "-m", "conviso_client.cli", "schema", "diff", schema, schema, "--output", "/dev/stdout"]
    command += ["--queries", queries(tmp_path), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"exitStatus": 0' in done.stdout
    assert Path("/dev/stdout").is_symlink()


def queries(folder: Path) -> Path:
    (folder / "queries").mkdir()
    (folder / "queries" / "a.graphql").write_text("query a { a }")
    return folder / "queries"


def interrupt(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_a_file_that_is_broken_off_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "schema.graphql"
    target.write_text("old")
    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(target, "new")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == [target.name]  # noqa: PTH208


@pytest.mark.parametrize("renamed", [0, 1])
def test_a_folder_that_is_broken_off_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    target = tmp_path / "generated"
    replace_folder(target, {"a.py": "old"})
    rename, calls = Path.rename, []

    def rename_or_interrupt(path: Path, to: Path) -> Path:
        calls.append(path)
        if len(calls) == renamed + 1:
            raise KeyboardInterrupt
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", rename_or_interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_folder(target, {"a.py": "new"})
    assert (target / "a.py").read_text() == "old"
    assert os.listdir(tmp_path) == [target.name]  # noqa: PTH208
