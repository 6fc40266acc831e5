"""The ledger of many machines in a real Redis: shared, on its clock, and never in the way of a call."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.quota import Quota, shared
from conviso_client.quota.ledger import Ledger, Limits
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement
from conviso_client.quota.queue import WaitQueue
from conviso_client.quota.redis import RedisStore
from conviso_client.quota.shared import SharedLedger

from .helpers import fork
from .waiting import charged, until, waiting

if TYPE_CHECKING:
    from benchmarks.quota.redis_server import RedisServer

LIMITS = Limits(6, 60.0, 2.0)
KEY = "conviso-client:quota:{name}"
ANSWERED = Settlement("answered")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> Patience:
    """Wait long for a Redis that answers, for the machine may be busy, and come back to it soon."""
    monkeypatch.setattr(shared, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr("conviso_client.quota.queue.ASKING", 20.0)
    patience = Patience(monkeypatch)
    patience.long()
    return patience


class Patience:
    """How long an answer of Redis is waited for, from the next connection on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def long(self) -> None:
        self._patch.setattr("conviso_client.quota.redis.TIMEOUT", 20.0)

    def short(self) -> None:
        self._patch.setattr("conviso_client.quota.redis.TIMEOUT", 0.3)


def process(server: RedisServer, name: str = "name", limits: Limits = LIMITS) -> WaitQueue:
    """One process of one machine."""
    return WaitQueue(SharedLedger(RedisStore(server.url), name, limits))


def said(caplog: pytest.LogCaptureFixture, url: str) -> list[str]:
    """Return the levels of what was said of one Redis; threads of other tests may still speak of theirs."""
    place = f":{urlsplit(url).port}/"
    return [record.levelname for record in caplog.records if place in record.getMessage()]


def use_up(limiter: WaitQueue, permits: int) -> list[Permit]:
    return [limiter.acquire(0.0) for _ in range(permits)]


def is_used_up(limiter: WaitQueue) -> bool:
    try:
        limiter.acquire(0.0)
    except QuotaWaitExceeded:
        return True
    return False


def pause(limiter: WaitQueue) -> float:
    return limiter.shared._pause


def until_back(limiter: WaitQueue) -> None:
    """Let time pass until the limiter's process uses Redis again."""
    for _ in range(1000):
        is_used_up(limiter)
        if not pause(limiter):
            return
        time.sleep(0.02)
    raise AssertionError("it did not come back")


def client(server: RedisServer) -> Any:
    import redis

    return redis.Redis.from_url(server.url)


def kept(look: Any) -> Ledger:
    """Return the ledger that Redis holds."""
    return Ledger.read(look.get(KEY), LIMITS)


def test_machines_share_what_is_charged(redis_server: RedisServer) -> None:
    name = uuid.uuid4().hex
    one, two = process(redis_server, name), process(redis_server, name)
    use_up(one, 4)
    use_up(two, 2)
    assert is_used_up(one)
    assert is_used_up(two)
    assert not is_used_up(process(redis_server, uuid.uuid4().hex))


@pytest.mark.anyio
async def test_threads_and_tasks_use_the_same_implementation(redis_server: RedisServer) -> None:
    limiter = process(redis_server, "name", Limits(3, 0.2, 0.1))
    served: list[float] = []

    async def call() -> None:
        permit = await limiter.acquire_async(None)
        await limiter.settle_async(permit, ANSWERED)
        served.append(permit.at)

    def thread() -> None:
        permit = limiter.acquire(None)
        limiter.settle(permit, ANSWERED)
        served.append(permit.at)

    await asyncio.gather(*(call() for _ in range(6)), *(asyncio.to_thread(thread) for _ in range(3)))
    assert len(set(served)) == 9


@pytest.mark.anyio
async def test_the_event_loop_goes_on_while_redis_hangs(redis_server: RedisServer, patience: Patience) -> None:
    patience.short()
    limiter = process(redis_server)
    await limiter.acquire_async(None)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.001)

    counter = asyncio.create_task(count())
    redis_server.process.send_signal(signal.SIGSTOP)
    try:
        permit = await limiter.acquire_async(30.0)
        await limiter.settle_async(permit, ANSWERED)
    finally:
        redis_server.process.send_signal(signal.SIGCONT)
    counter.cancel()
    assert turns > 2
    assert pause(limiter)


