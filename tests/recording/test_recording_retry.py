"""The retry policy: how often, how long, and what stops a run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import FailureClass
from pipeline.recording.retry import RETRY_RULES, retry_delay

BUSY = FailureClass.THROTTLE_BUSY


@pytest.mark.parametrize("failure", [BUSY, FailureClass.THROTTLE_RATE, FailureClass.SERVER])
def test_busy_rate_and_server_errors_are_tried_6_times_with_full_jitter_on_1_2_4_8_16_seconds(failure: FailureClass):
    assert [retry_delay(failure, attempt, jitter=1.0) for attempt in range(1, 7)] == [1, 2, 4, 8, 16, None]
    assert [retry_delay(failure, attempt, jitter=0.0) for attempt in range(1, 6)] == [0, 0, 0, 0, 0]
    assert retry_delay(failure, 3, jitter=0.5) == 2


def test_too_many_calls_in_flight_are_tried_for_ever_after_a_quarter_to_one_second():
    assert retry_delay(FailureClass.THROTTLE_CONCURRENCY, 1, jitter=0.0) == 0.25
    assert retry_delay(FailureClass.THROTTLE_CONCURRENCY, 9999, jitter=1.0) == 1.0


def test_a_connection_that_failed_is_tried_4_times_and_an_answer_that_broke_off_2_times():
    before, after = FailureClass.TRANSPORT_BEFORE_HEADERS, FailureClass.TRANSPORT_AFTER_HEADERS
    assert [retry_delay(before, attempt, jitter=1.0) for attempt in range(1, 5)] == [1, 2, 4, None]
    assert [retry_delay(after, attempt, jitter=1.0) for attempt in range(1, 3)] == [1, None]


def test_what_may_have_been_delivered_is_looked_for_before_it_is_sent_again():
    assert {failure for failure, rule in RETRY_RULES.items() if rule.looks_in_history} == {
        FailureClass.TRANSPORT_BEFORE_HEADERS,
        FailureClass.TRANSPORT_AFTER_HEADERS,
        FailureClass.SERVER,
    }


def test_only_quota_and_auth_stop_the_run():
    assert {failure for failure, rule in RETRY_RULES.items() if rule.stops_run} == {
        FailureClass.QUOTA,
        FailureClass.AUTH,
    }


def test_every_other_class_is_tried_once():
    repeated = {failure for failure in FailureClass if retry_delay(failure, 1, jitter=0.5) is not None}
    assert repeated == {
        FailureClass.TRANSPORT_BEFORE_HEADERS,
        FailureClass.TRANSPORT_AFTER_HEADERS,
        FailureClass.THROTTLE_BUSY,
        FailureClass.THROTTLE_CONCURRENCY,
        FailureClass.THROTTLE_RATE,
        FailureClass.SERVER,
    }


def test_retry_after_wins_up_to_60_seconds_and_is_not_believed_beyond():
    assert retry_delay(BUSY, 1, jitter=0.5, retry_after_s=0.0) == 0
    assert retry_delay(BUSY, 1, jitter=0.5, retry_after_s=60.0) == 60
    assert retry_delay(BUSY, 1, jitter=0.5, retry_after_s=60.1) == 0.5
    assert retry_delay(BUSY, 1, jitter=0.5, retry_after_s=-1.0) == 0.5
    assert retry_delay(BUSY, 1, jitter=0.5, retry_after_s=float("nan")) == 0.5
    assert retry_delay(BUSY, 6, jitter=0.5, retry_after_s=1.0) is None


def test_an_attempt_or_a_chance_out_of_range_is_our_bug():
    for attempt, jitter in ((0, 0.5), (1, -0.1), (1, 1.1)):
        with pytest.raises(ValueError, match="out of range"):
            retry_delay(BUSY, attempt, jitter=jitter)


@settings(deadline=None)
@given(st.sampled_from(FailureClass), st.integers(1, 10**6), st.floats(0, 1), st.none() | st.floats())
def test_no_wait_is_negative_or_longer_than_a_minute(
    failure: FailureClass, attempt: int, jitter: float, after_s: float | None
):
    delay = retry_delay(failure, attempt, jitter=jitter, retry_after_s=after_s)
    assert delay is None or 0 <= delay <= 60
