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
"""The source in Conviso. Reports in files are `invicti`: they have other keys, so neither may close the other's."""
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
"""Statuses that an import skips: a person's decision in Invicti, or an unknown state."""


class InvictiFindings:
    """All findings of one asset."""

    tools = (TOOL,)
    may_close = True
    """True if issues missing here are gone."""
    problems: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()

    def __init__(self, asset_id: str, vulnerabilities: Iterable[Vulnerability]) -> None:
        """Use `findings`."""
        self.asset_id = asset_id
        self.left_out: Counter[str] = Counter()
        """Counts of rows that are not findings, by reason."""
        self._findings = list(self._read(vulnerabilities))

    def _read(self, vulnerabilities: Iterable[Vulnerability]) -> Iterator[Finding]:
        for each in vulnerabilities:
            # A server that does not know the filter answers for all assets.
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

    `severities` selects some; missing ones then close nothing. Raises `IncompleteList` if the list may have gaps, and
    the errors of a call.
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
    """Turn a vulnerability into a finding. Its key contains only the id, because people edit names."""
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
    """Return the facts that stay the same from scan to scan, so that the same vulnerability changes nothing."""
    score, source = told.score or Score(), told.source or Source()
    cvss = score.cvss3 or score.cvss2
    said = {
        "Vulnerability in Invicti": told.id,
        # No input of Conviso takes the date, so its age would be lost.
        "First seen in Invicti": told.first_seen and told.first_seen.date().isoformat(),
        "Found by": " ".join(filter(None, (source.system, source.module))),
        "CVSS": cvss and " ".join(str(part) for part in (cvss.score, cvss.vector) if part is not None),
        "CWE": ", ".join(classification.cwe or ()),
        "CVE": ", ".join(classification.cve or ()),
    }
    return "\n".join(
        [*filter(None, [(told.name or "").strip()]), *(f"{name}: {value}" for name, value in said.items() if value)]
    )
