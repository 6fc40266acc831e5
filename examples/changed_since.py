"""Say which open issues are new or were updated since the last run.

    python examples/changed_since.py 443

The first run only remembers, in `changed-since-443.json`. Exit status: 0 done, changes or none, 1 stopped on the way.
`conviso-client changes issues` does the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from conviso_client import Conviso, ConvisoError
from conviso_client.jobs import OPEN_STATUSES, changes
from conviso_client.types import IssuesFiltersInput


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("company", help="the id of the company")
    options = parser.parse_args(arguments)
    state = Path(f"changed-since-{options.company}.json")
    try:
        with Conviso(company_id=options.company, app_name="changed-since") as conviso:
            for issue in changes(conviso, state=state, filters=IssuesFiltersInput(statuses=list(OPEN_STATUSES))):
                print(f"{issue.severity or '-':<12} {issue.id}  {issue.title}  [{issue.asset.name}]")
    except (ConvisoError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
