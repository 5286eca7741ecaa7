import dataclasses

import pytest
from heard_lines import book, line, sound

from pipeline.listening.compare import Deviation
from pipeline.listening.evidence import HeardLine, agreed
from pipeline.listening.habits import find_departures
from pipeline.listening.judge import judge_lines
from pipeline.model import ListeningCode, Remedy

EIGHT = "lamp door rain stone green seven walk light"


def codes(lines):
    return [finding.code for finding in judge_lines(lines)]


def with_sound(one: HeardLine, **fields):
    return dataclasses.replace(one, sound=dataclasses.replace(one.sound, **fields))


def test_a_sound_book_has_no_findings():
    assert judge_lines(book()) == ()


@pytest.mark.parametrize(
    ("heard", "code", "written", "said"),
    [
        ("lamp door rain stone green seven walk", ListeningCode.TRUNCATED, "light", ""),
        ("lamp door rain green seven walk light", ListeningCode.MISSING, "stone", ""),
        ("lamp door rain lamp door rain stone green seven walk light", ListeningCode.REPEATED, "", "lamp door rain"),
        ("lamp door rain stone green nobody knows seven walk light", ListeningCode.ADDED, "", "nobody knows"),
        ("lamp door umbrella stone green seven walk light", ListeningCode.WRONG, "rain", "umbrella"),
    ],
)
def test_words_that_are_not_as_written_are_told_with_both_sides(heard, code, written, said):
    (finding,) = judge_lines([line(EIGHT, heard, place=3)])
    assert (finding.code, finding.written, finding.heard) == (code, written, said)
    assert (finding.chapter, finding.paragraph, finding.take) == ("c01", "c01-p003", "t3")


def test_a_finding_has_its_time_in_the_take_and_in_the_chapter():
    (finding,) = judge_lines([line(EIGHT, "lamp door rain green seven walk light", place=3)])
    assert (finding.begin_s, finding.end_s, finding.chapter_s) == (1.2, 1.2, 31.2)


def test_only_what_both_hearings_miss_is_missing():
    quick = "lamp door rain green seven walk light"
    assert codes([line(EIGHT, quick, close=EIGHT)]) == []
    assert codes([line(EIGHT, quick, close="lamp door rain green walk light")]) == [ListeningCode.MISSING]


def test_two_hearings_that_slip_at_different_places_agree_on_nothing():
    assert (
        codes([line(EIGHT, "lamp rain stone green seven walk light", close="lamp door rain stone green seven light")])
        == []
    )


def test_a_name_that_is_heard_otherwise_is_how_the_transcriber_hears_it():
    heard = [line("then Weena ran off", "then umbrella ran off", place=place) for place in range(2)]
    assert codes(heard) == []


def test_a_word_that_is_heard_otherwise_all_over_the_book_is_no_fault_of_a_take():
    pairs = [("zyx", "umbrella"), ("zyx", "umbrella"), ("rain", "orchestra")]
    lines = [line(f"seven {one} stone", f"seven {two} stone", place=place) for place, (one, two) in enumerate(pairs)]
    (finding,) = judge_lines(lines)
    assert (finding.written, finding.remedy) == ("rain", Remedy.LEXICON)


def test_swapped_takes_name_the_line_that_is_heard():
    one, two = "the lamp was lit again that evening", "nobody had lived there for twenty years"
    first, second = judge_lines([line(one, two, place=1), line(two, one, place=2)])
    assert {first.code, second.code} == {ListeningCode.SWAPPED}
    assert first.message == "the take says line 1 of c01-p002"


def test_an_onset_behind_the_end_is_a_leak_and_not_a_word_too_many():
    heard = EIGHT + " nor"
    tail = {"speech_end_s": 3.25, "silences": ((2.7, 2.95),), "duration_s": 3.4}
    (finding,) = judge_lines([line(EIGHT, heard, **tail)])
    assert (finding.code, finding.begin_s, finding.end_s) == (ListeningCode.LEAK, 2.95, 3.25)


def test_a_last_word_that_stands_behind_a_pause_is_no_leak():
    tail = {"speech_end_s": 2.7, "silences": ((2.2, 2.4),)}
    assert codes([line(EIGHT, **tail)]) == []


