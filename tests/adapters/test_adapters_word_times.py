from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters.engines.onnx_models import find_results, with_output
from pipeline.adapters.engines.word_times import Heard, Phoneme, align_symbols, times_of_words
from pipeline.errors import EngineError


def read(*words):
    """Phonemes of words, given as (place, symbols)."""
    return [Phoneme(symbol=symbol, place=place) for place, symbols in words for symbol in symbols]


def heard(symbols, *, each_s=0.1):
    return [
        Heard(symbol=symbol, begin_s=round(n * each_s, 3), end_s=round((n + 1) * each_s, 3))
        for n, symbol in enumerate(symbols)
    ]


def rows(text, timings):
    return [(text[t.start : t.stop], t.begin_s, t.end_s) for t in timings]


def test_words_begin_with_their_first_sound_and_end_with_their_last():
    text = "The end."
    timings = times_of_words(text, read((0, "ðə"), (4, "ˈɛnd.")), heard("ðə ˈɛnd."))
    assert rows(text, timings) == [("The", 0.0, 0.2), ("end.", 0.3, 0.7)]


def test_words_that_a_voice_runs_together_are_told_apart():
    text = "one of the men"
    timings = times_of_words(text, read((0, "wʌn"), (4, "ɒv"), (7, "ðə"), (11, "mɛn")), heard("wʌn əvðə mɛn"))
    assert rows(text, timings) == [("one", 0.0, 0.3), ("of", 0.4, 0.6), ("the", 0.6, 0.8), ("men", 0.9, 1.2)]


def test_a_number_takes_all_the_words_it_is_read_as():
    text = "in 1902, then"
    reading = read((0, "ɪn"), (3, "naɪntiːn əʊ tuː"), (9, "ðɛn"))
    timings = times_of_words(text, reading, heard("ɪn naɪntiːn hʌndɹɪd ən tuː, ðɛn"))
    assert [(word, end_s) for word, _, end_s in rows(text, timings)] == [("in", 0.2), ("1902,", 2.6), ("then", 3.1)]


def test_punctuation_alone_is_no_word_and_a_word_without_sound_takes_no_time():
    text = "no — x yes"
    timings = times_of_words(text, read((0, "noʊ"), (7, "jɛs")), heard("noʊ jɛs"))
    assert rows(text, timings) == [("no", 0.0, 0.3), ("x", 0.3, 0.3), ("yes", 0.4, 0.7)]


@pytest.mark.parametrize(("text", "symbols"), [("", "a"), ("a", ""), ("—", "a")])
def test_without_words_or_sounds_there_are_no_times(text, symbols):
    assert times_of_words(text, read((0, symbols)), heard(symbols)) == ()


@pytest.mark.parametrize(
    ("first", "second", "aligned"),
    [
        ("abc", "abc", [0, 1, 2]),
        ("abc", "axc", [0, 1, 2]),
        ("abc", "ac", [0, 2]),
        ("abc", "abxc", [0, 1, 1, 2]),
        ("abc", "xabc", [0, 0, 1, 2]),
        ("a", "zzz", [0, 0, 0]),
    ],
)
def test_symbols_are_aligned_with_the_fewest_differences(first, second, aligned):
    assert align_symbols(first, second).tolist() == aligned


def test_nothing_cannot_be_aligned_with():
    with pytest.raises(ValueError, match="nothing to align with"):
        align_symbols("", "abc")


symbols = st.text(st.sampled_from("abcd "), min_size=1, max_size=30)


@given(symbols, symbols)
def test_an_alignment_never_goes_back_and_a_text_is_aligned_with_itself(first, second):
    aligned = align_symbols(first, second).tolist()
    assert aligned == sorted(aligned)
    assert all(0 <= place < len(first) for place in aligned)
    assert align_symbols(first, first).tolist() == list(range(len(first)))


@given(st.lists(st.text(st.sampled_from("abc,."), min_size=1, max_size=8), max_size=12), symbols)
def test_times_of_words_are_in_order_and_inside_the_audio(words, spoken):
    text = " ".join(words)
    reading = [Phoneme(symbol=symbol, place=place) for place, symbol in enumerate(text)]
    timings = times_of_words(text, reading, heard(spoken))
    moments = [moment for t in timings for moment in (t.begin_s, t.end_s)]
    assert moments == sorted(moments)
    assert all(0 <= moment <= len(spoken) * 0.1 + 1e-9 for moment in moments)
    expected = [word for word in words if any(map(str.isalnum, word))]
    assert [text[t.start : t.stop] for t in timings] in (expected, [])


# A model in the wire format of protobuf: one node "Ceil" that gives "w", one "Add" that gives "y", the output "y".
NODE_CEIL = bytes([0x0A, 9, 0x12, 1, ord("w"), 0x22, 4, *b"Ceil"])
NODE_ADD = bytes([0x0A, 8, 0x12, 1, ord("y"), 0x22, 3, *b"Add"])
OUTPUT = bytes([0x62, 3, 0x0A, 1, ord("y")])
GRAPH = NODE_CEIL + NODE_ADD + OUTPUT
MODEL = bytes([0x08, 8, 0x3A, len(GRAPH)]) + GRAPH


def test_inner_results_of_a_model_are_found_by_their_operator():
    assert find_results(MODEL, "Ceil", name="a voice") == ("w",)
    assert find_results(MODEL, "Round", name="a voice") == ()


def test_what_a_model_gives_out_already_is_not_found_again():
    assert find_results(MODEL, "Add", name="a voice") == ()
    assert find_results(with_output(MODEL, "w"), "Ceil", name="a voice") == (
        "w",
    )  # in the first of the two graphs it still is inner


@pytest.mark.parametrize("damaged", [b"", b"RIFF not a model", MODEL[:5], b"\xff" * 40])
def test_a_damaged_model_is_an_error(damaged):
    with pytest.raises(EngineError, match="a voice: the model is damaged"):
        find_results(damaged, "Ceil", name="a voice")
