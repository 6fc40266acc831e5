"""The descriptor of one operation: what the run time knows of it without parsing GraphQL.

Descriptors are written by `make generate` into `generated/operations.py` and never made by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import Protocol

    class Asked(Protocol):
        """What a call knows of what it asks for, in whatever protocol."""

        @property
        def name(self) -> str:
            """How errors and events call it; empty if it has no name."""
            ...

        @property
        def kind(self) -> Literal["query", "mutation"]: ...

        @property
        def repeatable(self) -> bool:
            """True if sending it twice does no harm."""
            ...

else:

    def dataclass(**_: Any) -> Any:
        """Change nothing: the real one would import `inspect`, a quarter of the package's import."""
        return lambda described: described


__all__ = ["MAX_COMPLEXITY", "MAX_DEPTH", "Company", "Operation", "Paging", "evaluated"]

MAX_DEPTH = 15
"""Levels that the API allows in an operation, that of the leaves included."""
MAX_COMPLEXITY = 400
"""Fields that the API allows in an operation."""

ResultT_co = TypeVar("ResultT_co", covariant=True)


class Company(NamedTuple):
    """Where an operation carries the company that it is about."""

    path: tuple[str, ...]
    """The variable's name, then the fields inside it: `("companyId",)`, or `("params", "scopeIdEq")`."""
    type: Literal["ID", "Int"]
    """The scalar that the API wants there; the same number is an Int in one place and an ID in another."""
    required: bool
    """False where the API accepts the operation without a company."""


class Paging(NamedTuple):
    """How a list is read page by page."""

    style: Literal["limit", "pagination"]
    """`limit`: two variables, a page number and a page size. `pagination`: one object `{page, perPage}`."""
    page: tuple[str, ...]
    """Path of the page number in the variables: `("page",)` or `("pagination", "page")`."""
    size: tuple[str, ...]
    """Path of the page size in the variables."""
    items: tuple[str, ...]
    """Path of the list in the result, in Python names, seen from the root field's value: `("collection",)`."""
    metadata: tuple[str, ...] | None
    """Path of the page metadata in the result; None where no metadata is confirmed."""


@dataclass(kw_only=True, eq=False, repr=False)
class Operation(Generic[ResultT_co]):
    """One operation of `queries/`, ready to be sent. Its type parameter is the type of the result.

    It is not meant to be changed.
    """

    name: str
    """The operation's name in the document, which is the name of the API's root field: `createAsset`."""
    method: str
    """The client method's name: `create_asset`."""
    kind: Literal["query", "mutation"]
    document: str
    """The minified document with all fragments that it needs."""
    result: str
    """The annotation of the root field's value, or of all data, to be read in the namespace of the module `models`."""
    models: str
    """The dotted name of the module that holds the models."""
    repeatable: bool
    """True if sending it twice does no harm: a query that only reads. False for mutations and for queries that act."""
    depth: int
    """Nesting as the API counts it; a root field is 1."""
    complexity: int
    """Field nodes of the document, each fragment counted wherever it is spread."""
    arguments: tuple[tuple[str, str], ...] = ()
    """Each variable with the annotation of what it takes; null is not part of it."""
    required: tuple[str, ...] = ()
    """The variables that must be given, but for that of the company."""
    company: Company | None = None
    paging: Paging | None = None
    uploads: tuple[tuple[str, ...], ...] = ()
    """Paths of the variables that carry files; `"*"` stands for each item of a list."""
    payload: tuple[str, ...] = ()
    """Which of the payload fields `errors` and `success` the document selects: they tell a rejected mutation."""
    nullable: bool = False
    """Whether the schema lets the one root field be null: there is no such record, or the key may not see it."""
    roots: tuple[str, ...] = ()
    """The response names of the root fields if there are several: then the result is all data. Else empty."""
    conditional: tuple[tuple[str, str], ...] = ()
    """Fields of the result, by their Python names, that come only where a variable is true, each with the variable."""
    tolerated: tuple[str, ...] = ()
    """Path of a part of the result, in the API's names, that may be missing or null whatever the schema promises."""
    unasked: frozenset[str] = frozenset()
    """Those of the conditional fields that a call does not ask for."""

    if not TYPE_CHECKING:

        def __init__(self, **attributes: Any) -> None:
            vars(self).update(attributes)

    def value_in(self, data: Any) -> Any:
        """Return what the result is made of: all data if there are several root fields, else the root field's value."""
        return data if self.roots else data.get(self.name)

    def called_with(self, variables: Mapping[str, Any]) -> Operation[ResultT_co]:
        """Return the operation as a call with these variables sees it: with the fields that it does not ask for."""
        return _asking(self, frozenset(name for name, value in variables.items() if value is True))

    def changed(self, **changes: Any) -> Operation[ResultT_co]:
        """Return a copy with some attributes changed."""
        return Operation(**vars(self) | changes)

    def __repr__(self) -> str:
        return f"Operation({self.kind} {self.name!r})"


@lru_cache(maxsize=1024)
def _asking(operation: Operation[Any], true: frozenset[str]) -> Operation[Any]:
    asked = {field for field, variable in operation.conditional if variable in true}
    return operation.changed(unasked=frozenset(field for field, _ in operation.conditional if field not in asked))


def evaluated(annotation: str, *modules: str) -> Any:
    """Return what an annotation means, with each name from the first of these modules that has it."""
    names: Any = _Names(modules)
    return eval(annotation, {}, names)  # noqa: S307  # written by the generator


class _Names:
    def __init__(self, modules: tuple[str, ...]) -> None:
        self._modules = modules

    def __getitem__(self, name: str) -> Any:
        for module in self._modules:
            try:
                return getattr(import_module(module), name)
            except (AttributeError, ModuleNotFoundError):  # noqa: PERF203
                continue
        raise KeyError(name)
