# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

from .common import ThreatLevel

__all__ = [
    "AssetArch",
    "AssetArchValue",
    "AssetAudience",
    "AssetAudienceValue",
    "AssetDevelopmentModel",
    "AssetDevelopmentModelValue",
    "AssetDevelopmentTeam",
    "AssetDevelopmentTeamValue",
    "AssetLifeCycle",
    "AssetLifeCycleValue",
    "AssetScan",
    "AssetScanValue",
    "AssetSeverity",
    "AssetSeverityValue",
    "AssetSortByEnum",
    "AssetSortByEnumValue",
    "AssetTypeList",
    "AssetTypeListValue",
    "ThreatLevelValue",
]


class AssetArch(OpenEnum):
    """The API's `AssetArch`."""

    agile = "agile"
    microservices = "microservices"
    monolithic = "monolithic"
    none = "none"
    serverless = "serverless"


class AssetAudience(OpenEnum):
    """The API's `AssetAudience`."""

    external = "external"
    internal = "internal"
    internal_and_external = "internal_and_external"
    none = "none"


class AssetDevelopmentModel(OpenEnum):
    """The API's `AssetDevelopmentModel`."""

    agile = "agile"
    none = "none"
    third_party = "third_party"
    waterfall = "waterfall"


class AssetDevelopmentTeam(OpenEnum):
    """The API's `AssetDevelopmentTeam`."""

    external = "external"
    internal = "internal"
    internal_and_external = "internal_and_external"
    none = "none"


class AssetLifeCycle(OpenEnum):
    """The API's `AssetLifeCycle`."""

    certification = "certification"
    discontinued = "discontinued"
    homologation = "homologation"
    none = "none"
    production = "production"


class AssetScan(OpenEnum):
    """The API's `AssetScan`."""

    Container = "Container"
    DAST = "DAST"
    None_ = "None"
    SAST = "SAST"
    Server = "Server"


class AssetSeverity(OpenEnum):
    """The API's `AssetSeverity`."""

    critical = "critical"
    high = "high"
    low = "low"
    none = "none"


class AssetSortByEnum(OpenEnum):
    """The API's `AssetSortByEnum`."""

    business_impact = "business_impact"
    name_ = "name"
    risk_score = "risk_score"
    updated_at = "updated_at"


class AssetTypeList(OpenEnum):
    """The API's `AssetTypeList`."""

    api = "api"
    client_server = "client_server"
    cluster = "cluster"
    database = "database"
    dmz = "dmz"
    domain = "domain"
    hybrid_mobile = "hybrid_mobile"
    legacy = "legacy"
    native_mobile = "native_mobile"
    node = "node"
    none = "none"
    progressive_web_app = "progressive_web_app"
    web = "web"


if TYPE_CHECKING:
    AssetArchValue: TypeAlias = AssetArch | Literal["agile", "microservices", "monolithic", "none", "serverless"]
    AssetAudienceValue: TypeAlias = AssetAudience | Literal["external", "internal", "internal_and_external", "none"]
    AssetDevelopmentModelValue: TypeAlias = AssetDevelopmentModel | Literal["agile", "none", "third_party", "waterfall"]
    AssetDevelopmentTeamValue: TypeAlias = (
        AssetDevelopmentTeam | Literal["external", "internal", "internal_and_external", "none"]
    )
    AssetLifeCycleValue: TypeAlias = (
        AssetLifeCycle | Literal["certification", "discontinued", "homologation", "none", "production"]
    )
    AssetScanValue: TypeAlias = AssetScan | Literal["Container", "DAST", "None", "SAST", "Server"]
    AssetSeverityValue: TypeAlias = AssetSeverity | Literal["critical", "high", "low", "none"]
    AssetSortByEnumValue: TypeAlias = AssetSortByEnum | Literal["business_impact", "name", "risk_score", "updated_at"]
    AssetTypeListValue: TypeAlias = (
        AssetTypeList
        | Literal[
            "api",
            "client_server",
            "cluster",
            "database",
            "dmz",
            "domain",
            "hybrid_mobile",
            "legacy",
            "native_mobile",
            "node",
            "none",
            "progressive_web_app",
            "web",
        ]
    )
    ThreatLevelValue: TypeAlias = ThreatLevel | Literal["CRITICAL", "HIGH", "LOW", "MEDIUM", "NONE", "NOTIFICATION"]
else:
    AssetArchValue = AssetArch
    AssetAudienceValue = AssetAudience
    AssetDevelopmentModelValue = AssetDevelopmentModel
    AssetDevelopmentTeamValue = AssetDevelopmentTeam
    AssetLifeCycleValue = AssetLifeCycle
    AssetScanValue = AssetScan
    AssetSeverityValue = AssetSeverity
    AssetSortByEnumValue = AssetSortByEnum
    AssetTypeListValue = AssetTypeList
    ThreatLevelValue = ThreatLevel
