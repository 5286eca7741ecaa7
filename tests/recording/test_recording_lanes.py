"""Stretches of a chapter, and the fewest cuts at scene breaks."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.recording.lanes import (
    Lane,
    ScheduledLine,
    choose_cuts,
    cut_lane,
    expected_service_s,
    find_stretches,
    join_lanes,
)


def lines(plan: str, *, chapter: str = "c01", seconds: float = 1.0) -> list[ScheduledLine]:
    """Lines from a plan: `x` to record, `-` recorded, `/` a scene break before the next."""
    made: list[ScheduledLine] = []
    after_break = False
    for mark in plan:
        if mark != "/":
            made.append(
                ScheduledLine(
                    id=f"{chapter}-{len(made)}",
                    chapter=chapter,
                    expected_s=seconds,
                    follows_scene_break=after_break,
                    is_recorded=mark == "-",
                )
            )
        after_break = mark == "/"
    return made


def lane(plan: str) -> Lane:
    (stretch,) = find_stretches(lines(plan))
    return Lane(stretch, 0, len(stretch.lines), 0)


def ranges(lanes: tuple[Lane, ...] | list[Lane]) -> list[tuple[int, int]]:
    return [(part.start, part.stop) for part in lanes]


def test_a_stretch_ends_at_what_is_recorded_and_at_the_end_of_the_chapter():
    stretches = find_stretches([*lines("xx-x"), *lines("x--", chapter="c02")])
    assert [[line.id for line in stretch.lines] for stretch in stretches] == [["c01-0", "c01-1"], ["c01-3"], ["c02-0"]]


def test_nothing_to_record_is_no_stretch():
    assert find_stretches(lines("---")) == ()


def test_a_lane_is_cut_at_scene_breaks_only():
    assert ranges(cut_lane(lane("xxxx/xx"), 3.0)) == [(0, 4), (4, 6)]
    assert ranges(cut_lane(lane("xxxxxx"), 3.0)) == [(0, 6)]


def test_a_lane_is_cut_as_rarely_as_it_can_and_then_evenly():
    assert ranges(cut_lane(lane("xx/xx/xx/xx"), 7.0)) == [(0, 4), (4, 8)]
    assert ranges(cut_lane(lane("xx/xx/xx/xx"), 8.0)) == [(0, 8)]


def test_the_scene_that_is_being_recorded_is_not_cut_off():
    begun = lane("xxx/xx/xx")
    begun.at = 1
    assert ranges(cut_lane(begun, 4.0)) == [(0, 5), (5, 7)]
    begun = lane("xxx/xx/xx")
    begun.at = 3
    assert ranges(cut_lane(begun, 2.0)) == [(0, 5), (5, 7)]


def test_lanes_that_have_not_started_are_given_back_to_the_one_before():
    lanes = cut_lane(lane("xx/xx/xx/xx"), 2.0)
    lanes[0].is_open = lanes[2].is_open = True
    assert ranges(join_lanes(lanes)) == [(0, 4), (4, 8)]
    other = lane("xx")
    assert ranges(join_lanes([lane("x"), other])) == [(0, 1), (0, 2)]


def test_a_call_takes_time_besides_its_characters():
    assert expected_service_s(0) == 0.7
    assert expected_service_s(600) == pytest.approx(10.7)


scenes = st.lists(st.integers(1, 20).map(float), min_size=1, max_size=8)


def longest_part(scenes_s: list[float], cuts: tuple[int, ...]) -> float:
    return max(sum(scenes_s[start:stop]) for start, stop in pairwise((0, *cuts, len(scenes_s))))


@settings(deadline=None)
@given(scenes, st.integers(1, 60).map(float))
def test_no_other_cutting_has_fewer_cuts_or_as_few_with_a_shorter_longest_part(scenes_s: list[float], longest_s: float):
    longest_s = max(longest_s, *scenes_s)
    cuts = choose_cuts(scenes_s, longest_s)
    every = [
        chosen
        for count in range(len(scenes_s))
        for chosen in combinations(range(1, len(scenes_s)), count)
        if longest_part(scenes_s, chosen) <= longest_s
    ]
    fewest = [chosen for chosen in every if len(chosen) == min(map(len, every))]
    assert cuts in every
    assert len(cuts) == len(fewest[0])
    assert longest_part(scenes_s, cuts) == min(longest_part(scenes_s, chosen) for chosen in fewest)
