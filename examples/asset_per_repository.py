"""Make sure that each repository has one asset, and none has two.

    python examples/asset_per_repository.py --company 443 https://github.com/acme/shop git@github.com:acme/billing.git
    python examples/asset_per_repository.py --company 443 --file repositories.txt --dry-run

A line of the file is an address, and after a space the default branch if it is not that of `--branch`; `#` begins a
comment. All spellings of an address are one repository. What is there already is left alone, so it may run again and
again. Needs the extra `cli`.

Exit status: 0 each repository has one asset, 1 not all of them, or stopped on the way, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rich import progress
from rich.console import Console
from rich.table import Table

from conviso_client import (
    ConfigurationError,
    Conviso,
    ConvisoError,
    GraphQLError,
    MutationRejected,
    NotAuthorized,
    OutcomeUnknown,
)
from conviso_client.progress import track
from conviso_client.types import AssetsSearch, CreateAssetInput

HOST, PATH = r"[\w-]+(?:\.[\w-]+)+", r"(?P<path>[^\s?#]+?)(?:\.git)?/*"
ADDRESS = re.compile(rf"\w+://(?:[^@/\s]*@)?(?P<host>{HOST})(?::\d+)?/+{PATH}")
SHORT_ADDRESS = re.compile(rf"(?:[^@/\s]+@)?(?P<host>{HOST})[:/]+{PATH}")
"""As git takes it for ssh: `git@github.com:acme/shop.git`."""
ATTEMPTS = 3
"""Times to create an asset whose creation got no answer and that is not found afterwards."""


class Repository(NamedTuple):
    """A repository, and the asset that it should have."""

    key: str
    """`host/path` in lower case, which is what the platform knows a repository by."""
    url: str
    branch: str

    @property
    def name(self) -> str:
        """The path without the host, such as `acme/shop`."""
        return self.key.partition("/")[2]


class Result(NamedTuple):
    """What came of a repository."""

    repository: Repository
    outcome: str
    asset: str = ""
    note: str = ""


GOOD = ("there", "created", "to create")


def repositories(lines: Iterable[str], branch: str) -> list[Repository]:
    """Read addresses, one a line; the same repository again is left out. Raises ConfigurationError."""
    found: dict[str, Repository] = {}
    for line in lines:
        url, _, own_branch = line.partition("#")[0].strip().partition(" ")
        match = ADDRESS.fullmatch(url) or SHORT_ADDRESS.fullmatch(url)
        if url and match is None:
            raise ConfigurationError(f"{without_secret(url)!r} is no address of a repository")
        if match:
            key = f"{match['host']}/{match['path']}".lower()
            found.setdefault(key, Repository(key, without_secret(url), own_branch.strip() or branch))
    return list(found.values())


def without_secret(url: str) -> str:
    """Addresses from CI may have a token before the `@` or behind a `?`: nobody else is to see it."""
    return re.sub(r"^(https?://)[^@/]*@", r"\1", url).partition("?")[0]


class Assets:
    """The assets of the company, by the repository that they are of."""

    def __init__(self, conviso: Conviso) -> None:
        self.conviso = conviso
        self.of: defaultdict[str, set[str]] = defaultdict(set)
        for asset in track(conviso.iter_assets(strict=True), "Assets"):
            if asset.repository_detail and asset.repository_detail.repository_key:
                self.of[asset.repository_detail.repository_key.lower()].add(asset.id)

    def look_again(self, repository: Repository) -> None:
        """Look if there is an asset of this repository by now."""
        for asset in self.conviso.iter_assets(search=AssetsSearch(name=repository.name)):
            key = asset.repository_detail and asset.repository_detail.repository_key
            if key and key.lower() == repository.key:
                self.of[repository.key].add(asset.id)


def ensure(assets: Assets, repository: Repository, pause: float) -> Result:
    """Create the asset of a repository unless there is one."""
    doubt = ""
    for _ in range(ATTEMPTS):
        there = existing(assets, repository, doubt)
        if there:
            return there
        try:
            return create(assets, repository)
        except OutcomeUnknown as error:
            doubt = f"the answer was lost ({type(error.cause).__name__})"
            time.sleep(pause)  # the platform may be at it still
            assets.look_again(repository)
        except GraphQLError as error:
            if isinstance(error, NotAuthorized):
                raise
            return refused(assets, repository, error.message)
        except MutationRejected as error:
            return refused(assets, repository, "; ".join(error.errors))
    return existing(assets, repository, doubt) or Result(repository, "failed", "", doubt)


def existing(assets: Assets, repository: Repository, doubt: str = "") -> Result | None:
    """Return what is to be said of a repository that has an asset; `doubt` is why it may be ours."""
    there = sorted(assets.of[repository.key])
    if len(there) > 1:
        return Result(repository, "twice", ", ".join(there), "merge them on the platform")
    return Result(repository, "created" if doubt else "there", there[0], doubt) if there else None


def refused(assets: Assets, repository: Repository, reason: str) -> Result:
    """Look whether it was refused because somebody else was faster."""
    assets.look_again(repository)
    return existing(assets, repository) or Result(repository, "failed", "", reason)


def create(assets: Assets, repository: Repository) -> Result:
    # Without both, address and branch, the platform does not join the asset with its repository, and says nothing.
    new = CreateAssetInput(name=repository.name, repo_url=repository.url, branch_name=repository.branch)
    asset = assets.conviso.create_asset(new).asset
    if asset is None:
        return Result(repository, "failed", "", "the answer has no asset")
    assets.of[repository.key].add(asset.id)
    joined = asset.repository_detail and asset.repository_detail.repository_key
    return Result(repository, "created", asset.id, "" if joined else "not joined with its repository")


def ensure_all(assets: Assets, wanted: Sequence[Repository], options: argparse.Namespace) -> Iterator[Result]:
    """Give the result of each repository in turn, with a bar on standard error."""
    for repository in progress.track(wanted, "Repositories", console=Console(stderr=True)):
        if options.dry_run:
            yield existing(assets, repository) or Result(repository, "to create", "", f"branch {repository.branch}")
        else:
            yield ensure(assets, repository, options.pause)


def show(results: Sequence[Result], console: Console) -> None:
    """Print what came of each repository."""
    colours = {"there": "dim", "created": "green", "to create": "cyan"}
    if not results:
        return
    table = Table("repository", "outcome", "asset", "note")
    for result in results:
        table.add_row(
            result.repository.key, result.outcome, result.asset, result.note, style=colours.get(result.outcome, "red")
        )
    console.print(table)
    counts = Counter(result.outcome for result in results)
    console.print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()), highlight=False)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("addresses", nargs="*", metavar="ADDRESS", help="a repository, by https or ssh")
    parser.add_argument("--file", type=Path, help="a file with an address on each line")
    parser.add_argument("--company", metavar="ID", help="the company (default: CONVISO_COMPANY_ID)")
    parser.add_argument("--branch", default="main", help="the default branch of the repositories (default: main)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be created")
    parser.add_argument("--pause", type=float, default=2.0, help=argparse.SUPPRESS)
    return parser


def run(options: argparse.Namespace) -> int:
    lines = [*options.addresses, *(options.file.read_text(encoding="utf-8").splitlines() if options.file else ())]
    wanted = repositories(lines, options.branch)
    if not wanted:
        raise ConfigurationError("no repository: give an address, or --file")
    results: list[Result] = []
    with Conviso(company_id=options.company, app_name="asset-per-repository") as conviso:
        try:
            for result in ensure_all(Assets(conviso), wanted, options):
                results.append(result)  # noqa: PERF402  # those before an error are shown as well
        finally:
            show(results, Console())
    return 0 if all(result.outcome in GOOD for result in results) else 1


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return run(options)
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted: what was created stays; run it again for the rest.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
