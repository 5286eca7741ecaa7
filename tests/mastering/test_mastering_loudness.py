"""Loudness as ITU-R BS.1770-4 defines it, against a meter that is not ours."""

import math
import re
import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_voice import speech

from pipeline.mastering.loudness import LoudnessMeter

RATE = 44_100


def meter_of(samples, rate=RATE, size=30_000):
    meter = LoudnessMeter(rate)
    for begin in range(0, len(samples), size):
        meter.add(samples[begin : begin + size])
    return meter


def sine(hz, seconds, amplitude, rate=RATE):
    wave = amplitude * 32768 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    return np.rint(wave).astype(np.int16)


def voice(seconds, level_db=-20, rate=RATE):
    return np.rint(speech(seconds, level_db=level_db, rate_hz=rate) * 32768).astype(np.int16)


def pauses(samples, rate=RATE):
    return np.concatenate([samples[: 2 * rate], np.zeros(rate, np.int16)] * 4)


FILES = {
    "speech with pauses": (pauses(voice(2.0)), RATE),
    "a sine of 997 Hz at -6 dBFS": (sine(997, 5, 0.5), RATE),
    "a hum of 100 Hz": (sine(100, 5, 0.5), RATE),
    "a hiss at 48 kHz in stereo": (np.stack([sine(8_000, 5, 0.2, 48_000)] * 2, axis=1), 48_000),
    "narration that is quiet for its most part": (
        np.concatenate((voice(3.0, -14), voice(9.0, -45), voice(3.0, -20))),
        RATE,
    ),
    "a take at 22.05 kHz": (voice(4.0, -24, 22_050), 22_050),
}


@pytest.mark.parametrize("name", FILES)
def test_integrated_loudness_is_what_ffmpeg_measures_within_a_tenth(tmp_path, name):
    samples, rate = FILES[name]
    soundfile.write(tmp_path / "x.wav", samples, rate, subtype="PCM_16")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(tmp_path / "x.wav"), "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True).stderr
    theirs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    assert meter_of(samples, rate).integrated_lufs() == pytest.approx(theirs, abs=0.1)


def test_the_reference_of_the_standard_reads_minus_3_01():
    """BS.1770-4, annex 1: a sine of 997 Hz at full scale in one channel."""
    assert meter_of(sine(997, 3, 32767 / 32768)).integrated_lufs() == pytest.approx(-3.01, abs=0.03)


def test_silence_and_less_than_400_ms_have_no_loudness():
    assert meter_of(np.zeros(RATE, np.int16)).integrated_lufs() == -math.inf
    assert meter_of(sine(997, 0.39, 0.5)).integrated_lufs() == -math.inf
    assert LoudnessMeter(RATE).integrated_lufs() == -math.inf
    assert len(LoudnessMeter(RATE).momentary_lufs()) == 0


def test_ten_decibels_more_are_ten_units_more():
    quiet, loud = meter_of(voice(3.0, -34)), meter_of(voice(3.0, -24))
    assert loud.integrated_lufs() - quiet.integrated_lufs() == pytest.approx(10.0, abs=0.05)


def test_there_is_a_block_of_400_ms_every_100_ms_and_a_burst_is_in_its_own():
    file = np.concatenate((np.zeros(RATE, np.int16), sine(997, 0.4, 0.5), np.zeros(RATE, np.int16)))
    momentary = meter_of(file).momentary_lufs()
    assert len(momentary) == 21
    assert int(np.argmax(momentary)) == 10
    assert momentary[10] == pytest.approx(-9.0, abs=0.3)
    assert momentary[2] < -80


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 40_000), max_size=6))
def test_however_a_file_is_cut_into_blocks_its_loudness_is_the_same(cuts):
    samples = voice(1.0)
    meter = LoudnessMeter(RATE)
    for block in np.split(samples, sorted(cuts)):
        meter.add(block)
    assert meter.integrated_lufs() == meter_of(samples).integrated_lufs()
