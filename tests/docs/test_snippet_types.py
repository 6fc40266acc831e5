"""Type checkers find nothing wrong with the snippets and examples either, but for the mistakes that a page shows."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tools.reference.example import Examples
from tools.reference.source import read_source

from .test_snippets import FILES, ROOT, Block, blocks

MISTAKES = ("nome=", "descripton=")
"""What is written wrong to show what is said then."""


def module(page: str) -> str:
    """Write the snippets of a page as one module, in which each finds an open `conviso` of its kind."""
    parts = ["from conviso_client import *"]
    for number, block in enumerate(blocks(page)):
        if block.why_not_run is None:
            parts += _opened(block, number)
    return "\n".join(parts)


def _opened(block: Block, number: int) -> list[str]:
    code = textwrap.dedent(block.code)
    if block.awaits:
        # Its imports are known to the snippets after it.
        imports = [line for line in code.splitlines() if line.startswith("import ")]
        return [*imports, f"async def block_{number}(conviso: AsyncConviso) -> None:", textwrap.indent(code, "    ")]
    return [f"def opened_{number}() -> Conviso: ...", f"conviso = opened_{number}()", code]


def reference() -> str:
    """Write the examples of all operations as one module."""
    parts = ["from conviso_client import Conviso"]
    for method, example in Examples(read_source(ROOT)).all().items():
        parts += [f"def {method}(conviso: Conviso) -> None:", textwrap.indent(example, "    ")]
    return "\n".join(parts)


def is_mistake(line: str) -> bool:
    return any(mistake in line for mistake in MISTAKES)


def test_pyright(tmp_path: Path) -> None:
    modules = {f"page_{Path(page).stem.replace('-', '_')}.py": module(page) for page in FILES}
    modules["reference.py"] = reference()
    for name, text in modules.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = {
        "typeCheckingMode": "standard",
        "pythonVersion": "3.10",
        "extraPaths": [str(ROOT / "src")],
        "reportWildcardImportFromLibrary": "none",  # each page has the names of the package from its start
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(done.stdout)
    lines = {name: text.splitlines() for name, text in modules.items()}
    wrong: set[str] = set()
    for entry in found["generalDiagnostics"]:
        line = lines[Path(entry["file"]).name][entry["range"]["start"]["line"]]
        if not is_mistake(line):
            pytest.fail(f"{Path(entry['file']).name}: {line.strip()}\n{entry['message']}")
        wrong.add(line.strip())
    assert found["summary"]["filesAnalyzed"] == len(modules)
    assert wrong == {line.strip() for text in lines.values() for line in text if is_mistake(line)}
