"""Subtitles: what is shown, when, and that other people's parsers read it."""

import html
import io
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timed_takes import make_chapter, make_paragraph, make_take

from pipeline.model import Tags, TimingUnit
from pipeline.release.subtitles import LONGEST_CUE, cut_cues, format_lrc, format_srt, format_webvtt
from pipeline.release.timing import time_chapter

GOLDEN = Path(__file__).parent.parent / "golden/release/subtitles"
webvtt = pytest.importorskip("webvtt", reason="webvtt-py is not installed: make setup")
TAGS = Tags(title="The Lamp", album="The Lamp", authors=("A. Author",), narrator="Heart")


def timed(*texts, unit=TimingUnit.WORD):
    paragraphs = []
    for number, text in enumerate(texts):
        take = make_take(f"p{number}", text, unit=unit, timings=None if unit is TimingUnit.WORD else ())
        paragraphs.append(make_paragraph(f"p{number}", text, take))
    return time_chapter(make_chapter(*paragraphs))


def golden_chapter():
    """`in` holds the paragraphs with their sentences and how fine the engine's times are."""
    paragraphs = []
    for number, row in enumerate(json.loads((GOLDEN / "in/chapter.json").read_text())):
        text, name = row["text"], f"p{number}"
        unit = TimingUnit(row["unit"])
        take = make_take(name, text, unit=unit, timings=None if unit is TimingUnit.WORD else ())
        sentences = tuple((text.index(one), text.index(one) + len(one)) for one in row["sentences"])
        paragraphs.append(make_paragraph(name, text, take, sentences=sentences))
    return time_chapter(make_chapter(*paragraphs, title="I. The “Lamp” --> & <Light>"))


def test_the_subtitles_of_a_chapter_are_as_reviewed(golden):
    chapter = golden_chapter()
    golden(GOLDEN / "out/chapter.vtt", format_webvtt(chapter, language="en-GB"))
    golden(GOLDEN / "out/chapter.srt", format_srt(chapter))
    golden(GOLDEN / "out/chapter.lrc", format_lrc(chapter, TAGS))


def test_words_are_stamped_only_where_they_were_timed():
    assert "<00:00:01.500>two" in format_webvtt(timed("One two three."), language="en")
    coarse = format_webvtt(timed("One two three.", unit=TimingUnit.SENTENCE), language="en")
    assert "<00:" not in coarse
    assert "share its time by their length" in coarse


def test_a_long_sentence_is_cut_at_punctuation_and_no_word_is_lost():
    text = (
        "He had never seen a lighthouse, and he looked at this one, from under the umbrella, "
        "with suspicion, for a long while."
    )
    cues = cut_cues(timed(text))
    assert [cue.text for cue in cues] == [
        "He had never seen a lighthouse, and he looked at this one, from under the umbrella,",
        "with suspicion, for a long while.",
    ]
    assert all(len(cue.text) <= LONGEST_CUE for cue in cues)


def test_a_cue_of_subrip_has_at_most_two_lines_of_like_length():
    text = format_srt(timed("He had never seen a lighthouse, and he looked at this one."))
    assert text == ("1\n00:00:01,000 --> 00:00:06,900\nHe had never seen a lighthouse,\nand he looked at this one.\n")


def test_signs_of_markup_are_text():
    text = format_webvtt(timed("If a<b & b-->c then."), language="en")
    (cue,) = webvtt.from_string(text)
    assert html.unescape(cue.text) == "If a<b & b-->c then."


@given(
    st.lists(st.text(alphabet="ab<>&-,.\n “", min_size=1, max_size=200).filter(str.strip), min_size=1, max_size=4),
    st.sampled_from([TimingUnit.WORD, TimingUnit.SENTENCE]),
)
def test_any_text_gives_subtitles_that_a_parser_reads_whole(texts, unit):
    chapter = timed(*texts, unit=unit)
    cues = cut_cues(chapter)
    read = list(webvtt.from_string(format_webvtt(chapter, language="en")))
    assert [cue.start for cue in read] == sorted(cue.start for cue in read)
    assert len(read) == len(cues)
    assert all(cue.end_s > cue.begin_s for cue in cues)
    assert all(one.end_s <= two.begin_s for one, two in itertools.pairwise(cues))
    said = "".join("".join(text.split()) for text in texts)
    assert "".join("".join(cue.text.split()) for cue in cues) == said
    assert len(list(webvtt.from_buffer(io.StringIO(format_srt(chapter)), format="srt"))) == len(cues)
