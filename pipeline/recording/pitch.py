"""Samples of a take -> the range its voice moves in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.model import PitchRange

LOWEST_HZ, HIGHEST_HZ = 60.0, 500.0
"""Speaking voices, from a bass to a child, lie inside (Titze, Principles of Voice Production, 2nd ed., chapter 8)."""
FRAME_S = 0.04
"""Two periods and more of the lowest voice."""
VOICED_SHARE = 0.5
"""A frame is voiced where so much of its energy comes back one period later."""
OCTAVE_SHARE = 0.9
"""The shortest period within this of the best one is taken: its multiples come back as well."""
QUIET_BELOW_LOUDEST_DB = 30.0
MOST_FRAMES = 600
"""A longer take is looked at in so many places, evenly: enough for a median to within one per cent."""
LEAST_VOICED = 5
_WORKING_RATE_HZ = 8000

Samples = npt.NDArray[np.float32]
Frames = npt.NDArray[np.float64]


def measure_pitch(samples: Samples, sample_rate_hz: int) -> PitchRange | None:
    """Return the pitch of samples (float32, (frames,), mono, -1..1) in Hz; None where hardly anything is voiced.

    By autocorrelation of frames of 40 ms; to 1 Hz, which no compiler or processor moves.
    """
    factor = max(1, sample_rate_hz // _WORKING_RATE_HZ)
    slow = samples[: len(samples) // factor * factor].reshape(-1, factor).mean(axis=1, dtype=np.float64)
    rate_hz = sample_rate_hz / factor
    frames = _loud_frames(slow, frames=round(FRAME_S * rate_hz))
    periods = _periods(frames, rate_hz) if len(frames) else np.zeros(0)
    if len(periods) < LEAST_VOICED:
        return None
    low, median, high = np.percentile(rate_hz / periods, (10, 50, 90))
    return PitchRange(low_hz=float(round(low)), median_hz=float(round(median)), high_hz=float(round(high)))


def _loud_frames(samples: Frames, *, frames: int) -> Frames:
    """Return the frames that are not gaps, at most `MOST_FRAMES` of them, each without its offset."""
    count = len(samples) // frames
    cut = samples[: count * frames].reshape(count, frames)
    cut = cut - cut.mean(axis=1, keepdims=True)
    powers = np.mean(np.square(cut), axis=1)
    threshold = np.max(powers, initial=0.0) * 10 ** (-QUIET_BELOW_LOUDEST_DB / 10)
    loud = np.asarray(cut[(powers > threshold) & (powers > 0)])
    return loud[:: max(1, -(-len(loud) // MOST_FRAMES))]


def _periods(frames: Frames, rate_hz: float) -> Frames:
    """Return the period of each voiced frame in samples, between them by a parabola."""
    length = frames.shape[1]
    spectrum = np.fft.rfft(frames, n=2 * length, axis=1)
    own = np.fft.irfft(np.square(np.abs(spectrum)), axis=1)[:, :length]
    overlap = (length - np.arange(length)) / length
    share = own / (own[:, :1] * overlap)
    shortest, longest = int(rate_hz / HIGHEST_HZ), min(int(rate_hz / LOWEST_HZ), length - 2)
    inner = share[:, shortest : longest + 1]
    is_peak = (inner >= share[:, shortest - 1 : longest]) & (inner > share[:, shortest + 1 : longest + 2])
    peaks = np.where(is_peak, inner, 0.0)
    best = peaks.max(axis=1)
    voiced = np.flatnonzero(best >= VOICED_SHARE)
    lags = np.argmax(peaks[voiced] >= OCTAVE_SHARE * best[voiced, None], axis=1) + shortest
    before, at, after = (share[voiced, lags + shift] for shift in (-1, 0, 1))
    bend = before - 2 * at + after
    shift = np.divide(0.5 * (before - after), bend, out=np.zeros_like(bend), where=bend != 0)
    return np.asarray(lags + shift)
