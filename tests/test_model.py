"""What generated models are made of: open enums, tolerant results, strict inputs, dates."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import importlib
import json
import pickle
import sys
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from conviso_client.errors import ConfigurationError, UnknownValue
from conviso_client.models.enums import OpenEnum
from conviso_client.models.inputs import ID, Date, DateTime, InputModel, IntID, Sequence
from conviso_client.models.results import NULL_AS_EMPTY, Alias, OtherThan, ResultID, ResultModel, Timestamp
from conviso_client.models.schemas import schema_of
from conviso_client.models.values import api_name
from conviso_client.upload import Upload


class Severity(OpenEnum):
    """How bad."""

    HIGH = "HIGH"
    LOW = "LOW"
    title_ = "title"


class Other(OpenEnum):
    """Another enum with a value of the same name."""

    HIGH = "HIGH"


class Record(ResultModel):
    id: ResultID
    severity: Severity | None
    found_at: Timestamp | None = None
    count: int | None = None
    score: float | None = None
    is_open: bool | None = None
    tags: Annotated[list[str], NULL_AS_EMPTY]
    grid: Annotated[list[list[int] | None], NULL_AS_EMPTY] = []  # noqa: RUF012
    model_name: str | None = None
    copy_: int | None = None
    url: Annotated[str | None, Alias("URL")] = None


READ = SchemaValidator(schema_of(Record))
"""Reads a record from JSON, as the client does."""


class Filter(InputModel):
    name: str | None = None
    company_id: ID | None = None
    asset_ids: Sequence[IntID] | None = None
    severity: Severity | None = None
    severities: Sequence[Severity] | None = None
    on: Date | None = None
    at: DateTime | None = None
    copy_: int | None = None
    file: Upload | None = None
    inner: Filter | None = None
    exact: int = 1


NEW = Severity("EXTREME")
MEMBERS = [Severity.HIGH, Severity.title_, NEW]


class TestOpenEnum:
    def test_a_known_value_is_the_member(self) -> None:
        assert Severity("HIGH") is Severity.HIGH is Severity["HIGH"]
        assert Severity("title") is Severity.title_
        assert Severity.HIGH.is_known

    def test_an_unknown_value_is_like_a_member(self) -> None:
        assert isinstance(NEW, Severity)
        assert isinstance(NEW, str)
        assert (NEW.name, NEW.value, NEW.is_known) == ("EXTREME", "EXTREME", False)
        assert type(NEW.name) is type(NEW.value) is str
        assert list(Severity) == [Severity.HIGH, Severity.LOW, Severity.title_]
        assert "EXTREME" not in Severity.__members__

    @pytest.mark.parametrize("value", [None, 5, 1.5, b"HIGH", ["HIGH"], object()])
    def test_only_strings_are_values(self, value: Any) -> None:
        with pytest.raises(ValueError, match="is not a valid Severity"):
            Severity(value)

    @pytest.mark.parametrize("member", MEMBERS)
    def test_it_equals_its_string_and_hashes_like_it(self, member: Severity) -> None:
        assert member == member.value
        assert member.value == member
        assert hash(member) == hash(member.value)
        assert {member, member.value} == {member.value}
        assert {member: 1}[member.value] == 1
        assert member in {member.value: 1}
        assert member != "OTHER"

    def test_two_of_the_same_unknown_value_are_equal(self) -> None:
        assert Severity("EXTREME") == NEW
        assert {Severity("EXTREME"), NEW} == {NEW}
        assert [NEW, Severity.LOW].index(Severity("EXTREME")) == 0
        assert Severity("WORSE") != NEW

    def test_a_member_of_another_enum_is_taken_by_its_value(self) -> None:
        assert Severity(Other.HIGH) is Severity.HIGH
        again = Severity(Other("ODD"))
        assert (type(again), again.value, again.name) == (Severity, "ODD", "ODD")
        assert type(again.name) is str

    @pytest.mark.parametrize("member", MEMBERS)
    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_it_survives_pickling(self, member: Severity, protocol: int) -> None:
        again = pickle.loads(pickle.dumps(member, protocol))
        assert (again, type(again), again.is_known) == (member, Severity, member.is_known)
        assert (again is member) == member.is_known

    @pytest.mark.parametrize("member", MEMBERS)
    def test_it_survives_copying(self, member: Severity) -> None:
        for again in (copy.copy(member), copy.deepcopy(member), copy.deepcopy([member])[0]):
            assert (again, type(again), again.is_known) == (member, Severity, member.is_known)

    @pytest.mark.parametrize("member", MEMBERS)
    def test_as_text_it_is_its_value(self, member: Severity) -> None:
        assert str(member) == f"{member}" == "%s" % member == format(member) == member.value  # noqa: UP031
        assert f"{member:>10}|" == f"{member.value:>10}|"
        assert "-".join([member, "x"]) == f"{member.value}-x"
        assert json.dumps({member: [member]}) == json.dumps({member.value: [member.value]})
        assert json.loads(json.dumps(member)) == member

    def test_its_repr_says_whether_it_is_known(self) -> None:
        assert repr(Severity.HIGH) == "Severity.HIGH"
        assert repr(Severity.title_) == "Severity.title_"
        assert repr(NEW) == "Severity('EXTREME')"
        assert repr(Severity("it's")) == 'Severity("it\'s")'

    def test_it_sorts_and_compares_as_a_string(self) -> None:
        assert sorted([NEW, Severity.LOW, "ZERO", Severity.HIGH]) == ["EXTREME", "HIGH", "LOW", "ZERO"]
        assert Severity.HIGH.lower() == "high"
        assert Severity.HIGH.title() == "High"

    def test_pydantic_reads_and_writes_it(self) -> None:
        adapter = TypeAdapter(list[Severity])
        for read in (adapter.validate_python(["LOW", "EXTREME"]), adapter.validate_json('["LOW", "EXTREME"]')):
            assert read == ["LOW", "EXTREME"]
            assert [type(value) for value in read] == [Severity, Severity]
            assert adapter.dump_json(read) == b'["LOW","EXTREME"]'
            assert adapter.dump_python(read, mode="json") == ["LOW", "EXTREME"]
        assert adapter.validate_python([NEW, Severity.LOW]) == [NEW, Severity.LOW]
        for wrong in ([5], [None], [["LOW"]], [{}]):
            with pytest.raises(ValidationError):
                adapter.validate_python(wrong)

    def test_it_works_as_a_key_of_a_dict_in_pydantic(self) -> None:
        adapter = TypeAdapter(dict[Severity, int])
        assert adapter.validate_json('{"EXTREME": 1}') == {NEW: 1}
        assert adapter.dump_json({NEW: 1, Severity.LOW: 2}) == b'{"EXTREME":1,"LOW":2}'

    def test_it_can_be_matched(self) -> None:
        def word(severity: Severity) -> str:
            match severity:
                case Severity.HIGH:
                    return "high"
                case "EXTREME":
                    return "new"
                case _:
                    return "else"

        assert [word(member) for member in (Severity.HIGH, NEW, Severity.LOW)] == ["high", "new", "else"]

    def test_the_enum_of_a_class_stays_an_enum(self) -> None:
        assert issubclass(Severity, enum.Enum)
        with pytest.raises(AttributeError):
            Severity.HIGH = "x"
        with pytest.raises(TypeError):

            class More(Severity):
                WORSE = "WORSE"

    @given(st.text())
    def test_any_string_is_a_value(self, text: str) -> None:
        value = Severity(text)
        assert (value, str(value), value.is_known) == (text, text, text in {"HIGH", "LOW", "title"})
        assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value


class TestApiName:
    @pytest.mark.parametrize(
        ("python", "api"),
        [
            ("company_id", "companyId"),
            ("global_", "global"),
            ("id", "id"),
            ("filter_2", "filter2"),
            ("model_config_", "modelConfig"),
        ],
    )
    def test_names(self, python: str, api: str) -> None:
        assert api_name(python) == api


class TestResultModel:
    ANSWER: ClassVar = {
        "id": 7,
        "severity": "HIGH",
        "foundAt": "2026-01-31T10:00:00Z",
        "tags": ["a"],
        "URL": "u",
        "new": {"x": 1},
    }

    def test_names_numbers_dates_and_enums(self) -> None:
        record = Record.from_dict(self.ANSWER)
        assert record.id == "7"
        assert record.severity is Severity.HIGH
        assert record.found_at == dt.datetime(2026, 1, 31, 10, tzinfo=dt.timezone.utc)
        assert record.url == "u"
        assert not hasattr(record, "new")

    def test_python_names_will_do_too(self) -> None:
        record = Record(id="1", severity=None, tags=[], found_at=None, url="u", copy_=3)
        assert Record.from_dict(record.to_dict(api_names=True)) == record
        assert Record.from_dict(record.to_dict()) == record
        assert Record.from_dict({"id": "1", "severity": None, "tags": [], "copy": 3}).copy_ == 3

    def test_a_list_that_is_null_reads_as_empty(self) -> None:
        record = Record.from_dict(self.ANSWER | {"tags": None, "grid": None})
        assert (record.tags, record.grid) == ([], [])
        record.tags.append("mine")
        assert Record.from_dict(self.ANSWER | {"tags": None}).tags == []

    def test_a_list_that_is_missing_is_not_empty(self) -> None:
        answer = {name: value for name, value in self.ANSWER.items() if name != "tags"}
        with pytest.raises(ValidationError, match="tags"):
            Record.from_dict(answer)

    @pytest.mark.parametrize(("changes", "path"), [({"tags": "x"}, ("tags",)), ({"tags": [None]}, ("tags", 0))])
    def test_what_does_not_fit_is_an_error_at_its_path(self, changes: dict[str, Any], path: tuple[Any, ...]) -> None:
        with pytest.raises(ValidationError) as caught:
            Record.from_dict(self.ANSWER | changes)
        assert [error["loc"] for error in caught.value.errors()] == [path]

    WRONG: ClassVar = [
        *[("foundAt", wrong) for wrong in ("20261128", "1769900000", "2026-01-31", "2026-01-31T10:00:00", "", 5, True)],
        *[("foundAt", f"2026-{wrong}") for wrong in ("W05-6T10:00Z", "02-30T10:00Z", "01-31T10:00+24:00", "01-31T10Z")],
        *[("count", wrong) for wrong in (True, "178", "1_78", 1.0, 1e21, [1])],
        *[("score", wrong) for wrong in (True, "1.5", [1.5])],
        *[("isOpen", wrong) for wrong in (0, 1, "off", "true", [])],
        *[("id", wrong) for wrong in (True, 1e21, 7.0, None, [7])],
        *[("modelName", wrong) for wrong in (7, 1.5, True, ["x"])],
        *[("severity", wrong) for wrong in (7, True, ["HIGH"])],
    ]

    @pytest.mark.parametrize(("field", "wrong"), WRONG)
    @pytest.mark.parametrize("read", [Record.from_dict, lambda value: READ.validate_json(json.dumps(value))])
    def test_a_value_of_another_kind_is_refused(self, field: str, wrong: Any, read: Any) -> None:
        with pytest.raises(ValidationError) as caught:
            read(self.ANSWER | {field: wrong})
        assert {error["loc"] for error in caught.value.errors()} == {(field,)}

    @pytest.mark.parametrize("read", [Record.from_dict, lambda value: READ.validate_json(json.dumps(value))])
    def test_what_json_cannot_tell_apart_is_taken(self, read: Any) -> None:
        record = read(self.ANSWER | {"id": 7, "score": 3, "foundAt": "2026-01-31T07:00:00.000-03:00"})
        assert (record.id, record.score, type(record.score)) == ("7", 3.0, float)
        assert record.found_at == dt.datetime(2026, 1, 31, 10, tzinfo=dt.timezone.utc)

    @pytest.mark.parametrize("text", ["10:00:00Z", "10:00Z", "07:00:00.0000009-0300", "10:00:00+00:00"])
    def test_zones_are_those_of_python(self, text: str) -> None:
        for read in (Record.from_dict, lambda value: READ.validate_json(json.dumps(value))):
            found = read(self.ANSWER | {"foundAt": f"2026-01-31T{text}"}).found_at
            assert found == dt.datetime(2026, 1, 31, 10, tzinfo=dt.timezone.utc)
            assert sys.version_info < (3, 11) or type(found.tzinfo) is dt.timezone

    def test_a_moment_without_a_zone_is_refused_in_code_too(self) -> None:
        with pytest.raises(ValidationError, match="ISO 8601 with a zone"):
            Record(id="1", severity=None, tags=[], found_at=dt.datetime(2026, 1, 31))  # noqa: DTZ001

    def test_it_survives_pickling_and_copying(self) -> None:
        record = Record.from_dict(self.ANSWER | {"severity": "EXTREME"})
        for again in (pickle.loads(pickle.dumps(record)), copy.deepcopy(record), copy.copy(record)):
            assert again == record
            assert again.severity.is_known is False


class TestOtherThan:
    ADAPTER = TypeAdapter(Annotated[str, OtherThan(("Sast", "Dast"))])

    def test_it_takes_what_nobody_else_has(self) -> None:
        assert self.ADAPTER.validate_python("Quantum") == "Quantum"
        for name in ("Sast", "Dast"):
            with pytest.raises(ValidationError, match=f"{name} has a model of its own"):
                self.ADAPTER.validate_json(f'"{name}"')
        with pytest.raises(ValidationError):
            self.ADAPTER.validate_python(5)


def sent(model: InputModel) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


class TestInputModel:
    def test_what_is_not_set_is_not_sent(self) -> None:
        assert sent(Filter()) == {}
        assert sent(Filter(name="x", exact=1)) == {"name": "x", "exact": 1}

    def test_none_is_sent_as_null(self) -> None:
        assert sent(Filter(name=None, inner=Filter(company_id=None))) == {"name": None, "inner": {"companyId": None}}

    def test_a_value_that_is_set_later_is_sent(self) -> None:
        made = Filter()
        made.name = None
        made.company_id = 5
        assert sent(made) == {"name": None, "companyId": "5"}

    def test_both_spellings_are_taken_and_the_apis_is_sent(self) -> None:
        assert sent(Filter(company_id=5)) == sent(Filter(companyId="5")) == {"companyId": "5"}
        assert sent(Filter(copy=1)) == sent(Filter(copy_=1)) == {"copy": 1}
        assert Filter(companyId=5).company_id == "5"

    @pytest.mark.parametrize("name", ["compnyId", "companyID", "company", "model_config", "_name"])
    def test_a_name_that_it_does_not_have_is_refused(self, name: str) -> None:
        with pytest.raises(ConfigurationError, match=r"Filter"):
            Filter(**{name: 1})
        made = Filter()
        with pytest.raises(ConfigurationError):
            made.compny_id = 1

    def test_numbers_are_ids_and_digits_are_numbers(self) -> None:
        assert sent(Filter(company_id=443, asset_ids=["7", 8])) == {"companyId": "443", "assetIds": [7, 8]}
        for wrong in ({"asset_ids": ["x"]}, {"asset_ids": [1.5]}, {"company_id": 1.5 + 2j}, {"company_id": [1]}):
            with pytest.raises(ConfigurationError):
                Filter(**wrong)

    def test_enums_are_taken_as_members_and_strings_also_unknown_ones(self) -> None:
        with pytest.warns(UnknownValue, match="'EXTREME'"):
            made = Filter(severity="LOW", severities=[Severity.HIGH, "title", "EXTREME"])
        assert made.severity is Severity.LOW
        assert sent(made) == {"severity": "LOW", "severities": ["HIGH", "title", "EXTREME"]}

    def test_a_string_is_no_sequence_of_enums(self) -> None:
        with pytest.raises(ConfigurationError):
            Filter(severities="HIGH")

    def test_an_assignment_is_checked(self) -> None:
        made = Filter(asset_ids=[1])
        with pytest.raises(ConfigurationError):
            made.asset_ids = ["x"]
        made.severity = "LOW"
        assert made.severity is Severity.LOW
        assert sent(made) == {"assetIds": [1], "severity": "LOW"}

    def test_files_pass_as_they_are(self) -> None:
        file = Upload.from_bytes(b"x", "x.txt")
        assert Filter(file=file).file is file
        for wrong in (b"x", "x.txt", 5):
            with pytest.raises(ConfigurationError):
                Filter(file=wrong)

    def test_an_inner_object_may_be_a_dict(self) -> None:
        assert sent(Filter(inner={"companyId": 1, "inner": {"name": "x"}})) == {
            "inner": {"companyId": "1", "inner": {"name": "x"}}
        }

    def test_it_survives_copying_and_pickling_with_what_is_set(self) -> None:
        with pytest.warns(UnknownValue, match="'EXTREME'"):
            made = Filter(name=None, severity="EXTREME", inner=Filter(exact=1))
        for again in (copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.model_copy()):
            assert again == made
            assert sent(again) == sent(made) == {"name": None, "severity": "EXTREME", "inner": {"exact": 1}}


class TestDates:
    DAY = dt.date(2026, 1, 31)
    MOMENT = dt.datetime(2026, 1, 31, 10, 30, tzinfo=dt.timezone.utc)

    @pytest.mark.parametrize("value", [DAY, "2026-01-31"])
    def test_a_day(self, value: Any) -> None:
        made = Filter(on=value)
        assert type(made.on) is dt.date
        assert sent(made) == {"on": "2026-01-31"}

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (DAY, "2026-01-31"),
            ("2026-01-31", "2026-01-31"),
            (MOMENT, "2026-01-31T10:30:00Z"),
            ("2026-01-31T10:30:00Z", "2026-01-31T10:30:00Z"),
            ("2026-01-31T10:30:00+00:00", "2026-01-31T10:30:00Z"),
            ("2026-01-31T10:30:00-03:00", "2026-01-31T10:30:00-03:00"),
            ("2026-01-31 10:30Z", "2026-01-31T10:30:00Z"),
            (dt.datetime(2026, 1, 31, tzinfo=dt.timezone.utc), "2026-01-31T00:00:00Z"),
        ],
    )
    def test_a_moment_keeps_its_kind(self, value: Any, text: str) -> None:
        assert sent(Filter(at=value)) == {"at": text}

    @pytest.mark.parametrize(
        "value",
        [
            "2026-01-31 10:30",
            "2026-01-31T10:30:00",
            dt.datetime.fromisoformat("2026-01-31T10:30"),
        ],
    )
    def test_a_moment_without_a_zone_is_refused(self, value: Any) -> None:
        with pytest.raises(ConfigurationError, match=r"Filter: at: should have a time zone, as .*astimezone\(\)"):
            Filter(at=value)

    @pytest.mark.parametrize("field", ["on", "at"])
    @pytest.mark.parametrize(
        "value",
        [
            "yesterday",
            "2026-02-30",
            "31/01/2026",
            "",
            "20260131",
            "2026",
            1_769_900_000,
            0,
            "0",
            1.5,
            True,
            "1769900000",
            b"2026-01-31",
        ],
    )
    def test_what_is_no_date_is_refused(self, field: str, value: Any) -> None:
        with pytest.raises(ConfigurationError):
            Filter(**{field: value})

    def test_a_moment_is_no_day(self) -> None:
        with pytest.raises(ConfigurationError):
            Filter(on=self.MOMENT)
        with pytest.raises(ConfigurationError):
            Filter(on="2026-01-31T10:30:00Z")

    @given(st.dates(), st.datetimes(timezones=st.sampled_from([dt.timezone.utc, dt.timezone(dt.timedelta(hours=-3))])))
    def test_any_date_comes_through(self, day: dt.date, moment: dt.datetime) -> None:
        made = Filter(on=day, at=day)
        assert (made.on, made.at) == (day, day)
        assert Filter(on=day.isoformat(), at=day.isoformat()) == made
        assert Filter(at=moment).at == Filter(at=moment.isoformat()).at == moment


@pytest.mark.parametrize("module", ["conviso_client.model", "conviso_client.models.base"])
def test_a_package_of_an_earlier_version_says_what_to_do(module: str) -> None:
    with pytest.raises(ImportError, match="run `conviso-client generate` again"):
        importlib.import_module(module)
