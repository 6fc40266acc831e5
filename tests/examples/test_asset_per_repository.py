from __future__ import annotations

from pathlib import Path

import pytest

from conviso_client import Conviso
from conviso_client.sandbox import Sandbox
from conviso_client.testing import assert_called, assert_not_called
from conviso_client.types import CreateAssetInput

from .conftest import Done, Run, load

SHOP = "https://github.com/acme/shop"


@pytest.fixture
def ensure(run: Run) -> Run:
    return lambda *arguments: run("asset_per_repository", "--company", "443", "--pause", "0", *arguments)


def keys(conviso: Conviso) -> list[str]:
    """The repositories of all assets; one that is there twice comes twice."""
    details = [asset.repository_detail for asset in conviso.iter_assets()]
    return [detail.repository_key for detail in details if detail and detail.repository_key]


def summary(done: Done) -> str:
    return done.out.splitlines()[-1]


def test_what_is_missing_is_created_once(ensure: Run, conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    there = next(key for key in keys(conviso))
    Path("list.txt").write_text(f"# ours\n{SHOP}.git\n\nhttps://{there}  # has one\ngit@github.com:ACME/shop\n")
    done = ensure("--file", "list.txt", "https://gitlab.com/group/sub/tool/")
    assert done.status == 0, done
    assert summary(done) == "2 created, 1 there"
    assert_called(conviso_sandbox, "createAsset", times=2)
    assert_called(
        conviso_sandbox, "createAsset", input={"name": "acme/shop", "repoUrl": f"{SHOP}.git", "branchName": "main"}
    )
    assert summary(ensure("--file", "list.txt")) == "2 there"
    assert_called(conviso_sandbox, "createAsset", times=2)


@pytest.mark.parametrize(("after", "sent"), [(True, 1), (False, 2)])
@pytest.mark.parametrize("fault", [{"reset": True}, {"status": 503}], ids=repr)
def test_a_lost_answer_makes_no_second_asset(
    ensure: Run, conviso: Conviso, conviso_sandbox: Sandbox, fault: dict[str, object], after: bool, sent: int
) -> None:
    conviso_sandbox.faults.next(operation="createAsset", after=after, **fault)
    done = ensure(SHOP)
    assert done.status == 0, done
    assert summary(done) == "1 created"
    assert keys(conviso).count("github.com/acme/shop") == 1
    assert_called(conviso_sandbox, "createAsset", times=sent)


def test_answers_that_are_never_seen_end_in_a_failure_without_doubles(
    ensure: Run, conviso: Conviso, conviso_sandbox: Sandbox
) -> None:
    conviso_sandbox.faults.next(operation="createAsset", after=False, reset=True, times=10)
    done = ensure(SHOP)
    assert done.status == 1
    assert summary(done) == "1 failed"
    assert "the answer was lost" in done.out
    assert "github.com/acme/shop" not in keys(conviso)


def test_somebody_else_was_faster(ensure: Run, conviso: Conviso, monkeypatch: pytest.MonkeyPatch) -> None:
    script = load("asset_per_repository")
    create = script.create

    def create_late(assets: object, repository: object) -> object:
        conviso.create_asset(CreateAssetInput(name="acme/shop", repo_url=SHOP, branch_name="main"))
        return create(assets, repository)

    monkeypatch.setattr(script, "create", create_late)
    done = ensure(SHOP)
    assert done.status == 0, done
    assert summary(done) == "1 there"
    assert keys(conviso).count("github.com/acme/shop") == 1


def test_a_refusal_is_told_and_the_others_are_created(ensure: Run, conviso: Conviso) -> None:
    conviso.create_asset(CreateAssetInput(name="acme/shop"))
    done = ensure(SHOP, "https://github.com/acme/billing")
    assert done.status == 1
    assert summary(done) == "1 failed, 1 created"
    assert "Name has already been taken" in done.out


def test_what_came_of_the_others_is_told_when_it_stops(ensure: Run, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.faults.next(operation="createAsset", delay=0.0)  # the first one works
    conviso_sandbox.faults.next(operation="createAsset", status=403)
    done = ensure(SHOP, "https://github.com/acme/billing")
    assert done.status == 1
    assert summary(done) == "1 created"
    assert "PermissionDenied" in done.err


def test_a_dry_run_creates_nothing(ensure: Run, conviso_sandbox: Sandbox) -> None:
    done = ensure(SHOP, "--dry-run", "--branch", "trunk")
    assert done.status == 0
    assert summary(done) == "1 to create"
    assert "branch trunk" in done.out
    assert_not_called(conviso_sandbox, "createAsset")


def test_a_token_in_an_address_goes_nowhere(ensure: Run, conviso_sandbox: Sandbox) -> None:
    done = ensure("https://ci:glpat-123@github.com/acme/shop.git")
    bad = ensure("https://ci:glpat-123@localhost/x?token=glpat-123")
    assert (done.status, bad.status) == (0, 1)
    assert_called(conviso_sandbox, "createAsset", input={"repoUrl": f"{SHOP}.git"})
    assert "glpat" not in f"{done}{bad}"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://github.com/Acme/Shop.git", "github.com/acme/shop"),
        ("http://gitlab.example.com:8080/a/b/c", "gitlab.example.com/a/b/c"),
        ("ssh://git@gitlab.example.com:2222/a/b.git", "gitlab.example.com/a/b"),
        ("git@github.com:acme/shop.git", "github.com/acme/shop"),
        ("git@github.com:42/shop.git", "github.com/42/shop"),
        ("github.com/acme/shop/", "github.com/acme/shop"),
        ("https://me@dev.azure.com/org/project/_git/repo", "dev.azure.com/org/project/_git/repo"),
    ],
)
def test_spellings_of_addresses(address: str, key: str) -> None:
    (found,) = load("asset_per_repository").repositories([address], "main")
    assert found.key == key


@pytest.mark.parametrize("arguments", [(), ("shop",), ("https://github.com",), ("--file", "nowhere.txt")], ids=repr)
def test_bad_input_is_told_before_anything_is_sent(
    ensure: Run, conviso_sandbox: Sandbox, arguments: tuple[str, ...]
) -> None:
    done = ensure(*arguments)
    assert done.status == 1
    assert "repository" in done.err or "nowhere.txt" in done.err
    assert not conviso_sandbox.seen()
