"""CycloneDX 1.2 to 1.7 with vulnerabilities, as JSON and as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from conviso_client.errors import UnknownFormat, UnreadableFile
from conviso_client.findings.finding import Finding, Kind, Severity
from conviso_client.findings.identity import key
from conviso_client.findings.readers.packages import name_of_purl, purl_without_extras, title_of
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import (
    cve_in,
    cwes_in,
    is_list,
    is_object,
    items,
    links,
    member,
    severity_of_score,
    severity_of_word,
    text,
)
from conviso_client.findings.xml import without_namespace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read"]

_VERSIONS = tuple(f"1.{minor}" for minor in range(2, 8))
_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_OLD_EXTENSION = "http://cyclonedx.org/schema/ext/vulnerability/1.0"
_LISTS = frozenset(
    (
        "advisories",
        "affects",
        "components",
        "cwes",
        "occurrences",
        "properties",
        "ratings",
        "references",
        "versions",
        "vulnerabilities",
    )
)
_METHODS = ("CVSSv4", "CVSSv31", "CVSSv3", "CVSSv2")
_PATHS = ("cdx:npm:package:path", "syft:location:0:path", "aquasecurity:trivy:FilePath", "SrcFile")
_END_OF_RANGE = re.compile(r"<(?!=)\s*([^|,\s]+)")
_DEAD = frozenset(("false_positive", "not_affected", "resolved", "resolved_with_pedigree"))


def read(report: ReportText) -> Iterator[Finding]:
    """Yield a finding for each component that a vulnerability affects."""
    document = member(report.json if report.root is None else _from_xml(report, report.root))
    version = text(document.get("specVersion"))
    if version not in _VERSIONS:
        raise UnknownFormat(
            f"{report.name} is CycloneDX {version or 'without a version'}: {_VERSIONS[0]} to {_VERSIONS[-1]} are read",
            file=report.name,
        )
    metadata = member(document, "metadata")
    tool = _tool(metadata)
    report.tools[tool] = None
    components = _components([metadata.get("component"), *items(document.get("components"))])
    if not is_list(document.get("vulnerabilities")):
        report.doubt(f"{report.name} lists components and says nothing of vulnerabilities")
    if not items(document.get("components")):
        report.doubt(f"{report.name} lists no components, so nobody knows what was looked at")
    kind: Kind = "container" if member(metadata, "component").get("type") == "container" else "sca"
    for vulnerability in items(document.get("vulnerabilities")):
        if not is_object(vulnerability) or not text(vulnerability.get("id")):
            report.leave_out("vulnerability without an id")
            continue
        for affected in items(vulnerability.get("affects")) or [{}]:
            yield _finding(report, vulnerability, member(affected), components, kind, tool)


def _tool(metadata: dict[str, Any]) -> str:
    tools = metadata.get("tools")
    told = items(tools) or items(member(tools).get("components"))
    return next((name for name in (text(member(each).get("name")).lower() for each in told) if name), "cyclonedx")


def _components(listed: list[Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    waiting = [each for each in listed if is_object(each)]
    while waiting:
        component = waiting.pop()
        found.setdefault(text(component.get("bom-ref")), component)
        waiting += [each for each in items(component.get("components")) if is_object(each)]
    return found


def _finding(
    report: ReportText,
    vulnerability: dict[str, Any],
    affected: dict[str, Any],
    components: dict[str, dict[str, Any]],
    kind: Kind,
    tool: str,
) -> Finding:
    advisory = text(vulnerability.get("id"))
    reference = text(affected.get("ref"))
    component = components.get(reference, {}) if reference else {}
    purl = purl_without_extras(component.get("purl")) or purl_without_extras(reference)
    package, version = _package(component, purl)
    if package is None:
        report.warn(f"{advisory} affects {reference or 'nothing'}, which is no component of {report.name}")
    versions = list(map(member, items(affected.get("versions"))))
    version = version or next((text(each.get("version")) for each in versions if text(each.get("version"))), None)
    cve = cve_in(advisory, *(member(each).get("id") for each in items(vulnerability.get("references"))))
    advice = text(vulnerability.get("recommendation"))
    description = text(vulnerability.get("description")) or text(vulnerability.get("detail"))
    ends = [
        end
        for each in versions
        if each.get("status", "affected") == "affected"
        for end in _END_OF_RANGE.findall(text(each.get("range")))
    ]
    subject = (purl,) if purl else (package or reference, version)
    return Finding(
        kind=kind,
        title=title_of(advisory, None, description),
        description=description or advisory,
        severity=_severity(vulnerability),
        cwes=cwes_in(vulnerability.get("cwes"), bare=True),
        file=_file(report, component),
        package=package,
        affected_version=version,
        patched_version=ends[-1] if ends else None,
        cve=cve,
        reference="\n".join(_links(vulnerability)) or None,
        solution=advice if advice.lower() not in ("", "upgrade") else None,
        suppressed=text(member(vulnerability, "analysis").get("state")) in _DEAD,
        tool=tool,
        rule=advisory,
        key=key(cve or advisory, *subject),
    )


def _package(component: dict[str, Any], purl: str) -> tuple[str | None, str | None]:
    name = text(component.get("name"))
    if not name:
        return name_of_purl(purl) if purl else (None, None)
    group = text(component.get("group"))
    separator = ":" if purl.startswith("pkg:maven/") else "/"
    return f"{group}{separator}{name}" if group else name, text(component.get("version")) or None


def _file(report: ReportText, component: dict[str, Any]) -> str | None:
    occurrences = items(member(component, "evidence").get("occurrences"))
    listed = map(member, items(component.get("properties")))
    properties = {text(each.get("name")): each.get("value") for each in listed}
    candidates = [member(each).get("location") for each in occurrences[:1]]
    candidates += [properties.get(name) for name in _PATHS]
    path = next((text(each) for each in candidates if text(each)), None)
    return report.roots.below(path)[0] if path else None


def _severity(vulnerability: dict[str, Any]) -> Severity | None:
    """Return the severity by the vulnerability's own database, else by a rating without source, else the best score."""
    ratings = list(map(member, items(vulnerability.get("ratings"))))
    own = text(member(vulnerability, "source").get("name"))
    of_own = [each for each in ratings if own and text(member(each, "source").get("name")) == own]
    of_nobody = [each for each in ratings if not text(member(each, "source").get("name"))]
    scored = [each for method in _METHODS for each in ratings if each.get("method") == method]
    candidates: tuple[Severity | None, ...] = (
        *(severity_of_word(each.get("severity")) for each in of_own),
        *(severity_of_score(each.get("score")) for each in of_own),
        *(severity_of_word(each.get("severity")) for each in of_nobody),
        *(severity_of_score(each.get("score")) for each in scored),
        *(severity_of_word(each.get("severity")) for each in ratings),
    )
    return next((each for each in candidates if each is not None), None)


