"""Small projects: a schema and operations in a folder, and the package that is generated from them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from graphql import DocumentNode, GraphQLSchema, build_schema, parse

from conviso_client.call.operation import Operation
from conviso_client.codegen.package import Project, generate
from conviso_client.codegen.problems import GenerationError

_numbers = count()


class Package:
    """A generated package, imported."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.files = generate(project)
        self.root = importlib.import_module(project.package)

    def __getattr__(self, module: str) -> ModuleType:
        return importlib.import_module(f"{self.project.package}.{module}")

    @property
    def schema(self) -> GraphQLSchema:
        return build_schema(self.project.schema.read_text(encoding="utf-8"))

    def operation(self, method: str) -> Operation[Any]:
        return getattr(self.operations, method)

    def document(self, method: str) -> DocumentNode:
        return parse(self.operation(method).document, no_location=True)

    def decode(self, method: str, value: Any) -> Any:
        """Decode the root field's value as the client does."""
        from conviso_client.call.codec import codec

        return codec(self.operation(method)).value.validate_python(value)


class Workbench:
    """Makes projects in a folder of their own, each with a package name that nothing else has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def project(self, schema: str, queries: str | Mapping[str, str], evidence: str | None = None) -> Project:
        name = f"made_{next(_numbers)}"
        home = self.folder / f"project_{name}"
        (home / "queries").mkdir(parents=True)
        (home / "schema.graphql").write_text(schema, encoding="utf-8")
        files = {"all.graphql": queries} if isinstance(queries, str) else queries
        for file, text in files.items():
            (home / "queries" / file).parent.mkdir(parents=True, exist_ok=True)
            (home / "queries" / file).write_text(text, encoding="utf-8")
        if evidence is not None:
            (home / "evidence.tsv").write_text(evidence, encoding="utf-8")
        table = home / "evidence.tsv" if evidence is not None else None
        return Project(home / "schema.graphql", home / "queries", self.folder / name, name, table)

    def package(self, schema: str, queries: str | Mapping[str, str], evidence: str | None = None) -> Package:
        return Package(self.project(schema, queries, evidence))

    def problems(self, schema: str, queries: str | Mapping[str, str], evidence: str | None = None) -> list[str]:
        """Generate what must fail; list what is said, with the files seen from the queries' folder."""
        project = self.project(schema, queries, evidence)
        with pytest.raises(GenerationError) as caught:
            generate(project)
        assert not project.target.exists()
        return [str(problem).replace(f"{project.queries.as_posix()}/", "") for problem in caught.value.problems]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = tmp_path_factory.mktemp("packages")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield Workbench(folder)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0].startswith("made_")]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def evidence() -> Callable[[str], str]:
    """Write a table of evidence: a line for each coordinate, `NAME EVIDENCE [CERTAINTY]`."""

    def table(lines: str) -> str:
        rows = [line.split() for line in lines.strip().splitlines()]
        cells = ["\t".join([*row, "documented"][:3]) for row in rows]
        return "\n".join(["coordinate\tevidence\ttype_certainty", *cells, ""])

    return table
