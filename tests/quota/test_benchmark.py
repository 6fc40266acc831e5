"""Real processes and a real server that enforces the quota: the benchmark, in small, with its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.quota.cases import second_job, team
from benchmarks.quota.harness import figures, run
from benchmarks.quota.server import Settings
from benchmarks.quota.worker import Job

if TYPE_CHECKING:
    from .conftest import RedisServer

SMALL = Settings("fixed", 120, 1.5, 0.0125)
"""Forty times faster than real time, but for the spread: a busy machine may hold a request up for long."""


def jobs(
    policy: str, count: int, settings: Settings, windows: float, *, tasks: bool = False, url: str = ""
) -> list[Job]:
    return [
        job._replace(spread=0.5) for job in team(policy, count, settings, windows * settings.per, tasks=tasks, url=url)
    ]


@pytest.mark.parametrize(("kind", "tasks"), [("fixed", False), ("sliding", True)])
def test_processes_use_the_quota_and_never_exceed_it(kind: str, tasks: bool) -> None:
    settings = SMALL._replace(kind=kind)
    observed = run(settings, jobs("shared", 4, settings, 3.2, tasks=tasks))
    measured = figures(observed)
    assert measured.rejected == measured.failed == measured.duplicates == 0
    assert measured.most <= 120
    assert 360 <= len(observed.seen) <= 600
    assert all(outcome.durations for outcome in observed.outcomes)


def test_machines_use_the_quota_and_never_exceed_it(redis_server: RedisServer) -> None:
    observed = run(SMALL, jobs("redis", 3, SMALL, 2.2, url=redis_server.url))
    measured = figures(observed)
    assert measured.rejected == measured.failed == measured.duplicates == 0
    assert measured.most <= 120
    assert 240 <= len(observed.seen) <= 480


def test_a_job_after_a_burst_is_not_rejected() -> None:
    row = second_job(Settings("sliding", 1200, 3.0, 0.01))
    assert row.figures
    assert row.figures.rejected == row.figures.failed == 0
    assert row.reached


def test_a_token_bucket_rejects_only_the_first_burst_and_no_call_fails() -> None:
    settings = SMALL._replace(kind="bucket", requests=600)
    observed = run(settings, jobs("shared", 2, settings, 2))
    first = observed.seen[0].at
    rejected = [one.at - first for one in observed.seen if not one.accepted]
    assert rejected
    assert len(rejected) <= 64
    assert figures(observed).failed == figures(observed).duplicates == 0
    assert not [at for at in rejected if at > settings.per / 4]


def test_a_comparison_shows_what_the_ledger_is_for() -> None:
    observed = run(SMALL, jobs("back-off", 2, SMALL, 1))
    assert figures(observed).rejected > 500
