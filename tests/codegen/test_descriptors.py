"""What the run time knows of an operation: kind, company, pages, files, payload, cost."""

from __future__ import annotations

import inspect
import re

import pytest

from conviso_client.call.operation import Company, Paging
from conviso_client.codegen.naming import method_name

SCHEMA = """
scalar Upload
type Query {
  asset(id: ID, companyId: Int): Asset
  assets(companyId: ID!, page: Int, limit: Int, search: Search, pagination: Pages, params: Params): Assets
  gate(input: Deep): Gate
  company(id: Int!): Asset
  count(companyIds: [ID!], companyId: String): Int
  grid(page: Int, limit: Int): [Asset!]
}
type Mutation {
  createAsset(input: CreateAsset!): Payload
  updateAsset(input: UpdateAsset): Payload
  bulk(inputs: [CreateAsset!]!): Payload
  upload(file: Upload!, files: [[Upload]], input: WithFiles, inputs: [WithFiles!]): Payload
}
input Pages { page: Int perPage: Int }
input Search { name: String companyId: ID }
input Params { scopeIdEq: Int where: Where }
input Where { companyId: ID! name: String }
input CreateAsset { companyId: Int! name: String }
input UpdateAsset { companyId: ID id: ID! name: String }
input Deep { params: Params }
input WithFiles { file: Upload name: String more: [Upload!] nested: WithFiles other: Other }
input Other { file: Upload }
type Asset { id: ID! name: String assets: Assets }
type Assets { collection: [Asset!]! metadata: Metadata items: [Asset] first: Asset }
type Metadata { total: Int }
type Gate { failing: Assets passing: Assets id: ID }
type Payload { errors: [String!] success: Boolean asset: Asset }
"""


@pytest.fixture(scope="module")
def describe(bench):
    def generate(query: str):
        package = bench.package(SCHEMA, query)
        name = re.search(r"(?:query|mutation) (\w+)", query)[1]
        return package, package.operation(method_name(name))

    return generate


class TestKind:
    @pytest.mark.parametrize(
        ("query", "kind", "repeatable"),
        [
            ("query asset { asset { id } }", "query", True),
            ("# @acts\nquery asset { asset { id } }", "query", False),
            ("mutation updateAsset { updateAsset { errors } }", "mutation", False),
        ],
    )
    def test_what_acts_is_not_repeated(self, describe, query: str, kind: str, repeatable: bool) -> None:
        _, operation = describe(query)
        assert (operation.kind, operation.repeatable) == (kind, repeatable)

    def test_name_method_and_models(self, describe) -> None:
        package, operation = describe(
            "mutation createAsset($input: CreateAsset!) { createAsset(input: $input) { errors } }"
        )
        assert (operation.name, operation.method) == ("createAsset", "create_asset")
        assert operation.models == f"{package.project.package}.models"
        assert operation.result == "CreateAsset_Payload"
        assert operation.document == "mutation createAsset($input:CreateAsset!){createAsset(input:$input){errors}}"

    @pytest.mark.parametrize(
        ("query", "depth", "complexity"),
        [
            ("query count { count }", 1, 1),
            ("query asset { asset { id name } }", 2, 3),
            (
                "query asset { asset { ... { id } ...A ...A } } fragment A on Asset { id assets { first { id } } }",
                4,
                5,
            ),
        ],
    )
    def test_cost(self, describe, query: str, depth: int, complexity: int) -> None:
        _, operation = describe(query)
        assert (operation.depth, operation.complexity) == (depth, complexity)

    @pytest.mark.parametrize(
        ("query", "payload"),
        [
            ("mutation updateAsset { updateAsset { asset { id } } }", ()),
            ("mutation updateAsset { updateAsset { errors } }", ("errors",)),
            (
                "mutation updateAsset { updateAsset { success asset { id } ...P } } fragment P on Payload { errors }",
                ("errors", "success"),
            ),
            ("mutation updateAsset { updateAsset { failed: errors } }", ()),
        ],
    )
    def test_the_fields_that_tell_a_rejection(self, describe, query: str, payload: tuple[str, ...]) -> None:
        _, operation = describe(query)
        assert operation.payload == payload


