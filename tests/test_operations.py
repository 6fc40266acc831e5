"""The project's own operations: all that is confirmed, nothing that is not, and the package that is made of them."""

from __future__ import annotations

import csv
import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode, Visitor, parse, validate, visit
from pydantic import TypeAdapter

from conviso_client import AsyncConviso, Conviso, generated
from conviso_client.call.codec import codec
from conviso_client.call.operation import Operation
from conviso_client.codegen.check import find_problems
from conviso_client.codegen.cost import MAX_COMPLEXITY, MAX_DEPTH
from conviso_client.codegen.documents import Documents, read_documents
from conviso_client.codegen.evidence import read_evidence
from conviso_client.generated import operations
from conviso_client.generated.async_client import AsyncOperations
from conviso_client.generated.client import Operations
from conviso_client.models.enums import OpenEnum
from conviso_client.models.inputs import InputModel
from conviso_client.models.results import ResultModel
from tests.project_schema import project_schema

HOME = Path(__file__).parents[1]
OPERATIONS: dict[str, Operation[Any]] = {
    name: value for name, value in vars(operations).items() if isinstance(value, Operation)
}
NOT_CALLABLE = {"program", "updateProgram", "deleteTeam"}
"""Seen in 2025-2026 by name alone. Of `program` and `updateProgram` no source shows an argument, and `deleteTeam` has
the shape of 2024 only: none of them can be called with names that a recent source confirms."""


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return project_schema()


@pytest.fixture(scope="module")
def documents() -> Documents:
    return read_documents(HOME / "queries")


