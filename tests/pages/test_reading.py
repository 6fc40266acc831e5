"""The reading of a list, without I/O: what is asked for, what comes of it, when it ends, and what is said then."""

from __future__ import annotations

import json
import random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.call.operation import Paging
from conviso_client.errors import ConfigurationError
from conviso_client.models.results import ResultModel
from conviso_client.paging.listing import page_variables
from conviso_client.paging.reading import PATIENCE, ListReading, Position
from conviso_client.paging.state import PagerState

LIMIT_STYLE = Paging("limit", ("page",), ("limit",), ("collection",), ("metadata",))
PAGINATION_STYLE = Paging(
    "pagination", ("pagination", "page"), ("pagination", "perPage"), ("history", "collection"), ("history", "metadata")
)
NO_METADATA = LIMIT_STYLE._replace(metadata=None)


class Person(ResultModel):
    name: str
    email: str


def page(ids: Any, total: Any = None, pages: Any = None, length: Any = None) -> SimpleNamespace:
    rows = None if ids is None else [SimpleNamespace(id=id_) for id_ in ids]
    metadata = SimpleNamespace(total_count=total, total_pages=pages, limit_value=length)
    return SimpleNamespace(collection=rows, metadata=metadata)


def reading(
    size: int = 3,
    paging: Paging = LIMIT_STYLE,
    *,
    limit: int | None = None,
    start: int = 1,
    resume: PagerState | None = None,
) -> ListReading:
    return ListReading("things", paging, Position.of("things", resume, start, size, limit), limit)


def ids(rows: list[Any]) -> list[str]:
    return [row.id for row in rows]


class TestOrder:
    def test_rows_come_in_the_order_of_the_pages(self) -> None:
        r = reading()
        assert ids(r.take(page("abc", 5, 2, 3))) == ["a", "b", "c"]
        assert not r.finished
        assert ids(r.take(page("de", 5, 2, 3))) == ["d", "e"]
        assert r.finished
        assert r.incompleteness() is None

    def test_a_row_that_comes_again_is_left_out(self) -> None:
        r = reading()
        r.take(page("abc", 5, 2, 3))
        assert ids(r.take(page("cde", 6, 2, 3))) == ["d", "e"]

    def test_an_id_may_be_a_number(self) -> None:
        r = reading()
        assert ids(r.take(page([1, 2, 1], 3, 1, 3))) == [1, 2]

    def test_a_row_that_is_null_is_not_delivered_and_is_missed(self) -> None:
        r = reading()
        given_page = page("ab", 3, 1, 3)
        given_page.collection.insert(1, None)
        assert ids(r.take(given_page)) == ["a", "b"]
        r.take(page("", 3, 1, 3))
        assert str(r.incompleteness()) == "2 of 3 rows came, and 0 came again"


