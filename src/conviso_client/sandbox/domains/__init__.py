"""What the API does beyond its types, domain by domain. Each module adds to the one registry when it is imported."""

from __future__ import annotations

from . import (
    access,
    activities,
    assets,
    files,
    findings,
    gate,
    imports,
    integrations,
    inventory,
    issue_history,
    issue_seed,
    issue_writes,
    issues,
    metrics,
    pentests,
    project_requirements,
    projects,
    requirements,
    sbom,
    scans,
    snippets,
)
from .registry import DOMAIN

__all__ = [
    "DOMAIN",
    "access",
    "activities",
    "assets",
    "files",
    "findings",
    "gate",
    "imports",
    "integrations",
    "inventory",
    "issue_history",
    "issue_seed",
    "issue_writes",
    "issues",
    "metrics",
    "pentests",
    "project_requirements",
    "projects",
    "requirements",
    "sbom",
    "scans",
    "snippets",
]