class TestConditional:
    @pytest.mark.parametrize(
        ("selection", "conditional"),
        [
            ("id name @include(if: $a)", (("name", "a"),)),
            ("id name @include(if: $a) assets { first { name @include(if: $b) } }", (("name", "a"), ("name", "b"))),
            ("id called: name @include(if: $a) name", (("called", "a"),)),
            ("id name @include(if: $always)", ()),
            ("id name @include(if: true)", ()),
            ("id name @skip(if: $a)", ()),
            ("id name @include(if: $a) assets { first { name @skip(if: $b) } }", ()),
            ("id name @include(if: $a) @skip(if: $b)", ()),
            ("id ... @include(if: $b) { name @include(if: $a) }", ()),
            ("id name @include(if: $a) ...A @include(if: $b)", ()),
        ],
    )
    def test_what_comes_only_where_a_variable_is_true(
        self, describe, selection: str, conditional: tuple[tuple[str, str], ...]
    ) -> None:
        given = {"$a": "Boolean = false", "$b": "Boolean!", "$always": "Boolean = true"}
        variables = ", ".join(f"{name}: {kind}" for name, kind in given.items() if f"{name})" in selection)
        variables = f"({variables})" if variables else ""
        fragment = "fragment A on Asset { id }" if "...A" in selection else ""
        _, operation = describe(f"query asset{variables} {{ asset {{ {selection} }} }} {fragment}")
        assert operation.conditional == conditional


class TestCompany:
    @pytest.mark.parametrize(
        ("query", "company"),
        [
            ("query asset($id: ID) { asset(id: $id) { id } }", None),
            (
                "query asset($companyId: Int) { asset(companyId: $companyId) { id } }",
                Company(("companyId",), "Int", False),
            ),
            (
                "query assets($companyId: ID!) { assets(companyId: $companyId) { first { id } } }",
                Company(("companyId",), "ID", True),
            ),
            (
                "# @company companyId required\nquery asset($companyId: Int) { asset(companyId: $companyId) { id } }",
                Company(("companyId",), "Int", True),
            ),
            ("# @company $id\nquery company($id: Int!) { company(id: $id) { id } }", Company(("id",), "Int", True)),
            (
                "# @company scopeId\nquery assets($scopeId: ID!) { assets(companyId: $scopeId) { first { id } } }",
                Company(("scopeId",), "ID", True),
            ),
            (
                "# @company params.scopeIdEq required\n"
                'query assets($params: Params) { assets(companyId: "1", params: $params) { first { id } } }',
                Company(("params", "scopeIdEq"), "Int", True),
            ),
            (
                "# @company input.params.where.companyId\nquery gate($input: Deep) { gate(input: $input) { id } }",
                Company(("input", "params", "where", "companyId"), "ID", True),
            ),
            (
                "mutation createAsset($input: CreateAsset!) { createAsset(input: $input) { errors } }",
                Company(("input", "companyId"), "Int", True),
            ),
            ("mutation updateAsset($input: UpdateAsset) { updateAsset(input: $input) { errors } }", None),
            (
                "# @company input.companyId\n"
                "mutation updateAsset($input: UpdateAsset) { updateAsset(input: $input) { errors } }",
                Company(("input", "companyId"), "ID", False),
            ),
            ("mutation bulk($inputs: [CreateAsset!]!) { bulk(inputs: $inputs) { errors } }", None),
            ("query count($companyId: [ID!]) { count(companyIds: $companyId) }", None),
            ("query count($companyId: String) { count(companyId: $companyId) }", None),
        ],
    )
    def test_the_variable_that_carries_it(self, describe, query: str, company: Company | None) -> None:
        package, operation = describe(query)
        assert operation.company == company
        parameters = inspect.signature(getattr(package.client.Operations, operation.method)).parameters
        if company:
            parameter = parameters["company_id"]
            assert (parameter.annotation, parameter.default) == ("ID | None", None)
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
            assert "company_id: the company; None takes" in getattr(package.client.Operations, operation.method).__doc__

    @pytest.mark.parametrize(
        "path", ["scopeId", "ids", "params", "params.name", "params.scopeIdEq.x", "name", "list.companyId"]
    )
    def test_a_path_that_leads_nowhere_is_refused(self, bench, path: str) -> None:
        query = f"""# @company {path}
query assets($ids: [ID!], $params: Params, $name: String, $list: [CreateAsset!]) {{
  assets(companyId: "1", params: $params) {{ collection {{ id }} }}
}}"""
        schema = SCHEMA.replace("params: Params):", "params: Params, ids: [ID!], name: String, list: [CreateAsset!]):")
        query = query.replace("params: $params)", "params: $params, ids: $ids, name: $name, list: $list)")
        message = f"all.graphql:2: @company {path}: there is no ID or Int variable of this path"
        assert bench.problems(schema, query) == [message]

    def test_the_client_may_fill_it_in_the_input(self, describe) -> None:
        query = "mutation createAsset($input: CreateAsset!) { createAsset(input: $input) { errors } }"
        package, _ = describe(query)
        assert package.inputs.CreateAsset(name="a").model_dump(exclude_unset=True) == {"name": "a"}
        assert '"""None takes the client\'s company."""' in package.files["inputs/all.py"]

    def test_the_input_that_holds_it_is_the_one_that_may_leave_it_out(self, describe) -> None:
        query = "# @company input.params.where.companyId\nquery gate($input: Deep) { gate(input: $input) { id } }"
        package, _ = describe(query)
        made = package.inputs.Deep(params=package.inputs.Params(where=package.inputs.Where(name="a")))
        assert made.model_dump(exclude_unset=True) == {"params": {"where": {"name": "a"}}}
        assert package.files["inputs/all.py"].count("None takes the client's company.") == 1

    def test_an_own_text_replaces_the_standard_one(self, describe) -> None:
        query = "# @arg companyId: whose.\nquery asset($companyId: Int) { asset(companyId: $companyId) { id } }"
        package, _ = describe(query)
        assert "    company_id: whose.\n" in inspect.getdoc(package.client.Operations.asset) + "\n"


