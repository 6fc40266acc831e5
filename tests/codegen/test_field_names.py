"""Names of fields and arguments that Python, pydantic or the generated code wants for itself."""

from __future__ import annotations

import datetime as dt
import inspect
import keyword
from typing import Any

import pytest
from pydantic import BaseModel

from conviso_client.models.results import ResultModel

ATTRIBUTES = {name for model in (ResultModel, BaseModel) for name in dir(model) if not name.startswith("_")}
OWN = sorted({*ATTRIBUTES, "toDict"} - {"to_dict"})
BUILTINS = ["type", "list", "str", "int", "float", "bool", "dict", "set", "id", "filter", "object", "Any", "sequence"]
CASES = ["URL", "fooBar", "foo_baz", "fooID", "a1b", "HTTPMethod", "x", "X2", "_id2", "isO8601"]
NAMES = sorted({*OWN, *BUILTINS, *CASES, *keyword.kwlist, "self", "operations", "date", "datetime", "kwargs", "cls"})
FIELDS = "\n".join(f"  {name}: Int" for name in NAMES)
SCHEMA = f"""
scalar ISO8601Date
scalar ISO8601DateTime
type Query {{
  all({" ".join(f"{name}: Int" for name in NAMES)}, input: Names): All
  dates(input: Dates): Dates2
}}
type All {{
{FIELDS}
}}
input Names {{
{FIELDS}
}}
input Dates {{
  date: ISO8601Date datetime: ISO8601DateTime on: ISO8601Date at: ISO8601DateTime list: [Int] str: String
}}
type Dates2 {{
  date: ISO8601Date datetime: ISO8601DateTime on: ISO8601Date at: ISO8601DateTime
  list: [Int] ints: [Int] str: String text: String
}}
"""
QUERY = f"""
query all({" ".join(f"${name}: Int" for name in NAMES)}, $input: Names) {{
  all({" ".join(f"{name}: ${name}" for name in NAMES)}, input: $input) {{ {" ".join(NAMES)} }}
}}
query dates($with: Boolean = false, $input: Dates) {{
  dates(input: $input) {{
    date @include(if: $with) datetime @include(if: $with) on at
    list @include(if: $with) ints str @include(if: $with) text
  }}
}}
"""


@pytest.fixture(scope="module")
def package(bench):
    return bench.package(SCHEMA, QUERY)


def test_every_field_of_an_answer_arrives(package) -> None:
    answer = {name: number for number, name in enumerate(NAMES)}
    decoded = package.decode("all", answer)
    assert decoded.to_dict(api_names=True) == answer
    assert sorted(decoded.to_dict().values()) == list(range(len(NAMES)))


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("type", "type"),
        ("id", "id"),
        ("set", "set"),
        ("list", "list_"),
        ("str", "str_"),
        ("from", "from_"),
        ("None", "none"),
        ("copy", "copy_"),
        ("json", "json_"),
        ("dict", "dict_"),
        ("model_config", "model_config_"),
        ("fooBar", "foo_bar"),
        ("fooID", "foo_id"),
        ("URL", "url"),
        ("toDict", "to_dict_"),
        ("HTTPMethod", "http_method"),
        ("date", "date"),
        ("self", "self"),
        ("operations", "operations"),
    ],
)
def test_fields_have_the_same_name_in_models_and_inputs(package, name: str, python: str) -> None:
    answer = dict.fromkeys(NAMES, 0) | {name: 7}
    assert getattr(package.decode("all", answer), python) == 7
    for spelling in (name, python):
        assert package.inputs.Names(**{spelling: 7}).model_dump(by_alias=True, exclude_unset=True) == {name: 7}


def test_a_method_sends_each_argument_under_its_own_name(package) -> None:
    sent: dict[str, Any] = {}

    class Client(package.client.Operations):
        def __init__(self) -> None:
            pass

        def _call(self, operation, variables, company_id=None):
            assert operation is package.operation("all")
            sent.update(variables)

    parameters = list(inspect.signature(Client.all).parameters)[1:]
    assert len(parameters) == len(NAMES) + 1
    Client().all(**{name: number for number, name in enumerate(parameters)})
    assert len(sent) == len(NAMES) + 1
    assert {parameters[number] for number in sent.values()} == set(parameters)
    assert parameters[sent["operations"]] == "operations_"
    assert parameters[sent["self"]] == "self_"
    assert parameters[sent["from"]] == "from_"
    assert parameters[sent["kwargs"]] == "kwargs"


