# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = [
    "ActivitySortByEnum",
    "ActivitySortByEnumValue",
    "ActivityStatusEnum",
    "ActivityStatusEnumValue",
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
    "BusinessImpactLevel",
    "BusinessImpactLevelValue",
    "CalendarIntervalEnum",
    "CalendarIntervalEnumValue",
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
    "IssueSortByEnum",
    "IssueSortByEnumValue",
    "IssueStatusLabel",
    "IssueStatusLabelValue",
    "IssueValue",
    "NewProjectStatusEnum",
    "NewProjectStatusEnumValue",
    "OrderEnum",
    "OrderEnumValue",
    "OrderOccurrencesParams",
    "OrderOccurrencesParamsValue",
    "OrderParams",
    "OrderParamsValue",
    "OrderScopesParams",
    "OrderScopesParamsValue",
    "PentestAiDepthEnum",
    "PentestAiDepthEnumValue",
    "PentestAiDocFormatEnum",
    "PentestAiDocFormatEnumValue",
    "PentestAiSizeEnum",
    "PentestAiSizeEnumValue",
    "ProbabilityLevelCategory",
    "ProbabilityLevelCategoryValue",
    "ProjectTypeEnum",
    "ProjectTypeEnumValue",
    "ReachabilityEnum",
    "ReachabilityEnumValue",
    "RequirementSyncConfigTypeEnum",
    "RequirementSyncModeEnum",
    "RequirementTypeEnum",
    "RequirementTypeEnumValue",
    "ScanRunStateEnum",
    "ScanRunStateEnumValue",
    "SchemeCategory",
    "SchemeCategoryValue",
    "SecurityGateExecutionsSortByEnum",
    "SecurityGateExecutionsSortByEnumValue",
    "SeverityCategory",
    "SeverityCategoryValue",
    "SlaStateEnum",
    "SlaStateEnumValue",
    "ThreatLevel",
    "ThreatLevelValue",
    "TicketImpactEnum",
    "TicketImpactEnumValue",
    "TicketPriorityEnum",
    "TicketPriorityEnumValue",
    "TicketTypeEnum",
    "TicketTypeEnumValue",
    "ToolTypeCategory",
    "ToolTypeCategoryValue",
    "VulnerabilityTemplateSortByEnum",
    "VulnerabilityTemplateSortByEnumValue",
]


class ActivitySortByEnum(OpenEnum):
    """The API's `ActivitySortByEnum`."""

    SORT = "SORT"
    TITLE = "TITLE"


class ActivityStatusEnum(OpenEnum):
    """The API's `ActivityStatusEnum`."""

    DONE = "DONE"
    IN_PROGRESS = "IN_PROGRESS"
    NOT_ACCORDING = "NOT_ACCORDING"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_STARTED = "NOT_STARTED"


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


class BusinessImpactLevel(OpenEnum):
    """The API's `BusinessImpactLevel`."""

    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    NOT_DEFINED = "NOT_DEFINED"


class CalendarIntervalEnum(OpenEnum):
    """The API's `CalendarIntervalEnum`."""

    MONTHLY = "MONTHLY"
    NONE = "NONE"
    QUARTERLY = "QUARTERLY"
    WEEKLY = "WEEKLY"


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


class IssueSortByEnum(OpenEnum):
    """The API's `IssueSortByEnum`."""

    CREATED_AT = "CREATED_AT"
    ID = "ID"
    RISK_SCORE = "RISK_SCORE"
    SEVERITY = "SEVERITY"
    SLA_DUE_AT = "SLA_DUE_AT"
    UPDATED_AT = "UPDATED_AT"


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


class NewProjectStatusEnum(OpenEnum):
    """The API's `NewProjectStatusEnum`."""

    ANALYSIS = "ANALYSIS"
    DISCONTINUED = "DISCONTINUED"
    DONE = "DONE"
    PAUSED = "PAUSED"
    PLANNED = "PLANNED"


class OrderEnum(OpenEnum):
    """The API's `OrderEnum`."""

    ASC = "ASC"
    DESC = "DESC"


