from __future__ import annotations

import pytest
from test_commands_recording_session import BOOK, chapter, paragraph, record

from pipeline.commands.record import format_recorded, paragraphs_of
from pipeline.errors import ProjectError

TWO_CHAPTERS = (*BOOK, *chapter(paragraph("p003", "More.")))


@pytest.mark.parametrize(
    ("number", "paragraphs", "only"),
    [
        (None, [], None),
        ("1", [], {"p001", "p002"}),
        ("2", ["p001"], {"p001", "p003"}),
        ("c01", [], {"p001", "p002"}),
        (None, ["p002", "p003"], {"p002", "p003"}),
    ],
)
def test_chapter_and_paragraph_name_what_is_recorded_together(number, paragraphs, only):
    assert paragraphs_of(TWO_CHAPTERS, chapter=number, paragraphs=paragraphs) == only


def test_a_chapter_or_paragraph_that_is_not_there_is_an_error():
    with pytest.raises(ProjectError, match="there is no chapter 3; 2 are read aloud"):
        paragraphs_of(TWO_CHAPTERS, chapter="3", paragraphs=[])
    with pytest.raises(ProjectError, match="no such paragraph is read aloud: p009"):
        paragraphs_of(TWO_CHAPTERS, chapter=None, paragraphs=["p001", "p009"])


def test_what_was_recorded_is_one_line(tmp_path):
    told = format_recorded(record(tmp_path, only={"p002"}))
    assert told == "1 takes recorded (0.0 minutes), 0 reused; 1 paragraphs wait"
