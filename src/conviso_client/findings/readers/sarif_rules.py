"""The tool and the rules of a run in SARIF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import NoneType
from typing import Any

from conviso_client.findings.finding import Kind, Severity
from conviso_client.findings.identity import key_of_rule
from conviso_client.findings.masking import is_about_secrets
from conviso_client.findings.words import (
    cwes_in,
    items,
    links,
    member,
    severity_of_score,
    severity_of_word,
    text,
    unique,
)

__all__ = ["LEVELS", "Rule", "Rules", "family_of", "graded", "kind_of", "taxa"]

LEVELS: dict[Any, Severity] = {"error": "HIGH", "warning": "MEDIUM", "note": "LOW", "none": "NOTIFICATION"}

_KINDS: dict[Kind, frozenset[str]] = {
    "secret": frozenset(
        ("betterleaks", "detect-secrets", "ggshield", "gitleaks", "kingfisher", "trufflehog", "whispers")
    ),
    "iac": frozenset(
        (
            "actionlint",
            "ansible-lint",
            "cfn-lint",
            "checkov",
            "compose-lint",
            "hadolint",
            "kics",
            "kube-linter",
            "poutine",
            "snyk iac",
            "terrascan",
            "tflint",
            "tfsec",
            "zizmor",
        )
    ),
    "sca": frozenset(
        ("black duck", "dependency-check", "grype", "osv-scanner", "retire.js", "snyk open source", "npm audit")
    ),
    "container": frozenset(("docker scout", "dockle", "snyk container")),
}
_KIND_OF_FAMILY: dict[str, Kind] = {family: kind for kind, families in _KINDS.items() for family in families}
_KIND_OF_TRIVY: dict[str, Kind] = {
    "OsPackageVulnerability": "container",
    "LanguageSpecificPackageVulnerability": "sca",
    "Misconfiguration": "iac",
    "Secret": "secret",
}
_DOTTED_ID = re.compile(r"[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)+")
_PLACEHOLDER = re.compile(r"\{\w*\}")
_FILLER = frozenset(("no description.", "no description", "blacklist"))
_CWE_PAGE = re.compile(r"cwe\.mitre\.org/data/definitions/([0-9]{1,6})")
_EDITION = re.compile(r"\s+(oss|pro)$")


def family_of(driver: dict[str, Any]) -> str:
    """Return the scanner's name without its edition, so that a new license makes no new findings."""
    return _EDITION.sub("", text(driver.get("name")).lower()) or "unknown"


def kind_of(family: str, rule: dict[str, Any]) -> Kind | None:
    """Return the kind of all findings of a scanner family; None if it depends on the result."""
    if family == "trivy":
        return _KIND_OF_TRIVY.get(text(rule.get("name")))
    return _KIND_OF_FAMILY.get(family)


def graded(properties: dict[str, Any], *, scores: bool = True) -> tuple[Severity | None, Severity | None]:
    """Return the severity by `security-severity`, and the one by the tool's own words."""
    score = severity_of_score(properties.get("security-severity")) if scores else None
    for name, value in properties.items():
        if name in ("severity", "issue_severity", "securityRisk") or name.endswith("/severity"):
            word = severity_of_word(value)
            if word is not None:
                return score, word
    return score, None


class Rule:
    """A rule of a run, with its values computed once."""

    def __init__(self, id: str | None, told: dict[str, Any], family: str, override: str | None) -> None:
        properties = member(told, "properties")
        self.id = id
        self.stem = key_of_rule(family, id)
        """The part of the id that keys contain."""
        self.told = told
        self.score: Severity | None
        self.word: Severity | None
        self.score, self.word = graded(properties, scores=family != "cppcheck")
        default = LEVELS.get(text(member(told, "defaultConfiguration").get("level")))
        self.by_level: Severity | None = LEVELS.get(override) or default
        self.cwes = unique((*_related(told), *cwes_in(properties.get("cwe"), properties.get("cwes"), bare=True)))
        self.cwes = unique((*self.cwes, *cwes_in(properties.get("tags"))))
        help_uri = text(told.get("helpUri"))
        self.linked_cwes = unique(f"CWE-{int(each)}" for each in _CWE_PAGE.findall(help_uri))
        self.title = self._title(properties)
        self.titled_by_message = text(told.get("name")) == "blacklist" and self.title == self._short_id()
        self.description = _message(told.get("fullDescription"))
        self.reference = self._reference(help_uri, properties)
        self.solution = text(properties.get("fix")) or None
        self.kind: Kind | None = kind_of(family, told)
        names = (text(told.get("name")), text(properties.get("name")), self.title)
        self.is_about_secrets = self.kind == "secret" or is_about_secrets(id or "", names, self.cwes)

    def _title(self, properties: dict[str, Any]) -> str:
        candidates = (properties.get("name"), _message(self.told.get("shortDescription")), self.told.get("name"))
        for candidate in map(text, candidates):
            line = candidate.split("\n", 1)[0].strip()
            if (
                line
                and line.lower() not in _FILLER
                and not _PLACEHOLDER.search(line)
                and not (self.id and line.endswith(self.id))
            ):
                return line if len(line) <= 255 else line[:254].rstrip() + "…"
        return self._short_id()

    def _short_id(self) -> str:
        own = self.id or ""
        return own.rpartition(".")[2] if _DOTTED_ID.fullmatch(own) else own

    def _reference(self, help_uri: str, properties: dict[str, Any]) -> str | None:
        own = text(properties.get("reference"))
        candidates = ([help_uri], [own], links(member(self.told, "help").get("markdown")))
        found = (unique(each for each in group if each.startswith(("http:", "https:"))) for group in candidates)
        return "\n".join(next(filter(None, found), ())) or None


