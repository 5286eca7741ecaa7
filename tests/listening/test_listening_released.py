import pytest
from heard_lines import said, sound, sounds_of

from pipeline.listening.released import compare_chapter, confirm_faults
from pipeline.model import ReleaseCode, SpokenLine

TEXTS = (
    "the lamp was lit again that evening",
    "nobody had lived there for twenty years",
    "yes he said",
    "some grey hound was waiting beside our gate",
    "seven boats lay upon wet sand together",
)
LINES = tuple(
    SpokenLine(paragraph=f"c01-p{number:03}", number=0, text=text) for number, text in enumerate(TEXTS, start=1)
)


def faults(heard):
    words = said(heard)
    whole = sound(speech_begin_s=0.3, speech_end_s=words[-1].end_s, duration_s=words[-1].end_s + 1, silences=())
    return compare_chapter(LINES, words, whole, sounds_of=sounds_of)


def told(heard):
    return [(one.code, one.paragraph) for one in faults(heard)]


def heard(*numbers):
    return " ".join(TEXTS[number] for number in numbers)


def test_a_chapter_that_is_read_as_it_is_written_has_no_faults():
    assert told(heard(0, 1, 2, 3, 4)) == []


def test_a_word_that_is_misheard_inside_a_line_is_the_takes_and_passed_over():
    assert told(heard(0, 1, 2, 3, 4).replace("waiting", "umbrella")) == []


@pytest.mark.parametrize(
    ("text", "code", "paragraph"),
    [
        (heard(0, 2, 3, 4), ReleaseCode.MISSING, "c01-p002"),
        (heard(1, 2, 3, 4), ReleaseCode.MISSING, "c01-p001"),
        (heard(0, 1, 2, 3), ReleaseCode.MISSING, "c01-p005"),
        (heard(0, 1, 3, 4), ReleaseCode.MISSING, "c01-p003"),
        (heard(0, 1, 0, 2, 3, 4), ReleaseCode.REPEATED, "c01-p001"),
        (heard(0, 1, 2, 3, 4).replace("twenty years", "twenty"), ReleaseCode.CUT, "c01-p002"),
        (heard(0, 1, 2, 3, 4).replace("seven boats", "boats"), ReleaseCode.CUT, "c01-p005"),
        (heard(0, 1, 2, 3, 4).replace("had lived there for", ""), ReleaseCode.DROPPED, "c01-p002"),
        (heard(0, 1, 2, 3, 4) + " copyright nineteen hundred", ReleaseCode.EXTRA, "c01-p005"),
    ],
)
def test_a_fault_is_found_with_its_paragraph(text, code, paragraph):
    assert told(text) == [(code, paragraph)]


def test_paragraphs_that_changed_places_are_one_fault_and_none_is_missing():
    (fault,) = faults(heard(0, 1, 2, 4, 3))
    assert fault.code is ReleaseCode.ORDER
    assert fault.paragraph in ("c01-p004", "c01-p005")


def test_a_fault_has_the_time_at_which_it_is_heard():
    (fault,) = faults(heard(0, 1, 0, 2, 3, 4))
    assert (fault.begin_s, fault.end_s) == pytest.approx((0.3 + 14 * 0.3, 0.3 + 21 * 0.3))


def test_only_what_two_hearings_have_at_one_place_is_sure():
    quick, close = faults(heard(0, 2, 3, 4)), faults(heard(0, 1, 2, 3, 4))
    assert confirm_faults(quick, quick) == quick
    assert confirm_faults(close, quick) == ()
    assert confirm_faults(quick, close) == ()
