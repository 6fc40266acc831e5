# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = [
    "BusinessImpactLevel",
    "BusinessImpactLevelValue",
    "DataClassification",
    "DataClassificationValue",
    "Exploitability",
    "ExploitabilityValue",
    "HTTPMethod",
    "HTTPMethodValue",
    "ImpactLevelCategory",
    "ImpactLevelCategoryValue",
    "IntegrationsTypes",
    "IntegrationsTypesValue",
    "Issue",
    "IssueStatusLabel",
    "IssueStatusLabelValue",
    "IssueValue",
    "OrderEnum",
    "OrderEnumValue",
    "OrderParams",
    "OrderParamsValue",
    "ProbabilityLevelCategory",
    "ProbabilityLevelCategoryValue",
    "SchemeCategory",
    "SchemeCategoryValue",
    "SeverityCategory",
    "SeverityCategoryValue",
    "ThreatLevel",
    "ToolTypeCategory",
    "ToolTypeCategoryValue",
]


class BusinessImpactLevel(OpenEnum):
    """The API's `BusinessImpactLevel`."""

    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    NOT_DEFINED = "NOT_DEFINED"


class DataClassification(OpenEnum):
    """The API's `DataClassification`."""

    CONFIDENTIAL = "CONFIDENTIAL"
    CRITICAL = "CRITICAL"
    INTERNAL = "INTERNAL"
    NON_SENSITIVE = "NON_SENSITIVE"
    NOT_DEFINED = "NOT_DEFINED"
    PAYMENT_CARD_INDUSTRY = "PAYMENT_CARD_INDUSTRY"
    PERSONALLY_IDENTIFIABLE_INFORMATION = "PERSONALLY_IDENTIFIABLE_INFORMATION"
    PUBLIC = "PUBLIC"
    SENSITIVE = "SENSITIVE"


class Exploitability(OpenEnum):
    """The API's `Exploitability`."""

    INTERNAL = "INTERNAL"
    INTERNET_FACING = "INTERNET_FACING"
    NOT_DEFINED = "NOT_DEFINED"


class HTTPMethod(OpenEnum):
    """The API's `HTTPMethod`."""

    CONNECT = "CONNECT"
    DELETE = "DELETE"
    GET = "GET"
    HEAD = "HEAD"
    OPTIONS = "OPTIONS"
    PATCH = "PATCH"
    POST = "POST"
    PUT = "PUT"
    TRACE = "TRACE"
    UNKNOWN = "UNKNOWN"


class ImpactLevelCategory(OpenEnum):
    """The API's `ImpactLevelCategory`."""

    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"


class IntegrationsTypes(OpenEnum):
    """The API's `IntegrationsTypes`."""

    BACKSTAGE = "BACKSTAGE"
    Conviso_Scanner = "Conviso_Scanner"
    Dependency_Track = "Dependency_Track"
    Fortify = "Fortify"


class Issue(OpenEnum):
    """The API's `Issue`."""

    CONTAINER_FINDING = "CONTAINER_FINDING"
    DAST_FINDING = "DAST_FINDING"
    IAC_FINDING = "IAC_FINDING"
    MAST_FINDING = "MAST_FINDING"
    NETWORK_VULNERABILITY = "NETWORK_VULNERABILITY"
    SAST_FINDING = "SAST_FINDING"
    SCA_FINDING = "SCA_FINDING"
    SECRET_FINDING = "SECRET_FINDING"
    SOURCE_CODE_VULNERABILITY = "SOURCE_CODE_VULNERABILITY"
    WEB_VULNERABILITY = "WEB_VULNERABILITY"


class IssueStatusLabel(OpenEnum):
    """The API's `IssueStatusLabel`."""

    AWAITING_VALIDATION = "AWAITING_VALIDATION"
    CREATED = "CREATED"
    DRAFT = "DRAFT"
    FALSE_POSITIVE = "FALSE_POSITIVE"
    FIX_ACCEPTED = "FIX_ACCEPTED"
    IDENTIFIED = "IDENTIFIED"
    IN_PROGRESS = "IN_PROGRESS"
    RISK_ACCEPTED = "RISK_ACCEPTED"
    SUPPRESSED = "SUPPRESSED"


class OrderEnum(OpenEnum):
    """The API's `OrderEnum`."""

    ASC = "ASC"
    DESC = "DESC"


class OrderParams(OpenEnum):
    """The API's `OrderParams`."""

    ASC = "ASC"
    DESC = "DESC"


class ProbabilityLevelCategory(OpenEnum):
    """The API's `ProbabilityLevelCategory`."""

    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"


