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
        Example("see what would happen", "conviso-client import bandit.sarif --asset org/payments-api --dry-run"),
        Example(
            "what a scan of a branch found, and what it no longer finds",
            "conviso-client import semgrep.sarif --asset org/payments-api --branch main --close-missing",
        ),
        Example(
            "a report of MobSF, which the platform reads itself",
            "conviso-client import mobsf.json --format mobsf --asset 1234 --wait",
        ),
        Example(
            "what the Invicti Platform has, with the key in INVICTI_API_KEY",
            "conviso-client import --from invicti --asset-map map.csv --company 443 --dry-run",
        ),
        Example(
            "what another command writes, such as trivy image --format json", "conviso-client import - --asset 1234"
        ),
    ),
    statuses={
        0: "done",
        1: "rows failed, or --fail-on was met",
        EXIT_UNDECIDED: "could not decide: the API did not answer, or not completely",
        EXIT_CONFIGURATION: "wrong usage, key, address, asset or file",
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
        help="bring the findings of scanners into Conviso, each finding once",
        description="Read the files of scanners, or what the Invicti Platform has, compare them with the issues that "
        "the asset has, and create, update, reopen and close what differs. The same findings again change nothing.",
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
        help="with --from: CSV with the columns invicti,conviso: an id there, and the asset here (default: tags of the "
        "assets here, such as invicti:ID)",
    )
    parser.add_argument(
        "--format", help="the format of the files (default: told by their content); mobsf lets the platform read a file"
    )
    parser.add_argument("--root", type=Path, help="the folder of the checkout, where paths in the files are absolute")
    parser.add_argument("--asset", metavar="NAME|ID|URL", help="the asset of the files: name, id or repository")
    parser.add_argument("--create-asset", action="store_true", help="create the asset if there is none")
    parser.add_argument("--company", metavar="ID|NAME", help="the company (default: CONVISO_COMPANY_ID)")
    parser.add_argument(
        "--branch", help="the branch that was scanned (default: the files' own, else the default branch)"
    )
    parser.add_argument("--source", metavar="NAME", help="keep the findings apart under this name (default: the tool)")
    parser.add_argument(
        "--min-severity", choices=SEVERITIES, help="skip findings below this severity; those without one stay"
    )
    parser.add_argument(
        "--close-missing", action="store_true", help="set FIX_ACCEPTED on issues of the source that are gone"
    )
    parser.add_argument(
        "--allow-drop", action="store_true", help="with --close-missing: close even if more than half are gone"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing; print what would be written")
    parser.add_argument("--report", metavar="FILE", help="write a row for each finding: .jsonl, .csv or .xml (JUnit)")
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        help="exit with 1 if there is an open finding of this severity or above, or one without a severity",
    )
    add_waiting(parser, "with --format mobsf: wait until the platform has read the file")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.set_defaults(run=Deferred("conviso_client.findings.command", "run"))
