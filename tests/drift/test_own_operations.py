"""Packages of users: the client with operations of their own, sharing its types where they are the same."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import conviso_client
from conviso_client import types
from conviso_client.cli import main
from conviso_client.codegen import schema as reading
from conviso_client.errors import ConfigurationError
from conviso_client.sandbox import Sandbox, Settings

PROJECT = Path(__file__).parents[2]
QUERIES = """\
# List assets by risk.
query riskyAssets($companyId: ID!, $search: AssetsSearch, $page: Int = 1, $limit: Int = 50) {
  riskyAssets: assets(companyId: $companyId, search: $search, page: $page, limit: $limit) {
    collection {
      ...AssetRef
      businessImpact
    }
    metadata {
      ...PageMetadata
    }
  }
}

query assetCard($id: ID!) {
  assetCard: asset(id: $id) {
    ...AssetSummary
  }
}
"""
numbers = count()


class Home:
    """A folder of a user, with a package that is generated into it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.package = f"own_{next(numbers)}.conviso"
        (folder / self.package.split(".")[0]).mkdir()
        (folder / "my").mkdir()
        self.queries(QUERIES)

    def queries(self, text: str) -> None:
        (self.folder / "my" / "all.graphql").write_text(text, encoding="utf-8")

    def generate(self, *options: str) -> tuple[int, str, str]:
        status = main(["generate", "--queries", "my", "--package", self.package, *options])
        written = self.capsys.readouterr()
        return status, written.out, written.err

    def module(self, name: str = "") -> Any:
        return importlib.import_module(f"{self.package}{name}")

    @property
    def files(self) -> dict[str, bytes]:
        root = self.folder.joinpath(*self.package.split("."))
        found = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield Home(tmp_path, capsys)
    for name in [name for name in sys.modules if name.startswith("own_")]:
        del sys.modules[name]


@pytest.fixture(scope="module", autouse=True)
def schemas_are_parsed_once() -> Iterator[None]:
    """Keep the client's schema from one package to the next: to parse it is half of what a small one costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "parse_schema", lru_cache(maxsize=4)(reading.parse_schema))
        yield


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(settings=Settings()) as running:
        yield running


def test_the_package_has_the_clients_operations_and_its_own(home: Home, sandbox: Sandbox) -> None:
    assert home.generate()[0] == 0
    own = home.module()
    assert issubclass(own.Conviso, conviso_client.Conviso)
    assert issubclass(own.AsyncConviso, conviso_client.AsyncConviso)
    with own.Conviso(sandbox.api_key, url=sandbox.url, company_id=443) as conviso:
        rows = list(conviso.iter_risky_assets(limit=3))
        card = conviso.asset_card(rows[0].id)
        known = conviso.asset(rows[0].id)
    assert len(rows) == 3
    assert card.name == known.name == rows[0].name


@pytest.mark.anyio
async def test_the_async_client_has_them_too(home: Home, sandbox: Sandbox) -> None:
    home.generate()
    async with home.module().AsyncConviso(sandbox.api_key, url=sandbox.url, company_id=443) as conviso:
        rows = [row async for row in conviso.iter_risky_assets(limit=2)]
        assert (await conviso.asset_card(rows[0].id)).name == rows[0].name


ACTING = """
query gate($asset: ID!) {
  gate: securityGateRun(assetId: $asset) { status }
}
# @acts
query activities2($params: ActivitiesSearch!) {
  activities2: activities(params: $params) { metadata { ...PageMetadata } }
}
"""


def test_what_acts_is_sent_once_by_methods_and_execute_alike(home: Home) -> None:
    """What the client knows to act does so under an alias too, and `execute` knows what the user's comments say."""
    home.queries(ACTING)
    assert home.generate()[0] == 0
    operations = home.module(".operations")
    assert not operations.gate.repeatable
    assert sorted(operations.WITH_SIDE_EFFECTS) == ["activities", "generateProjectReport", "securityGateRun"]
    with home.module().Conviso("key", url="http://127.0.0.1:1/graphql") as conviso:
        assert not conviso.explain(conviso.execute, "{ activities { id } }").repeatable
        with pytest.raises(ConfigurationError, match="activities changes something, and asset beside it only reads"):
            conviso.execute("{ activities { id } asset(id: 1) { id } }")
    with conviso_client.Conviso("key", url="http://127.0.0.1:1/graphql") as conviso:
        assert conviso.explain(conviso.execute, "{ activities { id } }").repeatable


