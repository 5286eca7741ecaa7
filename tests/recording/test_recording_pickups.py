from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recording_lines import lines_of

from pipeline.model import Pickup, PickupState, Remedy, TimelineEntry
from pipeline.recording.pickups import (
    HeardChapter,
    HeardFile,
    Hearing,
    close_named,
    close_retakes,
    merge_pickups,
    resolve_pickup,
    retakes_wanted,
)


def entry(paragraph: str, begin_s: float, end_s: float) -> TimelineEntry:
    return TimelineEntry(paragraph=paragraph, line=0, take=f"t-{paragraph}", begin_s=begin_s, end_s=end_s)


FIRST = HeardChapter(
    id="c01",
    title="The Gate",
    files=("02 - I.mp3",),
    track=2,
    length_s=40.0,
    timeline=(entry("p1", 0.5, 9.0), entry("p2", 10.0, 19.0), entry("p3", 20.0, 37.0)),
)
SECOND = HeardChapter(
    id="c02", title="II", files=("03 - II.mp3",), track=3, length_s=20.0, timeline=(entry("p4", 0.5, 18.0),)
)
HEARING = Hearing(
    paragraphs={
        "p1": lines_of("p1", "Nobody came."),
        "p2": lines_of("p2", "The lamp was lit."),
        "p3": lines_of("p3", "She saw the lamp."),
        "p4": lines_of("p4", "He went home."),
    },
    chapters=(FIRST, SECOND),
    files=(HeardFile(name="The Lamp.m4b", chapters=(FIRST, SECOND)),),
)


def resolved(**fields: object) -> tuple[str, str, str]:
    found = resolve_pickup(Pickup(**fields), HEARING)
    return found.pickup.chapter, found.pickup.paragraph, found.problem


@pytest.mark.parametrize("named", ["03 - II.mp3", "03 - II", "audio\\03 - II.MP3", "c02", "C02", "ii", "3", "track 03"])
def test_a_chapter_is_named_by_file_id_title_or_number_of_its_file(named):
    assert resolved(chapter=named, time_s=5.0) == ("c02", "p4", "")


@pytest.mark.parametrize(
    ("time_s", "paragraph"),
    [(0.0, "p1"), (0.5, "p1"), (9.5, "p1"), (9.96, "p2"), (10.0, "p2"), (15.0, "p2"), (39.9, "p3")],
)
def test_a_time_is_the_speech_that_began_last(time_s, paragraph):
    assert resolved(chapter="c01", time_s=time_s) == ("c01", paragraph, "")


def test_the_words_of_a_row_decide_between_neighbours():
    assert resolved(chapter="c01", time_s=19.0, written="saw the Lamp")[1] == "p3"
    assert resolved(chapter="c01", time_s=19.0, written="lamp")[1] == "p2"
    assert resolved(chapter="c01", time_s=1.0, written="she saw the lamp")[1] == "p1", "p3 is too far away"
    assert resolved(chapter="c01", time_s=19.0, written="no such words")[1] == "p2"


def test_words_without_a_time_are_enough_where_one_paragraph_has_them():
    assert resolved(chapter="c01", written="was lit")[1] == "p2"
    assert resolved(chapter="c01", written="lamp") == (
        "c01",
        "",
        "it has no time, and its words do not tell one paragraph of c01",
    )


def test_a_time_in_the_whole_book_is_that_of_its_chapter():
    found = resolve_pickup(Pickup(chapter="The Lamp.m4b", time_s=45.0), HEARING).pickup
    assert (found.chapter, found.time_s, found.paragraph) == ("c02", 5.0, "p4")


def test_an_id_goes_before_everything_else():
    assert resolved(paragraph="P2", chapter="02 - I.mp3", time_s=0.0) == ("c01", "p2", "")
    assert resolved(paragraph="p4") == ("c01", "p4", ""), "where no chapter is named it is the script's"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"paragraph": "p9"}, "p9: no paragraph that is read aloud has this id"),
        ({"note": "a click somewhere"}, "it names neither a paragraph nor a chapter"),
        ({"chapter": "c09", "time_s": 1.0}, "no chapter that is mastered has the file, id or title 'c09'"),
        ({"chapter": "c02", "time_s": 21.0}, "c02 ends at 0:20, before that time"),
        ({"chapter": "c02", "time_s": 3660.0}, "a spreadsheet may have made hours of minutes"),
        ({"chapter": "The Lamp.m4b", "time_s": 61.0}, "The Lamp.m4b ends before that time"),
    ],
)
def test_what_has_no_paragraph_says_why(fields, problem):
    found = resolve_pickup(Pickup(**fields), HEARING)
    assert problem in found.problem


def test_a_title_of_two_chapters_asks_for_the_id():
    both = replace(HEARING, chapters=(FIRST, replace(SECOND, title="The Gate")))
    assert resolve_pickup(Pickup(chapter="the gate", time_s=1.0), both).problem == (
        "'the gate' is the name of c01, c02; give the id"
    )


@given(st.floats(0, 40), st.sampled_from(["c01", "02 - I.mp3", "The Gate"]))
def test_every_time_inside_a_chapter_has_a_paragraph_of_it(time_s, named):
    chapter, paragraph, problem = resolved(chapter=named, time_s=time_s)
    assert (chapter, problem) == ("c01", "")
    assert paragraph in {"p1", "p2", "p3"}


CLICK = Pickup(chapter="c01", time_s=15.0, paragraph="p2", kind="noise", note="click")
NAME = Pickup(chapter="c01", time_s=1.0, paragraph="p1", remedy=Remedy.LEXICON, note="Featherstonehaugh")
LOST = Pickup(chapter="c09", time_s=1.0, note="where?")


def test_a_list_stands_in_script_order_with_what_has_no_paragraph_last():
    assert merge_pickups([LOST, CLICK], [NAME], order=["p1", "p2", "p3"]) == (NAME, CLICK, LOST)


def test_the_same_list_again_adds_nothing_and_reopens_nothing():
    done = replace(CLICK, state=PickupState.DONE)
    assert merge_pickups([NAME, done], [CLICK, NAME], order=["p1", "p2"]) == (NAME, done)


def test_a_time_that_now_lies_in_another_paragraph_is_the_same_pickup():
    assert merge_pickups([CLICK], [replace(CLICK, paragraph="p3")], order=["p2", "p3"]) == (CLICK,)


def test_retakes_are_wanted_of_open_pickups_that_nobody_has_to_mend():
    pickups = [CLICK, NAME, LOST, replace(CLICK, note="again"), replace(CLICK, paragraph="p3", state=PickupState.DONE)]
    assert retakes_wanted(pickups) == ("p2",)


def test_what_was_recorded_closes_its_retakes_and_nothing_else():
    name_there = replace(NAME, paragraph="p2")
    states = [pickup.state for pickup in close_retakes([CLICK, name_there, replace(CLICK, paragraph="p3")], {"p2"})]
    assert states == ["done", "open", "open"]


def test_a_person_closes_by_row_or_by_paragraph():
    closed, unknown = close_named([NAME, CLICK, CLICK], ["1", "p2", "9"], PickupState.DISMISSED)
    assert [pickup.state for pickup in closed] == ["dismissed"] * 3
    assert unknown == ("9",)
    assert close_named(closed, ["1"], PickupState.DONE)[1] == ("1",), "it is not open any more"