class TestEnd:
    @pytest.mark.parametrize("nothing", ["", None])
    def test_a_page_without_rows(self, nothing: str | None) -> None:
        r = reading()
        assert r.take(page(nothing, 0, 0, 3)) == []
        assert r.finished
        assert r.incompleteness() is None

    def test_a_short_page_is_not_the_end(self) -> None:
        r = reading(100)
        r.take(page("ab", 5, 3, 2))
        assert not r.finished

    def test_the_page_after_the_last_is_asked_for_if_rows_are_missing(self) -> None:
        r = reading(3)
        r.take(page("abc", 5, 2, 3))
        r.take(page("cd", 5, 2, 3))
        assert not r.finished
        assert list(r.pages_ahead(4)) == [3]
        r.take(page("", 5, 2, 3))
        assert r.finished
        assert str(r.incompleteness()) == "4 of 5 rows came, and 1 came again"

    def test_more_rows_than_the_total_are_all_read(self) -> None:
        r = reading(2)
        for rows in ("ab", "cd", "ef"):
            assert len(r.take(page(rows, 3, 1, 2))) == 2
            assert not r.finished
        r.take(page("", 3, 1, 2))
        assert r.finished
        assert r.incompleteness() is None

    def test_without_metadata_an_empty_page_or_one_without_news_is_the_end(self) -> None:
        for last in ("", "bc"):
            r = reading(3, NO_METADATA)
            r.take(page("abc", 99, 99, 3))
            assert list(r.pages_ahead(4)) == [2]
            r.take(page(last, 99, 99, 3))
            assert r.finished
            assert r.incompleteness() is None

    def test_a_list_that_repeats_itself_is_given_up(self) -> None:
        r = reading(3)
        for _ in range(1 + PATIENCE):
            assert not r.finished
            r.take(page("abc", 300, 100, 3))
        assert r.finished
        assert str(r.incompleteness()) == f"3 of 300 rows came, and {3 * PATIENCE} came again"

    def test_a_repeated_page_in_the_middle_is_passed_over(self) -> None:
        r = reading(2)
        delivered = [row for rows in ("ab", "ab", "ef") for row in ids(r.take(page(rows, 6, 3, 2)))]
        assert delivered == list("abef")
        assert not r.finished

    def test_rows_without_ids_end_when_a_page_comes_again(self) -> None:
        r = reading(2, NO_METADATA)
        assert len(r.take(SimpleNamespace(collection=["a", "a"]))) == 2
        assert len(r.take(SimpleNamespace(collection=["a", "b"]))) == 2
        assert r.take(SimpleNamespace(collection=["a", "a"])) == []
        assert r.finished

    def test_rows_without_ids_that_look_alike_are_told_apart(self) -> None:
        r = reading(1, NO_METADATA)
        for email in ("a@b.c", "d@b.c"):
            assert len(r.take(SimpleNamespace(collection=[Person(name="Ana", email=email)]))) == 1

    def test_the_number_of_pages_may_be_missing(self) -> None:
        r = reading(2)
        r.take(page("ab", 5, None, 2))
        assert list(r.pages_ahead(9)) == [2, 3]

    def test_metadata_may_be_missing_on_some_pages(self) -> None:
        r = reading(2)
        r.take(page("ab", 5, 3, 2))
        r.take(SimpleNamespace(collection=page("cd").collection, metadata=None))
        assert not r.finished
        r.take(page("e"))
        assert r.finished
        assert r.incompleteness() is None

    def test_numbers_that_cannot_be_are_ignored(self) -> None:
        r = reading(2)
        r.take(page("ab", -1, "3", 2.5))
        assert r.progress().expected is None
        assert not r.finished


class TestLimit:
    def test_it_cuts_the_last_page_and_ends(self) -> None:
        r = reading(3, limit=4)
        r.take(page("abc", 9, 3, 3))
        assert ids(r.take(page("def", 9, 3, 3))) == ["d"]
        assert r.finished
        assert r.incompleteness() is None

    def test_none_at_all(self) -> None:
        assert reading(limit=0).finished

    def test_a_small_one_makes_pages_small(self) -> None:
        assert reading(100, limit=7).size == 7
        assert reading(100, limit=700).size == 100

    def test_later_pages_keep_their_size_because_it_says_where_they_begin(self) -> None:
        assert reading(100, limit=7, start=3).size == 100

    def test_no_more_pages_are_asked_for_ahead_than_it_needs(self) -> None:
        r = reading(3, limit=8)
        r.take(page("abc", 99, 33, 3))
        assert list(r.pages_ahead(9)) == [2, 3]

    def test_a_capped_page_is_known_to_bring_less(self) -> None:
        r = reading(100, limit=8)
        r.take(page("ab", 99, 50, 2))
        assert list(r.pages_ahead(9)) == [2, 3, 4]

    def test_a_list_that_ends_before_it_may_be_incomplete(self) -> None:
        r = reading(3, limit=50)
        r.take(page("abc", 4, 2, 3))
        r.take(page("", 4, 2, 3))
        assert str(r.incompleteness()) == "3 of 4 rows came, and 0 came again"


class TestAhead:
    def test_the_first_page_comes_alone(self) -> None:
        assert list(reading().pages_ahead(4)) == [1]

    def test_then_as_many_as_allowed_and_as_there_are(self) -> None:
        r = reading(1)
        r.take(page("a", 9, 9, 1))
        assert list(r.pages_ahead(0)) == [2]
        assert list(r.pages_ahead(4)) == [2, 3, 4, 5, 6]
        assert list(r.pages_ahead(40)) == [2, 3, 4, 5, 6, 7, 8, 9]


