"""One result in SARIF, at one of its locations."""

from __future__ import annotations

import re
from typing import Any, Protocol

from conviso_client.findings.finding import KINDS, Finding, Kind, Severity
from conviso_client.findings.identity import stable_url
from conviso_client.findings.masking import MASK, masked_lines, masked_values, without
from conviso_client.findings.words import OWN_KIND, address, cve_in, cwes_in, items, member, number, text, unique

from .sarif_rules import LEVELS, Rule, graded, taxa
from .sarif_run import Run

__all__ = ["Row", "Sift", "finding"]

_WITH_CWES = frozenset(("cwe", "cwes", "tags"))
_WEB = ("http://", "https://", "ws://", "wss://")
_PACKAGE_LINE = re.compile(
    r"^(Package|Version|Installed Version|Fix Version|Fixed Version|Component): *(\S.*)$", re.MULTILINE | re.IGNORECASE
)
_PACKAGE_QUOTED = re.compile(r"[Pp]ackage '([^'@\s]+)@([^'\s]+)'")
_NOTHING: dict[str, Any] = {}


class Sift(Protocol):
    """Facts about the other results of the report."""

    secret_lines: dict[str, set[int]]
    titles: dict[Any, str]


class Row:
    """A result at a location: its place, and the code there."""

    __slots__ = ("context", "file", "line", "location", "message", "region", "result", "rule", "run", "secret", "url")

    def __init__(self, run: Run, result: dict[str, Any], rule: Rule, message: str, location: dict[str, Any]) -> None:
        self.run, self.result, self.rule, self.message, self.location = run, result, rule, message, location
        physical = member(location.get("physicalLocation"))
        self.region = member(physical.get("region"))
        self.context = physical.get("contextRegion")
        self.line = number(self.region.get("startLine"))
        uri, base = run.uri(member(physical.get("artifactLocation")))
        self.url = self.file = None
        if uri.startswith(_WEB) or ("properties" in result and member(result, "properties").get(OWN_KIND) == "dast"):
            self.url = (stable_url(uri) if rule.is_about_secrets else uri) or None
        elif uri:
            self.file = run.file(uri, base)
        self.secret = self._secret() if rule.is_about_secrets else ""

    def _secret(self) -> str:
        offender = member(self.result.get("properties")).get("offender")  # old gitleaks
        return text(member(self.region.get("snippet")).get("text")) or text(offender)

    @property
    def snippet(self) -> str:
        """The code at the place itself; secrets are masked."""
        snippet = member(self.region["snippet"]).get("text") if "snippet" in self.region else None
        if not isinstance(snippet, str):
            return ""
        if not self.rule.is_about_secrets:
            return snippet
        return MASK if self.rule.kind == "secret" and snippet.strip() else masked_values(snippet)

    @property
    def masked_message(self) -> str:
        """The message, with secrets masked."""
        return self.masked(self.message)

    def masked(self, told: str) -> str:
        """Return the result's message, with secrets masked."""
        return masked_values(without(told, self.secret)) if self.rule.is_about_secrets else told


def finding(row: Row, its_key: str, sift: Sift) -> Finding:
    """Make a finding of a row."""
    result, rule, run = row.result, row.rule, row.run
    properties = member(result, "properties") if "properties" in result else _NOTHING
    message = row.masked_message
    first_line, snippet = _snippet(row, sift)
    solution = row.masked(text(properties.get("fix"))) or rule.solution
    if "fixes" in result:
        fixes = (run.message(member(each, "description"), rule.told) for each in items(result["fixes"]))
        solution = row.masked(next(filter(None, fixes), "")) or solution
    description = message if rule.description in ("", message) else f"{message}\n\n{rule.description}".strip()
    commit = text(member(result.get("partialFingerprints")).get("commitSha")) if "partialFingerprints" in result else ""
    more = _more(row, properties)
    return Finding(
        kind=_kind(row, properties, more),
        title=sift.titles.get(rule) or rule.title or message,
        description=description,
        severity=_severity(row, properties),
        cwes=_cwes(row, properties),
        file=row.file,
        line=row.line,
        first_line=first_line,
        snippet=snippet,
        reference=rule.reference or row.masked(text(properties.get("reference"))) or None,
        solution=solution,
        suppressed="suppressions" in result and _is_suppressed(result["suppressions"]),
        tool=run.family,
        rule=rule.id,
        branch=run.branch,
        commit=commit or run.commit,
        key=its_key,
        **more,
    )


