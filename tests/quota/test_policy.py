"""The quota as a value."""

from __future__ import annotations

import copy
import dataclasses
import math
import pickle

import pytest

from conviso_client.errors import ConfigurationError
from conviso_client.quota import Quota


def every() -> list[Quota]:
    return [Quota.shared(), Quota.local(requests=10), Quota.redis("redis://127.0.0.1"), Quota.off()]


def test_the_margin_is_rounded_down() -> None:
    assert Quota.shared().permits == 1197
    assert Quota.shared(requests=120, per=6).permits == 120
    assert Quota.shared(requests=1200, margin=0).permits == 1200
    assert Quota.shared(requests=1000, margin=0.1).permits == 900
    assert Quota.shared(requests=1, margin=0.9).permits == 1


def test_a_share_is_a_part_of_what_the_margin_leaves() -> None:
    assert Quota.shared(share=0.5).permits == 598
    assert Quota.local(requests=100, margin=0, share=0.29).permits == 29
    assert Quota.local(requests=3, share=0.1).permits == 1


@pytest.mark.parametrize("quota", every(), ids=str)
def test_it_survives_pickle_and_copy_and_is_a_key(quota: Quota) -> None:
    assert pickle.loads(pickle.dumps(quota)) == quota == copy.deepcopy(quota)
    assert {quota: 1}[copy.copy(quota)] == 1
    assert sum(quota == other for other in every()) == 1


def test_it_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Quota.shared().requests = 5  # type: ignore[misc]


def test_its_repr_is_how_it_was_made_without_what_is_default() -> None:
    assert repr(Quota.shared()) == "Quota.shared()"
    assert repr(Quota.local(requests=120, per=6.0, share=0.5)) == "Quota.local(requests=120, per=6.0, share=0.5)"
    assert repr(Quota.off()) == "Quota.off()"
    assert eval(repr(Quota.redis("rediss://h:1/2", per=6.0))) == Quota.redis("rediss://h:1/2", per=6.0)


@pytest.mark.parametrize(
    "url",
    [
        "redis://:s3cret@host:6379/0",
        "rediss://user:s3cret@host/0",
        "redis://host/0?password=s3cret",
        "redis://user:s3@cret@host/0?username=a&password=s3cret",
        "unix:///run/redis.sock?password=s3cret",
    ],
)
def test_a_password_in_the_address_is_not_shown(url: str) -> None:
    assert "cret" not in repr(Quota.redis(url))
    assert "cret" not in str(Quota.redis(url))
    assert Quota.redis(url) != Quota.redis(url + "x")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("requests", 0),
        ("requests", 1.5),
        ("requests", True),
        ("requests", 10**9),
        ("requests", "1200"),
        ("per", 0),
        ("per", -1.0),
        ("per", math.inf),
        ("per", math.nan),
        ("per", "60"),
        ("margin", 1.0),
        ("margin", -0.1),
        ("margin", None),
        ("spread", 0),
        ("spread", math.nan),
        ("share", 0),
        ("share", 1.01),
        ("share", True),
    ],
)
def test_an_impossible_option_is_named_with_its_value_and_the_way_out(name: str, value: object) -> None:
    for make in (Quota.shared, Quota.local, lambda **options: Quota.redis("redis://h", **options)):
        with pytest.raises(ConfigurationError) as caught:
            make(**{name: value})
        assert f"{name}={value!r}" in str(caught.value)
        assert "Give" in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "host:6379", "http://host", "redis://", "redis://host:x", "redis://[::1", "unix://", None, 5]
)
def test_an_address_that_is_not_one_of_redis_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="redis://host:6379/0"):
        Quota.redis(url)


def test_a_refused_address_does_not_show_its_password() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Quota.redis("http://user:s3cret@host")
    assert "s3cret" not in str(caught.value)
