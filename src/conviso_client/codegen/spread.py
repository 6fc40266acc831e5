"""Spread the definitions of one module over a package: a program loads those that it uses, and no others.

What the operations of one file alone need gets a module with the name of the file; what several files need is `common`.
If one operation alone needs many definitions, these get a module with the name of the operation. So the module of an
operation imports only that of its file and `common`, the module of a file only `common`, and that one none of them.
"""

from __future__ import annotations

import ast
import keyword
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath

from .syntax import all_of, docstring, import_from, names_in, type_checking

__all__ = ["Needed", "module_of", "reached", "spread", "uses_of"]

_COMMON = "common"
_MANY = 10
"""Definitions: so many are worth a module, and fewer are not worth the time to open it."""

Needed = Mapping[str, Mapping[str, Collection[str]]]
"""By the module's name of each file and of each operation in it, the names that the operation uses itself."""


def module_of(file: str) -> str:
    """Name the module of a file of operations: `queries/threat-models.graphql` has `threat_models`.

    The name is one that Python can import, whatever the file is called: letters are kept, all else is an underscore.
    """
    stem = unicodedata.normalize("NFKC", PurePath(file).stem.lower())
    name = "".join(letter if f"x{letter}".isidentifier() else "_" for letter in stem).strip("_") or _COMMON
    return f"{name}_" if keyword.iskeyword(name) else name if name.isidentifier() else f"_{name}"


def uses_of(module: ast.Module) -> dict[str, set[str]]:
    """Give the names in each definition of a module."""
    return {name: set[str]().union(*map(names_in, nodes)) for name, nodes in _definitions(module).items()}


def reached(names: set[str], uses: Mapping[str, set[str]]) -> set[str]:
    """Return these names with all that their definitions use, and those in turn."""
    found, ahead = set[str](), names
    while ahead:
        found |= ahead
        ahead = set[str]().union(*(uses.get(name, ()) for name in ahead)) - found
    return found


def spread(module: ast.Module, needed: Needed) -> dict[str, ast.Module]:
    """Give the modules of the package by name, `__init__` among them.

    What the module only imports and an operation needs can be imported from the package too.
    """
    whole = _Whole(module, needed)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name in whole.definitions:
        names[whole.homes[name]].append(name)
    used = set[str]().union(*(names for operations in needed.values() for names in operations.values()))
    return {
        **{home: whole.part(members) for home, members in sorted(names.items())},
        "__init__": whole.package(names, used - whole.definitions.keys()),
    }


class _Whole:
    """The module that is spread."""

    def __init__(self, module: ast.Module, needed: Needed) -> None:
        self.text = ast.get_docstring(module) or ""
        self.imports = [node for node in module.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        self.definitions = _definitions(module)
        self.uses = uses_of(module)
        """Read once, as all of a schema's filters may reach one another."""
        self.homes = self._homes(needed)
        """The module of each definition."""

    def _homes(self, needed: Needed) -> dict[str, str]:
        users: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for file, operations in needed.items():
            for operation, names in operations.items():
                for name in reached(set(names), self.uses) & self.definitions.keys():
                    users[name].add((file, operation))
        alone = Counter(operation for uses in users.values() if len(uses) == 1 for _, operation in uses)
        own = {operation for operation, count in alone.items() if count >= _MANY} - {_COMMON, *needed}
        return {name: _home(users[name], own) for name in self.definitions}

    def _used(self, definitions: Collection[str]) -> set[str]:
        return set[str]().union(*(self.uses[name] for name in definitions))

    def part(self, names: Collection[str]) -> ast.Module:
        """Make the module with these definitions."""
        used = self._used(names)
        shared: defaultdict[str, set[str]] = defaultdict(set)
        for name in (used & self.definitions.keys()) - set(names):
            shared[self.homes[name]].add(name)
        others = [import_from(home, shared[home], level=1) for home in sorted(shared)]
        imports = [*self._imported(used), *others]
        nodes = [node for name in names for node in self.definitions[name]]
        blocks = [node for node in nodes if isinstance(node, ast.If)]
        body = [node for node in nodes if not isinstance(node, ast.If)]
        if blocks:  # one for all
            body.append(
                type_checking(
                    [node for block in blocks for node in block.body],
                    [node for block in blocks for node in block.orelse],
                )
            )
        return ast.Module([docstring(self.text, ""), *imports, all_of(names), *body], [])

    def package(self, names: Mapping[str, Collection[str]], passed_on: Collection[str]) -> ast.Module:
        """Make the module that has all names, and loads each from its own module when it is asked for."""
        modules = ast.Dict(
            [ast.Constant(home) for home in sorted(names)],
            [ast.List([ast.Constant(name) for name in sorted(names[home])]) for home in sorted(names)],
        )
        functions = ast.Tuple([ast.Name("__getattr__"), ast.Name("__dir__")])
        lazily = ast.Assign(
            [functions], ast.Call(ast.Name("lazy_names"), [ast.Name("__name__"), modules], []), lineno=0
        )
        body: list[ast.stmt] = [
            docstring(f"{self.text}\n\nThe module that a name is in is loaded when the name is asked for.", ""),
            import_from("__future__", ["annotations"]),
            *([import_from("typing", ["TYPE_CHECKING"])] if names else []),
            *_exported(self._imported(passed_on)),
            all_of(self.definitions),
        ]
        if names:
            eagerly: list[ast.stmt] = [import_from(home, names[home], level=1) for home in sorted(names)]
            body.append(type_checking(eagerly, [import_from("conviso_client.lazy", ["lazy_names"]), lazily]))
        return ast.Module(body, [])

    def _imported(self, names: Collection[str]) -> Iterator[ast.stmt]:
        """Give the imports of these names, as they are written one folder further down."""
        for node in self.imports:
            aliases = [alias for alias in node.names if (alias.asname or alias.name) in names]
            if isinstance(node, ast.Import) and aliases:
                yield ast.Import(aliases)
            elif isinstance(node, ast.ImportFrom) and (aliases or node.module == "__future__"):
                plain = [ast.alias(alias.name) for alias in aliases or node.names]
                yield ast.ImportFrom(node.module, plain, node.level + 1 if node.level else 0)


def _definitions(module: ast.Module) -> dict[str, list[ast.stmt]]:
    """Give each class or alias with the docstring that follows it, or with the block around it."""
    found: dict[str, list[ast.stmt]] = {}
    for node in module.body[1:]:
        defined = node.body[0] if isinstance(node, ast.If) else node
        if isinstance(defined, ast.ClassDef):
            found[defined.name] = [node]
        elif isinstance(defined, ast.AnnAssign):
            found[ast.unparse(defined.target)] = [node]
        elif isinstance(node, ast.Expr):
            found[next(reversed(found))].append(node)
    return found


def _home(users: Collection[tuple[str, str]], own: set[str]) -> str:
    files = {file for file, _ in users}
    operations = {operation for _, operation in users}
    if len(files) != 1:
        return _COMMON
    return min(operations if len(operations) == 1 and operations <= own else files)


def _exported(imports: Iterator[ast.stmt]) -> Iterator[ast.stmt]:
    """Write imports in the way that type checkers take for an export."""
    for node in imports:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield ast.ImportFrom(node.module, [ast.alias(alias.name, alias.name) for alias in node.names], node.level)
