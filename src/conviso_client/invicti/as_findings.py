"""Vulnerabilities of an asset as findings that `plan_import` takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from conviso_client.findings.finding import Finding, Kind
from conviso_client.findings.identity import key
from conviso_client.findings.words import address, cve_in, cwes_in, severity_of_word

from .models import Classification, Dast, Sast, Score, Source, Status, Vulnerability

if TYPE_CHECKING:
    from .client import AsyncInvicti, Invicti

__all__ = ["TOOL", "InvictiFindings", "async_findings", "findings"]

TOOL = "invicti-platform"
"""The source in Conviso. Reports in a file are `invicti`: their keys are others, so neither may close the other's."""
STATUSES: Mapping[Status, str] = {
    Status.OPEN: "IDENTIFIED",
    Status.REDISCOVERED: "IDENTIFIED",
    Status.FIXED: "FIX_ACCEPTED",
    Status.FIXED_UNCONFIRMED: "AWAITING_VALIDATION",
}
LEFT_AS_IT_IS = {
    Status.FALSE_POSITIVE: "falsePositive in Invicti",
    Status.IGNORED: "ignored in Invicti",
    Status.NOT_FOUND: "notFound in Invicti: not seen by the last scan, not said to be fixed",
    Status.NOT_CHECKED: "notChecked in Invicti",
}
"""What is neither created nor changed, nor closed: somebody decided it there, or nobody knows."""


class InvictiFindings:
    """The findings of one asset: all of them, or reading them raised an error."""

    tools = (TOOL,)
    may_close = True
    """Whether what is missing here is gone."""
    problems: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()

    def __init__(self, asset_id: str, vulnerabilities: Iterable[Vulnerability]) -> None:
        """Use `findings`."""
        self.asset_id = asset_id
        self.left_out: Counter[str] = Counter()
        """How many rows are no findings, by the reason."""
        self._findings = list(self._read(vulnerabilities))

    def _read(self, vulnerabilities: Iterable[Vulnerability]) -> Iterator[Finding]:
        for each in vulnerabilities:
            # A server that does not know the filter answers with what all assets have.
            if each.asset_id not in (None, self.asset_id):
                self.left_out["of another asset"] += 1
            else:
                yield finding_of(each)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def __len__(self) -> int:
        return len(self._findings)

    def __repr__(self) -> str:
        return f"<InvictiFindings of {self.asset_id}: {len(self)}>"


def findings(invicti: Invicti, *, asset_id: str, severities: Sequence[str] = ()) -> InvictiFindings:
    """Read the vulnerabilities of an asset as findings: `plan_import(conviso, findings(invicti, asset_id=...), ...)`.

    With `severities`, of these alone, and then nothing may be closed because it is missing. Raises `IncompleteList` if
    they cannot be all, and what a call raises.
    """
    listed = invicti.iter_vulnerabilities(asset_id=asset_id, severities=severities, strict=True)
    return _findings(asset_id, listed, severities)


async def async_findings(invicti: AsyncInvicti, *, asset_id: str, severities: Sequence[str] = ()) -> InvictiFindings:
    """Read the vulnerabilities of an asset with `AsyncInvicti`: see `findings`."""
    listed = invicti.iter_vulnerabilities(asset_id=asset_id, severities=severities, strict=True)
    return _findings(asset_id, [each async for each in listed], severities)


def _findings(asset_id: str, listed: Iterable[Vulnerability], severities: Sequence[str]) -> InvictiFindings:
    found = InvictiFindings(asset_id, listed)
    if severities:
        found.may_close = False
        found.problems = (f"only vulnerabilities of {', '.join(severities)} were asked for",)
    return found


def finding_of(told: Vulnerability) -> Finding:
    """Return the finding that a vulnerability is. Its key is made of the id alone: names are edited."""
    dast, sast = told.dast or Dast(), told.sast or Sast()
    classification = told.classification or Classification()
    kind: Kind = "sast" if sast.file_path and not dast.url else "dast"
    scheme, port = address(dast.url or "")
    status = told.status
    reason = LEFT_AS_IT_IS.get(status) if status else None
    if not dast.url and not sast.file_path:
        reason = reason or "neither a URL nor a file: no kind of finding in Conviso fits"
    name = (told.name or "").strip()
    if not name:
        reason = reason or "without a name"
    if told.asset_id is None:
        reason = reason or "it does not say of which asset it is"
    return Finding(
        kind=kind,
        title=name or told.id,
        description=_description(told, classification),
        severity=severity_of_word(told.severity),
        cwes=cwes_in(*(classification.cwe or ()), bare=True),
        file=sast.file_path if kind == "sast" else None,
        url=dast.url,
        method=(dast.method or "").strip().upper() or "UNKNOWN",
        scheme=scheme,
        port=port,
        parameters=": ".join(filter(None, (dast.parameter, dast.attack))),
        status=STATUSES.get(status) if status else None,
        suppressed=reason or False,
        cve=cve_in(*(classification.cve or ())),
        tool=TOOL,
        key=key(TOOL, told.id),
    )


def _description(told: Vulnerability, classification: Classification) -> str:
    """Say what stays the same from scan to scan, so that the same vulnerability changes nothing."""
    score, source = told.score or Score(), told.source or Source()
    cvss = score.cvss3 or score.cvss2
    said = {
        "Vulnerability in Invicti": told.id,
        # No input of Conviso takes the date: how old it is would be lost.
        "First seen in Invicti": told.first_seen and told.first_seen.date().isoformat(),
        "Found by": " ".join(filter(None, (source.system, source.module))),
        "CVSS": cvss and " ".join(str(part) for part in (cvss.score, cvss.vector) if part is not None),
        "CWE": ", ".join(classification.cwe or ()),
        "CVE": ", ".join(classification.cve or ()),
    }
    return "\n".join(
        [*filter(None, [(told.name or "").strip()]), *(f"{name}: {value}" for name, value in said.items() if value)]
    )
