"""Reading a large SARIF file: `python -m benchmarks.findings [--quick]`. Exits with 1 if a goal is missed.

A fresh process for each way of reading tells the processor time that it took, and by how much its memory grew at the
peak; both are told as multiples of what `json.loads` needs for the same file. Other readers take part where they are
installed (`pip install sarif-tools sarif-om`).
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

MEGABYTES, QUICK_MEGABYTES, ROUNDS = 50, 10, 3
PROCESSOR_GOAL, MEMORY_GOAL = 3.0, 1.2
"""Multiples of `json.loads`."""


class Cost(NamedTuple):
    """What reading the file came to."""

    results: int
    seconds: float
    """Of the processor."""
    megabytes: float
    """By which the memory grew at the peak."""


def main() -> int:
    """Measure, print, and say whether the goals were met."""
    parser = argparse.ArgumentParser(prog="benchmarks.findings", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_MEGABYTES} MB instead of {MEGABYTES}")
    parser.add_argument("--read", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(_measure(options.read, options.file)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.sarif")
        _make(path, QUICK_MEGABYTES if options.quick else MEGABYTES)
        costs = {way: cost for way in WAYS if (cost := _in_processes(way, path)) is not None}
    plain = costs["json.loads"]
    print("| reading SARIF | results | x CPU | x memory |\n|---|---:|---:|---:|")
    for way, cost in costs.items():
        times, memory = cost.seconds / plain.seconds, cost.megabytes / plain.megabytes
        print(f"| {way} | {cost.results:,} | {times:.1f} | {memory:.1f} |")
    ours = costs["read_findings"]
    met = ours.seconds <= PROCESSOR_GOAL * plain.seconds and ours.megabytes <= MEMORY_GOAL * plain.megabytes
    print(f"goals (CPU {PROCESSOR_GOAL}, memory {MEMORY_GOAL}): {'met' if met else 'missed'}")
    return 0 if met and ours.results == plain.results else 1


def _make(path: Path, megabytes: int) -> None:
    """Write what a scanner would of a large code base: some hundred rules, lines that are often alike."""
    chance = random.Random(1)
    rules = [
        {
            "id": f"rules.rule-{number}",
            "shortDescription": {"text": f"Rule {number} found something"},
            "fullDescription": {"text": "What it found is told here at some length. " * 4},
            "defaultConfiguration": {"level": chance.choice(["error", "warning", "note"])},
            "properties": {"tags": ["CWE-78: Commands", "security"], "precision": "high"},
        }
        for number in range(300)
    ]
    driver = {"name": "Checker", "semanticVersion": "1.0.0", "rules": rules}
    with path.open("w", encoding="utf-8") as file:
        file.write('{"version": "2.1.0", "runs": [{"invocations": [{"executionSuccessful": true}], "results": [')
        written, separator = 0, ""
        while written < megabytes * 1_000_000:
            written += file.write(separator + json.dumps(_result(chance)))
            separator = ", "
        file.write(f'], "tool": {json.dumps({"driver": driver})}}}]}}')


def _result(chance: random.Random) -> dict[str, Any]:
    line = chance.randrange(1, 3000)
    region = {
        "startLine": line,
        "startColumn": 12,
        "endLine": line,
        "endColumn": 44,
        "snippet": {"text": f"    return call(command{chance.randrange(10**5)}, shell=True)"},
    }
    uri = f"src/package_{chance.randrange(60)}/module_{chance.randrange(40)}.py"
    place = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": region}
    return {
        "fingerprints": {"match/v1": f"{chance.getrandbits(256):064x}"},
        "locations": [{"physicalLocation": place}],
        "message": {"text": "This runs what a user typed, with all that a shell makes of it: hand over a list."},
        "properties": {},
        "ruleId": f"rules.rule-{chance.randrange(300)}",
    }


def _in_processes(way: str, path: Path) -> Cost | None:
    """Return the median of some processes; None if what reads is not installed."""
    module = NEEDED.get(way)
    if module is not None and importlib.util.find_spec(module) is None:
        print(f"{way} is not installed, and left out", file=sys.stderr)
        return None
    command = [sys.executable, "-m", "benchmarks.findings", "--read", way, "--file", str(path)]
    costs = []
    for _ in range(ROUNDS):
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        costs.append(Cost(*json.loads(done.stdout)))
    return Cost(
        costs[0].results,
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.megabytes for cost in costs),
    )


def _measure(way: str, file: str) -> Cost:
    read = WAYS[way]()
    before = _memory()
    start = time.process_time()
    results = read(Path(file))
    return Cost(results, time.process_time() - start, _memory() - before)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _plain() -> Callable[[Path], int]:
    return lambda path: len(json.loads(path.read_bytes())["runs"][0]["results"])


def _hashing() -> Callable[[Path], int]:
    def read(path: Path) -> int:
        keys = []
        for result in json.loads(path.read_bytes())["runs"][0]["results"]:
            place = result["locations"][0]["physicalLocation"]
            parts = (result["ruleId"], place["artifactLocation"]["uri"], place["region"]["snippet"]["text"])
            keys.append(hashlib.sha256("\n".join(parts).encode()).hexdigest())
        return len(keys)

    return read


def _ours() -> Callable[[Path], int]:
    from conviso_client.findings import read_findings

    list(read_findings(Path(__file__).parents[1] / "tests" / "docs" / "files" / "results.sarif"))  # loads the reader
    return lambda path: sum(1 for _ in read_findings(path))


def _sarif_tools() -> Callable[[Path], int]:
    from sarif import loader  # type: ignore[import-not-found]

    return lambda path: len(loader.load_sarif_file(str(path)).get_records())


def _sarif_om() -> Callable[[Path], int]:
    import sarif_om  # type: ignore[import-not-found]

    return lambda path: len(sarif_om.SarifLog(**json.loads(path.read_bytes())).runs[0]["results"])


WAYS: dict[str, Callable[[], Callable[[Path], int]]] = {
    "json.loads": _plain,
    "json.loads and a hash": _hashing,
    "read_findings": _ours,
    "sarif-tools": _sarif_tools,
    "sarif-om (does not look into it)": _sarif_om,
}
NEEDED = {"sarif-tools": "sarif", "sarif-om (does not look into it)": "sarif_om"}

if __name__ == "__main__":
    sys.exit(main())
