"""Commands run as a shell runs them: in a process of their own, with real streams and signals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

OLD = "type Query { asset(id: ID): Asset }\ntype Asset { id: ID! name: String }\n"
NEW = OLD.replace("name: String", "size: Int")
QUERY = "query mine($id: ID) {\n  mine: asset(id: $id) { id name }\n}\n"
COMMAND = (sys.executable, "-W", "error", "-m", "conviso_client")


def run(
    arguments: Sequence[str], *, cwd: Path | None = None, shell: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command; `shell` is what a shell adds to its line, such as `2>&-`."""
    command = [*COMMAND, *arguments]
    line = ["/bin/bash", "-c", f'"$@" {shell}', "bash", *command] if shell else command
    return subprocess.run(
        line,
        capture_output=True,
        cwd=cwd,
        env={**plain_environment(), **environment},
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def plain_environment() -> dict[str, str]:
    """The environment without what changes the output."""
    changing = ("CONVISO", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUNBUFFERED", "LC_", "LANG")
    return {name: value for name, value in os.environ.items() if not name.startswith(changing)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two schemas and an operation that the second one breaks."""
    (tmp_path / "schema.graphql").write_text(OLD)
    (tmp_path / "new.graphql").write_text(NEW)
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "a.graphql").write_text(QUERY)
    return tmp_path