def test_a_hold_is_everyones(redis_server: RedisServer) -> None:
    one, two = process(redis_server), process(redis_server)
    (permit,) = use_up(one, 1)
    one.settle(permit, Settlement("rejected", 500.0))
    with pytest.raises(QuotaWaitExceeded) as caught:
        two.acquire(10.0)
    assert caught.value.reason == "held after a 429"
    assert caught.value.seconds == pytest.approx(500, abs=10)


def test_waiters_of_several_machines_are_served_in_their_turn(redis_server: RedisServer) -> None:
    limits = Limits(1, 60.0, 1.0)
    processes = [process(redis_server, "name", limits) for _ in range(3)]
    (permit,) = use_up(processes[0], 1)
    served: list[float] = []

    def wait(limiter: WaitQueue) -> None:
        permit = limiter.acquire(None)
        served.append(permit.at)
        limiter.settle(permit, Settlement("unsent"))

    threads = []
    for limiter in processes:
        threads.append(threading.Thread(target=wait, args=(limiter,)))
        threads[-1].start()
        until(lambda limiter=limiter: waiting(limiter) == 1 and limiter._asked > 0)
    processes[0].settle(permit, Settlement("unsent"))
    for thread in threads:
        thread.join()
    assert len(served) == 3
    assert served == sorted(served)


