"""The software bill of materials: components of assets, from CycloneDX files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from conviso_client.sandbox import words
from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.filters import has_any
from conviso_client.sandbox.refusal import invalid
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.text import pick
from conviso_client.sandbox.writes import save

from .assets import asset_of, branch_called
from .files import content_of
from .issue_types import SEVERITIES
from .registry import DOMAIN

DOMAIN.counts["SbomComponent"] = 240
DOMAIN.columns["SbomComponent"] = {"vulnerable": "INTEGER"}
DOMAIN.indexes.append(("SbomComponent", ("asset",)))
_TECHNOLOGIES = {
    "npm": "JavaScript", "pypi": "Python", "maven": "Java", "gem": "Ruby", "nuget": "C#", "golang": "Go",
    "cargo": "Rust", "composer": "PHP",
}  # fmt: skip
_WORST = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.0, "low"))


class Component(NamedTuple):
    """A component as a CycloneDX file names it."""

    name: str
    version: str | None
    manager: str | None
    license: str | None


def _issues_of(name: str, version: str | None) -> dict[str, int]:
    """The published vulnerabilities of a component, by severity."""
    counts: dict[str, int] = {severity.lower(): 0 for severity in reversed(SEVERITIES)}
    for package in words.PACKAGES:
        if package.name == name and package.affected == version:
            counts[next(severity for least, severity in _WORST if package.score >= least)] += 1
    return counts


@DOMAIN.factory("SbomComponent")
def seed_components(_plan: SeedPlan) -> Factory:
    def factory(_nth: int, h: int) -> Mapping[str, Any]:
        if h % 3 == 0:
            package = pick(words.PACKAGES, h >> 8)
            manager, technology, name = package.manager, package.technology, package.name
            version, license_name = package.affected, package.license
        else:
            manager, technology, name, version, license_name = pick(words.COMPONENTS, h >> 8)
        counts = _issues_of(name, version)
        return {
            "packageManager": manager,
            "technology": technology,
            "name": name,
            "version": version,
            "license": license_name,
            "issuesBySeverity": counts,
            "vulnerable": int(any(counts.values())),
        }

    return factory


@DOMAIN.filter("SbomComponent.vulnerableOnly")
def vulnerable_only(_context: RequestContext, selected: Selection, only: bool) -> None:
    if only:
        selected.where("vulnerable")


@DOMAIN.filter("SbomComponent.tags")
def by_tags(context: RequestContext, selected: Selection, tags: list[str]) -> None:
    selected.among("asset", has_any(context.store.select("Asset"), "assetsTagList", tags).ids())


@DOMAIN.root("importSbom")
def import_sbom(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    if given.get("assetId") is None or given.get("file") is None:
        raise invalid(f"{'Asset' if given.get('assetId') is None else 'File'} can't be blank")
    asset = asset_of(context, given["assetId"])
    components = list(_read(content_of(given["file"])))
    if given.get("branchName"):
        branch_called(context, asset, given["branchName"], make=True)
    for component in components:
        _keep(context, asset, component)
    return {"success": True}


def _keep(context: RequestContext, asset: EntityRow, component: Component) -> None:
    same = context.store.select("SbomComponent").where("asset = ? AND name = ?", asset.id, component.name)
    row = same.where("version IS ?", component.version).first()
    counts = _issues_of(component.name, component.version)
    values: dict[str, Any] = {
        "asset": asset.id,
        "name": component.name,
        "version": component.version,
        "packageManager": component.manager,
        "technology": _TECHNOLOGIES.get(component.manager or ""),
        "license": component.license,
        "issuesBySeverity": counts,
        "vulnerable": int(any(counts.values())),
    }
    save(context, "SbomComponent", values, row=row, company=asset.company)


def _read(content: bytes) -> Iterator[Component]:
    """The components of a CycloneDX file, JSON or XML. Raises the API's error for a file that is neither."""
    try:
        document: Any = json.loads(content)
        if not isinstance(document, dict) or document.get("bomFormat") != "CycloneDX":  # pyright: ignore[reportUnknownMemberType]
            raise invalid("File is not a CycloneDX document")
        yield from _from_json(document)
    except (ValueError, RecursionError):
        yield from _from_xml(content)


def _from_json(document: Mapping[str, Any]) -> Iterator[Component]:
    for component in document.get("components") or []:
        if isinstance(component, dict) and component.get("name"):  # pyright: ignore[reportUnknownMemberType]
            given: dict[str, Any] = component
            licenses: Any = given.get("licenses") or [{}]
            named: Any = licenses[0].get("license") or {}
            text = named.get("id") or named.get("name") or licenses[0].get("expression")
            yield _component(given.get("group"), given["name"], given.get("version"), given.get("purl"), text)
            yield from _from_json(given)


def _from_xml(content: bytes) -> Iterator[Component]:
    try:
        root = ET.fromstring(content)  # noqa: S314  (expat bounds entity expansion, and nothing else is loaded)
    except (ET.ParseError, ValueError, LookupError):
        raise invalid("File is not a CycloneDX document") from None
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    if root.tag != f"{space}bom":
        raise invalid("File is not a CycloneDX document")
    for element in root.iter(f"{space}component"):
        text = {name: element.findtext(f"{space}{name}") for name in ("group", "name", "version", "purl")}
        found = element.findtext(f"{space}licenses/{space}license/{space}id")
        found = found or element.findtext(f"{space}licenses/{space}license/{space}name")
        if text["name"] and element is not root.find(f"{space}metadata/{space}component"):
            yield _component(text["group"], text["name"], text["version"], text["purl"], found)


def _component(
    group: str | None, name: str, version: str | None, purl: str | None, license_name: str | None
) -> Component:
    manager = purl.removeprefix("pkg:").partition("/")[0].lower() if purl and purl.startswith("pkg:") else None
    separator = ":" if manager == "maven" else "/"
    full = f"{group}{separator}{name}" if group else name
    return Component(unquote(full), version, manager, license_name)
