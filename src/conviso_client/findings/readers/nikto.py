"""Nikto: one host, or a list of hosts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key, stable_url
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import (
    address,
    cve_in,
    first_sentence,
    is_list,
    items,
    links,
    member,
    number,
    text,
)

__all__ = ["read"]

_TOOL = "nikto"


def read(report: ReportText) -> Iterator[Finding]:
    """Yield the vulnerabilities of each host. Nikto gives no severity."""
    report.tools[_TOOL] = None
    hosts = list(map(member, report.json if is_list(report.json) else [report.json]))
    for host in hosts:
        if not is_list(host.get("vulnerabilities")):
            report.doubt(f"nikto gives no list for {text(host.get('host')) or 'a host'}")
    rows = [(host, member(told)) for host in hosts for told in items(host.get("vulnerabilities"))]
    titles: dict[str, str] = {}
    for _, told in ((host, told) for host, told in rows if _message(told)):
        rule, title = _rule(told), first_sentence(_message(told))
        titles[rule] = min(title, titles.get(rule, title))  # one title per rule, in any order of findings
    for host, told in rows:
        if _message(told):
            yield _finding(host, told, titles[_rule(told)])
        else:
            report.leave_out("without a message")


def _rule(told: dict[str, Any]) -> str:
    return str(told.get("id") or "")


def _message(told: dict[str, Any]) -> str:
    """Return the message without the path that newer versions put before it."""
    path, message = text(told.get("url")), text(told.get("msg"))
    return message.removeprefix(f"{path}: ") if path else message


def _finding(host: dict[str, Any], told: dict[str, Any], title: str) -> Finding:
    port = number(host.get("port"))
    name = text(host.get("host")) or text(host.get("ip"))
    path, method = text(told.get("url")), text(told.get("method")).upper() or "UNKNOWN"
    known = {80: f"http://{name}", 443: f"https://{name}"}  # on other ports, TLS is unknown
    start = known.get(port or 0, f"{name}:{port}" if port else name)
    url = path if path.startswith(("http://", "https://")) else f"{start}/{path.removeprefix('/')}"
    rule, message = _rule(told), _message(told)
    return Finding(
        kind="dast",
        title=title,
        description=message,
        url=url,
        method=method,
        scheme=address(url)[0],
        port=port or address(url)[1],
        cve=cve_in(told.get("references"), message),
        reference="\n".join(links(told.get("references"))) or None,
        tool=_TOOL,
        rule=rule or None,
        key=key(_TOOL, rule, method, stable_url(url), message),
    )
