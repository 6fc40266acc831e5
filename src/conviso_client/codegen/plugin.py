"""The ariadne-codegen plugin: takes what it makes of lowered operations, and gives it the client's shape."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ariadne_codegen import Plugin
from graphql import ExecutableDefinitionNode, GraphQLEnumType, GraphQLInputObjectType, GraphQLSchema, Node

from .evidence import Evidence
from .lower import ENVELOPE_MARK, Lowered
from .naming import attribute_name
from .shape_enums import enums_module, shape_enum
from .shape_inputs import inputs_module, shape_input
from .shape_models import ModelNames

__all__ = ["CONFIG_KEY", "ConvisoPlugin", "Shaped", "Shaping"]

CONFIG_KEY = "conviso"


@dataclass
class Shaped:
    """The shaped modules, the models as they come, and the annotation of each operation's result."""

    models: list[ast.ClassDef] = field(default_factory=list[ast.ClassDef])
    inputs: ast.Module = field(default_factory=lambda: ast.Module([], []))
    enums: ast.Module = field(default_factory=lambda: ast.Module([], []))
    envelopes: dict[str, ast.Module] = field(default_factory=dict[str, ast.Module])
    names: ModelNames = field(default_factory=ModelNames)

    def result(self, operation: str) -> str:
        """Give the annotation of the operation's result: never null, for a null root is a failure."""
        envelope = self.envelopes[operation]
        self.names.learn(envelope)
        first = next(node for node in envelope.body if isinstance(node, ast.ClassDef))
        annotated = next(node for node in first.body if isinstance(node, ast.AnnAssign))
        annotation = self.names.annotation(annotated.annotation)
        if isinstance(annotation, ast.BinOp) and ast.unparse(annotation.right) == "None":
            annotation = annotation.left
        return ast.unparse(annotation)


@dataclass
class Shaping:
    """What the plugin must know, and what it has made: handed over in ariadne-codegen's configuration."""

    lowered: Lowered
    evidence: Evidence
    company_fields: Mapping[str, str]
    """Input type to the field that carries the company, where the client may fill it."""
    argument_enums: frozenset[str]
    """The enums that an argument can take, itself or in an input."""
    made: Shaped = field(default_factory=Shaped)


class ConvisoPlugin(Plugin):
    """Shape enums, inputs and models as ariadne-codegen hands them over."""

    def __init__(self, schema: GraphQLSchema, config_dict: dict[str, Any]) -> None:
        super().__init__(schema, config_dict)
        self.shaping: Shaping = config_dict[CONFIG_KEY]
        self.enum_values: dict[str, list[str]] = {}

    def process_name(self, name: str, node: Node | None = None) -> str:
        del node
        return attribute_name(name)

    def generate_enum(self, class_def: ast.ClassDef, enum_type: GraphQLEnumType) -> ast.ClassDef:
        self.enum_values[enum_type.name] = list(enum_type.values)
        return shape_enum(class_def, enum_type)

    def generate_input_class(self, class_def: ast.ClassDef, input_type: GraphQLInputObjectType) -> ast.ClassDef:
        del class_def
        company_field = self.shaping.company_fields.get(input_type.name)
        return shape_input(input_type, company_field, self.shaping.evidence)

    def generate_inputs_module(self, module: ast.Module) -> ast.Module:
        classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
        self.shaping.made.inputs = inputs_module(classes, set(self.enum_values))
        return module

    def generate_client_method(
        self, method_def: ast.FunctionDef | ast.AsyncFunctionDef, operation_definition: ExecutableDefinitionNode
    ) -> ast.FunctionDef | ast.AsyncFunctionDef:
        """Leave nothing in a client that is thrown away: to lay out long methods would take most of the time."""
        del operation_definition
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        return ast.FunctionDef(name=method_def.name, args=nothing, body=[ast.Pass()], decorator_list=[], lineno=0)

    def generate_result_types_module(
        self, module: ast.Module, operation_definition: ExecutableDefinitionNode
    ) -> ast.Module:
        assert operation_definition.name
        self.shaping.made.envelopes[operation_definition.name.value.removesuffix(ENVELOPE_MARK)] = module
        return module

    def generate_fragments_module(self, module: ast.Module, fragments_definitions: Any) -> ast.Module:
        del fragments_definitions
        made = self.shaping.made
        made.models = made.names.learn(module)
        return module

    def generate_enums_module(self, module: ast.Module) -> ast.Module:
        self.shaping.made.enums = enums_module(module, self.shaping.argument_enums, self.enum_values)
        return module
