"""ZAP: the traditional JSON report, with and without requests and responses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding, Severity
from conviso_client.findings.identity import key, stable_url
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import address, cwes_in, is_object, items, links, member, number, plain, text

__all__ = ["read"]

_TOOL = "zap"
_RISKS: dict[str, Severity] = {"3": "HIGH", "2": "MEDIUM", "1": "LOW", "0": "NOTIFICATION"}


def read(report: ReportText) -> Iterator[Finding]:
    """Yield each alert at each of its places; one with only sample places is yielded once for its site."""
    report.tools[_TOOL] = None
    sites = member(report.json).get("site")
    for site in map(member, [sites] if is_object(sites) else items(sites)):
        for alert in items(site.get("alerts")):
            if not is_object(alert) or not (text(alert.get("name")) or text(alert.get("alert"))):
                report.leave_out("without a name")
            elif str(alert.get("confidence")) == "0":
                report.leave_out("false positive")
            else:
                yield from _findings(alert, text(site.get("@name")))


def _findings(alert: dict[str, Any], site: str) -> Iterator[Finding]:
    rule = text(alert.get("alertRef")) or str(alert.get("pluginid") or "") or text(alert.get("name"))
    instances = list(map(member, items(alert.get("instances"))))
    are_samples = alert.get("systemic") is True or (number(alert.get("count")) or 0) > len(instances)
    if are_samples or not instances:
        yield _finding(alert, rule, instances[0] if instances else {"uri": site}, key(_TOOL, rule, site))
        return
    for instance in instances:
        node = text(instance.get("nodeName")) or stable_url(text(instance.get("uri")))
        yield _finding(alert, rule, instance, key(_TOOL, rule, _method(instance), node, text(instance.get("param"))))


def _method(instance: dict[str, Any]) -> str:
    return text(instance.get("method")).upper() or "UNKNOWN"


def _finding(alert: dict[str, Any], rule: str, instance: dict[str, Any], its_key: str) -> Finding:
    url = text(instance.get("uri"))
    scheme, port = address(url)
    other = text(instance.get("otherinfo")) or alert.get("otherinfo")
    evidence = text(instance.get("evidence"))
    pieces = (plain(alert.get("desc")), plain(other), f"Evidence: {evidence}" if evidence else "")
    cwe = number(alert.get("cweid"))
    title = text(alert.get("name")) or text(alert.get("alert"))
    return Finding(
        kind="dast",
        title=title,
        description="\n\n".join(filter(None, pieces)) or title,
        severity=_RISKS.get(str(alert.get("riskcode"))),
        cwes=cwes_in(cwe, bare=True),
        url=url,
        method=_method(instance),
        scheme=scheme,
        port=port,
        parameters=text(instance.get("param")),
        request=_http(instance, "request"),
        response=_http(instance, "response"),
        reference="\n".join(links(alert.get("reference"))) or None,
        solution=plain(alert.get("solution")) or None,
        tool=_TOOL,
        rule=rule,
        key=its_key,
    )


def _http(instance: dict[str, Any], which: str) -> str | None:
    header, body = instance.get(f"{which}-header"), instance.get(f"{which}-body")
    return "".join(each for each in (header, body) if isinstance(each, str)) or None
