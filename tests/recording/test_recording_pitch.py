from __future__ import annotations

import numpy as np
import pytest

from pipeline.model import PitchRange
from pipeline.recording.pitch import measure_pitch


def voice(pitch_hz, *, seconds: float = 2.0, rate_hz: int = 44100) -> np.ndarray:
    """Eight harmonics over a pitch (one number, or one for each frame)."""
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(pitch_hz, round(seconds * rate_hz))) / rate_hz
    return sum(np.sin(k * phase) / k for k in range(1, 9)).astype(np.float32) * 0.1


@pytest.mark.parametrize("rate_hz", [22050, 24000, 44100])
@pytest.mark.parametrize("pitch_hz", [80, 120, 210, 400])
def test_a_steady_voice_has_its_pitch_and_no_range(pitch_hz, rate_hz):
    found = measure_pitch(voice(pitch_hz, rate_hz=rate_hz), rate_hz)
    for measured_hz in (found.low_hz, found.median_hz, found.high_hz):
        assert measured_hz == pytest.approx(pitch_hz, rel=0.015)


def test_a_voice_that_moves_has_its_range_without_the_outermost_tenths():
    glide = np.linspace(100, 200, 88200)
    assert measure_pitch(voice(glide), 44100) == PitchRange(
        low_hz=pytest.approx(110, abs=3), median_hz=pytest.approx(150, abs=3), high_hz=pytest.approx(190, abs=3)
    )


def test_gaps_and_level_do_not_count():
    spoken = voice(150)
    quiet = np.concatenate([np.zeros(44100, np.float32), 0.05 * spoken, np.zeros(44100, np.float32)])
    assert measure_pitch(quiet, 44100).median_hz == pytest.approx(150, abs=2)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(44100), np.random.default_rng(1).normal(size=44100) * 0.1])
def test_silence_and_noise_have_no_pitch(samples):
    assert measure_pitch(samples.astype(np.float32), 44100) is None
