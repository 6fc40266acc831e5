"""The ariadne-codegen plugin: takes what it makes of lowered operations, and gives it the client's shape."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from ariadne_codegen import Plugin
from graphql import ExecutableDefinitionNode, GraphQLSchema, Node

from .lower import ENVELOPE_MARK
from .naming import attribute_name
from .shape_models import PublicNames

__all__ = ["CONFIG_KEY", "AllIsKept", "ConvisoPlugin", "Shaped"]

CONFIG_KEY = "conviso"


@dataclass
class Shaped:
    """The models as they come, and the annotation of each operation's result."""

    models: list[ast.ClassDef] = field(default_factory=list[ast.ClassDef])
    envelopes: dict[str, ast.Module] = field(default_factory=dict[str, ast.Module])
    names: PublicNames = field(default_factory=PublicNames)

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


class AllIsKept(Exception):  # noqa: N818
    """Nothing that follows is of use."""


class ConvisoPlugin(Plugin):
    """Keep the models as ariadne-codegen hands them over, in a `Shaped` that its configuration holds."""

    def __init__(self, schema: GraphQLSchema, config_dict: dict[str, Any]) -> None:
        super().__init__(schema, config_dict)
        self.made: Shaped = config_dict[CONFIG_KEY]

    def process_name(self, name: str, node: Node | None = None) -> str:
        del node
        return attribute_name(name)

    def generate_result_types_module(
        self, module: ast.Module, operation_definition: ExecutableDefinitionNode
    ) -> ast.Module:
        assert operation_definition.name
        self.made.envelopes[operation_definition.name.value.removesuffix(ENVELOPE_MARK)] = module
        return module

    def generate_fragments_module(self, module: ast.Module, fragments_definitions: Any) -> ast.Module:
        del fragments_definitions
        self.made.models = self.made.names.learn(module)
        return module

    def copy_code(self, copied_code: str) -> str:
        """End the run here: most of its time would go into formatting files that nobody keeps."""
        del copied_code
        raise AllIsKept