class TestIncompleteness:
    def test_rows_that_were_added_are_expected(self) -> None:
        r = reading(2)
        r.take(page("ab", 4, 2, 2))
        r.take(page("bc", 5, 3, 2))
        r.take(page("d", 5, 3, 2))
        r.take(page("", 5, 3, 2))
        found = r.incompleteness()
        assert found is not None
        assert (found.expected, found.delivered, found.duplicates) == (5, 4, 1)

    def test_a_list_that_shrank_may_have_hidden_rows_even_if_the_count_fits(self) -> None:
        r = reading(2)
        r.take(page("ab", 5, 3, 2))
        r.take(page("de", 4, 2, 2))
        assert r.finished
        assert "shrank" in str(r.incompleteness())

    def test_what_stands_on_pages_before_the_first_is_not_expected(self) -> None:
        r = reading(3, start=2)
        r.take(page("def", 6, 2, 3))
        assert r.finished
        assert r.incompleteness() is None
        assert r.progress().expected == 3

    def test_pages_before_the_first_are_as_long_as_the_server_makes_them(self) -> None:
        for length in (2, None):
            r = reading(100, start=2)
            r.take(page("cd", 6, 3, length))
            r.take(page("ef", 6, 3, length))
            assert r.finished
            assert r.incompleteness() is None

    def test_the_last_page_does_not_tell_how_long_pages_are(self) -> None:
        r = reading(10, start=3)
        r.take(page("xy", 22, 3))
        assert r.finished
        assert r.incompleteness() is None
        assert r.progress().expected == 2


class TestResume:
    def test_it_goes_on_in_the_middle_of_a_page(self) -> None:
        r = reading(3)
        r.take(page("abc", 6, 2, 3))
        r.take(page("def", 6, 2, 3))
        r.delivered = 2
        state = json.loads(json.dumps(r.state()))
        again = reading(99, resume=state)
        assert list(again.pages_ahead(4)) == [2]
        assert again.size == 3
        assert ids(again.take(page("def", 6, 2, 3))) == ["f"]
        assert again.finished
        assert again.incompleteness() is None

    def test_the_first_row_comes_from_a_small_page_unless_rows_of_it_came_before(self) -> None:
        assert Position(1, 50).first_row().size == 1
        assert Position(1, 50, frozenset("a")).first_row().size == 50
        assert Position(2, 50).first_row().size == 50

    def test_it_goes_on_after_a_whole_page_even_without_metadata(self) -> None:
        r = reading(2, NO_METADATA)
        r.delivered = len(r.take(page("ab")))
        again = reading(2, NO_METADATA, resume=r.state())
        assert again.take(page("ab")) == []
        assert not again.finished
        assert ids(again.take(page("cd"))) == ["c", "d"]

    def test_rows_that_came_on_an_earlier_page_do_not_come_again(self) -> None:
        r = reading(2)
        for rows in ("ab", "bc"):
            r.delivered = len(r.take(page(rows, 4, 2, 2)))
        assert r.state()["ids"] == ["b", "c"]

    def test_a_row_twice_on_its_page_is_not_done_before_it_was_delivered(self) -> None:
        r = reading(3)
        r.take(page("aab", 3, 1, 3))
        assert r.state()["ids"] == []

    def test_before_the_first_page_it_is_where_it_began(self) -> None:
        state: PagerState = {"operation": "things", "page": 4, "page_size": 2, "ids": ["x"], "total": 9}
        assert reading(resume=state).state() == state

    def test_a_list_that_shrank_in_between_is_found_out(self) -> None:
        r = reading(2)
        r.take(page("ab", 9, 5, 2))
        r.delivered = len(r.take(page("cd", 9, 5, 2)))
        again = reading(2, resume=r.state())
        again.take(page("", 2, 1, 2))
        assert again.finished
        assert "shrank" in str(again.incompleteness())

    def test_a_limit_counts_what_comes_after(self) -> None:
        state: PagerState = {"operation": "things", "page": 1, "page_size": 3, "ids": ["a"], "total": 9}
        r = reading(resume=state, limit=2)
        assert ids(r.take(page("abc", 9, 3, 3))) == ["b", "c"]
        assert r.finished

    def test_what_was_skipped_is_no_duplicate(self) -> None:
        state: PagerState = {"operation": "things", "page": 1, "page_size": 3, "ids": ["a"], "total": 9}
        r = reading(resume=state)
        r.take(page("abc", 9, 1, 3))
        r.take(page("", 9, 1, 3))
        assert str(r.incompleteness()) == "3 of 9 rows came, and 0 came again"

    @pytest.mark.parametrize(
        "change",
        [
            {"page": 0},
            {"page": "1"},
            {"page": True},
            {"page_size": -1},
            {"page_size": None},
            {"ids": "abc"},
            {"ids": [1]},
            {"ids": None},
            {"total": "9"},
            {"operation": 3},
        ],
    )
    def test_anything_else_is_refused(self, change: dict[str, Any]) -> None:
        state: Any = {"operation": "things", "page": 1, "page_size": 3, "ids": [], "total": None, **change}
        with pytest.raises(ConfigurationError, match="must be what state"):
            reading(resume=state)

    @pytest.mark.parametrize("value", [{}, [], "7", 7])
    def test_nor_is_something_that_is_no_state(self, value: Any) -> None:
        with pytest.raises(ConfigurationError, match="must be what state"):
            reading(resume=value)

    def test_the_state_of_another_list_is_refused(self) -> None:
        state: PagerState = {"operation": "others", "page": 1, "page_size": 3, "ids": [], "total": None}
        with pytest.raises(ConfigurationError, match="'others', not of 'things'"):
            reading(resume=state)


