"""Make .venv-bench: the peers as pinned, this client as pip would install it, and a default generated client."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from benchmarks.plain_documents import plain_documents
from conviso_client.generated import operations

__all__ = ["PLACE", "PYTHON", "ROOT", "prepare", "versions"]

ROOT = Path(__file__).parent.parent
PLACE = ROOT / ".venv-bench"
PYTHON = PLACE / "bin" / "python"
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


def prepare(source: Path) -> None:
    """Bring the environment up to date. `source` is the folder that holds the package `conviso_client`."""
    _unless_current("requirements", [REQUIREMENTS, Path(__file__)], _install)
    schema, queries = ROOT / "schema.graphql", sorted((ROOT / "queries").glob("*.graphql"))
    made_by = Path(__file__).with_name("plain_documents.py")
    _unless_current("default", [schema, *queries, made_by, REQUIREMENTS], lambda: _generate_default(schema, queries))
    (PLACE / "issues.graphql").write_text(operations.issues.document, encoding="utf-8")
    _copy(source / "conviso_client", _packages() / "conviso_client")
    _compile(_packages())


def _unless_current(name: str, inputs: Iterable[Path], make: Callable[[], None]) -> None:
    stamp = PLACE / f"{name}.stamp"
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        make()
        stamp.write_text(digest)


def _install() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(PLACE))
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--no-deps", "--requirement", str(REQUIREMENTS))
    _run(*pip, "--no-deps", "--target", str(PLACE / "with-sniffio"), SNIFFIO)


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


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def _compile(folder: Path) -> None:
    """Compile as pip does when it installs: whoever measures an import must not measure the compiler."""
    _run(str(PYTHON), "-m", "compileall", "-q", str(folder))


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
