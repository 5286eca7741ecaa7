from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recording_lines import TONE, lines_of

from pipeline.model import Request, Timing
from pipeline.recording.cues import KEPT_FREE_S, find_cut, narrated_timings, with_cue
from pipeline.recording.keys import key_of, request_of
from pipeline.recording.sound import inspect_take

RATE = 8000
NARRATED = "He went home."
SENT = with_cue(NARRATED, "she said, trembling")
WORDS = (Timing(start=0, stop=13, begin_s=0.1, end_s=0.9), Timing(start=15, stop=34, begin_s=1.3, end_s=2.0))


def request(narrated: int | None = len(NARRATED)) -> Request:
    return Request(voice=TONE, text=SENT, language="en", audio_format="flac_24000", narrated=narrated)


def sounding(*ranges: tuple[float, float], length_s: float = 2.2) -> np.ndarray:
    samples = np.zeros(round(length_s * RATE), np.float32)
    for begin_s, end_s in ranges:
        count = round(end_s * RATE) - round(begin_s * RATE)
        samples[round(begin_s * RATE) : round(end_s * RATE)] = 0.2 * np.sin(np.arange(count) * 0.3)
    return samples


def line_with(cue: str):
    (line,) = lines_of("c01-p001", NARRATED).lines
    return dataclasses.replace(line, cue=cue)


def asked(cue: str) -> Request:
    return request_of(line_with(cue), audio_format="flac_24000", engine_normalisation="off")


def test_a_cue_is_sent_behind_the_words_as_a_paragraph_of_its_own():
    assert SENT == "He went home.\n\nshe said, trembling."
    assert with_cue("“No,”", "he shouted!") == "“No,”\n\nhe shouted!"
    assert asked("she said, trembling").text == SENT
    assert asked("she said, trembling").narrated_text == NARRATED


def test_a_line_without_a_cue_is_asked_for_as_ever():
    plain = asked("")
    assert (plain.text, plain.narrated, plain.narrated_text) == (NARRATED, None, NARRATED)
    assert key_of(plain) == key_of(dataclasses.replace(plain, narrated=None))


def test_the_cue_is_part_of_the_key_and_so_is_that_it_is_no_text():
    keys = {key_of(asked("")), key_of(asked("she said")), key_of(asked("she cried")), key_of(request(None))}
    assert len(keys | {key_of(request())}) == 5


def test_the_take_is_measured_up_to_the_gap_before_the_cue():
    sound, findings = inspect_take(sounding((0.1, 0.9), (1.3, 2.0)), RATE, request(), (4.0, 30.0), WORDS)
    assert findings == ()
    assert (sound.speech_begin_s, sound.speech_end_s) == (0.1, 0.9)
    assert sound.duration_s == pytest.approx(2.2)


def test_what_mastering_keeps_behind_the_last_sound_holds_nothing_of_the_cue():
    samples = sounding((0.1, 1.23), (1.3, 2.0))
    cut, is_clean = find_cut(samples, RATE, len(NARRATED), WORDS)
    assert is_clean
    assert cut / RATE <= 1.3 - KEPT_FREE_S + 0.001
    sound, _ = inspect_take(samples, RATE, request(), (4.0, 30.0), WORDS)
    assert sound.speech_end_s + 0.04 <= 1.3


@pytest.mark.parametrize("timings", [(), WORDS[:1], WORDS[1:]], ids=["none", "no cue", "no words"])
def test_without_times_of_both_the_words_and_the_cue_the_take_waits_for_a_person(timings):
    _, findings = inspect_take(sounding((0.1, 0.9), (1.3, 2.0)), RATE, request(), (4.0, 30.0), timings)
    assert "take.cue" in {finding.code for finding in findings}


def test_a_cue_that_follows_without_a_gap_is_found_and_the_message_says_what_to_do():
    _, findings = inspect_take(sounding((0.1, 2.0)), RATE, request(), (4.0, 30.0), WORDS)
    assert [finding.code for finding in findings] == ["take.cue"]
    assert "record it again" in findings[0].message


def test_a_pause_elsewhere_is_not_taken_for_the_gap():
    samples = sounding((0.1, 0.5), (0.7, 2.0))
    assert find_cut(samples, RATE, len(NARRATED), WORDS) == (round(1.3 * RATE), False)


def test_silence_and_no_samples_are_no_clean_cut_or_a_cut_inside_them():
    for samples in (np.zeros(0, np.float32), np.zeros(RATE, np.float32)):
        cut, _ = find_cut(samples, RATE, len(NARRATED), WORDS)
        assert 0 <= cut <= len(samples)


def test_timings_of_the_cue_are_not_kept():
    over = Timing(start=10, stop=20, begin_s=0.8, end_s=1.2)
    assert narrated_timings(request(), (WORDS[0], over, WORDS[1])) == (
        WORDS[0],
        Timing(start=10, stop=13, begin_s=0.8, end_s=1.2),
    )
    assert narrated_timings(request(None), WORDS) == WORDS


@given(
    gap_s=st.floats(0.07, 0.6),
    drift_s=st.floats(-0.08, 0.08),
    begin_s=st.floats(0.4, 1.5),
)
def test_a_gap_is_found_however_long_and_wherever_the_timings_drift(gap_s, drift_s, begin_s):
    samples = sounding((0.05, begin_s), (begin_s + gap_s, begin_s + gap_s + 0.4), length_s=3)
    times = (
        Timing(start=0, stop=13, begin_s=0.05, end_s=begin_s),
        Timing(start=15, stop=20, begin_s=begin_s + gap_s + drift_s, end_s=begin_s + gap_s + 0.4),
    )
    cut, is_clean = find_cut(samples, RATE, len(NARRATED), times)
    assert is_clean
    assert begin_s - 0.01 <= cut / RATE <= begin_s + gap_s


def test_after_half_a_minute_at_the_services_rate_the_cut_still_lies_before_the_cue():
    rate_hz, begin_s = 44100, 30.6
    samples = np.zeros(32 * rate_hz, np.float32)
    for start_s, stop_s in ((0.1, 30.0), (begin_s, 31.8)):
        samples[round(start_s * rate_hz) : round(stop_s * rate_hz)] = 0.2
    words = (
        Timing(start=0, stop=13, begin_s=0.1, end_s=30.0),
        Timing(start=15, stop=34, begin_s=begin_s, end_s=31.8),
    )
    cut, is_clean = find_cut(samples, rate_hz, 13, words)
    assert is_clean
    assert 0.04 <= begin_s - cut / rate_hz <= 0.06
