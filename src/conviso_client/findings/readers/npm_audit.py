"""npm audit: JSON of npm 7 and later, and of npm 6 and pnpm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key
from conviso_client.findings.readers.packages import title_of
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import cve_in, cwes_in, is_object, items, links, member, severity_of_word, text

__all__ = ["read"]

_TOOL = "npm audit"
_GHSA = re.compile(r"GHSA(?:-[0-9a-z]{4}){3}")
_LEAST_ABOVE = re.compile(r"^>=?\s*(\d[\w.+-]*)$")


def read(report: ReportText) -> Iterator[Finding]:
    """Yield each advisory for each affected package; packages that only depend on these are not findings."""
    report.tools[_TOOL] = None
    document = member(report.json)
    if "error" in document:
        reason = text(member(document, "error").get("summary")) or text(document.get("message")) or "without a reason"
        report.doubt(f"npm audit failed: {reason}")
        return
    if "advisories" in document:
        for told in member(document, "advisories").values():
            yield from _of_npm_6(report, told)
        return
    if not is_object(document.get("vulnerabilities")):
        report.doubt(f"{report.name} says nothing of vulnerabilities")
    seen: set[tuple[str, str]] = set()
    for package in map(member, member(document, "vulnerabilities").values()):
        for told in items(package.get("via")):
            if is_object(told):
                yield from _of_npm_7(report, package, told, seen)


def _of_npm_7(
    report: ReportText, package: dict[str, Any], told: dict[str, Any], seen: set[tuple[str, str]]
) -> Iterator[Finding]:
    advisory, name = _advisory(told, told.get("source")), text(told.get("name")) or text(package.get("name"))
    if not advisory or not name:
        report.leave_out("advisory without an id")
        return
    if (advisory, name) in seen:
        return
    seen.add((advisory, name))
    fix = package.get("fixAvailable")
    update = member(fix)
    if update:
        solution = f"Update {text(update.get('name'))} to {text(update.get('version'))}"
    else:
        solution = "Run npm audit fix" if fix is True else ""
    yield _finding(told, advisory, name, range=text(told.get("range")), solution=solution)


def _of_npm_6(report: ReportText, told: Any) -> Iterator[Finding]:
    told = member(told)
    advisory = _advisory(told, told.get("id"))
    name = text(told.get("module_name"))
    if not advisory or not name:
        report.leave_out("advisory without an id")
        return
    versions = [text(member(each).get("version")) for each in items(told.get("findings"))]
    yield _finding(
        told,
        advisory,
        name,
        range=next(filter(None, versions), "") or text(told.get("vulnerable_versions")),
        solution=text(told.get("recommendation")),
        fixed=text(told.get("patched_versions")),
    )


def _advisory(told: dict[str, Any], number: Any) -> str:
    named = _GHSA.search(f"{text(told.get('github_advisory_id'))} {text(told.get('url'))}")
    return named[0] if named else str(number or "")


def _finding(
    told: dict[str, Any], advisory: str, package: str, *, range: str, solution: str, fixed: str = ""
) -> Finding:
    cve = cve_in(*items(told.get("cves")), told.get("title"))
    least = _LEAST_ABOVE.match(fixed)
    return Finding(
        kind="sca",
        title=title_of(advisory, told.get("title"), told.get("overview")),
        description=text(told.get("overview")) or text(told.get("title")) or advisory,
        severity=severity_of_word(told.get("severity")),
        cwes=cwes_in(told.get("cwe"), bare=True),
        package=package,
        affected_version=range or None,
        patched_version=least[1] if least else None,
        cve=cve,
        reference="\n".join(links(told.get("url"), told.get("references"))) or None,
        solution=solution or None,
        tool=_TOOL,
        rule=advisory,
        key=key(advisory, package),
    )
