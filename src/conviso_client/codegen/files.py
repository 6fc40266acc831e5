"""Write all or nothing: to a temporary place beside the target, then rename."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from conviso_client.cli.signals import signals_held
from conviso_client.errors import ConfigurationError

__all__ = ["check_writable", "replace_file", "replace_folder"]


def check_writable(path: Path) -> None:
    """Say before the work what `replace_file` would say after it. Raises `ConfigurationError`."""
    if path.exists() and not path.is_file() and not path.is_dir():
        return
    if path.is_dir() or not os.access(path.resolve().parent, os.W_OK):
        raise ConfigurationError(f"cannot write {path}: name a file in a folder that you may write to")


def replace_file(path: Path, text: str | Iterable[str]) -> None:
    """Write a text or its parts to a file, whole, or leave the old one as it was.

    A link stays a link; a pipe or a terminal is written to.

    Raises `ConfigurationError` if the target cannot be written.
    """
    parts = (text,) if isinstance(text, str) else text
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(parts)
            return
        with signals_held():
            _replace_file(path.resolve(), parts)
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None


def _replace_file(target: Path, parts: Iterable[str]) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def replace_folder(path: Path, files: Mapping[str, str]) -> None:
    """Put a folder with exactly these files in the place of another, or leave the old one as it was.

    Raises `ConfigurationError` if the target cannot be written.
    """
    with signals_held():
        _replace_folder(path.resolve(), files)


def _replace_folder(path: Path, files: Mapping[str, str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None
    stale = fresh.with_name(f"{fresh.name}.old")
    try:
        fresh.chmod(0o755)
        for name, text in files.items():
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_text(text, encoding="utf-8", newline="\n")
        if path.exists():
            path.rename(stale)
        fresh.rename(path)
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None
    finally:
        if stale.exists() and not path.exists():
            stale.rename(path)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(stale, ignore_errors=True)


def _mode(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    return 0o644
