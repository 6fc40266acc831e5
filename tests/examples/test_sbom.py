from __future__ import annotations

import json
from pathlib import Path

import pytest

from conviso_client import Conviso
from conviso_client.sandbox import Sandbox
from conviso_client.testing import assert_called, assert_not_called

from .conftest import Run, load

BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [
        {"type": "library", "name": "log4j-core", "version": "2.0-beta9", "purl": "pkg:maven/x/log4j-core@2.0-beta9"},
        {"type": "library", "name": "log4j-core", "version": "2.17.1"},
        {"type": "library", "name": "log4j-core", "version": "unknown"},
    ],
}
XML = """<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>
<component type="library"><name>left-pad</name><version>1.3.0</version></component></components></bom>"""


@pytest.fixture
def asset(conviso: Conviso) -> str:
    asset = conviso.iter_assets().first()
    assert asset
    return asset.id


def test_upload_then_find(run: Run, conviso_sandbox: Sandbox, asset: str) -> None:
    Path("bom.json").write_text(json.dumps(BOM))
    done = run("sbom", "upload", "bom.json", "--asset", asset, "--branch", "main")
    assert done.status == 0, done
    assert f"3 components, uploaded for asset {asset}" in done.out
    assert_called(conviso_sandbox, "importSbom", input={"companyId": "443", "branchName": "main"})
    found = run("sbom", "find", "log4j-core", "--version", "<2.14", "--company", "443")
    assert found.status == 0, found
    assert "log4j-core: in 1 assets" in found.out
    assert "2.0-beta9" in found.out
    assert "unknown?" in found.out
    assert "2.17.1" not in found.out


def test_xml_is_uploaded_too(run: Run, asset: str) -> None:
    Path("bom.xml").write_text(XML)
    assert "1 components" in run("sbom", "upload", "bom.xml", "--asset", asset).out
    assert run("sbom", "find", "LEFT-pad", "--version", "=1.3").status == 0


def test_all_companies_are_looked_into(run: Run, conviso: Conviso) -> None:
    companies = list(conviso.iter_companies())
    done = run("sbom", "find", "guava")
    assert done.status == 0
    assert all(company.label in done.out for company in companies)
    done = run("sbom", "find", "guava", "--version", ">=99")
    assert done.status == 1
    assert "guava >=99 is in no asset" in done.out


@pytest.mark.parametrize("content", ['{"spdxVersion": "SPDX-2.3"}', "[]", "<bom/>", "SPDXVersion: SPDX-2.3", ""])
def test_another_format_is_refused_here(run: Run, conviso_sandbox: Sandbox, content: str) -> None:
    Path("bom").write_text(content)
    done = run("sbom", "upload", "bom", "--asset", "1")
    assert done.status == 3
    assert "bom is no CycloneDX document" in done.err
    assert not conviso_sandbox.seen()


def test_bad_input_is_told(run: Run, conviso_sandbox: Sandbox) -> None:
    Path("bom.json").write_text(json.dumps(BOM))
    assert "RecordNotFound" in run("sbom", "upload", "bom.json", "--asset", "1").err
    assert "nowhere.json" in run("sbom", "upload", "nowhere.json", "--asset", "1").err
    assert "'new' is no condition on a version" in run("sbom", "find", "x", "--version", ">=1,new").err
    assert_not_called(conviso_sandbox, "importSbom")


def test_an_upload_without_an_answer_says_to_look_first(run: Run, conviso_sandbox: Sandbox, asset: str) -> None:
    Path("bom.json").write_text(json.dumps(BOM))
    conviso_sandbox.faults.next(operation="importSbom", reset=True, after=True)
    done = run("sbom", "upload", "bom.json", "--asset", asset)
    assert done.status == 3
    assert "OutcomeUnknown" in done.err
    assert f"Look at the components of asset {asset}" in done.err
    assert_called(conviso_sandbox, "importSbom", times=1)


@pytest.mark.parametrize(
    "ascending",
    [
        ("1.9", "1.10"),
        ("2.0-alpha1", "2.0-beta9", "2.0-rc1", "2.0", "2.0.1"),
        ("5.3.0.RC1", "5.3.0.RELEASE", "5.3.1"),
        ("1.0.0-SNAPSHOT", "1.0.0", "1.0.0.1"),
        ("0.0.0-20201216223049-8b5274cf687f", "0.1.0"),
    ],
)
def test_versions_are_ordered(ascending: tuple[str, ...]) -> None:
    order = list(map(load("sbom").version_of, ascending))
    assert order == sorted(order)
    assert len(set(order)) == len(order)


@pytest.mark.parametrize(
    ("one", "other"), [("2.0", "2.0.0"), ("v1.2", "1.2"), ("31.1-jre", "31.1"), ("1.2+build.5", "1.2")]
)
def test_versions_are_equal(one: str, other: str) -> None:
    version_of = load("sbom").version_of
    assert version_of(one) == version_of(other) is not None
