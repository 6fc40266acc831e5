# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = [
    "IssueSortByEnum",
    "IssueSortByEnumValue",
    "ProjectTypeEnum",
    "ProjectTypeEnumValue",
    "ReachabilityEnum",
    "ReachabilityEnumValue",
    "SlaStateEnum",
    "SlaStateEnumValue",
]


class IssueSortByEnum(OpenEnum):
    """The API's `IssueSortByEnum`."""

    CREATED_AT = "CREATED_AT"
    ID = "ID"
    RISK_SCORE = "RISK_SCORE"
    SEVERITY = "SEVERITY"
    SLA_DUE_AT = "SLA_DUE_AT"
    UPDATED_AT = "UPDATED_AT"


class ProjectTypeEnum(OpenEnum):
    """The API's `ProjectTypeEnum`."""

    ACCURACY = "ACCURACY"
    ARMATURE = "ARMATURE"
    AST = "AST"
    BUG_BOUNTY = "BUG_BOUNTY"
    CODE_REVIEW = "CODE_REVIEW"
    CONSULTING = "CONSULTING"
    CONTINUOUS_CODE_REVIEW = "CONTINUOUS_CODE_REVIEW"
    DAST = "DAST"
    ESTIMATE = "ESTIMATE"
    INTERN = "INTERN"
    INTERNAL = "INTERNAL"
    MOBILE_PENETRATION_TESTING = "MOBILE_PENETRATION_TESTING"
    NETWORK_PENETRATION_TESTING = "NETWORK_PENETRATION_TESTING"
    NETWORK_SCAN = "NETWORK_SCAN"
    PENETRATION_TEST = "PENETRATION_TEST"
    PENTEST_APP_CLIENT_SERVER = "PENTEST_APP_CLIENT_SERVER"
    PRODUCT_VALIDATION = "PRODUCT_VALIDATION"
    REQUIREMENTS = "REQUIREMENTS"
    REVERSE_ENGINEER = "REVERSE_ENGINEER"
    SAST = "SAST"
    SAST_WITH_REVISION = "SAST_WITH_REVISION"
    SCA = "SCA"
    SCAN_CONTAINERS = "SCAN_CONTAINERS"
    SECURITY_ASSESSMENT = "SECURITY_ASSESSMENT"
    SECURITY_REQUIREMENTS = "SECURITY_REQUIREMENTS"
    SENSEI = "SENSEI"
    SOCIAL_ENGINEERING = "SOCIAL_ENGINEERING"
    THREAT_MODELING = "THREAT_MODELING"
    TRAINING = "TRAINING"
    VULNERABILITY_ASSESSMENT = "VULNERABILITY_ASSESSMENT"
    WEB_APPLICATION_FIREWALL = "WEB_APPLICATION_FIREWALL"
    WEB_PENETRATION_TESTING = "WEB_PENETRATION_TESTING"
    WORDPRESS_PLUGIN_ASSESSMENT = "WORDPRESS_PLUGIN_ASSESSMENT"


class ReachabilityEnum(OpenEnum):
    """The API's `ReachabilityEnum`."""

    DYNAMIC_ANALYSIS = "DYNAMIC_ANALYSIS"
    STATIC_ANALYSIS = "STATIC_ANALYSIS"


class SlaStateEnum(OpenEnum):
    """The API's `SlaStateEnum`."""

    APPROACHING = "APPROACHING"
    BREACHED = "BREACHED"
    NOT_PARAMETERIZED = "NOT_PARAMETERIZED"
    NOT_TRACKED = "NOT_TRACKED"
    ON_TRACK = "ON_TRACK"
    RESOLVED = "RESOLVED"


if TYPE_CHECKING:
    IssueSortByEnumValue: TypeAlias = (
        IssueSortByEnum | Literal["CREATED_AT", "ID", "RISK_SCORE", "SEVERITY", "SLA_DUE_AT", "UPDATED_AT"]
    )
    ProjectTypeEnumValue: TypeAlias = (
        ProjectTypeEnum
        | Literal[
            "ACCURACY",
            "ARMATURE",
            "AST",
            "BUG_BOUNTY",
            "CODE_REVIEW",
            "CONSULTING",
            "CONTINUOUS_CODE_REVIEW",
            "DAST",
            "ESTIMATE",
            "INTERN",
            "INTERNAL",
            "MOBILE_PENETRATION_TESTING",
            "NETWORK_PENETRATION_TESTING",
            "NETWORK_SCAN",
            "PENETRATION_TEST",
            "PENTEST_APP_CLIENT_SERVER",
            "PRODUCT_VALIDATION",
            "REQUIREMENTS",
            "REVERSE_ENGINEER",
            "SAST",
            "SAST_WITH_REVISION",
            "SCA",
            "SCAN_CONTAINERS",
            "SECURITY_ASSESSMENT",
            "SECURITY_REQUIREMENTS",
            "SENSEI",
            "SOCIAL_ENGINEERING",
            "THREAT_MODELING",
            "TRAINING",
            "VULNERABILITY_ASSESSMENT",
            "WEB_APPLICATION_FIREWALL",
            "WEB_PENETRATION_TESTING",
            "WORDPRESS_PLUGIN_ASSESSMENT",
        ]
    )
    ReachabilityEnumValue: TypeAlias = ReachabilityEnum | Literal["DYNAMIC_ANALYSIS", "STATIC_ANALYSIS"]
    SlaStateEnumValue: TypeAlias = (
        SlaStateEnum | Literal["APPROACHING", "BREACHED", "NOT_PARAMETERIZED", "NOT_TRACKED", "ON_TRACK", "RESOLVED"]
    )
else:
    IssueSortByEnumValue = IssueSortByEnum
    ProjectTypeEnumValue = ProjectTypeEnum
    ReachabilityEnumValue = ReachabilityEnum
    SlaStateEnumValue = SlaStateEnum
