"""The clients of the Invicti Platform, for threads and for tasks."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from conviso_client.call.options import Options, checked_quota
from conviso_client.client.caller import AsyncCaller, Caller, Client, changed_options
from conviso_client.errors import ConfigurationError
from conviso_client.http.credentials import KeySource
from conviso_client.http.secret import Secret
from conviso_client.paging.pager import AsyncPager, Pager
from conviso_client.quota import Quota

from . import calls
from .calls import CursorPage, CursorReading, Listed, PageReading
from .models import (
    ApiTarget,
    Application,
    ApplicationPage,
    Asset,
    AssetPage,
    Vulnerability,
    VulnerabilityPage,
)
from .request import KEY_HEADER, Answer, Ask, Definition, InvictiPlatform, ask

if TYPE_CHECKING:
    import httpx
    import httpx2
    from typing_extensions import Self, Unpack

    from conviso_client.call.options import CallChanges

    HttpClient: TypeAlias = httpx.Client | httpx2.Client
    AsyncHttpClient: TypeAlias = httpx.AsyncClient | httpx2.AsyncClient

__all__ = ["AsyncInvicti", "Invicti"]


HttpClientT = TypeVar("HttpClientT")
T = TypeVar("T")


class _Constructor(Client[InvictiPlatform], Generic[HttpClientT]):
    """The common part of `Invicti` and `AsyncInvicti`."""

    def __init__(
        self,
        api_key: KeySource | None = None,
        *,
        url: str | None = None,
        organization_id: str | None = None,
        user_id: str | None = None,
        quota: Quota | None = None,
        http_client: HttpClientT | type[HttpClientT] | None = None,
        **options: Unpack[CallChanges],
    ) -> None:
        """Make a client. Nothing is sent yet.

        - `api_key`: the key, or a callable that returns it, asynchronous if you like for `AsyncInvicti`, and is called
          again when the server refuses the key; None reads `INVICTI_API_KEY`. It is sent as `X-Auth`.
        - `url`: the host, such as another region's; None reads `INVICTI_API_URL`, else is
          `https://platform.invicti.com`.
        - `organization_id`: needed if the account has several organizations; None reads `INVICTI_ORGANIZATION_ID`.
        - `user_id`: the user to act for; None is the key's owner.
        - `quota`: the quota of requests, such as `Quota.shared(requests=100)`; None, because no limit is documented,
          does not pace. A 429 is waited out in any case.
        - `http_client`: your own HTTP client, or a class to make one of.
        - `options`: `timeout`, `deadline`, `max_queue`, `max_attempts`, `max_response_bytes`, `app_name`, `headers`,
          `on_event`, as for `Conviso`; and `correlation_id`, which should be a UUID.

        Raises `ConfigurationError` if there is no key, or for an impossible option.
        """
        key, given = Secret(api_key), Secret[dict[str, Any]]({**options})
        del api_key, options  # the variables of a traceback below must not show them
        identity = {
            "x-invicti-organizationid": organization_id or os.environ.get("INVICTI_ORGANIZATION_ID") or None,
            "x-invicti-userid": user_id,
        }
        for name, value in identity.items():
            if value is not None and not re.fullmatch("[!-~]+", str(value)):
                raise ConfigurationError(f"{name} is sent as a header: printable ASCII without blanks, not {value!r}")
        checked = changed_options(Options(), given.reveal())
        named = [name for name, _ in checked.headers.reveal() if name.lower() in (KEY_HEADER, *identity)]
        if named:
            raise ConfigurationError(
                f"headers: {', '.join(named)} is set by the client itself; "
                "there are api_key=, organization_id=, user_id="
            )
        super().__init__(InvictiPlatform(key, url, identity, checked_quota(quota)), checked, http_client)

    def with_options(self, **changes: Unpack[CallChanges]) -> Self:
        """Return a copy with other options, which shares connections, quota and key.

        They are the `options` of the constructor. Closing the copy closes nothing. Raises `ConfigurationError` for an
        impossible one.
        """
        given: dict[str, Any] = {**changes}
        del changes  # the variables of a traceback must not show the values of headers
        return self._copy(given)


class Invicti(_Constructor["HttpClient"], Caller[InvictiPlatform]):
    """The Invicti Platform. Threads may share one. Use it in a `with` block, or `close()` it."""

    def request(
        self,
        definition: Definition,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
    ) -> Answer:
        """Send any request, with the same key, retries and errors as all calls.

        `path` follows the definition's prefix in `DEFINITIONS`, such as `/assets` in `Inventory`; where that is None,
        it is the whole path. Lists in `params` are repeated, None is left out. Methods other than GET are writes,
        repeated only if the server provably did not run them.
        """
        return self._ask(ask(definition, method, path, params, json, model=Answer))

    def iter_applications(self, **reading: Unpack[PageReading]) -> Pager[Application, ApplicationPage]:
        """List the applications. Iterate over the rows: see `Pager`, and `PageReading` for the options."""
        return self._pager(calls.applications(), reading)

    def iter_assets(
        self,
        *,
        application_id: str | None = None,
        asset_type: str | None = None,
        name: str | None = None,
        **reading: Unpack[PageReading],
    ) -> Pager[Asset, AssetPage]:
        """List the assets. `asset_type` is `target`, `repository` or `project`."""
        return self._pager(calls.assets(application_id, asset_type, name), reading)

    def iter_vulnerabilities(
        self,
        *,
        asset_id: str | None = None,
        severities: Sequence[str] = (),
        statuses: Sequence[str] = (),
        **reading: Unpack[PageReading],
    ) -> Pager[Vulnerability, VulnerabilityPage]:
        """List the vulnerabilities of an asset, or of all; of some severities and statuses alone."""
        return self._pager(calls.vulnerabilities(asset_id, severities, statuses), reading)

    def iter_api_targets(self, **reading: Unpack[CursorReading]) -> Pager[ApiTarget, CursorPage]:
        """List the APIs that are scanned. Each page names the one that follows, so none is asked for ahead."""
        cursors = calls.Cursors()

        def page(number: int, size: int) -> CursorPage:
            found = None
            while found is None:
                found = cursors.take(number, self._ask(cursors.ask(number, size)))
            return found

        return Pager(page, cursors.name, calls.NUMBERED, **calls.options_of(reading, 0))

    def asset(self, id: str) -> Asset:
        """Return an asset. Raises `NotFound` if there is none."""
        return self._ask(calls.asset(id))

    def vulnerability(self, id: str) -> Vulnerability:
        """Return a vulnerability. Raises `NotFound` if there is none."""
        return self._ask(calls.vulnerability(id))

    def create_application(self, name: str, *, description: str | None = None, tags: Sequence[str] = ()) -> Answer:
        """Create an application; the answer has its `id`."""
        return self._ask(calls.new_application(name, description, tags))

    def start_scan(
        self,
        target_id: str,
        profile_id: str,
        *,
        user_authorized_to_scan: bool,
        schedule: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Launch a scan, or schedule it; the answer has its `id`. `schedule` is sent as it is."""
        return self._ask(calls.new_scan(target_id, profile_id, user_authorized_to_scan, schedule))

    def _ask(self, asked: Ask[T]) -> T:
        result: T = self._run(self._shared.prepared(asked, self._options))
        return result

    def _pager(self, listed: Listed, reading: Mapping[str, Any]) -> Pager[Any, Any]:
        def page(number: int, size: int) -> Any:
            return self._ask(listed.page(number, size))

        return Pager(page, listed.name, calls.NUMBERED, **calls.options_of(reading, 4))


