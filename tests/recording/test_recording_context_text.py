"""Context text: spoken text without tags, whole sentences, the nearest first, at most 1,000 characters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.recording.context_text import CONTEXT_LIMIT, text_after, text_before, without_tags


def sentence(letter: str, characters: int) -> str:
    return f"{letter.upper()}{letter * (characters - 2)}."


def test_short_texts_are_joined_by_one_space_in_reading_order():
    assert text_before(["It was late.", "He slept."], "en") == "He slept. It was late."
    assert text_after(["It was late.", "He slept."], "en") == "It was late. He slept."


def test_the_nearest_whole_sentences_fit_into_1000_characters():
    far, middle, near = sentence("f", 400), sentence("m", 400), sentence("n", 500)
    assert text_before([near, f"{far} {middle}"], "en") == f"{middle} {near}"
    assert text_after([near, f"{middle} {far}"], "en") == f"{near} {middle}"


def test_exactly_1000_characters_stay_and_one_more_is_cut():
    fitting = f"{sentence('a', 499)} {sentence('b', 500)}"
    assert len(fitting) == CONTEXT_LIMIT
    assert text_before([fitting], "en") == fitting
    assert text_after([fitting], "en") == fitting
    assert text_before([f"{sentence('a', 499)} {sentence('b', 501)}"], "en") == sentence("b", 501)
    assert text_after([f"{sentence('a', 499)} {sentence('b', 501)}"], "en") == sentence("a", 499)


def test_a_long_quotation_is_cut_at_the_sentences_inside_it():
    inside = [sentence(letter, 400) for letter in "abc"]
    quotation = f"“{' '.join(inside)}”"
    assert text_before([quotation], "en") == f"{inside[1]} {inside[2]}”"
    assert text_after([quotation], "en") == f"“{inside[0]} {inside[1]}"


def test_a_sentence_longer_than_the_limit_is_cut_between_words():
    text = " ".join(["word"] * 300)
    assert text_before([text], "en") == " ".join(["word"] * 200)
    assert text_after([text], "en") == " ".join(["word"] * 200)


def test_tags_are_taken_out_and_what_they_enclose_stays():
    phoneme = '<phoneme alphabet="cmu-arpabet" ph="CH AH1 M L IY0">Cholmondeley</phoneme>'
    assert without_tags(f'Lord {phoneme}\nwaited.<break time="1.5s"/>Then he went.') == (
        "Lord Cholmondeley waited. Then he went."
    )
    assert without_tags("3 < 4 > 2") == "3 < 4 > 2"


def test_a_text_of_tags_alone_is_no_context():
    assert text_before(['<break time="1.0s" />', "He slept."], "en") == "He slept."
    assert text_after([], "en") == ""


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab .!?”“<>/\n", max_size=700), max_size=5))
def test_context_is_never_too_long_and_always_a_contiguous_part_next_to_the_line(texts: list[str]):
    before, after = text_before(texts, "en"), text_after(texts, "en")
    clean = [text for text in map(without_tags, texts) if text]
    assert len(before) <= CONTEXT_LIMIT
    assert len(after) <= CONTEXT_LIMIT
    assert " ".join(reversed(clean)).endswith(before)
    assert " ".join(clean).startswith(after)
    assert bool(before) == bool(clean)
    assert bool(after) == bool(clean)
