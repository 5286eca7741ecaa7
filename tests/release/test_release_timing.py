"""When each written word is heard."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timed_takes import LEAD_S, make_chapter, make_paragraph, make_take, spoken_as

from pipeline.model import Spoken, Timing, TimingUnit
from pipeline.release.timing import TimeSource, deal_paragraphs, time_chapter


def words_of(chapter, **aligned):
    timed = time_chapter(chapter, **aligned)
    return [
        (paragraph.text[word.start : word.stop], word.begin_s, word.end_s)
        for paragraph in timed.paragraphs
        for sentence in paragraph.sentences
        for word in sentence.words
    ]


def test_an_engines_word_times_count_from_the_begin_of_the_chapter():
    take = make_take("p", "One two three.")
    chapter = time_chapter(make_chapter(make_paragraph("p", "One two three.", take)))
    assert words_of(make_chapter(make_paragraph("p", "One two three.", take))) == [
        ("One", 1.0, 1.4),
        ("two", 1.5, 1.9),
        ("three.", 2.0, 2.4),
    ]
    assert chapter.sources == (TimeSource.WORD,)
    assert not any(word.is_spread for word in chapter.sentences[0].words)


def test_a_number_is_heard_while_its_words_are_said_and_what_follows_keeps_its_time():
    written = "It cost £14 then."
    take = make_take("p", written, spoken=spoken_as(written, ("£14", "fourteen pounds")))
    assert words_of(make_chapter(make_paragraph("p", written, take))) == [
        ("It", 1.0, 1.4),
        ("cost", 1.5, 1.9),
        ("£14", 2.0, 2.9),
        ("then.", 3.0, 3.4),
    ]


def test_words_inside_one_change_share_its_time_and_say_so():
    written = "Paid £14 10s. now"
    take = make_take("p", written, spoken=spoken_as(written, ("£14 10s.", "fourteen pounds ten shillings")))
    (sentence,) = time_chapter(make_chapter(make_paragraph("p", written, take))).sentences
    assert [word.is_spread for word in sentence.words] == [False, True, True, False]
    begins = [word.begin_s for word in sentence.words]
    assert begins == sorted(begins)
    assert (begins[0], begins[1], begins[3]) == (1.0, 1.5, 3.5)


def test_characters_give_the_edges_of_a_word():
    text = "ab cd"
    timings = tuple(
        Timing(start=place, stop=place + 1, begin_s=LEAD_S + place * 0.1, end_s=LEAD_S + place * 0.1 + 0.1)
        for place in range(len(text))
    )
    take = make_take("p", text, timings=timings, unit=TimingUnit.CHARACTER)
    chapter = make_chapter(make_paragraph("p", text, take))
    assert words_of(chapter) == [("ab", 1.0, 1.2), ("cd", 1.3, 1.5)]
    assert time_chapter(chapter).sources == (TimeSource.CHARACTER,)


def test_inside_a_timed_sentence_words_share_its_time_by_their_length_and_say_so():
    text = "aaaa bbbb. cccc"
    sentences = ((0, 10), (11, 15))
    timings = (
        Timing(start=0, stop=10, begin_s=LEAD_S, end_s=LEAD_S + 1.0),
        Timing(start=11, stop=15, begin_s=LEAD_S + 1.0, end_s=LEAD_S + 1.4),
    )
    take = make_take("p", text, timings=timings, unit=TimingUnit.SENTENCE)
    timed = time_chapter(make_chapter(make_paragraph("p", text, take, sentences=sentences)))
    assert [(sentence.text, sentence.begin_s, sentence.end_s) for sentence in timed.sentences] == [
        ("aaaa bbbb.", 1.0, 2.0),
        ("cccc", 2.0, 2.4),
    ]
    assert [word.end_s for word in timed.sentences[0].words] == [1.4, 2.0]
    assert all(word.is_spread for sentence in timed.sentences for word in sentence.words)
    assert timed.sources == (TimeSource.SENTENCE,)


def test_without_any_times_the_words_share_the_speech_of_the_line():
    take = make_take("p", "aaa bbb", timings=(), unit=TimingUnit.SENTENCE)
    timed = time_chapter(make_chapter(make_paragraph("p", "aaa bbb", take)))
    assert timed.sources == (TimeSource.LINE,)
    assert (timed.sentences[0].begin_s, timed.sentences[0].end_s) == (1.0, 1.9)


def test_alignment_stands_in_where_the_engine_does_not_time_words_and_only_there():
    aligned = {
        "t-p-0": (Timing(start=0, stop=2, begin_s=0.3, end_s=0.5), Timing(start=4, stop=6, begin_s=0.8, end_s=1.0))
    }
    coarse = make_take("p", "“aa bb”", timings=(), unit=TimingUnit.SENTENCE)
    shifted = {
        "t-p-0": tuple(
            replace(one, start=one.start + 1 - (one.start > 0), stop=one.stop + 1 - (one.start > 0))
            for one in aligned["t-p-0"]
        )
    }
    assert words_of(make_chapter(make_paragraph("p", "“aa bb”", coarse)), aligned=shifted) == [
        ("“aa", 1.1, 1.3),
        ("bb”", 1.6, 1.8),
    ]
    fine = make_take("p", "aa bb")
    assert words_of(make_chapter(make_paragraph("p", "aa bb", fine)), aligned=aligned)[0] == ("aa", 1.0, 1.4)


def test_lines_of_a_paragraph_follow_each_other_and_a_sentence_may_hold_two():
    text = "“Where?” said Filby."
    first = make_take("p", "“Where?”")
    second = make_take("p", "said Filby.", start=9, line=1)
    timed = time_chapter(make_chapter(make_paragraph("p", text, first, second)))
    assert [(word.start, word.begin_s) for word in timed.sentences[0].words] == [(0, 1.0), (9, 2.4), (14, 2.9)]


def test_a_paragraph_nobody_says_has_no_sentences():
    silent = make_paragraph("q", "* * *")
    timed = time_chapter(make_chapter(make_paragraph("p", "One.", make_take("p", "One.")), silent))
    assert [len(paragraph.sentences) for paragraph in timed.paragraphs] == [1, 0]


def test_a_timeline_of_other_takes_is_a_fault_of_ours():
    chapter = make_chapter(make_paragraph("p", "One.", make_take("p", "One.")))
    with pytest.raises(ValueError, match="other takes"):
        time_chapter(replace(chapter, paragraphs=()))


def in_parts(narrated, *counts):
    """The chapter, mastered in parts that hold so many takes each."""
    entries, parts = iter(narrated.chapter.timeline), []
    for count in counts:
        timeline = tuple(next(entries) for _ in range(count))
        parts.append(replace(narrated.chapter, chapter=f"c01.{len(parts) + 1}", timeline=timeline, part_of="c01"))
    return deal_paragraphs(narrated.paragraphs, parts)


def test_a_chapter_in_parts_deals_its_paragraphs_and_what_nobody_says_stays_with_what_was_before():
    one, two = (make_paragraph(name, "One.", make_take(name, "One.")) for name in "pq")
    parts = in_parts(make_chapter(one, make_paragraph("r", "* * *"), two), 1, 1)
    assert [[paragraph.lines.paragraph for paragraph in part.paragraphs] for part in parts] == [["p", "r"], ["q"]]
    (whole,) = in_parts(make_chapter(one, two), 2)
    assert len(whole.paragraphs) == 2


def test_a_paragraph_that_had_to_be_cut_is_heard_in_both_parts():
    text = "“Where?” said Filby."
    first, second = make_take("p", "“Where?”"), make_take("p", "said Filby.", start=9, line=1)
    parts = in_parts(make_chapter(make_paragraph("p", text, first, second)), 1, 1)
    timed = [time_chapter(part) for part in parts]
    assert [[word.start for word in chapter.sentences[0].words] for chapter in timed] == [[0], [9, 14]]


@given(
    st.lists(st.text(alphabet="ab,.“” ", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=4),
    st.sampled_from(TimingUnit),
    st.data(),
)
def test_whatever_the_engine_says_words_rise_inside_their_take(texts, unit, data):
    paragraphs = []
    for number, text in enumerate(texts):
        seconds = st.floats(-1, 9)
        timings = tuple(
            Timing(
                start=start,
                stop=start + data.draw(st.integers(0, 9)),
                begin_s=data.draw(seconds),
                end_s=data.draw(seconds),
            )
            for start in data.draw(st.lists(st.integers(0, 30), max_size=4))
        )
        take = make_take(f"p{number}", text, spoken=Spoken(text=text), timings=timings, unit=unit)
        paragraphs.append(make_paragraph(f"p{number}", text, take))
    chapter = make_chapter(*paragraphs)
    timed = time_chapter(chapter)
    for paragraph, entry in zip(timed.paragraphs, chapter.chapter.timeline, strict=True):
        times = [time for s in paragraph.sentences for word in s.words for time in (word.begin_s, word.end_s)]
        assert times == sorted(times)
        assert all(entry.begin_s <= time <= entry.end_s for time in times)
        assert "".join(paragraph.text[w.start : w.stop] for s in paragraph.sentences for w in s.words) == "".join(
            paragraph.text.split()
        )