class SchemeCategory(OpenEnum):
    """The API's `SchemeCategory`."""

    HTTP = "HTTP"
    HTTPS = "HTTPS"
    UNKNOWN = "UNKNOWN"
    WS = "WS"
    WSS = "WSS"


class SeverityCategory(OpenEnum):
    """The API's `SeverityCategory`."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    NOTIFICATION = "NOTIFICATION"


class ThreatLevel(OpenEnum):
    """The API's `ThreatLevel`."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    NONE = "NONE"
    NOTIFICATION = "NOTIFICATION"


class ToolTypeCategory(OpenEnum):
    """The API's `ToolTypeCategory`."""

    CHECKMARX = "CHECKMARX"
    CONVISO_AST = "CONVISO_AST"
    CONVISO_SCANNER = "CONVISO_SCANNER"
    DEPENDENCY_TRACK = "DEPENDENCY_TRACK"
    FORTIFY = "FORTIFY"
    SNYK = "SNYK"


if TYPE_CHECKING:
    BusinessImpactLevelValue: TypeAlias = BusinessImpactLevel | Literal["HIGH", "LOW", "MEDIUM", "NOT_DEFINED"]
    DataClassificationValue: TypeAlias = (
        DataClassification
        | Literal[
            "CONFIDENTIAL",
            "CRITICAL",
            "INTERNAL",
            "NON_SENSITIVE",
            "NOT_DEFINED",
            "PAYMENT_CARD_INDUSTRY",
            "PERSONALLY_IDENTIFIABLE_INFORMATION",
            "PUBLIC",
            "SENSITIVE",
        ]
    )
    ExploitabilityValue: TypeAlias = Exploitability | Literal["INTERNAL", "INTERNET_FACING", "NOT_DEFINED"]
    HTTPMethodValue: TypeAlias = (
        HTTPMethod | Literal["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE", "UNKNOWN"]
    )
    ImpactLevelCategoryValue: TypeAlias = ImpactLevelCategory | Literal["HIGH", "LOW", "MEDIUM"]
    IntegrationsTypesValue: TypeAlias = (
        IntegrationsTypes | Literal["BACKSTAGE", "Conviso_Scanner", "Dependency_Track", "Fortify"]
    )
    IssueValue: TypeAlias = (
        Issue
        | Literal[
            "CONTAINER_FINDING",
            "DAST_FINDING",
            "IAC_FINDING",
            "MAST_FINDING",
            "NETWORK_VULNERABILITY",
            "SAST_FINDING",
            "SCA_FINDING",
            "SECRET_FINDING",
            "SOURCE_CODE_VULNERABILITY",
            "WEB_VULNERABILITY",
        ]
    )
    IssueStatusLabelValue: TypeAlias = (
        IssueStatusLabel
        | Literal[
            "AWAITING_VALIDATION",
            "CREATED",
            "DRAFT",
            "FALSE_POSITIVE",
            "FIX_ACCEPTED",
            "IDENTIFIED",
            "IN_PROGRESS",
            "RISK_ACCEPTED",
            "SUPPRESSED",
        ]
    )
    OrderEnumValue: TypeAlias = OrderEnum | Literal["ASC", "DESC"]
    OrderParamsValue: TypeAlias = OrderParams | Literal["ASC", "DESC"]
    ProbabilityLevelCategoryValue: TypeAlias = ProbabilityLevelCategory | Literal["HIGH", "LOW", "MEDIUM"]
    SchemeCategoryValue: TypeAlias = SchemeCategory | Literal["HTTP", "HTTPS", "UNKNOWN", "WS", "WSS"]
    SeverityCategoryValue: TypeAlias = SeverityCategory | Literal["CRITICAL", "HIGH", "LOW", "MEDIUM", "NOTIFICATION"]
    ToolTypeCategoryValue: TypeAlias = (
        ToolTypeCategory | Literal["CHECKMARX", "CONVISO_AST", "CONVISO_SCANNER", "DEPENDENCY_TRACK", "FORTIFY", "SNYK"]
    )
else:
    BusinessImpactLevelValue = BusinessImpactLevel
    DataClassificationValue = DataClassification
    ExploitabilityValue = Exploitability
    HTTPMethodValue = HTTPMethod
    ImpactLevelCategoryValue = ImpactLevelCategory
    IntegrationsTypesValue = IntegrationsTypes
    IssueValue = Issue
    IssueStatusLabelValue = IssueStatusLabel
    OrderEnumValue = OrderEnum
    OrderParamsValue = OrderParams
    ProbabilityLevelCategoryValue = ProbabilityLevelCategory
    SchemeCategoryValue = SchemeCategory
    SeverityCategoryValue = SeverityCategory
    ToolTypeCategoryValue = ToolTypeCategory
