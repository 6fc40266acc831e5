"""pip-audit: JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key
from conviso_client.findings.readers.packages import fix_after, title_of
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import cve_in, is_list, is_object, items, member, text

__all__ = ["read"]

_TOOL = "pip-audit"


def read(report: ReportText) -> Iterator[Finding]:
    """Yield each vulnerability of each package. pip-audit gives no severity."""
    report.tools[_TOOL] = None
    document = report.json
    packages = document if is_list(document) else member(document).get("dependencies")
    if not items(packages):
        report.doubt(f"{report.name} lists no packages, so nobody knows what was looked at")
    for package in map(member, items(packages)):
        name = text(package.get("name"))
        if "skip_reason" in package:
            report.leave_out("package skipped")
            report.unread.add(name)
            report.warn(f"pip-audit skipped {name}: {text(package.get('skip_reason'))}")
        for told in items(package.get("vulns")):
            if not is_object(told) or not text(told.get("id")):
                report.leave_out("vulnerability without an id")
                continue
            yield _finding(name, text(package.get("version")) or None, told)


def _finding(package: str, version: str | None, told: dict[str, Any]) -> Finding:
    advisory = text(told.get("id"))
    cve = cve_in(advisory, *items(told.get("aliases")))
    description = text(told.get("description"))
    return Finding(
        kind="sca",
        title=title_of(advisory, None, description),
        description=description or advisory,
        package=package or None,
        affected_version=version,
        patched_version=fix_after(version, items(told.get("fix_versions"))),
        cve=cve,
        tool=_TOOL,
        rule=advisory,
        key=key(cve or advisory, package.lower(), version),
    )