@pytest.fixture(scope="module")
def evidence() -> list[Mapping[str, str]]:
    with (HOME / "evidence.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


class TestCoverage:
    def test_there_is_one_operation_for_each_root_field_that_is_confirmed_and_callable(self, evidence) -> None:
        """What introspection alone shows came after the operations were written: `schema check` lists it."""
        roots = {
            row["coordinate"].partition(".")[2]
            for row in evidence
            if row["evidence"] == "confirmed"
            and row["sources"] != "introspection"
            and "(" not in row["coordinate"]
            and row["coordinate"].startswith(("Query.", "Mutation."))
        }
        written = {operation.name for operation in OPERATIONS.values()}
        assert roots - written <= NOT_CALLABLE
        assert not evidence or len(roots) > len(NOT_CALLABLE)
        kinds = [operation.kind for operation in OPERATIONS.values()]
        assert kinds.count("query") >= 46
        assert kinds.count("mutation") >= 72

    def test_each_is_named_after_its_root_field(self, schema: GraphQLSchema) -> None:
        for operation in OPERATIONS.values():
            (definition,) = (
                node for node in parse(operation.document).definitions if isinstance(node, OperationDefinitionNode)
            )
            (root,) = definition.selection_set.selections
            assert isinstance(root, FieldNode)
            assert (definition.name.value, root.name.value, root.alias) == (operation.name, operation.name, None)
            assert operation.name in schema.get_root_type(definition.operation).fields

    def test_nothing_is_unconfirmed_guessed_or_deprecated(self, documents, schema) -> None:
        assert find_problems(documents, schema, read_evidence(HOME / "evidence.tsv")) == []
        allowed = [*documents.operations, *documents.fragments.values()]
        assert not any(definition.comment.allowed_deprecations for definition in allowed)

    def test_queries_that_do_something_are_marked(self) -> None:
        acting = {
            operation.name
            for operation in OPERATIONS.values()
            if operation.kind == "query" and not operation.repeatable
        }
        assert acting == {"generateProjectReport", "securityGateRun"}
        assert not any(operation.repeatable for operation in OPERATIONS.values() if operation.kind == "mutation")


class TestDocuments:
    def test_each_is_valid_and_has_its_cost(self, schema: GraphQLSchema) -> None:
        for operation in OPERATIONS.values():
            document = parse(operation.document)
            assert validate(schema, document) == []
            depth, expanded = expanded_cost(document)
            assert operation.depth == depth <= MAX_DEPTH == 15
            assert depth <= operation.complexity <= min(expanded, MAX_COMPLEXITY)
            assert MAX_COMPLEXITY == 400

    def test_the_deepest_and_the_heaviest_are_told(self) -> None:
        deepest = max(OPERATIONS.values(), key=lambda operation: operation.depth)
        heaviest = max(OPERATIONS.values(), key=lambda operation: operation.complexity)
        print(f"deepest: {deepest.name}, {deepest.depth}; heaviest: {heaviest.name}, {heaviest.complexity}")
        assert deepest.depth > 1
        assert heaviest.complexity > 50

    def test_what_is_sent_is_what_was_written(self, documents: Documents) -> None:
        for operation in OPERATIONS.values():
            written = next(each for each in documents.operations if each.name == operation.name)
            sent = {node.name.value: node for node in parse(operation.document, no_location=True).definitions}
            reached = {fragment for fragment in sent if fragment != written.name or fragment in documents.fragments}
            assert plain(sent[written.name]) == plain(written.node)
            for fragment in reached - {written.name}:
                assert plain(sent[fragment]) == plain(documents.fragments[fragment].node)


class TestTypes:
    def test_every_module_imports(self) -> None:
        names = [module.name for module in pkgutil.walk_packages(generated.__path__, f"{generated.__name__}.")]
        assert {name.removeprefix(f"{generated.__name__}.").split(".")[0] for name in names} == {
            *("async_client", "client", "enums", "inputs", "models", "operations")
        }
        for name in names:
            importlib.import_module(name)

    @pytest.mark.parametrize("package", ["models", "inputs"])
    def test_every_class_can_be_built(self, package: str) -> None:
        module = importlib.import_module(f"{generated.__name__}.{package}")
        for name in module.__all__:
            made = getattr(module, name)
            if isinstance(made, type):
                assert issubclass(made, ResultModel if package == "models" else InputModel)
            with pytest.raises(ValueError, match="validation error"):
                TypeAdapter(made).validate_python(object())

    def test_every_enum_is_open(self) -> None:
        module = importlib.import_module(f"{generated.__name__}.enums")
        for name in module.__all__:
            assert issubclass(getattr(module, name), OpenEnum)
            assert not getattr(module, name)("what the API adds tomorrow").is_known

    def test_every_result_can_be_decoded(self) -> None:
        for operation in OPERATIONS.values():
            decoder = codec(operation).value
            with pytest.raises(ValueError, match="validation error"):
                decoder.validate_python(object())

    def test_no_name_stands_for_two_things(self) -> None:
        modules = [importlib.import_module(f"{generated.__name__}.{name}") for name in ("enums", "inputs", "models")]
        names = [name for module in modules for name in module.__all__]
        assert len(names) == len(set(names))


class TestClients:
    def test_both_have_the_same_methods_with_the_same_signatures(self) -> None:
        methods, theirs = (
            {name for name, value in vars(made).items() if inspect.isfunction(value)}
            for made in (Operations, AsyncOperations)
        )
        assert methods == theirs
        assert {name for name in methods if not name.startswith("iter_")} == set(OPERATIONS)
        for name in methods:
            sync, asynchronous = (
                inspect.signature(getattr(Conviso, name)),
                inspect.signature(getattr(AsyncConviso, name)),
            )
            assert sync.parameters == asynchronous.parameters
            assert inspect.iscoroutinefunction(getattr(AsyncConviso, name)) == (name in OPERATIONS)
            assert not inspect.iscoroutinefunction(getattr(Conviso, name))
            if name in OPERATIONS:
                assert sync.return_annotation == asynchronous.return_annotation == OPERATIONS[name].result

    def test_every_method_is_documented(self) -> None:
        for name in OPERATIONS:
            method = getattr(Conviso, name)
            text = inspect.getdoc(method)
            first, *_ = text.splitlines()
            assert first.endswith("."), first
            assert "Send the operation" not in text
            described = {line.split(":")[0].strip() for line in text.partition("Args:\n")[2].splitlines()}
            parameters = [parameter for parameter in inspect.signature(method).parameters if parameter != "self"]
            assert set(parameters) <= described

    def test_company_and_pages_are_optional_everywhere(self) -> None:
        for name, operation in OPERATIONS.items():
            parameters = inspect.signature(getattr(Conviso, name)).parameters
            assert ("company_id" in parameters) == (operation.company is not None)
            for optional in {"company_id", "page", "limit", "pagination"} & set(parameters):
                assert parameters[optional].kind is inspect.Parameter.KEYWORD_ONLY
                assert parameters[optional].default is not inspect.Parameter.empty
            assert hasattr(Conviso, f"iter_{name}") <= (operation.paging is not None)

    def test_each_paged_operation_has_one_pager(self) -> None:
        paged = [name for name, operation in OPERATIONS.items() if operation.paging]
        pagers = [name for name in dir(Conviso) if name.startswith("iter_")]
        assert len(paged) == len(pagers) > 10
        for name in paged:
            assert [pager for pager in pagers if pager.startswith(f"iter_{name}")]


def plain(node: Any) -> Any:
    """Take away what the generator adds: the type's name under its own name."""

    class Strip(Visitor):
        def enter_selection_set(self, node: Any, *_: Any) -> Any:
            node.selections = tuple(
                selection
                for selection in node.selections
                if not (
                    isinstance(selection, FieldNode) and selection.name.value == "__typename" and not selection.alias
                )
            )

    from copy import deepcopy

    from graphql import print_ast

    return print_ast(visit(deepcopy(node), Strip()))


def expanded_cost(document: Any) -> tuple[int, int]:
    """Count the depth, and all fields with every fragment expanded: equal fields and alternatives count once more."""
    fragments = {node.name.value: node for node in document.definitions if node.kind == "fragment_definition"}

    def count(selection_set: Any) -> tuple[int, int]:
        costs = [(0, 0)]
        for selection in selection_set.selections if selection_set else ():
            if selection.kind == "field":
                depth, fields = count(selection.selection_set)
                costs.append((depth + 1, fields + 1))
            elif selection.kind == "fragment_spread":
                costs.append(count(fragments[selection.name.value].selection_set))
            else:
                costs.append(count(selection.selection_set))
        return max(cost[0] for cost in costs), sum(cost[1] for cost in costs)

    operation = next(node for node in document.definitions if node.kind == "operation_definition")
    return count(operation.selection_set)
