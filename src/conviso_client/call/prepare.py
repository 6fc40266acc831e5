"""What a client and its copies have in common, and how it makes a call ready."""

from __future__ import annotations

from collections.abc import Mapping
from os import urandom
from typing import TYPE_CHECKING, Any

from conviso_client.http.credentials import Credentials, KeySource
from conviso_client.http.request import Body, Request
from conviso_client.http.secret import Secret
from conviso_client.observe.events import DEBUG, logger
from conviso_client.observe.record import Record
from conviso_client.quota import Quota
from conviso_client.quota.limiter import Limiter

from . import runtime as runtimes
from .arguments import check_page, checked_arguments, with_company
from .body import Variables, request_body
from .operation import Operation
from .options import Options, correlations, endpoint
from .plan import Call, Reader
from .reply import read

if TYPE_CHECKING:
    from .operation import Asked

__all__ = ["Platform", "Shared"]


class Shared:
    """The address, the key, the quota, and time: what calls of any API need."""

    def __init__(
        self, url: str, credentials: Credentials, quota: Quota, runtime: runtimes.Runtime | None = None
    ) -> None:
        self.url = url
        self.credentials = credentials
        self.runtime = runtime or runtimes.Runtime()  # found here each time: `testing` puts another one in its place
        self._quota = quota
        self._ledger: tuple[Secret[str], Limiter] | None = None

    def limiter_of(self, key: Secret[str]) -> Limiter:
        """Return the quota's ledger for a key."""
        ledger = self._ledger
        if ledger is None or ledger[0] is not key:
            ledger = self._ledger = (key, self._quota.limiter(self.url, key.reveal()))
        return ledger[1]

    def call(
        self, asked: Asked, body: Body, read: Reader, options: Options, variables: Mapping[str, Any], **of_api: Any
    ) -> Call:
        """Put together what a plan needs. `of_api` are the fields of the request that another API sets differently."""
        correlation_id = options.correlation_id or correlations.get()
        if correlation_id is None:
            digits = urandom(16).hex()  # a UUID of version 4, in a fifth of the time that `uuid4` takes
            correlation_id = f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
        request = Request(self.url, body, correlation_id, options.app_name, options.headers, options.max_response_bytes)
        if of_api:
            request = request._replace(**of_api)
        record: Record | None = None  # unless somebody listens
        if options.on_event is not None or logger().isEnabledFor(DEBUG):
            record = Record(asked, request.correlation_id, options.on_event, self.url, self.runtime.time)
        return Call(asked, request, read, options, self.limiter_of, record, self.runtime, variables)


class Platform(Shared):
    """The Conviso Platform."""

    def __init__(
        self, api_key: Secret[KeySource | None], url: str | None, quota: Quota | None, runtime: runtimes.Runtime | None
    ) -> None:
        super().__init__(endpoint(url), Credentials(api_key), quota or Quota.shared(), runtime)

    def prepared(
        self,
        operation: Operation[Any],
        variables: Mapping[str, Any],
        company_id: int | str | None,
        options: Options,
        *,
        checked: bool = True,
    ) -> Call:
        """Get everything ready, so that the permit is the last thing to wait for.

        `checked` is False for a method's arguments as the caller gave them.
        """
        given = Variables.of(variables if checked else checked_arguments(operation, variables))
        if operation.paging is not None:
            check_page(operation.method, operation.paging, given.values)
        with_company(operation, given.values, company_id, options.company_id)
        asked = operation.called_with(given.values) if operation.conditional else operation
        return self.call(asked, request_body(operation, given), read, options, given.values)
