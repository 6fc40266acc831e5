"""Grype: JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding, Kind
from conviso_client.findings.identity import key
from conviso_client.findings.readers.packages import fix_after, purl_without_extras, title_of
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import cve_in, cwes_in, is_list, items, links, member, severity_of_word, text

__all__ = ["read"]

_TOOL = "grype"


def read(report: ReportText) -> Iterator[Finding]:
    """Yield each match of a vulnerability and a package; matches that the user's rules ignore are suppressed."""
    report.tools[_TOOL] = None
    document = member(report.json)
    kind: Kind = "container" if member(document, "source").get("type") == "image" else "sca"
    if not is_list(document.get("matches")):
        report.doubt(f"{report.name} has no list of matches")
    for name in ("matches", "ignoredMatches"):
        for match in map(member, items(document.get(name))):
            if text(member(match, "vulnerability").get("id")):
                yield _finding(report, match, kind, suppressed=name == "ignoredMatches")
            else:
                report.leave_out("without an id")


def _finding(report: ReportText, match: dict[str, Any], kind: Kind, *, suppressed: bool) -> Finding:
    vulnerability, artifact = member(match, "vulnerability"), member(match, "artifact")
    related = list(map(member, items(match.get("relatedVulnerabilities"))))
    advisory, package = text(vulnerability.get("id")), text(artifact.get("name"))
    version = text(artifact.get("version")) or None
    paths = [text(member(each).get("path")) for each in items(artifact.get("locations"))]
    path = next((report.roots.below(each)[0] for each in paths if each), None)
    purl = purl_without_extras(artifact.get("purl"))
    cve = cve_in(advisory, *(each.get("id") for each in related))
    descriptions = (text(each.get("description")) for each in (vulnerability, *related))
    description = next(filter(None, descriptions), "")
    cwes = [member(each).get("cwe") for told in (vulnerability, *related) for each in items(told.get("cwes"))]
    return Finding(
        kind=kind,
        title=title_of(advisory, None, description),
        description=description or advisory,
        severity=severity_of_word(vulnerability.get("severity")),
        cwes=cwes_in(cwes),
        file=path,
        package=package or None,
        affected_version=version,
        patched_version=fix_after(version, items(member(vulnerability, "fix").get("versions"))),
        cve=cve,
        reference="\n".join(links(vulnerability.get("dataSource")) or links(vulnerability.get("urls"))[:1]) or None,
        suppressed=suppressed,
        tool=_TOOL,
        rule=advisory,
        key=key(cve or advisory, *((purl,) if purl else (package, version)), path),
    )
