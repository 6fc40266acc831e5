"""Whose code runs while a program runs: `python -m benchmarks.sampling <program> [<argument> ...]`.

Now and then, as CPU time passes, the stack is looked at, and the sample goes to the innermost package on it that is not
of the standard library. Seconds of CPU by owner are printed as the last line, as JSON.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

__all__ = ["main"]

HTTP = "httpx, and what it imports"
MODELS = "pydantic, and what it imports"
OWNERS = {
    "conviso_client/generated/": "conviso-client, generated",
    "conviso_client/": "conviso-client, written",
    "pydantic/": MODELS,
    "pydantic_core/": MODELS,
    "typing_inspection/": MODELS,
    "annotated_types/": MODELS,
    "": HTTP,
}
PROGRAM = "the program"
START = "Python, before the program"

counts: Counter[str] = Counter()


def main() -> None:
    """Run a program, and print whose code took how long."""
    program = Path(sys.argv[1])
    sys.argv = sys.argv[1:]
    before = _cpu()
    signal.signal(signal.SIGPROF, _count)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    exec(compile(program.read_text("utf-8"), str(program), "exec"), {"__name__": "__main__"})
    signal.setitimer(signal.ITIMER_PROF, 0)
    for_each = (_cpu() - before) / sum(counts.values())
    print(json.dumps({START: before, **{owner: count * for_each for owner, count in counts.items()}}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _count(_: int, frame: FrameType | None) -> None:
    counts[_owner(frame)] += 1


def _owner(frame: FrameType | None) -> str:
    while frame is not None:
        _, found, path = frame.f_code.co_filename.rpartition("/site-packages/")
        if found:
            return next(owner for prefix, owner in OWNERS.items() if path.startswith(prefix))
        frame = frame.f_back
    return PROGRAM


if __name__ == "__main__":
    main()
