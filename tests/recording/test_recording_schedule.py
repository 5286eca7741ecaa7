"""What may start when: order inside a lane, cuts where they shorten the whole, failures, caps that change."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import ChapterLine, ContextMode, Generation, Standing
from pipeline.recording.concurrency import Concurrency
from pipeline.recording.lanes import ScheduledLine
from pipeline.recording.schedule import Schedule
from pipeline.recording.stitching import choose_context


def chapter(name: str, plan: str, *, seconds: float = 10.0, group: str = "") -> list[ScheduledLine]:
    """A chapter from a plan: `x` to record, `-` recorded, `/` a scene break before the next; ids are `a0`, `a1`, ..."""
    made: list[ScheduledLine] = []
    after_break = False
    for mark in plan:
        if mark != "/":
            line = ScheduledLine(id=f"{name}{len(made)}", chapter=name, expected_s=seconds, group=group)
            made.append(replace(line, follows_scene_break=after_break, is_recorded=mark == "-"))
        after_break = mark == "/"
    return made


def cap(number: int) -> dict[str, Concurrency]:
    """The concurrency of a service that has named a cap."""
    return {"": Concurrency.begin(number).succeeded(maximum=number)}


def start(schedule: Schedule, number: int, *, now_s: float = 0.0, most: int | None = None) -> list[str]:
    return [line.id for line in schedule.next_lines(now_s, caps=cap(number), most=most)]


def record(schedule: Schedule, number: int, *, seconds: float = 10.0) -> tuple[float, list[str]]:
    """Record all with calls of equal length; the makespan and the order of the starts."""
    now_s, order = 0.0, []
    while not schedule.is_done:
        started = start(schedule, number, now_s=now_s)
        order += started
        assert schedule.in_flight
        assert len(schedule.in_flight) <= number
        now_s += seconds
        for line in schedule.in_flight:
            schedule.finished(line, now_s=now_s)
    return now_s, order


# In order


def test_a_line_waits_until_the_one_before_it_is_finished():
    schedule = Schedule(chapter("a", "xx"))
    assert start(schedule, 5) == ["a0"]
    assert start(schedule, 5) == []
    schedule.finished("a0", now_s=10.0)
    assert start(schedule, 5, now_s=10.0) == ["a1"]
    schedule.finished("a1", now_s=20.0)
    assert schedule.is_done


def test_chapters_run_side_by_side_the_longest_first():
    schedule = Schedule([*chapter("a", "xx"), *chapter("b", "xxxx"), *chapter("c", "xxx")])
    assert start(schedule, 2) == ["b0", "c0"]


def test_an_open_chapter_goes_on_before_another_is_opened():
    schedule = Schedule([*chapter("a", "xx"), *chapter("b", "xx"), *chapter("c", "x" * 5), *chapter("d", "x" * 6)])
    assert start(schedule, 1) == ["d0"]
    schedule.finished("d0", now_s=10.0)
    assert start(schedule, 1, now_s=10.0) == ["d1"]


def test_of_two_open_chapters_the_one_that_waits_longest_goes_on():
    schedule = Schedule([*chapter("a", "x" * 9), *chapter("b", "x" * 8), *chapter("c", "x" * 7)])
    assert start(schedule, 2) == ["a0", "b0"]
    schedule.finished("b0", now_s=9.0)
    schedule.finished("a0", now_s=10.0)
    assert start(schedule, 1, now_s=10.0) == ["b1"]


def test_seven_equal_chapters_on_five_slots_take_turns_and_end_together_uncut():
    books = [line for name in "abcdefg" for line in chapter(name, "xxxxx/xxxxx")]
    schedule = Schedule(books)
    makespan_s, order = record(schedule, 5)
    assert makespan_s == 140.0
    assert schedule.weak_seams == ()
    assert len(order) == 70


def test_no_more_than_the_cap_is_started_and_never_more_than_the_breaker_allows():
    books = [line for name in "abcdef" for line in chapter(name, "xx")]
    schedule = Schedule(books)
    assert start(schedule, 4, most=0) == []
    assert len(start(schedule, 4, most=1)) == 1
    assert start(schedule, 4, most=1) == []
    assert len(start(schedule, 4)) == 3
    assert len(schedule.in_flight) == 4


def test_before_a_cap_is_named_two_lines_start_and_nothing_is_cut():
    schedule = Schedule([*chapter("a", "xx/xx"), *chapter("b", "x"), *chapter("c", "x")])
    begin = {"": Concurrency.begin(30)}
    assert [line.id for line in schedule.next_lines(0.0, caps=begin)] == ["a0", "b0"]
    alone = Schedule(chapter("a", "xx/xx"))
    assert [line.id for line in alone.next_lines(0.0, caps=begin)] == ["a0"]


# Cuts


def test_one_long_chapter_is_cut_at_its_scene_break_and_the_seam_is_counted():
    schedule = Schedule(chapter("a", "xxx/xxx"))
    assert record(schedule, 2)[0] == 30.0
    assert schedule.weak_seams == ("a3",)


def test_a_chapter_without_scene_breaks_is_never_cut():
    schedule = Schedule(chapter("a", "xxxxxx"))
    assert record(schedule, 2) == (60.0, ["a0", "a1", "a2", "a3", "a4", "a5"])
    assert schedule.weak_seams == ()


def test_a_chapter_that_ends_with_the_rest_is_not_cut():
    schedule = Schedule([*chapter("a", "xx/xx"), *chapter("b", "xxxx")])
    assert record(schedule, 2)[0] == 40.0
    assert schedule.weak_seams == ()


def test_a_chapter_is_cut_no_more_often_than_it_shortens_the_whole():
    four_scenes = chapter("a", "xx/xx/xx/xx")
    seams = {}
    for number in (1, 2, 4, 30):
        schedule = Schedule(four_scenes)
        seams[number] = (record(schedule, number)[0], len(schedule.weak_seams))
    assert seams == {1: (80.0, 0), 2: (40.0, 1), 4: (20.0, 3), 30: (20.0, 3)}


def test_a_long_scene_beside_short_ones_needs_one_cut_only():
    schedule = Schedule(chapter("a", "xxxxxxxx/xx/xx/xx/xx"))
    assert record(schedule, 30)[0] == 80.0
    assert schedule.weak_seams == ("a8",)


def test_lanes_are_cut_anew_when_the_cap_rises():
    schedule = Schedule(chapter("a", "xx/xx/xx/xx"))
    assert start(schedule, 1) == ["a0"]
    assert start(schedule, 2, now_s=1.0) == ["a4"]
    assert schedule.weak_seams == ("a4",)


def test_a_lane_that_ends_before_the_next_one_has_started_goes_on_into_it():
    schedule = Schedule(chapter("a", f"x/{'x' * 30}"))
    assert start(schedule, 1) == ["a0"]
    assert start(schedule, 4, now_s=1.0, most=1) == []
    schedule.finished("a0", now_s=10.0)
    assert start(schedule, 4, now_s=10.0) == ["a1"]
    assert schedule.weak_seams == ()


def test_lanes_that_have_not_started_are_given_back_when_the_cap_falls():
    schedule = Schedule(chapter("a", "xx/xx/xx/xx"))
    assert start(schedule, 4, most=1) == ["a0"]
    schedule.finished("a0", now_s=10.0)
    assert record(schedule, 1)[1] == ["a1", "a2", "a3", "a4", "a5", "a6", "a7"]
    assert schedule.weak_seams == ()


def test_a_scene_break_after_a_recorded_line_is_no_seam():
    schedule = Schedule(chapter("a", "xx-/xx"))
    assert sorted(start(schedule, 2)) == ["a0", "a3"]
    assert schedule.weak_seams == ()


# Pickups


def test_a_pickup_starts_at_once_whatever_is_recorded_around_it():
    schedule = Schedule(chapter("a", "--x--"))
    assert start(schedule, 10) == ["a2"]
    schedule.finished("a2", now_s=5.0)
    assert schedule.is_done


def test_pickups_apart_run_side_by_side_and_neighbouring_ones_from_left_to_right():
    schedule = Schedule(chapter("a", "-xx--x-"))
    assert sorted(start(schedule, 10)) == ["a1", "a5"]
    schedule.finished("a1", now_s=5.0)
    assert start(schedule, 10, now_s=5.0) == ["a2"]


# Failures


def test_a_failed_line_waits_and_so_does_its_lane_while_others_go_on():
    schedule = Schedule([*chapter("a", "xx"), *chapter("b", "x")])
    assert start(schedule, 1) == ["a0"]
    schedule.failed("a0", retry_at_s=9.0)
    assert schedule.wakes_at_s() == 9.0
    assert start(schedule, 1, now_s=8.9) == ["b0"]
    schedule.finished("b0", now_s=8.95)
    assert start(schedule, 1, now_s=8.95) == []
    assert start(schedule, 1, now_s=9.0) == ["a0"]
    assert schedule.wakes_at_s() is None


def test_a_lane_goes_on_without_a_line_that_was_given_up():
    schedule = Schedule(chapter("a", "xx"))
    start(schedule, 1)
    schedule.gave_up("a0", now_s=1.0)
    assert start(schedule, 1, now_s=1.0) == ["a1"]
    schedule.gave_up("a1", now_s=2.0)
    assert schedule.is_done
    assert schedule.weak_seams == ()


def test_a_lane_head_that_is_sent_again_after_its_predecessor_is_no_weak_seam():
    schedule = Schedule(chapter("a", "x/x"))
    assert sorted(start(schedule, 2)) == ["a0", "a1"]
    schedule.failed("a1", retry_at_s=10.0)
    schedule.finished("a0", now_s=10.0)
    assert start(schedule, 2, now_s=10.0) == ["a1"]
    assert schedule.weak_seams == ()


def test_a_line_that_is_not_in_flight_cannot_finish_or_fail():
    schedule = Schedule(chapter("a", "x"))
    with pytest.raises(ValueError, match="a0 is not in flight"):
        schedule.finished("a0", now_s=1.0)
    with pytest.raises(ValueError, match="a9 is not in flight"):
        schedule.failed("a9", retry_at_s=1.0)


def test_a_line_is_not_scheduled_twice_or_for_no_time():
    with pytest.raises(ValueError, match="twice"):
        Schedule([*chapter("a", "x"), *chapter("a", "x")])
    with pytest.raises(ValueError, match="no time"):
        Schedule(chapter("a", "x", seconds=0.0))


# Groups and estimates


def test_each_group_of_models_has_its_own_cap():
    books = [
        *chapter("a", "x"),
        *chapter("b", "x"),
        *chapter("f", "x", group="turbo"),
        *chapter("g", "x", group="turbo"),
    ]
    caps = {**cap(1), "turbo": Concurrency.begin(2).succeeded(maximum=2)}
    assert sorted(line.id for line in Schedule(books).next_lines(0.0, caps=caps)) == ["a0", "f0", "g0"]


def test_what_remains_is_told_at_the_pace_that_was_measured():
    schedule = Schedule(chapter("a", "xxx"))
    assert schedule.remaining_s == 30.0
    start(schedule, 1)
    schedule.finished("a0", now_s=15.0)
    assert schedule.remaining_s == 30.0


def test_a_service_three_times_slower_than_expected_is_cut_as_often_as_one_on_time():
    books = [*chapter("a", "xx/xx/xx/xx"), *chapter("b", "xxx")]
    on_time, slow = Schedule(books), Schedule(books)
    assert record(on_time, 3)[0] * 3 == record(slow, 3, seconds=30.0)[0]
    assert on_time.weak_seams == slow.weak_seams


def record_paced(schedule: Schedule, number: int, seconds: dict[str, float]) -> list[str]:
    """Record all with so many seconds for a line of each chapter; the order of the starts."""
    now_s, order, ends = 0.0, [], {}
    while not schedule.is_done:
        for line in start(schedule, number, now_s=now_s):
            order.append(line)
            ends[line] = now_s + seconds[line[0]]
        line = min(ends, key=lambda name: ends[name])
        now_s = ends.pop(line)
        schedule.finished(line, now_s=now_s)
    return order


def test_a_chapter_slower_than_expected_is_cut_though_one_on_time_is_not():
    books = [*chapter("a", "xx/xx/xx/xx"), *chapter("b", "xxxxxxxx")]
    on_time, slow = Schedule(books), Schedule(books)
    record_paced(on_time, 2, {"a": 10.0, "b": 10.0})
    record_paced(slow, 2, {"a": 10.0, "b": 1.0})
    assert on_time.weak_seams == ()
    assert slow.weak_seams == ("a4",)


def test_a_chapter_slower_than_expected_is_cut_before_the_others_are_through():
    books = [*chapter("a", "xx/xx/xx/xx/xx/xx"), *chapter("b", "xxxx"), *chapter("c", "xxxx"), *chapter("d", "xxxx")]
    schedule = Schedule(books)
    order = record_paced(schedule, 2, {"a": 10.0, "b": 2.0, "c": 2.0, "d": 2.0})
    (head,) = schedule.weak_seams
    assert order.index(head) < order.index("d3")


# With stitching


def test_in_a_run_every_line_but_chapter_heads_and_weak_seams_is_stitched_to_a_finished_neighbour():
    books = [*chapter("a", "xxx/xxx/xxx"), *chapter("b", "xx")]
    heard = {
        line.id: ChapterLine(
            id=line.id,
            chapter=line.chapter,
            voice="anna",
            model="v2",
            text=f"{line.id}.",
            standing=Standing.TO_RECORD,
            follows_scene_break=line.follows_scene_break,
        )
        for line in books
    }
    schedule, modes, now_s = Schedule(books), {}, 0.0
    while not schedule.is_done:
        for name in start(schedule, 3, now_s=now_s):
            place = [*heard].index(name)
            modes[name] = choose_context([*heard.values()], place, now_s=now_s).before.mode
        now_s += 10.0
        for name in schedule.in_flight:
            schedule.finished(name, now_s=now_s)
            made = Generation(request_id=f"r-{name}", voice="anna", model="v2", completed_at_s=now_s)
            heard[name] = replace(heard[name], standing=Standing.RECORDED, generation=made)
    assert {name for name, mode in modes.items() if mode is ContextMode.NONE} == {"a0", "b0"}
    assert {name for name, mode in modes.items() if mode is ContextMode.TEXT} == set(schedule.weak_seams)
    assert len(schedule.weak_seams) == 2


# The property


plans = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), min_size=1, max_size=5)


@settings(deadline=None)
@given(plans, st.lists(st.integers(1, 8), min_size=1, max_size=4), st.integers(0, 2**32))
def test_whatever_fails_and_however_the_cap_moves_every_line_is_recorded_once_and_in_its_order(
    scenes: list[list[int]], caps: list[int], seed: int
):
    chance = random.Random(seed)
    books = [
        line
        for number, lengths in enumerate(scenes)
        for line in chapter("abcde"[number], "/".join("x" * length for length in lengths))
    ]
    before = {after.id: line for line, after in pairwise(books) if line.chapter == after.chapter}
    by_id = {line.id: line for line in books}
    schedule, finished, now_s, weak = Schedule(books), [], 0.0, set()
    while not schedule.is_done:
        number = caps[int(now_s / 7) % len(caps)]
        for line in start(schedule, number, now_s=now_s):
            assert line not in finished
            if line in before and before[line].id not in finished:
                assert by_id[line].follows_scene_break
                weak.add(line)
            else:
                weak.discard(line)
        assert len(schedule.in_flight) <= max(caps)
        assert schedule.weak_seams == tuple(sorted(weak))
        now_s += chance.uniform(0.1, 5)
        for line in chance.sample(schedule.in_flight, k=min(len(schedule.in_flight), 2)):
            if chance.random() < 0.3:
                schedule.failed(line, retry_at_s=now_s + chance.uniform(0, 5))
            else:
                schedule.finished(line, now_s=now_s)
                finished.append(line)
    assert sorted(finished) == sorted(by_id)
    assert schedule.remaining_s == pytest.approx(0.0, abs=1e-6)
