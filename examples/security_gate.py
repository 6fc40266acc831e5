"""Let a pipeline go on only if the platform's security gate lets an asset pass.

    python examples/security_gate.py org/payments-api main

Exit status: 0 passed, 1 failed, 2 no verdict. `conviso-client gate` does the same, and more.
"""

from __future__ import annotations

import argparse
import sys

from conviso_client import Conviso, ConvisoError
from conviso_client.jobs import gate


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asset", help="its id, its name, or the address of its repository")
    parser.add_argument("branch", nargs="?", help="exactly as the platform has it (default: the default branch)")
    options = parser.parse_args(arguments)
    try:
        with Conviso(app_name="security-gate") as conviso:
            result = gate(conviso, asset=options.asset, branch=options.branch)
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(result)
    return 0 if result.passed else 1


if __name__ == "__main__":
    sys.exit(main())
