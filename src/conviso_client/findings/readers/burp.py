"""Burp Suite: issues as XML."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator
from typing import TYPE_CHECKING

from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import address, cwes_in, links, plain, severity_of_word

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read"]

_TOOL = "burp"
_OF_EXTENSIONS = "134217728"
"""Type of all issues from extensions: only the detail tells them apart."""


def read(report: ReportText) -> Iterator[Finding]:
    """Yield the issues."""
    report.tools[_TOOL] = None
    for issue in () if report.root is None else report.root.iter("issue"):
        if not _text(issue, "name"):
            report.leave_out("without a name")
        elif _text(issue, "severity").lower() == "false positive":
            report.leave_out("false positive")
        else:
            yield _finding(issue)


def _text(issue: Element, name: str) -> str:
    return (issue.findtext(name) or "").strip()


def _finding(issue: Element) -> Finding:
    kind, host, location = _text(issue, "type"), _text(issue, "host"), _text(issue, "location")
    url = host + _text(issue, "path")
    scheme, port = address(url)
    detail = plain(issue.findtext("issueDetail"))
    request = issue.find("requestresponse/request")
    method = "" if request is None else request.get("method", "").upper()
    pieces = (detail, plain(issue.findtext("issueBackground")))
    advice = (plain(issue.findtext("remediationDetail")), plain(issue.findtext("remediationBackground")))
    return Finding(
        kind="dast",
        title=_text(issue, "name"),
        description="\n\n".join(filter(None, pieces)) or _text(issue, "name"),
        severity=severity_of_word(_text(issue, "severity")),
        cwes=cwes_in(_text(issue, "vulnerabilityClassifications")),
        url=url,
        method=method or "UNKNOWN",
        scheme=scheme,
        port=port,
        parameters=_parameter(location),
        request=_message(request),
        response=_message(issue.find("requestresponse/response")),
        reference="\n".join(links(_text(issue, "references"))) or None,
        solution="\n\n".join(filter(None, advice)) or None,
        tool=_TOOL,
        rule=kind or _text(issue, "name"),
        key=key(_TOOL, kind or _text(issue, "name"), host, location, detail[:200] if kind == _OF_EXTENSIONS else ""),
    )


def _parameter(location: str) -> str:
    """Return the text in brackets behind the path, such as `id cookie` in `/basket [id cookie]`."""
    _, bracket, behind = location.partition(" [")
    return behind.removesuffix("]") if bracket else ""


def _message(element: Element | None) -> str | None:
    content = "" if element is None else element.text or ""
    if element is not None and element.get("base64") == "true":
        try:
            content = b64decode(content).decode("utf-8", "replace")
        except binascii.Error:
            return None
    return content or None
