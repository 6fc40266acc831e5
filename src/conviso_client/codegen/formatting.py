"""Format generated code with ruff, the same wherever it runs."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ruff import find_ruff_bin  # pyright: ignore[reportMissingTypeStubs]  # it comes without types

__all__ = ["format_modules"]

_LINE_LENGTH = "120"
_SECONDS = 120


def format_modules(modules: Mapping[str, str]) -> dict[str, str]:
    """Sort the imports and lay out the code of modules, by file name."""
    with tempfile.TemporaryDirectory() as folder:
        for name, code in modules.items():
            (Path(folder) / name).parent.mkdir(exist_ok=True)
            (Path(folder) / name).write_text(code, encoding="utf-8", newline="\n")
        _ruff("check", "--fix", "--select", "I", "--config", "lint.isort.known-first-party=['conviso_client']", folder)
        _ruff("format", folder)
        return {name: (Path(folder) / name).read_bytes().decode() for name in modules}


def _ruff(command: str, *arguments: str) -> None:
    base = [find_ruff_bin(), command, "--isolated", "--no-cache", "--quiet"]
    style = ["--line-length", _LINE_LENGTH, "--target-version", "py310"]
    # In a session of its own, so that Ctrl-C is for us alone: it ends the run, and that ends ruff.
    subprocess.run([*base, *style, *arguments], check=True, timeout=_SECONDS, start_new_session=True)  # noqa: S603
