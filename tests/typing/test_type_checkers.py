"""Type checkers in their strict modes know what every call takes and gives."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"
SCRIPTS = sorted(path.name for path in HERE.glob("*.py") if path.name.startswith(("right", "wrong")))

CPU_SECONDS = 20.0
"""What pyright may take for all these scripts, so that completion in editors stays fast. It takes 4."""

Places = set[tuple[str, int]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("user")
    for script in SCRIPTS:
        shutil.copy(HERE / script, folder)
    return folder


def expected() -> Places:
    places = {
        (path.name, number)
        for path in HERE.glob("wrong*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.endswith("# wrong")
    }
    assert len(places) > 20
    return places


def cpu_of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def test_pyright(home: Path) -> None:
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.10",
        "extraPaths": [str(SOURCE)],
        "reportUnusedExpression": "none",
        "reportUnusedCoroutine": "none",
    }
    (home / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(home)]
    before = cpu_of_children()
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert cpu_of_children() - before < CPU_SECONDS
    found = json.loads(done.stdout)["generalDiagnostics"]
    places = {(Path(entry["file"]).name, entry["range"]["start"]["line"] + 1) for entry in found}
    assert places == expected(), found


def test_mypy(home: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.10", "--no-error-summary", *SCRIPTS]
    environment = {**os.environ, "MYPYPATH": str(SOURCE)}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=300, check=False)
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    matches = [match for line in errors if (match := re.match(r"(\w+\.py):(\d+):", line))]
    assert done.stderr == ""
    assert len(matches) == len(errors), done.stdout
    places = {(match[1], int(match[2])) for match in matches}
    assert places == expected(), done.stdout
