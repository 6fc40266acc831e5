"""The ledger of many machines in a real Redis: shared, on its clock, and never in the way of a call."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.quota import Quota, fallback
from conviso_client.quota.exchange import Ask
from conviso_client.quota.fallback import FallbackStore
from conviso_client.quota.ledger import Limits, Settled
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement
from conviso_client.quota.redis import RedisStore
from conviso_client.quota.room import Room

from .waiting import until

if TYPE_CHECKING:
    from benchmarks.quota.redis_server import RedisServer

LIMITS = Limits(6, 60.0, 2.0)
ANSWERED = Settlement("answered")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> Patience:
    """Wait long for a Redis that answers, for the machine may be busy, and come back to it soon."""
    monkeypatch.setattr(fallback, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr("conviso_client.quota.waiter.ASKING", 20.0)
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


def room(server: RedisServer, name: str, limits: Limits = LIMITS) -> Room:
    """One process of one machine."""
    return Room(FallbackStore(RedisStore(limits, name, server.url), limits, f"Redis at {server.url}"))


def said(caplog: pytest.LogCaptureFixture, url: str) -> list[str]:
    """Return the levels of what was said of one Redis; threads of other tests may still speak of theirs."""
    place = f":{urlsplit(url).port}/"
    return [record.levelname for record in caplog.records if place in record.getMessage()]


def use_up(limiter: Room, permits: int) -> list[Permit]:
    return [limiter.acquire(0.0) for _ in range(permits)]


def is_used_up(limiter: Room) -> bool:
    try:
        limiter.acquire(0.0)
    except QuotaWaitExceeded:
        return True
    return False


def pause(limiter: Room) -> float:
    return limiter.store._pause  # type: ignore[attr-defined, no-any-return]


def until_back(limiter: Room) -> None:
    """Let time pass until the limiter's process uses Redis again."""
    for _ in range(1000):
        is_used_up(limiter)
        if not pause(limiter):
            return
        time.sleep(0.02)
    raise AssertionError("it did not come back")


def client(server: RedisServer) -> Any:
    import redis

    return redis.Redis.from_url(server.url, decode_responses=True)


def test_machines_share_what_is_charged_and_the_tickets(redis_server: RedisServer) -> None:
    name = uuid.uuid4().hex
    one, two = room(redis_server, name), room(redis_server, name)
    assert [permit.ticket for permit in use_up(one, 4)] == [1, 2, 3, 4]
    assert [permit.ticket for permit in use_up(two, 2)] == [5, 6]
    assert is_used_up(one)
    assert is_used_up(two)
    assert not is_used_up(room(redis_server, uuid.uuid4().hex))


@pytest.mark.anyio
async def test_threads_and_tasks_use_the_same_implementation(redis_server: RedisServer) -> None:
    limiter = room(redis_server, "name", Limits(3, 0.2, 0.1))
    served: list[int] = []

    async def call() -> None:
        permit = await limiter.acquire_async(None)
        await limiter.settle_async(permit, ANSWERED)
        served.append(permit.ticket)

    def thread() -> None:
        permit = limiter.acquire(None)
        limiter.settle(permit, ANSWERED)
        served.append(permit.ticket)

    await asyncio.gather(*(call() for _ in range(6)), *(asyncio.to_thread(thread) for _ in range(3)))
    assert sorted(served) == list(range(1, 10))


@pytest.mark.anyio
async def test_the_event_loop_goes_on_while_redis_hangs(redis_server: RedisServer, patience: Patience) -> None:
    patience.short()
    limiter = room(redis_server, "name")
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
    one, two = room(redis_server, "name"), room(redis_server, "name")
    (permit,) = use_up(one, 1)
    one.settle(permit, Settlement("rejected", 500.0))
    for _ in range(2000):
        if one._owed:
            time.sleep(0.01)
    with pytest.raises(QuotaWaitExceeded) as caught:
        two.acquire(10.0)
    assert caught.value.reason == "held after a 429"
    assert caught.value.seconds == pytest.approx(500, abs=10)


def test_waiters_of_several_machines_are_served_in_their_turn(redis_server: RedisServer) -> None:
    limits = Limits(1, 60.0, 1.0)
    rooms = [room(redis_server, "name", limits) for _ in range(3)]
    (permit,) = use_up(rooms[0], 1)
    served: list[int] = []

    def wait(limiter: Room) -> None:
        permit = limiter.acquire(None)
        served.append(permit.ticket)
        limiter.settle(permit, Settlement("unsent"))

    threads = []
    for limiter in rooms:
        threads.append(threading.Thread(target=wait, args=(limiter,)))
        threads[-1].start()
        while not any(waiter.ticket for waiter in limiter._line):
            time.sleep(0.002)
    rooms[0].settle(permit, Settlement("unsent"))
    for thread in threads:
        thread.join()
    assert sorted(served) == [2, 3, 4]
    assert served[0] == 2


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
        until(lambda: len(look.keys()) == 3)
        names = look.keys()
        assert all(0 < look.ttl(name) <= 800 for name in names)
        content = [*names, *(look.hgetall(name) for name in names if name.endswith("state"))]
    assert key not in str(content)
    assert "https" not in str(content)


