"""What is measured, and what must be reached."""

from __future__ import annotations

import os
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.quota.harness import Figures, figures, observe, redis_server, run, run_jobs, server
from benchmarks.quota.server import Hidden, Settings
from benchmarks.quota.worker import Job
from conviso_client.quota import Quota
from conviso_client.quota.limiter import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conviso_client.quota.limiter import Limiter

__all__ = ["BASELINES", "Row", "baselines", "hidden", "jobs", "permits", "saturated", "saturated_redis", "wrong_guess"]

BASELINES = ("back-off", "pacer", "adaptive", "static split")


class Row(NamedTuple):
    """One line of the table."""

    case: str
    figures: Figures | None
    note: str
    reached: bool | None
    """None: there is no goal."""


def team(
    policy: str, count: int, settings: Settings, seconds: float, *, tasks: bool = False, url: str = ""
) -> list[Job]:
    """Return processes of 16 callers each."""
    job = Job("", 0, policy, settings.requests, settings.per, count, 16, tasks, None, seconds, url)
    return [job._replace(name=f"p{number}") for number in range(count)]


def saturated(processes: int, settings: Settings, windows: float, *, tasks: bool) -> Row:
    """As many calls as are allowed, over the file."""
    observed = run(settings, team("shared", processes, settings, windows * settings.per, tasks=tasks))
    measured = figures(observed)
    name = f"file, {processes} x 16 {'tasks' if tasks else 'threads'}, {settings.kind}"
    return Row(name, measured, "", _clean(measured, 0.985) and measured.jain >= 0.99)


def saturated_redis(settings: Settings, windows: float) -> Row:
    """The same over Redis: four processes that share nothing else, as if they were four machines."""
    with tempfile.TemporaryDirectory() as directory, redis_server(directory) as url:
        observed = run(settings, team("redis", 4, settings, windows * settings.per, url=url))
    measured = figures(observed)
    return Row(f"Redis, 4 x 16 threads, {settings.kind}", measured, "", _clean(measured, 0.98))


def baselines(settings: Settings, windows: float) -> Iterator[Row]:
    """What others do."""
    for policy in BASELINES:
        observed = run(settings, team(policy, 4, settings, windows * settings.per))
        yield Row(f"{policy}, 4 x 16 threads, {settings.kind}", figures(observed), "for comparison", None)


def hidden(settings: Settings) -> Row:
    """Somebody else takes 30 % of the key from the fourth window to the ninth."""
    per, rate = settings.per, settings.requests / settings.per
    other = Hidden(0.3 * rate, 3 * per, 9 * per)
    observed = run(settings._replace(hidden=other), team("shared", 4, settings, 11.2 * per))
    during = figures(observed, other.begin, other.end, 0.7 * rate)
    after = figures(observed, other.end + per, other.end + 2 * per).share
    reached = during.share >= 0.88 and during.rejected <= 150 and not during.failed and after >= 0.95
    note = f"of what is left; {after:.1%} in the second window after"
    hint = ", Retry-After" if settings.hint else ""
    return Row(f"hidden consumer, {settings.kind}{hint}", during, note, reached and not during.duplicates)


def wrong_guess(settings: Settings, windows: float) -> Row:
    """A server whose limiter is not the one that the ledger takes it for."""
    observed = run(settings, team("shared", 4, settings, windows * settings.per))
    measured = figures(observed)
    first = observed.seen[0].at
    last = max((one.at - first for one in observed.seen if not one.accepted), default=0.0)
    note = f"the last 429 came {last * 60 / settings.per:.0f} s after the first request, in time of full scale"
    return Row(f"wrong guess, {settings.kind}", measured, note, not measured.failed and last < settings.per / 4)


def jobs(round_trip: float) -> Iterator[Row]:
    """Short jobs at full scale: how much longer they take than without any quota, and one that follows another."""
    settings = Settings("fixed", 1200, 60.0, round_trip)
    for calls in (100, 600, 1150):
        took = {}
        for policy in ("off", "shared"):
            observed = run(settings, [Job("p", 0, policy, 1200, 60.0, 1, 16, calls=calls)])
            took[policy] = observed.outcomes[0].ended - observed.outcomes[0].began
        ratio = took["shared"] / took["off"]
        note = f"{took['shared']:.2f} s, {ratio:.2f} x the time without a quota"
        yield Row(f"job of {calls} calls", figures(observed), note, ratio <= 1.2)
    yield second_job(Settings("sliding", 1200, 6.0, 0.02))


def second_job(settings: Settings, spread: float | None = None) -> Row:
    """A job that starts, ten seconds of full scale later, after another one has used up nearly everything."""
    per = settings.per
    with tempfile.TemporaryDirectory() as directory:
        burst, after = (
            Job(name, 0, "shared", 1200, per, 1, 64, calls=calls, spread=spread)
            for name, calls in (("one", 1190), ("two", 600))
        )
        with server(settings) as port:
            outcomes = run_jobs([burst._replace(port=port)], directory)
            time.sleep(per / 6)
            outcomes += run_jobs([after._replace(port=port)], directory)
            observed = observe(settings, port, outcomes)
    measured = figures(observed)
    return Row("600 calls, 10 s after a burst of 1190", measured, "", not measured.rejected and not measured.failed)


def permits() -> Iterator[Row]:
    """What a permit costs, uncontended, with a ledger that is nearly full at the end."""
    with tempfile.TemporaryDirectory() as directory, redis_server(directory) as url:
        os.environ["XDG_RUNTIME_DIR"] = directory
        for name, quota, goal in (
            ("memory", Quota.local(), 20),
            ("file", Quota.shared(), 150),
            ("Redis on this machine", Quota.redis(url), None),
        ):
            cost = _cost(lambda quota=quota: quota.limiter("https://benchmark", os.urandom(8).hex()))
            yield Row(f"a permit, {name}", None, f"{cost:.1f} microseconds", None if goal is None else cost <= goal)


def _cost(make: Callable[[], Limiter], count: int = 1100) -> float:
    """Return the microseconds to get and settle a permit: the best of seven ledgers, for a machine that is not idle."""
    answered = Settlement("answered")
    costs = []
    for _ in range(7):
        limiter = make()
        limiter.settle(limiter.acquire(None), answered)
        began = time.perf_counter()
        for _ in range(count):
            limiter.settle(limiter.acquire(None), answered)
        costs.append((time.perf_counter() - began) / count * 1e6)
    return min(costs)


def _clean(measured: Figures, share: float) -> bool:
    return measured.share >= share and not measured.rejected and not measured.failed and not measured.duplicates
