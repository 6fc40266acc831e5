"""Make the files of the generated package, in memory."""

from __future__ import annotations

import ast
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from ariadne_codegen.client_generators.package import get_package_generator
from ariadne_codegen.client_generators.scalars import ScalarData
from ariadne_codegen.plugins.manager import PluginManager
from ariadne_codegen.settings import ClientSettings, CommentsStrategy
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLSchema, OperationDefinitionNode

from conviso_client.call.operation import Operation

from .arguments import argument_types
from .check import find_problems
from .coordinates import deprecated_variables
from .descriptors import Descriptions
from .documents import Documents, WrittenOperation
from .evidence import Evidence
from .formatting import format_modules
from .library import at_users_lines, client_names, clients_acting_fields
from .lower import Lowered, lower
from .model_names import NO_NAMES
from .naming import method_name, type_class
from .own import own_modules, taken_names
from .plugin import CONFIG_KEY, AllIsKept, ConvisoPlugin, Shaped
from .problems import GenerationError
from .python_types import RESULT_SCALARS
from .shape_client import Method, as_async, client_module, input_names, result_names
from .shape_enums import enums_module
from .shape_inputs import inputs_module
from .shape_models import models_module, row_annotation, scalar_settings, shaped_models
from .shape_operations import operations_module
from .sharing import share_types
from .signatures import refuse_clashes
from .spread import Needed, module_of, reached, spread, uses_of
from .syntax import names_in, source_of
from .template import CLIENT, Template
from .verify import verify_modules

__all__ = ["Sources", "build"]

WrittenMethod = tuple[OperationDefinitionNode, ast.FunctionDef]


class Sources(NamedTuple):
    """What the client is made of."""

    schema: GraphQLSchema
    documents: Documents
    evidence: Evidence


def build(sources: Sources, package: str, template: Template = CLIENT) -> dict[str, str]:
    """Make the modules of a package, by file name. Raises `GenerationError` if the sources are not sound.

    `package` is the dotted name under which it will be imported; `template` says whether it is the client or adds to
    it.
    """
    problems = find_problems(sources.documents, sources.schema, sources.evidence)
    if template.extends:
        problems = at_users_lines([*problems, *taken_names(sources.documents)], sources.documents)
    if problems:
        raise GenerationError(problems)
    return _Build(sources, package, template).files()


@dataclass
class _Build:
    sources: Sources
    package: str
    template: Template

    def __post_init__(self) -> None:
        schema, documents, evidence = self.sources
        acting = clients_acting_fields() if self.template.extends else frozenset[str]()
        self.descriptions = Descriptions(documents, schema, evidence, f"{self.package}.models", acting)
        operations = documents.operations
        self.arguments = argument_types(
            kind for operation in operations for _, kind in self.descriptions.variables(operation)
        )
        known = client_names(self.sources.schema) if self.template.extends else NO_NAMES
        self.lowered = lower(self.sources.documents, self.sources.schema, self.sources.evidence, known)

    def files(self) -> dict[str, str]:
        made = run_ariadne_codegen(self.lowered)
        models = shaped_models(made.models, self.lowered, made.names)
        results = self.lowered.results
        operations = [
            self.descriptions.describe(operation, results.get(operation.name) or made.result(operation.name))
            for operation in self.sources.documents.operations
        ]
        written = {operation.name: operation for operation in self.sources.documents.operations}
        methods = [
            (written[operation.name].node, definition)
            for operation in operations
            for definition in self._definitions(operation, written[operation.name], models)
        ]
        refuse_clashes(methods)
        return self._modules(models, operations, methods)

    def _modules(
        self,
        models: Mapping[str, ast.ClassDef],
        operations: list[Operation[object]],
        methods: list[WrittenMethod],
    ) -> dict[str, str]:
        definitions = [definition for _, definition in methods]
        inputs = [kind for kind in self.arguments.values() if isinstance(kind, GraphQLInputObjectType)]
        classes = {type_class(kind.name) for kind in inputs}
        types = {**self._arguments(inputs), "models": models_module(models, self.lowered, result_names(definitions))}
        uses = {name: used for module in types.values() for name, used in uses_of(module).items()}
        enums = uses_of(types["enums"]).keys()
        if self.template.extends:
            types = share_types(types)
        modules = {
            **_package(
                "enums", types["enums"], _needed(methods, lambda method: reached(names_in(method), uses) & enums)
            ),
            **_package("inputs", types["inputs"], _needed(methods, lambda method: input_names(method, classes))),
            **_package("models", types["models"], _needed(methods, lambda method: result_names([method]))),
            "operations.py": operations_module(operations, self.descriptions.acting),
            **self._clients(definitions, classes),
        }
        sources = {name: source_of(module) for name, module in modules.items()}
        sources |= own_modules() if self.template.extends else {"__init__.py": ""}
        files = format_modules({name: self.template.header + source for name, source in sources.items()})
        verify_modules(files)
        return files

    def _arguments(self, inputs: list[GraphQLInputObjectType]) -> dict[str, ast.Module]:
        """Make the modules of enums and inputs."""
        in_arguments = {name: kind for name, kind in self.arguments.items() if isinstance(kind, GraphQLEnumType)}
        in_results = {name: self.sources.schema.type_map[name] for name in self.lowered.enums}
        enums = [kind for kind in {**in_results, **in_arguments}.values() if isinstance(kind, GraphQLEnumType)]
        found = map(self.descriptions.company_field, self.sources.documents.operations)
        company_fields = dict(field for field in found if field)
        return {
            "enums": enums_module(enums, in_arguments.values()),
            "inputs": inputs_module(inputs, in_arguments, company_fields, self.sources.evidence),
        }

    def _clients(self, methods: list[ast.FunctionDef], inputs: set[str]) -> dict[str, ast.Module]:
        enums = {name for name, kind in self.arguments.items() if isinstance(kind, GraphQLEnumType)}
        name, async_name = self.template.classes
        async_methods = [as_async(method) for method in methods]
        return {
            "client.py": client_module(methods, self.template, name, enums, inputs),
            "async_client.py": client_module(async_methods, self.template, async_name, enums, inputs),
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
        deprecation = self.lowered.deprecated.get(("", operation.name))
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


def _package(folder: str, module: ast.Module, needed: Needed) -> dict[str, ast.Module]:
    return {f"{folder}/{name}.py": part for name, part in spread(module, needed).items()}


def run_ariadne_codegen(lowered: Lowered) -> Shaped:
    """Let ariadne-codegen make its package of lowered operations; give what the plugin kept of it."""
    made = Shaped()
    config = {CONFIG_KEY: made}
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
        with suppress(AllIsKept):
            generator.generate()
    return made
