"""What the Invicti Platform answers with.

No schema of it is public: what is not known here is kept, and nothing must be there but ids and names. Fields were seen
in the vendor's documentation and in programs that run against the API; see docs/invicti.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from conviso_client.models.enums import OpenEnum
from conviso_client.models.scalars import ResultID, Timestamp
from conviso_client.models.values import api_name

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = [
    "ApiTarget",
    "Application",
    "ApplicationPage",
    "Asset",
    "AssetPage",
    "Page",
    "Severity",
    "Status",
    "TargetPage",
    "Totals",
    "Vulnerability",
    "VulnerabilityPage",
]


def _or_none(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(value)
    except ValueError:
        return None


T = TypeVar("T")
Maybe = Annotated[T | None, WrapValidator(_or_none)]
"""A value that nothing depends on: None where it is missing, null, or of another kind than was ever seen."""
if TYPE_CHECKING:
    Moment = datetime | None
else:
    Moment = Maybe[Timestamp]


def _not_empty(id_: str) -> str:
    if not id_.strip():
        raise ValueError("should be an id, not an empty text")
    return id_


Id = Annotated[ResultID, AfterValidator(_not_empty)]
"""An id, by which rows are told apart."""


class Severity(OpenEnum):
    """How bad a vulnerability is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Status(OpenEnum):
    """Where a vulnerability stands."""

    OPEN = "open"
    FIXED = "fixed"
    IGNORED = "ignored"
    REDISCOVERED = "reDiscovered"
    FALSE_POSITIVE = "falsePositive"
    FIXED_UNCONFIRMED = "fixedUnconfirmed"
    NOT_CHECKED = "notChecked"
    NOT_FOUND = "notFound"


class Model(BaseModel):
    """A part of an answer. Fields that are not known here are kept, in `model_extra`."""

    model_config = ConfigDict(
        alias_generator=api_name, defer_build=True, extra="allow", populate_by_name=True, strict=True
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Strict are the values in it. Strict itself, it would take no dict.
        schema: Any = handler(source)
        lax: CoreSchema = schema | {"strict": False} if schema["type"] == "model" else schema
        return lax


class Application(Model):
    """What assets belong to."""

    id: Id
    name: str
    description: Maybe[str] = None
    organization_id: Maybe[str] = None
    asset_ids: Maybe[list[str]] = None
    collection_ids: Maybe[list[str]] = None
    tags: Maybe[list[str]] = None


class AssetDetail(Model):
    """Where an asset is: a target has a `url`, a repository a `path`."""

    url: Maybe[str] = None
    path: Maybe[str] = None


class Asset(Model):
    """What is scanned: a target, a repository or a project."""

    id: Id
    name: str
    asset_type: Maybe[str] = None
    business_impact: Maybe[str] = None
    environment_id: Maybe[str] = None
    is_demo: Maybe[bool] = None
    asset_detail: Maybe[AssetDetail] = None


class Cvss(Model):
    """A score with its vector."""

    score: Maybe[float] = None
    vector: Maybe[str] = None


class Score(Model):
    """The scores of a vulnerability, by the version of CVSS."""

    cvss3: Maybe[Cvss] = None
    cvss2: Maybe[Cvss] = None


class Classification(Model):
    """Which weaknesses it is an example of."""

    cwe: Maybe[list[str]] = None
    """Such as `["CWE-79"]`."""
    cve: Maybe[list[str]] = None


class Source(Model):
    """What found it."""

    system: Maybe[str] = None
    module: Maybe[str] = None


class Dast(Model):
    """Where a running application is vulnerable."""

    url: Maybe[str] = None
    method: Maybe[str] = None
    parameter: Maybe[str] = None
    attack: Maybe[str] = None


class Sast(Model):
    """Where in the code it is."""

    file_path: Maybe[str] = None


class Vulnerability(Model):
    """A vulnerability of an asset."""

    id: Id
    name: str | None = None
    asset_id: Id | None = None
    severity: Severity | None = None
    status: Status | None = None
    confirmed: Maybe[bool] = None
    confidence: Maybe[float] = None
    """Percent."""
    first_seen: Moment = None
    last_seen: Moment = None
    score: Maybe[Score] = None
    classification: Maybe[Classification] = None
    source: Maybe[Source] = None
    dast: Maybe[Dast] = None
    sast: Maybe[Sast] = None


class ApiTarget(Model):
    """An API that is scanned, by its definition."""

    id: ResultID | None = None
    name: Maybe[str] = None


Count = Annotated[int, Field(ge=0)]


class Totals(NamedTuple):
    """What a page says of its list, in the words of `paging`; None where it says nothing that can be used."""

    total_count: int | None
    total_pages: int | None
    limit_value: int | None


class PageInfo(Model):
    """What a page says of its list, in an object of its own."""

    total_count: Maybe[Count] = None
    total_pages: Maybe[Count] = None
    page_size: Maybe[Count] = None


class Page(Model):
    """A page of a list that is asked for by number.

    The vendor's own pages disagree about where the totals stand: in `pageInfo`, or beside the rows.
    """

    page_info: Maybe[PageInfo] = None
    total_count: Maybe[Count] = None
    page_size: Maybe[Count] = None

    @property
    def totals(self) -> Totals:
        """What it says of the whole list, wherever it says it."""
        info = self.page_info or PageInfo()
        total = self.total_count if info.total_count is None else info.total_count
        return Totals(total, info.total_pages, info.page_size or self.page_size or None)


class ApplicationPage(Page):
    """A page of applications."""

    items: list[Application]


class AssetPage(Page):
    """A page of assets."""

    items: list[Asset]


class VulnerabilityPage(Page):
    """A page of vulnerabilities."""

    items: list[Vulnerability]


class TargetPage(Model):
    """A page of API targets, which names the page that follows."""

    items: list[ApiTarget] = Field(alias="targets")
    total_count: Maybe[Count] = None
    next_page: Maybe[ResultID] = None
    """None on the last page."""