def _snippet(row: Row, sift: Sift) -> tuple[int | None, str]:
    """Return the lines around the place, and the number of the first. Secrets are masked, also those of other rows."""
    if row.context is None and "snippet" not in row.region and row.run.source is None:
        return row.line, ""
    rule = row.rule
    snippet = first = None
    if row.context is not None:
        snippet, first = member(row.context, "snippet").get("text"), number(member(row.context).get("startLine"))
    is_around = isinstance(snippet, str) and bool(snippet.strip())
    if not is_around:
        snippet, first = member(row.region.get("snippet")).get("text"), row.line
    if not isinstance(snippet, str):
        snippet, is_around = _source(row), True
    if not snippet:
        return row.line, ""
    if rule.kind == "secret":
        if not row.secret or row.secret not in snippet:  # its position in these lines is unknown
            return row.line, MASK
        snippet = without(snippet, row.secret)
    elif rule.is_about_secrets:
        snippet = masked_values(snippet)
    secret_lines: set[int] = sift.secret_lines.get(row.file or "", set())
    if is_around or secret_lines:
        snippet = masked_lines(snippet, first or 0, secret_lines, named=is_around)
    return first, snippet


def _source(row: Row) -> str:
    if row.run.source is None or row.line is None or row.file is None or row.rule.kind == "secret":
        return ""
    last = number(row.region.get("endLine"), row.line) or row.line
    return "\n".join(row.run.lines(row.file)[row.line - 1 : min(last, row.line + 50)])


def _kind(row: Row, properties: dict[str, Any], more: dict[str, Any]) -> Kind:
    if properties and (own := properties.get(OWN_KIND)) in KINDS:
        return own  # type: ignore[no-any-return]  # it is one of them
    if row.rule.kind is not None:
        return row.rule.kind
    if row.url is not None:
        return "dast"
    return "sca" if more.get("package") else "sast"


def _severity(row: Row, properties: dict[str, Any]) -> Severity:
    """Return the severity by score, else the tool's own word, the level, the rule's level, the standard's default."""
    rule, family = row.rule, row.run.family
    if family == "ansible-lint" and rule.by_level:
        return rule.by_level  # its results all have the level `error`
    score, word = graded(properties, scores=family != "cppcheck") if properties else (None, None)
    told = score or rule.score or word or rule.word
    if told is None and "level" in row.result:
        level = row.result["level"]
        if isinstance(level, str) and not (level == "none" and row.result.get("kind") in ("open", "review")):
            told = LEVELS.get(level)
    return told or rule.by_level or ("HIGH" if rule.kind == "secret" else "MEDIUM")


def _cwes(row: Row, properties: dict[str, Any]) -> tuple[str, ...]:
    rule, result = row.rule, row.result
    if "taxa" in result or not _WITH_CWES.isdisjoint(properties):
        own = taxa(items(result.get("taxa")), row.run.taxonomies)
        named = cwes_in(properties.get("cwe"), properties.get("cwes"), bare=True)
        found = unique((*own, *rule.cwes, *named, *cwes_in(properties.get("tags"))))
    else:
        found = rule.cwes
    return found or rule.linked_cwes or ("CWE-" in row.message and cwes_in(row.message)) or ()


def _is_suppressed(suppressions: Any) -> bool:
    """Return whether a suppression applies. An empty list means that there is none."""
    told = map(member, items(suppressions))
    return any((each.get("status") or each.get("state") or "accepted") == "accepted" for each in told)


def _more(row: Row, properties: dict[str, Any]) -> dict[str, Any]:
    if row.url is not None:
        return _web(row, row.url)
    if row.rule.kind in ("sca", "container") or "component" in properties:
        return _package(row, properties)
    return _NOTHING


def _web(row: Row, url: str) -> dict[str, Any]:
    scheme, port = address(url)
    request, response = member(row.result.get("webRequest")), member(row.result.get("webResponse"))
    return {
        "url": url,
        "method": text(request.get("method")).upper() or "UNKNOWN",
        "scheme": scheme,
        "port": port,
        "request": row.masked(_http(request)) or None,
        "response": row.masked(_http(response)) or None,
    }


def _http(told: dict[str, Any]) -> str:
    if not told:
        return ""
    start = (told.get("method"), told.get("target"), told.get("statusCode"), told.get("reasonPhrase"))
    lines = [" ".join(str(each) for each in start if each is not None)]
    lines += [f"{name}: {value}" for name, value in member(told.get("headers")).items()]
    return "\n".join((*lines, "", text(member(told.get("body")).get("text")))).strip()


def _package(row: Row, properties: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that package scanners put into the message or the rule's help, line by line, or properties."""
    help_text = text(member(row.rule.told.get("help")).get("text"))
    told = {name.lower(): value.strip() for name, value in _PACKAGE_LINE.findall(f"{row.message}\n{help_text}")}
    quoted = _PACKAGE_QUOTED.search(row.message)
    package, version = quoted.groups() if quoted else (None, None)
    return {
        "package": text(properties.get("component")) or told.get("package") or package,
        "affected_version": text(properties.get("componentVersion"))
        or told.get("installed version")
        or told.get("version")
        or version,
        "patched_version": told.get("fixed version") or told.get("fix version"),
        "cve": cve_in(row.rule.id, row.message, help_text),
    }
