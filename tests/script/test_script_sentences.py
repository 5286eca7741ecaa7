from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.script.sentences import cut_sentences, find_sentences

PROSE = st.text(alphabet=st.sampled_from(list("abcAB.!?;:,—“”’‘ \n123é\u00a0\u2060")), max_size=200)


def cut(text: str, limit: int = 800, **more: object) -> list[str]:
    return [text[start:stop] for start, stop in cut_sentences(text, language="en-GB", limit=limit, **more)]


def test_sentences_are_cut_and_titles_and_initials_are_not():
    text = "“Hello there,” said Mr. Smith. He met J. R. Jones of St. Ives. It rained."
    assert cut(text) == ["“Hello there,” said Mr. Smith.", "He met J. R. Jones of St. Ives.", "It rained."]


def test_a_quotation_keeps_its_tag():
    assert cut("“Why? I ask you!” said he. I left.") == ["“Why? I ask you!” said he.", "I left."]


def test_a_quotation_over_the_limit_is_cut_at_the_sentence_ends_inside_it():
    text = "“I saw it all. You saw nothing at all. ‘Go,’ he said to me. We went home.” He sat down."
    assert cut(text, 45) == [
        "“I saw it all. You saw nothing at all.",
        "‘Go,’ he said to me. We went home.”",
        "He sat down.",
    ]


def test_a_long_sentence_is_cut_at_semicolons_and_dashes_then_commas_then_spaces():
    assert cut("one two three; four five six—seven eight nine", 16) == [
        "one two three;",
        "four five six—",
        "seven eight nine",
    ]
    assert cut("one two three, four five six", 16) == ["one two three,", "four five six"]
    assert cut("one two three four five six", 14) == ["one two three", "four five six"]


def test_a_tag_is_not_cut_from_its_quotation_at_the_comma():
    assert cut("“It is so, I think, my friend,” said he to me", 36) == [
        "“It is so, I think,",
        "my friend,” said he to me",
    ]


def test_a_name_is_not_cut_where_there_is_another_place():
    assert cut("we all saw Sherlock Holmes go by", 20) == ["we all saw", "Sherlock Holmes go", "by"]


def test_no_cut_goes_through_a_range_that_is_whole():
    text = "it cost 3 pounds 10 shillings in all"
    assert cut(text, 12, whole=[(8, 29)]) == ["it cost", "3 pounds 10 shillings", "in all"]


def test_a_word_longer_than_the_limit_is_cut_by_force():
    assert cut("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_line_feed_ends_a_piece():
    assert cut("Tiger, tiger,\nburning bright") == ["Tiger, tiger,", "burning bright"]


def test_the_limit_is_that_of_the_measure():
    assert cut("one two three four", 8, measure=lambda start, stop: 2 * (stop - start)) == [
        "one",
        "two",
        "thre",
        "e",
        "four",
    ]


@given(PROSE, st.integers(1, 60))
def test_no_piece_is_over_the_limit_and_nothing_but_space_is_left_out(text, limit):
    pieces = cut_sentences(text, language="en", limit=limit)
    at = 0
    for start, stop in pieces:
        assert text[at:start].strip() == ""
        assert 0 < stop - start <= limit
        at = stop
    assert text[at:].strip() == ""


@given(PROSE, st.data())
def test_a_whole_range_is_in_one_sentence(text, data):
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    for begin, end in find_sentences(text, language="en", whole=[(start, stop)]):
        assert not (start < begin < stop and text[start:begin].strip())
        assert not (start < end < stop and text[end:stop].strip())


@pytest.mark.parametrize("space", ["\u00a0", "\u200a", "\u202f", "\u3000", "\u2028", "\x85"])
def test_an_initial_before_an_odd_space_is_no_trap(space):
    text = f"He met A.X{space}. Then he left."
    assert [text[start:stop] for start, stop in find_sentences(text, language="en")][-1] == "Then he left."


def test_a_list_that_runs_on_is_cut_before_its_items_and_not_behind_their_numbers():
    assert cut("1. The first item. 2. The second item. 3. And I.") == [
        "1. The first item.",
        "2. The second item.",
        "3. And I.",
    ]
    assert cut("a. The first item b. The second") == ["a. The first item", "b. The second"]
    assert cut("He had 1. She had 2. They left.") == ["He had 1.", "She had 2.", "They left."]


def pysbd_cases(language: str) -> list[dict[str, object]]:
    if "DECLAIM_CORPORA" not in os.environ:
        pytest.skip("the corpora are not here: set DECLAIM_CORPORA")
    path = Path(os.environ["DECLAIM_CORPORA"]) / "segment" / "pysbd_cases.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["lang"] == language]


@pytest.mark.parametrize(("language", "tag", "least"), [("english", "en", 46), ("french", "fr", 5)])
def test_the_golden_rules_of_sentence_ends_hold(language, tag, least):
    missed = []
    for case in pysbd_cases(language):
        text = str(case["text"])
        found = [text[start:stop] for start, stop in find_sentences(text, language=tag)]
        if found != [sentence.strip() for sentence in case["sentences"]]:
            missed.append((text, found))
    assert len(pysbd_cases(language)) - len(missed) >= least, missed
