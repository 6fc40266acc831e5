"""Every root field of the schema answers valid data."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import build_schema

from conviso_client.sandbox import schema_text

SCHEMA = build_schema(schema_text())
QUERIES = sorted(SCHEMA.query_type.fields)
MUTATIONS = sorted(SCHEMA.mutation_type.fields)


FINDING = {"title": "A finding", "description": "What it is", "assetId": "Asset"}
MORE: dict[str, dict[str, Any]] = {
    "projects": {"params": {"scopeIdEq": "443"}},
    "projectReport": {"reportId": "ProjectReport"},
    "createOrUpdateRequirement": {"input": {"activities": []}},
    **{
        f"createOrUpdate{kind}Finding": {"input": FINDING}
        for kind in ("Sast", "Sca", "Iac", "Dast", "Secret", "Container")
    },
    "createPentestExecution": {"input": {"artifactId": "PentestArtifact"}},
    "cancelPentestExecution": {"input": {"id": "PentestExecution"}},
    "submitPentestRetestResult": {"input": {"executionId": "PentestExecution", "vulnerabilityId": "IssueInterface"}},
    "createThreatModelArtifactVersion": {"input": {"artifactId": "ThreatModelArtifact"}},
    "updatePortalUserAccess": {"input": {"accessProfileId": "PortalUserAccessProfiles"}},
    "importSbom": {"input": {"assetId": "Asset", "file": "FILE"}},
    "changeIssueStatus": {"input": {"status": "IN_PROGRESS"}},
    "importMobsf": {"input": {"asset_id": "Asset"}},
}
"""What a root field wants beyond its required arguments; an entity's name stands for its first row's id."""


def filled(given: dict[str, Any], more: dict[str, Any], arguments: Any) -> dict[str, Any]:
    merged = dict(given)
    for key, value in more.items():
        if isinstance(value, dict):
            merged[key] = filled(merged.get(key) or {}, value, arguments)
        elif value == "FILE":
            merged[key] = arguments.file
        else:
            entity = arguments.shape.entities.get(str(value))
            merged[key] = entity.first_id if entity else value
    return merged


def ask(kind: str, name: str, f: Any, client: Any, arguments: Any, write_document: Any) -> Any:
    given = filled(arguments.of(name, f), MORE.get(name, {}), arguments)
    answer = client.post(write_document(kind, name, f, list(given), depth=4), **given)
    assert "errors" not in answer, answer["errors"][:3]
    return answer["data"][name]


@pytest.mark.parametrize("name", QUERIES)
def test_query_answers(client: Any, arguments: Any, write_document: Any, name: str) -> None:
    assert ask("query", name, SCHEMA.query_type.fields[name], client, arguments, write_document) is not None


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_answers(client: Any, arguments: Any, write_document: Any, name: str) -> None:
    assert ask("mutation", name, SCHEMA.mutation_type.fields[name], client, arguments, write_document) is not None
