"""What the clients are made of: their constructor, and what generated methods call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from conviso_client.call.options import (
    DEADLINE,
    MAX_ATTEMPTS,
    MAX_RESPONSE_BYTES,
    TIMEOUT,
    Options,
    checked_company,
    checked_quota,
    company_from_environment,
)
from conviso_client.http.secret import Secret

from .caller import AsyncCaller, Caller, Client

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from conviso_client.call.operation import Operation
    from conviso_client.call.options import Changes
    from conviso_client.call.plan import Call
    from conviso_client.call.prepare import Platform
    from conviso_client.call.runtime import Runtime
    from conviso_client.http.credentials import KeySource
    from conviso_client.http.request import Timeout
    from conviso_client.observe.events import OnEvent
    from conviso_client.paging.pager import AsyncPager, Pager
    from conviso_client.quota import Quota

    from .explain import Explanation

__all__ = ["AsyncBaseClient", "BaseClient", "Constructor"]

P = ParamSpec("P")
T = TypeVar("T")
HttpClientT = TypeVar("HttpClientT")


class _Client(Client["Platform"]):
    """What the synchronous and the asynchronous client of the Conviso Platform share."""

    _shared: Platform
    _changeable = Options._fields
    _with_side_effects: frozenset[str] = frozenset()
    """The root fields of queries that change something: all that the generated class knows of."""

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
        from conviso_client.call.prepare import Platform

        # A company of None is that of the environment.
        given = {name: value for name, value in options.items() if (name, value) != ("company_id", None)}
        checked = Options(company_id=company_from_environment()).changed(given)
        super().__init__(Platform(api_key, url, quota, runtime), checked, http_client)

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

    def _ad_hoc(self, document: Any, variables: Any, operation_name: str | None) -> Call:
        from .document import ad_hoc_operation, check_ad_hoc

        check_ad_hoc(document, variables, operation_name)
        operation = ad_hoc_operation(document, operation_name, self._with_side_effects)
        return self._shared.prepared(operation, variables or {}, None, self._options)

    def _paged(
        self,
        call: Callable[..., Any],
        operation: Operation[Any],
        variables: Mapping[str, Any],
        company_id: int | str | None,
        options: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Return the arguments of a pager of an operation, each page of which is a call."""
        from conviso_client.paging.listing import Listing, page_variables

        listing = Listing.of(operation, variables, company_id, self)

        def page(number: int, size: int) -> Any:
            variables = page_variables(listing.paging, listing.variables, number, size)
            return call(listing.operation, variables, company_id, checked=True)

        return {"request": page, "name": operation.name, "paging": listing.paging, "listing": listing, **options}

    @property
    def company_id(self) -> int | str | None:
        """The company of the calls that name none; None if there is none."""
        return self._options.company_id

    def _summary(self) -> str:
        return f"{self.url!r}, company_id={self.company_id!r}"


class Constructor(_Client, Generic[HttpClientT]):
    """What `Conviso` and `AsyncConviso` are made of."""

    def __init__(
        self,
        api_key: KeySource | None = None,
        *,
        url: str | None = None,
        company_id: int | str | None = None,
        timeout: Timeout = TIMEOUT,
        deadline: float | None = DEADLINE,
        max_queue: float | None = None,
        max_attempts: int = MAX_ATTEMPTS,
        max_response_bytes: int | None = MAX_RESPONSE_BYTES,
        quota: Quota | None = None,
        app_name: str | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: HttpClientT | type[HttpClientT] | None = None,
        on_event: OnEvent | None = None,
    ) -> None:
        """Make a client. Nothing is sent yet.

        - `api_key`: the key, or a callable that returns it and is asked again when the server refuses the key (a newly
          generated key expires the one before); for `AsyncConviso` it may be asynchronous. None reads
          `CONVISO_API_KEY`.
        - `url`: the endpoint; None reads `CONVISO_API_URL`, else is `https://api.convisoappsec.com/graphql`.
        - `company_id`: the company that calls are about unless they say otherwise; None reads `CONVISO_COMPANY_ID`.
        - `timeout`: seconds for one attempt, to the last byte of the answer, or an `httpx.Timeout` for its phases; None
          is unbounded.
        - `deadline`: seconds for a call, from its first permit on, over all attempts and waits; None is unbounded.
        - `max_queue`: seconds that a call may wait for its first permit; None waits as long as it takes.
        - `max_attempts`: requests of one call that may fail; those that the quota refused are not counted.
        - `max_response_bytes`: bytes that an answer may have when it is unpacked; None is unbounded. More is an
          `InvalidResponse`.
        - `quota`: how the API's quota is shared; None is `Quota.shared()`.
        - `app_name`: added to the `User-Agent`.
        - `headers`: sent with every request.
        - `http_client`: your own `httpx.Client` (for `AsyncConviso` an `httpx.AsyncClient`; or those of httpx2), with
          its proxies, certificates and limits; it is not closed. Or a class, such as `httpx2.Client`, to have one made
          of it.
        - `on_event`: called with each event of `conviso_client.events`, in the thread or task that makes the call; it
          must not block an event loop.

        Raises `ConfigurationError` if there is no key, or for an impossible option.
        """
        hidden_key, hidden_headers = Secret(api_key), Secret(headers)
        del api_key, headers  # an error below must not show them among its variables
        super().__init__(
            hidden_key,
            url=url,
            quota=checked_quota(quota),
            http_client=http_client,
            options={
                "company_id": company_id,
                "timeout": timeout,
                "deadline": deadline,
                "max_queue": max_queue,
                "max_attempts": max_attempts,
                "max_response_bytes": max_response_bytes,
                "app_name": app_name,
                "headers": hidden_headers,
                "on_event": on_event,
            },
        )


class BaseClient(_Client, Caller["Platform"]):
    """A client for threads."""

    def _call(
        self,
        operation: Operation[T],
        variables: Mapping[str, Any],
        company_id: int | str | None = None,
        *,
        checked: bool = False,
    ) -> T:
        """Make a call. `checked` says that its arguments were checked before, as those of a list are."""
        call = self._shared.prepared(operation, variables, company_id, self._options, checked=checked)
        result: T = self._run(call)
        return result

    def _pager(
        self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None, **options: Any
    ) -> Pager[Any, T]:
        from conviso_client.paging.pager import Pager

        return Pager(**self._paged(self._call, operation, variables, company_id, options))

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
        data: dict[str, Any] = self._run(self._ad_hoc(document, variables, operation_name))
        return data


class AsyncBaseClient(_Client, AsyncCaller["Platform"]):
    """A client for tasks."""

    async def _call(
        self,
        operation: Operation[T],
        variables: Mapping[str, Any],
        company_id: int | str | None = None,
        *,
        checked: bool = False,
    ) -> T:
        """Make a call, like `BaseClient._call`."""
        call = self._shared.prepared(operation, variables, company_id, self._options, checked=checked)
        result: T = await self._run(call)
        return result

    def _pager(
        self, operation: Operation[T], variables: Mapping[str, Any], company_id: int | str | None, **options: Any
    ) -> AsyncPager[Any, T]:
        from conviso_client.paging.pager import AsyncPager

        return AsyncPager(**self._paged(self._call, operation, variables, company_id, options))

    async def execute(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
    ) -> dict[str, Any]:
        """Do what `Conviso.execute` does, without blocking the event loop."""
        data: dict[str, Any] = await self._run(self._ad_hoc(document, variables, operation_name))
        return data
