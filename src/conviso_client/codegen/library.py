"""What the client brings along for whoever generates: its schema, what is known of it, and its operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from graphql import (
    ExecutableDefinitionNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLSchema,
    NamedTypeNode,
    Node,
    Visitor,
    get_named_type,
    print_ast,
    visit,
)

from conviso_client.errors import ConfigurationError

from .documents import Documents, Fragment, read_documents
from .model_names import KnownNames
from .naming import method_name
from .problems import Problem, problem_at
from .selections import Selections

__all__ = ["at_users_lines", "bundled", "client_names", "library", "with_library"]

NodeT = TypeVar("NodeT", bound=Node)


def bundled(name: str) -> Path:
    """Find a file or folder that comes with the client: in the installed package, or in its source tree."""
    package = Path(__file__).parents[1]
    for path in (package / name, package.parents[1] / name):
        if path.exists():
            return path
    raise ConfigurationError(f"this installation of conviso-client came without {name}: install it again")


@cache
def library() -> Documents:
    """Read the client's own operations and fragments, once: one generation asks for them three times."""
    return read_documents(bundled("queries"))


def with_library(documents: Documents) -> Documents:
    """Add the client's own fragments that the documents spread and do not define."""
    missing = _missing(documents, [operation.node for operation in documents.operations])
    missing |= _missing(documents, [fragment.node for fragment in documents.fragments.values()])
    if not missing:
        return documents
    fragments = library().fragments
    added: dict[str, Fragment] = {}
    waiting = sorted(missing & set(fragments))
    while waiting:
        name = waiting.pop()
        added[name] = fragments[name]
        known = replace(documents, fragments={**documents.fragments, **added})
        waiting += sorted(_missing(known, [fragments[name].node]) & set(fragments))
    return replace(documents, fragments={**documents.fragments, **dict(sorted(added.items()))})


def at_users_lines(problems: Iterable[Problem], documents: Documents) -> list[Problem]:
    """Move what is wrong in a fragment of the client's to the lines that spread it: the package is not theirs."""
    home = f"{bundled('queries').as_posix()}/"
    return [
        moved
        for problem in problems
        for moved in (_moved(problem, documents, home) if problem.file.startswith(home) else [problem])
    ]


def _moved(problem: Problem, documents: Documents, home: str) -> list[Problem]:
    fragment = _fragment_at(problem, documents)
    if fragment is None:
        return [problem]
    reaching = {fragment}
    while more := {
        name
        for name, other in documents.fragments.items()
        if name not in reaching and _names(other.node, FragmentSpreadNode) & reaching
    }:
        reaching |= more
    ours = {name for name in reaching if problem_at(documents.fragments[name].node, "").file.startswith(home)}
    spreads = [
        node
        for definition in documents.as_document().definitions
        for node in _nodes(definition, FragmentSpreadNode)
        if node.name.value in ours and not problem_at(node, "").file.startswith(home)
    ]
    return [problem_at(node, f"{problem.message} (in the client's fragment {fragment})") for node in spreads]


def _fragment_at(problem: Problem, documents: Documents) -> str | None:
    for name, fragment in documents.fragments.items():
        where = fragment.node.loc
        lines = range(where.start_token.line, where.end_token.line + 1) if where else ()
        if problem.line in lines and problem_at(fragment.node, "").file == problem.file:
            return name
    return None


def clients_acting_fields() -> frozenset[str]:
    """Give the root fields of queries that change something, as the client's own operations say."""
    from conviso_client.generated.operations import WITH_SIDE_EFFECTS

    return WITH_SIDE_EFFECTS


def client_names(schema: GraphQLSchema) -> KnownNames:
    """Give the names of the client's own models, as a schema has their types: what is the same keeps its name."""
    from conviso_client.generated import operations

    written = library()
    documents = replace(written, fragments=_possible(written, schema))
    selections = Selections(documents, schema)
    roots: dict[tuple[str, str], str] = {}
    for operation in documents.operations:
        root = schema.get_root_type(operation.node.operation)
        field = operation.node.selection_set.selections[0]
        if root and isinstance(field, FieldNode) and field.name.value in root.fields and field.selection_set:
            kind = get_named_type(root.fields[field.name.value].type)
            spread = _names(field.selection_set, FragmentSpreadNode)
            if spread <= documents.fragments.keys() and selections.only_spread(field.selection_set, kind) is None:
                result: str = getattr(operations, method_name(operation.name)).result
                roots[kind.name, print_ast(field.selection_set)] = result.removeprefix("list[").removesuffix("]")
    return KnownNames(roots, selections.unions())


def _possible(documents: Documents, schema: GraphQLSchema) -> dict[str, Fragment]:
    """Leave out the fragments that reach a type which a schema does not have."""
    fragments = {
        name: fragment
        for name, fragment in documents.fragments.items()
        if _names(fragment.node, NamedTypeNode) <= schema.type_map.keys()
    }
    while broken := [name for name in fragments if _names(fragments[name].node, FragmentSpreadNode) - fragments.keys()]:
        for name in broken:
            del fragments[name]
    return fragments


def _missing(documents: Documents, definitions: list[ExecutableDefinitionNode]) -> set[str]:
    spread = set[str]().union(*(_names(definition, FragmentSpreadNode) for definition in definitions))
    return spread - set(documents.fragments)


def _names(node: Node, kind: type[FragmentSpreadNode | NamedTypeNode]) -> set[str]:
    """Collect the names in the nodes of a kind."""
    return {found.name.value for found in _nodes(node, kind)}


def _nodes(node: Node, kind: type[NodeT]) -> list[NodeT]:
    found: list[NodeT] = []

    class Collect(Visitor):
        def enter(self, node: Node, *_: object) -> None:
            if isinstance(node, kind):
                found.append(node)

    visit(node, Collect())
    return found