def test_a_take_without_sound_is_silent_and_nothing_else_is_said():
    assert codes([with_sound(line(EIGHT, ""), speech_begin_s=0.0, speech_end_s=0.0, silences=())]) == [
        ListeningCode.SILENT
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"level_db": -31.0}, ListeningCode.LEVEL),
        ({"level_db": -19.0}, ListeningCode.LEVEL),
        ({"pitch_hz": 240.0}, ListeningCode.PITCH),
        ({"pitch_range_semitones": 0.5}, ListeningCode.PITCH),
        ({"speech_end_s": 2.1}, ListeningCode.RATE),
        ({"silences": ((1.2, 2.7),), "speech_end_s": 3.9, "duration_s": 4.4}, ListeningCode.GAP),
        ({"floor_db": -50.0}, ListeningCode.NOISE),
        ({"hiss_s": 0.4}, ListeningCode.NOISE),
        ({"timbre": (4.0,) * 12}, ListeningCode.VOICE),
        ({"duration_s": 2.71, "speech_end_s": 2.7}, ListeningCode.TRUNCATED),
        ({"clipped_frames": 12}, ListeningCode.CLIPPED),
    ],
)
def test_what_a_voice_does_not_do_elsewhere_is_found(fields, code):
    lines = book()
    lines[7] = with_sound(lines[7], **fields)
    assert [(finding.code, finding.paragraph) for finding in judge_lines(lines)] == [(code, "c01-p007")]


def test_a_voice_that_is_always_loud_slow_or_noisy_is_cast_that_way():
    assert codes(book(level_db=-14.0, floor_db=-45.0, hiss_s=0.5)) == []


def test_of_a_voice_with_few_takes_nothing_is_usual():
    lines = book(6)
    lines[2] = with_sound(lines[2], level_db=-45.0)
    assert codes(lines) == []
    assert find_departures([sound()] * 6, [30] * 6, [True] * 6) is None


def test_a_fifth_of_damaged_takes_does_not_move_what_is_usual():
    lines = [with_sound(one, level_db=-31.0) if place % 5 == 0 else one for place, one in enumerate(book())]
    assert [int(finding.paragraph[-3:]) for finding in judge_lines(lines)] == list(range(0, 30, 5))


def test_lines_with_sentences_dropped_do_not_move_how_fast_a_voice_speaks():
    lines = book()
    for place in range(0, 30, 3):
        text = " ".join(word.text for word in lines[place].written)
        lines[place] = line(text, " ".join(text.split()[:4]), place=place, speech_end_s=1.6, duration_s=2.1)
    lines[7] = with_sound(lines[7], speech_end_s=0.3 + (lines[7].sound.speech_end_s - 0.3) / 1.2)
    assert ListeningCode.RATE in [one.code for one in judge_lines(lines) if one.paragraph == "c01-p007"]


def test_a_short_line_may_pause_as_long_as_the_voice_does_elsewhere_and_no_longer():
    lines = book()
    for length_s, expected in ((0.55, []), (0.9, [ListeningCode.GAP])):
        lines[7] = with_sound(lines[7], silences=((1.2, 1.2 + length_s),), speech_end_s=2.4 + length_s, duration_s=4.0)
        assert [one.code for one in judge_lines(lines) if one.code is ListeningCode.GAP] == expected


def test_a_pause_that_the_script_asks_for_is_no_gap():
    lines = book()
    lines[7] = with_sound(lines[7], silences=((1.2, 2.7),), speech_end_s=3.9, duration_s=4.4)
    lines[7] = dataclasses.replace(lines[7], asked_pause_s=1.5)
    assert codes(lines) == []


def test_a_take_without_pauses_has_no_floor_to_be_noisy():
    lines = book()
    fields = {"silences": (), "speech_begin_s": 0.0, "speech_end_s": 2.4, "duration_s": 2.42}
    lines[7] = with_sound(lines[7], floor_db=-60.0, **fields)
    assert ListeningCode.NOISE not in codes(lines)
    lines[7] = with_sound(lines[7], floor_db=-45.0, **fields)
    assert ListeningCode.NOISE in codes(lines)


def test_words_said_twice_are_the_same_whichever_time_a_hearing_counts_as_the_one_too_many():
    twice = "lamp door rain stone lamp door rain stone green seven walk light"
    one = line(EIGHT, twice, close=twice)
    assert [each.deviation for each in one.differences] == [Deviation.ADDED]
    first, again = (dataclasses.replace(one.differences[0], written=(at, at)) for at in (0, 4))
    assert agreed([first], [again]) == (first,)


def test_each_voice_is_compared_with_itself():
    loud = [dataclasses.replace(one, voice="joe", take=f"j{one.take}") for one in book(level_db=-15.0)]
    assert codes([*book(), *loud]) == []
