"""One process, several clients: who shares a limiter, and what the kinds of quota do."""

from __future__ import annotations

import gc
import subprocess
import sys
import uuid
from dataclasses import dataclass

import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.quota import Quota
from conviso_client.quota.ledger import Limits
from conviso_client.quota.limiter import QuotaWaitExceeded, Settlement
from conviso_client.quota.shared import SharedLedger
from conviso_client.quota.store import Change, MemoryStore

from .waiting import ANSWERED, use_up


def test_clients_with_the_same_endpoint_and_key_share_a_ledger() -> None:
    quota, key = Quota.local(requests=10, per=60.0), uuid.uuid4().hex
    one, two = quota.limiter("https://a", key), quota.limiter("https://a", key)
    use_up(one, 6)
    use_up(two, 4)
    for limiter in (one, two):
        with pytest.raises(QuotaWaitExceeded):
            limiter.acquire(1.0)
    use_up(quota.limiter("https://a", "other" + key), 10)
    use_up(quota.limiter("https://b", key), 10)


def test_clients_with_other_options_still_share_the_ledger() -> None:
    key = uuid.uuid4().hex
    whole, half = (Quota.local(requests=10, share=share).limiter("https://a", key) for share in (1.0, 0.5))
    use_up(half, 5)
    with pytest.raises(QuotaWaitExceeded):
        half.acquire(0.0)
    use_up(whole, 5)
    with pytest.raises(QuotaWaitExceeded):
        whole.acquire(0.0)


def test_what_a_client_sent_is_charged_after_the_client_is_gone() -> None:
    key = uuid.uuid4().hex
    use_up(Quota.local(requests=10).limiter("https://a", key), 10)
    gc.collect()
    with pytest.raises(QuotaWaitExceeded):
        Quota.local(requests=10).limiter("https://a", key).acquire(0.0)


def test_a_process_forgets_the_ledgers_that_matter_no_more() -> None:
    now = 0.0
    store = MemoryStore(lambda: now)
    for number in range(300):
        now += 1.0
        store.update(f"key {number}", lambda _image, at: b"%d" % at, 10.0)
    assert len(store._ledgers) <= 12
    store.update("key 299", lambda image, _at: (image or b"") + b"!", 10.0)
    assert store._ledgers["key 299"] == (b"300!", 310.0)


def test_off_paces_nothing_and_waits_out_a_rejection() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    permits = use_up(limiter, 3000)
    limiter.settle(permits[-1], Settlement("rejected", 30.0))
    with pytest.raises(QuotaWaitExceeded) as caught:
        limiter.acquire(1.0, permits[-1])
    assert caught.value.seconds == pytest.approx(30, abs=20)
    use_up(Quota.off().limiter("https://a", "key"), 10)  # each client has its own hold


def test_off_goes_on_at_full_speed_after_the_hold() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    (permit,) = use_up(limiter, 1)
    limiter.settle(permit, Settlement("rejected", 0.05))
    permit = limiter.acquire(None, permit)
    assert permit.waited > 0.0
    limiter.settle(permit, ANSWERED)
    use_up(limiter, 3000)


