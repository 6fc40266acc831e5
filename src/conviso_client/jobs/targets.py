"""The target of an export: a file, a folder, or an address of fsspec. Each file is written whole or not at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from conviso_client.cli.signals import signals_held
from conviso_client.errors import ConfigurationError, missing_extra

__all__ = ["Target"]

_URL = re.compile(r"\w[\w+.-]*(::\w[\w+.-]*)*://")
_OURS = "company_id=*/part-*.parquet"
"""Files of an earlier export in a folder, which this one may remove."""


class Target:
    """A file or, if it ends in `/`, a folder."""

    def __init__(self, text: str) -> None:
        """Resolve the target. Raises `ConfigurationError` if it cannot be written."""
        self.name = re.sub(r"://[^/@]*@", "://", text).partition("?")[0]
        """The target as messages show it, without a password in its address."""
        self.is_folder = text.endswith("/")
        self._remote: Any = None
        path = text
        if _URL.match(text):
            self._remote, path = self._opened(text)
        self._path = path
        if self._remote is None:
            self._local = Path(path).resolve()  # a symbolic link is kept; its target is replaced
            if not self._local.parent.is_dir():
                raise ConfigurationError(f"cannot write {self.name}: there is no folder {self._local.parent}")
            if self._local.exists() and self._local.is_dir() is not self.is_folder:
                hint = "a file" if self.is_folder else "a folder: end it in / to write into it"
                raise ConfigurationError(f"cannot write {self.name}: it is {hint}")
        name = path.rstrip("/").rpartition("/")[2] if self._remote else self._local.name
        self._beside = Path() if self._remote else self._local.parent
        self.partial = self._beside / f"{name}.part"
        """The checkpoint file: beside the target, or in the working folder if the target is remote."""
        self._scratch = self._beside / f".{name}.new"

    def _opened(self, url: str) -> tuple[Any, str]:
        try:
            fsspec: Any = import_module("fsspec.core")  # it has no types
        except ModuleNotFoundError as error:
            raise missing_extra(f"{error.name} is not installed: {self.name}", "remote") from None
        with self._failing("open"):
            files, path = fsspec.url_to_fs(url)
        protocols: Any = files.protocol
        is_local = "file" in ([protocols] if isinstance(protocols, str) else protocols)
        return None if is_local else files, str(path)

    @contextmanager
    def written(self) -> Generator[Path]:
        """Yield a temporary path, and move its content to the target if the block succeeds.

        Raises `ConfigurationError` if the target cannot be written.
        """
        self._clear()
        try:
            if self.is_folder:
                self._scratch.mkdir()
            yield self._scratch
            with self._failing("write"):
                (self._put_here if self._remote is None else self._put_there)()
        except OSError as error:
            raise ConfigurationError(f"cannot write {self.name}: {error.strerror}") from None
        finally:
            self._clear()

    def _put_here(self) -> None:
        with signals_held():
            if not self.is_folder:
                if self._local.exists():
                    shutil.copymode(self._local, self._scratch)
                self._scratch.replace(self._local)
                return
            stale = set(self._local.glob(_OURS))
            for file in self._fresh():
                path = self._local / file.relative_to(self._scratch)
                path.parent.mkdir(parents=True, exist_ok=True)
                file.replace(path)
                stale.discard(path)
            for file in stale:
                file.unlink()

    def _put_there(self) -> None:
        if not self.is_folder:
            self._remote.put_file(str(self._scratch), self._path)
            return
        base = self._path.rstrip("/")
        stale = set(self._remote.glob(f"{base}/{_OURS}"))
        for file in self._fresh():
            path = f"{base}/{file.relative_to(self._scratch).as_posix()}"
            self._remote.put_file(str(file), path)
            stale.discard(path)
        for path in stale:
            self._remote.rm_file(path)

    def _fresh(self) -> list[Path]:
        return sorted(path for path in self._scratch.rglob("*") if path.is_file())

    def _clear(self) -> None:
        if self._scratch.is_dir():
            shutil.rmtree(self._scratch)
        else:
            self._scratch.unlink(missing_ok=True)

    @contextmanager
    def _failing(self, what: str) -> Generator[None]:
        """Turn the errors of a remote file system into `ConfigurationError`."""
        try:
            yield
        except ConfigurationError:
            raise
        except Exception as error:  # noqa: BLE001  # each store has errors of its own
            reason = getattr(error, "strerror", None) or re.sub(r"://[^/@\s]*@", "://", str(error))
            raise ConfigurationError(f"cannot {what} {self.name}: {type(error).__name__}: {reason}") from None
