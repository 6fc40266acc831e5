"""First come, first served over processes: what one visit gives, and to whom."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.quota.ledger import Ledger, Limits, Pace, Report
from conviso_client.quota.visit import BATCH, Ask, Member, Reply, State

from .waiting import settled


def state(permits: int = 4, per: float = 10.0, spread: float = 2.0) -> State:
    return State(Ledger(Limits(permits, per, spread)), 7)


class Process:
    """Visits a ledger as a wait queue does: tickets in order, and what is due is taken."""

    tickets = itertools.count(1)

    def __init__(self, book: State, name: int) -> None:
        self.book, self.name = book, name
        self.line: list[float] = []
        self.reports: list[Report] = []
        self.served: list[tuple[float, float]] = []
        self.again_at = 0.0

    def visit(self, now: float, arrivals: int = 0) -> Reply:
        self.line += [next(self.tickets) for _ in range(arrivals)]
        self.book.advance(now)
        last = self.line[-1] if self.line else 0.0
        reply = self.book.visit(self.name, Ask(self.reports, self.line[:BATCH], last, len(self.line)))
        self.reports = []
        for at in reply.permits:
            self.served.append((self.line.pop(0), at))
        self.again_at = now + reply.ask_in
        return reply

    def answer(self, now: float) -> None:
        self.reports += [settled(at, "answered") for _, at in self.served if at > now - 1e-3]


def test_a_visit_gives_at_most_a_batch_and_asks_to_come_again_at_once() -> None:
    process = Process(state(1000), 1)
    reply = process.visit(100.0, 200)
    assert len(reply.permits) == BATCH
    assert reply.ask_in == 0.0
    assert [len(process.visit(100.0).permits) for _ in range(3)] == [64, 64, 8]


def test_room_is_kept_for_those_with_lower_tickets_wherever_they_wait() -> None:
    book = state(2)
    first, second = Process(book, 1), Process(book, 2)
    assert len(first.visit(100.0, 4).permits) == 2  # tickets 3 and 4 wait
    second.visit(100.0, 1)
    first.visit(111.9)
    assert list(second.visit(112.1).permits) == []  # both charges have ended, and it comes first
    assert len(first.visit(112.1).permits) == 2
    assert first.line == []


def test_who_comes_second_may_go_ahead_when_there_is_room_for_both() -> None:
    book = state(2)
    first, second = Process(book, 1), Process(book, 2)
    first.visit(100.0, 3)  # ticket 3 waits
    second.visit(100.0, 1)
    first.visit(111.9)
    assert len(second.visit(112.1).permits) == 1
    assert len(first.visit(112.1).permits) == 1


def test_tickets_of_two_processes_interleave() -> None:
    book = state(2)
    one, two = Process(book, 1), Process(book, 2)
    one.visit(100.0, 3)
    two.visit(100.0, 1)
    one.visit(100.0, 1)
    two.visit(100.0, 1)
    order: list[float] = []
    now = 100.0
    while one.line or two.line:
        now = max(now + 1e-4, min(process.again_at for process in (one, two) if process.line))
        for process in (one, two):
            if process.line and process.again_at <= now:
                process.visit(now)
    for ticket, _ in sorted(one.served + two.served, key=lambda served: served[1]):
        order.append(ticket)
    assert order == sorted(order)


def test_a_retry_keeps_its_place_at_the_front() -> None:
    book = state(2)
    process = Process(book, 1)
    process.visit(100.0, 5)
    other = Process(book, 2)
    other.visit(100.0, 3)
    ticket, at = process.served[0]
    process.line.insert(0, ticket)
    process.reports = [settled(at, "unsent")]
    process.visit(101.0)
    assert process.served[-1][0] == ticket


def test_a_process_that_does_not_come_when_it_is_due_loses_its_place_until_it_does() -> None:
    book = state(1)
    Process(book, 3).visit(100.0, 1)
    silent, other = Process(book, 1), Process(book, 2)
    silent.visit(100.0, 10)
    other.visit(100.0, 2)
    silent.visit(111.5)  # and is due again at 112
    assert list(other.visit(112.4).permits) == []
    assert len(other.visit(112.6).permits) == 1
    assert [name for name, member in book.members.items() if member.waiting] == [other.name]
    silent.visit(112.7)
    silent.visit(124.0)
    assert list(other.visit(124.7).permits) == []
    assert len(silent.visit(124.7).permits) == 1  # its tickets are the lower ones


def test_while_one_tries_the_server_the_others_ask_often() -> None:
    process = Process(state(), 1)
    process.visit(100.0, 1)
    process.reports = [settled(process.served[0][1], "rejected", 0.0, 1.0)]
    process.visit(100.5)
    reply = process.visit(101.5, 2)
    assert len(reply.permits) == 1
    assert reply.ask_in == 2.0 / 8


def test_who_stops_waiting_leaves_the_line() -> None:
    book = state(1)
    first = Process(book, 1)
    first.visit(100.0, 3)
    assert book.members[1].waiting == 3 - 1
    first.line.clear()
    first.visit(100.1)
    assert book.members[1].waiting == 0


def test_processes_that_did_not_come_for_a_window_no_longer_share_the_quota() -> None:
    book = state()
    for name in (1, 2):
        Process(book, name).visit(100.0, 1)
    Process(book, 2).visit(111.0, 1)
    assert set(book.members) == {1, 2}
    Process(book, 3).visit(112.5, 1)
    assert set(book.members) == {2, 3}


@pytest.mark.parametrize(
    ("ticket", "ahead"), [(9.0, 0), (10.0, 0), (10.1, 1), (12.5, 2), (19.9, 4), (20.0, 5), (30.0, 5)]
)
def test_how_many_of_a_process_wait_longer_is_taken_as_if_they_came_evenly(ticket: float, ahead: int) -> None:
    assert Member(0.0, 10.0, 20.0, 5).ahead(ticket) == ahead


def test_a_newcomer_learns_how_long_it_takes_behind_those_of_all_processes() -> None:
    book = state(2, per=10.0)
    one, two = Process(book, 1), Process(book, 2)
    one.visit(100.0, 2)
    reply = one.visit(100.0, 1)
    assert 10.0 <= reply.first_in <= 12.1
    assert reply.ask_in <= 1.0
    assert 10.0 <= book.wait(100.0, 2, 1) <= 12.1
    two.visit(100.0, 2)
    assert 20.0 <= book.wait(100.0, 1, 3) <= 24.2


def test_a_state_is_the_same_after_it_was_kept() -> None:
    book = state(2)
    Process(book, 1).visit(100.0, 3)
    book.ledger.settle(100.5, settled(book.ledger.last, "rejected", retry_after=3.0))
    again = State.read(book.image(), book.ledger.limits)
    assert again.image() == book.image()
    assert (again.epoch, again.members, again.ledger.pace) == (7, book.members, book.ledger.pace)
    assert list(again.ledger.ends) == list(book.ledger.ends)
    assert again.ledger.pace != Pace()


@pytest.mark.parametrize("cut", [0, 1, 8, 30, 60, 100, -1])
def test_what_is_not_a_whole_ledger_is_refused(cut: int) -> None:
    book = state(2)
    Process(book, 1).visit(100.0, 3)
    with pytest.raises(ValueError, match=r"cut off|not a ledger|multiple"):
        State.read(book.image()[:cut], book.ledger.limits)
    with pytest.raises(ValueError, match="not a ledger"):
        State.read(b"another " + book.image()[8:], book.ledger.limits)


@pytest.mark.parametrize("jump", [-3600.0, -1e9])
def test_a_clock_that_is_set_back_goes_on_from_its_last_reading(jump: float) -> None:
    book = state(1)
    Process(book, 1).visit(100.0, 1)
    assert book.advance(100.0 + jump) == book.ledger.last
    assert book.advance(105.0 + jump) == pytest.approx(105.0, abs=0.01)


VISITS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(0, 2), st.booleans()),
    min_size=1,
    max_size=80,
)


@given(st.integers(1, 5), VISITS)
def test_never_more_than_the_limit_and_everyone_is_served_in_the_end(
    permits: int, visits: list[tuple[int, int, float, bool]]
) -> None:
    book = state(permits, per=10.0, spread=2.0)
    processes = [Process(book, name) for name in range(4)]
    now = 100.0
    for index, arrivals, pause, answers in visits:
        now += pause
        process = processes[index]
        process.visit(now, arrivals)
        if answers:
            process.answer(now)
    wanted = sum(arrivals for _, arrivals, _, _ in visits)
    rounds = 0
    while any(process.line for process in processes):
        waiting = [process for process in processes if process.line]
        process = min(waiting, key=lambda process: process.again_at)
        now = max(now + 1e-4, process.again_at)
        process.visit(now)
        rounds += 1
        assert rounds < 40 * (wanted + 10)
    served = sorted(at for process in processes for _, at in process.served)
    assert len(served) == wanted
    for first, beyond in zip(served, served[permits:], strict=False):
        assert beyond - first >= 10.0 - 1e-6
    assert now <= 100.0 + sum(pause for *_, pause, _ in visits) + 12.3 * (1 + wanted // permits)
