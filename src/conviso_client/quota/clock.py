"""The monotonic clock of the machine, which all its processes share, and which no test freezes.

A wait really happens, so it must be measured in real time: with `time.monotonic` replaced by a test that freezes time,
no permit would ever become due. Libraries that freeze time replace the functions of `time` that they know in every
module; they leave `clock_gettime` alone, and what is hidden in a `partial`.
"""

from __future__ import annotations

import time
from functools import partial

__all__ = ["monotonic"]

monotonic = (
    partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else partial(time.monotonic)
)
"""Return seconds that never go back, counted from some moment that all processes of the machine share."""
