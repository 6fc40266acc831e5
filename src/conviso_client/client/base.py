"""What generated methods call: puts plan, transport, key and quota together, for threads and for tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from conviso_client.call.options import Options, checked_company
from conviso_client.errors import ConfigurationError

from .caller import AsyncCaller, Caller, Client

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from conviso_client.call.operation import Operation
    from conviso_client.call.options import Changes
    from conviso_client.call.prepare import Shared
    from conviso_client.call.runtime import Runtime
    from conviso_client.http.credentials import KeySource
    from conviso_client.http.secret import Secret
    from conviso_client.paging.pager import AsyncPager, Pager
    from conviso_client.quota import Quota

    from .explain import Explanation

__all__ = ["AsyncBaseClient", "BaseClient"]

P = ParamSpec("P")
T = TypeVar("T")


class _Client(Client["Shared"]):
    """What the synchronous and the asynchronous client share."""

    _changeable = Options._fields
    _with_side_effects: frozenset[str] = frozenset()
    """The root fields of queries that change something: all that the generated class knows of."""

    def with_options(self, **changes: Unpack[Changes]) -> Self:
        """Return a copy with other options, which shares connections, quota and key.

        All that the constructor takes can be changed, but for `api_key`, `url`, `quota` and `http_client`; and there is
        `correlation_id`, which is sent with every call (None makes one for each). Closing the copy closes nothing.
        Raises `ConfigurationError` for an impossible option.
        """
        given: dict[str, Any] = {**changes}
        del changes  # a frame is not to show the values of headers, also not those of a misspelt `heders=`
        return self._copy(given)

    def for_company(self, company_id: int | str) -> Self:
        """Return a copy for another company, which shares connections, quota and key.

        Raises `ConfigurationError` for what cannot be the id of a company.
        """
        return self.with_options(company_id=checked_company(company_id))

    def explain(self, method: Callable[P, Any], /, *arguments: P.args, **keywords: P.kwargs) -> Explanation:
        """Return what a method of this client would send with these arguments, and what it costs. Nothing is sent.

        `conviso.explain(conviso.create_asset, CreateAssetInput(name="org/api"))`. Arguments are checked as in a call;
        of a list it explains the first page. Raises `ConfigurationError` where the call would before it sends, and for
        what is no method that sends something.
        """
        from .explain import explanation

        return explanation(method, arguments, keywords)

    def _ad_hoc(self, document: Any, variables: Any, operation_name: str | None) -> Operation[Any]:
        from .document import ad_hoc_operation

        if not isinstance(document, str) or not document.strip():
            raise ConfigurationError(f"document must be a GraphQL document as a string, not {document!r}")
        if variables is not None and not isinstance(variables, Mapping):
            raise ConfigurationError(f"variables must be a mapping of names to values, not {type(variables).__name__}")
        return ad_hoc_operation(document, operation_name, self._with_side_effects)

    @property
    def company_id(self) -> int | str | None:
        """The company of the calls that name none; None if there is none."""
        return self._options.company_id

    def __repr__(self) -> str:
        if "_shared" not in vars(self):  # seen by a debugger, when the constructor failed
            return f"{type(self).__name__}()"
        return f"{type(self).__name__}({self._shared.url!r}, company_id={self._options.company_id!r})"


class BaseClient(_Client, Caller["Shared"]):
    """A client for threads."""

    def __init__(
        self,
        api_key: Secret[KeySource | None],
        *,
        url: str | None,
        quota: Quota | None,
        options: Mapping[str, Any],
        http_client: Any = None,
        runtime: Runtime | None = None,
    ) -> None:
        super().__init__(*_made(api_key, url, quota, options, runtime), http_client)

    def _call(self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None = None) -> T:
        call = self._shared.prepared(operation, variables, company_id, self._options, checked=False)
        value: T = self._run(call)
        return value

    def _page(self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None = None) -> T:
        """Call with arguments that were checked before."""
        value: T = self._run(self._shared.prepared(operation, variables, company_id, self._options))
        return value

    def _pager(
        self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None, **options: Any
    ) -> Pager[Any, T]:
        from conviso_client.paging.listing import Listing
        from conviso_client.paging.pager import Pager

        listing = Listing.of(operation, variables, company_id, self)

        def page(number: int, size: int) -> Any:
            return self._page(listing.operation, listing.variables_of(number, size), company_id)

        return Pager(page, operation.name, listing.paging, listing=listing, **options)

    def execute(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
    ) -> dict[str, Any]:
        """Send any document, with the same key, pacing, retries and errors as all calls, and return its `data`.

        `variables` are sent as they are, so None is sent as null; input models and `Upload` may be among them.
        `operation_name` chooses among several operations of the document. Whether it writes is found by its keywords;
        in doubt it counts as a write, which is never sent twice. The client's company is not filled in. Raises
        `ConfigurationError` for a query that changes something beside what only reads.
        """
        operation = self._ad_hoc(document, variables, operation_name)
        data: dict[str, Any] = self._run(self._shared.prepared(operation, variables or {}, None, self._options))
        return data


class AsyncBaseClient(_Client, AsyncCaller["Shared"]):
    """A client for tasks."""

    def __init__(
        self,
        api_key: Secret[KeySource | None],
        *,
        url: str | None,
        quota: Quota | None,
        options: Mapping[str, Any],
        http_client: Any = None,
        runtime: Runtime | None = None,
    ) -> None:
        super().__init__(*_made(api_key, url, quota, options, runtime), http_client)

    async def _call(
        self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None = None
    ) -> T:
        call = self._shared.prepared(operation, variables, company_id, self._options, checked=False)
        value: T = await self._run(call)
        return value

    async def _page(
        self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None = None
    ) -> T:
        """Call with arguments that were checked before."""
        value: T = await self._run(self._shared.prepared(operation, variables, company_id, self._options))
        return value

    def _pager(
        self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None, **options: Any
    ) -> AsyncPager[Any, T]:
        from conviso_client.paging.listing import Listing
        from conviso_client.paging.pager import AsyncPager

        listing = Listing.of(operation, variables, company_id, self)

        def page(number: int, size: int) -> Any:
            return self._page(listing.operation, listing.variables_of(number, size), company_id)

        return AsyncPager(page, operation.name, listing.paging, listing=listing, **options)

    async def execute(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
    ) -> dict[str, Any]:
        """Do what `Conviso.execute` does, without blocking the event loop."""
        operation = self._ad_hoc(document, variables, operation_name)
        data: dict[str, Any] = await self._run(self._shared.prepared(operation, variables or {}, None, self._options))
        return data


def _made(
    api_key: Secret[KeySource | None],
    url: str | None,
    quota: Quota | None,
    options: Mapping[str, Any],
    runtime: Runtime | None,
) -> tuple[Shared, Options]:
    """Make what a client is about. A company of None is that of the environment."""
    from conviso_client.call.options import company_from_environment
    from conviso_client.call.prepare import Shared

    given = {name: value for name, value in options.items() if (name, value) != ("company_id", None)}
    checked = Options(company_id=company_from_environment()).changed(given)
    return Shared(api_key, url, quota, runtime), checked
