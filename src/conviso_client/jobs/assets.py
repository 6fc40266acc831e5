"""Assets by id, name or repository, and one asset for each repository."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from conviso_client.errors import ConfigurationError, MutationRejected, OutcomeUnknown, RecordNotUnique

from .steps import ClientCall, Each, Steps, carry_out, carry_out_async

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import AssetDetail, AssetSummary

__all__ = [
    "LISTING",
    "EnsuredAsset",
    "FoundAsset",
    "MissingAssetError",
    "async_ensure_asset",
    "async_ensure_assets",
    "async_find_asset",
    "ensure_all_steps",
    "ensure_asset",
    "ensure_assets",
    "find_asset",
    "find_steps",
    "named_asset",
    "repository_key",
]

_HOST, _PATH = r"(?P<host>[\w-]+(?:\.[\w-]+)+)", r"(?P<path>[^\s?#]+?)(?:\.git)?/*"
_URL = re.compile(rf"\w+://(?:[^@/\s]*@)?{_HOST}(?::\d+)?/+{_PATH}(?:[?#]\S*)?")
_SCP = re.compile(rf"(?:[^@/\s]+@){_HOST}:/*{_PATH}")
"""Git's short form of an ssh address: `git@github.com:acme/shop.git`."""


_NEAR = 3
"""Names to suggest for an unknown one."""
_LOOKED_AT = 100
"""Assets to search for suggestions: one request."""


class WaysOut(NamedTuple):
    """The advice of `MissingAssetError`, in the words of the caller: a command line or Python."""

    create: str
    """How to create the asset; empty if the caller cannot."""
    list: str


LISTING = WaysOut("", "iter_assets() lists them.")
_IN_PYTHON = LISTING._replace(create="find_asset(..., create=True) creates it.")
_LISTED = "'conviso-client export assets --columns id,name -o -' lists them."


class MissingAssetError(ConfigurationError):
    """No asset has this name or repository."""


class FoundAsset(NamedTuple):
    """An asset found by a name."""

    id: str
    name: str | None
    created: bool


