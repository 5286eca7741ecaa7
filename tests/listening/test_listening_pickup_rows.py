from __future__ import annotations

from dataclasses import replace

import pytest
from heard_lines import line
from hypothesis import given
from hypothesis import strategies as st

from pipeline.listening.pickup_rows import make_rows, names_of, read_dismissed
from pipeline.listening.scores import best_take, lines_to_retake, score_of, strongest_first
from pipeline.model import HeardFinding, ListeningCode, PickupState, Remedy


def finding(code=ListeningCode.MISSING, **fields):
    usual = {
        "chapter": "c01",
        "paragraph": "c01-p002",
        "line": 0,
        "take": "t00000000000001",
        "begin_s": 1.0,
        "end_s": 2.0,
        "chapter_s": 12.3,
        "message": str(code),
    }
    return HeardFinding(code=code, **(usual | fields))


LEVEL = finding(ListeningCode.LEVEL, message="+6.0 dB")
LOST = finding(written="green door", message="2 words are not heard")
WORD = finding(ListeningCode.WRONG, written="plough", heard="flow", remedy=Remedy.LEXICON, chapter_s=14.0)


def rows(*findings):
    return make_rows(findings, advice=lambda _: "")


def test_findings_of_a_take_are_one_pickup_and_the_strongest_comes_first():
    (row,) = rows(LEVEL, WORD, LOST)
    assert row.kind == "missing, wrong-word, level"
    assert (row.chapter, row.time_s, row.paragraph, row.take) == ("c01", 12.3, "c01-p002", LOST.take)
    assert (row.written, row.heard) == ("green door / plough", "- / flow")
    assert row.note == "2 words are not heard; listen.wrong-word; +6.0 dB"
    assert row.remedy is Remedy.RETAKE, "the take has to be recorded again anyway"


def test_two_takes_of_a_paragraph_are_two_pickups():
    assert [row.take for row in rows(LEVEL, replace(LOST, take="t00000000000002", line=1))] == [
        "t00000000000001",
        "t00000000000002",
    ]


def test_advice_stands_in_the_note():
    (row,) = make_rows([WORD], advice=lambda one: f"it may be said {one.written}")
    assert row.note == "listen.wrong-word; it may be said plough"
    assert row.remedy is Remedy.LEXICON


def dismissed(*findings, names=()):
    return read_dismissed([replace(row, state=PickupState.DISMISSED) for row in rows(*findings)], names=names)


def test_what_is_dismissed_is_not_told_again_of_the_same_take():
    known = dismissed(LOST, LEVEL)
    assert known.covers(LOST)
    assert known.covers(replace(LEVEL, begin_s=3.0))
    assert not known.covers(replace(LOST, take="t00000000000002"))
    assert not known.covers(finding(ListeningCode.NOISE)), "nobody has dismissed that"


def test_a_word_that_is_dismissed_is_learned_as_it_was_heard_and_a_name_in_any_way():
    elsewhere = {"take": "t00000000000002"}
    known = dismissed(WORD)
    assert known.covers(replace(WORD, **elsewhere))
    assert not known.covers(replace(WORD, heard="plow on", **elsewhere))
    assert dismissed(WORD, names={"plough"}).covers(replace(WORD, heard="plow on", **elsewhere))


def test_a_long_place_teaches_nothing_and_what_is_open_or_a_persons_neither():
    long = replace(WORD, written="one two three four", heard="five six seven eight")
    assert not dismissed(long).covers(replace(long, take="t00000000000002"))
    assert read_dismissed(rows(WORD), names=()) == read_dismissed([], names=())
    by_hand = [replace(row, take="", state=PickupState.DISMISSED) for row in rows(WORD)]
    assert read_dismissed(by_hand, names=()) == read_dismissed([], names=())


def test_names_are_what_is_written_with_a_capital_inside_a_sentence():
    assert names_of([line("Then Filby said that the Eloi slept.")]) == {"filby", "eloi"}


def test_of_several_takes_the_best_score_wins_and_of_equals_the_first():
    assert score_of([]) == 0
    assert score_of([LOST]) > score_of([WORD]) > score_of([LEVEL])
    assert best_take([("old", 40.0), ("new", 8.0)]) == "new"
    assert best_take([("old", 8.0), ("new", 8.0)]) == "old"


def test_the_worst_line_is_recorded_first_each_at_most_so_often():
    other = replace(LOST, paragraph="c01-p001", take="t00000000000002", code=ListeningCode.SILENT)
    assert lines_to_retake([LEVEL, other], most=2, made=lambda _: 1) == (("c01-p001", 0), ("c01-p002", 0))
    assert lines_to_retake([LEVEL, other], most=2, made=lambda _: 2) == ()


@pytest.mark.parametrize(("made", "wanted"), [(0, (("c01-p002", 0),)), (1, ())])
def test_a_word_said_wrongly_has_one_retake_and_then_is_the_lexicons(made, wanted):
    assert lines_to_retake([WORD], most=2, made=lambda _: made) == wanted


def test_what_is_the_scripts_is_not_recorded_again():
    assert lines_to_retake([replace(LOST, remedy=Remedy.SCRIPT)], most=2, made=lambda _: 0) == ()


@given(st.lists(st.sampled_from(ListeningCode), max_size=6))
def test_every_code_has_a_weight_and_the_order_is_that_of_weight(codes):
    told = strongest_first([finding(code) for code in codes])
    weights = [score_of([one]) for one in told]
    assert weights == sorted(weights, reverse=True)
    assert all(weight > 0 for weight in weights)
