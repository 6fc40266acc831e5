"""Make the files of the generated package, in memory."""

from __future__ import annotations

import ast
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ariadne_codegen.client_generators.package import get_package_generator
from ariadne_codegen.client_generators.scalars import ScalarData
from ariadne_codegen.plugins.manager import PluginManager
from ariadne_codegen.settings import ClientSettings, CommentsStrategy
from graphql import GraphQLEnumType, GraphQLSchema, OperationDefinitionNode

from conviso_client.call.operation import Operation

from .arguments import argument_types
from .check import find_problems
from .coordinates import deprecated_variables
from .descriptors import Descriptions
from .documents import Documents
from .documents import Operation as WrittenOperation
from .evidence import Evidence
from .face import CLIENT, Face
from .formatting import format_modules
from .lower import Lowered, lower
from .naming import class_name, method_name
from .own import own_modules
from .plugin import CONFIG_KEY, ConvisoPlugin, Shaped, Shaping
from .problems import GenerationError
from .python_types import RESULT_SCALARS
from .shape_client import Method, as_async, client_module, input_names, result_names
from .shape_models import models_module, row_annotation, scalar_settings, shaped_models
from .shape_operations import operations_module
from .sharing import share_types
from .signatures import refuse_clashes
from .spread import Needed, module_of, spread
from .syntax import source_of
from .verify import verify_modules

__all__ = ["Sources", "build"]

WrittenMethod = tuple[OperationDefinitionNode, ast.FunctionDef]


class Sources(NamedTuple):
    """What the client is made of."""

    schema: GraphQLSchema
    documents: Documents
    evidence: Evidence


def build(sources: Sources, package: str, face: Face = CLIENT) -> dict[str, str]:
    """Make the modules of a package, by file name. Raises `GenerationError` if the sources are not sound.

    `package` is the dotted name under which it will be imported; `face` says whether it is the client or adds to it.
    """
    if problems := find_problems(sources.documents, sources.schema, sources.evidence):
        raise GenerationError(problems)
    return _Build(sources, package, face).files()


@dataclass
class _Build:
    sources: Sources
    package: str
    face: Face

    def __post_init__(self) -> None:
        self.descriptions = Descriptions(self.sources.documents, self.sources.schema, f"{self.package}.models")
        self.lowered = lower(self.sources.documents, self.sources.schema, self.sources.evidence)

    def files(self) -> dict[str, str]:
        made = self._shape()
        models = shaped_models(made.models, self.lowered, made.names)
        operations = [
            self.descriptions.describe(operation, made.result(operation.name))
            for operation in self.sources.documents.operations
        ]
        written = {operation.name: operation for operation in self.sources.documents.operations}
        methods = [
            (written[operation.name].node, definition)
            for operation in operations
            for definition in self._definitions(operation, written[operation.name], models)
        ]
        refuse_clashes(methods)
        return self._modules(made, models, operations, methods)

    def _modules(
        self,
        made: Shaped,
        models: Mapping[str, ast.ClassDef],
        operations: list[Operation[object]],
        methods: list[WrittenMethod],
    ) -> dict[str, str]:
        definitions = [definition for _, definition in methods]
        all_models = models_module(models, self.lowered, result_names(definitions))
        types = {"enums": made.enums, "inputs": made.inputs, "models": all_models}
        if self.face.extends:
            types = share_types(types)
        modules = {
            "enums.py": types["enums"],
            **_package(
                "inputs", spread(types["inputs"], _needed(methods, lambda method: input_names(method, made.inputs)))
            ),
            **_package("models", spread(types["models"], _needed(methods, lambda method: result_names([method])))),
            "operations.py": operations_module(operations),
            **self._clients(definitions, made),
        }
        sources = {name: source_of(module) for name, module in modules.items()}
        sources |= own_modules() if self.face.extends else {"__init__.py": ""}
        files = format_modules({name: self.face.header + source for name, source in sources.items()})
        verify_modules(files)
        return files

    def _shape(self) -> Shaped:
        shaping = Shaping(self.lowered, self.sources.evidence, self._company_fields(), self._argument_enums())
        run_ariadne_codegen(self.lowered, shaping)
        return shaping.made

    def _company_fields(self) -> dict[str, str]:
        found = map(self.descriptions.company_field, self.sources.documents.operations)
        return dict(field for field in found if field)

    def _argument_enums(self) -> frozenset[str]:
        variables = [
            kind
            for operation in self.sources.documents.operations
            for _, kind in self.descriptions.variables(operation)
        ]
        types = argument_types(variables)
        return frozenset(name for name, kind in types.items() if isinstance(kind, GraphQLEnumType))

    def _clients(self, methods: list[ast.FunctionDef], made: Shaped) -> dict[str, ast.Module]:
        enums = {name for name, kind in self.sources.schema.type_map.items() if isinstance(kind, GraphQLEnumType)}
        inputs = {node.name for node in made.inputs.body if isinstance(node, ast.ClassDef)}
        name, async_name = self.face.classes
        async_methods = [as_async(method) for method in methods]
        return {
            "client.py": client_module(methods, self.face, name, enums, inputs),
            "async_client.py": client_module(async_methods, self.face, async_name, enums, inputs),
        }

    def _definitions(
        self, operation: Operation[object], written: WrittenOperation, models: Mapping[str, ast.ClassDef]
    ) -> Iterator[ast.FunctionDef]:
        variables = tuple(
            (variable, kind, definition.default_value)
            for (variable, kind), definition in zip(
                self.descriptions.variables(written), written.node.variable_definitions, strict=True
            )
        )
        deprecation = self.lowered.deprecated.get((class_name(operation.name), operation.name))
        deprecated = deprecated_variables(written, self.sources.schema)
        method = Method(operation, written.comment, variables, deprecation, deprecated)
        yield method.definition()
        if operation.paging:
            yield method.pager_definition(row_annotation(models, operation.result, operation.paging.items))


def _needed(methods: Iterable[WrittenMethod], names: Callable[[ast.FunctionDef], set[str]]) -> Needed:
    """Collect names of methods by the modules of their file and of their operation."""
    needed: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for node, method in methods:
        assert node.loc
        assert node.name
        needed[module_of(node.loc.source.name)][method_name(node.name.value)] |= names(method)
    return needed


def _package(folder: str, modules: Mapping[str, ast.Module]) -> dict[str, ast.Module]:
    return {f"{folder}/{name}.py": module for name, module in modules.items()}


def run_ariadne_codegen(lowered: Lowered, shaping: Shaping) -> None:
    """Let ariadne-codegen make its package of lowered operations; the plugin keeps what it shaped."""
    config = {CONFIG_KEY: shaping}
    scalars = {name: ScalarData(type_) for name, type_ in {**RESULT_SCALARS, **scalar_settings(lowered)}.items()}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        settings = ClientSettings(
            schema_path=folder,
            queries_path=folder,
            target_package_name="package",
            target_package_path=folder,
            include_comments=CommentsStrategy.NONE,
            convert_to_snake_case=True,
            include_all_inputs=False,
            include_all_enums=False,
            fragments_module_name="models",
            input_types_module_name="inputs",
            async_client=False,
            default_optional_fields_to_none=False,
            defer_model_build=True,
            use_alias_generator=True,
            scalars=scalars,
        )
        plugins = PluginManager(schema=lowered.schema, config_dict=config, plugins_types=[ConvisoPlugin])
        generator = get_package_generator(lowered.schema, lowered.fragments, settings, plugins)
        for operation in lowered.operations:
            generator.add_operation(operation)
        generator.generate()
