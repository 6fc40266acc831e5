"""Which process gets a permit: the one that has used the least of late, and among equals the one that waits longer."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.quota.ledger import BATCH, Ledger, Limits, Pace, PermitReport, _ahead

from .waiting import settled


def ledger(permits: int = 4, per: float = 10.0, spread: float = 2.0) -> Ledger:
    return Ledger(Limits(permits, per, spread), 7)


class Process:
    """Asks a ledger as a wait queue does: it takes what is due for those that wait longest."""

    tickets = itertools.count(1)

    def __init__(self, book: Ledger, name: int) -> None:
        self.book, self.name = book, name
        self.line: list[float] = []
        self.reports: list[PermitReport] = []
        self.served: list[tuple[float, float]] = []
        self.again_at = 0.0

    def ask(self, now: float, arrivals: int = 0) -> int:
        """Let some come, take what is due, and return how much that was."""
        self.line += [next(self.tickets) for _ in range(arrivals)]
        self.book.advance(now)
        permits = self.book.serve(self.name, self.reports, len(self.line), self.line[0] if self.line else 0.0)
        self.reports = []
        for at in permits:
            self.served.append((self.line.pop(0), at))
        self.again_at = self.book.members[self.name].due
        return len(permits)

    def answer(self, now: float) -> None:
        self.reports += [settled(at, "answered") for _, at in self.served if at > now - 1e-3]


def let_run(processes: list[Process], end: float) -> None:
    """Let each come when it is due."""
    while (process := min(processes, key=lambda process: process.again_at)).again_at <= end:
        process.ask(max(process.again_at, process.book.last) + 1e-4)


def test_a_process_gets_at_most_a_batch_at_a_time_and_is_to_come_again_at_once() -> None:
    process = Process(ledger(1000), 1)
    assert process.ask(100.0, 200) == BATCH
    assert process.again_at <= 100.0
    assert [process.ask(100.0) for _ in range(3)] == [64, 64, 8]


def test_room_is_kept_for_those_who_have_used_less_wherever_they_wait() -> None:
    book = ledger(2)
    first, second = Process(book, 1), Process(book, 2)
    assert first.ask(100.0, 4) == 2  # two wait
    second.ask(100.0, 1)
    second.ask(111.9)
    assert first.ask(112.1) == 1  # both charges have ended, and one is for the other
    assert second.ask(112.1) == 1
    assert first.ask(112.1) == 0


def test_among_equals_whoever_waits_longer_comes_first() -> None:
    book = ledger(1)
    holder, first, second = (Process(book, name) for name in (1, 2, 3))
    holder.ask(100.0, 1)
    first.ask(100.1, 1)
    second.ask(100.2, 1)
    first.ask(111.9)
    assert second.ask(112.1) == 0
    assert first.ask(112.1) == 1


def test_those_who_came_at_the_same_moment_do_not_wait_for_each_other() -> None:
    book = ledger(1)
    holder, first, second = (Process(book, name) for name in (1, 2, 3))
    holder.ask(100.0, 1)
    first.line, second.line = [7.0], [7.0]
    for now in (100.1, 111.9):
        assert first.ask(now) == second.ask(now) == 0
    assert first.ask(112.1) + second.ask(112.1) == 1


def test_who_comes_second_may_go_ahead_when_there_is_room_for_both() -> None:
    book = ledger(2)
    first, second = Process(book, 1), Process(book, 2)
    first.ask(100.0, 3)
    second.ask(100.0, 1)
    second.ask(111.9)
    assert first.ask(112.1) == 1
    assert second.ask(112.1) == 1


def test_processes_get_equal_parts_however_many_wait_in_each_and_whoever_began() -> None:
    book = ledger(12)
    processes = [Process(book, name) for name in range(3)]
    for process, callers in zip(processes, (100, 20, 40), strict=True):
        process.ask(100.0, callers)
    assert [len(process.served) for process in processes] == [12, 0, 0]
    let_run(processes, 140.0)
    served = [len(process.served) for process in processes]
    assert sum(served) == 12 + 3 * 12
    assert max(served) - min(served) <= 8  # of the 12 that the first got before the others were there


@pytest.mark.parametrize("begin", [131.0, 135.0, 145.0, 154.0])
def test_a_process_that_used_the_quota_alone_does_not_wait_for_one_that_begins_with_thousands(begin: float) -> None:
    book = ledger(200)
    old, new = Process(book, 1), Process(book, 2)
    old.ask(100.0, 5000)
    let_run([old], begin)
    new.ask(begin, 5000)
    before = len(old.served)
    let_run([old, new], begin + 12.1)
    assert len(old.served) - before == pytest.approx(100, abs=20)
    assert len(new.served) == pytest.approx(100, abs=20)


def test_a_small_job_does_not_wait_behind_a_large_one() -> None:
    book = ledger(4)
    large, small = Process(book, 1), Process(book, 2)
    large.ask(100.0, 5000)
    small.ask(101.0, 1)
    small.ask(111.9)
    large.ask(112.1)
    assert small.ask(112.1) == 1


def test_what_a_process_used_counts_half_after_a_window() -> None:
    book = ledger(8)
    process = Process(book, 1)
    process.ask(100.0, 8)
    process.ask(110.0)
    assert book.members[1].used == pytest.approx(4.0)


def test_a_process_that_does_not_come_when_it_is_due_is_not_waited_for_until_it_does() -> None:
    book = ledger(1)
    Process(book, 3).ask(100.0, 1)
    silent, other = Process(book, 1), Process(book, 2)
    silent.ask(100.0, 10)
    other.ask(100.0, 2)
    silent.ask(111.5)  # and is due again at 112
    assert other.ask(112.4) == 0
    assert other.ask(112.6) == 1
    silent.ask(112.7)
    silent.ask(124.0)
    assert other.ask(124.7) == 0
    assert silent.ask(124.7) == 1  # it has used less


def test_while_one_tries_the_server_the_others_ask_often() -> None:
    process = Process(ledger(), 1)
    process.ask(100.0, 1)
    process.reports = [settled(process.served[0][1], "rejected", retry_after=1.0)]
    process.ask(100.5)
    assert process.ask(101.5, 2) == 1
    assert process.again_at == 101.5 + 2.0 / 8


def test_who_stops_waiting_leaves_the_line() -> None:
    book = ledger(1)
    first = Process(book, 1)
    first.ask(100.0, 3)
    assert book.members[1].waiting == 3 - 1
    first.line.clear()
    first.ask(100.1)
    assert book.members[1].waiting == 0


def test_processes_that_did_not_come_for_a_window_no_longer_share_the_quota() -> None:
    book = ledger()
    for name in (1, 2):
        Process(book, name).ask(100.0, 1)
    Process(book, 2).ask(111.0, 1)
    assert set(book.members) == {1, 2}
    Process(book, 3).ask(112.5, 1)
    assert set(book.members) == {2, 3}


@pytest.mark.parametrize(
    ("used", "since", "ahead"), [(0, 9.0, 0), (3, 9.0, 0), (3, 11.0, 1), (4, 9.0, 1), (6, 11.0, 4), (90, 9.0, 5)]
)
def test_how_many_come_before_one_elsewhere(used: int, since: float, ahead: int) -> None:
    assert _ahead([(3, 5, 10.0)], used, since) == ahead


def test_a_newcomer_learns_how_long_it_takes_behind_those_of_all_processes() -> None:
    book = ledger(2, per=10.0)
    one, two = Process(book, 1), Process(book, 2)
    one.ask(100.0, 3)
    assert 10.0 <= book.wait(1, 100.0) <= 12.1
    assert 100.0 < one.again_at <= 101.0
    two.ask(100.0, 3)
    assert 10.0 <= book.wait(2, 100.0) <= 12.1  # it has used nothing, and comes first
    assert 20.0 <= book.wait(1, 100.0) <= 24.2
    assert 20.0 <= book.wait(2, 100.0, 3) <= 24.2


def test_a_state_is_the_same_after_it_was_kept() -> None:
    book = ledger(2)
    Process(book, 1).ask(100.0, 3)
    book.settle(100.5, settled(book.last, "rejected", retry_after=3.0))
    again = Ledger.read(book.image(), book.limits)
    assert again.image() == book.image()
    assert (again.epoch, again.members, again.pace) == (7, book.members, book.pace)
    assert list(again.ends) == list(book.ends)
    assert again.pace != Pace()


@pytest.mark.parametrize("cut", [0, 1, 8, 30, 60, 100, -1])
def test_what_is_not_a_whole_ledger_is_refused(cut: int) -> None:
    book = ledger(2)
    Process(book, 1).ask(100.0, 3)
    with pytest.raises(ValueError, match=r"cut off|not a ledger|multiple"):
        Ledger.read(book.image().rstrip(b"\0")[:cut], book.limits)
    with pytest.raises(ValueError, match="not a ledger"):
        Ledger.read(b"another " + book.image()[8:], book.limits)


@pytest.mark.parametrize("jump", [-3600.0, -1e9])
def test_a_clock_that_is_set_back_goes_on_from_its_last_reading(jump: float) -> None:
    book = ledger(1)
    Process(book, 1).ask(100.0, 1)
    assert book.advance(100.0 + jump) == book.last
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
    book = ledger(permits, per=10.0, spread=2.0)
    processes = [Process(book, name) for name in range(4)]
    now = 100.0
    for index, arrivals, pause, answers in visits:
        now += pause
        process = processes[index]
        process.ask(now, arrivals)
        if answers:
            process.answer(now)
    wanted = sum(arrivals for _, arrivals, _, _ in visits)
    rounds = 0
    while any(process.line for process in processes):
        waiting = [process for process in processes if process.line]
        process = min(waiting, key=lambda process: process.again_at)
        now = max(now + 1e-4, process.again_at)
        process.ask(now)
        rounds += 1
        assert rounds < 40 * (wanted + 10)
    served = sorted(at for process in processes for _, at in process.served)
    assert len(served) == wanted
    for first, beyond in zip(served, served[permits:], strict=False):
        assert beyond - first >= 10.0 - 1e-6
    assert now <= 100.0 + sum(pause for *_, pause, _ in visits) + 12.3 * (1 + wanted // permits)
