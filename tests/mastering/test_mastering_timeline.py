"""Which pause follows which take."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_voice import make_line, make_paragraph, make_take

from pipeline.errors import TakesError
from pipeline.mastering.profiles import ACX, PROFILES
from pipeline.mastering.timeline import arrange_chapter, chapter_head, fit_ends, split_long
from pipeline.model import Boundary, Pauses, Piece, Spoken

PAUSES = Pauses(
    piece_s=0.1,
    sentence_s=0.4,
    paragraph_s=0.7,
    heading_s=1.3,
    scene_break_s=2.0,
    chapter_head_s=0.75,
    chapter_tail_s=2.5,
)
SOUND = np.ones(2400, np.float32) / 4


def takes_of(name, count=1, **kwargs):
    return tuple(make_take(name, SOUND, line=number, **kwargs) for number in range(count))


def gaps(paragraphs, takes):
    return [piece.gap_after_s for piece in arrange_chapter(paragraphs, takes, PAUSES)]


def test_each_boundary_has_its_pause_and_the_chapter_ends_with_its_tail():
    paragraphs = [
        make_paragraph("h", make_line("h"), ends=Boundary.HEADING),
        make_paragraph("a", make_line("a"), ends=Boundary.PARAGRAPH),
        make_paragraph("b", make_line("b"), ends=Boundary.SCENE_BREAK),
        make_paragraph("c", make_line("c"), ends=Boundary.CHAPTER_END),
    ]
    assert gaps(paragraphs, {name: takes_of(name) for name in "habc"}) == [1.3, 0.7, 2.0, 2.5]


def test_inside_a_paragraph_lines_and_breaks_decide():
    lines = [
        make_line("a", 0, ends=Boundary.PIECE),
        make_line("a", 1, ends=Boundary.SENTENCE),
        make_line("a", 2, ends=Boundary.SENTENCE, break_s=0.0),
        make_line("a", 3),
    ]
    assert gaps([make_paragraph("a", *lines)], {"a": takes_of("a", 4)}) == [0.1, 0.4, 0.0, 2.5]


def test_a_break_that_was_added_after_the_recording_counts():
    lines = [make_line("a", 0, ends=Boundary.SENTENCE, break_s=1.5), make_line("a", 1)]
    takes = takes_of("a", 2, ends=Boundary.SENTENCE)
    assert gaps([make_paragraph("a", *lines)], {"a": takes}) == [1.5, 2.5]


def test_takes_that_no_longer_match_the_lines_bring_their_own_boundaries():
    takes = (
        make_take("a", SOUND, line=0, ends=Boundary.PIECE),
        make_take("a", SOUND, line=1, ends=Boundary.SENTENCE, break_s=0.9),
        make_take("a", SOUND, line=2),
    )
    paragraphs = [make_paragraph("a", make_line("a"))]
    assert gaps(paragraphs, {"a": takes}) == [0.1, 0.9, 2.5]


def test_the_script_replaces_a_pause_on_either_side_and_the_longer_of_two_counts():
    def between(after_s, before_s):
        paragraphs = [
            make_paragraph("a", make_line("a"), after_s=after_s),
            make_paragraph("b", make_line("b"), before_s=before_s),
        ]
        return gaps(paragraphs, {"a": takes_of("a"), "b": takes_of("b")})[0]

    assert between(None, None) == 0.7
    assert between(0.2, None) == 0.2
    assert between(None, 3.0) == 3.0
    assert between(0.2, 3.0) == 3.0


def test_a_break_at_the_end_of_a_paragraph_replaces_its_pause():
    paragraphs = [make_paragraph("a", make_line("a", break_s=1.1)), make_paragraph("b", make_line("b"))]
    assert gaps(paragraphs, {"a": takes_of("a"), "b": takes_of("b")}) == [1.1, 2.5]


def test_a_skipped_paragraph_leaves_its_scene_break_behind():
    paragraphs = [
        make_paragraph("a", make_line("a")),
        make_paragraph("skipped", ends=Boundary.SCENE_BREAK),
        make_paragraph("b", make_line("b")),
    ]
    assert gaps(paragraphs, {"a": takes_of("a"), "b": takes_of("b")}) == [2.0, 2.5]


def test_a_chapter_whose_last_paragraph_is_skipped_still_ends_with_its_tail():
    paragraphs = [make_paragraph("a", make_line("a")), make_paragraph("skipped", ends=Boundary.CHAPTER_END)]
    assert gaps(paragraphs, {"a": takes_of("a")}) == [2.5]


def test_every_paragraph_without_a_take_is_named():
    paragraphs = [make_paragraph(name, make_line(name)) for name in ("c01-p001", "c01-p002", "c01-p003")]
    with pytest.raises(TakesError) as caught:
        arrange_chapter(paragraphs, {"c01-p002": takes_of("c01-p002")}, PAUSES)
    assert caught.value.problems == ("c01-p001: no take is chosen", "c01-p003: no take is chosen")


def test_a_chapter_in_which_nothing_is_spoken_has_no_pieces():
    assert arrange_chapter([make_paragraph("a")], {}, PAUSES) == ()


def test_the_head_is_the_profiles_or_what_the_script_says():
    assert chapter_head([make_paragraph("a", make_line("a"))], PAUSES) == 0.75
    assert chapter_head([make_paragraph("s"), make_paragraph("a", make_line("a"), before_s=0.6)], PAUSES) == 0.6


def spoken(paragraph, number, text, ends):
    return replace(make_line(paragraph, number, ends=ends), spoken=Spoken(text=text))


def test_punctuation_decides_the_pause_where_book_toml_sets_one_for_it():
    lines = [
        spoken("a", 0, "“Is it late?”", Boundary.SENTENCE),
        spoken("a", 1, "I wonder …", Boundary.SENTENCE),
        spoken("a", 2, "he said,", Boundary.PIECE),
        spoken("a", 3, "and left.", Boundary.SENTENCE),
        spoken("a", 4, "No.", Boundary.PARAGRAPH),
    ]
    takes = {"a": takes_of("a", 5)}
    assert gaps([make_paragraph("a", *lines)], takes) == [0.4, 0.4, 0.1, 0.4, 2.5]
    finer = replace(PAUSES, question_s=0.6, ellipsis_s=0.9, clause_s=0.2)
    pieces = arrange_chapter([make_paragraph("a", *lines)], takes, finer)
    assert [piece.gap_after_s for piece in pieces] == [0.6, 0.9, 0.2, 0.4, 2.5]


def test_volume_of_the_cast_and_of_the_script_add_up_on_the_line_that_speaks():
    lines = [make_line("a", 0, ends=Boundary.PIECE), replace(make_line("a", 1), speaker="filby")]
    paragraph = replace(make_paragraph("a", *lines), volume_db=-2.0)
    pieces = arrange_chapter([paragraph], {"a": takes_of("a", 2)}, PAUSES, {"filby": -6.0, "": 1.0})
    assert [piece.volume_db for piece in pieces] == [-1.0, -8.0]


def piece(seconds, *, ends=Boundary.PARAGRAPH, gap_s=1.0):
    take = make_take("p", np.ones(round(24_000 * seconds), np.float32) / 4)
    return Piece(take=take, gap_after_s=gap_s, ends=ends)


def test_a_file_under_30_s_takes_the_shortest_legal_ends_and_a_longer_one_keeps_its_own():
    short = fit_ends(0.9, (piece(5.0, gap_s=4.0),), ACX)
    assert short[0] == pytest.approx(0.65)
    assert short[1][-1].gap_after_s == pytest.approx(1.15)
    long = (piece(40.0, gap_s=4.0),)
    assert fit_ends(0.9, long, ACX) == (0.9, long)
    assert fit_ends(0.9, (piece(5.0, gap_s=4.0),), PROFILES["kobo"])[0] == 0.9
    assert fit_ends(0.9, (), ACX) == (0.9, ())


def test_a_chapter_that_is_too_long_is_cut_at_a_scene_break_into_parts_of_about_the_same_length():
    pieces = tuple(piece(9.0, ends=Boundary.SCENE_BREAK if n in (3, 8, 11) else Boundary.PARAGRAPH) for n in range(16))
    parts = split_long(1.0, pieces, tail_s=2.0, most_s=100.0)
    assert [len(part) for part in parts] == [9, 7]
    assert parts[0][-1].ends is Boundary.SCENE_BREAK
    assert parts[0][-1].gap_after_s == 2.0
    assert [one.take for part in parts for one in part] == [one.take for one in pieces]


def test_a_chapter_that_fits_is_one_part_and_one_without_limit_too():
    pieces = tuple(piece(9.0) for _ in range(9))
    assert split_long(1.0, pieces, tail_s=2.0, most_s=100.0) == [pieces]
    assert split_long(1.0, pieces, tail_s=2.0, most_s=None) == [pieces]
    assert split_long(1.0, (), tail_s=2.0, most_s=100.0) == [()]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.5, 20.0), st.sampled_from(list(Boundary))), min_size=1, max_size=40),
    st.floats(30.0, 120.0),
)
def test_parts_hold_every_piece_once_in_order_and_none_is_longer_than_allowed(lengths, most_s):
    pieces = tuple(piece(round(seconds, 2), ends=ends) for seconds, ends in lengths)
    parts = split_long(1.0, pieces, tail_s=2.0, most_s=most_s)
    assert [one.take for part in parts for one in part] == [one.take for one in pieces]
    for part in parts:
        assert part
        assert 1.0 + sum(one.take.sound.duration_s + one.gap_after_s for one in part) <= most_s + 1e-6
