"""One process, several clients: who shares a limiter, and what the kinds of quota do."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
import uuid
from itertools import pairwise

import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.quota import Quota
from conviso_client.quota.ledger import Limits
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement
from conviso_client.quota.memory import MemoryLedger, MemoryStore
from conviso_client.quota.room import Room

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


def test_limiters_of_many_keys_are_let_go_when_nothing_is_charged() -> None:
    from conviso_client.quota import registry

    quota = Quota.local(requests=10, per=0.01, spread=0.01)
    for number in range(300):
        use_up(quota.limiter("https://a", f"key {number}"), 1)
        time.sleep(0.0005)
    gc.collect()
    assert sum(key[0] == quota for key in registry._kept) < 200
    assert sum(key[0] == quota for key in registry._rooms) < 200


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


def test_rooms_of_one_process_share_one_line() -> None:
    ledger = MemoryLedger()
    one, two = (Room(MemoryStore(Limits(1, 0.2, 0.1), ledger)) for _ in range(2))
    use_up(one, 1)
    served: list[Permit] = []

    def wait(limiter: Room) -> None:
        served.append(limiter.acquire(None))

    threads = [threading.Thread(target=wait, args=((one, two)[number % 2],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(permit.at for permit in served)
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(times))
    assert {permit.ticket for permit in served} == {2, 3, 4, 5}


def test_where_files_cannot_be_locked_each_process_counts_for_itself_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from conviso_client.quota import registry

    registry._has_locks.cache_clear()
    monkeypatch.setattr(registry, "find_spec", lambda _: None)
    for _ in range(2):
        limiter = Quota.shared(requests=3).limiter("https://a", uuid.uuid4().hex)
        use_up(limiter, 3)
        with pytest.raises(QuotaWaitExceeded):
            limiter.acquire(0.0)
    registry._has_locks.cache_clear()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


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
atexit.register(lambda: print(limiter.acquire(None).ticket))
"""


def test_a_wait_at_the_interpreters_end_is_served() -> None:
    done = subprocess.run([sys.executable, "-c", SHUTDOWN], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("2\n", "")
