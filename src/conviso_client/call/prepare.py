"""What a client and its copies have in common, and how a call of theirs is made ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from conviso_client.http.credentials import Credentials
from conviso_client.http.request import Request
from conviso_client.observe.events import DEBUG, logger
from conviso_client.observe.record import Record

from . import runtime as runtimes
from .arguments import check_page, checked_arguments, with_company
from .body import Variables, request_body
from .options import correlations, endpoint
from .plan import Call
from .reply import read

if TYPE_CHECKING:
    from conviso_client.http.credentials import KeySource
    from conviso_client.http.secret import Secret
    from conviso_client.quota import Quota
    from conviso_client.quota.limiter import Limiter

    from .operation import Operation
    from .options import Options

__all__ = ["Shared"]


class Shared:
    """The endpoint, the key, the quota, and time."""

    def __init__(
        self, api_key: Secret[KeySource | None], url: str | None, quota: Quota | None, runtime: runtimes.Runtime | None
    ) -> None:
        self.url = endpoint(url)
        self.credentials = Credentials(api_key)
        self.runtime = runtime or runtimes.Runtime()  # found here each time: `testing` puts another one in its place
        self._quota = quota
        self._ledger: tuple[Secret[str], Limiter] | None = None

    def limiter_of(self, key: Secret[str]) -> Limiter:
        """Return the quota's ledger for a key."""
        ledger = self._ledger
        if ledger is None or ledger[0] is not key:
            if self._quota is None:
                from conviso_client.quota import Quota

                self._quota = Quota.shared()
            ledger = self._ledger = (key, self._quota.limiter(self.url, key.reveal()))
        return ledger[1]

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
        correlation_id = options.correlation_id or correlations.get() or str(uuid4())
        body = request_body(operation, given)
        return Call(
            operation.called_with(given.values) if operation.conditional else operation,
            Request(self.url, body, correlation_id, options.app_name, options.headers, options.max_response_bytes),
            read,
            options,
            self.limiter_of,
            Record(operation, correlation_id, options.on_event, self.url, self.runtime.time)
            if options.on_event is not None or logger().isEnabledFor(DEBUG)
            else None,
            self.runtime,
            given.values,
        )
