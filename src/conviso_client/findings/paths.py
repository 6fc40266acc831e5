"""Paths below the root of the checkout, from any scanner's spelling."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

__all__ = ["Roots", "is_absolute", "normalized", "unescaped"]

_ABSOLUTE = re.compile(r"/|\\|file:|[A-Za-z]:[\\/]", re.IGNORECASE)
_DRIVE = re.compile(r"/?[A-Za-z]:/")
_LEGAL = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")


class Roots:
    """The folders that paths are relative to: the caller's, else the current Git checkout's.

    `others` are those that a report names.
    """

    def __init__(self, root: str | os.PathLike[str] | None, others: Iterable[str] = ()) -> None:
        self.given = None if root is None else _given(root)
        first = self.given or _checkout()
        own = () if first is None else (str(first), str(first.resolve()))
        told = (normalized(unescaped(folder)).rstrip("/") + "/" for folder in (*own, *others))
        self._prefixes = tuple(dict.fromkeys(prefix for prefix in told if prefix != "/"))

    def below(self, path: str) -> tuple[str, bool]:
        """Return a path relative to the first root that contains it, and whether one does.

        A relative path counts as contained.
        """
        plain = normalized(path)
        if is_absolute(plain):
            for prefix in self._prefixes:
                if plain.startswith(prefix):
                    return plain[len(prefix) :] or ".", True
                if plain + "/" == prefix:
                    return ".", True
            return plain, False
        return plain, not plain.startswith("../")

    def cut_out_of(self, text: str) -> str:
        """Return a text with its paths relative to the roots."""
        for prefix in self._prefixes:
            text = text.replace(prefix, "")
        return text


def is_absolute(path: str) -> bool:
    """Return whether a path or a file URI is absolute."""
    return _ABSOLUTE.match(path) is not None


def unescaped(uri: str) -> str:
    """Return the path in a URI. One with characters that URIs cannot have was never escaped, and is returned as is."""
    if uri[:5].lower() == "file:":
        path = unquote(uri[5:])
        path = "/" + path.lstrip("/") if path.startswith("/") else path
        return path[1:] if _DRIVE.match(path) and path.startswith("/") else path
    return unquote(uri) if "%" in uri and _LEGAL.fullmatch(uri) else uri


def normalized(path: str) -> str:
    """Normalize a path: `/` only, no `.`, and no `..` that a folder before it cancels."""
    parts: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        if part == ".." and parts and parts[-1] not in ("..", ""):
            parts.pop()
        elif part not in ("", ".") or (not parts and part == ""):
            parts.append(part)
    joined = "/".join(parts)
    if joined[1:2] == ":":
        joined = joined[0].upper() + joined[1:]  # a drive letter
    return joined or ("/" if path.startswith(("/", "\\")) else ".")


def _given(root: str | os.PathLike[str]) -> Path:
    """Normalize the caller's root. It need not exist: the scanner may have run on another system."""
    told = os.fspath(root)
    return Path(told if is_absolute(told) else os.path.abspath(told))  # noqa: PTH100  # links are not followed


def _checkout() -> Path | None:
    here = Path.cwd()
    return next((each for each in (here, *here.parents) if (each / ".git").exists()), None)
