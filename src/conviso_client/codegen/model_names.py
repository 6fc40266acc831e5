"""Names for the models of selections that are no fragments."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import GraphQLEnumType, GraphQLNamedType, GraphQLSchema, Node, SelectionSetNode

from .documents import Documents
from .naming import is_class_name, literal_name
from .problems import GenerationError, problem_at
from .selections import Selections

__all__ = ["ModelNames", "names_of_arguments"]


def names_of_arguments(schema: GraphQLSchema) -> set[str]:
    """Give the names that no model may have: those of enums and inputs, and what stands for enums in arguments."""
    enums = {literal_name(name) for name, kind in schema.type_map.items() if isinstance(kind, GraphQLEnumType)}
    return enums | {name for name, kind in schema.type_map.items() if not hasattr(kind, "interfaces")}


@dataclass
class ModelNames:
    """The type's name for the fullest selection of it that was written in place, else the path to it."""

    documents: Documents
    schema: GraphQLSchema
    selections: Selections

    def __post_init__(self) -> None:
        written: dict[str, set[str]] = {}
        for kind, selection_set in self.selections.written_in_place():
            written.setdefault(kind.name, set()).add(self.selections.text(selection_set))
        self.taken = names_of_arguments(self.schema) | set(self.documents.fragments)
        self.fullest = {(name, max(texts, key=lambda text: (len(text), text))) for name, texts in written.items()}
        self.names: dict[tuple[str, str], str] = {}

    def name_of(self, selection_set: SelectionSetNode, kind: GraphQLNamedType, hint: str) -> str:
        """Name the model of a selection: the same for the same selection of the same type."""
        text = (kind.name, self.selections.text(selection_set))
        if text not in self.names:
            is_free = text in self.fullest and kind.name not in self.taken and is_class_name(kind.name)
            self.names[text] = self.claim(kind.name if is_free else hint, selection_set)
        return self.names[text]

    def claim(self, name: str, where: Node) -> str:
        """Take a name for a model. Raises `GenerationError` if something else has it."""
        if name in self.taken or not is_class_name(name):
            message = f"{name}, a model of this selection, has a name that is taken: make it a fragment of another"
            raise GenerationError([problem_at(where, message)])
        self.taken.add(name)
        return name
