"""A first look around: companies, assets, critical issues, a write, and an error.

    conviso-client sandbox                      # in one terminal
    export CONVISO_API_URL=... CONVISO_API_KEY=...   # as the sandbox prints them
    python examples/quickstart.py

Against the live API it creates one asset, and says so before it does.
"""

from __future__ import annotations

import argparse
import sys

from conviso_client import Conviso, ConvisoError, RecordNotFound
from conviso_client.jobs import OPEN_STATUSES
from conviso_client.types import CreateAssetInput, IssuesFiltersInput

SHOWN = 10


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--company", help="the company to look at (default: the first that the key can see)")
    options = parser.parse_args(arguments)
    try:
        with Conviso(app_name="quickstart") as conviso:
            companies = conviso.companies().collection
            print("Companies", *(f"  {company.id:>6}  {company.label}" for company in companies), sep="\n")
            look_around(conviso.for_company(options.company or companies[0].id))
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


def look_around(conviso: Conviso) -> None:
    assets = conviso.assets(limit=SHOWN)
    print(f"\nAssets: {len(assets.collection)} of {assets.metadata.total_count}")
    for asset in assets.collection:
        print(f"  {asset.id:>6}  {asset.name:<32} impact {asset.business_impact or '-'}")

    critical = conviso.iter_issues(filters=IssuesFiltersInput(severities=["CRITICAL"], statuses=list(OPEN_STATUSES)))
    issues = list(critical)
    print(f"\nOpen critical issues: the first {min(SHOWN, len(issues))} of {len(issues)}")
    for issue in issues[:SHOWN]:
        print(f"  {issue.id:>6}  {issue.status:<20} {issue.title}  [{issue.asset.name}]")

    print("\nA write: creating an asset ...")
    created = conviso.create_asset(CreateAssetInput(name="org/quickstart", business_impact="LOW")).asset
    if created:
        again = conviso.asset(created.id)
        print(f"  Created asset {created.id}; read back: {again.name!r}, impact {again.business_impact}")

    print("\nAn error, met on purpose")
    try:
        conviso.asset("999999999")
    except RecordNotFound as error:
        print(f"  {type(error).__name__}: {error}")
        print(f"  Every error tells its operation ({error.operation}), codes {error.codes}, attempts, time.")


if __name__ == "__main__":
    sys.exit(main())
