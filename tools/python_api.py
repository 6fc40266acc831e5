"""What breaks in the public Python API since the last release: griffe compares the tree with the last tag.

`python -m tools.python_api` wants every break in the changelog; `--list` lists them, one a line. Both read the source
and import nothing of it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe

from tools.changelog import read_changelog

__all__ = ["breaks", "last_release", "public_names"]

PACKAGE = "conviso_client"
MODULES = {
    "": "",
    "sandbox": "sandbox",
    "testing": "testing",
    "types": "generated.enums generated.inputs generated.models",
}
"""The modules whose names are promised, with those that say what these are; in others, names may come and go."""


def last_release(tree: Path) -> str | None:
    """Name the newest tag of a release before the commit that is checked out; None if there is none."""
    command = ["git", "-C", str(tree), "tag", "--merged", "HEAD", "--no-contains", "HEAD", "--list", "v*"]
    done = subprocess.run([*command, "--sort=-version:refname"], check=False, capture_output=True, text=True)  # noqa: S603
    tags = done.stdout.split()
    return tags[0] if done.returncode == 0 and tags else None


def breaks(tree: Path, tag: str) -> list[str]:
    """List what a program that was written for a release may trip over in the tree, by its public name."""
    old = _api(griffe.load_git(PACKAGE, ref=tag, repo=tree, search_paths=["src"]))
    new = _api(griffe.load(PACKAGE, search_paths=[tree / "src"]))
    names = {**_names_of_paths(new), **_names_of_paths(old)}
    found = [_told(breakage, names) for breakage in griffe.find_breaking_changes(old, new)]
    return sorted(set(found))


def _api(package: griffe.Object | griffe.Alias) -> griffe.Module:
    """Make a module that has the public names, wherever they are defined: to move a definition breaks nothing."""
    api = griffe.Module("api", modules_collection=package.modules_collection, lines_collection=package.lines_collection)
    for name, target in public_names(package):
        api.set_member((name,), griffe.Alias(name, target=target, parent=api))
    api.exports = list(api.members)
    return api


def public_names(package: griffe.Object | griffe.Alias) -> Iterator[tuple[str, griffe.Object]]:
    """Give what a program may import, by its name behind the package's: `types.AssetRef`."""
    for public, homes in MODULES.items():
        for module in [package[home] for home in homes.split()] or [package]:
            exports: list[object] = list(module.exports or ())
            # A module that finds its names when they are asked for has no `__all__` that can be read.
            is_read = bool(exports) and all(isinstance(name, str) for name in exports)
            for name, member in module.members.items():
                target = _target(member)
                is_exported = name in exports if is_read else not name.startswith("_")
                if target and is_exported and not target.is_module:
                    yield f"{public}.{name}".removeprefix("."), target


def _target(member: griffe.Object | griffe.Alias) -> griffe.Object | None:
    """Follow imports to what they import, if that is the package's own."""
    try:
        target = member.final_target if isinstance(member, griffe.Alias) else member
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return None
    return target if target.path.startswith(f"{PACKAGE}.") else None


def _names_of_paths(api: griffe.Module) -> dict[str, str]:
    """Give the public name of each path where something is defined, the bases of public classes included."""
    names: dict[str, str] = {}
    for name, member in api.members.items():
        target = member.target if isinstance(member, griffe.Alias) else member
        names[target.path] = name
        for base in target.mro() if isinstance(target, griffe.Class) else ():
            names.setdefault(base.path, name)
    return names


def _told(breakage: griffe.Breakage, names: dict[str, str]) -> str:
    path, inner = breakage.obj.path.removeprefix("api."), ""
    while path not in names and "." in path:
        path, _, last = path.rpartition(".")
        inner = f".{last}{inner}"
    place = f"{names[path]}{inner}" if path in names else breakage.obj.path.removeprefix("api.")
    subject = getattr(breakage.old_value, "name", None) or getattr(breakage.new_value, "name", None)
    kind: Any = breakage.as_dict()["kind"]
    return f"{place}({subject}): {kind.value}" if kind.name.startswith("PARAMETER") else f"{place}: {kind.value}"


def main() -> int:
    """Compare; the exit status is 1 if the changelog does not carry a break."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="list what breaks, one a line")
    options = parser.parse_args()
    tag = last_release(Path())
    found = breaks(Path(), tag) if tag else []
    if options.list:
        print("".join(f"{one}\n" for one in found), end="")
        return 0
    if tag is None:
        print("The public Python API: no release is tagged before this commit, so there is nothing to break")
        return 0
    told = read_changelog(Path("CHANGELOG.md")).newest.text
    if missing := [one for one in found if one.split(": ")[0] not in told]:
        print(
            f"The public Python API breaks since {tag}, and CHANGELOG.md does not say so. Add under the newest heading:"
        )
        print("".join(f"- python: breaking: {one}\n" for one in missing), end="")
        return 1
    print(f"The public Python API: {len(found)} breaks since {tag}, all in the changelog")
    return 0


if __name__ == "__main__":
    sys.exit(main())