def test_the_two_styles_of_asking() -> None:
    assert page_variables(LIMIT_STYLE, {"a": 1}, 2, 50) == {"a": 1, "page": 2, "limit": 50}
    assert page_variables(PAGINATION_STYLE, {"a": 1}, 2, 50) == {"a": 1, "pagination": {"page": 2, "perPage": 50}}


def test_a_list_inside_an_object() -> None:
    r = reading(3, PAGINATION_STYLE)
    assert ids(r.take(SimpleNamespace(history=page("abc", 4, 2, 3)))) == ["a", "b", "c"]
    assert list(r.pages_ahead(4)) == [2]
    assert reading(3, PAGINATION_STYLE).take(SimpleNamespace(history=None)) == []


class World:
    """A list that changes while it is read, behind a server that caps, repeats and forgets."""

    def __init__(self, rows: int, cap: int) -> None:
        self.rows = [str(n) for n in range(rows)]
        self.cap = cap
        self.made = rows
        self.always = set(self.rows)
        self.last: Any = None

    def change(self, kind: str, where: int) -> None:
        at = where % (len(self.rows) + 1)
        if kind == "add":
            self.rows.insert(at, str(self.made))
            self.made += 1
        elif self.rows:
            row = self.rows.pop(at % len(self.rows))
            if kind == "remove":
                self.always.discard(row)
            else:
                self.rows.insert(where // 7 % (len(self.rows) + 1), row)

    def answer(self, number: int, size: int, quirk: str = "") -> Any:
        if quirk == "repeat" and self.last is not None:
            return self.last
        length = min(size, self.cap)
        rows = self.rows[(number - 1) * length : number * length]
        if quirk == "no metadata":
            self.last = page(rows)
        elif quirk == "no pages":
            self.last = page(rows, len(self.rows), None, None)
        else:
            self.last = page(rows, len(self.rows), -(-len(self.rows) // length), length)
        return self.last


@st.composite
def histories(
    draw: st.DrawFn, *, kinds: tuple[str, ...], always: tuple[str, ...] = ("move",)
) -> list[list[tuple[str, int]]]:
    """What happens before each answer: in any one gap, rows are only added, or only removed; they may always move."""
    gaps: list[list[tuple[str, int]]] = []
    for _ in range(draw(st.integers(0, 30))):
        kind = draw(st.sampled_from(kinds))
        count = draw(st.integers(0, 4))
        gaps.append([(draw(st.sampled_from([kind, *always])), draw(st.integers(0, 10_000))) for _ in range(count)])
    return gaps


def read(world: World, r: ListReading, gaps: list[list[tuple[str, int]]], quirks: list[str]) -> list[str]:
    """Read to the end, one page after the other."""
    delivered: list[str] = []
    steps = 0
    while not r.finished:
        if steps:
            for kind, where in gaps[steps - 1] if steps <= len(gaps) else []:
                world.change(kind, where)
        quirk = quirks[steps] if steps < len(quirks) else ""
        delivered += ids(r.take(world.answer(r.next_page, r.size, quirk)))
        steps += 1
        assert steps < 500
    return delivered


def check(world: World, r: ListReading, delivered: list[str]) -> None:
    assert len(delivered) == len(set(delivered))
    assert world.always <= set(delivered) or r.incompleteness() is not None


@given(
    st.integers(0, 60),
    st.integers(1, 20),
    st.integers(1, 20),
    histories(kinds=("add", "remove", "move")),
    st.lists(st.sampled_from(["", "", "repeat"]), max_size=30),
)
def test_a_list_that_changes_is_complete_or_it_is_said(
    rows: int, cap: int, size: int, gaps: list[list[tuple[str, int]]], quirks: list[str]
) -> None:
    world, r = World(rows, cap), reading(size)
    check(world, r, read(world, r, gaps, quirks))


@given(
    st.integers(0, 60),
    st.integers(1, 20),
    st.integers(1, 20),
    st.lists(st.sampled_from(["", "no metadata", "no pages"]), max_size=70),
)
def test_a_list_that_stays_as_it_is_comes_whole_whatever_its_metadata(
    rows: int, cap: int, size: int, quirks: list[str]
) -> None:
    world, r = World(rows, cap), reading(size)
    delivered = read(world, r, [], quirks)
    assert delivered == world.rows
    assert r.incompleteness() is None


@given(
    st.integers(0, 60),
    st.integers(1, 12),
    st.integers(1, 6),
    st.sampled_from(["add", "remove"]),
    st.data(),
)
def test_pages_that_are_asked_for_at_once_may_be_answered_in_any_order(
    rows: int, cap: int, ahead: int, kind: str, data: st.DataObject
) -> None:
    world, r = World(rows, cap), reading(10)
    gaps = data.draw(histories(kinds=(kind, "move")))
    dice = random.Random(data.draw(st.integers(0, 1000)))
    waiting: dict[int, Any] = {}
    delivered: list[str] = []
    asked = 0
    while not r.finished:
        wanted = [number for number in r.pages_ahead(ahead) if number not in waiting]
        dice.shuffle(wanted)
        for number in wanted:
            for what, where in gaps[asked - 1] if 0 < asked <= len(gaps) else []:
                world.change(what, where)
            waiting[number] = world.answer(number, r.size)
            asked += 1
        assert asked < 500
        delivered += ids(r.take(waiting.pop(r.next_page)))
    check(world, r, delivered)


@given(
    st.integers(0, 60),
    st.integers(1, 12),
    st.integers(0, 70),
    histories(kinds=("add", "remove"), always=()),
)
def test_a_reading_that_stops_and_goes_on_is_complete_or_it_is_said(
    rows: int, cap: int, stop: int, gaps: list[list[tuple[str, int]]]
) -> None:
    """A state has the ids of one page only, so that rows that moved across the stop cannot be told from new ones."""
    world, r = World(rows, cap), reading(7)
    before: list[str] = []
    while not r.finished and len(before) < stop:
        for row in r.take(world.answer(r.next_page, r.size)):
            if len(before) < stop:
                r.delivered += 1
                before.append(row.id)
    for gap in gaps[:1]:
        for kind, where in gap:
            world.change(kind, where)
    again = reading(7, resume=json.loads(json.dumps(r.state())))
    after = read(world, again, gaps[1:], [])
    assert len(after) == len(set(after))
    assert world.always <= {*before, *after} or again.incompleteness() is not None
    if not any(gaps):
        assert [*before, *after] == world.rows
