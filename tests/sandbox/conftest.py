from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Any, NamedTuple

import httpx
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)

from conviso_client.sandbox import Sandbox, Settings
from conviso_client.sandbox.quota import QuotaRule
from conviso_client.sandbox.shape import Shape, company_argument

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""What a client is given that speaks to loopback: without it, each would read all the authorities it trusts."""


class File(NamedTuple):
    """A file among the variables."""

    name: str
    content: bytes


def take_files(value: Any, path: str, files: dict[str, File]) -> Any:
    """The variables with null in the place of each file, as the multipart specification wants them."""
    if isinstance(value, File):
        files[path] = value
        return None
    if isinstance(value, dict):
        return {key: take_files(item, f"{path}.{key}", files) for key, item in value.items()}
    if isinstance(value, list):
        return [take_files(item, f"{path}.{n}", files) for n, item in enumerate(value)]
    return value


class Client:
    """A plain HTTP client of a sandbox."""

    def __init__(self, sandbox: Sandbox, key: str | None = None) -> None:
        self.sandbox = sandbox
        headers = {"x-api-key": key or sandbox.api_key}
        self.http = httpx.Client(headers=headers, timeout=60, verify=NO_TLS, trust_env=False)

    def post(self, query: str, **variables: Any) -> dict[str, Any]:
        files: dict[str, File] = {}
        operations = {"query": query, "variables": take_files(variables, "variables", files)}
        if files:
            places = {str(n): [path] for n, path in enumerate(files)}
            form = {"operations": json.dumps(operations), "map": json.dumps(places)}
            parts = {str(n): (file.name, file.content) for n, file in enumerate(files.values())}
            answer = self.http.post(self.sandbox.url, data=form, files=parts)
        else:
            answer = self.http.post(self.sandbox.url, json=operations)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def data(self, query: str, **variables: Any) -> Any:
        """The root field's value of an answer without errors."""
        answer = self.post(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return next(iter(answer["data"].values()))

    def errors(self, query: str, **variables: Any) -> list[dict[str, Any]]:
        answer = self.post(query, **variables)
        assert answer.get("errors"), answer
        return answer["errors"]


@pytest.fixture(scope="session")
def running() -> Iterator[Sandbox]:
    with Sandbox(
        settings=Settings(clock=lambda: NOW, quota=QuotaRule(10**9), operations=["reading", "writing"])
    ) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    """A sandbox in its first state."""
    running.reset()
    return running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    client = Client(sandbox)
    with client.http:
        yield client


@pytest.fixture
def client_of() -> Iterator[Callable[..., Client]]:
    made: list[Client] = []

    def make(sandbox: Sandbox, key: str | None = None) -> Client:
        made.append(Client(sandbox, key))
        return made[-1]

    yield make
    for client in made:
        client.http.close()


COMPANY = 443


def document(kind: str, name: str, f: GraphQLField, arguments: list[str], depth: int, budget: int = 380) -> str:
    """One operation for a root field, that passes the arguments as variables."""
    left = [budget]
    variables = ", ".join(f"${argument}: {f.args[argument].type}" for argument in arguments)
    passed = ", ".join(f"{argument}: ${argument}" for argument in arguments)
    head = f"{kind} {name}{f'({variables})' if variables else ''}"
    return f"{head} {{ {name}{f'({passed})' if passed else ''}{selection(f.type, depth, left)} }}"


def selection(kind: GraphQLOutputType, depth: int, left: list[int]) -> str:
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    parts = ["__typename"]
    left[0] -= 1
    assert isinstance(named, GraphQLObjectType | GraphQLInterfaceType)
    for name, f in named.fields.items():
        if any(is_required_argument(argument) for argument in f.args.values()) or left[0] <= 0:
            continue
        inner = get_named_type(f.type)
        if not is_leaf_type(inner) and depth <= 1:
            continue
        left[0] -= 1
        parts.append(f"{name}{selection(f.type, depth - 1, left)}")
    return f" {{ {' '.join(parts)} }}"


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
    "importMobsf": {"input": {"company_id": "443"}},
    "addActivityAttachment": {"input": {"archives": ["FILE"]}},
    "updateActivityStatus": {"input": {"status": "IN_PROGRESS"}},
    "createProject": {"input": {"assetsIds": ["Asset"], "typeId": "ProjectType"}},
    "updateScanRun": {"input": {"state": "ENQUEUED"}},
}
"""What a root field wants beyond its required arguments; an entity's name stands for its first row's id."""


