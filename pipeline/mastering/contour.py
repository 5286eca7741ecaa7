"""Blocks of samples -> the outline of a file: peaks and loudness in about a thousand steps, for a picture of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pipeline.mastering.loudness import BLOCK_STEPS, STEPS_PER_S
from pipeline.model import Contour

MOST_POINTS = 1000
QUIETEST_LUFS = -70.0
FULL_SCALE = 32768


class ContourMeter:
    """Keeps the peak of each tenth of a second."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._step = max(1, sample_rate_hz // STEPS_PER_S)
        self._peaks: list[NDArray[np.int32]] = []
        self._rest = np.zeros(0, np.int16)

    def add(self, block: NDArray[np.int16]) -> None:
        """Take in the next samples (int16, (frames,) or (frames, channels)); of several channels the first is drawn."""
        joined = np.concatenate((self._rest, block.reshape(len(block), -1)[:, 0] if len(block) else self._rest[:0]))
        whole = len(joined) // self._step * self._step
        self._rest = joined[whole:]
        if whole:
            self._peaks.append(_peaks(joined[:whole].reshape(-1, self._step)))

    def contour(self, momentary_lufs: NDArray[np.float64]) -> Contour:
        """Return the outline; `momentary_lufs` is the loudness of blocks of 400 ms, one each 100 ms."""
        rest = [_peaks(self._rest.reshape(1, -1))] if len(self._rest) else []
        peaks = np.concatenate((*self._peaks, *rest)) if self._peaks or rest else np.zeros(0, np.int32)
        width = max(1, math.ceil(len(peaks) / MOST_POINTS))
        # A block's loudness belongs to its middle; before the first and after the last it stays as it is.
        loudness = np.maximum(momentary_lufs, QUIETEST_LUFS) if len(momentary_lufs) else np.full(1, QUIETEST_LUFS)
        middle = BLOCK_STEPS // 2
        at_steps = loudness[np.clip(np.arange(len(peaks)) - middle, 0, len(loudness) - 1)]
        return Contour(
            step_s=width / STEPS_PER_S,
            peaks=tuple(round(float(value) / FULL_SCALE, 3) for value in _largest_of(peaks, width)),
            loudness_lufs=tuple(round(float(value), 1) for value in _largest_of(at_steps, width)),
        )


def _peaks(windows: NDArray[np.int16]) -> NDArray[np.int32]:
    lowest, highest = windows.min(axis=1).astype(np.int32), windows.max(axis=1).astype(np.int32)
    return np.asarray(np.maximum(highest, -lowest), np.int32)


def _largest_of(values: NDArray[np.int32] | NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the largest of each `width` values; the last group may be shorter."""
    starts = np.arange(0, len(values), width)
    return np.maximum.reduceat(values, starts).astype(np.float64) if len(values) else np.zeros(0)