def _message(value: Any) -> str:
    told = member(value)
    return text(told.get("text")) or text(told.get("markdown"))


def _related(rule: dict[str, Any]) -> Iterator[str]:
    for relation in items(rule.get("relationships")):
        target = member(relation, "target")
        if member(target, "toolComponent").get("name") == "CWE" and "incomparable" not in items(
            member(relation).get("kinds")
        ):
            yield from cwes_in(target.get("id"), bare=True)


def taxa(values: Iterable[Any], taxonomies: list[Any]) -> Iterator[str]:
    """Return the CWEs among the taxa of a result."""
    for value in values:
        component = member(value, "toolComponent")
        index = component.get("index")
        name = component.get("name")
        if name is None and isinstance(index, int) and 0 <= index < len(taxonomies):
            name = member(taxonomies[index]).get("name")
        if name == "CWE":
            yield from cwes_in(member(value).get("id"), bare=True)


class Rules:
    """Finds the rule of a result: in the driver or an extension, by index, id, or a part of the id."""

    def __init__(self, tool: dict[str, Any], family: str, overrides: dict[str, str]) -> None:
        self._family, self._overrides = family, overrides
        extensions = [items(member(each).get("rules")) for each in items(tool.get("extensions"))]
        self._driver = items(member(tool, "driver").get("rules"))
        self._extensions = extensions
        self._by_id: dict[Any, dict[str, Any]] = {}
        for rules in (*reversed(extensions), self._driver):
            self._by_id.update({each["id"]: each for each in map(member, reversed(rules)) if text(each.get("id"))})
        self._found: dict[Any, Rule] = {}

    def of(self, result: dict[str, Any], message: str) -> Rule:
        """Return the rule of a result; an empty rule if the run has none."""
        rule_id, index = result.get("ruleId"), result.get("ruleIndex")
        if type(rule_id) is not str or type(index) not in (int, NoneType) or "rule" in result or not rule_id:
            return self._of(result, message)
        found = self._found.get((rule_id, index))  # the fast path of most results
        if found is None:
            found = self._found[rule_id, index] = self._of(result, message)
        return found

    def _of(self, result: dict[str, Any], message: str) -> Rule:
        reference = member(result.get("rule")) if "rule" in result else {}
        rule_id = text(result.get("ruleId")) or text(reference.get("id")) or None
        index = result.get("ruleIndex", reference.get("index"))
        component = member(reference, "toolComponent").get("index") if reference else None
        if not isinstance(index, int) or isinstance(index, bool):
            index = None
        if not isinstance(component, int):
            component = None
        where = (rule_id, index, component)
        found = self._found.get(where)
        if found is None:
            told = self._told(rule_id, index, component)
            found = self._found[where] = self._made(rule_id or text(told.get("id")) or None, told)
        if found.id is None and ":" in message:  # old gitleaks has the rule only here
            rule_id = message.partition(":")[0].strip()
            found = self._found.get(rule_id)
            if found is None:
                found = self._found[rule_id] = self._made(rule_id, {})
        return found

    def _made(self, id: str | None, told: dict[str, Any]) -> Rule:
        return Rule(id, told, self._family, self._overrides.get(id or ""))

    def _told(self, id: str | None, index: int | None, component: int | None) -> dict[str, Any]:
        if component is None or not 0 <= component < len(self._extensions):
            rules = self._driver
        else:
            rules = self._extensions[component]
        if index is not None and 0 <= index < len(rules):
            told = member(rules[index])
            if id is None or told.get("id") == id or id.startswith(f"{told.get('id')}/"):
                return told
        return self._by_id.get(id) or self._by_id.get((id or "").rpartition("/")[0]) or {}
