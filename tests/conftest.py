from __future__ import annotations

import pytest
from hypothesis import settings

# The same examples on every run, and none refused because the machine was busy.
settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
