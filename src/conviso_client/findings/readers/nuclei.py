"""nuclei: a result per line, or a list of results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.document import Cursor
from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key, stable_url
from conviso_client.findings.masking import MASK, is_about_secrets, masked_values, without
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import (
    address,
    cve_in,
    cwes_in,
    is_object,
    items,
    links,
    member,
    severity_of_word,
    text,
    unique,
)

__all__ = ["read"]

_TOOL = "nuclei"


def read(report: ReportText) -> Iterator[Finding]:
    """Yield the matches."""
    report.tools[_TOOL] = None
    cursor = Cursor(report.text)
    while cursor.kind():
        if cursor.kind() == "[":
            for _ in cursor.items():
                yield from _findings(report, cursor.take())
        else:
            yield from _findings(report, cursor.take())


def _findings(report: ReportText, told: Any) -> Iterator[Finding]:
    if not is_object(told) or not (text(told.get("template-id")) or text(told.get("templateID"))):
        report.leave_out("without a template")
    elif told.get("matcher-status") is False or text(told.get("error")):
        report.leave_out("did not match")
    else:
        yield _finding(told)


def _finding(told: dict[str, Any]) -> Finding:
    info = member(told, "info")
    classes = member(info, "classification")
    rule = text(told.get("template-id")) or text(told.get("templateID"))
    matcher = text(told.get("matcher-name")) or text(told.get("matcher_name"))
    url = text(told.get("matched-at")) or text(told.get("matched")) or text(told.get("host"))
    scheme, port = address(url)
    extracted = ", ".join(filter(None, map(text, items(told.get("extracted-results")))))
    fuzzed = text(told.get("fuzzing_parameter"))
    request, response = text(told.get("request")), text(told.get("response"))
    title = text(info.get("name")) or rule
    cwes = unique(cwe for each in items(classes.get("cwe-id")) for cwe in cwes_in(each))
    method = _method(request) if scheme != "UNKNOWN" else "UNKNOWN"
    shown, parameters, own = url, fuzzed or extracted, "" if matcher else extracted
    if is_about_secrets(rule, (title, *map(text, items(info.get("tags")))), cwes):
        shown, parameters, own = stable_url(url), fuzzed or (extracted and MASK), ""
        request, response = (masked_values(without(each, extracted)) for each in (request, response))
    return Finding(
        kind="dast",
        title=title,
        description=text(info.get("description")) or title,
        severity=severity_of_word(info.get("severity")) or "NOTIFICATION",
        cwes=cwes,
        url=shown,
        method=method,
        scheme=scheme,
        port=port,
        parameters=parameters,
        request=request or None,
        response=response or None,
        cve=cve_in(*items(classes.get("cve-id"))),
        reference="\n".join(links(info.get("reference"))) or None,
        solution=text(info.get("remediation")) or None,
        tool=_TOOL,
        rule=rule,
        key=key(
            _TOOL,
            rule,
            matcher,
            text(told.get("extractor-name")),
            stable_url(url),
            fuzzed,
            own,
        ),
    )


def _method(request: str) -> str:
    word = request.split(" ", 1)[0]
    return word if word.isalpha() and word.isupper() else "UNKNOWN"
