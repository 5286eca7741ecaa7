"""Runs of a text and a synthesiser -> the samples of a generation, with a time for each character of the request.

Pauses are exact; characters that are spoken as another text share the time of that text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipeline.emulator.utterance import Run, RunKind
from pipeline.emulator.voice import RATE_HZ, Samples, Synthesiser

TAIL_S = 0.03
"""Silence after the last character, as short as field reports found it (0.03 to 0.05 s)."""

Time = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Characters with their times in seconds."""

    characters: str
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A generation as sound: `written` is the request's text, `spoken` what was said for it; `runs` cover it."""

    samples: Samples = field(repr=False)
    written: Timed
    spoken: Timed
    runs: tuple[Run, ...]

    @property
    def duration_s(self) -> float:
        """Length of the samples."""
        return len(self.samples) / RATE_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """Who speaks and how."""

    voice: str
    model: str
    settings: Mapping[str, float | bool]
    seed: int | None = None


def perform(text: str, runs: tuple[Run, ...], casting: Casting, synthesise: Synthesiser) -> Performance:
    """Return the generation of a text that was cut into these runs."""
    parts: list[Samples] = []
    written: list[Time] = []
    spoken: list[Time] = []
    place_s = 0.0
    for stretch in _stretches(runs):
        if stretch[0].kind is RunKind.BREAK:
            samples = np.zeros(round(stretch[0].break_s * RATE_HZ), dtype=np.int16)
            written += _spread(stretch[0], place_s, place_s + len(samples) / RATE_HZ)
        else:
            said = "".join(run.spoken for run in stretch)
            speech = synthesise(said, casting.voice, casting.model, casting.settings, casting.seed)
            samples = speech.samples
            times = [(begin + place_s, end + place_s) for begin, end in speech.character_times]
            spoken += times
            written += _written_times(stretch, times, place_s)
        parts.append(samples)
        place_s += len(samples) / RATE_HZ
    parts.append(np.zeros(round(TAIL_S * RATE_HZ), dtype=np.int16))
    return Performance(
        samples=np.concatenate(parts),
        written=Timed(characters=text, times=tuple(written)),
        spoken=Timed(characters="".join(run.spoken for run in runs), times=tuple(spoken)),
        runs=runs,
    )


def _stretches(runs: tuple[Run, ...]) -> list[list[Run]]:
    """Breaks alone, everything between two breaks together."""
    stretches: list[list[Run]] = []
    for run in runs:
        is_apart = run.kind is RunKind.BREAK or not stretches or stretches[-1][0].kind is RunKind.BREAK
        if is_apart:
            stretches.append([run])
        else:
            stretches[-1].append(run)
    return stretches


def _written_times(stretch: list[Run], times: list[Time], place_s: float) -> list[Time]:
    written: list[Time] = []
    done = 0
    for run in stretch:
        heard = times[done : done + len(run.spoken)]
        done += len(run.spoken)
        if run.kind is RunKind.PLAIN:
            written += heard
        else:
            at_s = written[-1][1] if written else place_s
            written += _spread(run, heard[0][0] if heard else at_s, heard[-1][1] if heard else at_s)
    return written


def _spread(run: Run, begin_s: float, end_s: float) -> list[Time]:
    """The time of a run shared by its characters in equal parts."""
    count = run.stop - run.start
    bounds = np.linspace(begin_s, end_s, count + 1).tolist()
    return list(pairwise(bounds))
