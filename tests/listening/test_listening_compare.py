import pytest
from heard_lines import said, sounds_of
from hypothesis import given
from hypothesis import strategies as st

from pipeline.listening.compare import Deviation, align_words, compare_words
from pipeline.listening.sounds import match_sounds
from pipeline.listening.words import heard_words, written_words

WORDS = ("the", "house", "stood", "at", "end", "of", "lane", "lamp", "white", "machine", "green", "said", "filby")


def compare(written, heard):
    left, right = written_words(written), heard_words(said(heard))
    return [
        (
            one.deviation,
            " ".join(word.text for word in left[slice(*one.written)]),
            " ".join(word.text for word in right[slice(*one.heard)]),
        )
        for one in compare_words(left, right, sounds_of)
    ]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("The traveller took the plough.", "The traveler took the plow."),
        ("There I object, said Filby.", "There I object, said Philby."),
        ("He looked indifferently on.", "He looked in differently on."),
        ("Fifty men came, which was well.", "50 men came. itch was well."),
        ("In seventeen seventy-five it rained.", "In 1775 it rained."),
        ("It cost forty dollars.", "It cost $40."),
        ("It was the fourteenth of October.", "It was 14 October."),
        ("It was said twice.", "It was set twice."),
        ("“Well—well!” it’s o’clock.", "well well it's o'clock"),
    ],
)
def test_what_only_is_spelled_otherwise_is_no_difference(written, heard):
    assert compare(written, heard) == []


@pytest.mark.parametrize(
    ("written", "heard", "expected"),
    [
        ("The white lamp stood there.", "The lamp stood there.", (Deviation.MISSING, "white", "")),
        ("The lamp stood there.", "The lamp stood there until seven.", (Deviation.ADDED, "", "until seven")),
        ("The lamp stood there.", "The river stood there.", (Deviation.WRONG, "lamp", "river")),
        ("One. Two three four. Five.", "One. Five.", (Deviation.MISSING, "two three four", "")),
        ("One two. Three.", "One two. One two. Three.", (Deviation.ADDED, "", "one two")),
        ("He saw fifty men.", "He saw 19 men.", (Deviation.WRONG, "fifty", "19")),
    ],
)
def test_what_is_said_otherwise_is_a_difference(written, heard, expected):
    assert compare(written, heard) == [expected]


def test_a_lost_word_beside_a_misspelled_one_is_the_only_difference():
    assert compare("The white machine said Filby.", "The machine set Philby.") == [(Deviation.MISSING, "white", "")]


def test_nothing_heard_is_all_missing_and_nothing_written_all_added():
    assert compare("The lamp.", "") == [(Deviation.MISSING, "the lamp", "")]
    assert compare("...", "the lamp") == [(Deviation.ADDED, "", "the lamp")]


def test_another_text_is_not_laid_sound_by_sound():
    ((deviation, _, _),) = compare("alpha " * 60, "omega " * 60)
    assert deviation is Deviation.WRONG


def test_a_written_word_has_the_heard_word_that_is_the_same():
    assert align_words(written_words("one two three"), heard_words(said("one three"))) == (0, None, 1)


def test_sounds_are_nearer_the_more_alike_they_are():
    distances = [match_sounds(["filby"], [heard], sounds_of).distance for heard in ("philby", "weena", "machine")]
    assert distances[0] == 0 < distances[1] < distances[2]


def test_each_word_knows_how_much_of_it_was_heard():
    match = match_sounds(["white", "machine"], ["machine"], sounds_of)
    assert match.written_fit[0] < 0.2
    assert match.written_fit[1] == 1.0
    assert match.heard_fit == (1.0,)


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_what_is_heard_as_it_is_written_never_differs(words):
    assert compare(" ".join(words), " ".join(words)) == []


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=25), st.data())
def test_a_word_that_occurs_once_and_is_lost_is_missing(words, data):
    place = data.draw(st.integers(0, len(words)))
    written = [*words[:place], "xylophone", *words[place:]]
    assert compare(" ".join(written), " ".join(words)) == [(Deviation.MISSING, "xylophone", "")]


@given(st.lists(st.sampled_from(WORDS), max_size=15), st.lists(st.sampled_from(WORDS), max_size=15))
def test_differences_are_in_order_and_inside_both_texts(written, heard):
    left, right = written_words(" ".join(written)), heard_words(said(" ".join(heard)))
    last = (0, 0)
    for one in compare_words(left, right, sounds_of):
        assert last[0] <= one.written[0] <= one.written[1] <= len(left)
        assert last[1] <= one.heard[0] <= one.heard[1] <= len(right)
        assert one.sounds > 0
        last = (one.written[0], one.heard[0])
