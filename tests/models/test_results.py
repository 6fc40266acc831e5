"""Results as their users meet them: short in a repr, plain as a dict, at home in sets."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any

import pytest
from rich.pretty import pretty_repr

from conviso_client import types
from conviso_client.models.base import OpenEnum, ResultModel, ResultPage, Timestamp


class Severity(OpenEnum):
    HIGH = "HIGH"


class Thing(ResultModel):
    id: str
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
        assert repr(THING) == "Thing(id='7', title='SQL injection', severity='HIGH')"
        assert str(THING) == "id='7' title='SQL injection' severity='HIGH'"

    def test_a_name_comes_before_a_title(self) -> None:
        assert repr(Thing(id="7", title="t", name="n")) == "Thing(id='7', name='n')"

    def test_long_texts_are_cut(self) -> None:
        assert repr(Thing(id="7", title="x" * 500)) == f"Thing(id='7', title='{'x' * 60}...')"

    def test_without_any_of_it_all_is_shown_but_long_lists(self) -> None:
        assert repr(Things(collection=[THING])) == f"Things(collection=[{THING!r}], count=None)"
        assert repr(Things(collection=[THING] * 9, count=9)) == "Things(collection=[9 items], count=9)"

    def test_a_value_that_is_not_known(self) -> None:
        assert repr(Thing(id="7", severity=Severity("HIGHER"))) == "Thing(id='7', severity='HIGHER')"

    def test_rich_shows_the_same(self) -> None:
        assert pretty_repr(THING) == repr(THING)

    def test_what_was_loosely_decoded_can_be_shown(self) -> None:
        assert repr(Thing.model_construct(title="x")) == "Thing(title='x')"


class TestToDict:
    def test_pythons_names(self) -> None:
        assert THING.to_dict() == {
            "id": "7",
            "title": "SQL injection",
            "severity": "HIGH",
            "created_at": "2026-01-31T10:00:00Z",
        }

    def test_null_is_kept_and_what_was_not_asked_for_is_not(self) -> None:
        assert Thing.model_validate({"id": "7", "title": None}).to_dict() == {"id": "7", "title": None}

    def test_the_apis_names(self) -> None:
        given = Things(collection=[THING]).to_dict(api_names=True)
        assert given["collection"][0]["createdAt"] == "2026-01-31T10:00:00Z"
        assert Things.model_validate(given) == Things(collection=[THING])

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

    @pytest.mark.parametrize("page", [Things(collection=[]), Things.model_construct(collection=None)])
    def test_one_without_rows_is_empty(self, page: Things) -> None:
        assert (list(page), len(page), bool(page)) == ([], 0, False)

    def test_it_stays_a_model(self) -> None:
        assert self.TWO.to_dict()["collection"][1] == {"id": "8"}
        for again in (copy.deepcopy(self.TWO), pickle.loads(pickle.dumps(self.TWO)), self.TWO.model_copy()):
            assert again == self.TWO
            assert list(again) == list(self.TWO)
        assert Things.model_validate(self.TWO) is self.TWO

    def test_every_list_of_the_api_is_one(self) -> None:
        models = [getattr(types, name) for name in dir(types)]
        lists = {
            model
            for model in models
            if isinstance(model, type) and issubclass(model, ResultModel) and "collection" in model.model_fields
        }
        assert len(lists) > 15
        assert all(issubclass(model, ResultPage) for model in lists)


class TestHashAndEquality:
    def test_the_same_record_is_found_again(self) -> None:
        again = Thing(id="7", title="SQL injection", severity=Severity.HIGH, created_at=NOW)
        assert {THING, again} == {THING}
        assert again in {THING: 1}

    def test_a_record_that_changed_is_another_value(self) -> None:
        changed = THING.model_copy(update={"title": "fixed"})
        assert changed != THING
        assert hash(changed) == hash(THING)
        assert len({THING, changed}) == 2

    def test_models_are_kept_apart(self) -> None:
        assert Thing(id="7") != Other(id="7")
        assert len({Thing(id="7"), Other(id="7")}) == 2

    @pytest.mark.parametrize("value", [Things(collection=[]), Thing.model_construct(id=None)])
    def test_without_an_id_there_is_no_hash(self, value: Any) -> None:
        with pytest.raises(TypeError, match="has no id"):
            hash(value)

    def test_nothing_else_equals_it(self) -> None:
        assert SimpleNamespace(id="7") != THING
