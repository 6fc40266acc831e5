"""What a resolver works with: the world of this sandbox, and who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal

from .page import Bounds, bounds
from .refusal import not_found, out_of_scope
from .row import EntityRow
from .scalars import to_timestamp
from .selection import Selection
from .shape import COMPANY, Shape
from .store import Database
from .text import digest

__all__ = ["Ending", "RequestContext", "Root", "ValueObject", "World", "companies_in", "utc_now"]


Ending = Literal["succeed", "fail", "hang"]
"""How the platform's own work ends, or that it never does."""


@dataclass
class World:
    """Everything that one sandbox knows."""

    shape: Shape
    store: Database
    seed: int
    anchor: datetime
    """The moment up to which the seeded data was made."""
    clock: Callable[[], datetime]
    largest_page: int
    jobs: Ending = "succeed"
    """How work ends that is still to come to its end."""
    address: str = ""
    """The address of the server, for links that it hands out."""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict[str, "tuple[str, bytes]"])
    """What was uploaded: content type and content by its key."""

    @property
    def companies(self) -> list[int]:
        """The ids of the companies that there are."""
        return companies_in(self.store)

    def reset(self) -> None:
        """Go back to the data that it started with."""
        self.store.reset()
        self.files.clear()

    def publish(self, name: str, kind: str, content: bytes) -> str:
        """Make a file available for download; returns its address."""
        self.files[name] = (kind, content)
        return f"{self.address}/files/{name}"

    def now(self) -> str:
        """This moment, as the API writes it."""
        return to_timestamp(self.clock())


class ValueObject:
    """A value that is no entity: what is known of it, and a hash from which the rest is made up."""

    __slots__ = ("company", "created", "key", "values", "whole")

    def __init__(
        self,
        values: dict[str, Any],
        *,
        key: int = 0,
        company: int | None = None,
        created: str | None = None,
        whole: bool = False,
    ) -> None:
        self.values = values
        self.key = key
        self.company = company
        self.created = created
        self.whole = whole
        """True if what is not known is null rather than made up, where the schema allows it."""


class RequestContext:
    """One request: who asks, and what that lets them see."""

    def __init__(self, world: World, companies: frozenset[int] | None, key: str) -> None:
        self.world = world
        self.store = world.store
        self.companies = companies
        """The companies that the key may see; None: all."""
        self.key = key
        self._rows: dict[tuple[str, Any], EntityRow | None] = {}

    def row(self, entity: str, number: object) -> EntityRow | None:
        """A row that another refers to, read at most once in a request that only reads."""
        known = (entity, number)
        if known not in self._rows:
            self._rows[known] = self.store.get(entity, number)
        return self._rows[known]

    def forget(self) -> None:
        """Forget what was read, because something was written."""
        self._rows.clear()

    def require(self, entity: str, number: object) -> EntityRow:
        """A row that the key may see. Raises RECORD_NOT_FOUND."""
        row = self.store.get(entity, number)
        if row is None or not self.sees(row):
            raise not_found()
        return row

    def sees(self, row: EntityRow) -> bool:
        """Whether the key may see a row."""
        return self.companies is None or row.company in self.companies or not row.entity.scoped_or_company

    def select(self, entity: str, company: int | None = None) -> Selection:
        """A query over the rows of one company, or over all that the key may see."""
        selected = self.store.select(entity)
        if company is not None:
            return selected.where("_company = ?", company)
        if self.world.shape.entities[entity].scoped_or_company:
            selected.companies(self.companies)
        return selected

    def scope(self, company: object) -> int:
        """The company with this id, if the key may see it. Raises the API's scope error."""
        row = self.store.get(COMPANY, company) if company is not None and COMPANY in self.store.tables else None
        if row is None or not self.sees(row):
            raise out_of_scope(company)
        return row.id

    def home(self) -> int | None:
        """The company that is meant where none is named."""
        if COMPANY not in self.store.tables:
            return None
        found = self.select(COMPANY).order("id").first()
        return found.id if found else None

    def user(self) -> EntityRow | None:
        """The person whose key it is."""
        if "PortalUser" not in self.store.tables:
            return None
        return self.select("PortalUser", self.home()).order("id").first()

    def some(self, entity: str, company: int | None, h: int, count: int = 1) -> list[EntityRow]:
        """Some rows of a company, chosen by a hash; fewer if there are not that many."""
        selected = self.select(entity, company)
        total = selected.count()
        chosen = sorted({digest(h, n) % total for n in range(count)}) if total else []
        return [row for at in chosen for row in self.select(entity, company).order("id").rows(1, at)]

    def bounds(self, args: dict[str, Any]) -> Bounds:
        """The page that arguments ask for."""
        return bounds(args, self.world.largest_page)

    def present(self, entity: str, numbers: Iterable[object]) -> list[EntityRow]:
        """All the rows with these ids. Raises RECORD_NOT_FOUND if one is missing."""
        return [self.require(entity, number) for number in numbers]


Root = Callable[[RequestContext, dict[str, Any]], Any]
"""What a root field does: the context and the arguments; of a mutation, the fields of its input."""


def companies_in(store: Database) -> list[int]:
    """The ids of the companies of a store; none if its schema has no companies."""
    return store.select(COMPANY).order("id").ids() if COMPANY in store.tables else []


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(timezone.utc)
