"""Make .venv-bench: the peers as pinned, a default generated client, and builds of this client as pip installs them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from benchmarks.plain_documents import plain_documents
from conviso_client.generated import operations

__all__ = ["BEFORE", "NOW", "PLACE", "PYTHON", "ROOT", "prepare", "versions"]

ROOT = Path(__file__).parent.parent
PLACE = ROOT / ".venv-bench"
PYTHON = PLACE / "bin" / "python"
NOW, BEFORE = PLACE / "now", PLACE / "before"
"""The folders of the two builds: of this tree, and of the revision to compare with."""
PIP = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
REQUIREMENTS = Path(__file__).with_name("requirements.txt")

SNIFFIO = "sniffio==1.3.1"
"""For one contestant alone: httpcore looks for it at each request, which takes longer where it is not installed."""

SETTINGS = """
[tool.ariadne-codegen]
schema_path = "{schema}"
queries_path = "{queries}"
target_package_path = "{target}"
target_package_name = "{name}"
async_client = {is_async}
"""


def prepare(before: str | None) -> None:
    """Bring the environment up to date: `before` is the revision to compare with."""
    _unless_current("requirements", [REQUIREMENTS, Path(__file__)], _install)
    schema, queries = ROOT / "schema.graphql", sorted((ROOT / "queries").glob("*.graphql"))
    made_by = Path(__file__).with_name("plain_documents.py")
    _unless_current("default", [schema, *queries, made_by, REQUIREMENTS], lambda: _generate_default(schema, queries))
    (PLACE / "issues.graphql").write_text(operations.issues.document, encoding="utf-8")
    _build(ROOT, NOW)
    if before:
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder, "source.tar")
            _run("git", "-C", str(ROOT), "archive", "--output", str(archive), before)
            _run("tar", "-x", "-f", str(archive), "-C", folder)
            _build(Path(folder), BEFORE)


def _build(source: Path, target: Path) -> None:
    """Put the wheel of a tree into a folder, compiled: whoever measures an import must not measure the compiler."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(source))
        (wheel,) = Path(folder).glob("*.whl")
        _run(*PIP, "--no-deps", "--compile", "--target", str(target), str(wheel))


def _unless_current(name: str, inputs: Iterable[Path], make: Callable[[], None]) -> None:
    stamp = PLACE / f"{name}.stamp"
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        make()
        stamp.write_text(digest)


def _install() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(PLACE))
    _run(*PIP, "--no-deps", "--requirement", str(REQUIREMENTS))
    _run(*PIP, "--no-deps", "--target", str(PLACE / "with-sniffio"), SNIFFIO)


def _generate_default(schema: Path, queries: list[Path]) -> None:
    documents = PLACE / "plain.graphql"
    documents.write_text(plain_documents(schema, queries), encoding="utf-8")
    for name, is_async in (("default_client", "false"), ("default_async_client", "true")):
        shutil.rmtree(_packages() / name, ignore_errors=True)
        settings = PLACE / f"{name}.toml"
        settings.write_text(
            SETTINGS.format(schema=schema, queries=documents, target=_packages(), name=name, is_async=is_async)
        )
        _run(str(Path(sys.executable).with_name("ariadne-codegen")), "--config", str(settings), "client")
    _run(str(PYTHON), "-m", "compileall", "-q", str(_packages()))


def _packages() -> Path:
    return next((PLACE / "lib").glob("python*/site-packages"))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def versions() -> dict[str, str]:
    """Return what is measured, by name."""
    pins = dict(line.split("==") for line in REQUIREMENTS.read_text().splitlines() if "==" in line)
    names = ("httpx", "httpx2", "httpx-aiohttp", "aiohttp", "pydantic", "gql", "sgqlc")
    return {**{name: pins[name] for name in names}, "ariadne-codegen": version("ariadne-codegen")}
