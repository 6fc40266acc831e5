"""Every Python block of README.md and docs/ runs, file by file and in order, against the sandbox.

A block that awaits something at its top level is run in an event loop. Each block finds an open `conviso` of its kind,
and the names of the package, whatever came before it, and the files of `files/`. What the reader need not see, such as
a fault that the `sandbox` is to have, stands above it as `<!-- first: code -->`. A `text` block right below it is what
it prints, where `...` stands for anything. A block that cannot run has `<!-- not run: why -->` above it.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import doctest
import gc
import inspect
import io
import logging
import os
import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest

import conviso_client
from conviso_client import AsyncConviso, Conviso
from conviso_client.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *ROOT.glob("docs/*.md")))
BLOCK = re.compile(r"^(?P<indent> *)```python\n(?P<code>.*?)^ *```$", re.MULTILINE | re.DOTALL)
NOT_RUN = re.compile(r"<!-- not run: (?P<why>.+) -->\s*\Z")
FIRST = re.compile(r"<!-- first: (?P<code>(?:(?!-->).)+) -->\s*\Z", re.DOTALL)
PRINTS = re.compile(r"\s*```text\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
GIVEN = Path(__file__).parent / "files"
MOST_NOT_RUN = 3


class Block(NamedTuple):
    file: str
    line: int
    code: str
    first: str | None
    prints: str | None
    why_not_run: str | None

    def check(self, names: dict[str, Any], sandbox: Sandbox) -> None:
        if self.first is not None:
            exec(self.first, {"sandbox": sandbox})
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            self.run(names)
        if self.prints is not None and not doctest.OutputChecker().check_output(
            self.prints, printed.getvalue(), doctest.ELLIPSIS
        ):
            pytest.fail(f"{self.file}:{self.line} prints\n{printed.getvalue()}\nand is said to print\n{self.prints}")

    @property
    def compiled(self) -> CodeType:
        # With blank lines above, so that an error names the line of the file.
        text = "\n" * self.line + textwrap.dedent(self.code)
        return compile(text, self.file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)

    @property
    def awaits(self) -> bool:
        return bool(self.compiled.co_flags & inspect.CO_COROUTINE)

    def run(self, names: dict[str, Any]) -> None:
        if not self.awaits:
            with Conviso() as names["conviso"]:
                exec(self.compiled, names)
            return

        async def run() -> None:
            async with AsyncConviso() as names["conviso"]:
                await eval(self.compiled, names)

        asyncio.run(run())


def blocks(file: str) -> list[Block]:
    text = (ROOT / file).read_text(encoding="utf-8")
    found: list[Block] = []
    for match in BLOCK.finditer(text):
        above = text[: match.start()]
        why, first, prints = NOT_RUN.search(above), FIRST.search(above), PRINTS.match(text, match.end())
        found.append(
            Block(
                file,
                above.count("\n") + 1,
                match["code"],
                first["code"] if first else None,
                prints["text"] if prints else None,
                why["why"] if why else None,
            )
        )
    return found


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(api_key="key-of-the-snippets") as sandbox:
        yield sandbox


@pytest.fixture
def _undone() -> Iterator[None]:
    """Undo what a block does that sets up logging, or the garbage collector."""
    threshold = gc.get_threshold()
    loggers = [logging.getLogger(name) for name in (None, "conviso_client", "hpack")]
    before = [(logger.level, logger.handlers[:]) for logger in loggers]
    yield
    for logger, (level, handlers) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.handlers[:] = handlers
    gc.set_threshold(*threshold)


@pytest.fixture
def _environment(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.reset()
    monkeypatch.setenv("CONVISO_API_URL", sandbox.url)
    monkeypatch.setenv("CONVISO_API_KEY", sandbox.api_key)
    monkeypatch.setenv("CONVISO_COMPANY_ID", "443")
    monkeypatch.setenv("XDG_RUNTIME_DIR", os.fspath(tmp_path))
    shutil.copytree(GIVEN, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_environment", "_undone")
@pytest.mark.parametrize("file", [file for file in FILES if blocks(file)])
def test_every_block_runs(file: str, sandbox: Sandbox) -> None:
    names: dict[str, Any] = {name: getattr(conviso_client, name) for name in conviso_client.__all__}
    for block in blocks(file):
        if block.why_not_run is None:
            block.check(names, sandbox)


def test_there_are_blocks_and_few_are_not_run() -> None:
    found = [block for file in FILES for block in blocks(file)]
    assert len(found) > 20
    assert sum(block.why_not_run is not None for block in found) <= MOST_NOT_RUN


def test_no_block_is_overlooked() -> None:
    for file in FILES:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert len(re.findall(r"^ *```py", text, re.MULTILINE)) == len(blocks(file)), file


def test_recipes_are_twelve_and_short() -> None:
    opening, *recipes = blocks("docs/recipes.md")
    assert "with Conviso" in opening.code
    assert len(recipes) == 12
    assert [recipe.line for recipe in recipes if len(recipe.code.splitlines()) > 10] == []