class AsyncInvicti(_Constructor["AsyncHttpClient"], AsyncCaller[InvictiPlatform]):
    """The Invicti Platform. Tasks may share one. Use it in an `async with` block, or `await close()` it."""

    async def request(
        self,
        definition: Definition,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
    ) -> Answer:
        """Send any request: see `Invicti.request`."""
        return await self._ask(ask(definition, method, path, params, json, model=Answer))

    def iter_applications(self, **reading: Unpack[PageReading]) -> AsyncPager[Application, ApplicationPage]:
        """List the applications. Iterate over the rows with `async for`."""
        return self._pager(calls.applications(), reading)

    def iter_assets(
        self,
        *,
        application_id: str | None = None,
        asset_type: str | None = None,
        name: str | None = None,
        **reading: Unpack[PageReading],
    ) -> AsyncPager[Asset, AssetPage]:
        """List the assets. `asset_type` is `target`, `repository` or `project`."""
        return self._pager(calls.assets(application_id, asset_type, name), reading)

    def iter_vulnerabilities(
        self,
        *,
        asset_id: str | None = None,
        severities: Sequence[str] = (),
        statuses: Sequence[str] = (),
        **reading: Unpack[PageReading],
    ) -> AsyncPager[Vulnerability, VulnerabilityPage]:
        """List the vulnerabilities of an asset, or of all; of some severities and statuses alone."""
        return self._pager(calls.vulnerabilities(asset_id, severities, statuses), reading)

    def iter_api_targets(self, **reading: Unpack[CursorReading]) -> AsyncPager[ApiTarget, CursorPage]:
        """List the APIs that are scanned. Each page names the one that follows, so none is asked for ahead."""
        cursors = calls.Cursors()

        async def page(number: int, size: int) -> CursorPage:
            found = None
            while found is None:
                found = cursors.take(number, await self._ask(cursors.ask(number, size)))
            return found

        return AsyncPager(page, cursors.name, calls.NUMBERED, **calls.options_of(reading, 0))

    async def asset(self, id: str) -> Asset:
        """Return an asset. Raises `NotFound` if there is none."""
        return await self._ask(calls.asset(id))

    async def vulnerability(self, id: str) -> Vulnerability:
        """Return a vulnerability. Raises `NotFound` if there is none."""
        return await self._ask(calls.vulnerability(id))

    async def create_application(
        self, name: str, *, description: str | None = None, tags: Sequence[str] = ()
    ) -> Answer:
        """Create an application; the answer has its `id`."""
        return await self._ask(calls.new_application(name, description, tags))

    async def start_scan(
        self,
        target_id: str,
        profile_id: str,
        *,
        user_authorized_to_scan: bool,
        schedule: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Launch a scan, or schedule it; the answer has its `id`. `schedule` is sent as it is."""
        return await self._ask(calls.new_scan(target_id, profile_id, user_authorized_to_scan, schedule))

    async def _ask(self, asked: Ask[T]) -> T:
        result: T = await self._run(self._shared.prepared(asked, self._options))
        return result

    def _pager(self, listed: Listed, reading: Mapping[str, Any]) -> AsyncPager[Any, Any]:
        async def page(number: int, size: int) -> Any:
            return await self._ask(listed.page(number, size))

        return AsyncPager(page, listed.name, calls.NUMBERED, **calls.options_of(reading, 4))
