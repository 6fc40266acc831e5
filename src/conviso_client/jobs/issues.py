"""Open statuses, the order of severities, and the addresses of pages, for all jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso

__all__ = ["OPEN_STATUSES", "SEVERITIES", "asset_url", "issue_url", "project_url", "rank"]

OPEN_STATUSES = ("IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION")
"""The statuses of unresolved issues, which the security gate counts."""
SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "NOTIFICATION")
"""The most severe first."""

_APP = "https://app.convisoappsec.com"


def rank(severity: object) -> int:
    """Return 0 for the most severe; the highest number for None and for unknown severities."""
    return SEVERITIES.index(str(severity)) if severity in SEVERITIES else len(SEVERITIES)


def issue_url(conviso: Conviso | AsyncConviso, issue: Any) -> str | None:
    """Return the address of an issue's page on the platform. `issue` is an issue or its id.

    None without a company, and unless the API is at `api.convisoappsec.com`: no source shows the addresses of
    others. The form is that of the vendor's Burp extension; nobody here has opened it.
    """
    return _url(conviso, f"/spa/company/{{company}}/vulnerabilities/{_id(issue)}")


def asset_url(conviso: Conviso | AsyncConviso, asset: Any) -> str | None:
    """Return the address of an asset's page: see `issue_url`. The form is by analogy with that of projects."""
    return _url(conviso, f"/scopes/{{company}}/assets/{_id(asset)}")


def project_url(conviso: Conviso | AsyncConviso, project: Any) -> str | None:
    """Return the address of a project's page: see `issue_url`. The form stands in public code of 2023."""
    return _url(conviso, f"/scopes/{{company}}/projects/{_id(project)}")


def _id(of: Any) -> str:
    return str(getattr(of, "id", of))


def _url(conviso: Conviso | AsyncConviso, path: str) -> str | None:
    company = conviso.company_id
    if company is None or not conviso.url.startswith("https://api.convisoappsec.com/"):
        return None
    return _APP + path.format(company=company)