@pytest.mark.parametrize("shown", [True, False])
def test_a_field_called_like_the_type_of_another_hides_nothing(package, shown: bool) -> None:
    day, moment = dt.date(2026, 1, 31), dt.datetime(2026, 1, 31, 10, tzinfo=dt.timezone.utc)
    answer: dict[str, Any] = {"on": "2026-01-31", "at": "2026-01-31T10:00:00Z", "ints": [1], "text": "t"}
    if shown:
        answer |= {"date": "2026-01-31", "datetime": "2026-01-31T10:00:00Z", "list": [2], "str": "s"}
    decoded = package.decode("dates", answer)
    assert (decoded.on, decoded.at, decoded.ints, decoded.text) == (day, moment, [1], "t")
    if shown:
        assert (decoded.date, decoded.datetime, decoded.list_, decoded.str_) == (day, moment, [2], "s")
    else:
        assert (decoded.date, decoded.datetime, decoded.list_, decoded.str_) == (None,) * 4


def test_inputs_with_such_fields_take_values(package) -> None:
    made = package.inputs.Dates(date="2026-01-31", datetime=dt.date(2026, 1, 31), on=dt.date(2026, 1, 1), list=[1])
    dumped = made.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert dumped == {"date": "2026-01-31", "datetime": "2026-01-31", "on": "2026-01-01", "list": [1]}


UNDERSCORES = """
type Query { rows(by: Nothing, or: Odd): [Row!] }
type Row { _: Int _1: Int _2fa: Int }
input Nothing { _: Boolean }
input Odd { _1: Int _2fa: Int _and: [Odd!] }
"""


def test_names_without_a_letter_begin_with_one(bench) -> None:
    package = bench.package(UNDERSCORES, "query rows($by: Nothing, $or: Odd) { rows(by: $by, or: $or) { _ _1 _2fa } }")
    (row,) = package.decode("rows", [{"_": 1, "_1": 2, "_2fa": 3}])
    assert (row.field, row.field_1, row.field_2_fa) == (1, 2, 3)
    nothing, odd = package.inputs.Nothing(field=True), package.inputs.Odd(field_1=1, field_2_fa=2)
    assert nothing.model_dump(by_alias=True, exclude_unset=True) == {"_": True}
    again = package.inputs.Odd(and_=[odd])
    assert again.model_dump(by_alias=True, exclude_unset=True) == {"_and": [{"_1": 1, "_2fa": 2}]}


@pytest.mark.parametrize(
    ("fields", "names", "python"),
    [
        ("id: ID _id: ID", "id and _id", "id"),
        ("aB: Int a_b: Int", "aB and a_b", "a_b"),
        ("from: Int From: Int", "from and From", "from_"),
        ("list: Int list_: Int", "list and list_", "list_"),
    ],
)
def test_two_fields_of_an_input_cannot_become_one(bench, fields: str, names: str, python: str) -> None:
    schema = f"type Query {{ a(one: By, many: [Deep!]!): Int }} input By {{ {fields} }} input Deep {{ by: By }}"
    said = f"takes By, of which {names} would both become {python}: write the object in the operation, with variables"
    assert bench.problems(schema, "query a($one: By,\n  $many: [Deep!]!) {\n  a(one: $one, many: $many) }") == [
        f"all.graphql:1: $one {said} for its fields, in the place of $one",
        f"all.graphql:2: $many {said} for its fields, in the place of $many",
    ]


def test_the_way_out_of_it_works(bench) -> None:
    schema = "type Query { a(by: By): Int } input By { id: ID _id: ID }"
    package = bench.package(schema, "query a($id: ID, $other: ID) { a(by: {id: $id, _id: $other}) }")
    assert package.operation("a").arguments == (("id", "ID"), ("other", "ID"))
