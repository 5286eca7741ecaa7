"""What was measured of the takes of one voice -> how far each of them is from that voice's own habit.

Nothing here is judged against a number for all voices: a voice that pants, mumbles or hurries does so in every take,
and a producer cast it. Compared is with the median of the voice's takes, in units of their spread (1.4826 times the
median absolute deviation, which is the standard deviation where values are spread normally, and which a fifth of
damaged takes hardly moves). Short takes spread more, so the spread is that of takes of about the same length. Two
measures have a habit of their own: how fast a take is depends on what it says, so it is compared with how long the
voice would speak it; and a pause is compared with the long pauses that the voice makes anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.model import TakeSound

FEWEST = 12
"""Takes of a voice below which nothing is said of its habit."""
NEIGHBOURS = 40
"""Takes of about the same length that tell the spread."""
NORMAL = 1.4826
FITS = 10
"""Rounds in which a take that fits badly weighs less and less; after five nothing moves by a thousandth."""
FITS_WITHIN = 2.0
"""Spreads from which on a take weighs less (Huber's weights)."""
LONG_PAUSES = (75, 90)
"""Percentiles of the takes' longest pauses: where long ones begin, and a distance above that, 0.607 spreads of what is
spread normally, which few takes with a hole in them do not move."""
SPREADS_BETWEEN = 0.607

Row = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """How far one take is from its voice's habit, in the unit of the measure and in spreads; 0 where it is unknown."""

    amount: float
    spreads: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Departures:
    """One take against its voice's habit."""

    level_db: Departure
    pitch_semitones: Departure
    range_semitones: Departure
    rate: Departure
    """Natural logarithm of how much faster than the voice would say this: 0.1 is a tenth faster."""
    gap_s: Departure
    """The longest gap, against the voice's long pauses."""
    tail_s: Departure
    floor_db: Departure
    hiss_s: Departure
    timbre: Departure
    """Root mean square over the cepstrum, itself in spreads."""


def find_departures(
    takes: Sequence[TakeSound], sounds: Sequence[int], says_all: Sequence[bool]
) -> tuple[Departures, ...] | None:
    """Return how far each take of one voice is from that voice's habit; None where there are too few to know it.

    sounds is the number of written sounds of each take, says_all whether they and no others are heard: how fast the
    voice speaks is learned from those takes, where they are enough. A silent take has no departure.
    """
    if sum(bool(take.speech_s) for take in takes) < FEWEST:
        return None
    lengths = np.array([take.speech_s for take in takes])
    sure = np.array(says_all) & (lengths > 0)
    sure = sure if sure.sum() >= FEWEST else lengths > 0
    columns = {
        "level_db": _departures([take.level_db for take in takes], lengths, least=0.3),
        "pitch_semitones": _departures([_semitones(take.pitch_hz) for take in takes], lengths, least=0.2),
        "range_semitones": _departures([take.pitch_range_semitones or math.nan for take in takes], lengths, least=0.5),
        "rate": _departures(_rates(takes, sounds, sure), lengths, least=0.02, learned_from=sure),
        "gap_s": _gap_departures([longest_gap(take)[1] for take in takes], least=0.05),
        "tail_s": _departures([take.duration_s - take.speech_end_s for take in takes], lengths, least=0.015),
        "floor_db": _departures([take.floor_db for take in takes], lengths, least=2.0),
        "hiss_s": _departures([take.hiss_s for take in takes], lengths, least=0.02),
        "timbre": _departures(_timbre_distances(takes), lengths, least=0.15),
    }
    return tuple(Departures(**{name: column[place] for name, column in columns.items()}) for place in range(len(takes)))


def longest_gap(take: TakeSound) -> tuple[float, float]:
    """Return begin and length of the longest gap inside a take, in seconds; 0 where there is none."""
    begin, end = max(take.silences, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
    return begin, round(end - begin, 3)


def _departures(
    values: Sequence[float], lengths: Row, *, least: float, learned_from: Mask | None = None
) -> tuple[Departure, ...]:
    """Return each value against the median of all, in spreads of its neighbours in length, `least` at the least."""
    row = np.array(values, np.float64)
    known = np.isfinite(row) & (lengths > 0)
    usual = known if learned_from is None else known & learned_from
    if not usual.any():
        return (Departure(amount=0.0, spreads=0.0),) * len(row)
    amounts = np.where(known, row - np.median(row[usual]), 0.0)
    spreads = _spreads(row, lengths, usual, least=least)
    return tuple(
        Departure(amount=round(float(amount), 4), spreads=round(float(amount / spread), 2))
        for amount, spread in zip(amounts, spreads, strict=True)
    )


def _spreads(row: Row, lengths: Row, usual: Mask, *, least: float) -> Row:
    """Return for each take the spread of the usual ones that are nearest to it in length, around their own median."""
    order = np.flatnonzero(usual)[np.argsort(lengths[usual], kind="stable")]
    width = min(NEIGHBOURS, len(order))
    near = np.lib.stride_tricks.sliding_window_view(row[order], width)
    middles = np.median(near, axis=1, keepdims=True)
    around = NORMAL * np.median(np.abs(near - middles), axis=1)
    places = np.searchsorted(lengths[order], lengths) - width // 2
    return np.maximum(least, around[np.clip(places, 0, len(around) - 1)])


def _timbre_distances(takes: Sequence[TakeSound]) -> list[float]:
    known = [take.timbre for take in takes if take.timbre]
    middle = np.median(np.array(known), axis=0)
    spread = np.maximum(NORMAL * np.median(np.abs(np.array(known) - middle), axis=0), 0.1)
    return [
        float(np.sqrt(np.mean(np.square((np.array(take.timbre) - middle) / spread)))) if take.timbre else math.nan
        for take in takes
    ]


def _semitones(hertz: float) -> float:
    return 12 * math.log2(hertz) if hertz > 0 else math.nan


def _gap_departures(gaps: Sequence[float], *, least: float) -> tuple[Departure, ...]:
    """Return each longest gap against the pauses of all takes: a short take may pause as a long one does."""
    long, longer = np.percentile(gaps, LONG_PAUSES)
    spread = max(least, float(longer - long) / SPREADS_BETWEEN)
    amounts = [gap - float(long) for gap in gaps]
    return tuple(Departure(amount=round(amount, 4), spreads=round(amount / spread, 2)) for amount in amounts)


def _rates(takes: Sequence[TakeSound], sounds: Sequence[int], sure: Mask) -> list[float]:
    """Return how much faster each take is than the voice would say it (natural logarithm); nan for a silent one."""
    lengths = np.array([take.speech_s for take in takes])
    counts = np.array(sounds, np.float64)
    is_known = (lengths > 0) & (counts > 0)
    if not (is_known & sure).any():
        return [math.nan] * len(takes)
    usual = _usual_lengths(lengths, counts, np.array([len(take.silences) + 1.0 for take in takes]), is_known & sure)
    rates = np.log(usual / np.where(is_known, lengths, 1.0))
    return [float(rate) if known else math.nan for rate, known in zip(rates, is_known, strict=True)]


def _usual_lengths(lengths: Row, counts: Row, stretches: Row, sure: Mask) -> Row:
    """Return in seconds how long the voice would speak each take, by the row that fits the sure ones best.

    It has so much for each sound, so much for each stretch between two gaps, whose last sounds are drawn out, and so
    much for the take.
    For 100 sound takes of hibari the spread is 3.0 % where sounds alone explain 3.7 %, and the furthest take is at
    9 %, not 14 %.
    """
    parts = np.stack((counts, stretches, np.ones(len(counts))), axis=1)
    known, spoken = parts[sure], lengths[sure]
    weights = 1 / spoken
    for _ in range(FITS):
        shares = np.linalg.lstsq(known * weights[:, None], spoken * weights, rcond=None)[0]
        misfit = np.abs(known @ shares / spoken - 1)
        spread = max(1e-3, NORMAL * float(np.median(misfit)))
        weights = np.minimum(1.0, FITS_WITHIN * spread / np.maximum(misfit, 1e-9)) / spoken
    plain = float(np.median(spoken / counts[sure])) * counts
    return np.maximum(parts @ shares, plain / 2)
