"""The public Python API as lines of text, and what breaks between two states of it.

`python -m tools.python_api --check` compares with the state of the last release and wants every break in the changelog;
`--write` records the present state, which is done when a version is released.
"""

from __future__ import annotations

import argparse
import ast
import enum
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tools.changelog import read_changelog

MODULES = ("conviso_client", "conviso_client.types", "conviso_client.sandbox", "conviso_client.testing")
RECORD = Path("tools/public_api.txt")
_KINDS = {"POSITIONAL_ONLY": "position", "KEYWORD_ONLY": "keyword", "POSITIONAL_OR_KEYWORD": "either"}

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")

Api = dict[str, str]


def public_api() -> Api:
    """Describe every public name, parameter and field: `types.AssetSummary.name` is `field str | None`."""
    return dict(sorted(line for module in MODULES for line in _module(module)))


def _module(name: str) -> Iterator[tuple[str, str]]:
    module = importlib.import_module(name)
    for public in getattr(module, "__all__", None) or dir(module):
        value = getattr(module, public)
        if not public.startswith("_") and not inspect.ismodule(value):
            place = f"{name.removeprefix('conviso_client').lstrip('.')}.{public}".lstrip(".")
            yield from _value(place, value)


def _value(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if inspect.isclass(value):
        yield place, "class"
        yield from _members(place, value)
    elif callable(value) and hasattr(value, "__code__"):
        yield from _function(place, value)
    else:
        yield place, "name"


def _members(place: str, owner: type) -> Iterator[tuple[str, str]]:
    if issubclass(owner, enum.Enum):
        yield from ((f"{place}.{member}", "member") for member in owner.__members__)
    fields = getattr(owner, "model_fields", {})
    is_input = any(base.__name__ == "InputModel" for base in owner.__mro__)
    for name, field in fields.items():
        annotation = _annotation(owner, name)
        kind = "input" if is_input else "field"
        yield f"{place}.{name}", f"{kind} {annotation}" + (" = unset" if is_input and not field.is_required() else "")
    for name in sorted({"__init__", *(name for name in dir(owner) if not name.startswith("_"))} - set(fields)):
        home = next((base for base in owner.__mro__ if name in vars(base)), object)
        member = vars(home).get(name)
        if not home.__module__.startswith("conviso_client"):
            continue
        if isinstance(member, (staticmethod, classmethod)):
            member = member.__func__
        if callable(member) and hasattr(member, "__code__"):
            yield from _function(f"{place}.{name}", member)
        elif isinstance(member, property) or (not issubclass(owner, enum.Enum) and not callable(member)):
            yield f"{place}.{name}", "attribute"


def _annotation(owner: type, name: str) -> str:
    """Return an annotation as it is written: evaluated, it has lost the names of unions."""
    annotations = (_written(base.__module__).get(base.__name__, {}) for base in owner.__mro__)
    return next((found[name] for found in annotations if name in found), "Any")


@cache
def _written(module: str) -> dict[str, dict[str, str]]:
    """Return the annotations of the attributes of each class in a module."""
    file = sys.modules[module].__file__ if module.startswith("conviso_client") else None
    tree = ast.parse(Path(file).read_bytes()) if file else ast.Module([], [])
    return {
        node.name: {
            ast.unparse(field.target): ast.unparse(field.annotation)
            for field in node.body
            if isinstance(field, ast.AnnAssign)
        }
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def _function(place: str, function: Any) -> Iterator[tuple[str, str]]:
    signature = inspect.signature(function)
    returns = signature.return_annotation
    text = "Any" if returns is inspect.Signature.empty else str(returns)
    yield place, f"returns {f'Awaitable[{text}]' if inspect.iscoroutinefunction(function) else text}"
    for name, parameter in signature.parameters.items():
        if name in ("self", "cls"):
            continue
        kind = _KINDS.get(parameter.kind.name, "rest")
        annotation = "Any" if parameter.annotation is inspect.Parameter.empty else parameter.annotation
        default = (
            "" if parameter.default is inspect.Parameter.empty else f" = {_ADDRESS.sub('', repr(parameter.default))}"
        )
        yield f"{place}({name})", f"{kind} {annotation}{default}"


def breaks(old: Api, new: Api) -> list[str]:
    """List what a program that was written for the old state may trip over in the new one."""
    removed = {place for place in old if place not in new}
    found = [f"{place} was removed" for place in removed if _owner(place) not in removed]
    for place, after in new.items():
        before = old.get(place)
        if before is None:
            is_needed = after.split()[0] in {"either", "position", "keyword", "input"} and " = " not in after
            if is_needed and _owner(place) in old:
                found.append(f"{place} was added and must be given")
        elif before != after and not _is_wider(before, after):
            found.append(f"{place} was {before}, is {after}")
    return sorted(found)


def _owner(place: str) -> str:
    return place.rpartition("(" if place.endswith(")") else ".")[0]


def _is_wider(before: str, after: str) -> bool:
    """Tell if what was taken is still taken, or if what is given back is no more than before."""
    (old_kind, old_types, old_default), (new_kind, new_types, new_default) = map(_parts, (before, after))
    if old_kind in {"returns", "field"}:
        return old_kind == new_kind and new_types <= old_types
    kinds = (old_kind, new_kind)
    is_called_alike = old_kind == new_kind or kinds in {("keyword", "either"), ("position", "either")}
    is_default_kept = old_default == new_default or not old_default
    return is_called_alike and old_types <= new_types and is_default_kept


def _parts(declaration: str) -> tuple[str, frozenset[str], str]:
    kind, _, rest = declaration.partition(" ")
    types, _, default = rest.partition(" = ")
    return kind, frozenset(re.split(r" \| (?![^\[]*\])", types)), default


def read_record(path: Path) -> Api:
    """Read a recorded state: a name and a declaration in each line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def write_record(path: Path, api: Api, version: str) -> None:
    """Record a state."""
    lines = [f"# The public Python API of {version}. Written by `make public-api` when a version is released."]
    path.write_text("\n".join([*lines, *(f"{place}\t{what}" for place, what in api.items())]) + "\n", encoding="utf-8")


def main() -> int:
    """Compare or record; the exit status is 1 if the changelog does not carry a break."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="compare with the last release")
    what.add_argument("--write", action="store_true", help="record the present state")
    what.add_argument("--list", action="store_true", help="list what breaks, one a line")
    options = parser.parse_args()
    api = public_api()
    if options.write:
        from conviso_client import __version__

        write_record(RECORD, api, __version__)
        print(f"Wrote {RECORD}: {len(api)} names")
        return 0
    found = breaks(read_record(RECORD), api)
    if options.list:
        print("".join(f"{one}\n" for one in found), end="")
        return 0
    told = read_changelog(Path("CHANGELOG.md")).newest.text
    missing = [one for one in found if one.split()[0] not in told]
    if missing:
        print("The public Python API breaks, and CHANGELOG.md does not say so. Add under the newest heading:")
        print("".join(f"- python: breaking: {one}\n" for one in missing), end="")
        return 1
    print(f"The public Python API: {len(api)} names, {len(found)} breaks since the last release, all in the changelog")
    return 0


if __name__ == "__main__":
    sys.exit(main())
