"""A difference and the time it takes -> whether the sound agrees: words that are missing take none, added ones do.

A transcriber leaves out a sentence that is there, or writes one twice that is said once, now and then in two hearings
alike. The clock knows better: at the voice's own rate so many sounds need so much time.
"""

from __future__ import annotations

from pipeline.listening.compare import Deviation, Difference
from pipeline.listening.evidence import HeardLine

NEIGHBOURS = 2
"""Words on either side whose time is looked at too: a transcriber stretches them over what it leaves out."""
HALF = 0.5
"""Of the time the missing words need: with more than this in the take they are there."""
ROUGH_S = 0.15
"""Words are timed no more exactly than this; of a short word its time says little."""
FASTEST = 0.3
"""Share of their usual time that added words must last."""


def is_borne_out(line: HeardLine, difference: Difference, *, rate: float) -> bool:
    """Return whether the time between the words around a difference fits it; rate is in sounds a second of speech."""
    if difference.deviation is Deviation.MISSING:
        return _is_missing(line, difference, rate)
    if difference.deviation is Deviation.ADDED:
        first, last = difference.heard
        lasts_s = _speech_between(line, line.heard[first].begin_s, line.heard[last - 1].end_s)
        return lasts_s >= FASTEST * sum(line.heard_sounds[first:last]) / rate
    return True


def _is_missing(line: HeardLine, difference: Difference, rate: float) -> bool:
    at = difference.heard[0]
    before = line.heard[max(0, at - NEIGHBOURS) : at]
    after = line.heard[at : at + NEIGHBOURS]
    begin_s = before[0].begin_s if len(before) == NEIGHBOURS else line.sound.speech_begin_s
    end_s = after[-1].end_s if len(after) == NEIGHBOURS else line.sound.speech_end_s
    around = line.heard_sounds[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
    without_s = sum(around) / rate
    missing_s = sum(line.written_sounds[slice(*difference.written)]) / rate
    return _speech_between(line, begin_s, end_s) < without_s + HALF * missing_s + ROUGH_S


def _speech_between(line: HeardLine, begin_s: float, end_s: float) -> float:
    """Return the time between two moments without the gaps in it, in seconds."""
    gaps_s = sum(max(0.0, min(end, end_s) - max(begin, begin_s)) for begin, end in line.sound.silences)
    return max(0.0, end_s - begin_s - gaps_s)
