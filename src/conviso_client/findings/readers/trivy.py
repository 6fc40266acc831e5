"""Trivy: JSON of images, file systems and repositories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from conviso_client.findings.finding import Finding, Kind
from conviso_client.findings.identity import key, numbered, squeezed
from conviso_client.findings.masking import MASK, masked_lines
from conviso_client.findings.readers.packages import fix_after, purl_without_extras, title_of
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import (
    cve_in,
    cwes_in,
    first_sentence,
    is_list,
    is_object,
    items,
    links,
    member,
    number,
    severity_of_word,
    text,
)

__all__ = ["read"]

_TOOL = "trivy"
_MODIFIED = frozenset(("ignored", "not_affected", "fixed"))


def read(report: ReportText) -> Iterator[Finding]:
    """Yield vulnerable packages, misconfigurations and secrets."""
    report.tools[_TOOL] = None
    document = report.json
    results = document if is_list(document) else member(document).get("Results")
    if not is_list(results):
        report.doubt(f"{report.name} has no results: Trivy found nothing that it could look at")
    of_image = member(document).get("ArtifactType") == "container_image"
    rows = [row for result in items(results) for row in _rows(report, member(result), of_image)]
    keys = numbered([base for base, _, _ in rows], [line for _, line, _ in rows])
    for (_, _, make), its_key in zip(rows, keys, strict=True):
        yield make(its_key)


Row = tuple[str, int, Callable[[str], Finding]]
"""The key without a number, the line that orders twins, and the function that makes the finding."""


def _rows(report: ReportText, result: dict[str, Any], of_image: bool) -> Iterator[Row]:
    target = report.roots.below(text(result.get("Target")))[0] if text(result.get("Target")) else ""
    kind: Kind = "container" if of_image or result.get("Class") == "os-pkgs" else "sca"
    for told in _listed(report, result, "Vulnerabilities", "VulnerabilityID"):
        yield _vulnerability(told, kind, target, suppressed=False)
    for each in map(member, items(result.get("ExperimentalModifiedFindings"))):
        told = member(each, "Finding")
        if text(each.get("Status")) in _MODIFIED and text(told.get("VulnerabilityID")):
            yield _vulnerability(told, kind, target, suppressed=True)
        else:
            report.leave_out("modified finding of another type")
    for told in _listed(report, result, "Misconfigurations", "ID"):
        if told.get("Status", "FAIL") == "FAIL":
            yield _misconfiguration(told, target)
        else:
            report.leave_out(f"status {text(told.get('Status')) or 'unknown'}")
    for told in _listed(report, result, "Secrets", "RuleID"):
        yield _secret(told, target)
    for _ in items(result.get("Licenses")):
        report.leave_out("licence")


def _listed(report: ReportText, result: dict[str, Any], name: str, id: str) -> Iterator[dict[str, Any]]:
    for told in items(result.get(name)):
        if is_object(told) and text(told.get(id)):
            yield told
        else:
            report.leave_out(f"without {id}")


def _vulnerability(told: dict[str, Any], kind: Kind, target: str, *, suppressed: bool) -> Row:
    advisory, package = text(told.get("VulnerabilityID")), text(told.get("PkgName"))
    version = text(told.get("InstalledVersion")) or None
    path = text(told.get("PkgPath")) or (target if kind == "sca" else "")
    purl = purl_without_extras(member(told, "PkgIdentifier").get("PURL"))
    cve = cve_in(advisory, *items(told.get("VendorIDs")))

    def make(its_key: str) -> Finding:
        return Finding(
            kind=kind,
            title=title_of(advisory, told.get("Title"), told.get("Description")),
            description=text(told.get("Description")) or text(told.get("Title")) or advisory,
            severity=severity_of_word(told.get("Severity")),
            cwes=cwes_in(told.get("CweIDs")),
            file=path or None,
            package=package or None,
            affected_version=version,
            patched_version=fix_after(version, text(told.get("FixedVersion")).split(",")),
            cve=cve,
            reference="\n".join(links(told.get("PrimaryURL")) or links(told.get("References"))[:1]) or None,
            suppressed=suppressed,
            tool=_TOOL,
            rule=advisory,
            key=its_key,
        )

    return key(cve or advisory, *((purl,) if purl else (package, version)), path), 0, make


def _misconfiguration(told: dict[str, Any], target: str) -> Row:
    rule, cause = text(told.get("ID")), member(told, "CauseMetadata")
    lines = list(map(member, items(member(cause, "Code").get("Lines"))))
    snippet = "\n".join(each["Content"] for each in lines if isinstance(each.get("Content"), str))
    line = number(cause.get("StartLine"))
    message = text(told.get("Message"))

    def make(its_key: str) -> Finding:
        return Finding(
            kind="iac",
            title=text(told.get("Title")) or rule,
            description="\n\n".join(filter(None, (masked_lines(message), text(told.get("Description"))))) or rule,
            severity=severity_of_word(told.get("Severity")),
            file=target or None,
            line=line,
            first_line=next((number(each.get("Number")) for each in lines), line),
            snippet=masked_lines(snippet),
            reference="\n".join(links(told.get("PrimaryURL")) or links(told.get("References"))) or None,
            solution=text(told.get("Resolution")) or None,
            tool=_TOOL,
            rule=rule,
            key=its_key,
        )

    subject = squeezed(snippet) or text(cause.get("Resource")) or message
    return key(_TOOL, rule, target, subject), line or 0, make


def _secret(told: dict[str, Any], target: str) -> Row:
    rule, line = text(told.get("RuleID")), number(told.get("StartLine"))
    title = text(told.get("Title")) or text(told.get("Category")) or rule

    def make(its_key: str) -> Finding:
        return Finding(
            kind="secret",
            title=first_sentence(title),
            description=title,
            severity=severity_of_word(told.get("Severity")) or "HIGH",
            file=target or None,
            line=line,
            first_line=line,
            snippet=MASK,
            tool=_TOOL,
            rule=rule,
            key=its_key,
        )

    return key(_TOOL, rule, target, MASK), line or 0, make
