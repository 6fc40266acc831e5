"""The page for people: it is whole in itself, and tells the key to the same machine only."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from conviso_client.sandbox import Sandbox, Settings
from conviso_client.sandbox.control import is_local
from conviso_client.sandbox.page_for_people import answer_page


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_page_needs_nothing_from_elsewhere(sandbox: Sandbox) -> None:
    answer = httpx.get(sandbox.address + "/")
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert set(re.findall(r"https?://[^/\s\"'<]+", answer.text)) == {sandbox.address}
    assert not re.search(r"<(link|img|iframe|script src)", answer.text)


def test_the_page_tells_what_there_is(sandbox: Sandbox) -> None:
    data = data_of(httpx.get(sandbox.address).text)
    facts = dict(data["facts"])
    assert facts["endpoint"] == sandbox.url
    assert facts["x-api-key"] == data["key"] == sandbox.api_key
    assert facts["companies"] == "443, 444, 445"
    assert dict(data["counts"])["Issue"] == 600
    answer = httpx.post(sandbox.url, json={"query": data["query"]}, headers={"x-api-key": data["key"]}).json()
    assert answer["data"]["companies"]["collection"]


def test_every_fault_that_the_page_shows_is_one(sandbox: Sandbox) -> None:
    for line in data_of(httpx.get(sandbox.address).text)["faults"]:
        fault = re.search(r"-d '(.*)'$", line)
        assert fault
        assert httpx.post(sandbox.address + "/_sandbox/faults", json=json.loads(fault[1])).status_code == 200


def test_another_machine_is_not_told_the_key(sandbox: Sandbox) -> None:
    page = answer_page(sandbox.state, trusted=False)
    assert sandbox.api_key.encode() not in bytes(page.body)


@pytest.mark.parametrize(("host", "local"), [("127.0.0.9", True), ("::1", True), ("10.0.0.1", False), ("", False)])
def test_who_is_on_the_same_machine(host: str, local: bool) -> None:
    assert is_local(Request({"type": "http", "headers": [], "client": (host, 1)})) is local
    assert not is_local(Request({"type": "http", "headers": [], "client": None}))


def test_what_is_given_cannot_break_out_of_the_page() -> None:
    with Sandbox(settings=Settings(keys={"</script><b>": None})) as sandbox:
        page = httpx.get(sandbox.address).text
        assert "</script><b>" not in page
        assert data_of(page)["key"] == "</script><b>"


def test_the_examples_have_ids_of_rows_that_the_key_sees() -> None:
    with Sandbox(settings=Settings(keys={"some": frozenset({444, 445}), "all": None})) as sandbox:
        data = data_of(httpx.get(sandbox.address).text)
        store, shape, ids = sandbox.state.world.store, sandbox.state.world.shape, data["ids"]
        assert data["company"] == ids["company"] == 444
        assert {"asset", "issue", "project", "requirement", "sastfinding", "webvulnerability"} <= ids.keys()
        for name, entity in shape.of.items():
            number = ids.pop(name.removesuffix("Interface").lower(), None)
            row = store.get(entity.name, number)
            assert (row is None) == (number is None)
            if row is not None:
                assert row.company == 444 or not entity.scoped_or_company
                assert row.type == name or name == entity.name
        assert ids == {}
