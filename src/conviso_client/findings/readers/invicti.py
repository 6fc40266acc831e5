"""Invicti, Netsparker and Acunetix 360: "Vulnerabilities List (JSON)"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key, stable_url
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import (
    address,
    cwes_in,
    is_list,
    is_object,
    items,
    links,
    member,
    plain,
    severity_of_word,
    text,
)

__all__ = ["read"]

_TOOL = "invicti"
_DECIDED = frozenset(("FalsePositive", "AcceptedRisk"))


def read(report: ReportText) -> Iterator[Finding]:
    """Yield the vulnerabilities. Dates are not read: nothing says whether the day or the month comes first."""
    report.tools[_TOOL] = None
    listed = member(report.json).get("Vulnerabilities")
    if not is_list(listed):
        report.doubt(f"{report.name} has no list of vulnerabilities")
    for told in items(listed):
        if not is_object(told) or not (text(told.get("Name")) or text(told.get("Type"))):
            report.leave_out("without a name")
            continue
        states = {each.strip() for each in text(told.get("State")).split(",")}
        if any(each.startswith("Fixed") for each in states):
            report.leave_out("fixed")
            continue
        yield _finding(told, states)


def _finding(told: dict[str, Any], states: set[str]) -> Finding:
    name = text(told.get("Name")) or text(told.get("Type"))
    url, request, response = text(told.get("Url")), member(told, "HttpRequest"), member(told, "HttpResponse")
    method = text(request.get("Method")).upper() or "UNKNOWN"
    vulnerable = [each for each in map(member, items(request.get("Parameters"))) if each.get("Vulnerable")]
    parameters = ", ".join(filter(None, (text(each.get("Name")) for each in vulnerable)))
    scheme, port = address(url)
    rule = text(told.get("Type")) or name
    lookup = text(told.get("LookupId"))
    return Finding(
        kind="dast",
        title=name,
        description="\n\n".join(filter(None, (plain(told.get("Description")), plain(told.get("Impact"))))) or name,
        severity=severity_of_word(told.get("Severity")),
        cwes=cwes_in(member(told, "Classification").get("Cwe"), bare=True),
        url=url,
        method=method,
        scheme=scheme,
        port=port,
        parameters=parameters,
        request=text(request.get("Content")) or None,
        response=text(response.get("Content")) or None,
        reference="\n".join(links(told.get("RemedyReferences"), told.get("ExternalReferences"))) or None,
        solution=plain(told.get("RemedialProcedure")) or plain(told.get("RemedialActions")) or None,
        suppressed=not _DECIDED.isdisjoint(states),
        tool=_TOOL,
        rule=rule,
        key=key(_TOOL, lookup) if lookup else key(_TOOL, rule, method, stable_url(url), parameters),
    )