class OrderOccurrencesParams(OpenEnum):
    """The API's `OrderOccurrencesParams`."""

    affected_component_id = "affected_component_id"
    author_id = "author_id"
    client_impact = "client_impact"
    close_comments = "close_comments"
    code_review_code = "code_review_code"
    code_review_input_data = "code_review_input_data"
    code_review_output_data = "code_review_output_data"
    code_review_vector = "code_review_vector"
    commitment_at = "commitment_at"
    created_at = "created_at"
    criticity = "criticity"
    deploy_id = "deploy_id"
    external_vid = "external_vid"
    failure_type = "failure_type"
    gauntlet_issue_id = "gauntlet_issue_id"
    github_alert_id = "github_alert_id"
    id = "id"
    impact = "impact"
    impact_resume = "impact_resume"
    integration_name = "integration_name"
    invaded = "invaded"
    invaded_environment_description = "invaded_environment_description"
    legacy_id = "legacy_id"
    notification_title = "notification_title"
    notification_type = "notification_type"
    others_host = "others_host"
    others_protocol = "others_protocol"
    others_steps = "others_steps"
    others_vector = "others_vector"
    probability = "probability"
    project_id = "project_id"
    updated_at = "updated_at"
    vid = "vid"
    vulnerability_model_id = "vulnerability_model_id"
    vulnerability_status = "vulnerability_status"
    web_method = "web_method"
    web_parameters = "web_parameters"
    web_protocol = "web_protocol"
    web_request = "web_request"
    web_response = "web_response"
    web_steps = "web_steps"
    web_url = "web_url"


class OrderParams(OpenEnum):
    """The API's `OrderParams`."""

    ASC = "ASC"
    DESC = "DESC"


class OrderScopesParams(OpenEnum):
    """The API's `OrderScopesParams`."""

    label = "label"


class PentestAiDepthEnum(OpenEnum):
    """The API's `PentestAiDepthEnum`."""

    DEEP = "DEEP"
    FAST = "FAST"
    STANDARD = "STANDARD"


class PentestAiDocFormatEnum(OpenEnum):
    """The API's `PentestAiDocFormatEnum`."""

    GRAPHQL = "GRAPHQL"
    OPENAPI = "OPENAPI"
    POSTMAN = "POSTMAN"
    SOAP = "SOAP"


class PentestAiSizeEnum(OpenEnum):
    """The API's `PentestAiSizeEnum`."""

    LARGE = "LARGE"
    MEDIUM = "MEDIUM"
    SMALL = "SMALL"


class ProbabilityLevelCategory(OpenEnum):
    """The API's `ProbabilityLevelCategory`."""

    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"


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


class RequirementSyncConfigTypeEnum(OpenEnum):
    """The API's `RequirementSyncConfigTypeEnum`."""

    EPIC_ISSUE_TYPE_ID = "EPIC_ISSUE_TYPE_ID"
    PROJECT_ID = "PROJECT_ID"
    STORY_ISSUE_TYPE_ID = "STORY_ISSUE_TYPE_ID"
    SUBTASK_ISSUE_TYPE_ID = "SUBTASK_ISSUE_TYPE_ID"


class RequirementSyncModeEnum(OpenEnum):
    """The API's `RequirementSyncModeEnum`."""

    HIERARCHICAL = "HIERARCHICAL"
    METADATA = "METADATA"


class RequirementTypeEnum(OpenEnum):
    """The API's `RequirementTypeEnum`."""

    Procedures = "Procedures"
    Requirements = "Requirements"
    Tests = "Tests"


class ScanRunStateEnum(OpenEnum):
    """The API's `ScanRunStateEnum`."""

    CANCELLED = "CANCELLED"
    COMPLETED = "COMPLETED"
    DLQ = "DLQ"
    ENQUEUED = "ENQUEUED"
    FAILED = "FAILED"
    INGESTED = "INGESTED"
    LOST = "LOST"
    REQUESTED = "REQUESTED"
    RUNNING = "RUNNING"
    STALE = "STALE"
    SUPERSEDED = "SUPERSEDED"


class SchemeCategory(OpenEnum):
    """The API's `SchemeCategory`."""

    HTTP = "HTTP"
    HTTPS = "HTTPS"
    UNKNOWN = "UNKNOWN"
    WS = "WS"
    WSS = "WSS"


class SecurityGateExecutionsSortByEnum(OpenEnum):
    """The API's `SecurityGateExecutionsSortByEnum`."""

    EXECUTED_AT = "EXECUTED_AT"


class SeverityCategory(OpenEnum):
    """The API's `SeverityCategory`."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    NOTIFICATION = "NOTIFICATION"


class SlaStateEnum(OpenEnum):
    """The API's `SlaStateEnum`."""

    APPROACHING = "APPROACHING"
    BREACHED = "BREACHED"
    NOT_PARAMETERIZED = "NOT_PARAMETERIZED"
    NOT_TRACKED = "NOT_TRACKED"
    ON_TRACK = "ON_TRACK"
    RESOLVED = "RESOLVED"


