"""The cap that is learned from answers, and the breaker."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.recording.concurrency import Breaker, Concurrency


def learned(configured: int, maximum: int) -> Concurrency:
    return Concurrency.begin(configured).succeeded(maximum=maximum)


def test_a_group_begins_with_two_calls_or_with_the_one_that_is_configured():
    assert Concurrency.begin(10).allowed == 2
    assert Concurrency.begin(1).allowed == 1
    with pytest.raises(ValueError, match="0 calls"):
        Concurrency.begin(0)


def test_the_whole_cap_is_used_as_soon_as_the_service_names_it():
    assert learned(30, 15).allowed == 15


def test_the_configured_number_is_never_passed():
    assert learned(9, 10).allowed == 9


def test_a_cap_that_changes_is_followed_both_ways():
    cap = learned(30, 15)
    assert cap.succeeded(maximum=5).allowed == 5
    assert cap.succeeded(maximum=5).succeeded(maximum=20).allowed == 20


def test_an_absurd_maximum_leaves_one_call():
    assert learned(30, 0).allowed == 1


def test_answers_without_the_header_keep_the_cap_or_let_it_grow_by_one_slot_a_success():
    assert learned(30, 15).succeeded().allowed == 15
    cap = Concurrency.begin(4).succeeded()
    assert [cap.allowed, cap.succeeded().allowed, cap.succeeded().succeeded().allowed] == [3, 4, 4]


def test_a_429_halves_the_cap_and_each_success_gives_one_slot_back():
    cap = learned(10, 10).throttled(sent_at_s=1.0, now_s=1.2, maximum=10)
    climb = [cap.allowed]
    for _ in range(6):
        cap = cap.succeeded(maximum=10)
        climb.append(cap.allowed)
    assert climb == [5, 6, 7, 8, 9, 10, 10]


def test_the_cap_never_falls_below_one_call():
    assert learned(1, 1).throttled(sent_at_s=1.0, now_s=1.2).allowed == 1
    assert learned(3, 3).throttled(sent_at_s=1.0, now_s=1.2).allowed == 1


def test_several_429_of_one_round_trip_halve_once():
    cap = learned(16, 16).throttled(sent_at_s=1.0, now_s=1.2)
    assert cap.throttled(sent_at_s=1.1, now_s=1.3).allowed == 8
    assert cap.throttled(sent_at_s=1.2, now_s=1.4).allowed == 8
    assert cap.throttled(sent_at_s=1.3, now_s=1.5).allowed == 4


def test_a_late_429_from_before_the_halving_does_not_halve_again_though_the_cap_is_back():
    cap = learned(2, 2).throttled(sent_at_s=1.0, now_s=1.2).succeeded(maximum=2)
    assert cap.allowed == 2
    assert cap.throttled(sent_at_s=1.1, now_s=9.0).allowed == 2


def test_lanes_are_planned_for_what_is_told_not_for_a_passing_429():
    assert Concurrency.begin(30).planned == 1
    assert learned(30, 15).planned == 15
    assert learned(30, 15).throttled(sent_at_s=1.0, now_s=1.2).planned == 15
    assert Concurrency.begin(30).succeeded().planned == 3


def test_five_failures_in_a_row_rest_for_60_seconds_then_one_call_probes():
    breaker = Breaker()
    for now_s in range(4):
        breaker = breaker.failed(float(now_s))
    assert breaker.most_in_flight(4.0) is None
    breaker = breaker.failed(4.0)
    assert [breaker.most_in_flight(now_s) for now_s in (4.0, 63.9, 64.0)] == [0, 0, 1]
    assert breaker.succeeded(70.0).most_in_flight(70.0) is None
    again = breaker.failed(70.0)
    assert [again.most_in_flight(now_s) for now_s in (70.0, 129.9, 130.0)] == [0, 0, 1]


def test_a_success_between_makes_the_breaker_count_anew():
    breaker = Breaker()
    for now_s in range(4):
        breaker = breaker.failed(float(now_s))
    breaker = breaker.succeeded(4.0)
    for now_s in range(5, 9):
        breaker = breaker.failed(float(now_s))
    assert breaker.most_in_flight(9.0) is None


def test_answers_of_calls_from_before_neither_end_nor_prolong_the_rest():
    breaker = Breaker(failures=5, resting_until_s=60.0)
    assert breaker.succeeded(30.0) == breaker
    assert breaker.failed(30.0) == breaker


answers = st.tuples(
    st.sampled_from(["success", "429"]), st.none() | st.integers(-1, 50), st.floats(0, 5), st.floats(0, 5)
)


@settings(deadline=None)
@given(st.integers(1, 40), st.lists(answers, max_size=60))
def test_the_cap_stays_between_one_and_the_configured_and_halves_once_a_round_trip(
    configured: int, told: list[tuple[str, int | None, float, float]]
):
    cap, now_s, halvings = Concurrency.begin(configured), 0.0, []
    for kind, maximum, wait_s, trip_s in told:
        now_s += wait_s
        sent_at_s, before = now_s - trip_s, cap
        if kind == "success":
            cap = cap.succeeded(maximum=maximum)
        else:
            cap = cap.throttled(sent_at_s=sent_at_s, now_s=now_s, maximum=maximum)
        assert 1 <= cap.allowed <= configured
        assert 1 <= cap.planned <= configured
        if cap.halved_at_s != before.halved_at_s:
            assert not halvings or sent_at_s > halvings[-1]
            halvings.append(now_s)
            assert cap.allowed <= max(1, before.allowed // 2)
        elif kind == "429" and maximum is None:
            assert cap.allowed == before.allowed
