"""Inputs as their users meet them: spellings, what is sent, what is refused and with which words."""

from __future__ import annotations

import array
import copy
import io
import json
import pickle
import pydoc
import warnings
from collections import deque
from datetime import date, datetime, timezone
from inspect import getdoc, signature
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conviso_client import Conviso, Upload, types
from conviso_client.errors import ConfigurationError, UnknownValue
from conviso_client.models.inputs import InputModel
from conviso_client.types import (
    AddActivityAttachmentInput,
    CreateAssetInput,
    DeleteIssueInput,
    IssuesFiltersInput,
    PaginationInput,
    ProjectSearch,
    SeverityCategory,
    UpdateAssetInput,
)


class TestSpelling:
    def test_either(self) -> None:
        assert PaginationInput(page=1, per_page=5) == PaginationInput.model_validate({"page": 1, "perPage": 5})
        assert CreateAssetInput(name="x", assetType="api") == CreateAssetInput(name="x", asset_type="api")  # type: ignore[call-arg]

    def test_what_is_sent_has_the_apis(self) -> None:
        assert PaginationInput(page=1, per_page=5).model_dump() == {"page": 1, "perPage": 5}


class TestUnsetNullAndValue:
    def test_are_three_things(self) -> None:
        given = UpdateAssetInput(id=7, description=None, name="x")
        assert given.model_dump() == {"id": "7", "description": None, "name": "x"}
        assert json.loads(given.model_dump_json()) == {"id": "7", "description": None, "name": "x"}

    def test_a_field_that_is_assigned_is_set(self) -> None:
        given = UpdateAssetInput(id=7)
        given.name = "x"
        given.description = None
        assert given.model_dump() == {"id": "7", "name": "x", "description": None}

    def test_the_dump_is_what_is_sent(self) -> None:
        given = IssuesFiltersInput(severities=["HIGH"], asset_ids=[1])
        conviso = Conviso("key", company_id=443)
        sent = conviso.explain(conviso.issues, filters=given).variables["filters"]
        assert sent == given.model_dump() == {"severities": ["HIGH"], "assetIds": ["1"]}

    def test_options_say_otherwise(self) -> None:
        given = PaginationInput(page=1)
        assert given.model_dump(by_alias=False, exclude_unset=False) == {"page": 1, "per_page": None}

    def test_the_repr_has_what_is_set(self) -> None:
        assert repr(PaginationInput(page=1)) == "PaginationInput(page=1)"

    def test_copies_keep_it(self) -> None:
        given = UpdateAssetInput(id=7, name=None)
        for twin in (copy.copy(given), copy.deepcopy(given), pickle.loads(pickle.dumps(given)), given.model_copy()):
            assert twin == given
            assert twin.model_dump() == {"id": "7", "name": None}


class TestIds:
    def test_a_number_and_a_string_are_the_same(self) -> None:
        assert UpdateAssetInput(id=7).model_dump() == UpdateAssetInput(id="7").model_dump() == {"id": "7"}
        assert CreateAssetInput(name="x", company_id="443").model_dump()["companyId"] == 443
        assert DeleteIssueInput(id=7, company_id=443).model_dump()["companyId"] == "443"

    @given(st.integers(min_value=0))
    def test_any_number(self, number: int) -> None:
        assert UpdateAssetInput(id=number) == UpdateAssetInput(id=str(number))
        assert CreateAssetInput(name="", company_id=number) == CreateAssetInput(name="", company_id=str(number))

    @pytest.mark.parametrize("value", [True, 7.0, None, [7], b"7"])
    def test_anything_else_is_refused(self, value: Any) -> None:
        with pytest.raises(ConfigurationError, match=r"UpdateAssetInput: id: should be an id"):
            UpdateAssetInput(id=value)

    @pytest.mark.parametrize("value", [True, 7.0, "seven", "7.0", "", [7]])
    def test_a_number_must_be_one(self, value: Any) -> None:
        with pytest.raises(ConfigurationError, match=r"company_id: should be the number of an id"):
            CreateAssetInput(name="x", company_id=value)


