"""Export all issues of all companies that the key sees.

    python examples/export_issues.py issues.jsonl
    python examples/export_issues.py issues/ --detail

A target that ends in / is a folder with a Parquet file for each company. Interrupt it whenever you like: the same
command goes on where it stopped. Exit status: 0 all is there, 1 stopped on the way or companies are left out.
`conviso-client export issues --all-companies` does the same.
"""

from __future__ import annotations

import argparse
import sys

from conviso_client import Conviso, ConvisoError
from conviso_client.jobs import export_companies
from conviso_client.types import IssueSortOptionInput

OLDEST_FIRST = [
    IssueSortOptionInput(sort_by="CREATED_AT", order="ASC"),
    IssueSortOptionInput(sort_by="ID", order="ASC"),
]
"""New issues come last, so that they move no row from a page to another."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", help="a file .jsonl, .csv or .parquet, or a folder/")
    parser.add_argument("--detail", action="store_true", help="also texts and what each type of issue has of its own")
    options = parser.parse_args(arguments)
    try:
        with Conviso(app_name="export-issues") as conviso:
            result = export_companies(
                conviso,
                lambda company: company.iter_issues(sort_options=OLDEST_FIRST, with_detail=options.detail),
                options.target,
                on_rows=lambda rows, _: print(f"{rows:,} rows", file=sys.stderr),
            )
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print(result)
    for company in result.refused:
        print(f"  {company.label}: {company.reason}")
    return 0 if result.complete else 1


if __name__ == "__main__":
    sys.exit(main())
