"""How two ends of lines join."""

import pytest

from pipeline.manuscript.pdf.hyphens import Join, Vocabulary

BOOK = (
    *("a simple story of the", "the well-known lamp was", "of boot polish and", "the slitting knife of under-"),
    "standing men",
)


@pytest.mark.parametrize(
    ("line", "following", "join"),
    [
        ("it was sim-", "ple to see", Join.DIVIDED),
        ("of a well-", "known man", Join.CLOSE),
        ("it was sub\u00ad", "mitted", Join.DIVIDED),
        ("it was sub\u2010", "mitted", Join.DIVIDED),
        ("the Saxe-", "Coburg house", Join.CLOSE),
        ("some self-", "made man", Join.CLOSE),
        ("a noise-", "less room", Join.DIVIDED),
        ("a boot-", "slitting man", Join.CLOSE),
        ("in 1914-", "18 it was", Join.CLOSE),
        ("it is here—", "or there", Join.CLOSE),
        ("it is here", "—or there", Join.CLOSE),
        ("it is here", "or there", Join.SPACE),
        ("電燈の", "ひとつ", Join.CLOSE),
        ("pre- ", "and post-war", Join.DIVIDED),
    ],
)
def test_two_lines_join_as_print_divides_them(line, following, join):
    assert Vocabulary(BOOK).join(line, following) is join


def test_a_book_with_soft_hyphens_keeps_its_own_hyphens_at_line_ends():
    book = Vocabulary([*BOOK, "sub\u00ad", "mit\u00ad", "per\u00ad"])
    assert book.join("it was sim-", "ple to see") is Join.CLOSE


def test_a_book_that_divides_no_word_keeps_its_hyphens():
    book = Vocabulary(["a yew-", "tree and a music-", "room and a first-", "rate man"])
    assert book.join("a large yew-", "tree") is Join.CLOSE


@pytest.mark.parametrize(
    ("initial", "following", "is_joined"),
    [("T", "he lamp", True), ("“A", "lice was", False), ("I", "t was", True), ("I", "had", False), ("L", "AMPS", True)],
)
def test_a_drop_cap_joins_its_word_unless_it_is_a_word(initial, following, is_joined):
    book = Vocabulary(["and it was it", "so had I had", "a lice was"])
    assert book.joins_initial(initial, following) is is_joined
