"""The outline of a file, for its picture."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mastering.contour import ContourMeter
from pipeline.model import Contour

RATE = 44_100


def contour_of(*blocks, momentary=()):
    meter = ContourMeter(RATE)
    for block in blocks:
        meter.add(block)
    return meter.contour(np.array(momentary, np.float64))


def test_each_tenth_of_a_second_has_its_peak_and_the_loudness_of_its_middle():
    samples = np.zeros(RATE, np.int16)
    samples[RATE // 2] = -16_384
    drawn = contour_of(samples, momentary=[-30.0, -20.0, -90.0, -40.0, -40.0, -40.0, -40.0])
    assert drawn == Contour(
        step_s=0.1,
        peaks=(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0),
        loudness_lufs=(-30.0, -30.0, -30.0, -20.0, -70.0, -40.0, -40.0, -40.0, -40.0, -40.0),
    )


def test_a_long_file_has_no_more_points_and_loses_no_peak():
    long = [np.zeros(RATE * 10, np.int16) for _ in range(31)]
    long[17][5] = 32767
    drawn = contour_of(*long)
    assert len(drawn.peaks) <= 1000
    assert drawn.step_s == 0.4
    assert max(drawn.peaks) == 1.0


def test_nothing_has_no_points():
    assert contour_of() == Contour(step_s=0.1, peaks=(), loudness_lufs=())


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 30_000), max_size=5))
def test_however_a_file_is_cut_into_blocks_its_outline_is_the_same(cuts):
    samples = (np.arange(30_000) % 20_011).astype(np.int16)
    assert contour_of(*np.split(samples, sorted(cuts))) == contour_of(samples)
