import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.listening.sound import QUIETEST_DB, measure_take

RATE_HZ = 24000


def tone(seconds, hertz=200.0, level=0.1):
    """A voice of a kind: a row of harmonics."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    harmonics = sum(np.sin(2 * np.pi * hertz * order * time) / order for order in range(1, 9))
    return (level * harmonics).astype(np.float32)


def still(seconds):
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def test_where_speech_begins_and_ends_and_pauses_is_measured_to_a_hundredth():
    measured = measure_take(np.concatenate((still(0.3), tone(0.5), still(0.4), tone(0.6), still(0.2))), RATE_HZ)
    assert (measured.speech_begin_s, measured.speech_end_s, measured.duration_s) == (0.3, 1.8, 2.0)
    assert measured.silences == ((0.8, 1.2),)
    assert measured.speech_s == pytest.approx(1.1)


def test_half_the_samples_are_six_decibels_less_and_nothing_else():
    loud, soft = measure_take(tone(1, level=0.2), RATE_HZ), measure_take(tone(1, level=0.1), RATE_HZ)
    assert loud.level_db - soft.level_db == pytest.approx(6.02, abs=0.02)
    assert loud.timbre == pytest.approx(soft.timbre, abs=0.02)


@pytest.mark.parametrize("hertz", [90.0, 120.0, 200.0, 300.0])
def test_pitch_is_measured_to_a_hundredth(hertz):
    assert measure_take(tone(1, hertz), RATE_HZ).pitch_hz == pytest.approx(hertz, rel=0.01)


def test_another_voice_has_another_timbre():
    bright = tone(1) + tone(1, 1600.0, 0.08)
    plain, other = measure_take(tone(1), RATE_HZ).timbre, measure_take(bright, RATE_HZ).timbre
    assert max(abs(one - two) for one, two in zip(plain, other, strict=True)) > 3


def test_noise_as_loud_as_the_voice_is_timed():
    samples = tone(2)
    samples[RATE_HZ : RATE_HZ + 9600] = np.random.default_rng(0).normal(0, 0.1, 9600)
    measured = measure_take(samples, RATE_HZ)
    assert measured.hiss_s == pytest.approx(0.4, abs=0.06)
    assert measured.hiss_begin_s == pytest.approx(1.0, abs=0.06)
    assert measure_take(tone(2), RATE_HZ).hiss_s == 0.0


def test_the_floor_is_what_is_under_the_pauses():
    hiss = np.random.default_rng(0).normal(0, 0.001, round(1.4 * RATE_HZ)).astype(np.float32)
    voice = np.concatenate((tone(0.5), still(0.4), tone(0.5)))
    assert measure_take(voice + hiss, RATE_HZ).floor_db == pytest.approx(-60, abs=1)
    assert measure_take(voice, RATE_HZ).floor_db == QUIETEST_DB


def test_clipping_is_counted_in_runs():
    samples = tone(1)
    samples[100:104] = 1.0
    samples[200] = 1.0
    assert measure_take(samples, RATE_HZ).clipped_frames == 4


@pytest.mark.parametrize("samples", [still(0), still(1)])
def test_silence_has_no_speech(samples):
    measured = measure_take(samples, RATE_HZ)
    assert measured.level_db == -math.inf
    assert measured.speech_s == 0.0


@given(st.lists(st.floats(-1, 1, width=32), max_size=400), st.sampled_from([16000, 24000, 44100]))
def test_whatever_the_samples_are_every_measure_is_a_number(values, rate_hz):
    measured = measure_take(np.array(values, np.float32), rate_hz)
    assert not any(math.isnan(value) for value in (measured.level_db, measured.floor_db, *measured.timbre))
    assert 0 <= measured.speech_begin_s <= measured.speech_end_s
