"""The results of the Invicti Platform.

No schema of it is public, so unknown fields are kept, and only ids and names are required. The fields come from the
vendor's documentation and from programs that use the API; see docs/invicti.md.
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
"""An optional value: None if it is missing, null, or of an unknown type."""
if TYPE_CHECKING:
    Moment = datetime | None
else:
    Moment = Maybe[Timestamp]


def _not_empty(id_: str) -> str:
    if not id_.strip():
        raise ValueError("should be an id, not an empty text")
    return id_


Id = Annotated[ResultID, AfterValidator(_not_empty)]
"""An id that identifies a row."""


class Severity(OpenEnum):
    """The severity of a vulnerability."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Status(OpenEnum):
    """The status of a vulnerability."""

    OPEN = "open"
    FIXED = "fixed"
    IGNORED = "ignored"
    REDISCOVERED = "reDiscovered"
    FALSE_POSITIVE = "falsePositive"
    FIXED_UNCONFIRMED = "fixedUnconfirmed"
    NOT_CHECKED = "notChecked"
    NOT_FOUND = "notFound"


class Model(BaseModel):
    """A part of an answer. Unknown fields are kept in `model_extra`."""

    model_config = ConfigDict(
        alias_generator=api_name, defer_build=True, extra="allow", populate_by_name=True, strict=True
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Its values are strict. A strict model itself would take no dict.
        schema: Any = handler(source)
        lax: CoreSchema = schema | {"strict": False} if schema["type"] == "model" else schema
        return lax


class Application(Model):
    """An application, to which assets belong."""

    id: Id
    name: str
    description: Maybe[str] = None
    organization_id: Maybe[str] = None
    asset_ids: Maybe[list[str]] = None
    collection_ids: Maybe[list[str]] = None
    tags: Maybe[list[str]] = None


class AssetDetail(Model):
    """The location of an asset: a target has a `url`, a repository a `path`."""

    url: Maybe[str] = None
    path: Maybe[str] = None


class Asset(Model):
    """A scanned target, repository or project."""

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
    """The weaknesses of a vulnerability."""

    cwe: Maybe[list[str]] = None
    """Such as `["CWE-79"]`."""
    cve: Maybe[list[str]] = None


class Source(Model):
    """The scanner that found it."""

    system: Maybe[str] = None
    module: Maybe[str] = None


class Dast(Model):
    """The place in a running application."""

    url: Maybe[str] = None
    method: Maybe[str] = None
    parameter: Maybe[str] = None
    attack: Maybe[str] = None


class Sast(Model):
    """The place in the code."""

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
    """The totals of a list as `paging` reads them; None where the page gives no usable one."""

    total_count: int | None
    total_pages: int | None
    limit_value: int | None


class PageInfo(Model):
    """The totals of a list, in an object of their own."""

    total_count: Maybe[Count] = None
    total_pages: Maybe[Count] = None
    page_size: Maybe[Count] = None


class Page(Model):
    """A numbered page of a list.

    The vendor's own pages disagree about the place of the totals: in `pageInfo`, or beside the rows.
    """

    page_info: Maybe[PageInfo] = None
    total_count: Maybe[Count] = None
    page_size: Maybe[Count] = None

    @property
    def totals(self) -> Totals:
        """The totals of the list, from either place."""
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
    """A page of API targets, which names the next page."""

    items: list[ApiTarget] = Field(alias="targets")
    total_count: Maybe[Count] = None
    next_page: Maybe[ResultID] = None
    """None on the last page."""
