"""The generated package on disk: written whole, compared, and described by a manifest of hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, NamedTuple

from conviso_client.errors import ConfigurationError

from . import extra  # first: what follows fails for want of it, and does not say how to get it
from .build import Sources, build
from .documents import query_files, read_documents
from .evidence import read_evidence
from .files import replace_folder
from .library import bundled
from .own import own_documents, own_template
from .schema import read_schema
from .template import CLIENT

__all__ = ["Difference", "Project", "differences", "generate", "is_current"]

MANIFEST = "manifest.json"


class Project(NamedTuple):
    """Where the sources are, and where the package goes."""

    schema: Path
    queries: Path
    target: Path
    package: str
    """The dotted name under which the package is imported."""
    evidence: Path | None = None
    """The table of confirmed names beside a reconstructed schema; None trusts the schema."""
    extends: bool = False
    """True if the package adds operations to the client, false if it is the client."""


class Difference(NamedTuple):
    """A file of the package that is not as it would be generated."""

    state: Literal["changed", "missing", "stale"]
    """`stale`: it would not be there."""
    file: str


def generate(project: Project) -> dict[str, str]:
    """Generate the package in the place of the old one; give its files by name.

    Raises `GenerationError` if the sources are not sound, and `ConfigurationError` if the target cannot be written;
    then the old package stays as it was.
    """
    _refuse_foreign(project.target)
    files = _files(project)
    replace_folder(project.target, files)
    return files


def differences(project: Project) -> list[Difference]:
    """Generate in memory and list what differs on disk."""
    fresh = _files(project)
    present = _present(project.target)
    found = [Difference("missing", name) for name in fresh if name not in present]
    found += [
        Difference("changed", name)
        for name, path in present.items()
        if name in fresh and _comparable(name, _text(path)) != _comparable(name, fresh[name])
    ]
    found += [Difference("stale", name) for name in present if name not in fresh]
    return sorted(found)


def _comparable(name: str, text: str) -> Any:
    """Leave out of the manifest with which tools it was made: other versions that write the same are as good."""
    if name != MANIFEST:
        return text
    try:
        return {key: value for key, value in json.loads(text).items() if key != "tools"}
    except (ValueError, AttributeError):
        return text


def is_current(project: Project) -> bool:
    """Tell from the manifest alone whether generating would change anything: the same sources, tools and files."""
    try:
        manifest = json.loads((project.target / MANIFEST).read_bytes())
        sources = _source_hashes(project)
        hashes = {name: _hash(path.read_bytes()) for name, path in _present(project.target).items() if name != MANIFEST}
    except (OSError, ValueError):
        return False
    return bool(manifest == {**sources, "files": hashes})


def _present(target: Path) -> dict[str, Path]:
    """List the files of a package by their names in it, without what Python compiled."""
    paths = (path for path in target.rglob("*") if "__pycache__" not in path.relative_to(target).parts)
    files = (path for path in paths if path.is_symlink() or not path.is_dir())
    return {path.relative_to(target).as_posix(): path for path in files}


def _refuse_foreign(target: Path) -> None:
    """Keep from wiping out what somebody gave as the target by mistake: a file that no manifest of ours lists."""
    if target.exists() and not target.is_dir():
        raise ConfigurationError(f"cannot write {target}: it is a file; give a folder")
    if foreign := sorted(_present(target).keys() - _listed(target)):
        others = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise ConfigurationError(
            f"cannot write {target}: it holds files that were not generated ({foreign[0]}{others}); "
            "give a new folder, or move them away"
        )


def _listed(target: Path) -> set[str]:
    """Give the files that were generated into a folder, by its manifest; none if it has no manifest of ours."""
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return set()
    # Web applications have a file of this name too, so the content decides.
    if isinstance(manifest, dict) and manifest.keys() >= {"files", "generator", "operations", "package", "schema"}:
        return {MANIFEST, *manifest["files"]}
    return set()


def _files(project: Project) -> dict[str, str]:
    sources = Sources(
        schema=read_schema(project.schema),
        documents=own_documents(project.queries) if project.extends else read_documents(project.queries),
        evidence=read_evidence(project.evidence),
    )
    files = build(sources, project.package, own_template(project.package) if project.extends else CLIENT)
    hashes = {name: _hash(text.encode()) for name, text in files.items()}
    manifest = {**_source_hashes(project), "files": hashes}
    files[MANIFEST] = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    return files


def _source_hashes(project: Project) -> Mapping[str, Any]:
    queries = query_files(project.queries)
    return {
        **(_client_hashes() if project.extends else {}),
        "package": project.package,
        "schema": _hash(project.schema.read_bytes()),
        "evidence": _hash(project.evidence.read_bytes()) if project.evidence and project.evidence.exists() else None,
        "operations": {path.relative_to(project.queries).as_posix(): _hash(path.read_bytes()) for path in queries},
        "generator": _generator_hash(),
        "tools": {tool: version(tool) for tool in extra.TOOLS},
    }


def _client_hashes() -> Mapping[str, str]:
    """What a package that adds to the client takes from it: fragments and types."""
    library = query_files(bundled("queries"))
    manifest = Path(__file__).parents[1] / "generated" / MANIFEST
    return {
        "client": _hash(manifest.read_bytes()),
        "library": _hash(b"\0".join(path.read_bytes() for path in library)),
    }


def _generator_hash() -> str:
    folder = Path(__file__).parent
    parts = [path.name.encode() + path.read_bytes() for path in sorted(folder.glob("*.py"))]
    models = [path.read_bytes() for path in sorted((folder.parent / "models").glob("*.py"))]
    return _hash(b"\0".join([*parts, *models]))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
