"""What wheel and sdist must hold: what is needed, and nothing else."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from packaging.metadata import ExceptionGroup, Metadata

PACKAGE = "conviso_client"
BUNDLED = frozenset({"schema.graphql", "evidence.tsv", "queries"})
"""What the wheel takes into the package from beside `src`."""
DIST_INFO = frozenset({"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"})
ADDED_TO_SDIST = frozenset({"PKG-INFO"})
REQUIRED = frozenset({"anyio", "httpx", "pydantic", "typing-extensions"})
"""What an installation without extras brings."""


class Member(NamedTuple):
    """A file of an archive."""

    content: bytes
    mode: int


Members = Mapping[str, Member]


def read_wheel(path: Path) -> Members:
    """Read the files of a wheel."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: Member(archive.read(info), info.external_attr >> 16) for info in archive.infolist()}


def read_sdist(path: Path) -> Members:
    """Read the files of an sdist, named from its one folder."""
    folder = path.name.removesuffix(".tar.gz") + "/"
    found: dict[str, Member] = {}
    with tarfile.open(path) as archive:
        for info in archive:
            file = archive.extractfile(info)
            found[info.name.removeprefix(folder)] = Member(file.read() if file else b"", info.mode)
    return found


def wheel_problems(wheel: Members, sources: AbstractSet[str], version: str) -> Iterator[str]:
    """Say what of a wheel is not as it must be. `sources` are the project's files, named from its root."""
    info = f"{PACKAGE}-{version}.dist-info"
    wanted = {*_in_package(sources), *(f"{info}/{name}" for name in DIST_INFO)}
    yield from _difference("the wheel", set(wheel), wanted)
    if f"{PACKAGE}/py.typed" not in wheel:
        yield "the wheel lacks conviso_client/py.typed: type checkers would not look at its types"
    if (metadata := wheel.get(f"{info}/METADATA")) is not None:
        yield from _metadata_problems(metadata.content, version)


def sdist_problems(sdist: Members, sources: AbstractSet[str]) -> Iterator[str]:
    """Say what of an sdist is not as it must be: it holds the whole project, so that all checks can run in it."""
    yield from _difference("the sdist", set(sdist), sources | ADDED_TO_SDIST)


def differing(one: Path, other: Path) -> str | None:
    """Say where two builds of one file differ; None if they are the same to the byte."""
    if one.read_bytes() == other.read_bytes():
        return None
    read = read_wheel if one.suffix == ".whl" else read_sdist
    first, second = read(one), read(other)
    if surplus := sorted(set(first) ^ set(second)):
        return f"{surplus[0]} is in one of them only"
    for name, member in first.items():
        if member.content != second[name].content:
            return f"{name} differs"
        if member.mode != second[name].mode:
            return f"{name} has mode {member.mode:o} in one and {second[name].mode:o} in the other"
    return "the files in them are the same, but not their order, times or compression"


def _in_package(sources: AbstractSet[str]) -> Iterator[str]:
    for name in sources:
        if name.startswith(f"src/{PACKAGE}/"):
            yield name.removeprefix("src/")
        elif name.partition("/")[0] in BUNDLED:
            yield f"{PACKAGE}/{name}"


def _difference(what: str, found: AbstractSet[str], wanted: AbstractSet[str]) -> Iterator[str]:
    yield from (f"{what} lacks {name}" for name in sorted(wanted - found))
    yield from (
        f"{what} holds {name}, which is no file of the project: git add it, or remove it"
        for name in sorted(found - wanted)
    )


def _metadata_problems(content: bytes, version: str) -> Iterator[str]:
    try:
        metadata = Metadata.from_email(content, validate=True)
    except ExceptionGroup as errors:
        yield from (f"METADATA: {error}" for error in errors.exceptions)
        return
    if str(metadata.version) != version:
        yield f"METADATA: the version is {metadata.version}, in _version.py {version}"
    always = {needed.name for needed in metadata.requires_dist or () if "extra" not in str(needed.marker)}
    if always != REQUIRED:
        yield f"METADATA: without extras it requires {sorted(always)}, not {sorted(REQUIRED)}"
