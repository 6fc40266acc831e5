"""Real processes and a real server that enforces the quota: the benchmark, in small, with its counts."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest

from benchmarks.quota.cases import second_job, team
from benchmarks.quota.harness import Observed, figures, run
from benchmarks.quota.server import Settings
from benchmarks.quota.worker import Job

if TYPE_CHECKING:
    from benchmarks.quota.redis_server import RedisServer

SMALL = Settings("fixed", 120, 1.5, 0.0125)
"""Forty times faster than real time."""
SPREAD = 2.0
"""Not scaled: a busy machine may hold up a request for long. Those that are answered are charged no longer for it."""
PATIENCE = 20.0
"""Seconds for an answer of Redis, for the same reason."""


def jobs(
    policy: str, count: int, settings: Settings, *, calls: int | None, tasks: bool = False, url: str = ""
) -> list[Job]:
    team_ = team(policy, count, settings, settings.per, tasks=tasks, url=url)
    return [job._replace(calls=calls, spread=SPREAD, patience=PATIENCE) for job in team_]


def check(observed: Observed, calls: int) -> None:
    """All calls got through, none was rejected, and the quota was used: the next came when there was room again."""
    measured = figures(observed)
    assert measured.rejected == measured.failed == measured.duplicates == 0
    assert measured.most <= 120
    assert len(observed.seen) == calls
    assert all(outcome.durations for outcome in observed.outcomes)
    times = [seen.at for seen in observed.seen]
    assert median(later - at for at, later in zip(times, times[120:], strict=False)) < 20 * observed.settings.per


@pytest.mark.parametrize(("kind", "tasks"), [("fixed", False), ("sliding", True)])
def test_processes_use_the_quota_and_never_exceed_it(kind: str, tasks: bool) -> None:
    settings = SMALL._replace(kind=kind)
    check(run(settings, jobs("shared", 4, settings, calls=80, tasks=tasks)), 320)


def test_machines_use_the_quota_and_never_exceed_it(redis_server: RedisServer) -> None:
    check(run(SMALL, jobs("redis", 3, SMALL, calls=80, url=redis_server.url)), 240)


def test_a_job_after_a_burst_is_not_rejected() -> None:
    row = second_job(Settings("sliding", 1200, 3.0, 0.01), SPREAD)
    assert row.figures
    assert row.figures.rejected == row.figures.failed == 0
    assert row.reached


def test_a_token_bucket_rejects_only_the_first_burst_and_no_call_fails() -> None:
    settings = SMALL._replace(kind="bucket", requests=600)
    observed = run(settings, jobs("shared", 2, settings, calls=400))
    rejected = [number for number, one in enumerate(observed.seen) if not one.accepted]
    assert rejected
    assert len(rejected) <= 64
    assert figures(observed).failed == figures(observed).duplicates == 0
    assert max(rejected) < len(observed.seen) / 2


def test_a_comparison_shows_what_the_ledger_is_for() -> None:
    observed = run(SMALL, jobs("back-off", 2, SMALL, calls=None))
    assert figures(observed).rejected > 500
