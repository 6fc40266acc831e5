# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from .common import CompanyRef, PageMetadata

__all__ = ["VulnerabilityTemplateCollection", "VulnerabilityTemplateDetail", "VulnerabilityTemplateSummary"]


class VulnerabilityTemplateSummary(ResultModel):
    """A template for vulnerabilities as a row of a list.

    `deleted_at` is set for a template that is no longer in use. `criticity` is the API's spelling; it, `impact` and `probability` are
    plain text, not the enums that a vulnerability wants. `notification` marks a template for something merely informative.
    """

    id: ResultID
    title: str | None
    criticity: str | None
    impact: str | None
    probability: str | None
    notification: bool | None
    company: CompanyRef | None
    created_at: Timestamp
    updated_at: Timestamp
    deleted_at: Timestamp | None
    description: str | None = None
    impact_resume: str | None = None
    solution: str | None = None
    reference: str | None = None
    __hash__ = ResultModel.__hash__


class VulnerabilityTemplateCollection(ResultPage["VulnerabilityTemplateSummary"]):
    """The API's `VulnerabilityTemplateCollection`."""

    collection: Annotated[list[VulnerabilityTemplateSummary], NULL_AS_EMPTY]
    metadata: PageMetadata


class VulnerabilityTemplateDetail(ResultModel):
    """A template for vulnerabilities, whole.

    `impact_resume` is the text on the impact. `category_list` and `pattern_list` are plain text, not lists.
    """

    id: ResultID
    title: str | None
    criticity: str | None
    impact: str | None
    probability: str | None
    notification: bool | None
    company: CompanyRef | None
    created_at: Timestamp
    updated_at: Timestamp
    deleted_at: Timestamp | None
    description: str | None
    impact_resume: str | None
    solution: str | None
    reference: str | None
    category_list: str | None
    pattern_list: str | None
    __hash__ = ResultModel.__hash__
