"""What the client brings along for whoever generates: its schema, what is known of it, and its operations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graphql import ExecutableDefinitionNode, FragmentSpreadNode, Visitor, visit

from conviso_client.errors import ConfigurationError

from .documents import Documents, Fragment, read_documents

__all__ = ["bundled", "with_library"]


def bundled(name: str) -> Path:
    """Find a file or folder that comes with the client: in the installed package, or in its source tree."""
    package = Path(__file__).parents[1]
    for place in (package / name, package.parents[1] / name):
        if place.exists():
            return place
    raise ConfigurationError(f"this installation of conviso-client came without {name}: install it again")


def with_library(documents: Documents) -> Documents:
    """Add the client's own fragments that the documents spread and do not define."""
    missing = _missing(documents, [operation.node for operation in documents.operations])
    missing |= _missing(documents, [fragment.node for fragment in documents.fragments.values()])
    if not missing:
        return documents
    library = read_documents(bundled("queries")).fragments
    added: dict[str, Fragment] = {}
    waiting = sorted(missing & set(library))
    while waiting:
        name = waiting.pop()
        added[name] = library[name]
        known = replace(documents, fragments={**documents.fragments, **added})
        waiting += sorted(_missing(known, [library[name].node]) & set(library))
    return replace(documents, fragments={**documents.fragments, **dict(sorted(added.items()))})


def _missing(documents: Documents, definitions: list[ExecutableDefinitionNode]) -> set[str]:
    spread: set[str] = set()

    class Collect(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            spread.add(node.name.value)

    for definition in definitions:
        visit(definition, Collect())
    return spread - set(documents.fragments)
