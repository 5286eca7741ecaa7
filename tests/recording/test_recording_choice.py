from __future__ import annotations

import pytest
from recording_lines import Studio, lines_of, take_of

from pipeline.errors import TakesError
from pipeline.recording.choice import accept_reading, choose_takes, lock_paragraphs, refuse_takes

PARAGRAPH = lines_of("p001", "One.", "Two.")


def studio_with(*paragraphs):
    studio = Studio()
    studio.record(paragraphs)
    return studio


def test_a_chosen_take_stands_for_its_line_and_the_other_line_keeps_its_own():
    studio = studio_with(PARAGRAPH)
    other = take_of(PARAGRAPH, 1, name="t009", at=9)
    studio.keep(other)
    studio.choose(choose_takes(studio.plan([PARAGRAPH]), [other]))
    assert [entry.take for entry in studio.chosen[0].takes] == ["t001", "t009"]
    assert studio.record([PARAGRAPH]) == []


def test_a_take_of_the_words_before_an_edit_can_be_chosen_and_then_stands():
    studio = studio_with(PARAGRAPH)
    edited = [lines_of("p001", "One.", "Three.")]
    studio.choose(choose_takes(studio.plan(edited), [studio.index.takes["t002"]]))
    assert studio.record(edited) == []
    assert [entry.take for entry in studio.chosen[0].takes] == ["t001", "t002"]


def test_a_choice_that_leaves_another_line_without_a_take_is_refused():
    studio = Studio()
    take = take_of(PARAGRAPH, 0, name="t001")
    studio.keep(take)
    with pytest.raises(TakesError, match="another line of p001 has no take yet"):
        choose_takes(studio.plan([PARAGRAPH]), [take])


def test_takes_of_lines_that_are_gone_or_locked_cannot_be_chosen_and_all_are_told():
    studio = studio_with(PARAGRAPH, lines_of("p002", "Three."))
    takes = list(studio.index.takes.values())
    studio.choose(lock_paragraphs(studio.plan([PARAGRAPH, lines_of("p002", "Three.")]), ["p002"], is_locked=True))
    with pytest.raises(TakesError) as caught:
        choose_takes(studio.plan([lines_of("p001", "One."), lines_of("p002", "Three.")]), takes[1:])
    assert caught.value.problems == (
        "t002: p001 has no line 1 any more",
        "t003: the takes of p002 are locked; `declaim takes unlock` it first",
    )
    with pytest.raises(TakesError, match="is no longer in the script"):
        choose_takes(studio.plan([]), takes[:1])


def test_a_take_that_stands_in_a_locked_paragraph_cannot_be_rejected():
    studio = studio_with(PARAGRAPH)
    studio.choose(lock_paragraphs(studio.plan([PARAGRAPH]), ["p001"], is_locked=True))
    with pytest.raises(TakesError, match="p001 is locked"):
        refuse_takes(studio.plan([PARAGRAPH]), [studio.index.takes["t001"]])


def test_accepting_a_changed_reading_keeps_the_takes_for_good():
    studio = studio_with(lines_of("p001", "nineteen hundred", source="1900"))
    now = [lines_of("p001", "one thousand nine hundred", source="1900")]
    studio.choose(accept_reading(studio.plan(now), ["p001"]))
    plan = studio.plan(now)
    assert plan.reading_changed == plan.to_record == ()
    assert studio.chosen[0].takes[0].take == "t001"


def test_accepting_what_did_not_change_or_has_other_lines_now_is_refused():
    studio = studio_with(lines_of("p001", "One. Two.", source="same"), lines_of("p002", "Three."))
    now = [lines_of("p001", "One.", "Two.", source="same"), lines_of("p002", "Three.")]
    with pytest.raises(TakesError) as caught:
        accept_reading(studio.plan(now), ["p001", "p002"])
    assert caught.value.problems == (
        "p002: its reading did not change; `declaim plan` lists those that did",
        "p001: it is read in another number of lines now; lock it to keep its takes, or record it again",
    )


def test_only_a_paragraph_with_takes_can_be_locked():
    with pytest.raises(TakesError, match="p001: no takes stand for it"):
        lock_paragraphs(Studio().plan([PARAGRAPH]), ["p001"], is_locked=True)
