"""Results as their users meet them: short in a repr, plain as a dict, at home in sets."""

from __future__ import annotations

import copy
import json
import pickle
import pydoc
import weakref
from datetime import datetime, timezone
from inspect import getdoc, signature
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from rich.pretty import pretty_repr

from conviso_client import types
from conviso_client.call.codec import codec
from conviso_client.generated import operations
from conviso_client.models.enums import OpenEnum
from conviso_client.models.results import ResultID, ResultModel, ResultPage, Timestamp


class Severity(OpenEnum):
    HIGH = "HIGH"


class Thing(ResultModel):
    id: ResultID
    title: str | None = None
    name: str | None = None
    severity: Severity | None = None
    created_at: Timestamp | None = None


class Other(Thing):
    pass


class Things(ResultPage["Thing"]):
    collection: list[Thing]
    count: int | None = None


NOW = datetime(2026, 1, 31, 10, tzinfo=timezone.utc)
THING = Thing(id="7", title="SQL injection", severity=Severity.HIGH, created_at=NOW)


class TestRepr:
    def test_what_tells_it_from_others(self) -> None:
        assert repr(THING) == str(THING) == "Thing(id='7', title='SQL injection', severity='HIGH', ...)"

    def test_a_name_comes_before_a_title(self) -> None:
        assert repr(Thing(id="7", title="t", name="n")) == "Thing(id='7', name='n', ...)"

    def test_long_texts_are_cut(self) -> None:
        assert repr(Thing(id="7", title="x" * 500)) == f"Thing(id='7', title='{'x' * 60}...', ...)"

    def test_without_any_of_it_all_is_shown_but_long_lists(self) -> None:
        assert repr(Things(collection=[THING])) == f"Things(collection=[{THING!r}], count=None)"
        assert repr(Things(collection=[THING] * 9, count=9)) == "Things(collection=[9 items], count=9)"

    def test_a_value_that_is_not_known(self) -> None:
        assert repr(Thing(id="7", severity=Severity("HIGHER"))) == "Thing(id='7', severity='HIGHER', ...)"

    def test_rich_shows_the_same(self) -> None:
        assert pretty_repr(THING) == repr(THING)


class TestNotAskedFor:
    THING = Thing.from_dict({"id": "7", "name": None})

    def test_it_reads_as_none_and_is_left_out(self) -> None:
        assert (self.THING.title, self.THING.name) == (None, None)
        assert self.THING.to_dict() == {"id": "7", "name": None}

    def test_it_stays_so(self) -> None:
        for again in (copy.copy(self.THING), copy.deepcopy(self.THING), pickle.loads(pickle.dumps(self.THING))):
            assert again.to_dict() == self.THING.to_dict()
            again.title = None
            assert again.to_dict() == {"id": "7", "title": None, "name": None}
            assert again == self.THING


class TestDecoded:
    """A field that a call does not ask for is not looked for, which nobody can tell from one that did not come."""

    ROW: ClassVar = {
        "__typename": "Other",
        **dict.fromkeys(("category", "project", "branch", "sla", "assignedUsers", "aiAgentAnalysis")),
        "id": "7",
        "title": "t",
        "type": "SAST_FINDING",
        "severity": "HIGH",
        "status": "CREATED",
        "permittedStatus": [],
        "createdAt": NOW.isoformat(),
        "updatedAt": NOW.isoformat(),
        "description": "d",
        "author": {"id": "1", "name": "n", "email": "e"},
        "asset": {"id": "1", "name": "a", "assetsTagList": None, "company": {"id": "443", "label": "c"}},
    }
    METADATA: ClassVar = {"totalCount": 1, "totalPages": 1, "currentPage": 1, "limitValue": 50}

    @pytest.mark.parametrize(
        ("variables", "left_out"),
        [({}, True), ({"withDetail": False, "withCode": True}, True), ({"withDetail": True}, False)],
    )
    def test_what_is_not_asked_for_is_left_out(self, variables: dict[str, Any], left_out: bool) -> None:
        answer = {"data": {"issues": {"collection": [self.ROW], "metadata": self.METADATA}}}
        decode = codec(operations.issues.called_with(variables)).decode
        (row,) = decode(json.dumps(answer).encode())
        assert row.description == (None if left_out else "d")
        assert ("description" in row.to_dict()) is not left_out
        for again in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
            assert again == row
            assert again.to_dict() == row.to_dict()
            assert type(row).from_dict(row.to_dict()) == type(row).from_dict(row.to_dict(api_names=True)) == row
            again.description = None
            assert again.to_dict()["description"] is None


class Owned(ResultModel, mixin=True):
    owner: str
    note: str | None = None


class OwnedThing(Thing, Owned):
    count: int


class TestSeveralBases:
    GIVEN: ClassVar = {"id": "7", "title": "t", "owner": "me", "count": 3}

    def test_all_fields_are_there(self) -> None:
        made = OwnedThing.from_dict(self.GIVEN)
        assert (made.id, made.owner, made.note, made.count) == ("7", "me", None, 3)
        assert isinstance(made, Owned)
        assert made.to_dict() == self.GIVEN
        assert weakref.ref(made)() is made
        for again in (copy.copy(made), pickle.loads(pickle.dumps(made))):
            again.owner = "you"
            assert (again.to_dict(), made.owner) == ({**self.GIVEN, "owner": "you"}, "me")
            assert again != made

    def test_each_base_is_a_model_too(self) -> None:
        made = Owned.from_dict({"owner": "me"})
        assert (made.owner, made.note, made.to_dict()) == ("me", None, {"owner": "me"})
        assert weakref.ref(made)() is made


