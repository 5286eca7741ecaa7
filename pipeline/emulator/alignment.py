"""A performance -> the alignments of a response: characters, start and end times as the API writes them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.emulator.options import BreakMode
from pipeline.emulator.performance import Performance, Time
from pipeline.emulator.utterance import RunKind

Alignment = dict[str, list[str] | list[float]]
"""`characters`, `character_start_times_seconds`, `character_end_times_seconds`: of one length."""


def align_written(performance: Performance, mode: BreakMode) -> Alignment:
    """Return one entry per code point of the request's text, tags left out if they are stripped."""
    stripped = {RunKind.BREAK, RunKind.MARKUP} if mode is BreakMode.STRIP else set()
    kept = [i for run in performance.runs if run.kind not in stripped for i in range(run.start, run.stop)]
    written = performance.written
    return write_alignment([written.characters[i] for i in kept], [written.times[i] for i in kept])


def align_spoken(performance: Performance) -> Alignment:
    """Return what was said after dictionaries and normalisation, with a space in front (as field reports show it)."""
    spoken = performance.spoken
    first_s = spoken.times[0][0] if spoken.times else 0.0
    return write_alignment([" ", *spoken.characters], [(first_s, first_s), *spoken.times])


def write_alignment(characters: Sequence[str], times: Sequence[Time]) -> Alignment:
    """Return the three lists, times rounded to milliseconds."""
    return {
        "characters": list(characters),
        "character_start_times_seconds": [round(begin, 3) for begin, _ in times],
        "character_end_times_seconds": [round(end, 3) for _, end in times],
    }


def cut_short(alignment: Alignment, missing_s: float) -> Alignment:
    """Return the alignment ending too early by that time: all later times are its new end."""
    ends = _times(alignment, "end")
    last_s = max(0.0, (ends[-1] if ends else 0.0) - missing_s)
    starts = _times(alignment, "start")
    times = [(min(begin, last_s), min(end, last_s)) for begin, end in zip(starts, ends, strict=True)]
    return write_alignment(_characters(alignment), times)


def turn_backwards(alignment: Alignment) -> Alignment:
    """Return the alignment with the times of its two middle characters swapped, so that they run backwards."""
    times = list(zip(_times(alignment, "start"), _times(alignment, "end"), strict=True))
    middle = len(times) // 2
    if middle:
        times[middle - 1], times[middle] = times[middle], times[middle - 1]
    return write_alignment(_characters(alignment), times)


def cut_alignment(alignment: Alignment, start: int, stop: int) -> Alignment:
    """Return the entries of a range."""
    times = list(zip(_times(alignment, "start"), _times(alignment, "end"), strict=True))
    return write_alignment(_characters(alignment)[start:stop], times[start:stop])


def _characters(alignment: Alignment) -> list[str]:
    return [str(char) for char in alignment["characters"]]


def _times(alignment: Alignment, which: str) -> list[float]:
    return [float(time) for time in alignment[f"character_{which}_times_seconds"]]
