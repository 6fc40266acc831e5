"""Run programs from a process that is itself small: a child's peak memory counts from its parent's at the fork.

`python -m benchmarks.launcher` reads commands and their environments as JSON; it prints their seconds, CPU seconds and
peak bytes.
"""

from __future__ import annotations

import json
import os
import sys
import time

__all__ = ["main"]


def main() -> None:
    """Run each command once, in order."""
    json.dump([_run(*each) for each in json.load(sys.stdin)], sys.stdout)


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float, int]:
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    began = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=silent)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"failed: {command[1:3]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


if __name__ == "__main__":
    main()
