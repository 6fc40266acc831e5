"""What the API refuses, and how it says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from graphql import build_client_schema, build_schema, get_introspection_query, lexicographic_sort_schema, print_schema

from conviso_client.sandbox import Sandbox, Settings, schema_text

ASSETS = "query assets($companyId: ID!) { assets(companyId: $companyId) { collection { id } } }"


def test_without_a_key_or_with_a_wrong_one_it_answers_401_with_errors(sandbox: Sandbox) -> None:
    for headers in ({}, {"x-api-key": "wrong"}, {"x-api-key": ""}):
        answer = httpx.post(sandbox.url, json={"query": "{ companies { metadata { totalCount } } }"}, headers=headers)
        assert answer.status_code == 401
        assert "Unauthorized" in answer.json()["errors"][0]["message"]


def test_a_success_has_no_errors_key(client: Any) -> None:
    assert client.post(ASSETS, companyId=443).keys() == {"data"}


def test_variables_that_the_document_does_not_declare_are_ignored(client: Any) -> None:
    assert "errors" not in client.post(ASSETS, companyId=443, another={"deep": [1]})


def test_a_scalar_is_taken_for_a_list(client: Any) -> None:
    first = client.data(ASSETS, companyId=443)["collection"][0]["id"]
    deleted = "mutation ($id: [ID!]!) { deleteAsset(input: {id: $id}) { asset { collection { id } } } }"
    assert client.data(deleted, id=first) == {"asset": {"collection": [{"id": first}]}}


@pytest.mark.parametrize("company", ["1", 99999999999999999999, "abc", ""])
def test_an_unknown_company_is_out_of_scope(client: Any, company: object) -> None:
    (error,) = client.errors(ASSETS, companyId=company)
    assert error["message"] == f"Scope - Resource not accessible for id: {company}"


def test_a_key_sees_its_companies_only(client_of: Callable[..., Any]) -> None:
    with Sandbox(settings=Settings(keys={"all": None, "one": frozenset({444})})) as sandbox:
        everything, one = client_of(sandbox, "all"), client_of(sandbox, "one")
        companies = "{ companies { collection { id } metadata { totalCount } } }"
        assert one.data(companies) == {"collection": [{"id": "444"}], "metadata": {"totalCount": 1}}
        foreign = everything.data(ASSETS, companyId=443)["collection"][0]["id"]
        assert one.errors(ASSETS, companyId=443)[0]["message"].startswith("Scope - ")
        asset = "query ($id: ID!) { asset(id: $id) { id } }"
        assert everything.data(asset, id=foreign) == {"id": foreign}
        assert one.errors(asset, id=foreign)[0]["extensions"] == {"code": "RECORD_NOT_FOUND"}
        own = one.data(ASSETS, companyId=444)["collection"]
        assert own
        assert all(one.data(asset, id=each["id"]) for each in own)


def test_projects_need_their_company(client: Any) -> None:
    projects = "query ($params: ProjectSearch) { projects(params: $params) { collection { id } } }"
    for params in (None, {}, {"labelCont": "x"}, {"scopeIdEq": "5"}):
        assert client.errors(projects, params=params)[0]["message"].startswith(
            "Scope - Resource not accessible for id: "
        )
    assert client.data(projects, params={"scopeIdEq": "443"})["collection"]


@pytest.mark.parametrize(("root", "number"), [("asset", "1"), ("issue", "x"), ("project", "999999999999999999999999")])
def test_an_unknown_id_is_not_found(client: Any, root: str, number: str) -> None:
    (error,) = client.errors(f"query ($id: ID!) {{ {root}(id: $id) {{ id }} }}", id=number)
    assert (error["message"], error["extensions"]["code"]) == ("Record not found", "RECORD_NOT_FOUND")


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        (
            '{ project(id: "1", companyId: "443") { id } }',
            "argumentNotAccepted",
            "Field 'project' doesn't accept argument 'companyId'",
        ),
        ("{ nothing }", "undefinedField", "Field 'nothing' doesn't exist on type 'Query'"),
        ("{ asset { id } }", "missingRequiredArguments", "Field 'asset' is missing required arguments: id"),
        (
            "query ($x: Foo) { asset(id: $x) { id } }",
            "variableRequiresValidType",
            "Foo isn't a defined input type (on $x)",
        ),
        ("query ($x: Int) { companies { metadata { totalCount } } }", "variableNotUsed", None),
        ("{ asset(id: true) { id } }", "argumentLiteralsIncompatible", None),
        ("{ companies }", "selectionMismatch", None),
    ],
)
def test_an_invalid_document_says_which_rule_it_breaks(client: Any, query: str, code: str, message: str | None) -> None:
    answer = client.post(query)
    assert "data" not in answer
    coded = {error["extensions"]["code"]: error["message"] for error in answer["errors"]}
    assert code in coded
    assert message in {None, coded[code]}


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"companyId": "443", "name": "x"}, {"companyId": 'Could not coerce value "443" to Int'}),
        ({"companyId": 443}, {"name": "Expected value to not be null"}),
        (
            {"companyId": 443.0, "name": 5, "colour": 1},
            {
                "companyId": "Could not coerce value 443.0 to Int",
                "name": "Could not coerce value 5 to String",
                "colour": "Field is not defined on CreateAssetInput",
            },
        ),
        ({"companyId": 443, "name": "x", "assetType": "API"}, {"assetType": 'Expected "API" to be one of: api, '}),
    ],
)
def test_all_that_is_wrong_with_a_variable_is_told(client: Any, given: Any, problems: dict[str, str]) -> None:
    answer = client.post(
        "mutation ($input: CreateAssetInput!) { createAsset(input: $input) { asset { id } } }", input=given
    )
    (error,) = answer["errors"]
    assert "data" not in answer
    assert error["message"].startswith("Variable $input of type CreateAssetInput! was provided invalid value for ")
    assert error["extensions"]["value"] == given
    told = {".".join(problem["path"]): problem["explanation"] for problem in error["extensions"]["problems"]}
    assert told.keys() == problems.keys()
    assert all(told[path].startswith(explanation) for path, explanation in problems.items())


def test_an_id_that_is_no_whole_number_is_refused(client: Any) -> None:
    (error,) = client.errors(ASSETS, companyId=443.0)
    assert error["extensions"]["problems"] == [{"path": [], "explanation": "Could not coerce value 443.0 to ID"}]


def test_a_document_that_is_too_wide_is_refused_before_anything_runs(client: Any, sandbox: Sandbox) -> None:
    fields = " ".join(f"a{n}: id" for n in range(399))
    given = '{companyId: 443, params: {label: "x", allowedPortalUserIds: []}}'
    query = f"mutation {{ createTeam(input: {given}) {{ team {{ {fields} }} }} }}"
    (error,) = client.errors(query)
    assert error["message"] == "Query has complexity of 401, which exceeds max complexity of 400"
    assert sandbox.state.stats.summary()["executions"] == {}
    assert "errors" not in client.post(query.replace("a398: id", ""))


def test_a_fragment_counts_wherever_it_is_spread(client: Any) -> None:
    fields = " ".join(f"a{n}: id" for n in range(99))
    query = "{ a: asset(id: 1) { ...f } b: asset(id: 1) { ...f } c: asset(id: 1) { ...f } d: asset(id: 1) { ...f } "
    query += f"e: asset(id: 1) {{ ...f }} }} fragment f on Asset {{ {fields} }}"
    assert "complexity of 500" in client.errors(query)[0]["message"]


def nested(levels: int) -> str:
    """A document of so many levels and their leaves: a project has assets, an asset has projects."""
    inner = "{ id }"
    for level in range(levels - 1, 0, -1):
        inner = f"{{ {'assets' if level % 2 else 'projects'} {inner} }}"
    return f'{{ project(id: "1") {inner} }}'


def test_depth_is_counted_as_the_api_counts_it(client: Any) -> None:
    assert client.errors(nested(14))[0]["extensions"]["code"] == "RECORD_NOT_FOUND"
    assert client.errors(nested(15))[0]["message"] == "Query has depth of 16, which exceeds max depth of 15"
    assert "too large" in client.errors(nested(3000))[0]["message"]


def test_a_fragment_cycle_is_refused(client: Any) -> None:
    query = (
        "{ asset(id: 1) { ...a } } fragment a on Asset { id ...b } fragment b on Asset { projects { assets { ...a } } }"
    )
    assert client.errors(query)[0]["extensions"]["code"] == "infiniteLoop"


def test_introspection_gives_the_schema_that_was_served(client: Any) -> None:
    answer = client.post(get_introspection_query(descriptions=True, input_value_deprecation=True))
    served = lexicographic_sort_schema(build_client_schema(answer["data"]))
    assert print_schema(served) == print_schema(lexicographic_sort_schema(build_schema(schema_text())))


def test_introspection_can_be_switched_off(client_of: Callable[..., Any]) -> None:
    with Sandbox(settings=Settings(introspection=False)) as sandbox:
        client = client_of(sandbox)
        (error,) = client.errors("{ __schema { types { name } } }")
        assert error["message"] == "Field '__schema' doesn't exist on type 'Query'"
        assert client.data("{ companies { __typename metadata { totalCount } } }")["__typename"] == "CompanyCollection"


NOTHING_ASKED = {"errors": [{"message": "No query string was present"}]}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"null", "application/json"),
        (b"[1]", "application/json"),
        (b"{}", "application/json"),
        (b'{"extensions": {"persistedQuery": {"version": 1}}}', "application/json"),
        (b'{"query": "{ __typename }"}', ""),
        (b'{"query": "{ __typename }"}', "text/plain"),
        (b'{"query": "{ __typename }"}', "application/graphql+json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
    ],
)
def test_a_body_that_rails_does_not_read_asks_nothing(sandbox: Sandbox, content: bytes, kind: str) -> None:
    headers = {"x-api-key": sandbox.api_key, "content-type": kind}
    answer = httpx.post(sandbox.url, content=content, headers=headers)
    assert (answer.status_code, answer.json()) == (200, NOTHING_ASKED)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b'{"query": "\\ud800"}', 400),
        (b'{"query": "\xff"}', 400),
        (b"\xef\xbb\xbf{}", 400),
        (b'{"query": "{ __typename }", "variables": {"a": NaN}}', 400),
        (b"[" * 100_000, 400),
        (b'"x"', 500),
        (b"3", 500),
        (b'{"query": 5}', 500),
        (b'{"query": "{ __typename }", "variables": [1]}', 500),
        (b'{"query": "{ __typename }", "variables": "{"}', 500),
        (b'{"query": "{ __typename }", "variables": 3}', 500),
    ],
)
def test_a_body_that_an_application_fails_on(sandbox: Sandbox, content: bytes, status: int) -> None:
    headers = {"x-api-key": sandbox.api_key, "content-type": "application/json"}
    answer = httpx.post(sandbox.url, content=content, headers=headers)
    assert answer.status_code == answer.json()["status"] == status
    assert "Traceback" not in answer.text
    bare = httpx.post(sandbox.url, content=content, headers={**headers, "accept": "text/html"})
    assert (bare.status_code, bare.content) == (status, b"")


def test_what_an_operation_is_called_must_be_so(client: Any) -> None:
    two = "query a { __typename } query b { __typename }"
    answers = [
        client.http.post(client.sandbox.url, json={"query": two, **more}).json()
        for more in ({}, {"operationName": "c"})
    ]
    assert [answer["errors"][0]["message"] for answer in answers] == [
        "An operation name is required",
        'No operation named "c"',
    ]


def test_variables_may_be_json_in_a_string_and_all_of_it_a_form(client: Any) -> None:
    given = {"query": ASSETS, "variables": json.dumps({"companyId": 443}), "operationName": "assets"}
    expected = client.post(ASSETS, companyId=443)
    url = client.sandbox.url
    assert client.http.post(url, json=given).json() == expected
    assert client.http.post(url, data=given).json() == expected
    assert client.http.post(url, data=given, files={"more": b""}).json() == expected


def test_nulls_in_lists_vanish_from_json_but_not_from_a_multipart_request(client: Any) -> None:
    query = """query ($s: [SeverityCategory!]) {
      issuesStats(companyId: 443, filters: {severities: $s}) { status { count } } }"""
    assert client.data(query, s=["HIGH", None]) == client.data(query, s=["HIGH"])
    form = {"operations": json.dumps({"query": query, "variables": {"s": ["HIGH", None]}}), "map": "{}"}
    answer = client.http.post(client.sandbox.url, data=form, files={"more": b""})
    assert "invalid value" in answer.json()["errors"][0]["message"]


def test_other_methods_and_paths(sandbox: Sandbox) -> None:
    for method in ("GET", "PUT", "OPTIONS"):
        assert httpx.request(method, sandbox.url).status_code == 404
    assert httpx.post(sandbox.address + "/other").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"x-api-key": "wrong"}, {"x-api-key": "sandbox-key"}])
def test_a_body_has_a_limit_and_is_read_to_its_end(headers: dict[str, str]) -> None:
    with Sandbox(settings=Settings(largest_body=1000)) as sandbox:
        for body in (b"x" * 10_000_000, iter([b"x" * 100] * 11)):
            answer = httpx.post(sandbox.url, content=body, headers=headers)
            assert (answer.status_code, answer.json()["errors"][0]["message"]) == (
                413,
                "the body has more than 1000 bytes",
            )
        assert (
            httpx.post(
                sandbox.address + "/_sandbox/faults", content=b"[" * 1001, headers={"content-type": "application/json"}
            ).status_code
            == 413
        )
        assert {seen.status for seen in sandbox.seen()} == {413}


def test_multipart_puts_files_in_their_places(sandbox: Sandbox) -> None:
    given = "input: {id: 406001, archives: $a}"
    query = f"mutation ($a: [Upload!]) {{ addActivityAttachment({given}) {{ activity {{ id }} errors }} }}"
    form = {
        "operations": json.dumps({"query": query, "variables": {"a": [None, None]}}),
        "map": json.dumps({"0": ["variables.a.0"], "1": ["variables.a.1"]}),
    }
    files = {"0": ("a.txt", b"A"), "1": ("b.txt", b"B")}
    answer = httpx.post(sandbox.url, data=form, files=files, headers={"x-api-key": sandbox.api_key})
    assert "errors" not in answer.json()
    del files["1"]
    answer = httpx.post(sandbox.url, data=form, files=files, headers={"x-api-key": sandbox.api_key})
    assert answer.status_code == 400


ATTACH = """mutation ($a: [Upload!]!) { addActivityAttachment(input: {id: 406001, archives: $a}) { errors activity {
  archiveFilename } } }"""


def attach(client: Any, *names: str) -> httpx.Response:
    form = {
        "operations": json.dumps({"query": ATTACH, "variables": {"a": [None] * len(names)}}),
        "map": json.dumps({str(n): [f"variables.a.{n}"] for n in range(len(names))}),
    }
    files = {str(n): (name, b"x") for n, name in enumerate(names)}
    return client.http.post(client.sandbox.url, data=form, files=files)


def test_rack_takes_127_files_and_no_more(client: Any) -> None:
    names = [f"{n}.txt" for n in range(128)]
    assert attach(client, *names[:127]).json()["data"]["addActivityAttachment"]["errors"] == []
    assert attach(client, *names).status_code == 500


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a%41.json", "aA.json"),
        ("100%.json", "100%.json"),
        ("%41%4", "%41%4"),
        ("a/b.txt", "b.txt"),
        ("a\\b.txt", "b.txt"),
    ],
)
def test_names_of_files_are_read_as_rack_reads_them(client: Any, sent: str, kept: str) -> None:
    answer = attach(client, sent).json()
    assert answer["data"]["addActivityAttachment"]["activity"] == {"archiveFilename": kept}
