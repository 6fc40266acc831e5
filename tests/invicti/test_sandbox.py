"""The sandbox of the Invicti Platform, as a command and in a program."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from conviso_client.cli import main
from conviso_client.errors import DeadlineExceeded, RateLimited
from conviso_client.invicti import Invicti
from conviso_client.sandbox.invicti import InvictiSandbox, InvictiSettings
from conviso_client.sandbox.quota import QuotaRule


def test_as_a_command(tmp_path: Path) -> None:
    options = ["--invicti", "--json", "--api-key", "mine", "--assets", "2", "--issues", "5"]
    command = [sys.executable, "-m", "conviso_client", "sandbox", *options]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            told = json.loads(process.stdout.readline())
            with Invicti(told["apiKey"], url=told["url"]) as invicti:
                assert told["apiKey"] == "mine"
                assert (invicti.iter_assets().total(), invicti.iter_vulnerabilities().total()) == (2, 5)
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--persist", "a.db"], "knows no --persist"),
        (["--no-introspection"], "knows no --no-introspection"),
        (["--api-key", "a=443"], "knows no such keys"),
    ],
    ids=["persist", "introspection", "companies"],
)
def test_what_it_does_not_have(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--invicti", *options]) == 2
    assert said in capsys.readouterr().err


def test_a_429_says_when_to_come_back_in_headers_and_body() -> None:
    rule = QuotaRule(2, 60.0, "sliding")
    with InvictiSandbox(settings=InvictiSettings(quota=rule)) as sandbox:
        with Invicti(sandbox.api_key, url=sandbox.url, deadline=30) as invicti:
            assert invicti.iter_assets().total() == 3
            assert invicti.iter_assets().total() == 3
            with pytest.raises((RateLimited, DeadlineExceeded)) as caught:
                invicti.iter_assets().total()
        assert caught.value.ran is False
        refused = httpx.get(f"{sandbox.url}/api/inventory/v1/assets", headers={"x-auth": sandbox.api_key})
        assert refused.status_code == 429
        assert 0 < refused.json()["retryAfter"] <= 60
        assert (refused.headers["x-ratelimit-limit"], refused.headers["x-ratelimit-remaining"]) == ("2", "0")
        assert int(refused.headers["x-ratelimit-reset"]) > 1_700_000_000


def test_it_is_looked_at_and_reset_from_outside(sandbox: InvictiSandbox, invicti: Invicti) -> None:
    shop = sandbox.data.assets[0]["id"]
    started = invicti.start_scan(shop, "profile", user_authorized_to_scan=True)
    assert started.id
    assert [row["status"] for row in sandbox.data.vulnerabilities if row["assetId"] == shop].count("fixed") == 1
    stats = httpx.get(f"{sandbox.url}/_sandbox/stats").json()
    assert stats["writes"] == {"POST /api/v1/scans": 1}
    assert httpx.post(f"{sandbox.url}/_sandbox/reset").status_code == 200
    assert (len(sandbox.data.vulnerabilities), sandbox.stats()["requests"]) == (300, 0)
