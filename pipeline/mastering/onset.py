"""A take -> where it ends, without the onset of the next line that some engines leave at its tail.

Stitching gives an engine the text that follows, and it may begin to say it
(https://github.com/elevenlabs/elevenlabs-docs/issues/272); as soon as a pause comes after, that is heard.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Take, TimingUnit

AFTER_LAST_SIGN_S = 0.35
"""A word may sound on so long after its last sign by the engine's timings; more is not of this line."""
LEAST_GAP_S = 0.18
"""A stop consonant at the end of a word is closed for 50 to 120 ms before it bursts; a longer gap parts two lines."""
MOST_ONSET_S = 0.15
"""What follows the gap is an onset if it is no longer; more is speech, and stays."""
SILENT_BELOW_DB = 40.0
"""Below the loudest window: what lies between is a gap."""
_WINDOW_S = 0.01


def spoken_until(take: Take) -> float:
    """Return the second at which a take's line is over by the engine's timings; infinite where they are too coarse."""
    if take.timing_unit is TimingUnit.SENTENCE or not take.timings:
        return math.inf
    last_s = take.timed_until_s
    return (max(timing.end_s for timing in take.timings) if last_s is None else last_s) + AFTER_LAST_SIGN_S


def find_end(samples: NDArray[np.float32], keep: tuple[int, int], sample_rate_hz: int) -> int:
    """Return the frame at which the range of a take (float32, (frames,), mono) is over, by level.

    It is the range's own end, except where its last sound is short and stands alone behind a gap.
    """
    window = max(1, round(_WINDOW_S * sample_rate_hz))
    reach = round((LEAST_GAP_S + MOST_ONSET_S + 0.2) * sample_rate_hz)
    begin = max(keep[0], keep[1] - reach)
    tail = samples[begin : keep[1]]
    count = len(tail) // window
    loudest = float(np.max(np.abs(samples[keep[0] : keep[1]]), initial=0.0))
    if count < 2 or begin == keep[0] or loudest <= 0.0:
        return keep[1]
    peaks = np.abs(tail[: count * window]).reshape(count, window).max(axis=1)
    sounding = np.flatnonzero(peaks > loudest * 10 ** (-SILENT_BELOW_DB / 20))
    gaps = np.flatnonzero(np.diff(sounding) - 1 >= LEAST_GAP_S / _WINDOW_S)
    if not len(gaps):
        return keep[1]
    last_speech, onset = int(sounding[gaps[-1]]), int(sounding[gaps[-1] + 1])
    if (int(sounding[-1]) + 1 - onset) * _WINDOW_S > MOST_ONSET_S:
        return keep[1]
    return min(keep[1], begin + (last_speech + 1) * window + round(0.04 * sample_rate_hz))
