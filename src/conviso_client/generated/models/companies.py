# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

__all__ = ["CompanyCollection", "CompanyDetail", "CompanyPlan", "CompanySummary", "PolicyControls"]


class CompanySummary(ResultModel):
    """A company as a row of a list.

    `active` is a number in this API, not a boolean.
    """

    id: ResultID
    label: str
    sid: str
    active: int | None
    configured: bool | None
    created_at: Timestamp
    updated_at: Timestamp
    __hash__ = ResultModel.__hash__


class CompanyCollection(ResultPage["CompanySummary"]):
    """The API's `CompanyCollection`."""

    collection: Annotated[list[CompanySummary], NULL_AS_EMPTY]


class CompanyPlan(ResultModel):
    """The API's `CompanyPlan`."""

    id: ResultID
    name: str | None
    __hash__ = ResultModel.__hash__


class CompanyDetail(CompanySummary):
    """A company, whole.

    `custom_features` lists the feature flags that are on, `integrations` the tools that are connected; the
    `brand_` fields describe the logo.
    """

    company_plan: CompanyPlan | None
    custom_features: list[str] | None
    integrations: list[str]
    brand_id: ResultID | None
    brand_url: str | None
    brand_filename: str | None
    brand_size: str | None
    __hash__ = ResultModel.__hash__


class PolicyControls(ResultModel):
    """The API's `PolicyControls`."""

    enable_mcp_write: bool | None
