"""Proxies and certificates of the environment: what can be used is, and what cannot is named with its variable."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import trustme

from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.errors import ConfigurationError, ConnectionFailed
from conviso_client.http.environment import is_exempt, proxy_of, tls_context
from conviso_client.http.secret import Secret
from tests.faults.conftest import Caller, Turnstile, operation
from tests.faults.server import Server, answer

API = httpx.URL("https://api.test.invalid/graphql")
VARIABLES = ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    tls_context.cache_clear()
    yield
    tls_context.cache_clear()


def error_of(caller: Caller, url: str = "https://127.0.0.1:1") -> ConfigurationError:
    kind = BaseClient if caller.mode == "sync" else AsyncBaseClient
    client: Any = kind(Secret("key"), url=url, quota=Turnstile(), options={})
    call = client._call if caller.mode == "sync" else partial(anyio.run, client._call)
    with pytest.raises(ConfigurationError) as caught:
        call(operation("query"), {})
    return caught.value


class TestNoProxy:
    @pytest.mark.parametrize(
        ("host", "entries"),
        [
            ("api.test", "*"),
            ("api.test", "api.test"),
            ("API.test", " other , api.TEST "),
            ("api.test", "test"),
            ("api.test", ".test"),
            ("api.test", "*.test"),
            ("api.test", "api.test:443"),
            ("api.test", "https://api.test"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.1.2.3", "10.0.0.0/8"),
            ("fd07::1", "fd07:b51a:cc66:f0::/64,fd07::/16"),
            ("::1", "[::1]"),
            ("::1", "[::1]:443"),
            ("::1", "::1"),
        ],
    )
    def test_names_a_host(self, host: str, entries: str):
        assert is_exempt(host, 443, entries)

    @pytest.mark.parametrize(
        ("host", "entries"),
        [
            ("api.test", ""),
            ("api.test", ",,"),
            ("api.test", "api.test:8443"),
            ("api.test", "pi.test"),
            ("test", ".test"),
            ("api.test", "http://api.test"),
            ("10.1.2.3", "10.2.0.0/16"),
            ("10.1.2.3", "fd07::/16"),
            ("::1", "[::1]:8443"),
            ("api.test", "[, %%, ://, fd07:b51a:cc66:f0::/999, *., ."),
        ],
    )
    def test_does_not_name_another(self, host: str, entries: str):
        assert not is_exempt(host, 443, entries)

    def test_as_container_hosts_set_it(self, caller: Caller, monkeypatch: pytest.MonkeyPatch):
        """httpx refuses all of it for its network of IPv6."""
        monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1,::1,fd07:b51a:cc66:f0::/64,[::1]")
        error = caller.error(url="https://127.0.0.1:1", max_attempts=1)
        assert type(error) is ConnectionFailed

    def test_keeps_a_host_from_the_proxy(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("HTTPS_PROXY", "proxy.test:3128")
        assert proxy_of(httpx, API).url == httpx.URL("http://proxy.test:3128")
        monkeypatch.setenv("NO_PROXY", ".test.invalid")
        assert proxy_of(httpx, API) is None


class TestProxy:
    def test_the_one_for_the_scheme_comes_first(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("ALL_PROXY", "http://all.test")
        assert proxy_of(httpx, API).url.host == "all.test"
        monkeypatch.setenv("HTTPS_PROXY", "http://user:word@own.test")
        proxy = proxy_of(httpx, API)
        assert (proxy.url.host, proxy.raw_auth) == ("own.test", (b"user", b"word"))

    @pytest.mark.parametrize(
        ("value", "says"),
        [
            (
                "http://proxy.test:3128\n",
                "'http://proxy.test:3128\\n' cannot be used as a proxy: it has a space or a line",
            ),
            ("http://user:s3cret/word@proxy.test:3128", "'http://***@proxy.test:3128' cannot be used as a proxy"),
            ("gopher://proxy.test", "its scheme is not one of http, https, socks5, socks5h"),
            ("http://user:s3cret@proxy.test:port", "'http://***@proxy.test:port' cannot be used as a proxy"),
        ],
    )
    @pytest.mark.parametrize("variable", ["HTTPS_PROXY", "all_proxy"])
    def test_that_cannot_be_used(
        self, caller: Caller, value: str, says: str, variable: str, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv(variable, value)
        text = str(error_of(caller))
        assert f"{variable}={says}" in text or (f"{variable}=" in text and says in text)
        assert "s3cret" not in text

    def test_of_the_system(self, monkeypatch: pytest.MonkeyPatch):
        """As on Windows and macOS, where no variable is set."""
        monkeypatch.setattr("urllib.request.getproxies", lambda: {"https": "gopher://proxy.test"})
        with pytest.raises(ConfigurationError, match="the system's https_proxy='gopher:"):
            proxy_of(httpx, API)

    def test_socks_without_its_package(self, caller: Caller, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setitem(__import__("sys").modules, "socksio", None)
        monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1")
        assert "pip install 'httpx[socks]'" in str(error_of(caller))

    def test_that_wants_a_password_says_where_to_put_it(
        self, caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch
    ):
        server.otherwise = answer(b"", status=407)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.port}")
        error = caller.error(url="https://api.test.invalid", max_attempts=1)
        assert type(error) is ConnectionFailed
        assert f"through the proxy 127.0.0.1:{server.port}" in str(error)
        assert "http://user:password@host:port" in str(error)


class TestCertificates:
    @pytest.mark.parametrize("content", [None, "", "no certificate"])
    def test_a_file_without_any(
        self, caller: Caller, content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        file = tmp_path / "authorities.pem"
        if content is not None:
            file.write_text(content)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert f"SSL_CERT_FILE={str(file)!r}: no certificates can be read there" in str(error_of(caller))

    @pytest.mark.parametrize("exists", [True, False])
    def test_a_folder_without_any(self, caller: Caller, exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        folder = tmp_path if exists else tmp_path / "none"
        monkeypatch.setenv("SSL_CERT_DIR", str(folder))
        text = str(error_of(caller))
        assert f"SSL_CERT_DIR={str(folder)!r}" in text
        assert "openssl rehash" in text

    def test_folders_of_which_one_has_some(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        (tmp_path / "0a1b2c3d.0").write_bytes(trustme.CA().cert_pem.bytes())
        monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join((str(tmp_path / "none"), str(tmp_path))))
        assert tls_context(httpx) is tls_context(httpx)

    def test_what_is_trusted_is_named_when_the_server_is_not(
        self, caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        file = tmp_path / "authorities.pem"
        file.write_bytes(trustme.CA().cert_pem.bytes())
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

        def fail(_: Any) -> None:
            raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")

        async def fail_async(_: Any) -> None:
            fail(_)

        own: Any = (
            httpx.Client(event_hooks={"request": [fail]})
            if caller.mode == "sync"
            else httpx.AsyncClient(event_hooks={"request": [fail_async]})
        )
        error = caller.error(http_client=own, max_attempts=1)
        assert f"only what SSL_CERT_FILE={str(file)!r} names is trusted" in str(error)
