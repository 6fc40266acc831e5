"""Download a file from the address that the platform gives."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from conviso_client.errors import ConfigurationError, ConnectionLost, ResponseError
from conviso_client.models.values import number_of

__all__ = ["check_target", "download"]

_TIMEOUT = 60.0
"""Seconds without data."""
_CHUNK = 1 << 16


def check_target(path: Path) -> None:
    """Raise `ConfigurationError` for a path that cannot be written, before a job waits for its content."""
    folder = path.resolve().parent
    flaw = None
    if path.is_dir():
        flaw = "it is a folder"
    elif path.exists() and not path.is_file():
        return  # a pipe or a terminal
    elif not folder.is_dir():
        flaw = f"there is no folder {folder}"
    elif not os.access(folder, os.W_OK):
        flaw = f"nothing may be written into {folder}"
    if flaw:
        raise ConfigurationError(f"cannot write {path}: {flaw}")


def download(url: str, path: Path, *, of: str) -> None:
    """Download an address to a file, whole or not at all. `of` names the download in errors.

    A signed address is a secret, so no log and no error shows it. The API key is not sent.
    Raises `ConfigurationError` if the file cannot be written, else `ResponseError` or `ConnectionLost`.
    """
    _check(url, of)
    try:
        if path.exists() and not path.is_file():  # a pipe or a terminal
            with path.open("wb") as file:
                file.writelines(_chunks(url, of))
        else:
            _replace(path.resolve(), _chunks(url, of))
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None


def _replace(target: Path, chunks: Iterable[bytes]) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(chunks)
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _chunks(url: str, of: str) -> Iterator[bytes]:
    # Not httpx: its log shows whole addresses.
    request = Request(url, headers={"User-Agent": "conviso-client"})  # noqa: S310  # the scheme is checked
    size = 0
    try:
        with build_opener(_Redirects(of)).open(request, timeout=_TIMEOUT) as answer:
            expected = number_of(answer.headers.get("Content-Length", ""))
            while chunk := answer.read(_CHUNK):
                size += len(chunk)
                yield chunk
    except HTTPError as error:
        error.close()
        raise ResponseError(f"{of} cannot be downloaded", status=error.code) from None
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        raise ConnectionLost(f"{of} cannot be downloaded: {reason}") from None
    except ValueError:  # such as a letter that no address has, also in that of a redirect
        raise _wrong_address(of) from None
    if expected is not None and size != expected:
        raise ConnectionLost(f"the download of {of} broke off after {size:,} of {expected:,} bytes")


class _Redirects(HTTPRedirectHandler):
    def __init__(self, of: str) -> None:
        self._of = of

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        try:
            _check(urljoin(req.full_url, newurl), self._of)
        except ResponseError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check(url: str, of: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _wrong_address(of) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}):
        raise ResponseError(f"the address of {of} is no https address, so it is not asked for")


def _wrong_address(of: str) -> ResponseError:
    return ResponseError(f"{of} cannot be downloaded: what the platform gives is no address")
