from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conviso_client.sandbox import Sandbox, Settings
from conviso_client.testing import Skipped

EXAMPLES = Path(__file__).parents[2] / "examples"


class Done(NamedTuple):
    """How a script ended, and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


@lru_cache
def load(script: str) -> Any:
    """Import a script; this folder has the name of theirs, so they are taken by their place."""
    spec = spec_from_file_location(f"example_{script}", EXAMPLES / f"{script}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def conviso_sandbox_settings() -> Settings:
    """Few issues, on many pages."""
    return Settings(counts={"IssueInterface": 240, "Asset": 30}, largest_page=25)


@pytest.fixture
def run(
    conviso_sandbox: Sandbox,
    conviso_waits: Skipped,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a script as from the command line, in a folder of its own, against the sandbox, without waits."""
    del conviso_waits  # it is there already
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVISO_API_URL", conviso_sandbox.url)
    monkeypatch.setenv("CONVISO_API_KEY", conviso_sandbox.api_key)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.delenv("CONVISO_COMPANY_ID", raising=False)

    def run(script: str, *arguments: object) -> Done:
        capsys.readouterr()
        try:
            status = load(script).main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        printed = capsys.readouterr()
        return Done(status, printed.out, printed.err)

    return run
