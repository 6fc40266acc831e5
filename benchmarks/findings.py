"""Reading a large SARIF file: `python -m benchmarks.findings WAY FILE` prints a sample of one way.

The bytes of the sample are those by which the memory grew at the peak. Other readers take part where they are installed
(`pip install sarif-tools sarif-om`).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.timing import Command, Commands, Sample, peak

__all__ = ["commands"]

MEGABYTES = 50


@contextmanager
def commands(_: int) -> Iterator[Commands]:
    """Write the file, and give a command for each way of reading it."""
    from benchmarks.environment import NOW

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.sarif")
        _make(path, MEGABYTES)
        yield {
            way: Command(NOW, [sys.executable, "-m", "benchmarks.findings", way, str(path)])
            for way in WAYS
            if importlib.util.find_spec(NEEDED.get(way, "json"))
        }


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


def main() -> None:
    """Read the file, and print the sample."""
    way, path = sys.argv[1:]
    read = WAYS[way]()
    before, wall, cpu = peak(), time.perf_counter(), time.process_time()
    results = read(Path(path))
    sample = Sample(time.perf_counter() - wall, time.process_time() - cpu, peak() - before)
    if results != (expected := _plain()(Path(path))):
        raise SystemExit(f"{way} read {results} results instead of {expected}")
    print(json.dumps(sample))


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
    "conviso-client": _ours,
    "sarif-tools": _sarif_tools,
    "sarif-om (does not look into it)": _sarif_om,
}
NEEDED = {"sarif-tools": "sarif", "sarif-om (does not look into it)": "sarif_om"}

if __name__ == "__main__":
    main()
