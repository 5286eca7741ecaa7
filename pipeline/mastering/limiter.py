"""Samples -> samples that stay under a true-peak ceiling; quiet passages are passed through untouched."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.mastering.true_peak import peaks_between

CEILING_DB = -3.6
"""dBTP. Encoding to MP3 at 192 kbit/s moved the peak by less than 0.25 dB, so the file stays under -3 dB."""
LOOK_AHEAD_S = 0.008
_HOT = 0.5
"""Only next to samples over this share of the ceiling is a peak between samples looked for: speech does not rise by
6 dB and fall again between two samples."""
_UNITY = 1 << 15


def limit(samples: NDArray[np.float32], ceiling: float, sample_rate_hz: int) -> NDArray[np.float32]:
    """Return samples (float32, (frames,), mono) of which no true peak passes `ceiling` (linear, more than 0).

    The gain goes down before a peak and up after it along a triangle of `LOOK_AHEAD_S` on either side. It is counted
    in whole steps, so that it is the same on every machine. Returns the input itself where nothing passes.
    """
    places = _hot_places(samples, ceiling * _HOT)
    if not len(places):
        return samples
    peaks = np.maximum(peaks_between(samples, places), np.abs(samples[places]))
    over = peaks > ceiling
    if not np.any(over):
        return samples
    limited = samples.copy()
    steps = np.floor(_UNITY * np.float64(ceiling) / peaks[over]).astype(np.int64)
    reach = max(1, round(LOOK_AHEAD_S * sample_rate_hz))
    for begin, stop, needed in _regions(places[over], steps, reach, len(samples)):
        region = limited[begin:stop]
        region *= _gain_curve(needed, reach)[: stop - begin]
        np.clip(region, -ceiling, ceiling, out=region)
    return limited


def _hot_places(samples: NDArray[np.float32], threshold: float) -> NDArray[np.intp]:
    """Return the places of samples over the threshold, and the ones before them, in order."""
    loud = np.abs(samples) > threshold
    loud[:-1] |= loud[1:]
    return np.flatnonzero(loud)


def _regions(
    places: NDArray[np.intp], steps: NDArray[np.int64], reach: int, frames: int
) -> list[tuple[int, int, NDArray[np.int64]]]:
    """Return (begin, stop, gain needed at each frame from begin on) of each passage around peaks.

    A peak lies between a sample and the next, so both need the gain. The arrays reach over the end of the samples
    where a peak is close to it, as the curve does.
    """
    cuts = np.flatnonzero(np.diff(places) > 4 * reach) + 1
    regions = []
    for some, gains in zip(np.split(places, cuts), np.split(steps, cuts), strict=True):
        begin = max(0, int(some[0]) - 2 * reach)
        needed = np.full(int(some[-1]) + 2 * reach + 2 - begin, _UNITY, np.int64)
        np.minimum.at(needed, some - begin, gains)
        np.minimum.at(needed, some + 1 - begin, gains)
        regions.append((begin, min(frames, begin + len(needed)), needed))
    return regions


def _gain_curve(needed: NDArray[np.int64], reach: int) -> NDArray[np.float32]:
    """Return the gain at each frame: the lowest needed within reach, then smoothed twice over half of it.

    Each smoothed value is a mean of values within reach of its frame, and each of those is at most what the frame
    needs; so the mean is, too.
    """
    padded = np.pad(needed, 2 * reach, constant_values=_UNITY)
    lowest = _sliding_least(padded, 2 * reach + 1)
    width = reach + 1
    smooth = _sliding_sum(_sliding_sum(lowest, width), width)
    return (smooth / (_UNITY * width * width)).astype(np.float32)


def _sliding_least(values: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return the least of each `width` values in a row ((n - width + 1,)), by doubling."""
    least, covered = values, 1
    while covered < width:
        step = min(covered, width - covered)
        least = np.minimum(least[:-step], least[step:])
        covered += step
    return least


def _sliding_sum(values: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
    return sums[width:] - sums[:-width]
