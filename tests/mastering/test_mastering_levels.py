"""What the meter reads off a file."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mastering.levels import EnergyMeter, LevelMeter
from pipeline.mastering.tone import room_tone

RATE = 44_100


def levels_of(*blocks, rate=RATE):
    meter = LevelMeter(rate)
    for block in blocks:
        meter.add(block)
    return meter.levels()


def sine(seconds, amplitude, hz=441.0):
    wave = amplitude * 32768 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)
    return np.rint(wave).astype(np.int16)


def test_a_sine_has_its_rms_3_db_under_its_peak():
    levels = levels_of(sine(2, 0.5))
    assert levels.rms_db == pytest.approx(-9.03, abs=0.01)
    assert levels.peak_db == pytest.approx(-6.02, abs=0.01)
    assert levels.true_peak_db == pytest.approx(-6.02, abs=0.02)
    assert levels.duration_s == 2.0


def test_pauses_count_into_the_rms_of_a_file():
    silence = np.zeros(RATE * 2, np.int16)
    assert levels_of(sine(2, 0.5), silence).rms_db == pytest.approx(-12.04, abs=0.01)


def test_the_noise_floor_is_the_quietest_half_second_wherever_it_is():
    loud, quiet = sine(1.03, 0.3), sine(0.52, 0.0005)
    levels = levels_of(loud, quiet, loud)
    assert levels.noise_floor_db == pytest.approx(-69.03, abs=0.1)
    shorter = levels_of(loud, sine(0.3, 0.0005), loud)
    assert shorter.noise_floor_db > -20


def test_head_and_tail_are_measured_over_room_tone():
    tone = room_tone(0, RATE * 5)
    file = np.concatenate((tone[: RATE * 3 // 4], sine(2, 0.3), tone[: RATE * 5 // 2]))
    levels = levels_of(file)
    assert levels.head_s == pytest.approx(0.75, abs=0.011)
    assert levels.tail_s == pytest.approx(2.5, abs=0.011)


def test_a_noisy_room_is_not_taken_for_sound():
    noise = np.random.Generator(np.random.PCG64(3)).standard_normal(RATE * 6) * 32768 * 10 ** (-55 / 20)
    noise[RATE : RATE * 4] += sine(3, 0.3)
    levels = levels_of(np.rint(noise).astype(np.int16))
    assert levels.head_s == pytest.approx(1.0, abs=0.011)
    assert levels.tail_s == pytest.approx(2.0, abs=0.011)


def test_silence_is_infinitely_quiet_and_all_head():
    levels = levels_of(np.zeros(RATE, np.int16))
    assert (levels.rms_db, levels.peak_db, levels.true_peak_db, levels.noise_floor_db) == (-math.inf,) * 4
    assert (levels.head_s, levels.tail_s) == (1.0, 1.0)


def test_nothing_at_all_is_silence_of_no_length():
    levels = levels_of()
    assert levels.duration_s == 0.0
    assert levels.rms_db == -math.inf


def test_a_peak_between_the_samples_counts_even_across_the_seam_of_two_blocks():
    swell = np.exp(-(((np.arange(4000) - 1999.5) / 500) ** 2))
    wave = (0.5 * 32768 * swell * np.sin(np.pi / 2 * np.arange(4000) + np.pi / 4)).astype(np.int16)
    assert levels_of(wave[:2000], wave[2000:]).true_peak_db == pytest.approx(-6.02, abs=0.02)
    assert levels_of(wave).peak_db == pytest.approx(-9.03, abs=0.01)


def test_frames_at_full_scale_are_clipped():
    wave = sine(0.1, 0.5)
    wave[100:103] = 32767
    wave[200] = -32768
    assert levels_of(wave).clipped_frames == 4


def test_a_hole_of_digital_silence_and_the_longest_pause_are_measured_between_sounds():
    tone = room_tone(0, RATE * 2)
    hole = np.zeros(round(0.3 * RATE), np.int16)
    levels = levels_of(tone[:RATE], sine(1, 0.3), tone, sine(1, 0.3), hole, sine(1, 0.3), np.zeros(RATE, np.int16))
    assert levels.dropout_s == pytest.approx(0.3, abs=0.021)
    assert levels.gap_s == pytest.approx(2.0, abs=0.021)
    assert levels_of(tone, sine(1, 0.3), tone).dropout_s == 0.0


def test_an_offset_is_the_mean_of_the_samples():
    assert levels_of(sine(1, 0.3) + np.int16(328)).dc_offset == pytest.approx(0.01, abs=0.0001)
    assert levels_of(sine(1, 0.3)).dc_offset == pytest.approx(0.0, abs=0.0001)


def test_the_quick_meter_of_a_render_reads_the_same_rms():
    meter = EnergyMeter()
    for block in np.split(sine(2, 0.3), [7, 50_000]):
        meter.add(block)
    assert meter.level_db() == levels_of(sine(2, 0.3)).rms_db
    assert EnergyMeter().level_db() == -math.inf


def test_two_channels_are_one_file():
    left = sine(1, 0.5)
    levels = levels_of(np.stack((left, np.zeros_like(left)), axis=1))
    assert levels.duration_s == 1.0
    assert levels.rms_db == pytest.approx(-12.04, abs=0.01)
    assert levels.peak_db == pytest.approx(-6.02, abs=0.01)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9000), max_size=8), st.integers(0, 5))
def test_however_a_file_is_cut_into_blocks_it_measures_the_same(cuts, seed):
    noise = np.random.Generator(np.random.PCG64(seed)).standard_normal(9000) * 3000
    file = np.rint(noise).astype(np.int16)
    blocks = np.split(file, sorted(cuts))
    cut, whole = levels_of(*blocks), levels_of(file)
    assert cut.rms_db == whole.rms_db
    assert (cut.noise_floor_db, cut.head_s, cut.tail_s) == (whole.noise_floor_db, whole.head_s, whole.tail_s)
    assert cut.peak_db == whole.peak_db
    assert cut.true_peak_db == pytest.approx(whole.true_peak_db, abs=0.01)
