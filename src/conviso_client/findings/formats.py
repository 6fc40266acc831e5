"""The formats of reports, and how to recognize each by its content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from conviso_client.errors import UnknownFormat
from conviso_client.findings.document import Outline
from conviso_client.findings.words import is_list, is_object, member
from conviso_client.findings.xml import without_namespace

if TYPE_CHECKING:
    from conviso_client.findings.finding import Finding
    from conviso_client.findings.reading import ReportText

__all__ = ["FORMATS", "Format", "reader", "recognized"]


class Format(NamedTuple):
    """A format: its name, its reader, its signs."""

    label: str
    """Its name for people."""
    module: str
    """Its module in `readers`."""
    json: Callable[[Outline], bool] | None = None
    """Returns True for JSON of this format; None if it is XML alone."""
    xml: str | None = None
    """Name of the root element in XML."""
    may_be_a_list: bool = False
    """True if an empty list is a report without findings."""


def _has(*names: str) -> Callable[[Outline], bool]:
    return lambda outline: all(name in outline.members for name in names)


def _lists(*names: str) -> Callable[[Outline], bool]:
    return lambda outline: is_object(outline.first) and all(name in outline.first for name in names)


def _is_cyclonedx(outline: Outline) -> bool:
    return outline.members.get("bomFormat") == "CycloneDX"


def _is_nuclei(outline: Outline) -> bool:
    told = member(outline.first) or outline.members
    return "info" in told and not told.keys().isdisjoint(("template-id", "templateID"))


def _is_nikto(outline: Outline) -> bool:
    return any("vulnerabilities" in each and "host" in each for each in (outline.members, member(outline.first)))


def _is_trivy(outline: Outline) -> bool:
    told = {"SchemaVersion", "ArtifactName"} <= outline.members.keys()
    return told or {"Target", "Vulnerabilities"} <= member(outline.first).keys()


def _is_pip_audit(outline: Outline) -> bool:
    by_package = is_list(outline.members.get("dependencies")) and "lockfileVersion" not in outline.members
    return by_package or {"name", "vulns"} <= member(outline.first).keys()


def _is_npm_audit(outline: Outline) -> bool:
    members = outline.members
    failed = is_object(members.get("error")) and "message" in members
    return failed or "auditReportVersion" in members or {"advisories", "metadata"} <= members.keys()


FORMATS: dict[str, Format] = {
    "sarif": Format("SARIF 2.1.0", "sarif", _has("runs")),
    "cyclonedx": Format(
        "CycloneDX 1.2 to 1.7, JSON and XML",
        "cyclonedx",
        _is_cyclonedx,
        "bom",
    ),
    "invicti": Format("Invicti, Netsparker and Acunetix 360, JSON", "invicti", _has("Vulnerabilities", "Target")),
    "zap": Format("ZAP, JSON with or without requests and responses", "zap", _has("site")),
    "nuclei": Format("nuclei, JSON lines and JSON", "nuclei", _is_nuclei, may_be_a_list=True),
    "burp": Format("Burp Suite, XML", "burp", xml="issues"),
    "nikto": Format("Nikto, JSON", "nikto", _is_nikto, may_be_a_list=True),
    "pip-audit": Format("pip-audit, JSON", "pip_audit", _is_pip_audit),
    "npm-audit": Format("npm audit, JSON", "npm_audit", _is_npm_audit),
    "trivy": Format("Trivy, JSON", "trivy", _is_trivy),
    "grype": Format("Grype, JSON", "grype", _has("matches", "descriptor")),
    "github-code-scanning": Format(
        "GitHub code scanning alerts, JSON",
        "code_scanning",
        _lists("rule", "tool", "most_recent_instance"),
        may_be_a_list=True,
    ),
    "github-dependabot": Format(
        "Dependabot alerts, JSON", "dependabot", _lists("security_advisory", "dependency"), may_be_a_list=True
    ),
}
"""The formats of `read_findings`, by the names that `format=` takes."""


def reader(name: str) -> Callable[[ReportText], Iterator[Finding]]:
    """Load the reader of a format."""
    module = import_module(f"{__package__}.readers.{FORMATS[name].module}")
    read: Callable[[ReportText], Iterator[Finding]] = module.read
    return read


def recognized(told: Outline | str | None, name: str, wanted: str | None) -> str:
    """Return the format's name for the outline of JSON, or for the root element of XML.

    Raises `UnknownFormat`, which lists the known formats, or names the actual one.
    """
    found = next((each for each in FORMATS if _fits(FORMATS[each], told)), None)
    if found is not None and wanted in (None, found):
        return found
    if wanted is None:
        known = "; ".join(each.label for each in FORMATS.values())
        raise UnknownFormat(f"{name} is in no format that is known here ({known})", file=name)
    if isinstance(told, Outline) and told.is_empty_list and FORMATS[wanted].may_be_a_list:
        return wanted
    instead = f", but {FORMATS[found].label}" if found else ""
    raise UnknownFormat(f"{name} is not {FORMATS[wanted].label}{instead}", file=name)


def _fits(candidate: Format, told: Outline | str | None) -> bool:
    if isinstance(told, Outline):
        return candidate.json is not None and candidate.json(told)
    return told is not None and without_namespace(told) == candidate.xml
