"""The options of `conviso-client import`."""

from __future__ import annotations

from pathlib import Path

from .deferred import Deferred
from .manual import EXIT_CONFIGURATION, EXIT_UNDECIDED, Example, Manual
from .parser import Parser
from .waiting import add_waiting

__all__ = ["SEVERITIES", "add_to"]

SEVERITIES = ("NOTIFICATION", "LOW", "MEDIUM", "HIGH", "CRITICAL")
_IMPORT = Manual(
    examples=(
        Example(
            "look first: print the plan, write nothing",
            "conviso-client import bandit.sarif --asset org/payments-api --dry-run",
        ),
        Example(
            "import a scan of a branch, and close issues that it no longer finds",
            "conviso-client import semgrep.sarif --asset org/payments-api --branch main --close-missing",
        ),
        Example(
            "let the platform read a report of MobSF",
            "conviso-client import mobsf.json --format mobsf --asset 1234 --wait",
        ),
        Example(
            "import from the Invicti Platform; its key is in INVICTI_API_KEY",
            "conviso-client import --from invicti --asset-map map.csv --company 443 --dry-run",
        ),
        Example(
            "read another command's output, such as trivy image --format json", "conviso-client import - --asset 1234"
        ),
    ),
    statuses={
        0: "done",
        1: "rows failed, or --fail-on was met",
        EXIT_UNDECIDED: "could not decide: the API did not answer, or not completely",
        EXIT_CONFIGURATION: "wrong usage, key, address, name or file",
    },
    environment=(
        *("CONVISO_API_KEY", "CONVISO_API_URL", "CONVISO_COMPANY_ID"),
        *("INVICTI_API_KEY", "INVICTI_API_URL", "INVICTI_ORGANIZATION_ID"),
    ),
    usage_status=EXIT_CONFIGURATION,
    undecided_status=EXIT_UNDECIDED,
)


def add_to(program: Parser) -> None:
    """Declare `import`."""
    parser = program.add_command(
        "import",
        help="import scanner reports, each finding once",
        description="Import findings from scanner reports or from the Invicti Platform. Compare them with the asset's "
        "issues, and create, update, reopen or close issues where they differ. The same findings again change nothing.",
        manual=_IMPORT,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a scanner's report; - reads standard input")
    parser.add_argument(
        "--from", dest="origin", choices=("invicti",), help="read the Invicti Platform instead of files"
    )
    parser.add_argument(
        "--asset-map",
        type=Path,
        metavar="FILE",
        help="with --from: CSV with the columns invicti (an id there) and conviso (an asset here) (default: tags of "
        "the assets here, such as invicti:ID)",
    )
    parser.add_argument(
        "--format", help="the format of the files (default: detected); with mobsf, the platform reads the file"
    )
    parser.add_argument("--root", type=Path, help="the checkout's folder, if the files have absolute paths")
    parser.add_argument("--asset", metavar="NAME|ID|URL", help="the asset of the files: name, id or repository")
    parser.add_argument("--create-asset", action="store_true", help="create the asset if it does not exist")
    parser.add_argument("--company", metavar="ID|NAME", help="the company (default: CONVISO_COMPANY_ID)")
    parser.add_argument("--branch", help="the scanned branch (default: as the files say, else the default branch)")
    parser.add_argument("--source", metavar="NAME", help="the name that sets these findings apart (default: the tool)")
    parser.add_argument(
        "--min-severity", choices=SEVERITIES, help="skip findings below this severity; keep those without one"
    )
    parser.add_argument(
        "--close-missing",
        action="store_true",
        help="set FIX_ACCEPTED on issues of the source that the files no longer have",
    )
    parser.add_argument(
        "--allow-drop", action="store_true", help="with --close-missing: close even if more than half are missing"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing; print the plan")
    parser.add_argument("--report", metavar="FILE", help="write a row for each finding: .jsonl, .csv or .xml (JUnit)")
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        help="exit with 1 on an open finding of this severity or above, or without a severity",
    )
    add_waiting(parser, "with --format mobsf: wait for the platform")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")
    parser.set_defaults(run=Deferred("conviso_client.findings.command", "run"))
