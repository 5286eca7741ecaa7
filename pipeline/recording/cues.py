"""Narrated text and cue -> what is sent; samples and timings -> where the cue is cut away.

A cue is what a narrator would find behind the words: `[“I can't,”]{cue="she said, trembling"}` is sent as two
paragraphs, `“I can't,”` and `she said, trembling.`, so that a voice that reads from context trembles. The cue comes
last, so that one cut parts it from what is narrated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pipeline.model import Request, Timing

if TYPE_CHECKING:
    from pipeline.recording.quiet import Samples

LEAST_GAP_S: Final = 0.06
"""Quiet for so long parts two words: mastering keeps 40 ms behind the last sound of a take, and a cut on a word would
be heard."""
KEPT_FREE_S: Final = 0.045
"""The cut lies so long before the cue begins, so that what mastering keeps behind the cut holds nothing of it."""
QUIET_BELOW_LOUDEST_DB: Final = 30.0
"""A window so far below the loudest one is quiet; a soft consonant is not: it is 41 dB below at the least at the begin
of a sentence, but between two words the room it has is the gap's."""
FARTHEST_S: Final = 0.12
"""The gap ends at most so far from the cue's begin by the engine's timings, which are a few frames off."""
_APART: Final = "\n\n"
"""What parts the cue from the words. After a comma a voice pauses for 0 to 70 ms, after a dash for 40 to 100 ms, at the
end of a paragraph for 500 ms (hibari-tts 0.2.1, November 2026): only that can be cut at every time."""
_ENDS: Final = frozenset(".!?…")


def with_cue(narrated: str, cue: str) -> str:
    """Return what is sent: the cue as a paragraph of its own behind the narrated text."""
    return f"{narrated}{_APART}{cue}{'' if cue[-1:] in _ENDS else '.'}"


def narrated_timings(request: Request, timings: Sequence[Timing]) -> tuple[Timing, ...]:
    """Return the timings of what is narrated; one that goes over into the cue ends with the text."""
    if request.narrated is None:
        return tuple(timings)
    return tuple(
        Timing(start=one.start, stop=min(one.stop, request.narrated), begin_s=one.begin_s, end_s=one.end_s)
        for one in timings
        if one.start < request.narrated
    )


def find_cut(samples: Samples, sample_rate_hz: int, narrated: int, timings: Sequence[Timing]) -> tuple[int, bool]:
    """Return the frame before which everything is narrated, and whether there is a gap that makes it a clean cut.

    samples are float32, (frames,), mono; narrated counts the characters that are. The gap is the last quiet of 60 ms
    or more that ends near the cue's begin. Where there is none, the cut is at the quietest place there; without
    timings that tell the cue's begin, at the end.
    """
    begins = [one.begin_s for one in timings if one.start >= narrated]
    if not begins or not any(one.start < narrated for one in timings):
        return len(samples), False
    # Every command makes keys, and with them sends cues; only one that hears samples pays for loading NumPy.
    from pipeline.recording.quiet import quiet_ranges

    quiet = quiet_ranges(samples, sample_rate_hz, below_loudest_db=QUIET_BELOW_LOUDEST_DB, least_s=LEAST_GAP_S)
    begin_s = min(begins)
    nearest_s = min((end_s for _, end_s in quiet), key=lambda end_s: abs(end_s - begin_s), default=None)
    if nearest_s is None or abs(nearest_s - begin_s) > FARTHEST_S:
        return min(len(samples), round(begin_s * sample_rate_hz)), False
    return max(0, round((nearest_s - KEPT_FREE_S) * sample_rate_hz)), True
