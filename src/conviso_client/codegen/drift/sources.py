"""Find out what the commands shall look at: schemas in files and at endpoints, operations, what is known of them."""

from __future__ import annotations

import os
from pathlib import Path

from conviso_client.call.options import URL
from conviso_client.codegen.documents import Documents, read_documents
from conviso_client.codegen.endpoint import EndpointError
from conviso_client.codegen.evidence import Evidence, read_evidence
from conviso_client.codegen.library import bundled, with_library
from conviso_client.codegen.pull import introspect
from conviso_client.codegen.schema import SchemaText, canonical_sdl
from conviso_client.errors import ConvisoError

__all__ = ["EndpointError", "client_operations", "default_schema", "evidence_beside", "live_schema", "operations_in"]

_SCHEMA = Path("schema.graphql")
_QUERIES = Path("queries")


def live_schema(url: str | None) -> SchemaText:
    """Ask an endpoint for its schema. Raises `EndpointError`, also if there is no key."""
    from conviso_client import Conviso

    source = url or os.environ.get("CONVISO_API_URL") or URL
    try:
        with Conviso(url=url, app_name="conviso-client-schema") as conviso:
            return SchemaText(canonical_sdl(introspect(conviso, source), source), source)
    except ConvisoError as error:
        message = str(error)
        raise EndpointError(message if source in message else f"{source}: {message}") from error


def default_schema() -> Path:
    """Name `schema.graphql` of this folder, else the one that the client was generated from."""
    return _SCHEMA if _SCHEMA.is_file() else bundled("schema.graphql")


def operations_in(folder: Path | None) -> Documents:
    """Read operations, with the client's own fragments that they use.

    None reads `queries` in this folder, else the operations of the client. Raises `GenerationError`.
    """
    return with_library(read_documents(folder or _default_queries()))


def client_operations(beside: Path | None) -> Documents | None:
    """Read the operations of the client; None if those in the folder `beside`, as `operations_in` has it, are these."""
    ours = bundled("queries")
    return None if (beside or _default_queries()).resolve() == ours.resolve() else read_documents(ours)


def _default_queries() -> Path:
    return _QUERIES if _QUERIES.is_dir() else bundled("queries")


def evidence_beside(schema: Path | None) -> Evidence:
    """Read the table of what is known of a reconstructed schema, if one stands beside it; None has none."""
    return read_evidence(schema.with_name("evidence.tsv") if schema else None)
