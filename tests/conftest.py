from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# What changes the output of a command, whoever runs the tests.
for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
    os.environ.pop(name, None)

# Coverage measures these processes alone. Some tests count what a fresh process loads, where it would be most of it.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

# A busy machine is no reason to refuse an example. A push tries the same ones every time; the weekly run, which sets
# CONVISO_TEST_PROFILE=thorough, tries more, and others each week.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("push", PATIENT, max_examples=50, derandomize=True)
settings.register_profile("thorough", PATIENT, max_examples=1000)
settings.load_profile(os.environ.get("CONVISO_TEST_PROFILE", "push"))


def pytest_sessionfinish() -> None:
    """Save what coverage has measured in a worker while the others wait for it: at its exit nobody does."""
    coverage = sys.modules.get("coverage")
    if coverage and "PYTEST_XDIST_WORKER" in os.environ and (measured := coverage.Coverage.current()):
        measured.stop()
        measured.save()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
