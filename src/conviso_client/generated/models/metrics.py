# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultModel, Timestamp

from .common import CompanyRef, RiskScore

__all__ = ["AssetScansCount", "MttrOverTime", "OverallRiskScoreHistory", "RiskScoreDifference", "TopVulnerability"]


class AssetScansCount(ResultModel):
    """The API's `AssetScansCount`."""

    assets_with_scans: int | None
    assets_without_scans: int | None
    considered_scans: list[str] | None


class MttrOverTime(ResultModel):
    """The API's `MttrOverTime`."""

    dates: list[str] | None
    all: list[float | None] | None
    critical: list[float | None] | None
    high: list[float | None] | None
    medium: list[float | None] | None
    low: list[float | None] | None
    notification: list[float | None] | None


class RiskScoreDifference(ResultModel):
    """By how much a risk score differs from the one before; no source says which of the two `date` belongs to."""

    value: float | None
    date: Timestamp | None


class OverallRiskScoreHistory(ResultModel):
    """The API's `OverallRiskScoreHistory`."""

    company: CompanyRef
    current: RiskScore | None
    difference_from_last: RiskScoreDifference | None


class TopVulnerability(ResultModel):
    """The API's `TopVulnerability`."""

    title: str | None
    total_count: int | None
    critical_count: int | None
    high_count: int | None
    medium_count: int | None
    low_count: int | None
    affected_assets_count: int | None
