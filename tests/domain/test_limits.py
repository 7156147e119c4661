"""Token buckets at their edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.limits import Buckets, Limit


@pytest.mark.parametrize(("asked", "allowed"), [(4, 4), (5, 5), (6, 5), (50, 5)])
def test_a_burst_is_allowed_and_not_one_more(asked: int, allowed: int) -> None:
    buckets = Buckets(Limit(burst=5, per_second=1))
    assert [buckets.take("a", 100.0) == 0.0 for _ in range(asked)].count(True) == allowed


def test_the_wait_it_names_is_enough_and_nothing_less_is() -> None:
    buckets = Buckets(Limit(burst=1, per_second=0.25))
    assert buckets.take("a", 0.0) == 0.0
    assert buckets.take("a", 1.0) == 3.0
    assert buckets.take("a", 3.999) > 0.0
    assert buckets.take("a", 4.0) == 0.0


def test_asking_in_vain_costs_nothing() -> None:
    buckets = Buckets(Limit(burst=1, per_second=1))
    buckets.take("a", 0.0)
    for tenth in range(10):
        assert buckets.take("a", tenth / 10) > 0
    assert buckets.take("a", 1.0) == 0.0


def test_what_was_harmless_is_given_back_up_to_the_burst() -> None:
    buckets = Buckets(Limit(burst=2, per_second=0))
    buckets.give("never seen")
    buckets.take("a", 0.0)
    for _ in range(3):
        buckets.give("a")
    assert [buckets.take("a", 0.0) for _ in range(2)] == [0.0, 0.0]


def test_keys_do_not_share() -> None:
    buckets = Buckets(Limit(burst=1, per_second=0.1))
    assert buckets.take("a", 0.0) == buckets.take("b", 0.0) == 0.0


def test_the_longest_unused_keys_are_forgotten() -> None:
    buckets = Buckets(Limit(burst=1, per_second=0.001), most_keys=2)
    for key in ("a", "b", "a", "c"):
        buckets.take(key, 0.0)
    assert buckets.take("a", 0.0) > 0
    assert buckets.take("b", 0.0) == 0.0


@given(st.lists(st.floats(0, 60), max_size=80), st.integers(1, 10), st.floats(0.1, 5))
def test_no_stretch_of_time_lets_more_through(times: list[float], burst: int, per_second: float) -> None:
    buckets = Buckets(Limit(burst, per_second))
    allowed = [at for at in sorted(times) if buckets.take("a", at) == 0.0]
    for first, start in enumerate(allowed):
        for count, end in enumerate(allowed[first:], 1):
            assert count <= burst + (end - start) * per_second + 1e-6