@dataclass(frozen=True, slots=True)
class EnsuredAsset:
    """The outcome for a repository."""

    repository: str
    """`host/path` in lower case."""
    outcome: Literal["there", "created", "missing", "failed"]
    """`missing` with `dry_run` alone: it would be created."""
    id: str | None
    """The id of its only asset; None if it has none, or several."""
    name: str | None
    error: str | None
    """Why it failed; None if it did not."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def repository_key(url: str) -> str | None:
    """Return the `host/path` that all spellings of an address share, in lower case; None for any other text."""
    match = _URL.fullmatch(url) or _SCP.fullmatch(url)
    return f"{match['host']}/{match['path']}".lower() if match else None


def find_asset(conviso: Conviso, asset: str, *, create: bool = False) -> FoundAsset:
    """Find an asset by its id, its exact name, or the address of its repository in any spelling.

    `create` makes an asset of that name, or of that repository, if there is none. Raises `ConfigurationError`, naming
    the candidates, if there is none or more than one; `RecordNotFound` for an unknown id.
    """
    return carry_out(conviso, find_steps(asset, create=create))


async def async_find_asset(conviso: AsyncConviso, asset: str, *, create: bool = False) -> FoundAsset:
    """Find an asset with `AsyncConviso`: see `find_asset`."""
    return await carry_out_async(conviso, find_steps(asset, create=create))


def named_asset(
    conviso: Conviso, asset: str, *, way_out: str = "", create: bool = False, near: bool = True
) -> FoundAsset:
    """Find the asset that a command line names; `way_out` is the advice on creating it, empty if there is none."""
    return carry_out(conviso, find_steps(asset, create=create, near=near, ways_out=WaysOut(way_out, _LISTED)))


def ensure_asset(
    conviso: Conviso,
    *,
    repository_url: str,
    name: str | None = None,
    branch: str = "main",
    tags: Sequence[str] = (),
) -> FoundAsset:
    """Return the asset of a repository, and create it if there is none.

    An existing asset stays as it is: name, branch and tags apply to a new one. Two jobs at the same time create one
    asset only if the server refuses a second one for the same repository; no source shows that it does.

    Args:
        conviso: the client; the asset belongs to its company.
        repository_url: the address of the repository, in any spelling. A token in it is not sent.
        name: the name of a new asset; None takes the path of the address, such as `acme/shop`.
        branch: the default branch: without it the platform does not join the asset with its repository.
        tags: the tags of a new asset.

    Raises `ConfigurationError` for an invalid address, and, naming the candidates, if there is more than one asset.
    """
    return carry_out(conviso, _ensure(repository_url, name, branch, tags))


async def async_ensure_asset(
    conviso: AsyncConviso,
    *,
    repository_url: str,
    name: str | None = None,
    branch: str = "main",
    tags: Sequence[str] = (),
) -> FoundAsset:
    """Ensure an asset with `AsyncConviso`: see `ensure_asset`."""
    return await carry_out_async(conviso, _ensure(repository_url, name, branch, tags))


def ensure_assets(
    conviso: Conviso,
    repository_urls: Sequence[str],
    *,
    branch: str = "main",
    tags: Sequence[str] = (),
    dry_run: bool = False,
) -> tuple[EnsuredAsset, ...]:
    """Ensure that each repository has one asset, and report on each; the list of assets is read once.

    A repository that is given twice counts once. A refusal by the API, or a repository with several assets, is
    `failed`, and the others go on. An error that concerns all, such as a wrong key, is raised; repeating is safe.

    Args:
        conviso: the client; the assets belong to its company.
        repository_urls: the addresses, in any spelling.
        branch: the default branch of new assets.
        tags: the tags of new assets.
        dry_run: write nothing.

    Raises `ConfigurationError` for an invalid address, before anything is sent.
    """
    return carry_out(conviso, ensure_all_steps(repository_urls, None, branch, tags, dry_run=dry_run))


async def async_ensure_assets(
    conviso: AsyncConviso,
    repository_urls: Sequence[str],
    *,
    branch: str = "main",
    tags: Sequence[str] = (),
    dry_run: bool = False,
) -> tuple[EnsuredAsset, ...]:
    """Ensure assets with `AsyncConviso`: see `ensure_assets`."""
    return await carry_out_async(conviso, ensure_all_steps(repository_urls, None, branch, tags, dry_run=dry_run))


def find_steps(
    text: str, *, create: bool = False, near: bool = True, ways_out: WaysOut = _IN_PYTHON
) -> Steps[FoundAsset]:
    """Do the steps of `find_asset`; `near` searches for suggestions, which takes another request."""
    text = text.strip()
    if not text:
        raise ConfigurationError("the asset has no name: give its id, its name or the address of its repository")
    if text.isdecimal():
        asset: AssetDetail = yield ClientCall("asset", (text,))  # a merged asset answers with its successor
        return FoundAsset(asset.id, asset.name, created=False)
    if create and repository_key(text):
        return (yield from _ensure(text, None, "main", ()))
    found, alike = yield from _look(text)
    if found is None and create:
        found = yield from _create(text, {"name": text})
    if found is None:
        meant = alike or ((yield from _near(text)) if near else [])
        hint = f"Did you mean {' or '.join(meant)}?" if meant else ways_out.list
        raise MissingAssetError(" ".join(filter(None, (f"there is no asset {_shown(text)!r}.", hint, ways_out.create))))
    return found


def _near(text: str) -> Steps[list[str]]:
    """Return assets with names similar to a text, among those of one request."""
    from difflib import get_close_matches

    seen: dict[str, AssetSummary] = {}

    def note(asset: AssetSummary) -> None:
        key = asset.name if repository_key(text) is None else _key_of(asset)
        if key:
            seen.setdefault(key.lower(), asset)

    yield Each("iter_assets", {"limit": _LOOKED_AT, "page_size": _LOOKED_AT}, note)
    wanted = repository_key(text) or text.lower()
    return [_told(seen[key]) for key in get_close_matches(wanted, seen, n=_NEAR, cutoff=0.75)]


def _told(asset: AssetSummary) -> str:
    return f"{asset.name!r} ({asset.id})"


def ensure_all_steps(
    urls: Sequence[str], name: str | None, branch: str, tags: Sequence[str], *, dry_run: bool
) -> Steps[tuple[EnsuredAsset, ...]]:
    """Do the steps of `ensure_assets`; `name` is for a new asset."""
    wanted: dict[str, str] = {}
    for url in urls:
        wanted.setdefault(_key(url), url)
    there: defaultdict[str | None, list[AssetSummary]] = defaultdict(list)

    def sort_in(asset: AssetSummary) -> None:
        there[_key_of(asset)].append(asset)

    yield Each("iter_assets", {"strict": True}, sort_in)
    done: list[EnsuredAsset] = []
    for key, url in wanted.items():
        try:
            found = _only(url, there[key])
            if found is None and dry_run:
                done.append(EnsuredAsset(key, "missing", None, name or _path(key), None))
                continue
            found = found or (yield from _create(url, _new(key, url, name, branch, tags)))
        except (ConfigurationError, MutationRejected, OutcomeUnknown, RecordNotUnique) as error:
            done.append(EnsuredAsset(key, "failed", None, None, str(error)))
        else:
            done.append(EnsuredAsset(key, "created" if found.created else "there", found.id, found.name, None))
    return tuple(done)


def _ensure(url: str, name: str | None, branch: str, tags: Sequence[str]) -> Steps[FoundAsset]:
    key = _key(url)
    found, _ = yield from _look(url)
    return found or (yield from _create(url, _new(key, url, name, branch, tags)))


def _key(url: str) -> str:
    key = repository_key(url)
    if key is None:
        raise ConfigurationError(
            f"{_shown(url)!r} is not the address of a repository, such as https://git.example/shop"
        )
    return key


def _path(key: str) -> str:
    return key.partition("/")[2]


def _new(key: str, url: str, name: str | None, branch: str, tags: Sequence[str]) -> dict[str, Any]:
    given = {"name": name or _path(key), "repo_url": _shown(url), "branch_name": branch}
    return given | ({"assets_tag_list": list(tags)} if tags else {})


def _look(text: str) -> Steps[tuple[FoundAsset | None, list[str]]]:
    """Find an asset, and those with similar names."""
    from conviso_client.types import AssetsSearch

    key = repository_key(text)
    assets: list[AssetSummary] = []
    # No filter by repository is confirmed, so an address is searched among all assets.
    search = {} if key else {"search": AssetsSearch(name=text)}
    yield Each("iter_assets", {**search, "strict": True}, assets.append)
    found = [asset for asset in assets if (_key_of(asset) == key if key else asset.name == text)]
    return _only(text, found), [] if key else [_told(asset) for asset in assets[:_NEAR]]


def _only(text: str, found: Sequence[AssetSummary]) -> FoundAsset | None:
    """Return the only asset, None if there is none. Raises `ConfigurationError` for several."""
    if len(found) > 1:
        listed = ", ".join(f"{asset.id} ({asset.name})" for asset in found)
        raise ConfigurationError(f"{len(found)} assets are called {_shown(text)}: {listed}. Give the id of one.")
    return FoundAsset(found[0].id, found[0].name, created=False) if found else None


def _create(text: str, given: dict[str, Any]) -> Steps[FoundAsset]:
    """Create an asset once. After a lost answer, or a refusal because another job was faster, look it up."""
    from conviso_client.types import CreateAssetInput

    try:
        payload = yield ClientCall("create_asset", (CreateAssetInput(**given),))
    except (MutationRejected, OutcomeUnknown, RecordNotUnique) as error:
        found, _ = yield from _look(text)
        if found is None:
            raise
        return found._replace(created=isinstance(error, OutcomeUnknown))
    if payload is None or payload.asset is None:
        raise ConfigurationError(f"the API created no asset {given['name']!r}, and does not say why")
    return FoundAsset(payload.asset.id, payload.asset.name, created=True)


def _key_of(asset: AssetSummary) -> str | None:
    key = asset.repository_detail and asset.repository_detail.repository_key
    return key.lower() if key else None


def _shown(text: str) -> str:
    """Remove possible tokens: CI systems put them before the `@` or behind the `?` of an address."""
    return re.sub(r"^(\w+://)[^@/]*@", r"\1", text).partition("?")[0]
