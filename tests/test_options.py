from __future__ import annotations

import subprocess
import sys
from typing import Any

import httpx
import pytest

from conviso_client import AsyncConviso, Conviso, Quota
from conviso_client.call.options import Options, correlation, correlations, endpoint
from conviso_client.errors import ConfigurationError
from conviso_client.http.secret import Secret


@pytest.fixture(autouse=True)
def no_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVISO_API_URL", raising=False)


class TestEndpoint:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            (None, "https://api.convisoappsec.com/graphql"),
            ("https://api.convisoappsec.com", "https://api.convisoappsec.com/graphql"),
            ("https://api.convisoappsec.com/", "https://api.convisoappsec.com/graphql"),
            ("https://api.convisoappsec.com/graphql/", "https://api.convisoappsec.com/graphql"),
            ("https://app.convisoappsec.com/graphql", "https://api.convisoappsec.com/graphql"),
            ("HTTPS://APP.ConvisoAppSec.com", "https://api.convisoappsec.com/graphql"),
            ("https://api.app.convisoappsec.com", "https://api.app.convisoappsec.com/graphql"),
            ("https://api.staging.convisoappsec.com", "https://api.staging.convisoappsec.com/graphql"),
            ("https://app.convisoappsec.com:8443", "https://api.convisoappsec.com:8443/graphql"),
            ("https://proxy.test/conviso", "https://proxy.test/conviso/graphql"),
            ("http://localhost:8000", "http://localhost:8000/graphql"),
            ("http://sandbox.localhost", "http://sandbox.localhost/graphql"),
            ("http://127.0.0.1:1/graphql", "http://127.0.0.1:1/graphql"),
            ("http://127.1.2.3", "http://127.1.2.3/graphql"),
            ("http://[::1]:1", "http://[::1]:1/graphql"),
            (" https://api.test ", "https://api.test/graphql"),
        ],
    )
    def test_what_is_meant(self, url: str | None, expected: str):
        assert endpoint(url) == expected
        assert endpoint(expected) == expected

    def test_the_environment(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("CONVISO_API_URL", "https://api.staging.convisoappsec.com")
        assert endpoint(None) == "https://api.staging.convisoappsec.com/graphql"
        assert endpoint("https://api.test") == "https://api.test/graphql"
        monkeypatch.setenv("CONVISO_API_URL", "")
        assert endpoint(None) == "https://api.convisoappsec.com/graphql"

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "api.test",
            "ftp://api.test",
            "https://",
            "https:///x",
            "https://a b",
            "https://[::1",
            "https://x:port",
            "https://ü.test",
            3,
        ],
    )
    def test_what_is_no_url(self, url: Any):
        with pytest.raises(ConfigurationError, match="url must be like https://"):
            endpoint(url)

    @pytest.mark.parametrize("host", ["api.test", "10.0.0.1", "[::2]", "localhost.test", "128.0.0.1"])
    def test_plain_http(self, host: str):
        with pytest.raises(ConfigurationError, match="plain http"):
            endpoint(f"http://{host}")

    @pytest.mark.parametrize(
        "url", ["https://me@api.test", "https://me:secret@api.test/graphql", "https://:secret@[::1]"]
    )
    def test_user_info(self, url: str):
        with pytest.raises(ConfigurationError, match="user name or password") as caught:
            endpoint(url)
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize("url", ["https://api.test/?token=secret", "https://api.test/graphql#secret"])
    def test_query_and_fragment(self, url: str):
        with pytest.raises(ConfigurationError, match="without a query or a fragment") as caught:
            endpoint(url)
        assert "secret" not in str(caught.value)


BAD_SECONDS = (0, -1, "1", True, float("nan"), float("inf"))
BAD_TEXTS = ("", " ", "a\nb", "ü", 3, "x" * 201)


class TestOptions:
    @pytest.mark.parametrize(
        "changes",
        [
            {"timeout": 1, "deadline": 0.5, "max_queue": 0, "max_attempts": 1},
            {"timeout": None, "deadline": None, "max_queue": None},
            {"timeout": httpx.Timeout(5.0)},
            {"on_event": print, "app_name": "a/1", "correlation_id": "x" * 200},
            {},
        ],
    )
    def test_possible(self, changes: dict[str, Any]):
        changed = Options().changed(changes)
        assert {name: getattr(changed, name) for name in changes} == changes

    @pytest.mark.parametrize(
        "change",
        [
            *(
                {name: value}
                for name in ("timeout", "deadline")
                for value in (0, -1, "1", True, float("nan"), float("inf"))
            ),
            *({"max_queue": value} for value in (-1, "1", True, float("inf"))),
            *({"max_attempts": value} for value in (0, -1, 1.5, True, None, "5")),
            {"on_event": 3},
            *({"max_response_bytes": value} for value in (0, -1, 1.5, True)),
            *({"company_id": value} for value in ("abc", "-1", -1, 0, 1.5, True, "")),
            *(
                {name: value}
                for name in ("app_name", "correlation_id")
                for value in ("", " ", "a\nb", "ü", 3, "x" * 201)
            ),
            *({"headers": Secret(value)} for value in ([1], "x", {"": "x"}, {"a b": "x"}, {1: "x"})),
            *({"headers": Secret({"x": value})} for value in ("a\nb", "ü", 1, None)),
            *({"headers": Secret({name: "x"})} for name in ("X-API-Key", "Content-Type", "user-agent")),
        ],
    )
    def test_impossible(self, change: dict[str, Any]):
        [name] = change
        with pytest.raises(ConfigurationError, match=name.replace("_", ".")):
            Options().changed(change)

    def test_headers(self):
        changed = Options().changed({"headers": Secret({"A": "1", "B": ""})})
        assert changed.headers.reveal() == (("A", "1"), ("B", ""))
        assert "***" in repr(changed)
        assert changed.changed({"timeout": 3}).headers is changed.headers
        assert changed.changed({"headers": Secret(None)}).headers.reveal() == ()


@pytest.mark.parametrize("client", [Conviso, AsyncConviso])
@pytest.mark.parametrize("quota", [5, "redis://127.0.0.1", Quota, Quota.shared])
def test_a_quota_that_is_none(client: Any, quota: Any):
    with pytest.raises(ConfigurationError, match=r"quota must be a Quota, such as Quota.shared\(\), not "):
        client("key", quota=quota)


def test_correlation_blocks():
    assert correlations.get() is None
    with correlation("outer"):
        with correlation("inner"):
            assert correlations.get() == "inner"
        assert correlations.get() == "outer"
        with pytest.raises(ConfigurationError, match="correlation_id"), correlation("a\nb"):
            pass  # pragma: no cover  # it is not entered
    assert correlations.get() is None


def test_the_package_loads_neither_httpx_nor_pydantic():
    program = (
        "import sys; import conviso_client; from conviso_client import Conviso, AsyncConviso, ConvisoError, Upload\n"
        "print(sorted({'httpx', 'pydantic', 'anyio', 'asyncio', 'inspect', 'logging', 'ssl'} & set(sys.modules)))\n"
        "conviso_client.Nothing"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.stdout == "[]\n"
    assert "has no attribute 'Nothing'" in result.stderr


def test_names_at_the_top():
    import conviso_client

    assert set(conviso_client.__all__) <= set(dir(conviso_client))
    for name in conviso_client.__all__:
        assert getattr(conviso_client, name) is not None
