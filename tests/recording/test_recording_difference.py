from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.recording.difference import MOST_CHARACTERS, word_difference


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("He was six feet tall.", "He was seven feet tall.", "He was [-six-]{+seven+} feet tall."),
        ("One two three four five six.", "One two three four five.", "… two three four [-five six.-]{+five.+}"),
        ("The end.", "The end.", ""),
        ("Said Cholmondeley aloud.", "Said Chumley aloud.", "Said [-Cholmondeley-]{+Chumley+} aloud."),
        ("a b", "a x b", "a {+x+} b"),
        ("a x b", "a b", "a [-x-] b"),
        ("1 a b c d e f g h 2", "3 a b c d e f g h 4", "[-1-]{+3+} a b c … f g h [-2-]{+4+}"),
    ],
)  # fmt: skip
def test_a_difference_shows_the_changed_words_with_three_around_them(before, after, shown):
    assert word_difference(before, after) == shown


@given(before=st.text(max_size=400), after=st.text(max_size=400))
def test_a_difference_is_one_short_line_and_empty_only_where_the_words_are_the_same(before, after):
    shown = word_difference(before, after)
    assert len(shown) <= MOST_CHARACTERS
    assert "\n" not in shown
    assert (shown == "") == (before.split() == after.split())