def test_answers_shorten_the_charge_on_the_clock_of_redis(redis_server: RedisServer) -> None:
    store = RedisStore(LIMITS, "name", redis_server.url)
    reply = store.exchange(Ask(arrivals=1, waiting=1))
    (at,) = reply.permits
    with client(redis_server) as look:
        assert abs(at - time.time()) < 5.0
        assert look.zrange("conviso-client:quota:{name}:ends", 0, -1, withscores=True)[0][1] == at + 62.0
        now = store.exchange(Ask([Settled(at, "answered")])).now
        assert look.zrange("conviso-client:quota:{name}:ends", 0, -1, withscores=True)[0][1] == pytest.approx(
            now + 60.0
        )
        (at,) = store.exchange(Ask(arrivals=1, waiting=1)).permits
        assert look.zcard("conviso-client:quota:{name}:ends") == 2
        store.exchange(Ask([Settled(at, "unsent")]))
        assert look.zcard("conviso-client:quota:{name}:ends") == 1


# Redis fails


def test_without_redis_each_process_keeps_to_its_part_and_says_so_once(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    name = uuid.uuid4().hex
    one, two = room(redis_server, name), room(redis_server, name)
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
    limiter = room(redis_server, "name")
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
    one = room(redis_server, "name")
    use_up(one, 2)
    redis_server.stop()
    use_up(one, 2)
    redis_server.start()  # it has forgotten everything
    until_back(one)
    assert said(caplog, redis_server.url) == ["WARNING", "INFO"]
    reply = RedisStore(LIMITS, "name", redis_server.url).exchange(Ask(arrivals=6, waiting=6))
    assert len(reply.permits) <= 2


def test_what_was_sent_without_redis_is_charged_though_redis_forgot_nothing(
    redis_server: RedisServer, patience: Patience
) -> None:
    patience.short()
    one = room(redis_server, "name")
    use_up(one, 2)
    redis_server.process.send_signal(signal.SIGSTOP)
    use_up(one, 3)
    redis_server.process.send_signal(signal.SIGCONT)
    patience.long()
    until_back(one)
    with client(redis_server) as look:
        # five, the one that `until_back` may take, and the one that Redis gave to a question whose answer came too late
        assert 5 <= look.zcard("conviso-client:quota:{name}:ends") <= 7


def test_a_redis_that_lost_its_memory_hears_of_it_from_everyone(redis_server: RedisServer) -> None:
    one, two = room(redis_server, "name"), room(redis_server, "name")
    use_up(one, 4)
    use_up(two, 2)
    with client(redis_server) as look:
        look.flushall()
    assert not is_used_up(two)  # it cannot know of the first one's four
    assert is_used_up(one)
    with client(redis_server) as look:
        assert look.zcard("conviso-client:quota:{name}:ends") == 7


def test_a_part_that_was_evicted_is_noticed(redis_server: RedisServer) -> None:
    one = room(redis_server, "name")
    use_up(one, 6)
    with client(redis_server) as look:
        look.delete("conviso-client:quota:{name}:ends")
    assert is_used_up(one)
    with client(redis_server) as look:
        look.delete("conviso-client:quota:{name}:state")
    assert is_used_up(one)


def test_scripts_that_redis_forgot_are_loaded_again(redis_server: RedisServer) -> None:
    one = room(redis_server, "name")
    use_up(one, 1)
    with client(redis_server) as look:
        look.script_flush()
    use_up(one, 1)
    assert not pause(one)


def test_a_connection_that_redis_closed_is_opened_again(redis_server: RedisServer) -> None:
    one = room(redis_server, "name")
    use_up(one, 1)
    with client(redis_server) as look:
        look.client_kill_filter(_type="normal", skipme=True)
    use_up(one, 1)
    assert not pause(one)


def test_its_thread_goes_away_when_there_is_nothing_to_do(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conviso_client.quota.room.LINGER", 0.01)
    one = room(redis_server, "name")
    use_up(one, 1)
    for _ in range(2000):
        if one._thread is None:
            return
        time.sleep(0.01)
    raise AssertionError("the thread is still there")


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r'pip install "conviso-client\[redis\]"'):
        Quota.redis("redis://127.0.0.1")


def test_an_extra_that_is_missing_where_the_quota_came_to_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    quota = Quota.redis("redis://127.0.0.1")
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r'pip install "conviso-client\[redis\]"'):
        quota.limiter("https://a", uuid.uuid4().hex)


def test_the_quota_is_made_without_importing_redis() -> None:
    import subprocess
    import sys

    code = 'import sys; from conviso_client import Quota; Quota.redis("redis://h"); assert "redis" not in sys.modules'
    subprocess.run([sys.executable, "-c", code], check=True)
