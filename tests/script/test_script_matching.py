from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.script.matching import Sample, match_paragraphs


def match(old, new):
    return match_paragraphs(
        [Sample(key=text, text=text) for text in old], [Sample(key=text, text=text) for text in new]
    )


def test_what_is_equal_is_found_wherever_it_moved():
    assert match(["a", "b", "c", "d"], ["c", "new", "d", "a", "b"]) == (2, None, 3, 0, 1)


def test_repetitions_belong_to_their_neighbours():
    old = ["one", "“Yes.”", "two", "“Yes.”", "three", "“Yes.”"]
    assert match(old, ["one", "two", "“Yes.”", "three", "“Yes.”"]) == (0, 2, 3, 4, 5)
    assert match(old, ["three", "“Yes.”", "one", "“Yes.”", "two", "“Yes.”"]) == (4, 5, 0, 1, 2, 3)


def test_a_changed_paragraph_is_found_between_its_neighbours_in_order():
    old = ["begin", "He went down the long road.", "She sat up there alone.", "end"]
    new = ["begin", "A new one.", "He went down the road.", "She sat there, all alone.", "end"]
    assert match(old, new) == (0, None, 1, 2, 3)


def test_punctuation_and_case_alone_do_not_make_another_paragraph():
    assert match(["“No!”", "“Yes!”"], ["'Yes.'", "'no'"]) == (1, 0)


def test_a_moved_and_changed_paragraph_is_found_by_its_words():
    long = "The Psychologist looked at the little machine on the octagonal table and frowned again"
    assert match(["a", long, "b", "c"], ["a", "b", "c", long.replace("little", "small")]) == (0, 2, 3, 1)


def test_other_words_are_another_paragraph():
    assert match(["a", "He went home.", "b"], ["a", "Rain fell all night.", "b"]) == (0, None, 2)


def test_a_change_in_every_paragraph_keeps_their_order():
    words = [
        f"w{number * 7919 % 997} x{number * 31 % 83} of the Time Traveller number{number}" for number in range(300)
    ]
    assert match(words, [text.replace("Traveller", "Voyager") for text in words]) == tuple(range(300))


TEXTS = st.lists(st.text(st.sampled_from("ab c"), max_size=6), max_size=20)


@given(TEXTS, TEXTS)
def test_no_old_paragraph_is_continued_twice_and_equal_ones_are_always_found(old, new):
    result = match(old, new)
    found = [place for place in result if place is not None]
    assert len(found) == len(set(found))
    for text in set(old) & set(new) - {""}:
        equal = sum(
            1 for place, other in zip(result, new, strict=True) if place is not None and other == text == old[place]
        )
        assert equal == min(old.count(text), new.count(text))


@given(TEXTS)
def test_the_same_book_again_is_matched_paragraph_by_paragraph(texts):
    texts = [text or "empty" for text in texts]
    assert match(texts, texts) == tuple(range(len(texts)))
