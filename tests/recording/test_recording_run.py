from __future__ import annotations

import pytest

from pipeline.model import FailureClass
from pipeline.recording.lanes import ScheduledLine
from pipeline.recording.run import LONGEST_WAIT_FOR_A_SLOT_S, RecordingRun


def run_of(*chapters: int, most: int = 10, group: str = "standard") -> RecordingRun:
    """A run over chapters of so many lines."""
    lines = [
        ScheduledLine(id=f"c{chapter}l{line}", chapter=f"c{chapter}", expected_s=1.0, group=group)
        for chapter, count in enumerate(chapters)
        for line in range(count)
    ]
    return RecordingRun(lines, most_in_flight=most)


def start(run: RecordingRun, now_s: float) -> list[str]:
    return [line.id for line in run.next_lines(now_s)]


def fail(run: RecordingRun, line: str, failure: FailureClass, now_s: float, **fields) -> bool:
    return run.failed(line, failure, **{"sent_at_s": now_s, "now_s": now_s, "jitter": 0.0} | fields)


def test_two_calls_learn_the_cap_and_the_whole_of_it_is_used_from_then_on():
    run = run_of(1, 1, 1, 1, 1, 1)
    assert len(start(run, 0.0)) == 2
    run.delivered(run.in_flight[0], now_s=1.0, maximum=4)
    assert len(start(run, 1.0)) == 3
    assert len(run.in_flight) == 4


def test_what_the_producer_allows_is_never_passed():
    run = run_of(1, 1, 1, 1, most=2)
    start(run, 0.0)
    run.delivered(run.in_flight[0], now_s=1.0, maximum=30)
    start(run, 1.0)
    assert len(run.in_flight) == 2


def test_a_failed_line_is_started_again_when_its_wait_is_over_and_no_slot_sleeps():
    run = run_of(1, 2)
    first, second = start(run, 0.0)
    assert fail(run, first, FailureClass.THROTTLE_BUSY, 1.0, jitter=1.0)
    assert run.in_flight == (second,)
    assert run.wakes_at_s(1.0) == 2.0
    assert start(run, 1.5) == []
    assert start(run, 2.0) == [first]


def test_a_class_has_its_attempts_and_then_the_line_is_given_up_and_its_lane_goes_on():
    run = run_of(2)
    assert start(run, 0.0) == ["c0l0"]
    for attempt in range(1, 4):
        assert fail(run, "c0l0", FailureClass.TRANSPORT_BEFORE_HEADERS, float(attempt))
        assert start(run, attempt + 0.5) == ["c0l0"]
    assert not fail(run, "c0l0", FailureClass.TRANSPORT_BEFORE_HEADERS, 4.0)
    assert run.failures("c0l0", FailureClass.TRANSPORT_BEFORE_HEADERS) == 4
    assert start(run, 5.0) == ["c0l1"]


@pytest.mark.parametrize("failure", [FailureClass.QUOTA, FailureClass.AUTH])
def test_no_credits_or_no_key_start_nothing_more_and_let_the_running_calls_come_back(failure):
    run = run_of(2, 2)
    first, second = start(run, 0.0)
    assert not fail(run, first, failure, 1.0)
    assert run.is_stopped
    assert start(run, 1.0) == []
    assert not run.is_done
    run.delivered(second, now_s=2.0)
    assert run.is_done


def test_five_crashes_in_a_row_rest_a_minute_and_then_one_call_probes():
    run = run_of(*[1] * 10)
    begun = start(run, 0.0)
    run.delivered(begun[0], now_s=0.5, maximum=10)
    start(run, 0.5)
    for line in run.in_flight[:5]:
        fail(run, line, FailureClass.SERVER, 1.0)
    assert start(run, 30.0) == []
    assert run.wakes_at_s(30.0) == 61.0
    for line in run.in_flight:
        run.delivered(line, now_s=40.0, maximum=10)
    assert len(start(run, 61.0)) == 1


def test_a_line_is_refused_a_slot_for_a_quarter_of_an_hour_and_then_given_up():
    run = run_of(1)
    now_s = 0.0
    assert start(run, now_s)
    while fail(run, "c0l0", FailureClass.THROTTLE_CONCURRENCY, now_s):
        now_s += 100.0
        assert start(run, now_s)
    assert LONGEST_WAIT_FOR_A_SLOT_S < now_s <= LONGEST_WAIT_FOR_A_SLOT_S + 100
    assert run.is_done


def test_a_line_that_was_only_looked_up_comes_back_at_its_time():
    run = run_of(1)
    start(run, 0.0)
    run.postponed("c0l0", until_s=3.0)
    assert run.wakes_at_s(0.0) == 3.0
    assert start(run, 3.0) == ["c0l0"]
    run.found("c0l0", now_s=4.0)
    assert run.is_done


def test_groups_of_models_have_a_cap_each():
    lines = [
        ScheduledLine(id=f"{group}{n}", chapter=f"{group}{n}", expected_s=1.0, group=group)
        for group in ("standard", "turbo")
        for n in range(3)
    ]
    run = RecordingRun(lines, most_in_flight=10)
    assert sorted(start(run, 0.0)) == ["standard0", "standard1", "turbo0", "turbo1"]
