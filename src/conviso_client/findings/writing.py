"""Write findings and issues as SARIF, for other tools and for `read_findings`, which reads the same keys."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from textwrap import indent
from typing import IO, Any, NamedTuple
from urllib.parse import quote

from conviso_client._version import __version__
from conviso_client.codegen.files import replace_file
from conviso_client.errors import ConfigurationError
from conviso_client.findings.finding import SEVERITIES, Finding
from conviso_client.findings.identity import OWN_FINGERPRINT, SCHEME, key
from conviso_client.findings.rows import NOT_PROVIDED, kind_of
from conviso_client.findings.words import OWN_KIND, cwes_in

__all__ = ["write_sarif"]

_ROOT = "%SRCROOT%"
_IN_MEMORY = 1 << 20
"""Characters of a tool's results to hold in memory before they go to a file."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = dict(zip(SEVERITIES, ("none", "note", "warning", "error", "error"), strict=True))
_DECIDED = frozenset(("FALSE_POSITIVE", "FIX_ACCEPTED", "RISK_ACCEPTED", "SUPPRESSED"))
_IMPORTED = re.compile(rf"{SCHEME}:(?P<source>.*):(?P<hash>[0-9a-f]{{32}}(?:-\d+)?)")


def write_sarif(issues: Iterable[Any], path: str | os.PathLike[str]) -> None:
    """Write findings, or issues as the API lists them, as SARIF 2.1.0: a run for each tool.

    List issues with `with_detail` and `with_code`, or there is little to write. An imported issue keeps its key; a
    person's decision becomes a suppression. The file is written whole or not at all.

    Raises `ConfigurationError` if the file cannot be written, or for a value that is neither a finding nor an issue.
    """
    runs: dict[str, _Run] = {}
    with _writing(path), ExitStack() as files:
        for issue in issues:
            finding = issue if isinstance(issue, Finding) else _finding(issue)
            tool = finding.tool or "conviso"
            if tool not in runs:
                results = files.enter_context(SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n"))
                runs[tool] = _Run({}, results)
            rule = finding.rule or finding.title
            runs[tool].rules.setdefault(rule, _rule(rule, finding))
            runs[tool].add(_result(rule, finding))
        replace_file(Path(path), _document(runs))


@contextmanager
def _writing(path: str | os.PathLike[str]) -> Generator[None]:
    """Say that results do not fit into their temporary file, also when it is closed and gets the rest of them."""
    try:
        yield
    except OSError as error:
        raise ConfigurationError(f"cannot write {os.fspath(path)} by way of {gettempdir()}: {error.strerror}") from None


class _Run(NamedTuple):
    """The run of a tool. Its rules precede its results, which wait in a file until all rules are known."""

    rules: dict[str, Any]
    results: IO[str]

    def add(self, result: dict[str, Any]) -> None:
        separator = "," if self.results.tell() else ""
        self.results.write(f"{separator}\n{indent(json.dumps(result, indent=1), ' ' * 4)}")

    def text(self) -> Iterator[str]:
        self.results.seek(0)
        yield from iter(partial(self.results.read, _IN_MEMORY), "")


def _document(runs: dict[str, _Run]) -> Iterator[str]:
    """Write it as `json.dumps(..., indent=1)` would, without holding the results in memory."""
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": []}, indent=1).removesuffix("]\n}")
    for number, (tool, run) in enumerate(runs.items()):
        head = json.dumps(_head(tool, run.rules), indent=1).removesuffix("]\n}")
        yield f"{',' if number else ''}\n{indent(head, '  ')}"
        yield from run.text()
        yield "\n   ]\n  }"
    yield "\n ]\n}\n" if runs else "]\n}\n"


def _head(tool: str, rules: dict[str, Any]) -> dict[str, Any]:
    driver = {"name": tool, "rules": list(rules.values())}
    written = {"convisoClient": __version__}
    base = {_ROOT: {"description": {"text": "The root of the checkout."}}}
    return {
        "tool": {"driver": driver},
        "originalUriBaseIds": base,
        "properties": written,
        "columnKind": "unicodeCodePoints",
        "results": [],
    }


def _finding(issue: Any) -> Finding:
    """Make a finding of an issue of the API."""
    if not hasattr(issue, "type") or not hasattr(issue, "title"):
        raise ConfigurationError(f"write_sarif takes findings and issues, not {type(issue).__name__}")
    detail = getattr(issue, "detail", None)
    original = getattr(issue, "original_issue_id_from_tool", None) or ""
    imported = _IMPORTED.fullmatch(original)
    tool = imported["source"] if imported else (getattr(issue, "scan_source", None) or "conviso").lower()
    told: dict[str, Any] = {
        name: value
        for name, source in (
            ("file", "file_name"),
            ("line", "vulnerable_line"),
            ("first_line", "first_line"),
            ("package", "package"),
            ("affected_version", "affected_version"),
            ("patched_version", "patched_version"),
            ("cve", "cve"),
            ("url", "url"),
            ("port", "port"),
            ("snippet", "code_snippet"),
        )
        if (value := getattr(detail, source, None)) not in (None, "", NOT_PROVIDED)
    }
    severity = getattr(issue, "severity", None)
    branch = getattr(issue, "branch", None)
    return Finding(
        kind=kind_of(issue) or ("dast" if told.get("url") else "sast"),
        title=issue.title,
        description=getattr(issue, "description", None) or issue.title,
        severity=next((each for each in SEVERITIES if severity == each), None),
        cwes=cwes_in(getattr(issue, "category", None)),
        reference=getattr(issue, "reference", None) or None,
        solution=getattr(issue, "solution", None) or None,
        suppressed=getattr(issue, "status", None) in _DECIDED,
        branch=getattr(branch, "name", None),
        tool=tool,
        key=f"{SCHEME}:{imported['hash']}" if imported else key("conviso issue", str(issue.id)),
        **told,
    )


def _rule(rule: str, finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"id": rule, "name": finding.title, "shortDescription": {"text": finding.title}}
    reference = (finding.reference or "").split("\n", 1)[0]
    if reference.startswith(("http://", "https://")):
        told["helpUri"] = reference
    if finding.cwes:
        told["properties"] = {"tags": [f"external/cwe/{cwe.lower()}" for cwe in finding.cwes]}
    return told


def _result(rule: str, finding: Finding) -> dict[str, Any]:
    properties = {
        OWN_KIND: finding.kind,
        "severity": finding.severity,
        "component": finding.package,
        "componentVersion": finding.affected_version,
        "fix": finding.solution,
        "cve": finding.cve,
    }
    told: dict[str, Any] = {
        "ruleId": rule,
        "level": _LEVELS.get(finding.severity or "MEDIUM", "warning"),
        "message": {"text": finding.description or finding.title},
        "locations": _locations(finding),
        "partialFingerprints": {OWN_FINGERPRINT: finding.key},
        "properties": {name: value for name, value in properties.items() if value is not None},
    }
    if finding.suppressed:
        told["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return told


def _locations(finding: Finding) -> list[dict[str, Any]]:
    if finding.file is None and finding.url is None:
        return []
    artifact: dict[str, Any] = {"uri": finding.url}
    if finding.file is not None:
        is_below = not finding.file.startswith(("/", "../"))
        artifact = {"uri": quote(finding.file), **({"uriBaseId": _ROOT} if is_below else {})}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if finding.line is not None:
        physical["region"] = {"startLine": finding.line}
        if finding.snippet:
            first = finding.first_line or finding.line
            physical["contextRegion"] = {"startLine": first, "snippet": {"text": finding.snippet}}
    return [{"physicalLocation": physical}]
