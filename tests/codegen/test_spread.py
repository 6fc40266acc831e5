"""The definitions of one module become a package of modules that import each other in one direction."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import pytest

from conviso_client.codegen.spread import Needed, module_of, spread


def module(**definitions: str) -> ast.Module:
    """Make a module of classes, each with the names of the others that it uses."""
    classes = [f"class {name}:\n    other: [{used}]" for name, used in definitions.items()]
    return ast.parse("\n".join(['"""Text."""', "from typing import Any", *classes]))


def homes(modules: Mapping[str, ast.Module]) -> dict[str, str]:
    return {
        node.name: name for name, module in modules.items() for node in module.body if isinstance(node, ast.ClassDef)
    }


def imports(module: ast.Module) -> dict[str, list[str]]:
    return {
        node.module or "": [alias.name for alias in node.names]
        for node in module.body
        if isinstance(node, ast.ImportFrom) and node.level
    }


def many(prefix: str, count: int) -> dict[str, str]:
    """Name classes that use one another in a row, and the last of them `Shared`."""
    names = [f"{prefix}{number}" for number in range(count)]
    return dict(zip(names, [*names[1:], "Shared"], strict=True))


def test_by_file_and_what_several_need_together() -> None:
    needed: Needed = {"assets": {"asset": ["Asset"], "assets": ["Page"]}, "issues": {"issue": ["Issue"]}}
    made = spread(module(Ref="", Row="Ref", Asset="Ref", Page="Row", Issue="Ref", Unused=""), needed)
    assert homes(made) == {
        "Ref": "common",
        "Row": "assets",
        "Asset": "assets",
        "Page": "assets",
        "Issue": "issues",
        "Unused": "common",
    }
    assert imports(made["assets"]) == imports(made["issues"]) == {"common": ["Ref"]}
    assert imports(made["common"]) == {}


def test_many_of_one_operation_have_a_module_with_its_name() -> None:
    needed: Needed = {"issues": {"issue": ["A0"], "issues": ["Other"]}}
    made = spread(module(Shared="", Other="Shared", **many("A", 10)), needed)
    assert homes(made) == {"Shared": "issues", "Other": "issues"} | dict.fromkeys(many("A", 10), "issue")
    assert imports(made["issue"]) == {"issues": ["Shared"]}
    assert imports(made["issues"]) == {}


def test_it_may_need_all_three() -> None:
    needed: Needed = {"issues": {"issue": ["A0", "Here"], "issues": ["Here"]}, "assets": {"asset": ["Shared"]}}
    made = spread(module(Shared="", Here="", A="Here", **{**many("A", 10), "A9": "Shared, Here"}), needed)
    assert imports(made["issue"]) == {"common": ["Shared"], "issues": ["Here"]}


@pytest.mark.parametrize(
    ("count", "file", "operation"), [(9, "issues", "issue"), (10, "issue", "issue"), (10, "issues", "common")]
)
def test_a_few_stay_with_their_file_and_so_do_those_whose_name_is_taken(count: int, file: str, operation: str) -> None:
    needed: Needed = {file: {operation: ["A0"], "others": ["Shared"]}}
    made = spread(module(Shared="", **many("A", count)), needed)
    assert set(homes(made).values()) == {file}


def test_the_package_tells_where_each_name_is() -> None:
    needed: Needed = {"issues": {"issue": ["A0"], "issues": ["Shared", "Any"]}}
    made = spread(module(Shared="", **many("A", 10)), needed)
    text = ast.unparse(made["__init__"])
    assert "'issue': ['A0', 'A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9']" in text
    assert "'issues': ['Shared']" in text
    assert "from typing import Any as Any" in text


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("queries/threat-models.graphql", "threat_models"),
        ("queries/2fa.graphql", "_2fa"),
        ("queries/import.graphql", "import_"),
        ("queries/--.graphql", "common"),
    ],
)
def test_a_file_names_a_module(file: str, name: str) -> None:
    assert module_of(file) == name
