"""Pages are requested ahead in threads, where threads can be had, and handed out in order."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextvars import Context, copy_context

import pytest

from conviso_client import Conviso, Quota
from conviso_client.call.runtime import is_abandoned
from conviso_client.paging.prefetch import Threads

from .server import ListServer

PAGES = 6


class Pages:
    """Pages, and where they were requested."""

    def __init__(self) -> None:
        self.here: list[int] = []
        self.in_threads: set[int] = set()

    def request(self, number: int, size: int) -> str:
        if threading.current_thread() is threading.main_thread():
            self.here.append(number)
        else:
            self.in_threads.add(number)
        return f"page {number} of {size}"

    def read(self, ahead: int) -> list[str]:
        """Read all pages; from the second on it is known how many there are."""
        with Threads(self.request) as requests:
            return list(self._pages(requests, ahead))

    def _pages(self, requests: Threads, ahead: int) -> Iterator[str]:
        yield requests.get([1], 10)
        for number in range(2, PAGES + 1):
            yield requests.get(range(number, min(number + ahead, PAGES) + 1), 10)


ALL = [f"page {number} of 10" for number in range(1, PAGES + 1)]


def test_all_but_the_first_are_requested_in_threads() -> None:
    pages = Pages()
    assert pages.read(ahead=3) == ALL
    assert pages.here == [1]
    assert pages.in_threads == {2, 3, 4, 5, 6}


def test_nothing_is_requested_ahead_unless_wanted() -> None:
    pages = Pages()
    assert pages.read(ahead=0) == ALL
    assert not pages.in_threads


class Shortage:
    """Lets so many threads start, and then no more, as a container's limit does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
        self.left = left
        self.refused = 0
        self._start = threading.Thread.start
        monkeypatch.setattr(threading.Thread, "start", lambda thread: self.begin(thread))

    def begin(self, thread: threading.Thread) -> None:
        if thread.name.startswith("conviso-page"):
            self.left -= 1
            if self.left < 0:
                self.refused += 1
                raise RuntimeError("can't start new thread")
        self._start(thread)


def test_where_no_thread_can_start_pages_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    shortage, pages = Shortage(monkeypatch, 0), Pages()
    assert pages.read(ahead=3) == ALL
    assert shortage.refused > 0
    assert pages.here == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("left", [1, 2, 3])
def test_the_threads_that_can_start_request_all_pages(left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shortage, pages = Shortage(monkeypatch, left), Pages()
    assert pages.read(ahead=3) == ALL
    assert shortage.refused > 0
    assert (pages.here, pages.in_threads) == ([1], {2, 3, 4, 5, 6})


def test_threads_go_from_page_to_page() -> None:
    threads: set[threading.Thread] = set()
    with Threads(lambda *_: threads.add(threading.current_thread())) as requests:
        for number in range(1, 20):
            requests.get([number, number + 1], 10)
    assert len(threads) <= 2
    for thread in threads:
        thread.join(20)


def test_a_list_is_read_to_its_end_without_threads(server: ListServer, monkeypatch: pytest.MonkeyPatch) -> None:
    Shortage(monkeypatch, 0)
    with Conviso("key", url=server.url, company_id=443, quota=Quota.off()) as conviso:
        rows = [row.id for row in conviso.iter_requirements(page_size=5, prefetch=3)]
    assert rows == [str(number) for number in range(23)]
    assert server.asked == [1, 2, 3, 4, 5]
    assert server.most_in_flight == 1


def test_what_a_page_s_thread_starts_elsewhere_is_not_given_up_with_its_list() -> None:
    """As what an event handler starts in an event loop, with a copy of the thread's context."""
    contexts: list[Context] = []
    with Threads(lambda *_: contexts.append(copy_context())) as requests:
        requests.get([1, 2, 3], 10)
        requests.get([2, 3], 10)
        requests.get([3], 10)
    assert len(contexts) == 3
    for context in contexts:
        assert not context.run(is_abandoned)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # newer Pythons warn of threads
def test_a_child_process_goes_on_without_the_threads_of_its_parent() -> None:
    pages = Pages()
    with Threads(pages.request) as requests:
        assert requests.get([1, 2, 3], 10) == "page 1 of 10"
        child = os.fork()
        if child == 0:  # pragma: no cover  # another process
            signal.alarm(30)
            got = [requests.get(range(number, PAGES + 1), 10) for number in range(2, PAGES + 1)]
            os._exit(got != [f"page {number} of 10" for number in range(2, PAGES + 1)])
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert requests.get([2, 3], 10) == "page 2 of 10"