class TestSlots:
    def test_no_other_attribute_can_be_set(self) -> None:
        thing = copy.copy(THING)
        with pytest.raises(AttributeError):
            thing.nmae = "x"  # type: ignore[attr-defined]

    def test_weak_references(self) -> None:
        assert weakref.ref(THING)() is THING


class TestInPydantic:
    def test_a_result_is_a_type_of_a_field(self) -> None:
        class Report(BaseModel):
            things: list[Thing]

        report = Report.model_validate({"things": [{"id": 7, "createdAt": NOW.isoformat()}, THING]})
        assert report.things[0].created_at == NOW
        assert report.things[1] is THING
        assert report.model_dump(mode="json")["things"] == [
            {"id": "7", "created_at": "2026-01-31T10:00:00Z"},
            THING.to_dict(),
        ]
        with pytest.raises(ValidationError, match=r"things\.0\.id"):
            Report.model_validate({"things": [{"id": 7.5}]})

    def test_a_union_is_read_by_the_name_of_the_type(self) -> None:
        read = TypeAdapter(types.IssueSummary).validate_python
        with pytest.raises(ValidationError, match="SastFinding"):
            read({"__typename": "SastFinding"})


class TestRepl:
    def test_the_signature_has_the_fields(self) -> None:
        assert str(signature(OwnedThing)).startswith(
            "(*, owner: str, id: ResultID, count: int, note: str | None = None, "
        )

    def test_the_docstring_lists_them(self) -> None:
        fields = {line.strip() for line in (getdoc(OwnedThing) or "").partition("Fields:")[2].splitlines()}
        assert {"id: ResultID", "owner: str", "note: str | None = None", "count: int"} < fields

    def test_help_is_about_the_model(self) -> None:
        text = pydoc.render_doc(OwnedThing, renderer=pydoc.plaintext)  # type: ignore[attr-defined]
        assert "to_dict(self" in text
        assert len(text.splitlines()) < 50


class TestToDict:
    def test_pythons_names(self) -> None:
        assert THING.to_dict() == {
            "id": "7",
            "title": "SQL injection",
            "severity": "HIGH",
            "created_at": "2026-01-31T10:00:00Z",
        }

    def test_null_is_kept_and_what_was_not_asked_for_is_not(self) -> None:
        assert Thing.from_dict({"id": "7", "title": None}).to_dict() == {"id": "7", "title": None}

    def test_the_apis_names(self) -> None:
        given = Things(collection=[THING]).to_dict(api_names=True)
        assert given["collection"][0]["createdAt"] == "2026-01-31T10:00:00Z"
        assert Things.from_dict(given) == Things(collection=[THING])

    def test_it_is_json_even_with_values_that_are_not_known(self) -> None:
        thing = Thing(id="7", severity=Severity("HIGHER"))
        assert json.loads(json.dumps(thing.to_dict()))["severity"] == "HIGHER"
        assert type(thing.to_dict()["severity"]) is str


class TestPage:
    TWO = Things(collection=[THING, Thing(id="8")], count=9)

    def test_it_gives_its_rows(self) -> None:
        assert [thing.id for thing in self.TWO] == ["7", "8"]
        assert (len(self.TWO), self.TWO[0], self.TWO[-1].id, self.TWO[1:]) == (2, THING, "8", self.TWO.collection[1:])
        assert THING in self.TWO
        assert [thing.id for thing in reversed(self.TWO)] == ["8", "7"]
        with pytest.raises(IndexError):
            self.TWO[2]

    @pytest.mark.parametrize("rows", [[], None])
    def test_one_without_rows_is_empty(self, rows: Any) -> None:
        page = Things(collection=[])
        page.collection = rows
        assert (list(page), len(page), bool(page)) == ([], 0, False)

    def test_it_stays_a_model(self) -> None:
        assert self.TWO.to_dict()["collection"][1] == {"id": "8"}
        for again in (copy.deepcopy(self.TWO), pickle.loads(pickle.dumps(self.TWO)), copy.copy(self.TWO)):
            assert again == self.TWO
            assert list(again) == list(self.TWO)
            assert again.to_dict() == self.TWO.to_dict()

    def test_every_list_of_the_api_is_one(self) -> None:
        models = [getattr(types, name) for name in dir(types)]
        lists = {
            model
            for model in models
            if isinstance(model, type) and issubclass(model, ResultModel) and hasattr(model, "collection")
        }
        assert len(lists) > 15
        assert all(issubclass(model, ResultPage) for model in lists)


class TestHashAndEquality:
    def test_the_same_record_is_found_again(self) -> None:
        again = Thing(id="7", title="SQL injection", severity=Severity.HIGH, created_at=NOW)
        assert {THING, again} == {THING}
        assert again in {THING: 1}

    def test_a_record_that_changed_is_another_value(self) -> None:
        changed = copy.copy(THING)
        changed.title = "fixed"
        assert changed != THING
        assert hash(changed) == hash(THING)
        assert len({THING, changed}) == 2

    def test_models_are_kept_apart(self) -> None:
        assert Thing(id="7") != Other(id="7")
        assert len({Thing(id="7"), Other(id="7")}) == 2

    def test_without_an_id_there_is_no_hash(self) -> None:
        nameless = copy.copy(THING)
        nameless.id = None  # type: ignore[assignment]
        for value in (Things(collection=[]), nameless):
            with pytest.raises(TypeError, match="has no id"):
                hash(value)

    def test_nothing_else_equals_it(self) -> None:
        assert SimpleNamespace(id="7") != THING
