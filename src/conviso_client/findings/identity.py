"""Keys that identify a finding from scan to scan.

Scanners' own fingerprints are unreliable: some are the same for all findings, some change with the scanned path, some
are missing. A key combines the tool's family, the rule, the place, and the code there without blanks. Line numbers are
left out, because they move. Findings with equal keys are numbered in their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from conviso_client.findings.finding import Finding

__all__ = ["key", "key_of", "key_of_rule", "number_twins", "numbered", "settled", "squeezed", "stable_url"]

SCHEME = "c1"
"""Version of the recipe. It begins each key, so that a new recipe cannot make an old key."""
OWN_FINGERPRINT = f"convisoClient/{SCHEME}"
"""Name of the fingerprint that holds the key in SARIF from `write_sarif`."""
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_POSITIONS = re.compile(r"\b(lines?|columns?|col)(\W{1,3})\d+(?:[-:]\d+)?", re.IGNORECASE)
_FAMILIES_WITH_PATHS_IN_RULES = frozenset({"semgrep", "opengrep"})


def key(*parts: str | None) -> str:
    """Hash the parts into a key."""
    return (
        f"{SCHEME}:{sha256(chr(31).join([part or '' for part in parts]).encode('utf-8', 'replace')).hexdigest()[:32]}"
    )


def squeezed(text: str) -> str:
    """Remove blanks, so that indentation and empty lines do not matter."""
    return "".join(text.split())


def settled(message: str) -> str:
    """Remove blanks, and numbers of lines and columns, from a message."""
    lower = message.lower()
    if "line" in lower or "col" in lower:  # the regular expression costs more than the rest of a key
        message = _POSITIONS.sub(r"\1", message)
    return squeezed(message)


def stable_url(url: str) -> str:
    """Return a URL without the values of its query, its fragment and a default port, which scanners vary."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a payload can make a URL invalid
        return url.partition("?")[0]
    if not parts.netloc:
        return url.partition("?")[0]
    named_port = f":{port}" if port and port != _DEFAULT_PORTS.get(parts.scheme) else ""
    names = ",".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    path = parts.path or "/"
    return f"{parts.scheme}://{(parts.hostname or '').lower()}{named_port}{path}{f'?{names}' if names else ''}"


def key_of_rule(tool: str, rule: str | None) -> str:
    """Return a rule's id without the folder that some tools prefix to it."""
    return (rule or "").rpartition(".")[2] if tool in _FAMILIES_WITH_PATHS_IN_RULES else rule or ""


def key_of(finding: Finding) -> str:
    """Compute the key of a finding. `number_twins` separates equal ones."""
    if finding.url is not None:
        return key(
            finding.tool, finding.rule or finding.title, finding.method, stable_url(finding.url), finding.parameters
        )
    if finding.package is not None:
        return key(
            finding.cve or finding.rule or finding.title, finding.package, finding.affected_version, finding.file
        )
    text = squeezed(finding.snippet) or settled(finding.description)
    return key(finding.tool, key_of_rule(finding.tool, finding.rule) or finding.title, finding.file, text)


def numbered(bases: Sequence[str], where: Sequence[Any]) -> list[str]:
    """Return a unique key for each base: the second and later twins get a number.

    `where` orders twins, whatever their order in the report.
    """
    counts = Counter(bases)
    keys = list(bases)
    twins = (at for at, base in enumerate(bases) if counts[base] > 1)
    seen = Counter[str]()
    for at in sorted(twins, key=where.__getitem__):
        base = bases[at]
        seen[base] += 1
        if seen[base] > 1:
            keys[at] = f"{base}-{seen[base]}"
    return keys


def number_twins(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings with unique keys: those that differ only in their line are numbered, by file and line.

    Holds all findings in memory. Those of `read_findings` are numbered already.
    """
    every = list(findings)
    keys = numbered([each.key for each in every], [(each.file or "", each.line or 0) for each in every])
    for each, its_key in zip(every, keys, strict=True):
        yield each if its_key == each.key else replace(each, key=its_key)
