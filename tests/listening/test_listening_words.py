import pytest
from heard_lines import said
from hypothesis import given
from hypothesis import strategies as st

from pipeline.listening.numerals import readings
from pipeline.listening.words import asked_pause, heard_words, written_words
from pipeline.model import HeardWord


def texts(words):
    return [word.text for word in words]


def test_case_punctuation_and_hyphens_are_no_part_of_a_word():
    assert texts(written_words("“Well-known,” said he—‘Tis o’clock!")) == [
        "well",
        "known",
        "said",
        "he",
        "tis",
        "o'clock",
    ]


def test_what_an_engine_is_told_is_not_spoken():
    assert texts(written_words('Go <break time="1s"/> on, [whispers] quietly.')) == ["go", "on", "quietly"]


def test_a_name_is_capitalised_inside_a_sentence():
    assert [word.text for word in written_words("Then Filby spoke. Nobody heard Weena.") if word.is_name] == [
        "filby",
        "weena",
    ]


def test_a_heard_word_with_a_hyphen_is_two_that_share_its_time():
    words = heard_words(said("twenty-three"))
    assert [(word.text, round(word.begin_s, 2), round(word.end_s, 2)) for word in words] == [
        ("twenty", 0.3, 0.45),
        ("three", 0.45, 0.6),
    ]


def test_money_has_its_sign_behind_the_number_as_it_is_said():
    assert texts(heard_words(said("$40 and 5%"))) == ["40", "$", "and", "5", "%"]


def test_a_number_with_a_thousands_comma_is_one_word():
    assert texts(heard_words(said("1,775 people"))) == ["1775", "people"]


def test_words_for_which_there_was_no_time_were_not_said():
    loop = tuple(HeardWord(text=word, begin_s=1.2, end_s=1.2, probability=0.4) for word in ["and", "the", "rain"] * 3)
    assert texts(heard_words((*said("seven lamps", begin_s=0.3), *loop))) == ["seven", "lamps"]
    assert len(heard_words(loop)) == 9  # nothing else was heard: its clock is not one


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ('One <break time="1.5s"/> two <break time="300ms" /> three.', 1.5),
        ("<break time='700ms'/> one", 0.7),
        ("No break at all.", 0.0),
    ],
)
def test_the_longest_pause_that_is_asked_for_is_known(text, seconds):
    assert asked_pause(text) == seconds


@pytest.mark.parametrize(
    ("word", "way"),
    [
        ("50", ("fifty",)),
        ("1775", ("seventeen", "seventy", "five")),
        ("1775", ("one", "thousand", "seven", "hundred", "and", "seventy", "five")),
        ("21st", ("twenty", "first")),
        ("1890s", ("eighteen", "nineties")),
        ("42", ("four", "two")),
        ("14", ("the", "fourteenth", "of")),
        ("%", ("per", "cent")),
        ("lamp", ("lamp",)),
    ],
)
def test_a_number_has_every_way_to_say_it(word, way):
    assert way in readings(word)


def test_a_number_is_said_in_the_language_of_the_book():
    assert ("cinquante",) in readings("50", language="fr-FR")
    assert readings("50", language="xx") == (("50",),)


@given(st.text())
def test_whatever_is_written_has_bare_words_only(text):
    for word in written_words(text):
        assert word.text == word.text.strip(" .,!?-—“”")