class TestLists:
    ROWS: ClassVar = {11: "a", 12: "b"}

    @pytest.mark.parametrize(
        "make",
        [
            lambda: [11, "12"],
            lambda: (11, 12),
            lambda: dict.fromkeys(["11", 12]).keys(),
            lambda: {"a": 11, "b": 12}.values(),
            lambda: (number for number in (11, 12)),
            lambda: map(str, (11, 12)),
            lambda: range(11, 13),
            lambda: deque([11, 12]),
            lambda: array.array("q", [11, 12]),
            lambda: np.array([11, 12]),
            lambda: np.array(["11", "12"]),
            lambda: [np.int64(11), np.uint8(12)],
        ],
    )
    def test_what_a_program_has_at_hand(self, make: Any) -> None:
        assert IssuesFiltersInput(ids=make()).model_dump() == {"ids": ["11", "12"]}
        given = IssuesFiltersInput()
        given.ids = make()
        assert given.ids == ["11", "12"]

    @pytest.mark.parametrize("given", [{11, 12}, frozenset(["11", "12"]), {11: 0, 12: 0}.keys() | set()])
    def test_a_set(self, given: Any) -> None:
        sent = IssuesFiltersInput(ids=given).model_dump()["ids"]
        assert sorted(sent) == ["11", "12"]

    @pytest.mark.parametrize("given", ["11", b"11", {11: "a"}, 11, np.array(11)])
    def test_anything_else_is_refused_in_words_about_lists(self, given: Any) -> None:
        with pytest.raises(ConfigurationError, match="IssuesFiltersInput: ids must be a list, not"):
            IssuesFiltersInput(ids=given)

    def test_an_item_that_does_not_fit_is_named(self) -> None:
        with pytest.raises(ConfigurationError, match=r"ids\.1: should be an id: .*, not 1\.5"):
            IssuesFiltersInput(ids=np.array([1, 1.5]).astype(object))

    def test_a_variable_of_execute(self) -> None:
        given = {
            "keys": self.ROWS.keys(),
            "all": (number for number in (1, 2)),
            "table": np.array([[1.5, 2]]),
            "number": np.int64(7),
            "flags": np.array([True]),
        }
        with Conviso("key") as conviso:
            sent = conviso.explain(conviso.execute, "query($keys: [Int]) { assets { id } }", given).variables
            assert sent == {"keys": [11, 12], "all": [1, 2], "table": [[1.5, 2.0]], "number": 7, "flags": [True]}
            with pytest.raises(ConfigurationError, match=r"variables\.file: .* is a file: give Upload\.from_file"):
                conviso.explain(conviso.execute, "query { assets { id } }", {"file": io.BytesIO(b"x")})
            with pytest.raises(ConfigurationError, match=r"variables\.at: 2026-01-31 .* has no time zone"):
                conviso.explain(conviso.execute, "query { assets { id } }", {"at": datetime(2026, 1, 31)})  # noqa: DTZ001

    def test_an_argument_of_a_method(self) -> None:
        with Conviso("key") as conviso:
            assert conviso.explain(conviso.asset, np.int64(7)).variables["id"] == "7"


class TestPageSizes:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ({"limit": -5}, "assets: limit must be a whole number of at least 1, not -5"),
            ({"limit": 0}, "assets: limit must be a whole number of at least 1, not 0"),
            ({"page": -1}, "assets: page must be a whole number of at least 1, not -1"),
        ],
    )
    def test_what_no_list_has_is_refused(self, arguments: Any, words: str) -> None:
        with Conviso("key", company_id=443) as conviso, pytest.raises(ConfigurationError, match=words):
            conviso.explain(conviso.assets, **arguments)

    @pytest.mark.parametrize("given", [PaginationInput(per_page=-5), {"perPage": 0}])
    def test_in_an_input_too(self, given: Any) -> None:
        words = r"issues: pagination\.per_page must be a whole number of at least 1, not"
        with Conviso("key", company_id=443) as conviso, pytest.raises(ConfigurationError, match=words):
            conviso.explain(conviso.issues, pagination=given)


class TestDates:
    def test_a_day_and_a_moment(self) -> None:
        moment = datetime(2026, 1, 31, 10, tzinfo=timezone.utc)
        assert ProjectSearch(created_at_gteq="2026-01-31").created_at_gteq == date(2026, 1, 31)
        assert ProjectSearch(created_at_gteq=moment).created_at_gteq == moment
        assert ProjectSearch(created_at_gteq="2026-01-31T10:00:00Z").created_at_gteq == moment

    @pytest.mark.parametrize("value", [20260131, 1.5, "20260131", "tomorrow", True])
    def test_a_number_is_none(self, value: Any) -> None:
        with pytest.raises(ConfigurationError, match=r"created_at_gteq.*2026-01-31"):
            ProjectSearch(created_at_gteq=value)


