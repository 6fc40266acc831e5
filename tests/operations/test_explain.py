"""What a call would send, without sending it."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from conviso_client import AsyncConviso, Conviso, Upload
from conviso_client.errors import ConfigurationError
from conviso_client.types import AddActivityAttachmentInput, CreateAssetInput

from .arguments import OPERATIONS, arguments, refusals

NOWHERE = "http://127.0.0.1:9/graphql"
PAGED = [name for name, operation in OPERATIONS.items() if operation.paging]


@pytest.fixture(params=[Conviso, AsyncConviso])
def conviso(request: pytest.FixtureRequest) -> Conviso | AsyncConviso:
    return client(request.param)


def client(kind: Any) -> Any:
    return kind("key", url=NOWHERE, company_id=443)


def test_every_operation() -> None:
    for name in OPERATIONS:
        operation, conviso = OPERATIONS[name], client(Conviso)
        explained = conviso.explain(getattr(conviso, name), **arguments(operation))
        assert refusals(operation, dict(explained.variables)) == []
        assert (explained.operation, explained.kind) == (operation.name, operation.kind)
        assert explained.document == operation.document
        assert explained.repeatable is operation.repeatable
        assert 1 <= (explained.depth or 0) <= 15
        assert 1 <= (explained.complexity or 0) <= 400


def test_of_a_list_the_first_page() -> None:
    for name in PAGED:
        operation, conviso = OPERATIONS[name], client(Conviso)
        pager = next(method for method in dir(conviso) if method.startswith(f"iter_{name}"))
        explained = conviso.explain(getattr(conviso, pager), **arguments(operation), page_size=30)
        assert refusals(operation, dict(explained.variables)) == []
        given: Any = explained.variables.get("pagination", explained.variables)
        assert (given["page"], given.get("perPage", given.get("limit"))) == (1, 30)


def test_only_what_is_set_is_sent(conviso: Conviso) -> None:
    explained = conviso.explain(conviso.create_asset, CreateAssetInput(name="org/api", description=None))
    assert explained.variables == {"input": {"name": "org/api", "description": None, "companyId": 443}}


def test_files_are_named_with_their_place(conviso: Conviso) -> None:
    files = [Upload.from_bytes(b"1", "a.txt"), Upload.from_bytes(b"2", "b.txt")]
    explained = conviso.explain(conviso.add_activity_attachment, AddActivityAttachmentInput(id=3, archives=files))
    assert explained.variables["input"]["archives"] == [None, None]
    assert explained.uploads == {"variables.input.archives.0": files[0], "variables.input.archives.1": files[1]}


def test_it_can_be_kept(conviso: Conviso) -> None:
    explained = conviso.explain(conviso.create_asset, CreateAssetInput(name="org/api"))
    assert pickle.loads(pickle.dumps(explained)) == copy.deepcopy(explained) == explained
    assert json.loads(json.dumps(explained._asdict()))["uploads"] == {}


def test_a_document_of_ones_own(conviso: Conviso) -> None:
    document = "query mine($a: Int) { assets(limit: $a) { collection { id } } }"
    explained = conviso.explain(conviso.execute, document, {"a": 1})
    assert (explained.operation, explained.document, explained.variables) == ("mine", document, {"a": 1})
    assert (explained.depth, explained.complexity, explained.repeatable) == (None, None, True)


def test_it_reads_well(conviso: Conviso) -> None:
    text = str(conviso.explain(conviso.delete_issue, *arguments(OPERATIONS["delete_issue"]).values()))
    first, *_ = text.splitlines()
    assert first.startswith("mutation deleteIssue, depth ")
    assert first.endswith(" of 400, is never sent twice")
    shown = text.partition("variables: ")[2].partition("\ndocument: ")[0]
    assert json.loads(shown)["input"]["companyId"] == "443"


def test_the_options_of_a_copy_count(conviso: Conviso) -> None:
    assert conviso.explain(conviso.for_company(7).assets).variables["companyId"] == "7"


@pytest.mark.anyio
async def test_inside_an_event_loop(conviso: Conviso) -> None:
    assert conviso.explain(conviso.assets).operation == "assets"
    assert conviso.explain(conviso.iter_issues).operation == "issues"


def test_a_wrong_argument_is_an_error_as_in_a_call(conviso: Conviso) -> None:
    with pytest.raises(ConfigurationError, match="company_id must be"):
        conviso.explain(conviso.create_asset, CreateAssetInput(name="x"), company_id="x")
    with pytest.raises(TypeError):
        conviso.explain(conviso.create_asset)  # type: ignore[call-arg]


def test_what_sends_nothing_cannot_be_explained(conviso: Conviso) -> None:
    for method, given in ((conviso.close, {}), (conviso.iter_issues, {"limit": 0}), (conviso.with_options, {})):
        with pytest.raises(ConfigurationError, match="sends nothing"):
            conviso.explain(method, **given)
    for thing in (len, print, conviso, Conviso.assets):
        with pytest.raises(ConfigurationError, match="explain takes a method of a client"):
            conviso.explain(thing)  # type: ignore[arg-type]