PAGED = "query assets($companyId: ID!, {variables}) {{ assets(companyId: $companyId, {arguments}) {{ {fields} }} }}"
LIMIT = {"variables": "$page: Int = 1, $limit: Int = 50", "arguments": "page: $page, limit: $limit"}
PAGES = {"variables": "$pagination: Pages = {page: 1, perPage: 9}", "arguments": "pagination: $pagination"}


class TestPaging:
    @pytest.mark.parametrize(
        ("query", "paging"),
        [
            (
                PAGED.format(**LIMIT, fields="collection { id } metadata { total }"),
                Paging("limit", ("page",), ("limit",), ("collection",), ("metadata",)),
            ),
            (
                PAGED.format(**PAGES, fields="collection { id } metadata { total }"),
                Paging("pagination", ("pagination", "page"), ("pagination", "perPage"), ("collection",), ("metadata",)),
            ),
            (
                PAGED.format(**LIMIT, fields="...Rows") + " fragment Rows on Assets { ... { collection { id } } }",
                Paging("limit", ("page",), ("limit",), ("collection",), None),
            ),
            (
                "# @list items\n" + PAGED.format(**LIMIT, fields="items { id } metadata { total }"),
                Paging("limit", ("page",), ("limit",), ("items",), ("metadata",)),
            ),
        ],
    )
    def test_where_the_list_is(self, describe, query: str, paging: Paging) -> None:
        _, operation = describe(query)
        assert operation.paging == paging

    def test_a_list_inside_an_object(self, bench) -> None:
        schema = SCHEMA.replace("gate(input: Deep)", "gate(page: Int, limit: Int)")
        query = """# @list failing.collection
query gate($page: Int, $limit: Int) {
  gate(page: $page, limit: $limit) { failing { collection { id } } passing { metadata { total } } ...Rest }
}
fragment Rest on Gate { failing { metadata { total } } }
"""
        paging = bench.package(schema, query).operation("gate").paging
        assert paging == Paging("limit", ("page",), ("limit",), ("failing", "collection"), ("failing", "metadata"))

    @pytest.mark.parametrize(
        "query",
        [
            PAGED.format(**LIMIT, fields="first { id } metadata { total }"),
            PAGED.format(**LIMIT, fields="items { id }"),
            PAGED.format(variables="$page: Int", arguments="page: $page", fields="collection { id }"),
            PAGED.format(variables="$search: Search", arguments="search: $search", fields="collection { id }"),
            PAGED.format(**LIMIT, fields="collection: first { id }"),
            "query grid($page: Int, $limit: Int) { grid(page: $page, limit: $limit) { id } }",
        ],
    )
    def test_what_is_not_paged(self, describe, query: str) -> None:
        package, operation = describe(query)
        assert operation.paging is None
        assert "iter_" not in package.files["client.py"]

    @pytest.mark.parametrize(
        ("path", "query"),
        [
            ("rows", PAGED.format(**LIMIT, fields="collection { id }")),
            ("first", PAGED.format(**LIMIT, fields="first { id }")),
            ("collection.id", PAGED.format(**LIMIT, fields="collection { id }")),
            ("collection", PAGED.format(variables="$page: Int", arguments="page: $page", fields="collection { id }")),
        ],
    )
    def test_a_list_that_is_not_there_is_refused(self, bench, path: str, query: str) -> None:
        message = f"all.graphql:2: @list {path}: there is no list at this path, or no variables for pages"
        assert bench.problems(SCHEMA, f"# @list {path}\n{query}") == [message]

    def test_a_pager_that_meets_a_name_is_refused(self, bench) -> None:
        query = PAGED.format(**PAGES, fields="collection { id }").replace(
            "$companyId: ID!", "$companyId: ID!, $limit: Int"
        )
        query = query.replace("pagination: $pagination", "pagination: $pagination, limit: $limit")
        assert bench.problems(SCHEMA, query) == [
            "all.graphql:1: iter_assets would have two arguments limit: rename the variable"
        ]
        queries = PAGED.format(**LIMIT, fields="collection { id }") + "\nquery iterAssets { iterAssets: count }"
        assert bench.problems(SCHEMA, queries) == [
            "all.graphql:2: there would be two methods iter_assets: choose another name"
        ]


