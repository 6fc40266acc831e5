"""Change the status of many issues by rules: plan, review, apply.

    python examples/bulk_triage.py 443
    python examples/bulk_triage.py 443 --apply

The first only says what the second would write. Exit status: 0 done, 1 something failed. `conviso-client triage` does
the same for one rule.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

from conviso_client import Conviso, ConvisoError
from conviso_client.jobs import OPEN_STATUSES, plan_status
from conviso_client.types import IssuesFiltersInput

OPEN = list(OPEN_STATUSES)
RULES = (
    (IssuesFiltersInput(severities=["NOTIFICATION"], statuses=OPEN), "SUPPRESSED", "Information only", None),
    (IssuesFiltersInput(severities=["LOW"], statuses=OPEN), "RISK_ACCEPTED", "Low risk", date(2030, 12, 31)),
)
"""Which issues get which status, why, and until when."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("company", help="the id of the company")
    parser.add_argument("--apply", action="store_true", help="write")
    options = parser.parse_args(arguments)
    failures = 0
    try:
        with Conviso(company_id=options.company, app_name="bulk-triage") as conviso:
            for filters, status, reason, until in RULES:
                plan = plan_status(conviso, filters=filters, status=status, reason=reason, accepted_until=until)
                print(plan)
                for failure in plan.apply().failures if options.apply else ():
                    failures += 1
                    print(f"  {failure.id} {failure.title}: {failure.error}")
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
