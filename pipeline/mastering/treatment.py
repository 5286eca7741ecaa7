"""A decoded take -> its speech as it goes into the chapter: rumble out, silence off, faded, at rate and level."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import soxr
from numpy.typing import NDArray

from pipeline.mastering.limiter import limit

HIGH_PASS_HZ = 70
"""-3 dB. The lowest male voices speak above 75 Hz; below is rumble that costs level."""
FADE_IN_S = 0.005
FADE_OUT_S = 0.015
_CORNER = 0.575
"""Length of the running mean times frequency at which 1 - sinc(x)^2 is -3 dB."""
_SCALE = 1 << 23
"""Steps per full scale: takes of 16 and 24 bits are whole numbers of them, and lossy ones are rounded to them."""


def treat_take(
    samples: NDArray[np.float32],
    *,
    keep: tuple[int, int],
    gain: float,
    rates_hz: tuple[int, int],
    frames: int,
    ceiling: float,
) -> NDArray[np.int16]:
    """Return the speech of a take as int16, (frames,), mono, at the chapter's rate, faded at both ends.

    `samples` is float32, (n,), mono, -1..1 at `rates_hz[0]`; `keep` the range of it that is heard; `gain` and
    `ceiling` are linear.
    """
    speech = high_pass(samples, keep, gain=gain, sample_rate_hz=rates_hz[0])
    _fade(speech, rates_hz[0])
    at_rate = _resample(speech, rates_hz, frames)
    at_level = limit(at_rate, ceiling, rates_hz[1])
    steps = at_level * np.float32(32768)
    quantised: NDArray[np.int16] = np.rint(steps, out=steps).astype(np.int16)
    return quantised


def high_pass(
    samples: NDArray[np.float32], keep: tuple[int, int], *, gain: float, sample_rate_hz: int
) -> NDArray[np.float32]:
    """Return samples[keep] without what is below `HIGH_PASS_HZ`, times `gain` (float32, mono).

    Linear phase: the samples less their running mean, taken twice. All sums are of whole numbers, so they are exact.
    Beyond the ends the first and last sample stand still, so that an offset makes no step.
    """
    reach = max(1, round(_CORNER * sample_rate_hz / HIGH_PASS_HZ / 2))
    width = 2 * reach + 1
    begin, stop = max(0, keep[0] - 2 * reach), min(len(samples), keep[1] + 2 * reach)
    if keep[1] <= keep[0] or stop <= begin:
        return np.zeros(0, np.float32)
    left, right = 2 * reach - (keep[0] - begin), 2 * reach - (stop - keep[1])
    padded = np.empty(left + stop - begin + right, np.int64)
    steps = np.multiply(samples[begin:stop], _SCALE, dtype=np.float64)
    padded[left : len(padded) - right] = np.rint(steps, out=steps)
    padded[:left] = padded[left]
    padded[len(padded) - right :] = padded[len(padded) - right - 1]
    kept = padded[2 * reach : len(padded) - 2 * reach]
    passed = kept * (width * width)
    passed -= _running_sum(_running_sum(padded, width), width)
    return np.multiply(passed, gain / (_SCALE * width * width), dtype=np.float64).astype(np.float32)


def _running_sum(values: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    sums = np.cumsum(values)
    out = np.empty(len(sums) - width + 1, np.int64)
    out[0] = sums[width - 1]
    np.subtract(sums[width:], sums[:-width], out=out[1:])
    return out


def _fade(samples: NDArray[np.float32], sample_rate_hz: int) -> None:
    """Bring both ends to zero along half a cosine, in place."""
    rise = _ramp(min(round(FADE_IN_S * sample_rate_hz), len(samples) // 2))
    fall = _ramp(min(round(FADE_OUT_S * sample_rate_hz), len(samples) // 2))
    samples[: len(rise)] *= rise
    samples[len(samples) - len(fall) :] *= fall[::-1]


@lru_cache(maxsize=16)
def _ramp(frames: int) -> NDArray[np.float32]:
    steps = [round((0.5 - 0.5 * math.cos(math.pi * n / frames)) * 2**15) / 2**15 for n in range(frames)]
    return np.array(steps, np.float32)


def _resample(samples: NDArray[np.float32], rates_hz: tuple[int, int], frames: int) -> NDArray[np.float32]:
    """Return samples at the second rate, exactly `frames` of them; both ends are silent, so nothing is cut."""
    source_hz, target_hz = rates_hz
    converted = samples if source_hz == target_hz else soxr.resample(samples, source_hz, target_hz, quality="HQ")
    if len(converted) == frames:
        return np.asarray(converted, np.float32)
    exact = np.zeros(frames, np.float32)
    common = min(frames, len(converted))
    exact[:common] = converted[:common]
    return exact
