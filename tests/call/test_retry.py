"""The decisions, each alone."""

from __future__ import annotations

import math
import statistics
from email.utils import formatdate
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.call.options import BACKOFF_BASE, BACKOFF_CAP
from conviso_client.call.retry import (
    LONGEST_WAIT,
    Action,
    Decision,
    RetryState,
    Signs,
    decide,
    full_jitter,
    meaning_of,
    retry_after,
)
from conviso_client.errors import ConvisoError
from conviso_client.http.request import Failure, Outcome

ERROR = ConvisoError("it failed")
NOW = 1_700_000_000.0
QUERY = RetryState(repeatable=True, replayable=True, failures=1, max_attempts=5, left=100.0, new_key=True)
WRITE = QUERY._replace(repeatable=False)


def half() -> float:
    return 0.5


@pytest.mark.parametrize(
    ("outcome", "query", "write"),
    [
        (Outcome.LIMITED, Action.HOLD, Action.HOLD),
        (Outcome.UNSENT, Action.WAIT, Action.WAIT),
        (Outcome.UNSENDABLE, Action.RAISE, Action.RAISE),
        (Outcome.KEY_REFUSED, Action.NEW_KEY, Action.NEW_KEY),
        (Outcome.BROKEN, Action.WAIT, Action.RAISE_UNKNOWN),
        (Outcome.WRONG, Action.RAISE, Action.RAISE_UNKNOWN),
        (Outcome.REFUSED, Action.RAISE, Action.RAISE),
        (Outcome.EXECUTED, Action.RAISE, Action.RAISE),
    ],
)
def test_table(outcome: Outcome, query: Action, write: Action):
    assert decide(Failure(outcome, ERROR), QUERY, half).action is query
    assert decide(Failure(outcome, ERROR), WRITE, half).action is write


def test_every_outcome_is_in_the_table():
    assert len(Outcome) == 8


def test_only_what_proves_that_nothing_ran_lets_a_throttled_write_be_sent_again():
    for status in [*range(100, 600)]:
        in_doubt = status in (408, 425, 499) or status >= 500
        plain = meaning_of(status, Signs(errors=True, throttled=True), repeatable=False)
        assert (plain.outcome is Outcome.LIMITED) is (status == 429 or not in_doubt)
        from_inside = meaning_of(status, Signs(errors=True, throttled=True, data=True), repeatable=False)
        assert (from_inside.outcome is Outcome.LIMITED) is (status == 429)
        assert meaning_of(status, Signs(errors=True, throttled=True), repeatable=True).outcome is Outcome.LIMITED


def test_the_key_data_tells_whether_it_ran():
    for status in [200, 400, 401, 403, 404, 422]:
        assert meaning_of(status, Signs(errors=True), repeatable=False).outcome.ran is False
        assert meaning_of(status, Signs(errors=True, data=True), repeatable=False).outcome.ran is True


def test_a_status_that_leaves_it_in_doubt():
    for status in [303, 408, 425, 499, 500, 502, 503, 504, 520, 524, 599, 199, 600]:
        for signs in [Signs(), Signs(errors=True), Signs(errors=True, data=True)]:
            assert meaning_of(status, signs, repeatable=False).outcome.ran is None


@pytest.mark.parametrize("outcome", [Outcome.LIMITED, Outcome.UNSENT, Outcome.KEY_REFUSED, Outcome.BROKEN])
def test_a_body_that_cannot_be_sent_again(outcome: Outcome):
    assert decide(Failure(outcome, ERROR), QUERY._replace(replayable=False), half) == Decision(Action.RAISE)


def test_the_last_attempt():
    assert decide(Failure(Outcome.BROKEN, ERROR), QUERY._replace(failures=5), half).action is Action.RAISE
    assert decide(Failure(Outcome.UNSENT, ERROR), WRITE._replace(failures=5), half).action is Action.RAISE
    assert decide(Failure(Outcome.LIMITED, ERROR), QUERY._replace(failures=5), half).action is Action.HOLD


def test_a_key_is_asked_for_once_more():
    assert decide(Failure(Outcome.KEY_REFUSED, ERROR), QUERY._replace(new_key=False), half).action is Action.RAISE


