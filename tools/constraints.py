"""Print the constraints for the lowest versions: constraints-lowest.txt, and constraints.txt for all others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

TESTED = Path("constraints.txt")
LOWEST = Path("constraints-lowest.txt")


def main() -> int:
    """Print them, one a line."""
    print(*lowest(read_constraints(LOWEST), read_constraints(TESTED)), sep="\n")
    return 0


def read_constraints(path: Path) -> list[Requirement]:
    """Read a file of constraints without addresses, hashes or options."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


def lowest(first: list[Requirement], otherwise: list[Requirement]) -> Iterator[Requirement]:
    """Give the constraints of the first list, and of the second those about what the first does not name."""
    named = {name_of(constraint) for constraint in first}
    yield from first
    yield from (constraint for constraint in otherwise if name_of(constraint) not in named)


def name_of(requirement: Requirement) -> NormalizedName:
    """Give a package's name in the one spelling that can be compared."""
    return canonicalize_name(requirement.name)


if __name__ == "__main__":
    sys.exit(main())
