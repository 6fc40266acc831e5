"""What generated methods call: puts plan, transport, key and quota together, for threads and for tasks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

from conviso_client.call.options import Options, checked_company, correlation
from conviso_client.errors import ConfigurationError
from conviso_client.http.secret import Secret

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from conviso_client.call.operation import Operation
    from conviso_client.call.options import Changes
    from conviso_client.call.plan import Call
    from conviso_client.call.runtime import Runtime
    from conviso_client.http.credentials import KeySource
    from conviso_client.paging.pager import AsyncPager, Pager
    from conviso_client.quota import Quota

    from .explain import Explanation

__all__ = ["AsyncBaseClient", "BaseClient"]

P = ParamSpec("P")
T = TypeVar("T")


class _Client:
    """What the synchronous and the asynchronous client share."""

    _with_side_effects: frozenset[str] = frozenset()
    """The root fields of queries that change something: all that the generated class knows of."""

    def __init__(
        self,
        api_key: Secret[KeySource | None],
        *,
        url: str | None,
        quota: Quota | None,
        options: Mapping[str, Any],
        runtime: Runtime | None = None,
    ) -> None:
        from conviso_client.call.options import company_from_environment
        from conviso_client.call.prepare import Shared
        from conviso_client.observe.events import logger

        logger()
        given = {name: value for name, value in options.items() if (name, value) != ("company_id", None)}
        self._options = Options(company_id=company_from_environment()).changed(given)
        self._shared = Shared(api_key, url, quota, runtime)
        self._owner = True

    @staticmethod
    def correlation(correlation_id: str) -> AbstractContextManager[None]:
        """Send this correlation id with every call that any client makes in the block, from this thread or task."""
        return correlation(correlation_id)

    def with_options(self, **changes: Unpack[Changes]) -> Self:
        """Return a copy with other options, which shares connections, quota and key.

        All that the constructor takes can be changed, but for `api_key`, `url`, `quota` and `http_client`; and there is
        `correlation_id`, which is sent with every call (None makes one for each). Closing the copy closes nothing.
        Raises `ConfigurationError` for an impossible option.
        """
        given: dict[str, Any] = {**changes}
        del changes  # a frame is not to show the values of headers, also not those of a misspelt `heders=`
        if any(name not in Options._fields for name in given):
            names = sorted(given)
            given.clear()
            self._options.changed(dict.fromkeys(names))
        if "headers" in given:
            given["headers"] = Secret(given["headers"])
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, _options=self._options.changed(given), _owner=False)
        return copy

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
    def url(self) -> str:
        """The endpoint."""
        return self._shared.url

    @property
    def company_id(self) -> int | str | None:
        """The company of the calls that name none; None if there is none."""
        return self._options.company_id

    def __repr__(self) -> str:
        if "_shared" not in vars(self):  # seen by a debugger, when the constructor failed
            return f"{type(self).__name__}()"
        return f"{type(self).__name__}({self._shared.url!r}, company_id={self._options.company_id!r})"

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError(
            "a client cannot be pickled, because of its key and its connections: make one in each process, "
            "or use with_options() for a copy"
        )


class BaseClient(_Client):
    """A client for threads."""

    def __init__(self, *arguments: Any, http_client: Any = None, **keywords: Any) -> None:
        from conviso_client.call.cancellation import is_abandoned
        from conviso_client.call.drive import Executor
        from conviso_client.http.transport import Transport

        super().__init__(*arguments, **keywords)
        self._transport = Transport(self._shared.url, http_client, is_abandoned)
        self._run: Callable[[Call], Any] = Executor(self._transport, self._shared.credentials, self._shared.runtime).run

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
        from conviso_client.paging.pager import Pager

        return Pager(self._page, operation, variables, company_id, **options)

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

    def close(self) -> None:
        """Close the connections, unless this is a copy made by `with_options`. Your own `http_client` stays open."""
        if self._owner:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncBaseClient(_Client):
    """A client for tasks."""

    def __init__(self, *arguments: Any, http_client: Any = None, **keywords: Any) -> None:
        from conviso_client.call.drive import AsyncExecutor
        from conviso_client.http.async_transport import AsyncTransport

        super().__init__(*arguments, **keywords)
        self._transport = AsyncTransport(self._shared.url, http_client)
        self._run: Callable[[Call], Awaitable[Any]] = AsyncExecutor(
            self._transport, self._shared.credentials, self._shared.runtime
        ).run

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
        from conviso_client.paging.pager import AsyncPager

        return AsyncPager(self._page, operation, variables, company_id, **options)

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

    async def close(self) -> None:
        """Close the connections, unless this is a copy made by `with_options`. Your own `http_client` stays open."""
        if self._owner:
            await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
