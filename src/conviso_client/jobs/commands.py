"""`conviso-client gate`, `changes`, `triage` and `asset`: data on standard output, words on standard error."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from conviso_client import Conviso
from conviso_client.cli.terminal import say, tell, write_json
from conviso_client.errors import ConfigurationError, NotAuthorized, RecordNotFound

from .assets import ensure_asset
from .gating import gate
from .issues import asset_url, issue_url
from .triage import plan_status
from .updates import changes

__all__ = ["run_asset", "run_changes", "run_gate", "run_triage"]


def run_gate(options: argparse.Namespace) -> int:
    """Judge an asset. Return 0 if it passed, 1 if not."""
    with _client(options) as conviso:
        try:
            result = gate(
                conviso,
                asset=options.asset,
                branch=options.branch,
                rules=dict(options.most) if options.most else None,
                warning=options.warning,
            )
        except (NotAuthorized, RecordNotFound) as error:  # no second run mends a wrong id
            raise ConfigurationError(str(error)) from None
        link = asset_url(conviso, result.asset_id)
    if options.junit:
        result.write_junit(options.junit)
    if options.sarif:
        result.write_sarif(options.sarif)
    if options.json:
        write_json({**result.to_dict(), "asset_url": link})
    else:
        say(str(result))
        if link:
            say(f"  {link}")
    return 0 if result.passed else 1


def run_changes(options: argparse.Namespace) -> int:
    """List what changed. Return 0."""
    with _client(options) as conviso:
        for issue in changes(conviso, state=options.state, first=options.first):
            if options.json:
                write_json({**issue.to_dict(), "url": issue_url(conviso, issue)}, indent=None)
            else:
                severity = issue.severity or "-"
                say(f"{severity!s:<12} {issue.status!s:<20} {issue.id}  {issue.title}  [{issue.asset.name}]")
            sys.stdout.flush()  # the state must not be ahead of what was printed
    return 0


def run_triage(options: argparse.Namespace) -> int:
    """Plan a change of status, and apply it with `--apply`. Return 1 if some failed."""
    from conviso_client.types import IssuesFiltersInput

    given: dict[str, Any] = {}
    for name, values in options.filter:
        given.setdefault(name, []).extend(values)
    with _client(options) as conviso:
        plan = plan_status(
            conviso,
            filters=IssuesFiltersInput(**given),
            status=options.status,
            reason=options.reason,
            accepted_until=options.until,
        )
        result = plan.apply() if options.apply else None
    if options.json:
        write_json({**plan.to_dict(), "applied": None if result is None else result.to_dict()["outcomes"]})
    else:
        say(str(plan))
        if result is None:
            say("Nothing was written: --apply writes.")
    if result is None:
        return 0
    for outcome in result.failures:
        tell(f"failed: {outcome.id} {outcome.title}: {outcome.error}")
    if not options.json:
        say(f"{len(result.outcomes) - len(result.failures):,} changed, {len(result.failures):,} failed")
    return 1 if result.failures else 0


def run_asset(options: argparse.Namespace) -> int:
    """Print the asset of a repository. Return 0."""
    with _client(options) as conviso:
        asset = ensure_asset(
            conviso, repository_url=options.repository, name=options.name, branch=options.branch, tags=options.tag
        )
        link = asset_url(conviso, asset)
    if options.json:
        write_json({**asset._asdict(), "url": link})
    else:
        say(asset.id)
        tell(f"{'created' if asset.created else 'there already'}: {asset.name}{f' {link}' if link else ''}")
    return 0


def _client(options: argparse.Namespace) -> Conviso:
    return Conviso(company_id=options.company, app_name="conviso-client")
