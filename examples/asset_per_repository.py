"""Make sure that each repository has one asset, and none has two.

    python examples/asset_per_repository.py repositories.txt --company 443

The file has an address on each line; all spellings of an address are one repository. Exit status: 0 each repository
has one asset, 1 not all of them. `conviso-client asset ensure` does the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from conviso_client import Conviso, ConvisoError
from conviso_client.jobs import ensure_assets


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="an address on each line")
    parser.add_argument("--company", metavar="ID", help="the company (default: CONVISO_COMPANY_ID)")
    parser.add_argument("--dry-run", action="store_true", help="create nothing")
    options = parser.parse_args(arguments)
    try:
        with Conviso(company_id=options.company, app_name="asset-per-repository") as conviso:
            assets = ensure_assets(conviso, options.file.read_text().split(), dry_run=options.dry_run)
    except (ConvisoError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    for asset in assets:
        print(f"{asset.outcome:8} {asset.repository} {asset.id or asset.error or ''}")
    return 1 if any(asset.error for asset in assets) else 0


if __name__ == "__main__":
    sys.exit(main())
