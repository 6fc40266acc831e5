"""One asset for each repository, whatever happens on the way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from conviso_client import AsyncConviso, Conviso
from conviso_client.errors import ConfigurationError
from conviso_client.jobs import async_ensure_assets, ensure_assets
from conviso_client.jobs.assets import ensure_all_steps, repository_key
from conviso_client.jobs.steps import Each
from conviso_client.sandbox import Sandbox
from conviso_client.testing import assert_called, assert_not_called
from conviso_client.types import CreateAssetInput

SHOP = "https://github.com/acme/shop"
KEY = "github.com/acme/shop"


def keys(conviso: Conviso) -> list[str]:
    """The repositories of all assets; one that is there twice comes twice."""
    details = [asset.repository_detail for asset in conviso.iter_assets()]
    return [detail.repository_key for detail in details if detail and detail.repository_key]


def test_what_is_missing_is_created_once(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    there = f"https://{keys(conviso)[0]}"
    urls = [f"{SHOP}.git", there, "git@github.com:ACME/shop", "https://gitlab.com/group/sub/tool/"]
    planned = ensure_assets(conviso, urls, dry_run=True)
    assert [asset.outcome for asset in planned] == ["missing", "there", "missing"]
    assert_not_called(conviso_sandbox, "createAsset")
    lists = len(conviso_sandbox.seen("assets"))
    assert [asset.outcome for asset in ensure_assets(conviso, urls)] == ["created", "there", "created"]
    assert len(conviso_sandbox.seen("assets")) == lists + 1
    assert_called(
        conviso_sandbox, "createAsset", input={"name": "acme/shop", "repoUrl": f"{SHOP}.git", "branchName": "main"}
    )
    again = ensure_assets(conviso, urls)
    assert [asset.outcome for asset in again] == ["there"] * 3
    assert again[0].to_dict()["id"] == conviso.asset(str(again[0].id)).id


@pytest.mark.parametrize("fault", [{"reset": True}, {"status": 503}], ids=repr)
def test_a_lost_answer_makes_no_second_asset(conviso: Conviso, conviso_sandbox: Sandbox, fault: dict[str, Any]) -> None:
    conviso_sandbox.faults.next(operation="createAsset", after=True, **fault)
    [asset] = ensure_assets(conviso, [SHOP])
    assert asset.outcome == "created"
    assert keys(conviso).count(KEY) == 1
    assert_called(conviso_sandbox, "createAsset", times=1)


def test_one_that_fails_does_not_stop_the_others(conviso: Conviso) -> None:
    conviso.create_asset(CreateAssetInput(name="acme/shop"))
    refused, created = ensure_assets(conviso, [SHOP, "https://github.com/acme/billing"])
    assert (refused.outcome, created.outcome) == ("failed", "created")
    assert "Name has already been taken" in str(refused.error)


def test_two_assets_of_a_repository_are_named() -> None:
    """The sandbox refuses a second one, and an old company may have it."""
    steps = ensure_all_steps([SHOP], None, "main", (), dry_run=False)
    listing = next(steps)
    assert isinstance(listing, Each)
    for number in ("17", "18"):
        listing.sink(SimpleNamespace(id=number, name="shop", repository_detail=SimpleNamespace(repository_key=KEY)))
    with pytest.raises(StopIteration) as end:
        steps.send(None)
    [twice] = end.value.value
    assert twice.outcome == "failed"
    assert "17 (shop), 18 (shop)" in twice.error


@pytest.mark.parametrize("url", ["", "shop", "https://github.com", "https://ci:glpat-1@localhost/x?token=glpat-1"])
def test_what_is_no_address_is_told_before_anything_is_sent(
    conviso: Conviso, conviso_sandbox: Sandbox, url: str
) -> None:
    with pytest.raises(ConfigurationError, match="is not the address of a repository") as raised:
        ensure_assets(conviso, [SHOP, url])
    assert "glpat" not in str(raised.value)
    assert not conviso_sandbox.seen()


@pytest.mark.anyio
async def test_tasks_do_the_same(async_conviso: AsyncConviso) -> None:
    async with async_conviso as conviso:
        [asset] = await async_ensure_assets(conviso, ["https://ci:glpat-123@github.com/acme/shop.git"])
        assert (asset.repository, asset.outcome) == (KEY, "created")
        assert "glpat" not in repr(await conviso.asset(str(asset.id)))


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://github.com/Acme/Shop.git", KEY),
        ("http://gitlab.example.com:8080/a/b/c", "gitlab.example.com/a/b/c"),
        ("ssh://git@gitlab.example.com:2222/a/b.git", "gitlab.example.com/a/b"),
        ("git@github.com:acme/shop.git", KEY),
        ("git@github.com:42/shop.git", "github.com/42/shop"),
        ("https://me@dev.azure.com/org/project/_git/repo", "dev.azure.com/org/project/_git/repo"),
    ],
)
def test_spellings_of_addresses(address: str, key: str) -> None:
    assert repository_key(address) == key
