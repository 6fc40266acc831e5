"""Alerts of Dependabot, as GitHub's REST API lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key
from conviso_client.findings.readers.github import alerts
from conviso_client.findings.readers.packages import title_of
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import cve_in, cwes_in, items, links, member, severity_of_word, text

__all__ = ["read"]

_TOOL = "dependabot"


def read(report: ReportText) -> Iterator[Finding]:
    """Yield the open and the dismissed alerts."""
    report.tools[_TOOL] = None
    for alert, dismissed in alerts(report):
        advisory = member(alert, "security_advisory")
        if not text(advisory.get("ghsa_id")) and not text(advisory.get("cve_id")):
            report.leave_out("without an advisory")
            continue
        yield _finding(report, alert, advisory, dismissed=dismissed)


def _finding(report: ReportText, alert: dict[str, Any], advisory: dict[str, Any], *, dismissed: bool) -> Finding:
    vulnerability, dependency = member(alert, "security_vulnerability"), member(alert, "dependency")
    rule = text(advisory.get("ghsa_id")) or text(advisory.get("cve_id"))
    package = text(member(dependency, "package").get("name")) or text(member(vulnerability, "package").get("name"))
    manifest = text(dependency.get("manifest_path"))
    references = [member(each).get("url") for each in items(advisory.get("references"))]
    return Finding(
        kind="sca",
        title=title_of(rule, advisory.get("summary"), advisory.get("description")),
        description=text(advisory.get("description")) or text(advisory.get("summary")) or rule,
        severity=severity_of_word(vulnerability.get("severity")) or severity_of_word(advisory.get("severity")),
        cwes=cwes_in([member(each).get("cwe_id") for each in items(advisory.get("cwes"))]),
        file=report.roots.below(manifest)[0] if manifest else None,
        package=package or None,
        affected_version=text(vulnerability.get("vulnerable_version_range")) or None,
        patched_version=text(member(vulnerability, "first_patched_version").get("identifier")) or None,
        cve=cve_in(advisory.get("cve_id")),
        reference="\n".join(links(alert.get("html_url"), references)) or None,
        suppressed=dismissed,
        tool=_TOOL,
        rule=rule,
        key=key(rule, package, manifest),
    )
