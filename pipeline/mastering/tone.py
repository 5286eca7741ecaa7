"""A place in a chapter -> room tone: the quiet that is under everything instead of digital zero."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

TONE_RMS_DB = -72.0
"""12 dB under the strictest noise floor we deliver to (-60 dB), so that the voice's own noise has room."""
TABLE_FRAMES = 1 << 20
"""23.8 s at 44.1 kHz; long enough that nobody hears it come round, and it joins its own begin without a seam."""
_SEED = 0x5A110
_BOXES = ((2, 4), (8, 2), (32, 1))
"""(frames, weight) of the running sums added up: white noise made softer towards the top, like a quiet room."""


def room_tone(begin: int, frames: int) -> NDArray[np.int16]:
    """Return room tone (int16, (frames,), mono) for the frames from `begin` on: a function of the place alone."""
    table = _tone_table()
    start = begin % TABLE_FRAMES
    if start + frames <= TABLE_FRAMES:
        return table[start : start + frames]
    return np.take(table, np.arange(start, start + frames), mode="wrap")


def tone_peak() -> int:
    """Return the largest magnitude room tone ever has, in steps of 16 bits."""
    return int(np.max(np.abs(_tone_table())))


@cache
def _tone_table() -> NDArray[np.int16]:
    """Return one turn of the tone, made of whole numbers only, so that it is the same on every machine.

    NumPy promises the raw stream of PCG64 for all time, but not what its distributions make of it; so the bell curve
    is ours: the sum of eight bytes.
    """
    raw = np.random.PCG64(_SEED).random_raw(TABLE_FRAMES)
    white = raw.astype("<u8").view(np.uint8).reshape(-1, 8).sum(axis=1, dtype=np.int64) - 1020
    soft = sum((weight * _running_sum(white, width) for width, weight in _BOXES), np.zeros_like(white))
    soft -= int(soft.sum()) // TABLE_FRAMES
    energy = int((soft * soft).sum()) // TABLE_FRAMES
    # 67.7 is the square of 8.23 steps, which is -72 dBFS; kept as a fraction of whole numbers.
    scale = _whole_root(energy * 1_000_000 * 10 // 677)
    scaled = (2_000 * soft + scale) // (2 * scale)
    return scaled.astype(np.int16)


def _running_sum(values: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return the sum of each value and those before it, `width` in all, around the circle."""
    sums = np.cumsum(np.concatenate((values[-width:], values)))
    return sums[width:] - sums[:-width]


def _whole_root(value: int) -> int:
    root = 1 << ((value.bit_length() + 1) // 2)
    while (better := (root + value // root) // 2) < root:
        root = better
    return root