class ThreatLevel(OpenEnum):
    """The API's `ThreatLevel`."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    NONE = "NONE"
    NOTIFICATION = "NOTIFICATION"


class TicketImpactEnum(OpenEnum):
    """The API's `TicketImpactEnum`."""

    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"


class TicketPriorityEnum(OpenEnum):
    """The API's `TicketPriorityEnum`."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class TicketTypeEnum(OpenEnum):
    """The API's `TicketTypeEnum`."""

    BUG = "BUG"
    FEATURE_REQUEST = "FEATURE_REQUEST"
    PROJECT_REQUEST = "PROJECT_REQUEST"
    SUPPORT_REQUEST = "SUPPORT_REQUEST"


class ToolTypeCategory(OpenEnum):
    """The API's `ToolTypeCategory`."""

    CHECKMARX = "CHECKMARX"
    CONVISO_AST = "CONVISO_AST"
    CONVISO_SCANNER = "CONVISO_SCANNER"
    DEPENDENCY_TRACK = "DEPENDENCY_TRACK"
    FORTIFY = "FORTIFY"
    SNYK = "SNYK"


class VulnerabilityTemplateSortByEnum(OpenEnum):
    """The API's `VulnerabilityTemplateSortByEnum`."""

    title_ = "title"


if TYPE_CHECKING:
    ActivitySortByEnumValue: TypeAlias = ActivitySortByEnum | Literal["SORT", "TITLE"]
    ActivityStatusEnumValue: TypeAlias = (
        ActivityStatusEnum | Literal["DONE", "IN_PROGRESS", "NOT_ACCORDING", "NOT_APPLICABLE", "NOT_STARTED"]
    )
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
    BusinessImpactLevelValue: TypeAlias = BusinessImpactLevel | Literal["HIGH", "LOW", "MEDIUM", "NOT_DEFINED"]
    CalendarIntervalEnumValue: TypeAlias = CalendarIntervalEnum | Literal["MONTHLY", "NONE", "QUARTERLY", "WEEKLY"]
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
    IssueSortByEnumValue: TypeAlias = (
        IssueSortByEnum | Literal["CREATED_AT", "ID", "RISK_SCORE", "SEVERITY", "SLA_DUE_AT", "UPDATED_AT"]
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
    NewProjectStatusEnumValue: TypeAlias = (
        NewProjectStatusEnum | Literal["ANALYSIS", "DISCONTINUED", "DONE", "PAUSED", "PLANNED"]
    )
    OrderEnumValue: TypeAlias = OrderEnum | Literal["ASC", "DESC"]
    OrderOccurrencesParamsValue: TypeAlias = (
        OrderOccurrencesParams
        | Literal[
            "affected_component_id",
            "author_id",
            "client_impact",
            "close_comments",
            "code_review_code",
            "code_review_input_data",
            "code_review_output_data",
            "code_review_vector",
            "commitment_at",
            "created_at",
            "criticity",
            "deploy_id",
            "external_vid",
            "failure_type",
            "gauntlet_issue_id",
            "github_alert_id",
            "id",
            "impact",
            "impact_resume",
            "integration_name",
            "invaded",
            "invaded_environment_description",
            "legacy_id",
            "notification_title",
            "notification_type",
            "others_host",
            "others_protocol",
            "others_steps",
            "others_vector",
            "probability",
            "project_id",
            "updated_at",
            "vid",
            "vulnerability_model_id",
            "vulnerability_status",
            "web_method",
            "web_parameters",
            "web_protocol",
            "web_request",
            "web_response",
            "web_steps",
            "web_url",
        ]
    )
    OrderParamsValue: TypeAlias = OrderParams | Literal["ASC", "DESC"]
    OrderScopesParamsValue: TypeAlias = OrderScopesParams | Literal["label",]
    PentestAiDepthEnumValue: TypeAlias = PentestAiDepthEnum | Literal["DEEP", "FAST", "STANDARD"]
    PentestAiDocFormatEnumValue: TypeAlias = PentestAiDocFormatEnum | Literal["GRAPHQL", "OPENAPI", "POSTMAN", "SOAP"]
    PentestAiSizeEnumValue: TypeAlias = PentestAiSizeEnum | Literal["LARGE", "MEDIUM", "SMALL"]
    ProbabilityLevelCategoryValue: TypeAlias = ProbabilityLevelCategory | Literal["HIGH", "LOW", "MEDIUM"]
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
    RequirementTypeEnumValue: TypeAlias = RequirementTypeEnum | Literal["Procedures", "Requirements", "Tests"]
    ScanRunStateEnumValue: TypeAlias = (
        ScanRunStateEnum
        | Literal[
            "CANCELLED",
            "COMPLETED",
            "DLQ",
            "ENQUEUED",
            "FAILED",
            "INGESTED",
            "LOST",
            "REQUESTED",
            "RUNNING",
            "STALE",
            "SUPERSEDED",
        ]
    )
    SchemeCategoryValue: TypeAlias = SchemeCategory | Literal["HTTP", "HTTPS", "UNKNOWN", "WS", "WSS"]
    SecurityGateExecutionsSortByEnumValue: TypeAlias = SecurityGateExecutionsSortByEnum | Literal["EXECUTED_AT",]
    SeverityCategoryValue: TypeAlias = SeverityCategory | Literal["CRITICAL", "HIGH", "LOW", "MEDIUM", "NOTIFICATION"]
    SlaStateEnumValue: TypeAlias = (
        SlaStateEnum | Literal["APPROACHING", "BREACHED", "NOT_PARAMETERIZED", "NOT_TRACKED", "ON_TRACK", "RESOLVED"]
    )
    ThreatLevelValue: TypeAlias = ThreatLevel | Literal["CRITICAL", "HIGH", "LOW", "MEDIUM", "NONE", "NOTIFICATION"]
    TicketImpactEnumValue: TypeAlias = TicketImpactEnum | Literal["HIGH", "LOW", "MEDIUM"]
    TicketPriorityEnumValue: TypeAlias = TicketPriorityEnum | Literal["P1", "P2", "P3"]
    TicketTypeEnumValue: TypeAlias = (
        TicketTypeEnum | Literal["BUG", "FEATURE_REQUEST", "PROJECT_REQUEST", "SUPPORT_REQUEST"]
    )
    ToolTypeCategoryValue: TypeAlias = (
        ToolTypeCategory | Literal["CHECKMARX", "CONVISO_AST", "CONVISO_SCANNER", "DEPENDENCY_TRACK", "FORTIFY", "SNYK"]
    )
    VulnerabilityTemplateSortByEnumValue: TypeAlias = VulnerabilityTemplateSortByEnum | Literal["title",]
else:
    ActivitySortByEnumValue = ActivitySortByEnum
    ActivityStatusEnumValue = ActivityStatusEnum
    AssetArchValue = AssetArch
    AssetAudienceValue = AssetAudience
    AssetDevelopmentModelValue = AssetDevelopmentModel
    AssetDevelopmentTeamValue = AssetDevelopmentTeam
    AssetLifeCycleValue = AssetLifeCycle
    AssetScanValue = AssetScan
    AssetSeverityValue = AssetSeverity
    AssetSortByEnumValue = AssetSortByEnum
    AssetTypeListValue = AssetTypeList
    BusinessImpactLevelValue = BusinessImpactLevel
    CalendarIntervalEnumValue = CalendarIntervalEnum
    DataClassificationValue = DataClassification
    ExploitabilityValue = Exploitability
    HTTPMethodValue = HTTPMethod
    ImpactLevelCategoryValue = ImpactLevelCategory
    IntegrationsTypesValue = IntegrationsTypes
    IssueValue = Issue
    IssueSortByEnumValue = IssueSortByEnum
    IssueStatusLabelValue = IssueStatusLabel
    NewProjectStatusEnumValue = NewProjectStatusEnum
    OrderEnumValue = OrderEnum
    OrderOccurrencesParamsValue = OrderOccurrencesParams
    OrderParamsValue = OrderParams
    OrderScopesParamsValue = OrderScopesParams
    PentestAiDepthEnumValue = PentestAiDepthEnum
    PentestAiDocFormatEnumValue = PentestAiDocFormatEnum
    PentestAiSizeEnumValue = PentestAiSizeEnum
    ProbabilityLevelCategoryValue = ProbabilityLevelCategory
    ProjectTypeEnumValue = ProjectTypeEnum
    ReachabilityEnumValue = ReachabilityEnum
    RequirementTypeEnumValue = RequirementTypeEnum
    ScanRunStateEnumValue = ScanRunStateEnum
    SchemeCategoryValue = SchemeCategory
    SecurityGateExecutionsSortByEnumValue = SecurityGateExecutionsSortByEnum
    SeverityCategoryValue = SeverityCategory
    SlaStateEnumValue = SlaStateEnum
    ThreatLevelValue = ThreatLevel
    TicketImpactEnumValue = TicketImpactEnum
    TicketPriorityEnumValue = TicketPriorityEnum
    TicketTypeEnumValue = TicketTypeEnum
    ToolTypeCategoryValue = ToolTypeCategory
    VulnerabilityTemplateSortByEnumValue = VulnerabilityTemplateSortByEnum
