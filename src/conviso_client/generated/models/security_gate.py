# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from ..enums import SeverityCategory
from .common import AssetRef, Branch, PageMetadata

__all__ = [
    "SecurityGateExecution",
    "SecurityGateExecutionCollection",
    "SecurityGateFailingVulnerability",
    "SecurityGateFailingVulnerabilityCollection",
    "SecurityGateReason",
    "SecurityGateReasonSeverity",
    "SecurityGateRun",
    "SecurityGateRunReason",
    "SecurityGateRunReasonCritical",
]


class SecurityGateReasonSeverity(ResultModel):
    """The API's `SecurityGateReasonSeverity`."""

    status: str | None
    count: int | None
    expired_count: int | None
    limit: int | None
    max_days_to_fix: int | None


class SecurityGateReason(ResultModel):
    """The API's `SecurityGateReason`."""

    critical: SecurityGateReasonSeverity | None
    high: SecurityGateReasonSeverity | None
    medium: SecurityGateReasonSeverity | None
    low: SecurityGateReasonSeverity | None


class SecurityGateExecution(ResultModel):
    """The API's `SecurityGateExecution`."""

    id: ResultID
    status: str | None
    execution_date: Timestamp | None
    triggered_by: str | None
    source: str | None
    asset: AssetRef | None
    reason: SecurityGateReason | None
    __hash__ = ResultModel.__hash__


class SecurityGateExecutionCollection(ResultPage["SecurityGateExecution"]):
    """The API's `SecurityGateExecutionCollection`."""

    collection: Annotated[list[SecurityGateExecution], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class SecurityGateFailingVulnerability(ResultModel):
    """The API's `SecurityGateFailingVulnerability`."""

    id: ResultID
    title: str | None
    description: str | None
    severity: SeverityCategory | None
    cvss_score: float | None
    file: str | None
    line: int | None
    platform_url: str | None
    __hash__ = ResultModel.__hash__


class SecurityGateFailingVulnerabilityCollection(ResultPage["SecurityGateFailingVulnerability"]):
    """The API's `SecurityGateFailingVulnerabilityCollection`."""

    collection: Annotated[list[SecurityGateFailingVulnerability], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class SecurityGateRunReasonCritical(ResultModel):
    """The API's `SecurityGateReasonSeverity`."""

    status: str | None
    count: int | None
    limit: int | None


class SecurityGateRunReason(ResultModel):
    """The API's `SecurityGateReason`."""

    critical: SecurityGateRunReasonCritical | None
    high: SecurityGateRunReasonCritical | None
    medium: SecurityGateRunReasonCritical | None
    low: SecurityGateRunReasonCritical | None


class SecurityGateRun(ResultModel):
    """The API's `SecurityGateRun`."""

    status: str | None
    execution_date: Timestamp | None
    issues_url: str | None
    asset: AssetRef | None
    branch: Branch | None
    reason: SecurityGateRunReason | None
    failing_vulnerabilities: SecurityGateFailingVulnerabilityCollection | None
