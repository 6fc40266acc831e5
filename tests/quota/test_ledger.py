"""The arithmetic: what is charged, when the next permit is due, and what a rejection does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.quota.ledger import Ledger, Limits, Pace

from .waiting import settled

PER, SPREAD = 60.0, 2.0


def ledger(permits: int = 3) -> Ledger:
    return Ledger(Limits(permits, PER, SPREAD))


def take_all(book: Ledger, now: float) -> list[float]:
    now, taken = book.advance(now), []
    while book.due(now) <= now:
        taken.append(book.take(now))
    return taken


def test_a_burst_is_given_while_there_is_room() -> None:
    book = ledger(1197)
    assert len(take_all(book, 100.0)) == 1197


def test_an_answered_permit_is_charged_until_per_seconds_after_its_answer() -> None:
    book = ledger(1)
    (at,) = take_all(book, 100.0)
    book.settle(100.5, settled(at, "answered"))
    assert book.due(book.advance(100.5)) == 160.5
    assert take_all(book, 160.4) == []
    assert len(take_all(book, 160.5)) == 1


def test_a_charge_is_over_at_the_moment_when_it_ends() -> None:
    book = ledger(1)
    take_all(book, 100.0)
    book.advance(book.ends[0])
    assert not book.ends


def test_an_answer_that_is_told_late_counts_from_when_it_came() -> None:
    book = ledger(1)
    (at,) = take_all(book, 100.0)
    book.settle(103.0, settled(at, "answered", when=100.5))
    assert list(book.ends) == [160.5]


def test_a_permit_without_an_answer_is_charged_until_per_and_spread() -> None:
    book = ledger(1)
    (at,) = take_all(book, 100.0)
    assert take_all(book, at + PER + 1.9) == []
    assert len(take_all(book, at + PER + SPREAD)) == 1


def test_an_answer_after_the_spread_does_not_prolong_the_charge() -> None:
    book = ledger(1)
    (at,) = take_all(book, 100.0)
    book.settle(110.0, settled(at, "answered"))
    assert list(book.ends) == [at + PER + SPREAD]


def test_a_rejected_request_counts_as_sent_and_an_unsent_one_does_not() -> None:
    book = ledger(2)
    first, second = take_all(book, 100.0)
    book.settle(100.1, settled(first, "unsent"))
    book.settle(100.1, settled(second, "rejected"))
    assert list(book.ends) == [160.1]


def test_what_was_never_sent_is_charged_no_longer_however_late_it_is_told() -> None:
    book = ledger(2)
    first, _ = take_all(book, 100.0)
    book.settle(book.advance(first + SPREAD + 1.0), settled(first, "unsent"))
    assert len(book.ends) == 1


def test_an_answer_counts_from_its_permit_at_the_earliest() -> None:
    book = ledger(1)
    (at,) = take_all(book, 100.0)
    book.settle(100.5, settled(at, "answered", when=at - 5.0))  # by a clock that was set back meanwhile
    assert list(book.ends) == [at + PER]


def test_settling_twice_or_something_unknown_changes_nothing() -> None:
    book = ledger(2)
    first, _ = take_all(book, 100.0)
    book.settle(100.1, settled(first, "answered"))
    before = list(book.ends)
    for outcome in ("answered", "unsent"):
        book.settle(101.0, settled(first, outcome))
        book.settle(101.0, settled(55.5, outcome))
    assert list(book.ends) == before


def test_those_behind_wait_for_the_charges_in_front_of_them() -> None:
    book = ledger(3)
    for second, at in enumerate(take_all(book, 100.0)):
        book.settle(100.5 + second / 2, settled(at, "answered"))
    now = book.advance(104.0)
    assert [book.due(now, place) for place in (1, 2, 3)] == [160.5, 161.0, 161.5]
    assert book.due(now, 4) == 160.5 + PER  # after those who are not even sent
    assert book.due(now, 9) == 161.5 + 2 * PER


@given(st.integers(1, 5), st.integers(0, 5), st.lists(st.floats(0, 12), max_size=8), st.integers(1, 25))
def test_a_place_in_line_is_due_when_the_permits_before_it_are_given_and_answered_at_once(
    permits: int, taken: int, pauses: list[float], place: int
) -> None:
    book = Ledger(Limits(permits, 10.0, 2.0))
    now = 100.0
    for pause in pauses:
        now += pause
        for at in take_all(book, now)[taken:]:
            book.settle(now, settled(at, "unsent"))
    now = book.advance(now)
    told = book.due(now, place)
    ends = [min(end, now + 10.0) for end in book.ends]
    for _ in range(place):
        due = now if len(ends) < permits else ends[len(ends) - permits]
        ends.append(max(due, now) + 10.0)
    assert told == pytest.approx(due)


# After a rejection


def rejected(book: Ledger, now: float, hint: float | None = None, jitter: float = 0.0) -> float:
    """Give a permit, let it be rejected, and return for how long everyone is held."""
    now = max(now, book.last)
    now = book.advance(max(now, book.due(book.advance(now))))
    at = book.take(now)
    book.settle(now + 0.1, settled(at, "rejected", retry_after=hint, jitter=jitter))
    return book.pace.held_until - (now + 0.1)


def test_a_rejection_holds_everyone_for_the_time_that_the_server_hints_at() -> None:
    book = ledger(1000)
    assert rejected(book, 100.0, hint=7.0) == pytest.approx(7.0)
    assert book.due(book.advance(101.0)) == pytest.approx(107.1)


def test_without_a_hint_the_hold_doubles_with_up_to_half_at_random() -> None:
    book = ledger(1000)
    assert rejected(book, 100.0, jitter=0.0) == pytest.approx(1.0)
    assert rejected(book, 100.0, jitter=1.0) == pytest.approx(3.0)
    assert rejected(book, 100.0, jitter=0.5) == pytest.approx(5.0)


def test_a_hold_without_a_hint_is_bounded() -> None:
    book = ledger(1000)
    holds = [rejected(book, 100.0, jitter=1.0) for _ in range(40)]
    assert max(holds) <= 30.0
    assert min(holds[5:]) >= 30.0 / 4


def test_a_long_hold_ends_when_a_charge_of_our_own_ends() -> None:
    book = ledger(1000)
    (at,) = [book.take(100.0)]
    book.settle(100.0, settled(at, "answered"))
    for _ in range(3):
        rejected(book, 100.0)
    assert book.ends[0] == 160.0
    book.advance(149.0)
    assert book.pace.held_until < 149.0
    rejected(book, 149.0)  # the fourth in a row would be held for 8 s, till 157
    rejected(book, 157.0, jitter=1.0)  # the fifth would be held for 24 s
    assert book.pace.held_until == pytest.approx(157.1 + 24 / 4, abs=0.1)


def test_the_fourth_hold_in_a_row_need_not_outlast_a_charge() -> None:
    book = ledger(1000)
    at = book.take(100.0)
    book.settle(100.0, settled(at, "answered"))
    for _ in range(3):
        rejected(book, 100.0)
    rejected(book, 154.9)  # it would be held for 8 s
    assert book.pace.held_until == pytest.approx(book.ends[0]) == 160.0


def test_an_enormous_hint_is_believed_for_an_hour_and_a_negative_one_not_at_all() -> None:
    assert rejected(ledger(9), 100.0, hint=1e9) == pytest.approx(3600.0)
    assert rejected(ledger(9), 100.0, hint=-5.0) == 0.0


def test_a_server_that_hints_at_now_again_and_again_is_not_asked_all_the_time() -> None:
    book = ledger(1000)
    holds = [rejected(book, 100.0, hint=0.0) for _ in range(6)]
    assert holds == pytest.approx([0, 1, 2, 4, 8, 15])


def test_rejections_of_what_was_sent_before_the_hold_are_one_event() -> None:
    book = ledger(100)
    now = book.advance(100.0)
    sent = [book.take(now) for _ in range(50)]
    for at in sent:
        book.settle(100.2, settled(at, "rejected"))
    assert book.pace.refused == 1
    assert book.pace.held_until == pytest.approx(101.2)
    assert book.pace.rate == pytest.approx(100 / PER * 0.7)


@pytest.mark.parametrize("outcome", ["rejected", "answered"])
def test_what_was_sent_at_the_moment_of_the_hold_was_sent_before_it(outcome: str) -> None:
    book = ledger()
    first, *_, last = take_all(book, 100.0)
    book.settle(100.0, settled(first, "rejected"))
    held = book.pace
    assert held.held_at == last
    book.settle(100.0, settled(last, outcome))
    assert book.pace == held


def test_a_later_hint_prolongs_the_hold_and_a_shorter_one_does_not() -> None:
    book = ledger(100)
    sent = [book.take(book.advance(100.0)) for _ in range(3)]
    for at, hint in zip(sent, (5.0, 9.0, 1.0), strict=True):
        book.settle(100.2, settled(at, "rejected", retry_after=hint))
    assert book.pace.held_until == pytest.approx(109.2)


def test_after_a_hold_one_request_tries_until_the_server_takes_it() -> None:
    book = ledger(1000)
    rejected(book, 100.0)
    (probe,) = take_all(book, 102.0)
    assert take_all(book, 102.1) == []
    book.settle(102.2, settled(probe, "answered"))
    assert len(take_all(book, 102.2)) >= 1


def test_those_behind_the_one_that_tries_are_due_when_it_is_answered() -> None:
    book = ledger(1000)
    rejected(book, 100.0)
    now = book.advance(103.0)
    assert book.due(now) == now < book.due(now, 2)  # the first has not come yet
    (probe,) = take_all(book, now)
    assert book.due(now) == probe + SPREAD
    assert book.due(now, hopeful=True) < now + 0.1
    book.settle(103.1, settled(probe, "answered"))
    assert book.due(book.advance(103.2)) <= 103.2


def test_a_trial_that_was_never_sent_or_never_answered_lets_another_try() -> None:
    book = ledger(1000)
    rejected(book, 100.0)
    (probe,) = take_all(book, 102.0)
    book.settle(102.1, settled(probe, "unsent"))
    (probe,) = take_all(book, 102.1)
    assert take_all(book, 102.1 + SPREAD / 2) == []
    assert len(take_all(book, 102.2 + SPREAD)) == 1
    assert book.pace.trying


def evenly(book: Ledger, begin: float, seconds: float) -> list[float]:
    """Take every permit as soon as it is due, each answered at once."""
    taken, now = [], begin
    while now < begin + seconds:
        for at in take_all(book, now):
            taken.append(at)
            book.settle(book.advance(now), settled(at, "answered"))
        now = max(book.due(book.advance(now)), now + 1e-4)
    return taken


def test_after_a_rejection_permits_come_evenly_at_seven_tenths_and_recover() -> None:
    book = ledger(1200)
    rejected(book, 100.0)
    taken = evenly(book, 102.0, 70.0)
    first = sum(at < 112.0 for at in taken)
    assert 140 <= first <= 150  # 14 a second, and 0.02 more each second at first
    gaps = [later - earlier for earlier, later in pairwise(taken) if later > 103.0]
    assert max(gaps) <= 1 / 14
    assert book.rate(102.0) == pytest.approx(14.0, abs=0.1)
    assert book.rate(162.0) == pytest.approx(20.0)  # the full rate within a window


def test_the_rate_is_cut_once_for_an_outage_and_again_for_the_next() -> None:
    book = ledger(1200)
    for _ in range(5):
        rejected(book, 100.0)
    assert 14.0 <= book.pace.rate < 14.5
    (probe,) = take_all(book, book.due(book.last))
    book.settle(book.last, settled(probe, "answered"))
    before = book.rate(book.last + 30)
    rejected(book, book.last + 30)
    assert book.pace.rate == pytest.approx(0.7 * before, rel=0.01)
    assert book.pace.refused == 1


def test_the_rate_has_a_floor() -> None:
    pace = Pace(held_at=100.0, held_until=100.0, rate=1.0)
    book = Ledger(Limits(1200, PER, SPREAD), 100.0, pace=pace)
    rejected(book, 110.1)  # seven tenths of what has come back would be less
    assert book.pace.rate == 20 / 20


def test_bursts_are_allowed_again_after_ten_quiet_windows() -> None:
    book = ledger(1000)
    rejected(book, 100.0)
    (probe,) = take_all(book, 102.0)
    book.settle(102.0, settled(probe, "answered"))
    assert len(take_all(book, 650.0)) <= 2
    assert len(take_all(book, 750.0)) > 900


# Properties

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "take", "take", "answer", "answer", "reject", "unsend", "jump"]),
        st.floats(0, 1),
        st.floats(0, 1),
    ),
    max_size=200,
)


@given(st.integers(1, 6), STEPS)
def test_no_window_of_the_server_ever_sees_more_than_the_limit(
    permits: int, steps: list[tuple[str, float, float]]
) -> None:
    book = Ledger(Limits(permits, 10.0, 2.0))
    now, skew = 100.0, 0.0
    open_: list[float] = []
    arrived: list[float] = []  # on the true clock, which the ledger's follows while it does not jump
    for what, where, how in steps:
        if what == "wait":
            now += 8 * where
        elif what == "jump":
            skew = -3600 * where  # a clock that goes back: the ledger stands still until it has caught up
        time = book.advance(now + skew)
        if what == "take" and book.due(time) <= time:
            open_.append(book.take(time))
        elif what in ("answer", "reject", "unsend") and open_:
            at = open_.pop(int(where * (len(open_) - 1)))
            if what == "unsend":
                book.settle(time, settled(at, "unsent"))
                continue
            arrived.append(at + how * (min(time, at + 2.0) - at))
            book.settle(time, settled(at, "answered" if what == "answer" else "rejected"))
        for at in [at for at in open_ if at + 2.0 <= time]:  # never answered
            open_.remove(at)
            arrived.append(at + how * 2.0)
    arrived += open_
    arrived.sort()
    for first, beyond in zip(arrived, arrived[permits:], strict=False):
        assert beyond - first >= 10.0 - 1e-6


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.booleans()), max_size=60))
def test_the_ledgers_time_never_goes_back_whatever_the_clock_does(readings: list[tuple[float, bool]]) -> None:
    book = Ledger(Limits(5, 10.0, 2.0))
    times = []
    for reading, take in readings:
        times.append(book.advance(reading))
        if take and book.due(times[-1]) <= times[-1]:
            times.append(book.take(times[-1]))
    assert times == sorted(times)
    assert list(book.ends) == sorted(book.ends)


@given(st.integers(1, 5), st.integers(1, 30), st.lists(st.floats(0, 3), min_size=30, max_size=30))
def test_whoever_sleeps_until_it_is_due_is_served_after_a_few_tries(
    permits: int, place: int, delays: list[float]
) -> None:
    book = Ledger(Limits(permits, 10.0, 2.0))
    now = 100.0
    for delay in delays[:place]:
        tries = 0
        while (due := book.due(book.advance(now))) > now:
            now = due
            tries += 1
        assert tries <= 3
        at = book.take(book.advance(now))
        if delay < 2.0:
            book.settle(book.advance(now + delay / 100), settled(at, "answered"))
    assert now <= 100.0 + (1 + place // permits) * 12.1
