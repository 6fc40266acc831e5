"""Compare with an earlier revision: `python -m benchmarks.before REV [--rounds N]`.

The wheels of that revision and of this tree are built from git and from the files, and measured side by side in each
round, with raw httpx beside both.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import environment, timing
from benchmarks.__main__ import server

__all__ = ["main"]

AT_MOST = {"call-1": 1.10, "call-50": 1.10, "async": 1.05}
"""What a case may cost, as a multiple of the build before."""
OURS, RAW = "conviso-client", "httpx"


def main() -> None:
    """Build, measure, print. Ends with status 1 if a case costs more than it may."""
    parser = argparse.ArgumentParser(prog="benchmarks.before", description=__doc__)
    parser.add_argument("revision", help="what to compare with, such as v1.0.0")
    parser.add_argument("--rounds", type=int, default=30, help="default: %(default)s")
    options = parser.parse_args()
    environment.prepare(environment.ROOT / "src")
    with tempfile.TemporaryDirectory() as folder:
        before, now = Path(folder, "before"), Path(folder, "now")
        _install(_checked_out(options.revision, Path(folder, "source")), before)
        _install(environment.ROOT, now)
        with server() as port:
            worse = [case for case in AT_MOST if not _is_kept(case, before, now, port, options.rounds)]
    if worse:
        raise SystemExit(f"more than they may: {', '.join(worse)}")


def _checked_out(revision: str, folder: Path) -> Path:
    folder.mkdir()
    archive = folder.with_suffix(".tar")
    _run("git", "-C", str(environment.ROOT), "archive", "--output", str(archive), revision)
    _run("tar", "-x", "-f", str(archive), "-C", str(folder))
    return folder


def _install(source: Path, target: Path) -> None:
    """Build the wheel of a tree, and put what is in it into a folder."""
    wheels = target.with_suffix(".wheels")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(source))
    (wheel,) = wheels.glob("*.whl")
    pip = (str(environment.PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    _run(*pip, "--compile", "--target", str(target), str(wheel))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def _is_kept(case: str, before: Path, now: Path, port: int, rounds: int) -> bool:
    commands = {
        f"{contestant}, {folder.name}": [
            *("env", f"PYTHONPATH={folder}", str(environment.PYTHON), "-m", "benchmarks.inside"),
            *(case, contestant, str(port)),
        ]
        for contestant in (OURS, RAW)
        for folder in (before, now)
    }
    summaries = timing.summaries(timing.blocks(commands, rounds=rounds), f"{OURS}, {before.name}")
    print(f"{case}, as a multiple of {OURS}, {before.name}")
    for name, summary in summaries.items():
        cpu = f"{summary.cpu * 1e6:8.0f} us of CPU"
        print(f"  {name:<24} {cpu}, {summary.cpu_ratio:.3f}; by the clock {summary.ratio:.3f} (+-{summary.spread:.0%})")
    ratio = summaries[f"{OURS}, {now.name}"].cpu_ratio
    print(f"  {ratio:.3f} of at most {AT_MOST[case]:.2f}")
    return ratio <= AT_MOST[case]


if __name__ == "__main__":
    main()
