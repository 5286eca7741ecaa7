from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pipeline.model import Request, Voice
from pipeline.recording.sound import check_take, inspect_take, measure_sound

RATE = 24000


def sine(seconds, *, amplitude, rate=RATE):
    return (amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def silence(seconds, rate=RATE):
    return np.zeros(round(seconds * rate), np.float32)


def codes(findings):
    return [finding.code for finding in findings]


def test_speech_is_between_the_silences_and_its_level_is_its_own():
    sound = measure_sound(np.concatenate([silence(0.3), sine(1.0, amplitude=0.1), silence(0.5)]), RATE)
    assert (sound.speech_begin_s, sound.speech_end_s) == (0.3, 1.3)
    assert sound.duration_s == 1.8
    assert sound.rms_db == pytest.approx(-23.01, abs=0.05)
    assert sound.active_rms_db == pytest.approx(-23.01, abs=0.25)
    assert sound.peak_db == pytest.approx(-20.0, abs=0.01)
    assert sound.clipped_frames == 0


def test_the_active_level_does_not_count_the_gaps_between_words():
    words = np.concatenate([sine(0.5, amplitude=0.1), silence(1.0), sine(0.5, amplitude=0.1)])
    sound = measure_sound(words, RATE)
    assert sound.rms_db == pytest.approx(-26.02, abs=0.05)
    assert sound.active_rms_db == pytest.approx(-23.01, abs=0.5)


@pytest.mark.parametrize(("below_db", "begins_s"), [(44, 0.0), (46, 0.2)])
def test_speech_begins_45_db_below_the_loudest_window(below_db, begins_s):
    quiet = sine(0.2, amplitude=0.1 * 10 ** (-below_db / 20))
    sound = measure_sound(np.concatenate([quiet, sine(0.5, amplitude=0.1)]), RATE)
    assert sound.speech_begin_s == begins_s


def test_digital_silence_has_no_speech_and_infinite_levels():
    sound = measure_sound(silence(1.0), RATE)
    assert sound.is_silent
    assert (sound.speech_begin_s, sound.speech_end_s) == (0.0, 0.0)
    assert (sound.rms_db, sound.active_rms_db, sound.peak_db) == (-math.inf, -math.inf, -math.inf)
    assert codes(check_take(sound, "Something was to be said.")) == ["take.silent"]


def test_no_sample_at_all_is_silence():
    assert measure_sound(silence(0.0), RATE).is_silent


@pytest.mark.parametrize(("peak_db", "found"), [(-59.9, []), (-60.1, ["take.silent"])])
def test_a_take_is_silent_below_minus_60_db(peak_db, found):
    sound = measure_sound(sine(1.0, amplitude=10 ** (peak_db / 20)), RATE)
    assert codes(check_take(sound, "One two three.")) == found


@pytest.mark.parametrize(("run", "clipped"), [(2, 0), (3, 3), (5, 5)])
def test_frames_are_clipped_in_runs_of_three_at_full_scale(run, clipped):
    samples = sine(1.0, amplitude=0.1)
    samples[1000 : 1000 + run] = 1.0
    samples[2000] = -1.0
    assert measure_sound(samples, RATE).clipped_frames == clipped


def test_a_clipped_take_is_found():
    samples = sine(1.0, amplitude=0.1)
    samples[1000:1010] = -1.0
    assert codes(check_take(measure_sound(samples, RATE), "Fifteen letters")) == ["take.clipped"]


@pytest.mark.parametrize(
    ("seconds", "characters", "found"),
    [
        (10.0, 150, []),
        (4.8, 150, []),
        (4.6, 150, ["take.too-short"]),
        (39.0, 150, []),
        (39.2, 150, ["take.too-long"]),
        (0.2, 3, []),
        (2.2, 3, []),
        (2.4, 3, ["take.too-long"]),
    ],
)
def test_speech_is_plausible_between_4_and_30_characters_a_second_with_room_for_short_texts(seconds, characters, found):
    sound = measure_sound(sine(seconds, amplitude=0.1, rate=8000), 8000)
    assert codes(check_take(sound, "a" * characters)) == found


def test_a_digit_may_be_a_word():
    sound = measure_sound(sine(4.0, amplitude=0.1), RATE)
    assert codes(check_take(sound, "1865")) == []
    assert codes(check_take(sound, "year")) == ["take.too-long"]


def test_half_the_speed_may_take_twice_the_time():
    request = Request(
        voice=Voice(engine="hibari", voice="heart", settings=(("speed", 0.5),)),
        text="a" * 150,
        language="en",
        audio_format="flac_24000",
    )
    samples = sine(60.0, amplitude=0.1, rate=8000)
    assert codes(inspect_take(samples, 8000, request, (4.0, 30.0))[1]) == []
    assert codes(check_take(measure_sound(samples, 8000), "a" * 150)) == ["take.too-long"]


@settings(max_examples=50, deadline=None)
@given(arrays.arrays(np.float32, st.integers(0, 3000), elements=st.floats(-1, 1, width=32, allow_subnormal=False)))
def test_whatever_comes_speech_lies_inside_the_audio_and_no_level_is_above_the_peak(samples):
    sound = measure_sound(samples, 8000)
    assert 0 <= sound.speech_begin_s <= sound.speech_end_s <= len(samples) / 8000 + 1e-6
    assert max(sound.rms_db, sound.active_rms_db) <= sound.peak_db + 0.01
    assert sound.clipped_frames <= len(samples)
