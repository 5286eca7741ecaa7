"""Samples -> where it is quiet between words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

WINDOW_S = 0.005
"""Quiet is found in windows of about this length."""

Samples = npt.NDArray[np.float32]


def quiet_ranges(
    samples: Samples, sample_rate_hz: int, *, below_loudest_db: float, least_s: float
) -> list[tuple[float, float]]:
    """Return begin and end in seconds of every quiet that lasts that long, in order.

    Quiet is a window of samples (float32, (frames,), mono) whose peak is so far below that of the loudest one.
    """
    window = max(1, round(WINDOW_S * sample_rate_hz))
    count = len(samples) // window
    peaks = np.abs(samples[: count * window]).reshape(count, window).max(axis=1, initial=0.0)
    is_quiet = peaks < float(np.max(peaks, initial=0.0)) * 10 ** (-below_loudest_db / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_quiet, [False])).astype(np.int8)))
    # 5 ms are not a whole number of frames at every rate: over half a minute the difference would be half a word.
    window_s = window / sample_rate_hz
    ranges = (
        (int(start) * window_s, int(stop) * window_s) for start, stop in zip(edges[::2], edges[1::2], strict=True)
    )
    return [(begin_s, end_s) for begin_s, end_s in ranges if end_s - begin_s >= least_s - window_s / 2]