class TestUploads:
    @pytest.mark.parametrize(
        ("variables", "arguments", "uploads"),
        [
            ("$file: Upload!", "file: $file", (("file",),)),
            ("$file: Upload!, $files: [[Upload]]", "file: $file, files: $files", (("file",), ("files", "*", "*"))),
            (
                "$file: Upload!, $input: WithFiles",
                "file: $file, input: $input",
                (("file",), ("input", "file"), ("input", "more", "*"), ("input", "other", "file")),
            ),
            (
                "$file: Upload!, $inputs: [WithFiles!]",
                "file: $file, inputs: $inputs",
                (
                    ("file",),
                    ("inputs", "*", "file"),
                    ("inputs", "*", "more", "*"),
                    ("inputs", "*", "other", "file"),
                ),
            ),
        ],
    )
    def test_the_paths_of_files(
        self, describe, variables: str, arguments: str, uploads: tuple[tuple[str, ...]]
    ) -> None:
        _, operation = describe(f"mutation upload({variables}) {{ upload({arguments}) {{ success }} }}")
        assert operation.uploads == uploads

    def test_without_files_there_are_none(self, describe) -> None:
        _, operation = describe("mutation updateAsset($input: UpdateAsset) { updateAsset(input: $input) { errors } }")
        assert operation.uploads == ()

    def test_a_file_is_an_argument_of_its_own_type(self, describe) -> None:
        from conviso_client.upload import Upload

        package, _ = describe(
            "mutation upload($file: Upload!, $input: WithFiles) { upload(file: $file, input: $input) { success } }"
        )
        signature = inspect.signature(package.client.Operations.upload)
        assert signature.parameters["file"].annotation == "Upload"
        file = Upload.from_bytes(b"x", "x.txt")
        made = package.inputs.WithFiles(file=file, more=[file])
        assert made.file is file
        assert made.model_dump(exclude_unset=True)["more"] == [file]


def test_inputs_that_contain_one_another_are_read_once(bench) -> None:
    """Their paths grow beyond all bounds: 12 of them have a hundred million."""
    count = 40
    filters = "\n".join(
        f"input F{n} {{ name: String and: [F{n}!] file: Upload {' '.join(f'f{m}: F{m}' for m in range(count))} }}"
        for n in range(count)
    )
    schema = f"scalar Upload type Query {{ rows(by: F0, also: [F1!]): Int }} {filters}"
    package = bench.package(schema, "query rows($by: F0, $also: [F1!]) { rows(by: $by, also: $also) }")
    assert len(package.inputs.__all__) == count
    uploads = package.operation("rows").uploads
    assert ("by", "file") in uploads
    assert ("also", "*", "file") in uploads
    assert len(uploads) == 2 * count
