"""`conviso-client import --from invicti`: the vulnerabilities of several assets, in one run."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from conviso_client import Conviso
from conviso_client.cli.terminal import tell, write_json
from conviso_client.errors import ConfigurationError, RecordNotFound
from conviso_client.findings.command import Planned, carried_out, check_report, plan, reported, show, status
from conviso_client.findings.result import ImportResult
from conviso_client.jobs.assets import FoundAsset, named_asset
from conviso_client.jobs.companies import client_of

from .as_findings import findings
from .client import Invicti
from .models import Asset

__all__ = ["run"]

_APP = "conviso-client-import"
_OF_FILES = ("files", "format", "root", "asset", "create_asset", "branch", "wait")
"""Options of an import of files."""
TAG = "invicti:"
COLUMNS = ("invicti", "conviso")


class Pair(NamedTuple):
    """Assets of Invicti that map to one in Conviso."""

    here: FoundAsset
    there: list[Asset]


def run(options: argparse.Namespace) -> int:
    """Import. Return 0 if all went well, 1 if rows failed or `--fail-on` was met. All is read before any is written."""
    useless = [name for name in _OF_FILES if getattr(options, name)]
    if useless:
        names = ", ".join("FILE" if name == "files" else f"--{name.replace('_', '-')}" for name in useless)
        raise ConfigurationError(f"{names}: of files, and --from reads none")
    check_report(options)
    path: Path | None = options.asset_map
    wanted = None if path is None else _map(path)
    with Invicti(app_name=_APP) as invicti, client_of(options.company, _APP) as conviso:
        assets = {asset.id: asset for asset in invicti.iter_assets(strict=True)}
        pairs = _tagged(conviso, assets) if wanted is None else _mapped(conviso, assets, wanted)
        planned = [
            plan(conviso, pair.here, [findings(invicti, asset_id=asset.id) for asset in pair.there], options)
            for pair in pairs
        ]
        results = carried_out(planned, options)
    with reported(results, options):
        _tell(pairs, planned, results, options)
    return status(planned, results, options)


def _tell(
    pairs: Sequence[Pair], planned: Sequence[Planned], results: Sequence[ImportResult], options: argparse.Namespace
) -> None:
    if options.json:
        told = [
            {"invicti": [asset.id for asset in pair.there], "asset": pair.here.id}
            | (results[at] if results else each.plan).to_dict()
            for at, (pair, each) in enumerate(zip(pairs, planned, strict=True))
        ]
        write_json({"dry_run": options.dry_run, "imports": told})
    else:
        for at, (pair, each) in enumerate(zip(pairs, planned, strict=True)):
            show(f"Invicti {', '.join(asset.name for asset in pair.there)}", each, results[at] if results else None)


def _map(path: Path) -> dict[str, str]:
    """Read the map of assets. Raises `ConfigurationError`, which names the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # spreadsheets write a BOM
    except OSError as error:
        problem = f"it cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        problem = "it is not in UTF-8"
    else:
        try:
            return dict(_rows(text, path))
        except csv.Error as error:  # such as a cell that is too long
            problem = f"it is not CSV: {error}"
    raise ConfigurationError(f"{path}: {problem}")


def _rows(text: str, path: Path) -> Iterator[tuple[str, str]]:
    reader = csv.DictReader(text.splitlines(), skipinitialspace=True)
    if not set(COLUMNS) <= set(reader.fieldnames or ()):
        found = ", ".join(map(repr, reader.fieldnames or ())) or "nothing"
        raise ConfigurationError(f"{path}: the first line names the columns, {','.join(COLUMNS)}; it has {found}")
    seen: set[str] = set()
    for row in reader:
        there, here = ((row[name] or "").strip() for name in COLUMNS)
        line = f"{path}, line {reader.line_num}"
        if not there or not here:
            raise ConfigurationError(f"{line}: an asset of Invicti and one of Conviso are due, not {there!r}, {here!r}")
        if there in seen:
            raise ConfigurationError(f"{line}: {there!r} stands in the file twice")
        seen.add(there)
        yield there, here
    if not seen:
        raise ConfigurationError(f"{path}: there is no asset in it")


def _mapped(conviso: Conviso, assets: dict[str, Asset], wanted: dict[str, str]) -> list[Pair]:
    unknown = [there for there in wanted if there not in assets]
    if unknown:
        known = ", ".join(f"{asset.id} ({asset.name})" for asset in list(assets.values())[:5])
        names = ", ".join(map(repr, unknown[:5]))
        raise ConfigurationError(f"--asset-map: Invicti has no asset {names}, by its id; there are {known or 'none'}")
    found = {here: _found(conviso, here) for here in dict.fromkeys(wanted.values())}
    return _pairs([(found[here], assets[there]) for there, here in wanted.items()])


def _found(conviso: Conviso, text: str) -> FoundAsset:
    """Find an asset. An id is looked up too, because a wrong one would fail after other assets are written."""
    if not text.isdecimal():
        return named_asset(conviso, text)
    try:
        asset = conviso.asset(text)
    except RecordNotFound as error:
        problem = error.message
    else:
        return FoundAsset(asset.id, asset.name, created=False)
    raise ConfigurationError(f"--asset-map: there is no asset {text} in Conviso ({problem})")


def _tagged(conviso: Conviso, assets: dict[str, Asset]) -> list[Pair]:
    found: dict[str, FoundAsset] = {}
    for asset in conviso.iter_assets(strict=True):
        for there in (tag.removeprefix(TAG) for tag in asset.assets_tag_list or () if tag.startswith(TAG)):
            if there in found:
                raise ConfigurationError(f"assets {found[there].id} and {asset.id} both have the tag {TAG}{there}")
            if there in assets:
                found[there] = FoundAsset(asset.id, asset.name, created=False)
            else:
                tell(f"asset {asset.id} ({asset.name}) has the tag {TAG}{there}, and Invicti has no such asset")
    if not found:
        raise ConfigurationError(f"no asset has a tag like {TAG}ID with the id of one of Invicti: give --asset-map")
    return _pairs([(here, assets[there]) for there, here in found.items()])


def _pairs(each: Sequence[tuple[FoundAsset, Asset]]) -> list[Pair]:
    """Group by the asset in Conviso: with `--close-missing`, separate imports would close each other's issues."""
    pairs: dict[str, Pair] = {}
    for here, there in each:
        pairs.setdefault(here.id, Pair(here, [])).there.append(there)
    return list(pairs.values())
