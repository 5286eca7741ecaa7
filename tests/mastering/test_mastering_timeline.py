"""Which pause follows which take."""

import numpy as np
import pytest
from synthetic_voice import make_line, make_paragraph, make_take

from pipeline.errors import TakesError
from pipeline.mastering.timeline import arrange_chapter, chapter_head
from pipeline.model import Boundary, Pauses

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