def test_no_wait_crosses_the_deadline():
    state = QUERY._replace(left=0.05)
    assert decide(Failure(Outcome.BROKEN, ERROR), state, lambda: 0.49) == Decision(Action.WAIT, 0.049)
    assert decide(Failure(Outcome.BROKEN, ERROR), state, half).action is Action.RAISE_DEADLINE
    assert decide(Failure(Outcome.BROKEN, ERROR), QUERY._replace(left=0.0), lambda: 0.0).action is Action.RAISE_DEADLINE


@pytest.mark.parametrize("outcome", [Outcome.LIMITED, Outcome.BROKEN, Outcome.UNSENT])
def test_what_the_server_asks_for_beyond_the_deadline(outcome: Outcome):
    assert decide(Failure(outcome, ERROR, 99.9), QUERY, half).action is not Action.RAISE
    assert decide(Failure(outcome, ERROR, 100.0), QUERY, half).action is Action.RAISE
    assert decide(Failure(outcome, ERROR, 1e9), QUERY._replace(left=math.inf), half).action is not Action.RAISE


def test_the_server_can_make_a_wait_longer_but_not_shorter():
    assert decide(Failure(Outcome.BROKEN, ERROR, 7.0), QUERY, half) == Decision(Action.WAIT, 7.0)
    assert decide(Failure(Outcome.BROKEN, ERROR, 0.0), QUERY, half) == Decision(Action.WAIT, 0.05)


def test_exact_bounds_of_the_backoff():
    bounds = [full_jitter(failures, lambda: 1.0) for failures in range(1, 10)]
    assert bounds == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0]


@given(st.integers(1, 10**6), st.floats(0, 1, exclude_max=True))
def test_backoff_stays_in_its_bounds(failures: int, dice: float):
    assert 0 <= full_jitter(failures, lambda: dice) <= BACKOFF_CAP


def test_backoff_is_uniform():
    dice = Random(3)
    for failures in (1, 4, 12):
        bound = min(BACKOFF_CAP, BACKOFF_BASE * 2 ** (failures - 1))
        samples = [full_jitter(failures, dice.random) / bound for _ in range(10_000)]
        assert statistics.mean(samples) == pytest.approx(0.5, abs=0.02)
        deciles = [sum(tenth / 10 <= sample < (tenth + 1) / 10 for sample in samples) for tenth in range(10)]
        assert all(850 < count < 1150 for count in deciles)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": " 2.5 "}, 2.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": formatdate(NOW + 60, usegmt=True)}, 60.0),
        ({"retry-after": formatdate(NOW + 60, localtime=False)}, 60.0),
        ({"retry-after": formatdate(NOW - 60, usegmt=True)}, 0.0),
        ({"retry-after": "2000000000"}, LONGEST_WAIT),
        ({"retry-after": "1e300"}, LONGEST_WAIT),
        ({"retry-after": "1, 20"}, 20.0),
        ({"retry-after": f"5, {formatdate(NOW + 60, usegmt=True)}"}, 60.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"ratelimit": '"default";r=0;t=7'}, 7.0),
        ({"ratelimit": "limit=100, remaining=0, reset=8"}, 8.0),
        ({"x-ratelimit-reset": str(int(NOW + 5) * 1000)}, 5.0),
        ({"retry-after": "soon", "ratelimit-reset": "3"}, 3.0),
        ({"retry-after": "1", "ratelimit-reset": "3"}, 1.0),
        ({"ratelimit-reset": "3", "x-ratelimit-reset": "4"}, 3.0),
        ({"x-ratelimit-reset": str(int(NOW) + 5)}, 5.0),
        ({"x-ratelimit-reset": str(int(NOW) - 5)}, 0.0),
        *(({"retry-after": garbage}, None) for garbage in ("", "-1", "nan", "inf", "1e999", "٣", "0x10")),
        *(({"retry-after": garbage}, None) for garbage in ("Fri, 31 Dec 99999 23:59:59 GMT", "2023-11-14", "\x00")),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None):
    assert retry_after(headers, NOW) == seconds


@given(st.dictionaries(st.sampled_from(["retry-after-ms", "retry-after", "ratelimit", "x-ratelimit-reset"]), st.text()))
def test_no_header_is_too_odd(headers: dict[str, str]):
    seconds = retry_after(headers, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT


@given(
    st.from_regex(
        r"[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,9} [0-9:]{1,9} (GMT|[+-][0-9]{4,9})", fullmatch=True
    )
)
def test_no_date_is_too_odd(text: str):
    seconds = retry_after({"retry-after": text}, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT
