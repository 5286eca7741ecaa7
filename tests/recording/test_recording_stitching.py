"""What is sent of the neighbours: one test a row of the decision table, the rule of usable ids, and the ladder."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import (
    ChapterLine,
    Context,
    ContextMode,
    ContextSide,
    Generation,
    Row,
    Standing,
    StitchingSupport,
)
from pipeline.recording.stitching import choose_context, degrade

NOW_S = 1_000_000.0
HOUR_S = 3600.0
NO_IDS = StitchingSupport(takes_ids=False)
STANDS, TO_RECORD, RECORDED = Standing.STANDS, Standing.TO_RECORD, Standing.RECORDED


def generation(number: int, *, age_s: float = 60.0, **facts: object) -> Generation:
    made = Generation(request_id=f"r{number}", voice="anna", model="v2", completed_at_s=NOW_S - age_s)
    return replace(made, **facts)


def line(number: int, standing: Standing = TO_RECORD, *, age_s: float | None = None, **facts: object) -> ChapterLine:
    """Line n of chapter c01, by anna, saying "Line n."; with an age it has a generation r<n>."""
    made = ChapterLine(
        id=f"c01-p{number:03}/0",
        chapter="c01",
        voice="anna",
        model="v2",
        text=f"Line {number}.",
        standing=standing,
        generation=None if age_s is None else generation(number, age_s=age_s),
    )
    return replace(made, **facts)


def texts(first: int, last: int) -> str:
    return " ".join(f"Line {number}." for number in range(first, last + 1))


def context(lines: list[ChapterLine], at: int, support: StitchingSupport | None = None) -> Context:
    return choose_context(lines, at, now_s=NOW_S, support=support)


def nothing(row: Row) -> ContextSide:
    return ContextSide(row=row)


def text(row: Row, words: str) -> ContextSide:
    return ContextSide(row=row, text=words)


def ids(row: Row, *names: str, words: str) -> ContextSide:
    return ContextSide(row=row, ids=names, text=words)


# The rows: a, first pass in sequence


def test_a1_the_first_line_of_a_chapter_sends_the_text_after():
    assert context([line(1), line(2), line(3)], 0) == Context(
        before=nothing(Row.FIRST), after=text(Row.FIRST, texts(2, 3))
    )


def test_a1_a_title_by_another_voice_is_no_neighbour():
    title = line(1, RECORDED, age_s=5, voice="bert", is_title=True)
    assert context([title, line(2), line(3)], 1) == Context(before=nothing(Row.FIRST), after=text(Row.FIRST, "Line 3."))


def test_a1_a_title_by_the_same_voice_is_a_neighbour():
    title = line(1, RECORDED, age_s=5, is_title=True)
    assert context([title, line(2), line(3)], 1).before == ids(Row.CHAINED, "r1", words="Line 1.")


def test_a2_a_later_line_sends_the_last_three_ids_with_the_text_before_and_the_text_after():
    lines = [*(line(number, RECORDED, age_s=100 - number) for number in range(1, 6)), line(6), line(7)]
    assert context(lines, 5) == Context(
        before=ids(Row.CHAINED, "r3", "r4", "r5", words=texts(1, 5)), after=text(Row.CHAINED, "Line 7.")
    )


def test_a2_the_second_line_sends_one_id():
    assert context([line(1, RECORDED, age_s=1), line(2), line(3)], 1) == Context(
        before=ids(Row.CHAINED, "r1", words="Line 1."), after=text(Row.CHAINED, "Line 3.")
    )


def test_a3_a_run_resumed_after_two_hours_starts_with_text_and_the_chain_forms_again():
    old = [line(number, STANDS, age_s=2 * HOUR_S) for number in (1, 2, 3)]
    assert context([*old, line(4), line(5)], 3) == Context(
        before=text(Row.RESUMED, texts(1, 3)), after=text(Row.RESUMED, "Line 5.")
    )
    assert context([*old, line(4, RECORDED, age_s=1), line(5)], 4).before == ids(Row.CHAINED, "r4", words=texts(1, 4))


# b, in parallel


def test_b1_parallel_inside_a_scene_sends_texts_though_the_header_of_the_line_before_has_arrived():
    in_flight = line(1, TO_RECORD, generation=generation(1, age_s=0, is_fully_read=False))
    assert context([in_flight, line(2), line(3)], 1) == Context(
        before=text(Row.PARALLEL, "Line 1."), after=text(Row.PARALLEL, "Line 3.")
    )


def test_b2_chapters_in_parallel_are_each_a_chain_of_their_own():
    other = [replace(made, chapter="c02", id=f"c02-{made.id}") for made in (line(8, RECORDED, age_s=9), line(9))]
    lines = [line(1, RECORDED, age_s=9), line(2), *other]
    assert context(lines, 1) == Context(before=ids(Row.CHAINED, "r1", words="Line 1."), after=nothing(Row.LAST))
    assert context(lines, 3) == Context(before=ids(Row.CHAINED, "r8", words="Line 8."), after=nothing(Row.LAST))


def test_b3_the_head_of_a_lane_sends_the_texts_and_its_second_line_chains():
    head = line(3, follows_scene_break=True)
    assert context([line(1), line(2), head, line(4)], 2) == Context(
        before=text(Row.LANE_HEAD, texts(1, 2)), after=text(Row.LANE_HEAD, "Line 4.")
    )
    recorded = replace(head, standing=RECORDED, generation=generation(3, age_s=2))
    assert context([line(1), line(2), recorded, line(4)], 3) == Context(
        before=ids(Row.CHAINED, "r3", words=texts(1, 3)), after=nothing(Row.LAST)
    )


def test_b3_the_last_line_before_a_lane_that_was_quicker_sends_the_text_after():
    head = line(3, RECORDED, age_s=2, follows_scene_break=True)
    assert context([line(1, RECORDED, age_s=9), line(2), head], 1) == Context(
        before=ids(Row.CHAINED, "r1", words="Line 1."), after=text(Row.LANE_HEAD, "Line 3.")
    )


# c, recorded again


def around(*, before_s: float, after_s: float) -> list[ChapterLine]:
    """Seven lines, the fourth to record; four takes of an age on either side."""
    before = [line(number, STANDS, age_s=before_s) for number in (1, 2, 3, 4)]
    return [*before, line(5), *(line(number, STANDS, age_s=after_s) for number in (6, 7, 8, 9))]


def test_c1_a_middle_line_between_young_neighbours_sends_three_ids_and_the_text_on_both_sides():
    made = context(around(before_s=60, after_s=60), 4)
    assert made == Context(
        before=ids(Row.BOTH_YOUNG, "r2", "r3", "r4", words=texts(1, 4)),
        after=ids(Row.BOTH_YOUNG, "r6", "r7", "r8", words=texts(6, 9)),
    )
    assert made.used_next_ids


def test_c2_with_the_neighbour_after_too_old_it_is_ids_before_and_text_after():
    assert context(around(before_s=60, after_s=2 * HOUR_S), 4) == Context(
        before=ids(Row.AFTER_OLD, "r2", "r3", "r4", words=texts(1, 4)), after=text(Row.AFTER_OLD, texts(6, 9))
    )


def test_c3_with_the_neighbour_before_too_old_it_is_text_before_and_ids_after():
    assert context(around(before_s=2 * HOUR_S, after_s=60), 4) == Context(
        before=text(Row.BEFORE_OLD, texts(1, 4)), after=ids(Row.BEFORE_OLD, "r6", "r7", "r8", words=texts(6, 9))
    )


def test_c4_with_both_neighbours_old_it_is_texts_and_no_old_id():
    assert context(around(before_s=2 * HOUR_S, after_s=2 * HOUR_S), 4) == Context(
        before=text(Row.BOTH_OLD, texts(1, 4)), after=text(Row.BOTH_OLD, texts(6, 9))
    )


def test_c5_neighbours_recorded_again_too_go_left_to_right_from_new_take_to_new_text():
    new = line(2, RECORDED, generation=generation(2, request_id="new2", age_s=1))
    again = line(4, TO_RECORD, age_s=60, text="Line 4, corrected.")
    assert context([line(1, STANDS, age_s=60), new, line(3), again, line(5, STANDS, age_s=60)], 2) == Context(
        before=ids(Row.CHAINED, "r1", "new2", words=texts(1, 2)),
        after=text(Row.RERECORDED, "Line 4, corrected. Line 5."),
    )


def test_c5_the_old_take_of_a_line_still_to_be_recorded_again_is_never_named():
    lines = [line(1, TO_RECORD, age_s=60), line(2), line(3, STANDS, age_s=60)]
    assert context(lines, 1) == Context(
        before=text(Row.PARALLEL, "Line 1."), after=ids(Row.BOTH_YOUNG, "r3", words="Line 3.")
    )


def test_c6_neighbours_of_another_voice_are_text():
    lines = [
        line(1, STANDS, voice="bert", generation=generation(1, voice="bert")),
        line(2),
        line(3, STANDS, voice="bert", generation=generation(3, voice="bert")),
    ]
    assert context(lines, 1) == Context(before=text(Row.OTHER_VOICE, "Line 1."), after=text(Row.OTHER_VOICE, "Line 3."))


def test_c6_the_same_voice_on_another_model_is_text():
    lines = [line(1, STANDS, generation=generation(1, model="flash")), line(2)]
    assert context(lines, 1).before == text(Row.OTHER_VOICE, "Line 1.")


def test_c7_neighbours_edited_by_hand_are_text():
    assert context([line(1, STANDS), line(2), line(3, STANDS)], 1) == Context(
        before=text(Row.FOREIGN, "Line 1."), after=text(Row.FOREIGN, "Line 3.")
    )


# d, the rest


def test_d1_under_zero_retention_it_is_texts_and_no_id():
    assert context(around(before_s=60, after_s=60), 4, StitchingSupport(is_logged=False)) == Context(
        before=text(Row.UNLOGGED, texts(1, 4)), after=text(Row.UNLOGGED, texts(6, 9))
    )


def test_d1_a_neighbour_made_under_zero_retention_is_text():
    lines = [line(1, STANDS, generation=generation(1, is_logged=False)), line(2)]
    assert context(lines, 1).before == text(Row.UNLOGGED, "Line 1.")


def test_d2_a_model_that_refuses_stitching_gets_nothing():
    support = StitchingSupport(takes_ids=False, takes_text=False)
    assert context(around(before_s=60, after_s=60), 4, support) == Context(
        before=nothing(Row.REFUSED), after=nothing(Row.REFUSED)
    )


def test_d2_a_model_that_refuses_only_ids_gets_the_texts():
    assert context(around(before_s=60, after_s=60), 4, NO_IDS) == Context(
        before=text(Row.REFUSED, texts(1, 4)), after=text(Row.REFUSED, texts(6, 9))
    )


def test_d3_server_errors_take_the_ids_away_step_by_step():
    lines = [line(number, RECORDED, age_s=9) for number in (1, 2, 3)]
    lines[1] = line(2, RECORDED, generation=generation(2, used_next_ids=True))
    sent = context([*lines, line(4), line(5)], 3)
    after = text(Row.CHAINED, "Line 5.")
    chained = ContextSide(row=Row.CHAINED, ids=("r1", "r2", "r3"), text=texts(1, 3), suspicious_ids=("r2",))
    assert [degrade(sent, step) for step in range(4)] == [
        Context(before=chained, after=after),
        Context(before=chained, after=after),
        Context(before=ids(Row.DEGRADED, "r3", words=texts(1, 3)), after=after),
        Context(before=text(Row.DEGRADED, texts(1, 3)), after=after),
    ]


def test_d4_the_last_line_of_a_chapter_sends_nothing_of_the_next_chapter():
    lines = [line(1, RECORDED, age_s=9), line(2), replace(line(3), chapter="c02")]
    assert context(lines, 1) == Context(before=ids(Row.CHAINED, "r1", words="Line 1."), after=nothing(Row.LAST))
    assert context(lines, 2) == Context(before=nothing(Row.FIRST), after=nothing(Row.LAST))


# The rule of usable ids


@pytest.mark.parametrize(
    "facts",
    [
        {"request_id": ""},
        {"is_fully_read": False},
        {"is_checked": False},
        {"is_chosen": False},
        {"is_logged": False},
        {"voice": "bert"},
        {"model": "flash"},
        {"completed_at_s": NOW_S - 110 * 60},
        {"completed_at_s": NOW_S + 1},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_an_unusable_nearest_neighbour_leaves_no_id_and_an_unusable_farther_one_ends_the_run(facts: dict[str, object]):
    spoiled = replace(generation(2), **facts)
    lines = [line(1, STANDS, age_s=9), line(2, STANDS, generation=spoiled), line(3, STANDS, age_s=9), line(4)]
    assert context([*lines[:2], line(3)], 2).before.mode is ContextMode.TEXT
    assert context(lines, 3).before.ids == ("r3",)


@pytest.mark.parametrize("facts", [{"standing": TO_RECORD}, {"voice": "bert"}], ids=["to-record", "recast"])
def test_a_farther_neighbour_whose_take_will_not_be_heard_ends_the_run_though_its_id_would_work(
    facts: dict[str, object],
):
    replaced = replace(line(2, STANDS, age_s=9), **facts)
    lines = [line(1, STANDS, age_s=9), replaced, line(3, STANDS, age_s=9), line(4), line(5, STANDS, age_s=9)]
    assert context(lines, 3).before.ids == ("r3",)
    assert context([line(0), *lines[2:3], *lines[1:2], *lines[:1]], 0).after.ids == ("r3",)


def test_the_header_of_a_later_line_in_flight_makes_it_no_line_that_is_recorded_again():
    in_flight = line(2, TO_RECORD, generation=generation(2, age_s=0, is_fully_read=False))
    assert context([line(1), in_flight], 0).after == text(Row.FIRST, "Line 2.")


def test_zero_retention_on_a_model_without_context_texts_sends_nothing():
    support = StitchingSupport(takes_text=False, is_logged=False)
    assert context(around(before_s=60, after_s=60), 4, support).before == nothing(Row.REFUSED)


def test_an_id_must_stay_young_until_the_call_is_expected_to_end():
    lines = [line(1, STANDS, age_s=109 * 60), line(2, expected_s=59)]
    assert context(lines, 1).before.ids == ("r1",)
    assert context([lines[0], line(2, expected_s=60)], 1).before == text(Row.RESUMED, "Line 1.")


def test_the_ladder_cuts_after_the_nearest_suspicious_id_of_either_side():
    sent = Context(
        before=ContextSide(row=Row.BOTH_YOUNG, ids=("r1", "r2", "r3"), text="B.", suspicious_ids=("r1", "r3")),
        after=ContextSide(row=Row.BOTH_YOUNG, ids=("r5", "r6", "r7"), text="A.", suspicious_ids=("r6",)),
    )
    assert degrade(sent, 2) == Context(before=text(Row.DEGRADED, "B."), after=ids(Row.DEGRADED, "r5", words="A."))
    assert degrade(sent, 9) == Context(before=text(Row.DEGRADED, "B."), after=text(Row.DEGRADED, "A."))


standings = st.sampled_from(Standing)
generations = st.none() | st.builds(
    generation,
    st.integers(1, 99),
    age_s=st.floats(-10, 3 * HOUR_S),
    voice=st.sampled_from(["anna", "bert"]),
    is_fully_read=st.booleans(),
    is_checked=st.booleans(),
    is_chosen=st.booleans(),
    is_logged=st.booleans(),
    used_next_ids=st.booleans(),
)
chapter_lines = st.builds(
    line,
    st.integers(1, 99),
    standings,
    voice=st.sampled_from(["anna", "bert"]),
    chapter=st.sampled_from(["c01", "c02"]),
    generation=generations,
    is_title=st.booleans(),
    follows_scene_break=st.booleans(),
)


@settings(deadline=None)
@given(st.lists(chapter_lines, min_size=1, max_size=9), st.data())
def test_whatever_the_chapter_looks_like_only_ids_of_the_contiguous_usable_run_are_sent(
    lines: list[ChapterLine], data: st.DataObject
):
    lines.sort(key=lambda made: made.chapter)
    at = data.draw(st.integers(0, len(lines) - 1))
    made = context(lines, at)
    for side, neighbours in ((made.before, lines[max(at - 3, 0) : at]), (made.after, lines[at + 1 : at + 4])):
        nearest_first = neighbours[::-1] if side is made.before else neighbours
        named = nearest_first[: len(side.ids)]
        found = tuple(other.generation.request_id for other in named if other.generation)
        assert side.ids == (found[::-1] if side is made.before else found)
        assert all(other.chapter == lines[at].chapter and other.voice == lines[at].voice for other in named)
        assert all(other.standing is not TO_RECORD for other in named)
        assert bool(side.ids) <= bool(side.text)
    for step in range(5):
        weaker = degrade(made, step)
        assert set(weaker.before.ids) <= set(made.before.ids)
        assert (weaker.before.text, weaker.after.text) == (made.before.text, made.after.text)
        assert step < 3 or not (weaker.before.ids or weaker.after.ids)
