"""The quota: three ways of counting, three ways of saying when to come back."""

from __future__ import annotations

import email.utils
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.errors import ConfigurationError
from conviso_client.sandbox import Sandbox, Settings
from conviso_client.sandbox.quota import Allowances, QuotaRule


class Clock:
    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def admitted(rule: QuotaRule, moments: list[float]) -> list[float]:
    """The moments at which a request was let through."""
    clock = Clock()
    quota = Allowances(rule, clock)
    passed: list[float] = []
    for moment in moments:
        clock.now = moment
        if quota.refusal("key") is None:
            passed.append(moment)
    return passed


def test_a_fixed_window_begins_at_multiples_of_its_length() -> None:
    rule = QuotaRule(2, 10, "fixed")
    assert admitted(rule, [108, 108, 109, 110, 111, 112]) == [108, 108, 110, 111]


def test_a_sliding_window_is_any_window() -> None:
    rule = QuotaRule(2, 10, "sliding")
    assert admitted(rule, [108, 108, 109, 110, 117.9, 118, 118, 119]) == [108, 108, 118, 118]


def test_a_bucket_fills_drop_by_drop() -> None:
    rule = QuotaRule(2, 10, "bucket")
    assert admitted(rule, [100, 100, 100, 104, 105, 105, 109.9, 110]) == [100, 100, 105, 110]


@given(
    st.sampled_from(["fixed", "sliding", "bucket"]),
    st.integers(1, 5),
    st.lists(st.integers(0, 40), max_size=60).map(sorted),
)
def test_no_kind_lets_more_through_than_it_may(kind: Any, most: int, moments: list[int]) -> None:
    passed = admitted(QuotaRule(most, 10, kind), [float(moment) for moment in moments])
    for begin in passed:
        within = [moment for moment in passed if begin <= moment < begin + 10]
        assert len(within) <= (most if kind == "sliding" else 2 * most)
        if kind == "fixed":
            assert len([moment for moment in passed if moment // 10 == begin // 10]) <= most


def test_keys_have_quotas_of_their_own() -> None:
    quota = Allowances(QuotaRule(1, 60), Clock())
    assert quota.refusal("a") is None
    assert quota.refusal("b") is None
    assert quota.refusal("a") is not None
    quota.reset()
    assert quota.refusal("a") is None


def test_the_hint_says_when_to_come_back() -> None:
    headers = {}
    for hint in ("none", "seconds", "date"):
        quota = Allowances(QuotaRule(1, 60, "fixed", hint), Clock(1_000_000.0))
        quota.refusal("key")
        refused = quota.refusal("key")
        assert refused is not None
        assert refused.status_code == 429
        headers[hint] = refused.headers.get("retry-after")
    assert headers["none"] is None
    assert headers["seconds"] == "20"
    assert email.utils.parsedate_to_datetime(headers["date"]).timestamp() == 1_000_020


@pytest.mark.parametrize("text", ["", "5", "0/60", "5/0", "5/-1", "a/b", "5/60/1"])
def test_what_is_no_quota_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="1200/60"):
        QuotaRule.parse(text)


def test_over_the_quota_the_answer_is_plain_text_and_nothing_runs() -> None:
    with Sandbox(settings=Settings(quota=QuotaRule(2, 3600, "sliding", "seconds"))) as sandbox:
        query = {"query": "query q { companies { metadata { totalCount } } }"}
        answers = [httpx.post(sandbox.url, json=query, headers={"x-api-key": sandbox.api_key}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].headers["content-type"].startswith("text/plain")
        assert 3590 <= int(answers[2].headers["retry-after"]) <= 3600
        assert sandbox.state.stats.summary()["executions"] == {"q": 2}
        sandbox.reset()
        assert httpx.post(sandbox.url, json=query, headers={"x-api-key": sandbox.api_key}).status_code == 200