SEVERAL = """
query overview($companyId: ID!, $id: ID!) {
  assets(companyId: $companyId, page: 1, limit: 2) { collection { ...AssetRef } metadata { ...PageMetadata } }
  first: asset(id: $id) { ...AssetSummary }
}
"""


def test_several_root_fields_come_in_one_answer(home: Home, sandbox: Sandbox) -> None:
    home.queries(QUERIES + SEVERAL)
    assert home.generate()[0] == 0
    with home.module().Conviso(sandbox.api_key, url=sandbox.url, company_id=443) as conviso:
        row = next(iter(conviso.iter_risky_assets(limit=1)))
        overview = conviso.overview(row.id)
        explained = conviso.explain(conviso.overview, row.id)
    assert type(overview).__name__ == "Overview"
    assert type(overview.first) is types.AssetSummary
    assert len(overview.assets.collection) == 2
    assert explained.operation == "overview"


def test_a_member_of_a_union_of_the_clients_is_used_beside_it(home: Home) -> None:
    home.queries(
        "query myIssues($companyId: ID!, $page: PaginationInput!, $withDetail: Boolean = false, "
        "$withHistory: Boolean = false, $withCode: Boolean = false, $withHttpMessages: Boolean = false) {"
        "  myIssues: issues(companyId: $companyId, pagination: $page) "
        "{ collection { ...IssueSummary } metadata { ...PageMetadata } }\n}\n"
        "mutation addSast($input: CreateSastFindingInput!, $withDetail: Boolean = false, "
        "$withCode: Boolean = false) {\n"
        "  addSast: createSastFinding(input: $input) { issue { ...SastIssueSummary } }\n}"
    )
    assert home.generate()[0] == 0
    models, operations = home.module(".models"), home.module(".operations")
    assert operations.my_issues.result == "IssueInterfaceCollection"
    assert models.IssueInterfaceCollection is types.IssueInterfaceCollection
    assert operations.add_sast.result == "AddSast"
    assert not issubclass(models.AddSast_Issue, types.SastIssueSummary)


def test_types_that_are_the_same_are_the_clients(home: Home) -> None:
    home.generate()
    models, inputs, enums = (home.module(f".{name}") for name in ("models", "inputs", "enums"))
    assert models.AssetSummary is types.AssetSummary
    assert inputs.AssetsSearch is types.AssetsSearch
    assert enums.BusinessImpactLevel is types.BusinessImpactLevel
    assert models.RiskyAssets_Collection.__mro__[1] is types.AssetRef
    assert not hasattr(models, "AssetCollection")


def test_a_type_that_the_users_schema_changes_is_the_users_own(home: Home) -> None:
    text = (PROJECT / "schema.graphql").read_text(encoding="utf-8")
    changed = text.replace("enum BusinessImpactLevel {", "enum BusinessImpactLevel {\n  VITAL", 1)
    assert changed != text
    (home.folder / "schema.graphql").write_text(changed, encoding="utf-8")
    shutil.copy(PROJECT / "evidence.tsv", home.folder)
    assert home.generate()[0] == 0
    models, enums = home.module(".models"), home.module(".enums")
    assert enums.BusinessImpactLevel is not types.BusinessImpactLevel
    assert enums.BusinessImpactLevel.VITAL == "VITAL"
    assert models.AssetSummary is not types.AssetSummary
    assert enums.AssetTypeList is types.AssetTypeList


def test_generating_twice_gives_the_same_and_check_says_so(home: Home) -> None:
    home.generate()
    before = home.files
    assert home.generate("--force")[0] == 0
    assert home.files == before
    assert home.generate("--check")[0] == 0
    home.queries(QUERIES.replace("businessImpact", "environment"))
    status, _, errors = home.generate("--check")
    assert status == 1
    assert f"run `conviso-client generate --queries my --package {home.package}`" in errors
    assert home.files == before