class TestEnums:
    def test_a_member_or_its_string(self) -> None:
        assert IssuesFiltersInput(severities=["HIGH"]) == IssuesFiltersInput(severities=[SeverityCategory.HIGH])

    def test_a_value_that_is_not_known_is_warned_of_and_sent(self) -> None:
        with pytest.warns(
            UnknownValue, match="severities: .*'APOCALYPTIC'.* is not among .*CRITICAL, HIGH, LOW"
        ) as caught:
            given = IssuesFiltersInput(severities=["HIGH", "APOCALYPTIC"])  # type: ignore[list-item]
        assert given.model_dump_json() == '{"severities":["HIGH","APOCALYPTIC"]}'
        assert [warning.filename for warning in caught] == [__file__]

    def test_what_is_no_string_is_refused_with_the_allowed_values(self) -> None:
        with pytest.raises(ConfigurationError, match=r"severities\.0 must be one of .*'CRITICAL', 'HIGH', .* not 5"):
            IssuesFiltersInput(severities=[5])  # type: ignore[list-item]

    def test_known_values_are_silent(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            IssuesFiltersInput(severities=list(SeverityCategory))


class TestRepl:
    def test_the_signature_has_the_fields(self) -> None:
        assert str(signature(CreateAssetInput)).startswith(
            "(*, name: str, architecture_type: AssetArchValue | None = None,"
        )

    def test_the_docstring_lists_them_with_their_notes(self) -> None:
        fields = (getdoc(DeleteIssueInput) or "").partition("Fields:\n\n")[2]
        assert fields.endswith(
            "\n    company_id: ID | None = None\n        None takes the client's company.\n    id: ID"
        )

    def test_help_is_about_the_input(self) -> None:
        text = pydoc.render_doc(IssuesFiltersInput, renderer=pydoc.plaintext)  # type: ignore[attr-defined]
        assert "severities: Sequence[SeverityCategoryValue] | None = None" in text
        assert len(text.splitlines()) < 100

    def test_the_values_of_enums_are_shown_below_the_note_the_first_of_many(self) -> None:
        told = getdoc(IssuesFiltersInput) or ""
        assert "SeverityCategoryValue] | None = None\n        SeverityCategory: CRITICAL, HIGH, LOW, MEDIUM" in told
        assert "\n        ProjectTypeEnum: ACCURACY, ARMATURE, AST, BUG_BOUNTY, CODE_REVIEW and 28 more\n" in told
        assert "\n        No recent source confirms this field.\n        IntegrationsTypes: BACKSTAGE, Conviso" in told

    def test_without_source_there_is_still_a_docstring(self) -> None:
        made: Any = type(InputModel)("Made", (InputModel,), {"__doc__": "One.", "__module__": "made"})
        assert (made.__doc__, str(signature(made))) == ("One.", "()")


class TestRefusals:
    @pytest.mark.parametrize(
        ("make", "words"),
        [
            (lambda: CreateAssetInput(), "CreateAssetInput: name is missing"),
            (lambda: CreateAssetInput(name="x", descripton="y"), "there is no descripton; did you mean description"),
            (lambda: CreateAssetInput(name="x", assetType="api", asset_type="web"), "asset_type is given in both sp"),
            (lambda: PaginationInput(rows=5), "there is no rows, but page, per_page"),
            (lambda: CreateAssetInput(name=5), "CreateAssetInput: name: should be a valid string, not 5"),
            (lambda: IssuesFiltersInput(severities="HIGH"), "severities must be a list, not 'HIGH'"),
            (lambda: PaginationInput(page="x"), "page: should be a valid integer.*, not 'x'"),
            (lambda: CreateAssetInput(name=["x"] * 99), r"not \['x', .{60,90}\.\.\.$"),
            (lambda: AddActivityAttachmentInput(id=1, archives=["x"]), r"archives\.0 must be an Upload, such as"),
        ],
    )
    def test_they_name_the_argument_and_the_way_out(self, make: Any, words: str) -> None:
        with pytest.raises(ConfigurationError, match=words) as caught:
            make()
        assert caught.value.__cause__ is None

    def test_all_at_once(self) -> None:
        with pytest.raises(ConfigurationError, match=r"asset_type must be one of .*; name is missing; there is no x"):
            CreateAssetInput(asset_type=5, x=1)  # type: ignore[call-arg, arg-type]

    def test_an_assignment_is_checked_as_well(self) -> None:
        given = CreateAssetInput(name="x")
        with pytest.raises(ConfigurationError, match="CreateAssetInput: name: should be a valid string, not 5"):
            given.name = 5  # type: ignore[assignment]
        with pytest.raises(ConfigurationError, match="there is no nmae; did you mean name"):
            given.nmae = "y"  # type: ignore[attr-defined]
        assert given.model_dump() == {"name": "x"}

    def test_they_survive_pickling(self) -> None:
        with pytest.raises(ConfigurationError) as caught:
            CreateAssetInput()  # type: ignore[call-arg]
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    def test_pydantics_own_functions_raise_its_own_error(self) -> None:
        with pytest.raises(ValidationError):
            CreateAssetInput.model_validate({})


def test_a_file_that_is_missing_fails_before_any_call() -> None:
    with pytest.raises(ConfigurationError, match=r"'/no/such/file' cannot be read"):
        AddActivityAttachmentInput(id=1, archives=[Upload.from_path("/no/such/file")])


def test_every_input_can_be_built() -> None:
    inputs = [
        value
        for name in dir(types)
        if isinstance(value := getattr(types, name), type) and issubclass(value, InputModel)
    ]
    assert len(inputs) > 80
    for model in inputs:
        model.model_rebuild()
        assert model.__pydantic_complete__