def test_a_host_that_takes_forever_to_look_up_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()

    def never(*_: object, **__: object) -> list[Any]:
        asked.wait(30)
        raise socket.gaierror("no such host")

    monkeypatch.setattr("conviso_client.quota.redis.TIMEOUT", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    limiter = Quota.redis("redis://nowhere.invalid:1/0", requests=6).limiter("https://a", uuid.uuid4().hex)
    before = threading.active_count()
    for _ in range(3):
        limiter.settle(limiter.acquire(5.0), ANSWERED)
        time.sleep(0.15)
    looking = [
        thread for thread in threading.enumerate() if thread.name == "conviso-client-redis" and thread.is_alive()
    ]
    asked.set()
    for thread in looking:
        thread.join()
    assert threading.active_count() <= before + 1
    assert len(looking) == 1


def test_the_keys_expire_and_tell_nothing_of_the_key(redis_server: RedisServer) -> None:
    key = "canary-" + uuid.uuid4().hex
    limiter = Quota.redis(redis_server.url).limiter("https://a", key)
    limiter.settle(limiter.acquire(None), Settlement("rejected", 5.0))
    with client(redis_server) as look:
        (name,) = look.keys()
        assert 60 < look.ttl(name) <= 5000
        content = [name, look.get(name)]
    assert key not in str(content)
    assert "https" not in str(content)


def test_answers_shorten_the_charge_on_the_clock_of_redis(redis_server: RedisServer) -> None:
    one = process(redis_server)
    permit = one.acquire(None)
    with client(redis_server) as look:
        assert abs(permit.at - time.time()) < 20.0
        assert list(kept(look).ends) == [permit.at + 62.0]
        one.settle(permit, ANSWERED)
        assert charged(one) == 1
        assert permit.at + 60.0 < kept(look).ends[0] < permit.at + 62.0
        one.settle(one.acquire(None), Settlement("unsent"))
        assert len(kept(look).ends) == 1


def test_machines_that_write_at_the_same_time_lose_nothing(redis_server: RedisServer) -> None:
    processes = [process(redis_server, limits=Limits(400, 60.0, 2.0)) for _ in range(4)]
    threads = [threading.Thread(target=use_up, args=(limiter, 50)) for limiter in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert charged(processes[0]) == 200


# Redis fails


def test_without_redis_each_process_keeps_to_its_part_and_says_so_once(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    name = uuid.uuid4().hex
    one, two = process(redis_server, name), process(redis_server, name)
    use_up(one, 1)
    use_up(two, 1)
    use_up(one, 1)  # it has seen both processes: its part is the half
    redis_server.stop()
    use_up(one, 1)
    assert is_used_up(one)
    assert is_used_up(one)
    assert said(caplog, redis_server.url) == ["WARNING"]
    assert "keeps to 3 requests in 60 seconds" in caplog.text


def test_a_redis_that_was_never_there_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"redis://user:s3cret@127.0.0.1:{unused.getsockname()[1]}/0"
        limiter = Quota.redis(url, requests=6).limiter("https://a", uuid.uuid4().hex)
        for _ in range(6):
            limiter.settle(limiter.acquire(5.0), ANSWERED)
        with pytest.raises(QuotaWaitExceeded):
            limiter.acquire(0.0)
    assert said(caplog, url) == ["WARNING"]
    assert "s3cret" not in caplog.text


def test_an_address_that_the_library_cannot_use_stops_nobody(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = Quota.redis(f"{redis_server.url}?typo=1", requests=6).limiter("https://a", uuid.uuid4().hex)
    limiter.settle(limiter.acquire(5.0), ANSWERED)
    assert said(caplog, redis_server.url) == ["WARNING"]
    assert "'typo'" in caplog.text


def test_something_that_is_no_redis_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=talk)
        thread.start()
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        limiter = Quota.redis(url, requests=6).limiter("https://a", uuid.uuid4().hex)
        for _ in range(6):
            limiter.settle(limiter.acquire(5.0), ANSWERED)
        thread.join()
    assert said(caplog, url) == ["WARNING"]


def test_a_redis_that_hangs_from_the_start_stops_nobody(redis_server: RedisServer, patience: Patience) -> None:
    patience.short()
    limiter = process(redis_server)
    redis_server.process.send_signal(signal.SIGSTOP)
    try:
        use_up(limiter, 6)
        assert is_used_up(limiter)
    finally:
        redis_server.process.send_signal(signal.SIGCONT)


def test_it_comes_back_by_itself_and_brings_what_it_sent_meanwhile(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "conviso_client")
    one = process(redis_server)
    use_up(one, 2)
    redis_server.stop()
    use_up(one, 2)
    redis_server.start()  # it has forgotten everything
    until_back(one)
    assert said(caplog, redis_server.url) == ["WARNING", "INFO"]
    assert charged(process(redis_server)) >= 4


def test_what_was_sent_without_redis_is_charged_though_redis_forgot_nothing(
    redis_server: RedisServer, patience: Patience
) -> None:
    patience.short()
    one = process(redis_server)
    use_up(one, 2)
    redis_server.process.send_signal(signal.SIGSTOP)
    use_up(one, 3)
    redis_server.process.send_signal(signal.SIGCONT)
    patience.long()
    until_back(one)
    with client(redis_server) as look:
        # five, the one that `until_back` may take, and the one that Redis gave to a question whose answer came too late
        assert 5 <= len(kept(look).ends) <= 7


def test_a_redis_that_lost_its_memory_hears_of_it_from_everyone(redis_server: RedisServer) -> None:
    one, two = process(redis_server), process(redis_server)
    use_up(one, 4)
    use_up(two, 2)
    with client(redis_server) as look:
        look.flushall()
    assert not is_used_up(two)  # it cannot know of the first one's four
    assert is_used_up(one)
    with client(redis_server) as look:
        assert len(kept(look).ends) == 7


def test_a_child_of_a_fork_connects_anew(redis_server: RedisServer) -> None:
    one = process(redis_server)
    use_up(one, 2)
    if (child := fork()) == 0:
        status = 1
        try:
            use_up(one, 2)
            status = bool(pause(one))
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert charged(one) == 4


def test_scripts_that_redis_forgot_are_loaded_again(redis_server: RedisServer) -> None:
    one = process(redis_server)
    use_up(one, 1)
    with client(redis_server) as look:
        look.script_flush()
    use_up(one, 1)
    assert not pause(one)


def test_a_connection_that_redis_closed_is_opened_again(redis_server: RedisServer) -> None:
    one = process(redis_server)
    use_up(one, 1)
    with client(redis_server) as look:
        look.client_kill_filter(_type="normal", skipme=True)
    use_up(one, 1)
    assert not pause(one)


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"needs the extra 'redis'"):
        Quota.redis("redis://127.0.0.1")


def test_an_extra_that_is_missing_where_the_quota_came_to_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    quota = Quota.redis("redis://127.0.0.1")
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"needs the extra 'redis'"):
        quota.limiter("https://a", uuid.uuid4().hex)


def test_the_quota_is_made_without_importing_redis() -> None:
    import subprocess
    import sys

    code = 'import sys; from conviso_client import Quota; Quota.redis("redis://h"); assert "redis" not in sys.modules'
    subprocess.run([sys.executable, "-c", code], check=True)