def _links(vulnerability: dict[str, Any]) -> tuple[str, ...]:
    advisories = [member(each).get("url") for each in items(vulnerability.get("advisories"))]
    references = [member(each, "source").get("url") for each in items(vulnerability.get("references"))]
    return links(advisories, member(vulnerability, "source").get("url"), references)


def _from_xml(report: ReportText, root: Element) -> dict[str, Any]:
    if any(each.tag.startswith(f"{{{_OLD_EXTENSION}}}") for each in root.iter()):
        raise UnknownFormat(
            f"{report.name} uses the extension {_OLD_EXTENSION}, which is not read: "
            "let the tool write CycloneDX 1.4 or later",
            file=report.name,
        )
    namespace = root.tag[1:].partition("}")[0]
    version = namespace.removeprefix(_NAMESPACE) if namespace.startswith(_NAMESPACE) else ""
    try:
        return {**member(_as_json(root)), "specVersion": version}
    except RecursionError:
        raise UnreadableFile(f"{report.name} is nested too deep to be a report", file=report.name) from None


def _as_json(element: Element) -> Any:
    """Return an XML element as its JSON equivalent."""
    name = without_namespace(element.tag)
    if name == "tools":
        return [_as_json(each) for each in element.iter() if without_namespace(each.tag) in ("tool", "component")]
    if name in _LISTS:
        return [_as_json(each) for each in element]
    value = (element.text or "").strip()
    if not len(element):
        return {**element.attrib, "value": value} if element.attrib else value
    return {**element.attrib, **{without_namespace(each.tag): _as_json(each) for each in element}}
