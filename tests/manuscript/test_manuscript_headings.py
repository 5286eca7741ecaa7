"""The heads of chapters."""

import pytest

from pipeline.manuscript.headings import Head, is_generic, merge_titles, number_of, parse_head


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("IV", Head(label="", number=4, rest="")),
        ("Chapter 12", Head(label="chapter", number=12, rest="")),
        ("CHAPTER IX. Filby’s Clock", Head(label="chapter", number=9, rest="Filby’s Clock")),
        ("Part the Second", Head(label="part", number=2, rest="")),
        ("Chapter Twenty-One", Head(label="chapter", number=21, rest="")),
        ("3. The Sea-Chest", Head(label="", number=3, rest="The Sea-Chest")),
        ("XVI: Narrative", Head(label="", number=16, rest="Narrative")),
    ],
)
def test_a_head_has_a_number(text, head):
    assert parse_head(text) == head


@pytest.mark.parametrize(
    "text", ["", "I never knew", "Epilogue", "Mix the flour", "Chapter", "1848 was a year", "Did it"]
)
def test_other_lines_are_no_heads(text):
    assert parse_head(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("mcmxcix", 1999), ("iiii", None), ("forty", 40), ("fiftieth", None), ("7", 7)]
)
def test_numbers_are_read_in_digits_roman_digits_and_words(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize("title", ["", "Section 1", "ch001.xhtml", "Untitled", "index_split_003"])
def test_titles_made_by_programs_are_generic(title):
    assert is_generic(title)


@pytest.mark.parametrize("title", ["I", "4", "The Text", "Section of Land"])
def test_titles_made_by_people_are_not_generic(title):
    assert not is_generic(title)


def test_headings_do_not_replace_a_title_of_other_words():
    assert merge_titles("XII", ("III", "A Walk")) == "XII"
