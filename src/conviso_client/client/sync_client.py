"""What a user constructs to call from threads; for tasks see `async_client`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from conviso_client.call.options import DEADLINE, MAX_ATTEMPTS, MAX_RESPONSE_BYTES, TIMEOUT, checked_quota
from conviso_client.generated.client import Operations
from conviso_client.http.secret import Secret

if TYPE_CHECKING:
    import httpx
    import httpx2

    from conviso_client.http.credentials import KeySource
    from conviso_client.http.request import Timeout
    from conviso_client.observe.events import OnEvent
    from conviso_client.quota import Quota

__all__ = ["Conviso"]


class Conviso(Operations):
    """The Conviso Platform, with a method for each operation of its API.

    Threads may share one. After a fork it still works. Use it in a `with` block, or `close()` it.
    """

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
        http_client: type[httpx.Client | httpx2.Client] | httpx.Client | httpx2.Client | None = None,
        on_event: OnEvent | None = None,
    ) -> None:
        """Make a client. Nothing is sent yet.

        - `api_key`: the key, or a callable that returns it and is asked again when the server refuses the key (a newly
          generated key expires the one before); None reads `CONVISO_API_KEY`.
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
        - `http_client`: your own HTTP client, with its proxies, certificates and limits; it is not closed. Or a class,
          such as `httpx2.Client`, to have one made of it instead of `httpx.Client`.
        - `on_event`: called with each event of `conviso_client.events`, in the thread that makes the call.

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
