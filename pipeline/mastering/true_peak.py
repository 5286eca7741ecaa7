"""Samples -> the peaks between them: four times oversampling (ITU-R BS.1770-4, annex 2), only where asked."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

PHASES = 4
REACH = 8
"""Samples on either side that decide a value between two samples."""
_KAISER_BETA = 5.0


def peaks_between(samples: NDArray[np.float32], places: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the largest magnitude ((places,)) at the quarters between each sample of `places` and the next.

    `samples` is (frames,), mono; beyond its ends is silence. Every sum is made in the same order on every machine.
    """
    padded = np.concatenate((np.zeros(REACH, np.float32), samples, np.zeros(REACH + 1, np.float32)))
    largest = np.zeros(len(places), np.float32)
    columns = [padded[places + 1 + offset] for offset in range(2 * REACH)]
    for taps in _TAPS:
        value = np.zeros(len(places), np.float32)
        for tap, column in zip(taps, columns, strict=True):
            value += tap * column
        np.maximum(largest, np.abs(value), out=largest)
    return largest


def _bessel(x: float) -> float:
    """Return the modified Bessel function of order 0, by its series."""
    return sum(((x / 2) ** k / math.factorial(k)) ** 2 for k in range(25))


def _tap(distance: float) -> np.float32:
    """Return the windowed sinc at a distance in samples, rounded so that no libm can move it."""
    inside = max(0.0, 1.0 - (distance / REACH) ** 2)
    window = _bessel(_KAISER_BETA * math.sqrt(inside)) / _bessel(_KAISER_BETA)
    sinc = math.sin(math.pi * distance) / (math.pi * distance)
    return np.float32(round(window * sinc * 2**20) / 2**20)


_TAPS = tuple(
    tuple(_tap(phase / PHASES - (offset - REACH + 1)) for offset in range(2 * REACH)) for phase in range(1, PHASES)
)
