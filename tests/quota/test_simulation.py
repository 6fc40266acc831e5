"""What the quota promises, at full scale, on simulated time: the share that is used and what is rejected."""

from __future__ import annotations

import pytest

from benchmarks.quota.server import Hidden
from benchmarks.quota.simulation import Scenario, simulate

RATE = 20.0


def most_in_a_window(times: list[float], per: float) -> int:
    most = begin = 0
    for end, time in enumerate(times):
        while times[begin] <= time - per:
            begin += 1
        most = max(most, end - begin + 1)
    return most


@pytest.mark.parametrize("kind", ["fixed", "sliding"])
@pytest.mark.parametrize(("round_trip", "share"), [(0.02, 0.995), (0.2, 0.99), (0.5, 0.985)])
def test_saturated_it_uses_the_quota_and_nothing_is_rejected(kind: str, round_trip: float, share: float) -> None:
    requests = simulate(Scenario(kind, round_trip=round_trip, seconds=1000))
    assert requests.rejected() == 0
    times = [at for at, _ in requests.seen]
    assert most_in_a_window(times, 60.0) <= 1197
    whole = (len(times) - 1) // 1197 * 1197
    assert whole / (times[whole] - times[0]) / RATE >= share


@pytest.mark.parametrize("calls", [100, 600, 1150])
def test_a_short_job_is_not_slowed_at_all(calls: int) -> None:
    paced = simulate(Scenario(callers=calls, round_trip=0.2, seconds=30)).seen
    assert len(paced) >= calls
    assert paced[calls - 1][0] < 0.3


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("kind", ["fixed", "sliding", "bucket"])
@pytest.mark.parametrize("hint", [False, True])
def test_what_a_hidden_consumer_leaves_is_used_and_taken_back_when_it_goes(kind: str, hint: bool, seed: int) -> None:
    hidden = Hidden(0.3 * RATE, 300.0 + 13 * seed, 900.0 + 17 * seed)
    requests = simulate(Scenario(kind, hidden=hidden, seconds=1100, hint=hint, seed=seed))
    assert requests.share(hidden.begin, hidden.end, 0.7 * RATE) >= 0.88
    assert requests.rejected(hidden.begin, hidden.end) <= 0.015
    assert requests.share(hidden.end + 60, hidden.end + 120, RATE) >= 0.95
    assert requests.rejected(hidden.end + 60) == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_a_token_bucket_rejects_at_the_first_burst_and_never_again(seed: int) -> None:
    requests = simulate(Scenario("bucket", seconds=900, seed=seed))
    rejected = [at for at, accepted in requests.seen if not accepted]
    assert rejected
    assert max(rejected) < 10
    assert requests.share(120, 900, RATE) >= 0.985


def test_a_server_that_allows_half_of_what_is_published_is_used_to_the_half() -> None:
    requests = simulate(Scenario("sliding", requests=600, seconds=1800))
    assert requests.share(300, 1800, RATE / 2) >= 0.88
    assert requests.rejected(300) <= 0.02


def test_a_server_that_rejects_everything_is_asked_seldom() -> None:
    requests = simulate(Scenario("bucket", requests=0, permits=1197, seconds=600))
    assert len([at for at, _ in requests.seen if at > 60]) <= 70
