from __future__ import annotations

import os

import pytest
from hypothesis import settings

# What changes the output of a command, whoever runs the tests.
for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
    os.environ.pop(name, None)

# Coverage measures these processes alone. Some tests count what a fresh process loads, where it would be most of it.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

# The same examples on every run, and none refused because the machine was busy.
settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
