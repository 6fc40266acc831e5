"""Pages are asked for ahead, in threads, where waiting for one takes long enough."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from contextvars import Context, copy_context

import pytest

from conviso_client import Conviso, Quota
from conviso_client.call import runtime
from conviso_client.paging.cancellation import check_wanted
from conviso_client.paging.prefetch import WORTHWHILE, Threads

from .conftest import pages_under_way
from .server import ListServer

PAGES = 6


class Far:
    """Pages, each with the seconds of waiting that it takes, and where they were asked for."""

    def __init__(self, *seconds: float) -> None:
        self.seconds = seconds
        self.waited = 0.0
        self.here: list[int] = []
        self.in_threads: set[int] = set()

    def request(self, number: int, size: int) -> str:
        if threading.current_thread() is threading.main_thread():
            self.here.append(number)
            self.waited += self.seconds[number - 1]
        else:
            self.in_threads.add(number)
        return f"page {number} of {size}"

    def read(self, ahead: int) -> list[str]:
        """Read all pages; from the second on it is known how many there are."""
        with Threads(self.request, lambda: self.waited) as requests:
            return list(self._pages(requests, ahead))

    def _pages(self, requests: Threads, ahead: int) -> Iterator[str]:
        yield requests.get([1], 10)
        for number in range(2, PAGES + 1):
            yield requests.get(range(number, min(number + ahead, PAGES) + 1), 10)


ALL = [f"page {number} of 10" for number in range(1, PAGES + 1)]


def test_pages_that_come_at_once_are_asked_for_one_by_one() -> None:
    pages = Far(*[WORTHWHILE * 0.9] * PAGES)
    assert pages.read(ahead=3) == ALL
    assert pages.here == [1, 2, 3, 4, 5, 6]
    assert not pages.in_threads


def test_pages_that_take_their_time_are_asked_for_ahead() -> None:
    pages = Far(*[WORTHWHILE] * PAGES)
    assert pages.read(ahead=3) == ALL
    assert pages.here == [1]
    assert pages.in_threads == {2, 3, 4, 5, 6}


def test_one_that_was_late_among_many_changes_nothing() -> None:
    pages = Far(0, 0, 0, 3.9 * WORTHWHILE, 0, 0)
    assert pages.read(ahead=2) == ALL
    assert not pages.in_threads


@pytest.mark.parametrize(
    ("seconds", "here"), [((0, 0, 1, 0, 0, 0), [1, 2, 3]), ((0, 0, 0, 0, 0, 1), [1, 2, 3, 4, 5, 6])]
)
def test_the_average_decides(seconds: tuple[float, ...], here: list[int]) -> None:
    pages = Far(*seconds)
    assert pages.read(ahead=2) == ALL
    assert pages.here == here
    assert pages.in_threads == set(range(1, PAGES + 1)) - set(here)


def test_nothing_is_asked_for_ahead_unless_wanted() -> None:
    pages = Far(*[1.0] * PAGES)
    assert pages.read(ahead=0) == ALL
    assert not pages.in_threads


def test_what_a_page_s_thread_starts_elsewhere_is_not_given_up_with_its_list() -> None:
    """As what an event handler starts in an event loop, with a copy of the thread's context."""
    contexts: list[Context] = []
    with Threads(lambda *_: contexts.append(copy_context()), itertools.count().__next__) as requests:
        requests.get([1, 2, 3], 10)
        requests.get([2, 3], 10)
        requests.get([3], 10)
    assert len(contexts) == 3
    for context in contexts:
        context.run(check_wanted)


def test_a_near_server_sees_one_request_at_a_time(server: ListServer, monkeypatch: pytest.MonkeyPatch) -> None:
    near = runtime.Runtime(waited=lambda: 0.0)
    monkeypatch.setattr(runtime, "Runtime", lambda: near)
    with Conviso("key", url=server.url, company_id=443, quota=Quota.off()) as conviso:
        for _ in conviso.iter_requirements(page_size=5, prefetch=3):
            assert pages_under_way() == []
    assert server.asked == [1, 2, 3, 4, 5]
    assert server.most_in_flight == 1


def test_sleep_is_waiting() -> None:
    waited = runtime.Runtime().waited
    before = waited()
    time.sleep(0.01)
    assert waited() - before > 0.009