def test_off_enters_nothing_of_the_ledger() -> None:
    code = (
        "import sys; from conviso_client.quota import Quota; limiter = Quota.off().limiter('https://a', 'key');"
        "limiter.acquire(None); print([name for name in sys.modules if name.startswith('conviso_client.quota.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for module in ("ledger", "shared", "queue", "file"):
        assert f"quota.{module}" not in done.stdout


def test_off_tells_of_a_hold_and_prolongs_it_by_later_hints() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    first, second = use_up(limiter, 2)
    told: list[float] = []
    limiter.settle(first, Settlement("rejected", 0.05))
    limiter.settle(second, Settlement("rejected", 0.3))
    limiter.acquire(None, first, told.append)
    assert len(told) == 1
    assert 0.1 < told[0] <= 0.3


def test_off_holds_for_longer_each_time() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    seconds = []
    for _ in range(4):
        (permit,) = use_up(limiter, 1)
        limiter.settle(permit, Settlement("rejected"))
        with pytest.raises(QuotaWaitExceeded) as caught:
            limiter.acquire(0.0)
        seconds.append(caught.value.seconds)
        limiter._held_until = 0.0  # type: ignore[attr-defined]  # as if it were over
    assert seconds == sorted(seconds)
    assert 0.9 < seconds[0] <= 1.5
    assert 7.0 < seconds[3] <= 12.0


@pytest.mark.anyio
async def test_off_holds_tasks_too() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    permit = await limiter.acquire_async(None)
    await limiter.settle_async(permit, Settlement("rejected", 0.05))
    assert (await limiter.acquire_async(None)).waited > 0.0


def test_where_there_is_no_sqlite_each_process_counts_for_itself_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from conviso_client.quota import registry

    registry._store.cache_clear()
    monkeypatch.setattr(registry, "find_spec", lambda _: None)
    for _ in range(2):
        limiter = Quota.shared(requests=3).limiter("https://a", uuid.uuid4().hex)
        use_up(limiter, 3)
        with pytest.raises(QuotaWaitExceeded):
            limiter.acquire(0.0)
    registry._store.cache_clear()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


class Dictionary:
    """The smallest store."""

    quick = True

    def __init__(self) -> None:
        self.ledgers: dict[str, bytes] = {}
        self.fails = False

    def update(self, name: str, change: Change, lifetime: float) -> None:
        if self.fails:
            raise ZeroDivisionError("mistaken")
        assert lifetime > 3600.0
        self.ledgers[name] = change(self.ledgers.get(name), 1000.0)


def test_a_store_of_ones_own_is_used_and_its_mistakes_stop_nobody(caplog: pytest.LogCaptureFixture) -> None:
    store, key = Dictionary(), uuid.uuid4().hex
    limiter = Quota.using(store, requests=5).limiter("https://a", key)
    use_up(limiter, 3)
    assert len(store.ledgers) == 1
    store.fails = True
    use_up(limiter, 2)
    assert "cannot be used (mistaken)" in caplog.text


def test_a_store_that_fails_is_asked_less_and_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    store, moments, now = Dictionary(), list[float](), 0.0
    monkeypatch.setattr("conviso_client.quota.shared.monotonic", lambda: now)
    monkeypatch.setattr(store, "update", lambda *_: moments.append(now) or 1 / 0)
    shared = SharedLedger(store, "name", Limits(1000, 60.0, 2.0))
    for now in map(float, range(122)):  # noqa: B007  # the clock reads it
        shared.take(waiting=1)
    assert moments == [0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 61.0, 91.0, 121.0]


def test_a_store_without_a_hash() -> None:
    @dataclass
    class Equal:
        ledgers: dict[str, bytes]
        quick: bool = True

        def update(self, name: str, change: Change, lifetime: float) -> None:
            self.ledgers[name] = change(self.ledgers.get(name), 1000.0)

    quota, key = Quota.using(Equal({}), requests=3, margin=0), uuid.uuid4().hex
    limiter = quota.limiter("https://a", key)
    assert limiter is quota.limiter("https://a", key)
    use_up(limiter, 3)


def test_what_is_no_store_is_refused() -> None:
    class Slow:
        def update(self, name: str, change: Change, lifetime: float) -> None: ...

    for store in (object(), Slow(), MemoryStore, None, "redis://quota"):
        with pytest.raises(ConfigurationError, match="the method `update` and the attribute `quick`"):
            Quota.using(store)  # type: ignore[arg-type]


def test_no_frame_of_an_error_holds_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    quota = Quota.redis("redis://127.0.0.1")
    monkeypatch.setitem(sys.modules, "redis", None)
    canary = "canary-" + uuid.uuid4().hex
    with pytest.raises(ConfigurationError) as caught:
        quota.limiter("https://a", canary)
    frames = [entry.frame.f_locals for entry in caught.traceback[1:]]
    assert frames
    assert canary not in str(frames)


SHUTDOWN = """
import atexit, sys
from conviso_client.quota import Quota
limiter = Quota.local(requests=1, per=0.2, spread=0.1).limiter("https://a", "key")
limiter.acquire(None)
atexit.register(lambda: print(limiter.acquire(None).waited > 0))
"""


def test_a_wait_at_the_interpreters_end_is_served() -> None:
    done = subprocess.run([sys.executable, "-c", SHUTDOWN], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")
