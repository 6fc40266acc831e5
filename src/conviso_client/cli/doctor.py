"""The options of `conviso-client doctor`."""

from __future__ import annotations

from conviso_client.call.options import URL

from .deferred import Deferred
from .manual import Example, Manual
from .parser import Parser

__all__ = ["add_to"]

_MANUAL = Manual(
    examples=(
        Example("with the key in CONVISO_API_KEY", "conviso-client doctor"),
        Example("another endpoint, quickly", "conviso-client doctor --url http://127.0.0.1:8080 --no-schema"),
        Example("for a program", "conviso-client doctor --json"),
    ),
    statuses={
        0: "all is well, perhaps with notes",
        1: "a check failed: its line begins with FAIL",
        2: "wrong usage",
    },
    environment=("CONVISO_API_KEY", "CONVISO_API_URL", "CONVISO_COMPANY_ID"),
)


def add_to(program: Parser) -> None:
    """Declare `doctor`."""
    parser = program.add_command(
        "doctor",
        help="check endpoint, key, quota and schema from this machine",
        description="Show the versions, endpoint, key, companies, latency, quota and schema that a program here would "
        "use, and check each. The key itself is never shown.",
        manual=_MANUAL,
    )
    parser.add_argument("--url", help=f"the endpoint (default: CONVISO_API_URL, else {URL})")
    parser.add_argument("--no-schema", action="store_true", help="do not compare the live schema")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")
    parser.set_defaults(run=Deferred("conviso_client.cli.diagnosis", "run"))
