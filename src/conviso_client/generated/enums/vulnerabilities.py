# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = ["OrderOccurrencesParams", "OrderOccurrencesParamsValue"]


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


if TYPE_CHECKING:
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
else:
    OrderOccurrencesParamsValue = OrderOccurrencesParams
