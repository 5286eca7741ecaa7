"""Words are counted in one way everywhere."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manuscript.words import clean_text, count_words, split_words, word_key

DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("… —", 0),
        ("The Time Traveller", 3),
        ("don’t 'tis rock 'n' roll", 5),
        ("Drawing-room", 2),
        ("e\u00adle\u00adphant", 1),
        ("1848\u2060–\u206049", 2),
        ("a\u00a0b", 2),
        ("½", 2),
        ("ﬁne", 1),
        ("_so_ ____ _", 1),
    ],
)
def test_a_word_is_a_run_of_letters_and_digits_with_apostrophes_inside(text, words):
    assert count_words(text) == words


@given(st.text(alphabet=st.sampled_from("aé1 '’ʼ-.\u00ad\u2060\u200b\u00a0½ﬁ\u0301_ \n"), max_size=30))
def test_counting_agrees_with_the_definition_of_the_corpora_but_for_lone_underscores(text):
    plain = unicodedata.normalize("NFKC", text.translate(DROPPED))
    for quote in "\u2019\u2018\u02bc":
        plain = plain.replace(quote, "'")
    found = re.findall(r"\w+(?:'\w+)*", plain.lower())
    assert count_words(text) == sum(word.strip("_'") != "" for word in found)


@given(st.text(alphabet=st.sampled_from("ab9'’‘“—\u00a0\u2060\u00adéæœ£…_ \nж"), max_size=30))
def test_counting_common_characters_without_looking_for_words_finds_as_many(text):
    assert count_words(text) == len(split_words(text))


@given(st.text(st.characters(), max_size=60))
def test_counting_without_looking_for_words_finds_as_many_in_any_script(text):
    assert count_words(text) == len(split_words(text))


@pytest.mark.parametrize("character", "’‘“”—–…éæèêïœöüàç£½ﬁ´ஔ\u0bd7\u0301\u00a0\u2060\u00ad\u200a\u02bc_жｶ가ᄀ")
def test_every_common_character_counts_as_in_the_definition_wherever_it_stands(character):
    for text in ("a{}b", " {} ", "{}a", "a{}", "a{0}{0}b", "'{}'", "a'{}b", "a{}'b", "1{}s"):
        assert count_words(text.format(character)) == len(split_words(text.format(character)))


@given(st.text(alphabet=st.sampled_from("ab \t\n\r\f\v\x07\u00ad\ufeff\u00a0\u2060é"), max_size=30))
def test_cleaning_is_one_space_for_each_run_of_white_space_once_the_unheard_is_gone(text):
    assert clean_text(text) == re.sub(r"[ \t\n\r\f\v]+", " ", re.sub("[\u00ad\ufeff\x07]", "", text))


def test_white_space_is_collapsed_and_soft_hyphens_go_but_other_spaces_stay_as_written():
    assert clean_text("a\n\t b\u00adc \u00a0d\u2060e\u200af\x07") == "a bc \u00a0d\u2060e\u200af"


def test_titles_are_compared_by_their_words():
    assert word_key("The Captain’s  Papers!") == "the captain's papers"
