from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import sys
import threading
from pathlib import Path

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


# Coverage is required of call/, http/ and errors.py, and makes every test a half slower, whatever it runs. So it
# measures the tests that are about these, and they alone must reach every line and branch.
MEASURED = {"call", "faults", "http", "invicti", "models", "operations", "pages"} | {
    f"test_{subject}.py" for subject in ("credentials", "errors", "model", "options", "upload")
}
HERE = Path(__file__).parent
TRACES = sys.gettrace(), threading.gettrace()  # none where Python 3.14 lets coverage measure for next to nothing


def measure(wanted: bool) -> None:
    if TRACES[0] is not None and wanted is not (sys.gettrace() is not None):
        if wanted:
            forget()
        sys.settrace(TRACES[0] if wanted else None)
        threading.settrace(TRACES[1] if wanted else None)  # type: ignore[arg-type]


def forget() -> None:
    """Clear the caches, whose functions run once: maybe in a test that was not measured."""
    for name, loaded in list(sys.modules.items()):
        if name.startswith(("conviso_client.call.", "conviso_client.http.")):
            for value in list(vars(loaded).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


if TRACES[0] is not None and "coverage" in sys.modules:
    # What a test that is not measured would be the first to import counts as well.
    for package in map(importlib.import_module, ("conviso_client.call", "conviso_client.http")):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    measure(False)


def pytest_collection_finish() -> None:
    """Spare the collector what lives as long as the session: each full collection would walk through it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    measure(item.path.relative_to(HERE).parts[0] in MEASURED)


def pytest_sessionfinish() -> None:
    """Save what coverage has measured in a worker while the others wait for it: at its exit nobody does."""
    measure(True)
    coverage = sys.modules.get("coverage")
    if coverage and "PYTEST_XDIST_WORKER" in os.environ and (measured := coverage.Coverage.current()):
        measured.stop()
        measured.save()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