class Arguments:
    """Values for arguments and inputs, by their names and types."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.file = File("bom.json", b'{"bomFormat": "CycloneDX", "components": [], "app_name": "Shop"}')

    def of(self, name: str, f: GraphQLField, *, everything: bool = False) -> dict[str, Any]:
        entity = "Company" if company_argument(name, f, self.shape) == "id" else self.subject(name, f)
        return {
            key: self.value(key, argument.type, entity)
            for key, argument in f.args.items()
            if everything or is_required_argument(argument)
        }

    def subject(self, name: str, f: GraphQLField) -> str | None:
        """The entity that a root field is about: what it returns, or what its payload holds."""
        named = get_named_type(f.type)
        types = [f.type]
        if named.name in self.shape.payloads and isinstance(named, GraphQLObjectType):
            types += [inner.type for inner in named.fields.values()]
        targets = [target.name for kind in types if (target := self.shape.target(kind))]
        called = self.shape.named(name.removeprefix("delete").removeprefix("update"))
        return next(iter(targets), called.name if called else None)

    def value(self, name: str, kind: GraphQLInputType, entity: str | None) -> Any:
        named, bare = get_named_type(kind), get_nullable_type(kind)
        if is_list_type(bare):
            return [self.value(name.removesuffix("s"), get_nullable_type(kind).of_type, entity)]
        if isinstance(named, GraphQLInputObjectType):
            return {
                key: self.value(key, f.type, entity)
                for key, f in named.fields.items()
                if is_required_input_field(f) or (is_non_null_type(kind) and key == "companyId")
            }
        if isinstance(named, GraphQLEnumType):
            return next(iter(named.values))
        if name in {"companyId", "scopeId", "scopeIdEq"}:
            return COMPANY if named.name == "Int" else str(COMPANY)
        if name == "id" and entity is not None:
            return self.first_id(entity, named.name)
        if name == "instanceId":
            return "backstage-1"
        if name.lower().endswith("email"):
            return "ana.almeida@example.com"
        if name.lower().endswith("id"):
            found = self.shape.named(name[:-2].removesuffix("_"))
            return self.first_id(found.name if found else "Asset", named.name)
        return {
            "Int": 1,
            "Upload": self.file,
            "Float": 1.5,
            "Boolean": True,
            "JSON": {"any": [1]},
            "ISO8601DateTime": "2026-01-31T10:00:00Z",
            "ISO8601Date": "2026-01-31",
        }.get(named.name, "payments")

    def filled(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments, with what the root field wants beyond the required ones."""
        return self._merged(given, MORE.get(name, {}))

    def _merged(self, given: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        merged = dict(given)
        for key, value in more.items():
            if isinstance(value, dict):
                merged[key] = self._merged(merged.get(key) or {}, value)
            else:
                merged[key] = [self._wanted(item) for item in value] if isinstance(value, list) else self._wanted(value)
        return merged

    def _wanted(self, value: Any) -> Any:
        if value == "FILE":
            return self.file
        entity = self.shape.entities.get(str(value))
        return entity.first_id if entity else value

    def first_id(self, entity: str, scalar: str) -> Any:
        number = self.shape.entities[entity].first_id
        return number if scalar == "Int" else str(number)


@pytest.fixture
def write_document() -> Callable[..., str]:
    return document


@pytest.fixture
def arguments(sandbox: Sandbox) -> Arguments:
    return Arguments(sandbox.state.world.shape)
