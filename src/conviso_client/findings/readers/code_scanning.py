"""Alerts of GitHub code scanning, as its REST API lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.finding import Finding
from conviso_client.findings.identity import key
from conviso_client.findings.masking import is_about_secrets, masked_values
from conviso_client.findings.readers.github import alerts
from conviso_client.findings.readers.sarif_rules import family_of, kind_of
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import cwes_in, member, number, severity_of_word, text

__all__ = ["read"]

_BRANCH = "refs/heads/"


def read(report: ReportText) -> Iterator[Finding]:
    """Yield the open and the dismissed alerts."""
    for alert, dismissed in alerts(report):
        rule = member(alert, "rule")
        if not text(rule.get("id")):
            report.leave_out("without a rule")
            continue
        tool = family_of(member(alert, "tool"))
        report.tools[tool] = None
        yield _finding(report, alert, rule, tool, dismissed=dismissed)


def _finding(report: ReportText, alert: dict[str, Any], rule: dict[str, Any], tool: str, *, dismissed: bool) -> Finding:
    instance = member(alert, "most_recent_instance")
    location = member(instance, "location")
    rule_id, path = text(rule.get("id")), text(location.get("path"))
    title = text(rule.get("description")) or text(rule.get("name")) or rule_id
    message = text(member(instance, "message").get("text"))
    cwes = cwes_in(rule.get("tags"))
    if is_about_secrets(rule_id, (title,), cwes):
        message = masked_values(message)
    more = text(rule.get("full_description"))
    reference = text(instance.get("ref"))
    return Finding(
        kind=kind_of(tool, rule) or "sast",
        title=title.split("\n", 1)[0],
        description="\n\n".join(dict.fromkeys(filter(None, (message, more)))) or title,
        severity=severity_of_word(rule.get("security_severity_level")) or severity_of_word(rule.get("severity")),
        cwes=cwes,
        file=report.roots.below(path)[0] if path else None,
        line=number(location.get("start_line")),
        first_line=number(location.get("start_line")),
        reference=text(alert.get("html_url")) or None,
        suppressed=dismissed,
        tool=tool,
        rule=rule_id,
        branch=reference.removeprefix(_BRANCH) if reference.startswith(_BRANCH) else None,
        commit=text(instance.get("commit_sha")) or None,
        key=key(tool, rule_id, "alert", str(alert.get("number"))),  # GitHub keeps the number when lines move
    )
