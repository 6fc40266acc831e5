"""The page of the classes that no operation has: their docstrings, read by griffe, which imports nothing of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import griffe

from .writing import code

__all__ = ["client_page"]

_Object = griffe.Object | griffe.Alias
_SRC = Path(__file__).parents[2] / "src"
_PAGE = "reference/client.md"
_CLASSES = (
    "client.sync_client.Conviso",
    "client.async_client.AsyncConviso",
    "paging.pager.Pager",
    "paging.pager.AsyncPager",
    "quota.policy.Quota",
    "upload.Upload",
)
"""Where they are defined: griffe does not follow the lazy imports of the package."""
_INTRODUCTION = """\
# The client's own classes

The classes of `conviso_client`, without [the operations](operations/index.md). An `async` method has the arguments and
errors of its namesake.
"""


def client_page() -> dict[str, str]:
    """Write the page, by its place in the documentation."""
    package = griffe.load("conviso_client", search_paths=[_SRC])
    lines, described = [_INTRODUCTION], set[str]()
    for path in _CLASSES:
        found = package[path]
        lines += [f"## {code(found.name)}", "", _text(found), ""]
        members = {name: member for name, member in found.all_members.items() if member.canonical_path not in described}
        for name, member in sorted(members.items(), key=lambda item: item[0] != "__init__"):
            hidden = name.startswith("_") and name != "__init__"
            if member.docstring and not hidden and not _is_operation(member):
                described.add(member.canonical_path)
                lines += _member(found, name, member, package)
    return {_PAGE: "\n".join(lines).rstrip() + "\n"}


def _is_operation(member: _Object) -> bool:
    return ".generated." in member.canonical_path


def _member(owner: _Object, name: str, member: _Object, package: _Object) -> Iterator[str]:
    function = member.final_target if isinstance(member, griffe.Alias) else member
    if isinstance(function, griffe.Function):
        title = owner.name if name == "__init__" else f"{owner.name}.{name}"
        yield from (
            f"### {code(f'{title}()')}",
            "",
            "```python",
            _signature(owner, name, function, package),
            "```",
            "",
            _text(member),
            "",
        )
    elif member.docstring:
        yield from (f"### {code(f'{owner.name}.{name}')}", "", _text(member), "")


def _signature(owner: _Object, name: str, function: griffe.Function, package: _Object) -> str:
    parameters = [each for each in function.parameters if each.name not in ("self", "cls")]
    shown: list[str] = []
    for position, each in enumerate(parameters):
        first_keyword = each.kind is griffe.ParameterKind.keyword_only and not any(
            before.kind in (griffe.ParameterKind.keyword_only, griffe.ParameterKind.var_positional)
            for before in parameters[:position]
        )
        stars = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(each.kind, "")
        default = "" if each.default is None or stars else f" = {_value(str(each.default), package)}"
        shown += ["*"] * first_keyword + [f"{stars}{each.name}: {each.annotation}{default}"]
    title = owner.name if name == "__init__" else name
    returns = "" if name == "__init__" else f" -> {function.returns}"
    asynchronous = "async " if "async" in function.labels else ""
    one_line = f"{asynchronous}{title}({', '.join(shown)}){returns}"
    if len(one_line) <= 100:
        return one_line
    return "\n".join([f"{asynchronous}{title}(", *(f"    {each}," for each in shown), f"){returns}"])


def _value(default: str, package: _Object) -> str:
    """Return a default as a number where the signature names a constant."""
    for module in ("call.options", "quota.policy"):
        if default.isupper() and default in package[module].members:
            return str(package[module][default].value)
    return default


def _text(found: _Object) -> str:
    return found.docstring.value if found.docstring else ""
