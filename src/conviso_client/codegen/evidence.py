"""What is known of each schema coordinate, and how well: the table `evidence.tsv` beside a reconstructed schema."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from .problems import GenerationError, Problem

__all__ = ["Evidence", "read_evidence"]

_COLUMNS = ("coordinate", "evidence", "type_certainty")


class Evidence(NamedTuple):
    """Which coordinates a source confirms. An empty table says nothing: then the schema is trusted."""

    name: Mapping[str, str]
    """Coordinate to `confirmed`, `2024` or `guessed`."""
    inferred: frozenset[str]
    """Coordinates whose type is a deduction: decoding must not depend on it."""

    @property
    def is_empty(self) -> bool:
        return not self.name

    def is_confirmed(self, coordinate: str) -> bool:
        """Tell if a recent source shows the name, or if there is no table to ask."""
        return self.is_empty or self.name.get(coordinate) == "confirmed"

    def is_guessed(self, coordinate: str) -> bool:
        """Tell if the name itself is a guess, which must not be sent."""
        return self.name.get(coordinate) == "guessed"


def read_evidence(path: Path | None) -> Evidence:
    """Read the table; None, or a file that is not there, gives an empty one."""
    if path is None or not path.exists():
        return Evidence({}, frozenset())
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        if missing := [column for column in _COLUMNS if column not in (reader.fieldnames or ())]:
            raise GenerationError([Problem(path.as_posix(), 1, f"the column {missing[0]} is missing")])
        rows = list(reader)
    return Evidence(
        {row["coordinate"]: row["evidence"] for row in rows},
        frozenset(row["coordinate"] for row in rows if row["type_certainty"] == "inferred"),
    )
