"""Lines as they are kept between two runs."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Line, Mark, ParagraphLines, Spoken, SpokenSpan, Voice
from pipeline.script.line_rows import KeptChapter, find_shared, format_chapter, parse_chapter

SECONDS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
SETTING = st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.text(max_size=4)
VOICES = st.builds(Voice, settings=st.lists(st.tuples(st.text(max_size=4), SETTING), max_size=2).map(tuple))
LINES = st.builds(Line, voice=VOICES, break_s=SECONDS, cue=st.text(max_size=8), seed=st.none() | st.integers(0, 99))
PARAGRAPHS = st.builds(
    ParagraphLines,
    lines=st.just(()),
    chapter=st.just("c01"),
    marks=st.just(()),
    pause_before_s=SECONDS,
    pause_after_s=SECONDS,
    volume_db=st.floats(-30, 5),
)
VALUES = st.deferred(
    lambda: st.builds(
        KeptChapter,
        ids=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        paragraphs=st.lists(paragraphs(), max_size=3).map(tuple),
    )
)


@st.composite
def paragraphs(draw):
    paragraph = draw(PARAGRAPHS)
    lines = draw(st.lists(LINES, max_size=2))
    marks = draw(st.lists(st.from_type(Mark), max_size=2))
    numbered = [dataclasses.replace(line, paragraph=paragraph.paragraph, number=n) for n, line in enumerate(lines)]
    return dataclasses.replace(paragraph, lines=tuple(numbered), marks=tuple(marks))


@given(chapter=VALUES)
def test_a_chapter_that_was_kept_is_the_chapter(chapter):
    assert parse_chapter(format_chapter(chapter), chapter="c01") == chapter


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Line, "paragraph number start stop spoken voice speaker language pronunciations seed cue break_s ends"),
        (
            ParagraphLines,
            "paragraph chapter kind lines source_key text ends pause_before_s pause_after_s marks volume_db",
        ),
        (Spoken, "text spans"),
        (SpokenSpan, "start stop spoken_start spoken_stop rule"),
        (Voice, "engine voice model settings"),
        (Mark, "start stop name value"),
    ],
)
def test_a_field_that_is_added_must_be_kept_too(kind, fields):
    assert [field.name for field in dataclasses.fields(kind)] == fields.split()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"ids":[],"voices":[],"paragraphs":[[1]]}'])
def test_a_text_that_is_none_of_ours_is_no_chapter(text):
    assert parse_chapter(text, chapter="c01") is None


@pytest.mark.parametrize(
    ("ids", "shared"),
    [({}, False), ({"a": ["1", "2"], "b": ["3"]}, False), ({"a": ["1"], "b": ["1"]}, True), ({"a": ["1", "1"]}, False)],
)
def test_ids_are_shared_where_one_stands_in_two_chapters(ids, shared):
    assert find_shared(ids) is shared
