"""A first look around: companies, assets, critical issues, a write, and an error.

    conviso-client sandbox                      # in one terminal
    export CONVISO_API_URL=... CONVISO_API_KEY=...   # as the sandbox prints them
    python examples/quickstart.py

Against the live API it creates one asset, and says so before it does.
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from conviso_client import Conviso, ConvisoError, RecordNotFound
from conviso_client.types import CompanySummary, CreateAssetInput, IssuesFiltersInput

SHOWN = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--company", help="the company to look at (default: the first that the key can see)")
    options = parser.parse_args()
    console = Console()
    try:
        with Conviso(app_name="quickstart") as conviso:
            companies = show_companies(conviso, console)
            company = options.company or companies[0].id
            look_around(conviso.with_options(company_id=company), console)
    except ConvisoError as error:
        console.print(f"[bold red]{type(error).__name__}[/]: {error}", soft_wrap=True, highlight=False)
        return 1
    return 0


def show_companies(conviso: Conviso, console: Console) -> list[CompanySummary]:
    companies = conviso.companies().collection
    console.rule("Companies")
    for company in companies:
        console.print(f"  {company.id:>6}  {company.label}")
    return companies


def look_around(conviso: Conviso, console: Console) -> None:
    show_assets(conviso, console)
    show_issues(conviso, console)
    create_asset(conviso, console)
    meet_an_error(conviso, console)


def show_assets(conviso: Conviso, console: Console) -> None:
    assets = conviso.assets(limit=SHOWN)
    table = Table(title=f"Assets: {len(assets.collection)} of {assets.metadata.total_count}")
    for column in ("id", "name", "business impact", "risk"):
        table.add_column(column)
    for asset in assets.collection:
        current = asset.risk_score.current if asset.risk_score else None
        risk = f"{current.value:.0f}" if current and current.value is not None else "-"
        table.add_row(asset.id, asset.name, asset.business_impact or "-", risk)
    console.print(table)


def show_issues(conviso: Conviso, console: Console) -> None:
    critical = conviso.iter_issues(filters=IssuesFiltersInput(severities=["CRITICAL"]))
    with Progress(console=console) as progress:
        issues = list(progress.track(critical, total=critical.total(), description="Critical issues"))
    table = Table(title=f"Critical issues: the first {min(SHOWN, len(issues))} of {len(issues)}")
    for column in ("id", "type", "title", "status", "asset"):
        table.add_column(column)
    for issue in issues[:SHOWN]:
        table.add_row(issue.id, issue.type, issue.title, issue.status, issue.asset.name)
    console.print(table)


def create_asset(conviso: Conviso, console: Console) -> None:
    console.rule("A write")
    console.print("  Creating an asset ...")
    created = conviso.create_asset(CreateAssetInput(name="org/quickstart", business_impact="LOW")).asset
    if created:
        again = conviso.asset(created.id)
        console.print(f"  Created asset {created.id}; read back: {again.name!r}, impact {again.business_impact}")


def meet_an_error(conviso: Conviso, console: Console) -> None:
    console.rule("An error, met on purpose")
    try:
        conviso.asset("999999999")
    except RecordNotFound as error:
        console.print(f"  {type(error).__name__}: {error}", soft_wrap=True, highlight=False)
        console.print(f"  Every error tells its operation ({error.operation}), codes {error.codes}, attempts, time.")


if __name__ == "__main__":
    sys.exit(main())