@pytest.mark.parametrize(
    ("queries", "reason"),
    [
        (
            "query assets($c: ID!) { assets(companyId: $c) { collection { id } } }",
            "the client has a method assets already",
        ),
        ("query execute($id: ID!) { execute: asset(id: $id) { id } }", "the client has a method execute already"),
        ("query card($id: ID!) { card: asset(id: $id) { nothing } }", "Cannot query field 'nothing'"),
        ("query card($id: ID!) { card: asset(id: $id) { ...Missing } }", "Unknown fragment 'Missing'"),
        (
            "query card($id: ID!) { card: asset(id: $id) { ...AssetRef } } fragment AssetRef on Asset { id }",
            "the client has a fragment AssetRef that selects something else",
        ),
    ],
)
def test_what_would_not_work_is_refused_with_file_and_line(home: Home, queries: str, reason: str) -> None:
    home.queries(queries)
    status, _, errors = home.generate()
    assert status == 2
    assert f"my/all.graphql:1: {reason}" in errors
    assert home.files == {}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--package", "my-app.conviso"], "no package can be imported as 'my-app.conviso'"),
        (["--package", "class.conviso"], "no package can be imported as 'class.conviso'"),
        (["--package", ""], "no package can be imported as ''"),
        (["--package", "conviso_client"], "conviso_client is within the client: give a package of yours"),
        (["--package", "conviso_client.mine"], "conviso_client.mine is within the client"),
        (["--package", "conviso_client.generated"], "for operations of your own give --package NAME"),
        (["--url", "http://127.0.0.1:9/graphql"], "--url wants --live"),
        (["--evidence", "nowhere.tsv"], "--evidence nowhere.tsv: there is no such file"),
    ],
)
def test_options_that_would_go_elsewhere_than_meant_are_refused(home: Home, options: list[str], reason: str) -> None:
    before = sorted(home.folder.rglob("*"))
    status, _, errors = home.generate(*options)
    assert status == 2
    assert reason in errors
    assert sorted(home.folder.rglob("*")) == before


def test_a_fragment_that_says_the_same_may_be_written_again(home: Home) -> None:
    home.queries("query card($id: ID!) { card: asset(id: $id) { ...AssetRef } } fragment AssetRef on Asset { id name }")
    assert home.generate()[0] == 0
    assert home.module(".models").AssetRef is types.AssetRef


def test_the_live_schema_can_be_asked(home: Home, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", sandbox.api_key)
    assert home.generate("--live", "--url", sandbox.url)[0] == 0
    assert home.generate("--live", "--url", sandbox.url, "--check")[0] == 0
    monkeypatch.setenv("CONVISO_API_KEY", "wrong")
    before = home.files
    assert home.generate("--live", "--url", sandbox.url)[0] == 4
    assert home.files == before


def test_a_package_below_src_is_written_there(home: Home) -> None:
    top = home.package.split(".")[0]
    (home.folder / top).rmdir()
    (home.folder / "src" / top).mkdir(parents=True)
    assert home.generate()[0] == 0
    assert (home.folder / "src" / top / "conviso" / "client.py").is_file()


def test_what_is_wrong_is_said_at_the_users_lines_and_all_at_once(home: Home) -> None:
    schema = (PROJECT / "schema.graphql").read_text(encoding="utf-8")
    (home.folder / "schema.graphql").write_text(schema.replace("  riskScore: ", "  risk: "), encoding="utf-8")
    shutil.copy(PROJECT / "evidence.tsv", home.folder)
    home.queries(
        "query assets($id: ID!) {\n  assets: asset(id: $id) {\n    ...Mine\n  }\n}\n"
        "fragment Mine on Asset {\n  ...AssetSummary\n  nme\n}\n"
    )
    status, _, errors = home.generate()
    assert status == 2
    lines = [line.removeprefix("conviso-client: ") for line in errors.splitlines()]
    assert {line.split(": ")[0] for line in lines} == {"my/all.graphql:1", "my/all.graphql:7", "my/all.graphql:8"}
    assert "the client has a method assets already" in lines[0]
    assert "Cannot query field 'riskScore' on type 'Asset'" in errors
    assert "(in the client's fragment AssetSummary)" in errors
