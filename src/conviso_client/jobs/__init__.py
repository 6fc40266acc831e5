"""What people automate, as functions: each takes a client and leaves the rest to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conviso_client.jobs.assets import FoundAsset as FoundAsset
    from conviso_client.jobs.assets import async_ensure_asset as async_ensure_asset
    from conviso_client.jobs.assets import async_find_asset as async_find_asset
    from conviso_client.jobs.assets import ensure_asset as ensure_asset
    from conviso_client.jobs.assets import find_asset as find_asset
    from conviso_client.jobs.issues import OPEN_STATUSES as OPEN_STATUSES
    from conviso_client.jobs.issues import asset_url as asset_url
    from conviso_client.jobs.issues import issue_url as issue_url
    from conviso_client.jobs.issues import project_url as project_url

_MODULES = {
    "assets": ("FoundAsset", "async_ensure_asset", "async_find_asset", "ensure_asset", "find_asset"),
    "issues": ("OPEN_STATUSES", "asset_url", "issue_url", "project_url"),
}

_NAMES = [name for names in _MODULES.values() for name in names]

__all__ = [*_NAMES]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # one list, once

if not TYPE_CHECKING:
    from conviso_client.lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
