"""A finding of any scanner, in one model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from conviso_client.errors import ConfigurationError
from conviso_client.findings import identity
from conviso_client.findings.masking import masked_headers

__all__ = ["KINDS", "SEVERITIES", "Finding", "Kind", "Severity"]

Kind = Literal["sast", "sca", "dast", "iac", "container", "secret"]
Severity = Literal["NOTIFICATION", "LOW", "MEDIUM", "HIGH", "CRITICAL"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The API's severities, from the mildest to the worst."""
KINDS: tuple[Kind, ...] = get_args(Kind)
_KNOWN_SEVERITIES = frozenset((None, *SEVERITIES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. Only `kind` and `title` are required; None means that the scanner gave no value.

    Raises `ConfigurationError` for an unknown `kind` or `severity`, and for a blank `title`.
    """

    kind: Kind
    """The API's type of finding."""
    title: str
    """The same for all findings of a rule."""
    description: str = ""
    """Plain text."""
    severity: Severity | None = None
    """None if the scanner gives none, like pip-audit."""
    cwes: tuple[str, ...] = ()
    """Such as `("CWE-79",)`, in the scanner's order."""
    file: str | None = None
    """Path below the root of the checkout, with `/`."""
    line: int | None = None
    """Counts from 1."""
    first_line: int | None = None
    """Line on which `snippet` begins."""
    snippet: str = ""
    """Lines of the source; secrets are masked."""
    url: str | None = None
    method: str | None = None
    """HTTP's method in capitals; `UNKNOWN` if a dynamic scanner gives none."""
    scheme: str | None = None
    """`HTTP`, `HTTPS`, `WS`, `WSS` or `UNKNOWN`."""
    port: int | None = None
    parameters: str = ""
    """Names of the vulnerable parameters."""
    request: str | None = None
    """The request, with credentials and cookies in its headers masked."""
    response: str | None = None
    """The response, masked in the same way."""
    status: str | None = None
    """A status of the API, such as `IDENTIFIED`; None leaves it to the import."""
    package: str | None = None
    affected_version: str | None = None
    patched_version: str | None = None
    cve: str | None = None
    """Such as `CVE-2021-44228`."""
    reference: str | None = None
    """Addresses of pages about it, one per line."""
    solution: str | None = None
    suppressed: bool | str = False
    """True, or the reason as text, if somebody suppressed it in the code or in the scanner."""
    tool: str = ""
    """The scanner's family in lower case: `semgrep` for Semgrep OSS and Semgrep PRO."""
    rule: str | None = None
    """The scanner's id of the rule."""
    branch: str | None = None
    commit: str | None = None
    key: str = ""
    """Stays the same from scan to scan. By default computed from the other fields."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ConfigurationError(f"a finding's kind is one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.severity not in _KNOWN_SEVERITIES:
            raise ConfigurationError(
                f"a finding's severity is one of {', '.join(SEVERITIES)} or None, not {self.severity!r}"
            )
        if not self.title or self.title.isspace():
            raise ConfigurationError("a finding needs a title")
        for name in ("request", "response"):
            message = getattr(self, name)
            if message:
                object.__setattr__(self, name, masked_headers(message))
        if not self.key:
            object.__setattr__(self, "key", identity.key_of(self))
