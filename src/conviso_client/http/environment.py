"""What the environment says about connections, proxies and certificates, or an error that names variable and value.

The variables of proxies are read here, for httpx refuses all of `NO_PROXY` for one entry that it cannot read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conviso_client.errors import ConfigurationError

from .deadline import AsyncBackend, Backend

if TYPE_CHECKING:
    import ssl

__all__ = ["CORES", "connection_pool", "core_of", "no_tls_context", "proxy_of", "tls_context", "trusted"]


CORES = {"httpx": "httpcore", "httpx2": "httpcore2"}
"""The HTTP libraries, and the package that has the connections of each."""


def core_of(library: Any) -> Any:
    """Return the package that has the connections of an HTTP library."""
    return import_module(CORES[library.__name__])


def connection_pool(library: Any, url: Any, most: int, *, tasks: bool) -> tuple[Any, Any, Any]:
    """Make a pool of at most so many connections for an address. Return it, its proxy or None, and what opens them.

    Raises `ConfigurationError` for settings that cannot be used.
    """
    # Plain HTTP stays on this machine (see `options.endpoint`): a proxy would be sent the key openly.
    secure = url.scheme == "https"
    proxy = proxy_of(library, url) if secure else None
    core, kind = core_of(library), "ConnectionPool"
    backend = AsyncBackend(core) if tasks else Backend(core)
    settings: dict[str, Any] = {
        "ssl_context": tls_context(library) if secure else no_tls_context(),
        "max_connections": most,
        "max_keepalive_connections": most,
        "keepalive_expiry": library.Limits().keepalive_expiry,
        "network_backend": backend,
    }
    if proxy is not None:
        kind = "SOCKSProxy" if proxy.url.scheme.startswith("socks") else "HTTPProxy"
        settings |= {"proxy_url": str(proxy.url), "proxy_auth": proxy.raw_auth}
    try:
        return getattr(core, f"Async{kind}" if tasks else kind)(**settings), proxy, backend
    except RuntimeError:
        raise ConfigurationError("a SOCKS proxy needs a package more: pip install 'httpx[socks]'") from None


def proxy_of(library: Any, url: Any) -> Any:
    """Return the proxy that the environment names for an address, or None."""
    from urllib.request import getproxies

    settings = getproxies()  # on Windows and macOS, those of the system too
    name = next((name for name in (url.scheme, "all") if settings.get(name)), None)
    if name is None or is_exempt(url.host, url.port or 443, settings.get("no", "")):
        return None
    address = settings[name]
    try:
        if not re.search(r"[\s\x00-\x1f\x7f]", address):
            return library.Proxy(address if "://" in address else f"http://{address}")
        problem = "it has a space or a line break"
    except Exception as error:  # noqa: BLE001  # whose text may quote the password
        problem = "it is no address; write special characters of user and password as %XX"
        if isinstance(error, ValueError):
            problem = "its scheme is not one of http, https, socks5, socks5h"
    spelled = f"{name}_proxy"
    variable = next((each for each in (spelled, spelled.upper()) if os.environ.get(each)), f"the system's {spelled}")
    masked = re.sub(r"(?<=://).+@|^(?!.*://).+@", "***@", address, flags=re.DOTALL)  # user and password
    raise ConfigurationError(f"{variable}={masked!r} cannot be used as a proxy: {problem}")


def is_exempt(host: str, port: int, entries: str) -> bool:
    """Say whether `NO_PROXY` names a host: by its name or a domain's, an address or a network, with or without a port.

    What cannot be read is left out, for other programs may understand it.
    """
    return any(_matches(entry.strip().lower(), host.lower(), port) for entry in entries.split(","))


def _matches(entry: str, host: str, port: int) -> bool:
    entry = entry.removeprefix("https://").removeprefix("all://")
    if entry == "*":
        return True
    name, colon, number = entry.rpartition(":")
    if colon and number.isdigit() and (":" not in name or name.endswith("]")):
        if int(number) != port:
            return False
        entry = name
    entry = entry.strip("[]")
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:  # one of both is no address
        domain = entry.removeprefix("*").removeprefix(".")
        return bool(domain) and (host.endswith(f".{domain}") or (host == domain and not entry.startswith((".", "*."))))


@cache
def tls_context(library: Any) -> ssl.SSLContext:
    """Make the TLS settings once: reading the certificates takes longer than all else.

    Raises `ConfigurationError` if `SSL_CERT_FILE` or `SSL_CERT_DIR` cannot be used.
    """
    file, folders = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if not file and folders and not any(map(_has_certificates, folders.split(os.pathsep))):
        # OpenSSL says nothing of a folder that it finds empty, and then trusts nobody.
        raise ConfigurationError(
            f"SSL_CERT_DIR={folders!r}: there are no certificates under the names that `openssl rehash` gives them"
        )
    try:
        context: ssl.SSLContext = library.create_ssl_context()
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
    else:
        return context
    name = f"SSL_CERT_FILE={file!r}" if file else f"SSL_CERT_DIR={folders!r}" if folders else "the authorities of httpx"
    raise ConfigurationError(f"{name}: no certificates can be read there ({problem})")


def _has_certificates(folder: str) -> bool:
    try:
        return any(re.fullmatch(r"[0-9a-f]{8}\.\d+", path.name) for path in Path(folder).iterdir())
    except OSError:
        return False


@cache
def no_tls_context() -> ssl.SSLContext:
    """Return TLS settings that trust nobody, for an address that needs none."""
    import ssl

    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def trusted(environment: Mapping[str, str]) -> str:
    """Say where to put the certificate of an authority of one's own."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if environment.get(name):
            return f"only what {name}={environment[name]!r} names is trusted"
    return "if your company's own authority signs here, name the file with its certificate in SSL_CERT_FILE"
