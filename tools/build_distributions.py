"""Build wheel and sdist into dist/: twice under different circumstances, and only if both are the same to the byte.

The first build is made from the project, the second from the sdist of the first: in another folder, with other times
and rights of files, and under another mask, time zone, locale and hash seed. A wheel that is built without an sdist
must be the same too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from conviso_client import __version__
from tools.budgets import BYTES_OF_THE_WHEEL
from tools.distributions import PACKAGE, differing, read_sdist, read_wheel, sdist_problems, wheel_problems

LONG_AGO = 1_000_000_000
"""A time for files: September 2001."""
OTHERWISE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": "/nonexistent"}
NAMES = (f"{PACKAGE}-{__version__}-py3-none-any.whl", f"{PACKAGE}-{__version__}.tar.gz")


def main() -> int:
    """Build, and give the exit status: 0 built, 1 not reproducible, or not what it must hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("dist"), help="default: %(default)s")
    output = parser.parse_args().output
    with tempfile.TemporaryDirectory(prefix="conviso-client-build-") as work:
        problems = build(Path.cwd(), Path(work))
        for problem in problems:
            print(f"dist: {problem}", file=sys.stderr)
        if problems:
            return 1
        _put(Path(work, "first"), output)
    for name in NAMES:
        content = (output / name).read_bytes()
        print(f"{hashlib.sha256(content).hexdigest()}  {name}  {len(content):,} bytes, the same from two builds")
    return 0


def build(project: Path, work: Path) -> list[str]:
    """Build into `work/first`, build again elsewhere, and say what is wrong with what came out."""
    first, second, direct = (work / name for name in ("first", "second", "direct"))
    _build(project, first)
    again = _unpacked_otherwise(first / NAMES[1], work / "somewhere" / "else")
    _build(again, second, environment=OTHERWISE, umask=0o077)
    _build(project, direct, "--wheel", umask=0o002)
    sources = project_files(project)
    problems = [
        *wheel_problems(read_wheel(first / NAMES[0]), sources, __version__),
        *sdist_problems(read_sdist(first / NAMES[1]), sources),
    ]
    if (size := (first / NAMES[0]).stat().st_size) > BYTES_OF_THE_WHEEL:
        problems.append(f"{NAMES[0]} has {size:,} bytes, more than the {BYTES_OF_THE_WHEEL:,} of tools/budgets.py")
    for name, other in [*((name, second) for name in NAMES), (NAMES[0], direct)]:
        if difference := differing(first / name, other / name):
            problems.append(f"two builds of {name} ({other.name}) are not the same: {difference}")
    return problems


def project_files(project: Path) -> set[str]:
    """List the files of the project: those that Git knows, or what is there of an unpacked sdist."""
    if not (project / ".git").exists():
        return _unpacked_files(project)
    command = ["git", "ls-files", "-z", "--cached"]
    done = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)  # noqa: S603
    return {name for name in done.stdout.split("\0") if name and (project / name).is_file()}


def _unpacked_files(project: Path) -> set[str]:
    import pathspec

    ignored = pathspec.GitIgnoreSpec.from_lines((project / ".gitignore").read_text(encoding="utf-8").splitlines())
    names = (path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file())
    return {name for name in names if not ignored.match_file(name) and name != "PKG-INFO"}


def _build(
    source: Path, output: Path, *options: str, environment: Mapping[str, str] | None = None, umask: int = 0o022
) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", os.fspath(output), "."]
    _run(command, source, {**os.environ, **(environment or {})}, umask)


def _run(command: Sequence[str], folder: Path, environment: dict[str, str], umask: int) -> None:
    environment.pop("SOURCE_DATE_EPOCH", None)  # hatchling has a date of its own, the same for everybody
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, umask=umask, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SystemExit(f"dist: {' '.join(command)} failed in {folder}")


def _unpacked_otherwise(sdist: Path, folder: Path) -> Path:
    """Unpack with times and rights that are not those of the project."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (project,) = folder.iterdir()
    for path in project.rglob("*"):
        if path.is_file():
            path.chmod(0o700 if path.stat().st_mode & 0o100 else 0o600)
        os.utime(path, (LONG_AGO, LONG_AGO))
    return project


def _put(built: Path, output: Path) -> None:
    """Put what was built, and nothing else, into the output folder."""
    output.mkdir(parents=True, exist_ok=True)
    for stale in output.glob(f"{PACKAGE}-*"):
        stale.unlink()
    for name in NAMES:
        shutil.move(built / name, output / name)


if __name__ == "__main__":
    sys.exit(main())
