"""Upload SBOMs, and ask where a component is.

    python examples/sbom.py upload bom.json --asset 1000 --company 443 --branch main
    python examples/sbom.py find log4j-core --version '<2.17.1'

`find` looks into all companies that the key sees, or into those of `--company`. Versions are compared number by
number, a beta or a release candidate before its release; where a version says nothing that can be compared, the
component is listed with a question mark. The platform shows a repository by its default branch. Needs the extra `cli`.

Exit status of `find`: 0 found, 1 not found, 3 error. Of `upload`: 0 uploaded, 3 error. Both: 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import operator
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from rich.console import Console
from rich.table import Table

from conviso_client import ConfigurationError, Conviso, ConvisoError, OutcomeUnknown, Upload
from conviso_client.progress import track
from conviso_client.types import ImportSbomInput, SbomComponent, SbomComponentSearchInput

CONDITION = re.compile(r"\s*(<=|>=|==|!=|<|>|=)?\s*(\S+)\s*")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "!=": operator.ne,
    "=": operator.eq, "==": operator.eq,
}  # fmt: skip
BEFORE_RELEASE = re.compile(r"(a|alpha|b|beta|c|cr|rc|m|milestone|pre|preview|dev|snapshot|next|nightly|canary)$")
Version = tuple[tuple[int, int], ...]


class Found(NamedTuple):
    """A component in an asset of a company."""

    company: str
    component: SbomComponent
    is_certain: bool


def version_of(text: str | None) -> Version | None:
    """Return what a version is compared by; None if there is no number in it.

    Numbers count as they are, what precedes a release less than its end, other words (`jre`, `Final`) not at all.
    """
    parts: list[tuple[int, int]] = []
    for number, word in re.findall(r"(\d+)|([a-z]+)", (text or "").lower().partition("+")[0]):
        if number:
            parts.append((1, int(number)))
        elif parts and BEFORE_RELEASE.match(word):
            drop_zeros(parts)
            parts.append((-1, ord(word[0])))
    if not parts:
        return None
    drop_zeros(parts)
    return (*parts, (0, 0))


def drop_zeros(parts: list[tuple[int, int]]) -> None:
    """2.0 and 2.0.0 are one version."""
    while len(parts) > 1 and parts[-1] == (1, 0):
        parts.pop()


def conditions(text: str) -> list[tuple[Callable[[Any, Any], bool], Version]]:
    """Read `>=2.0,<2.17.1`. Raises ConfigurationError."""
    found = []
    for part in text.split(","):
        match = CONDITION.fullmatch(part)
        version = version_of(match[2]) if match else None
        if match is None or version is None:
            raise ConfigurationError(f"{part!r} is no condition on a version: write '<2.17.1' or '>=2.0,<2.17.1'")
        found.append((COMPARE[match[1] or "="], version))
    return found


def find(conviso: Conviso, options: argparse.Namespace) -> Iterator[Found]:
    """Find the components whose name has the text in it, and whose version meets the conditions."""
    wanted = conditions(options.version) if options.version else []
    labels = {company.id: company.label for company in conviso.iter_companies()}
    search = SbomComponentSearchInput(name=options.name)
    for number in options.company or labels:
        label = labels.get(number, f"company {number}")
        for component in track(conviso.iter_sbom_components(company_id=number, search=search, strict=True), label):
            if options.name.lower() in (component.name or "").lower():
                version = version_of(component.version)
                is_certain = version is not None or not wanted
                if version is None or all(compare(version, limit) for compare, limit in wanted):
                    yield Found(label, component, is_certain)


def show(found: Sequence[Found], name: str, console: Console) -> None:
    """Print where the component is, assets of a company together."""
    assets = {row.component.asset.id for row in found if row.component.asset}
    table = Table(title=f"{name}: in {len(assets):,} assets")
    for column in ("component", "version", "asset", "company", "issues"):
        table.add_column(column, overflow="fold")
    for row in sorted(set(map(cells, found)), key=lambda row: (row[3], row)):
        table.add_row(*row)
    console.print(table)


def cells(found: Found) -> tuple[str, ...]:
    """Return a row of the table; what a scan and an upload both report is one row."""
    company, component, is_certain = found
    asset = f"{component.asset.name} ({component.asset.id})" if component.asset else ""
    version = f"{component.version or ''}{'' if is_certain else '?'}"
    return (component.name or "", version, asset, company, issues_of(component))


def issues_of(component: SbomComponent) -> str:
    """What the platform knows against a component; the form of this JSON is not documented."""
    counts = component.issues_by_severity
    if not isinstance(counts, dict):
        return "" if counts is None else str(counts)
    return ", ".join(f"{count} {severity}" for severity, count in counts.items() if count)


def components_in(file: Path) -> int:
    """Count the components of a CycloneDX file. Raises ConfigurationError for anything else."""
    content = file.read_bytes()
    try:
        document = json.loads(content)
        if isinstance(document, dict) and document.get("bomFormat") == "CycloneDX":
            return len(document.get("components") or ())
    except ValueError:
        space, count = xml_components(content)
        if space.startswith("http://cyclonedx.org/schema/bom"):
            return count
    raise ConfigurationError(f"{file} is no CycloneDX document; the platform documents no other format")


def xml_components(content: bytes) -> tuple[str, int]:
    """Return the name space of an XML document, and its number of components; nothing for what is no XML."""
    try:
        root = ET.fromstring(content)  # noqa: S314  (a file of your own; expat bounds the expansion of entities)
    except ET.ParseError:
        return "", 0
    space = root.tag.partition("}")[0].lstrip("{")
    return space, len(root.findall(f"{{{space}}}components/{{{space}}}component"))


def run_find(conviso: Conviso, options: argparse.Namespace) -> int:
    found = list(find(conviso, options))
    if found:
        show(found, options.name, Console())
        return 0
    version = f" {options.version}" if options.version else ""
    print(f"{options.name}{version} is in no asset that the platform knows the components of")
    return 1


def run_upload(conviso: Conviso, options: argparse.Namespace) -> int:
    count = components_in(options.file)
    branch = {"branch_name": options.branch} if options.branch else {}
    sbom = ImportSbomInput(asset_id=options.asset, file=Upload.from_path(options.file), **branch)
    asset = conviso.asset(options.asset)  # a wrong id or key shows here, where it may be asked again
    try:
        conviso.import_sbom(sbom, company_id=options.company or asset.company.id)
    except OutcomeUnknown:
        print(
            f"Look at the components of asset {asset.id} on the platform before you upload it again.", file=sys.stderr
        )
        raise
    print(f"{options.file}: {count:,} components, uploaded for asset {asset.id} ({asset.name})")
    return 0


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="upload|find")
    upload = commands.add_parser("upload", help="upload a CycloneDX file for an asset")
    upload.add_argument("file", type=Path, help="CycloneDX, as JSON or XML")
    upload.add_argument("--asset", required=True, metavar="ID")
    upload.add_argument("--company", metavar="ID", help="the company (default: that of the asset)")
    upload.add_argument("--branch", metavar="NAME", help="the branch that it is about (default: none)")
    upload.set_defaults(run=run_upload)
    finding = commands.add_parser("find", help="list the assets that have a component")
    finding.add_argument("name", help="a part of the component's name")
    finding.add_argument("--version", metavar="CONDITIONS", help="such as '<2.17.1' or '>=2.0,<2.17.1' (default: any)")
    finding.add_argument("--company", action="append", metavar="ID", help="only this one; may be repeated")
    finding.set_defaults(run=run_find)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        with Conviso(app_name="sbom") as conviso:
            return int(options.run(conviso, options))
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main())
