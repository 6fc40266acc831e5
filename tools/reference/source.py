"""All that the generated pages are made from, read once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from graphql import GraphQLSchema, build_schema

from conviso_client.call.operation import Operation
from conviso_client.codegen.documents import Documents, read_documents
from conviso_client.codegen.documents import WrittenOperation as Written
from conviso_client.codegen.evidence import Evidence, read_evidence
from conviso_client.codegen.lower import lower, model_of_fragment
from conviso_client.errors import ConfigurationError
from conviso_client.generated import operations as generated

from .python_face import Face, Method, read_face

__all__ = ["Described", "Known", "Source", "read_source"]


class Known(NamedTuple):
    """What `evidence.tsv` says of a coordinate."""

    evidence: str
    """`confirmed`, `2024` or `guessed`."""
    certainty: str
    """`documented` or `inferred`."""
    sources: tuple[str, ...]


class Described(NamedTuple):
    """An operation from all its sides."""

    operation: Operation[Any]
    written: Written
    method: Method
    pager: Method | None
    """`iter_...`, if its rows can be read page by page."""


@dataclass(frozen=True)
class Source:
    """What is committed: operations, schema, evidence, and the client made of them."""

    documents: Documents
    schema: GraphQLSchema
    evidence: Evidence
    known: Mapping[str, Known]
    """By coordinate; empty once the schema was pulled from the live API as a whole."""
    face: Face

    @cached_property
    def domains(self) -> Mapping[str, tuple[Described, ...]]:
        """The operations by the file of `queries/` that they stand in.

        Raises `ConfigurationError` for one that the client was not generated from.
        """
        descriptors = {found.name: found for found in vars(generated).values() if isinstance(found, Operation)}
        domains: dict[str, list[Described]] = {}
        for written in self.documents.operations:
            if (operation := descriptors.get(written.name)) is None:
                raise ConfigurationError(f"{written.name} is not in the generated client: run make generate")
            described = Described(operation, written, self.face.methods[operation.method], self._pager(operation))
            domains.setdefault(_domain(written), []).append(described)
        return {name: tuple(found) for name, found in domains.items()}

    @property
    def operations(self) -> list[Described]:
        """All operations, by domain."""
        return [described for found in self.domains.values() for described in found]

    @cached_property
    def graphql_types(self) -> Mapping[str, str]:
        """The type of the API that each model of a result was selected on."""
        fragments = lower(self.documents, self.schema, self.evidence).fragments
        return {model_of_fragment(node.name.value): node.type_condition.name.value for node in fragments}

    def _pager(self, operation: Operation[Any]) -> Method | None:
        found = [
            method
            for name, method in self.face.methods.items()
            if name == f"iter_{operation.method}" or name.startswith(f"iter_{operation.method}_")
        ]
        return found[0] if operation.paging and found else None


def read_source(root: Path) -> Source:
    """Read everything below the root of the project."""
    table = root / "evidence.tsv"
    return Source(
        documents=read_documents(root / "queries"),
        schema=build_schema((root / "schema.graphql").read_text(encoding="utf-8"), assume_valid=True),
        evidence=read_evidence(table),
        known=_known(table),
        face=read_face(Path(generated.__file__).parent),
    )


def _known(table: Path) -> dict[str, Known]:
    if not table.exists():
        return {}
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {
            row["coordinate"]: Known(row["evidence"], row["type_certainty"], tuple(row["sources"].split(",")))
            for row in rows
        }


def _domain(written: Written) -> str:
    assert written.node.loc
    return Path(written.node.loc.source.name).stem
